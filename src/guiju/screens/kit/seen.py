"""At what a visitor looks who opens a page: read off the page's own address, so that no page can forget to say it.

A part of a path that names a case, an officer or the like is named for it: ``<str:officer>``, or
``<str:kind>/<path:value>``. What another part names, such as a batch, is known by the name of its page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import HttpRequest

from guiju.screens.kit.page import Page
from guiju.values.event import KEYS

WHOLE_PAGE = "page"
"""The kind of a look at a list, or at another page that is not about one thing."""
SEARCHED = "q"
"""The words that a list is searched by: they may be somebody's name, and are not kept."""
LONGEST, LONGEST_KIND, LONGEST_DETAIL = 160, 32, 320


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows: ``page`` its name, ``kind`` and ``value`` of what it is about, ``detail`` its conditions."""

    page: str
    kind: str
    value: str
    detail: str = ""


def seen_on(page: Page, route: Mapping[str, str], request: HttpRequest) -> Seen:
    """What somebody sees who opens a page at an address."""
    detail = conditions_said(request.META.get("QUERY_STRING", ""))
    if "kind" in route and "value" in route:
        return Seen(page.name, route["kind"][:LONGEST_KIND], route["value"][:LONGEST], detail)
    for key in KEYS:
        if key in route:
            return Seen(page.name, key, str(route[key])[:LONGEST], detail)
    if route:
        return Seen(page.name, page.name[:LONGEST_KIND], "/".join(map(str, route.values()))[:LONGEST], detail)
    return Seen(page.name, WHOLE_PAGE, page.name, detail)


def conditions_said(address: str) -> str:
    """The conditions of a list as they are kept; that it was searched is told, for what is not."""
    told = parse_qsl(address.removeprefix("?"))
    return "&".join(f"{name}={'…' if name == SEARCHED else value}" for name, value in told)[:LONGEST_DETAIL]
