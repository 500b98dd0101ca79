"""The interface put together: its operations among Django's URLs, their description, and the page that explains it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router
from ninja.renderers import JSONRenderer

from guiju.project.site.api import acting, cases, findings, imports, mending, recording, registers, reviews
from guiju.project.site.api.door import Endpoint, Token, entered, fields_of
from guiju.project.site.api.refusals import Refusal, absent, let_refuse, not_allowed
from guiju.screens.kit.page import ANYONE, SIGNED_IN, Page
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit

ENDPOINTS: tuple[Endpoint, ...] = (
    *recording.ENDPOINTS, *reviews.ENDPOINTS, *cases.ENDPOINTS, *acting.ENDPOINTS, *findings.ENDPOINTS,
    *imports.ENDPOINTS, *mending.ENDPOINTS, *registers.ENDPOINTS,
)  # fmt: skip
"""In the order in which addresses are tried: a name may hold anything, so what lies below it comes first."""
_REFUSALS = (400, 401, 403, 404, 409, 413, 422, 429, 503)
_ABOUT = (
    "规矩的程序接口。每个请求在 Authorization 头中带令牌；时刻一律写明时区；"
    "列表用 page 和 limit 分页，每页最多 100 条。"
    "未经法制员核查的问题，接口也只称疑似问题。"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One operation on the page that explains the interface."""

    method: str
    address: str
    title: str
    fields: tuple[str, ...]


class Plain(JSONRenderer):
    """Chinese as it is written, and not as numbers."""

    json_dumps_params: ClassVar[dict[str, Any]] = {"ensure_ascii": False}  # type: ignore[misc]


@cache
def interface() -> NinjaAPI:
    """All operations, with what each asks for and answers."""
    api = NinjaAPI(
        title="规矩 Guiju", version="1", description=_ABOUT, docs_url=None, openapi_url=None, renderer=Plain()
    )
    router = Router()
    for one in ENDPOINTS:
        router.add_api_operation(
            one.route, [one.method], entered(one), auth=Token(one), operation_id=one.page.name,
            response={one.statuses: one.answer, frozenset(_REFUSALS): Refusal}, summary=str(one.page.title),
            description=one.page.view.__doc__, tags=[one.tag],
        )  # fmt: skip
    api.add_router("", router)
    let_refuse(api)
    return api


@cache
def description() -> dict[str, Any]:
    """The interface in the words of OpenAPI."""
    said: dict[str, Any] = json.loads(json.dumps(interface().get_openapi_schema(path_prefix="/api/"), default=str))
    return said


def openapi(visit: Visit) -> HttpResponse:
    """The description as a file: it tells of nobody, but only to those who work here."""
    text = json.dumps(description(), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json", headers={"Cache-Control": "no-store"})


def explained(visit: Visit) -> HttpResponse:
    """The page that explains the interface."""
    groups: dict[str, list[Line]] = {}
    for one in ENDPOINTS:
        line = Line(one.method, f"/api{one.shown_route}", _(str(one.page.title)), tuple(fields_of(one)))
        groups.setdefault(one.tag, []).append(line)
    steps = acting.steps_explained(visit)
    said = {"groups": groups.items(), "steps": steps, "here": visit.request.build_absolute_uri()}
    return show(
        visit, "api/explained.html", said, title=_("程序接口"), crumbs=(Crumb(_("首页"), "/"), Crumb(_("程序接口")))
    )


def api_urls() -> list[URLPattern]:
    """The operations among Django's URLs, and the one answer for every other address below them."""
    patterns = interface().urls[0]
    found = [
        path(f"api/{one.pattern}", _at(one.callback))
        for one in patterns
        if isinstance(one, URLPattern) and one.name != "api-root"
    ]
    # Whatever else: no line break in an address leads around this answer.
    return [*found, re_path(r"^api/", _nothing)]


def _at(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    @csrf_exempt
    def answer(request: HttpRequest, **route: Any) -> HttpResponseBase:
        # No cookie opens anything here: there is nothing that another site could borrow.
        given: HttpResponseBase = view(request, **route)
        if given.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return not_allowed(given.headers.get("Allow", ""))
        given.headers["Cache-Control"] = "no-store"
        return given

    return answer


@csrf_exempt
def _nothing(request: HttpRequest) -> HttpResponse:
    return absent()


API_PAGES: tuple[Page, ...] = (
    Page("api", "api/", explained, SIGNED_IN, "程序接口", is_noted=False),
    Page("api.openapi", "api/openapi.json", openapi, ANYONE, "接口说明文件", is_noted=False),
)
"""The two that are opened in a browser."""
