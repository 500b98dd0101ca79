"""How the interface says no: one shape for every refusal, and the status that its code stands for."""

import json
import logging
from http import HTTPStatus
from typing import TypeVar

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from guiju.values.errors import GuijuError

E = TypeVar("E", bound=Exception)
LOG = logging.getLogger("django.request")
_ABSENT = (".not_found", "mending.unknown", "jobs.unknown", "import.batch", "ledger.no_receipt")
_STATUSES = {
    HTTPStatus.UNAUTHORIZED: ("api.token",),
    HTTPStatus.FORBIDDEN: (
        "api.role", "findings.not_entitled", "bureau.not_entitled", "bureau.import", "bureau.permission",
        "approvals.not_entitled", "approvals.own_case", "approvals.one_level_up", "approvals.unqualified",
    ),
    HTTPStatus.CONFLICT: (
        "ledger.idem_key_reused", "findings.step", "mending.decided", "mending.content", "import.release",
        "ledger.correction", "recording.number_taken", "approvals.step", "approvals.content",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: ("api.too_often", "privacy.look_budget"),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "privacy.looks_wait", "ledger.disk_full", "ledger.database_lost", "ledger.too_busy", "ledger.not_sealed",
    ),
}  # fmt: skip
_BY_CODE = {code: status for status, codes in _STATUSES.items() for code in codes}
RETRY_SECONDS = 60
_WHY = {
    "missing": "必须填写。", "extra_forbidden": "没有这个栏目。", "string_too_long": "太长。",
    "string_too_short": "太短。",
    "greater_than_equal": "小于允许的最小值。", "less_than_equal": "大于允许的最大值。",
    "literal_error": "不是可用的取值。", "enum": "不是可用的取值。", "string_pattern_mismatch": "格式不符。",
    "int_parsing": "应为整数。", "int_type": "应为整数。", "bool_parsing": "应为 true 或 false。",
    "bool_type": "应为 true 或 false。", "string_type": "应为文字。", "json_invalid": "不是可以读取的 JSON。",
    "date_from_datetime_parsing": "应为 2026-03-02 这样的日期。", "date_parsing": "应为 2026-03-02 这样的日期。",
    "value_error": "含有不能接受的字符。",
}  # fmt: skip


class Fault(BaseModel):
    """One value that cannot be taken: where it stands, and why."""

    where: str
    why: str


class Refusal(BaseModel):
    """What every refusal says: a stable code, one sentence, and what to do next."""

    code: str
    sentence: str
    remedy: str
    faults: list[Fault] = []


class TokenRefused(GuijuError):
    """The request bears no token that opens anything."""

    code = "api.token"
    remedy = "请在 Authorization 头中写 Bearer 和有效的令牌；令牌过期或被撤销的，请重新申请。"


class RoleRefused(GuijuError):
    """The roles of the token do not open this."""

    code = "api.role"
    remedy = "请用含有相应角色的令牌；需要时请向安全管理员申请相应角色。"


class UnknownParameter(GuijuError):
    """The address bears a parameter that the operation does not have."""

    code = "api.parameter"
    remedy = "可用的参数见 /api/ 的说明。"


def status_of(error: GuijuError) -> int:
    """The status that a refusal is answered with; what is foreign and what is absent have the same."""
    if error.code.endswith(_ABSENT):
        return HTTPStatus.NOT_FOUND
    return _BY_CODE.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY)


def refused(status: int, code: str, sentence: str, remedy: str, faults: list[Fault] | None = None) -> HttpResponse:
    """A refusal as an answer."""
    said = Refusal(code=code, sentence=sentence, remedy=remedy, faults=faults or [])
    text = json.dumps(said.model_dump(), ensure_ascii=False)
    answer = HttpResponse(text, status=status, content_type="application/json; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def refused_by(error: GuijuError) -> HttpResponse:
    """What a query or a command refuses, as an answer."""
    if status_of(error) == HTTPStatus.NOT_FOUND:
        return absent()
    return refused(status_of(error), error.code, error.sentence, error.remedy)


def absent() -> HttpResponse:
    """The one answer for what does not exist and for what the token may not know of."""
    return refused(
        HTTPStatus.NOT_FOUND, "api.not_found", "没有这项内容，或不在令牌的权限范围内。", "请核对地址和编号。"
    )


def not_allowed(allowed: str) -> HttpResponse:
    """An address that has no such method."""
    answer = refused(
        HTTPStatus.METHOD_NOT_ALLOWED, "api.method", "这个地址不接受这种请求方法。", f"可用的方法：{allowed}。"
    )
    answer.headers["Allow"] = allowed
    return answer


def let_refuse(api: NinjaAPI) -> None:
    """Tell the interface how each kind of failure is answered."""
    api.add_exception_handler(GuijuError, lambda request, error: refused_by(_as(error, GuijuError)))
    api.add_exception_handler(
        AuthenticationError, lambda request, error: refused_by(TokenRefused("请求没有带令牌，或令牌无效。"))
    )
    api.add_exception_handler(ValidationError, lambda request, error: _invalid(_as(error, ValidationError)))
    api.add_exception_handler(HttpError, lambda request, error: _unreadable(_as(error, HttpError).status_code))
    api.add_exception_handler(RequestDataTooBig, lambda request, error: _too_large())
    for kind in (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
        api.add_exception_handler(kind, lambda request, error: _unreadable(HTTPStatus.BAD_REQUEST))
    api.add_exception_handler(Exception, lambda request, error: _fault(request, _as(error, Exception)))


def _as(error: object, kind: type[E]) -> E:
    assert isinstance(error, kind)
    return error


def _invalid(error: ValidationError) -> HttpResponse:
    faults = []
    for one in error.errors:
        why = _WHY.get(str(one.get("type")), "不符合要求。")
        faults.append(Fault(where=".".join(str(part) for part in one.get("loc", ())), why=why))
    return refused(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "api.invalid",
        "提交的内容不符合要求，没有处理。",
        "请按 faults 逐项改正。",
        faults,
    )


def _unreadable(status: int) -> HttpResponse:
    return refused(status, "api.unreadable", "请求的内容无法读取，没有处理。", "请按接口说明的格式和 UTF-8 编码提交。")


def _too_large() -> HttpResponse:
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return refused(status, "api.too_large", "提交的内容太大，没有处理。", "请分批提交。")


def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    LOG.error("%s %s", request.method, request.path, exc_info=error)
    return refused(
        HTTPStatus.INTERNAL_SERVER_ERROR, "api.fault", "系统出错，刚才的操作没有完成。",
        "请稍后重试；再次出错时，请把时间和地址告诉系统管理员。",
    )  # fmt: skip
