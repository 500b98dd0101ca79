"""The one door: every page is entered here, where it is decided who comes in and how a refusal is told."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from guiju.screens.kit.page import ANYONE, Page
from guiju.screens.kit.rendering import may_open, part, show
from guiju.screens.kit.seen import seen_on
from guiju.screens.kit.site import site
from guiju.screens.kit.visit import Visit
from guiju.screens.kit.words import refusal_said
from guiju.values.errors import GuijuError

ABSENT = ".not_found"
"""How the codes of errors end that say "there is no such thing for you": foreign and absent are answered alike."""


def url_of(page: Page) -> URLPattern:
    """The page among Django's URLs, entered through the one door."""
    return path(page.path, _entered(page), name=page.name)


def _entered(page: Page) -> Callable[..., HttpResponse]:
    def enter(request: HttpRequest, **route: str) -> HttpResponse:
        if request.method not in page.methods and not (request.method == "HEAD" and "GET" in page.methods):
            return HttpResponseNotAllowed(sorted(page.methods))
        visit = site().visit_of(request)
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            return refusal(visit, HTTPStatus.FORBIDDEN, _("不接受其他网站提交的内容。"), _("请从本站页面操作。"))
        if page.may != ANYONE and not visit.is_signed_in:
            return _to_sign_in(request)
        if not may_open(visit, page):
            return refusal(
                visit, HTTPStatus.FORBIDDEN, _("您的角色不能打开这一页。"), _("需要时请向安全管理员申请相应角色。")
            )
        try:
            return _looked_at(visit, page, route)
        except GuijuError as error:
            if error.code.endswith(ABSENT):
                return absent(visit)
            return refusal(visit, HTTPStatus.UNPROCESSABLE_ENTITY, *refusal_said(error))

    return enter


def _looked_at(visit: Visit, page: Page, route: Mapping[str, str]) -> HttpResponse:
    """The page itself; what it showed is entered in the read log, and nothing is shown that could not be."""
    if page.may == ANYONE or not page.is_noted:
        return page.view(visit, **route)
    seen = seen_on(page, route, visit.request)
    site().looking(visit, seen)
    answer = page.view(visit, **route)
    if answer.status_code == HTTPStatus.OK:
        site().looked(visit, seen)
    return answer


def absent(visit: Visit) -> HttpResponse:
    """The one answer for what does not exist and for what the visitor may not know of."""
    return refusal(
        visit, HTTPStatus.NOT_FOUND, _("没有这项内容，或不在您的权限范围内。"), _("请核对编号，或从菜单重新进入。")
    )


def refusal(visit: Visit, status: int, sentence: str, remedy: str) -> HttpResponse:
    """A refusal: one sentence, and what to do."""
    said = {"sentence": sentence, "remedy": remedy, "status": int(status)}
    if visit.is_fragment:
        return part(visit, "kit/refused.html", said, status=status)
    return show(visit, "kit/refusal.html", said, title=_("未能完成"), status=status)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a stranger to the sign-in page, and back afterwards; a fragment makes the whole page go there."""
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    address = f"{reverse(site().sign_in)}?{urlencode({'next': wanted})}"
    if request.headers.get("HX-Request") == "true":
        here = request.headers.get("HX-Current-URL", "/")
        address = f"{reverse(site().sign_in)}?{urlencode({'next': here})}"
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
