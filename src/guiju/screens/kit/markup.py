"""HTML by pattern, several times as quick as Django's ``format_html``: a list holds hundreds of small elements."""

from collections.abc import Iterable
from html import escape
from typing import LiteralString, cast

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def html(pattern: LiteralString, *said: object) -> SafeString:
    """The pattern as it stands in our own code, with what it is to say escaped."""
    return SafeString(pattern.format(*map(_escaped, said)))


def html_join(between: LiteralString, parts: Iterable[object]) -> SafeString:
    """The parts, escaped, one after another."""
    return SafeString(between.join(map(_escaped, parts)))


def _escaped(said: object) -> str:
    # Most of what is said is plain text or HTML already; what is lazy, or draws itself, Django knows to treat.
    if type(said) is str:
        return escape(said)
    return said if type(said) is SafeString else conditional_escape(cast("str", said))
