"""Templates that are compiled to Python, ten times as quick: the shell, and what stands on a page many times.

They lie in ``templates/compiled`` and are Jinja's: ``{{ _("…") }}`` says something, everything is escaped.
"""

from functools import cache, lru_cache, partial

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from guiju.screens.kit import figures
from guiju.screens.kit.markup import html

SENTENCES, ADDRESSES = 10_000, 20_000
"""So many are kept: a page names hundreds, and they stay the same while the service runs."""


def draw(name: str, **said: object) -> SafeString:
    """The template of this name with what it is to say; all of that is escaped."""
    return SafeString(_template(name).render(said, _=partial(_spoken, get_language())))


@lru_cache(maxsize=ADDRESSES)
def address(page: str, /, **parts: str) -> str:
    """Where the page of a name lies, for these parts of its path."""
    return reverse(page, kwargs=parts)


@lru_cache
def file_address(name: str) -> str:
    """Where a static file lies."""
    return static(name)


def icon(name: str) -> SafeString:
    """The icon of this name out of the one sprite, hidden from readers of the screen: a word always stands beside."""
    return _icon(name) if name else SafeString("")


@cache
def _icon(name: str) -> SafeString:
    return html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        file_address("vendor/icons.svg"), name,
    )  # fmt: skip


@lru_cache(maxsize=SENTENCES)
def _spoken(language: str | None, sentence: str) -> str:
    """A sentence in the language that is spoken at present, which is this one."""
    return gettext(sentence)


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    loader = PackageLoader("guiju.screens", "templates/compiled")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False)
    made.globals |= {"address": address, "static": file_address, "icon": icon}
    made.filters |= {
        "moment": figures.time_of_instant, "calendar_day": figures.time_of_day, "clock": figures.said_clock,
        "number": figures.said_number, "counted": figures.said_count,
    }  # fmt: skip
    return made
