"""Turning a template into an answer: the shell around it, or the part alone where htmx asked for it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guiju.screens.kit.drawing import address, draw
from guiju.screens.kit.messages import take_messages
from guiju.screens.kit.page import ANYONE, SIGNED_IN, Page
from guiju.screens.kit.site import site
from guiju.screens.kit.visit import Visit
from guiju.screens.kit.words import Said

DRAWER = "drawer"
"""The id of the right side: what htmx loads into it comes without the shell."""
SHEETS = tuple(f"kit/{name}.css" for name in ("tokens", "shell", "parts", "table", "form", "timeline", "drawer"))
HTMX_CONFIG = json.dumps(
    {
        "allowEval": False,
        "allowScriptTags": False,
        "includeIndicatorStyles": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "4[02]2|403|404", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb; the last has no address."""

    title: Said
    address: str = ""


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One page in the side menu."""

    title: str
    address: str
    icon: str
    is_here: bool
    count: int | None


def show(
    visit: Visit,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    title: Said,
    crumbs: Sequence[Crumb] = (),
    status: int = 200,
) -> HttpResponse:
    """A whole page from a template that extends ``kit/page.html``."""
    is_drawer = visit.target == DRAWER
    said = {
        **(context or {}),
        "visit": visit,
        "holder": visit.holder,
        "title": title,
        "messages": take_messages(visit),
        "shell": "kit/in_drawer.html" if is_drawer else "kit/shell.html",
    }
    if not is_drawer:
        said["frame"] = _frame(visit, title, crumbs)
    return _answer(render_to_string(template, said, request=visit.request), status)


def part(visit: Visit, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """A part of a page, without the shell."""
    said = {**(context or {}), "visit": visit, "holder": visit.holder}
    return _answer(render_to_string(template, said, request=visit.request), status)


def _answer(text: str, status: int) -> HttpResponse:
    """Nothing is kept by the browser: the next person at this machine sees nothing of it."""
    answer = HttpResponse(text, status=status)
    answer.headers["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ["HX-Request", "HX-Target"])
    return answer


def _frame(visit: Visit, title: Said, crumbs: Sequence[Crumb]) -> dict[str, SafeString]:
    """What stands around the content of every page."""
    language = get_language()
    menu = menu_of(visit)
    top = draw(
        "kit/top.html", visit=visit, language=language, token=visit.token,
        here=visit.request.get_full_path(), sign_out=_sign_out(visit), notes=site().notes(), crumbs=crumbs,
        menu=draw("kit/menu.html", menu=menu) if menu else "",
    )  # fmt: skip
    opening = draw("kit/opening.html", language=language, title=title, sheets=SHEETS, htmx_config=HTMX_CONFIG)
    return {"opening": opening, "scripts": draw("kit/scripts.html"), "top": top}


def _sign_out(visit: Visit) -> str:
    name = site().sign_out
    return address(name) if visit.is_signed_in and any(page.name == name for page in site().pages) else ""


def menu_of(visit: Visit) -> list[tuple[str, list[MenuLine]]]:
    """The side menu of a visitor: the pages that he may open, by group, in their order."""
    if not visit.is_signed_in:
        return []
    here = visit.request.path
    groups: dict[str, list[MenuLine]] = {}
    shown = [(page, page.menu) for page in site().pages if page.menu is not None and may_open(visit, page)]
    addresses = {page.name: address(page.name) for page, _entry in shown}
    # Of two pages one of which lies below the other, the nearer one is where the visitor is.
    nearest = max((one for one in addresses.values() if _leads_to(one, here)), key=len, default="")
    for page, entry in sorted(shown, key=lambda each: each[1].order):
        where = addresses[page.name]
        count = entry.count(visit) if entry.count else None
        groups.setdefault(_(str(entry.group)), []).append(
            MenuLine(_(str(page.title)), where, entry.icon, where == nearest, count)
        )
    return list(groups.items())


def _leads_to(where: str, here: str) -> bool:
    return here == where or (where != "/" and here.startswith(where))


def may_open(visit: Visit, page: Page) -> bool:
    """Tell whether a page opens for this visitor."""
    if page.may == ANYONE:
        return True
    return visit.is_signed_in and (page.may == SIGNED_IN or visit.may(page.may))
