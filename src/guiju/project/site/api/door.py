"""The one door of the interface: a token, what it opens, the read log, and the view behind it.

No cookie opens anything here, so no other site can act in somebody's name; a token opens no page.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from ninja import Status
from ninja.security import HttpBearer

from guiju.bureau.models import ApiToken
from guiju.bureau.permissions.holding import narrowed
from guiju.bureau.permissions.tokens import find_token, narrowing_by
from guiju.facts.privacy.look_log import Thing
from guiju.project import env
from guiju.project.site.api.limits import RateLimit
from guiju.project.site.api.refusals import RoleRefused, TokenRefused, UnknownParameter
from guiju.project.site.api.words import Listed
from guiju.project.site.reading import reading as read_log
from guiju.project.site.visits import visit_by
from guiju.screens.kit.page import SIGNED_IN, Page
from guiju.screens.kit.seen import LONGEST, LONGEST_KIND, seen_on
from guiju.screens.kit.site import site
from guiju.screens.kit.visit import Visit
from guiju.values.clock import to_micros

TOKEN = "guiju_token"
_ABOUT = ("case", "officer", "finding")
_CONVERTER = re.compile(r"\{\w+:")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation: ``page`` says where it lies and who may open it, ``answer`` what it tells, under which status.

    ``waits`` is the status of the same answer where what was sent waits for another person; 0: it never does.
    """

    page: Page
    answer: Any
    tag: str
    status: int = 200
    waits: int = 0

    @property
    def statuses(self) -> frozenset[int]:
        """Every status that it answers with when it does not refuse."""
        return frozenset({self.status, self.waits} - {0})

    @property
    def method(self) -> str:
        """GET, or POST for what changes something."""
        (found,) = self.page.methods
        return found

    @property
    def route(self) -> str:
        """Where it lies, in the words of the interface's router."""
        return "/" + self.page.path.removeprefix("api/").replace("<", "{").replace(">", "}")

    @property
    def shown_route(self) -> str:
        """The same as people read it."""
        return _CONVERTER.sub("{", self.route)


def reading(name: str, path: str, view: Callable[..., Any], may: str, title: str, answer: Any, tag: str,
            *, is_noted: bool = True) -> Endpoint:  # fmt: skip
    """An operation that tells something."""
    page = Page(f"api.{name}", f"api/{path}", view, may, title, frozenset({"GET"}), is_noted=is_noted)
    return Endpoint(page, answer, tag)


def acting(name: str, path: str, view: Callable[..., Any], may: str, title: str, answer: Any, tag: str,
           *, status: int = 200, waits: int = 0) -> Endpoint:  # fmt: skip
    """An operation that changes something."""
    page = Page(f"api.{name}", f"api/{path}", view, may, title, frozenset({"POST"}))
    return Endpoint(page, answer, tag, status, waits)


class Token(HttpBearer):
    """Who asks: an account, seen through a token that is never more than it."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__()
        self._page = endpoint.page

    def authenticate(self, request: HttpRequest, token: str) -> Visit:
        """The visit of a token.

        Raises:
            TokenRefused: it opens nothing: unknown, expired, revoked, or of an account that is closed.
            RoleRefused: its roles do not open this operation.
            TooOften: it has asked too often.
        """
        at = to_micros(env.now())
        row = find_token(token, at)
        visit = None if row is None else visit_by(request, row.account, narrowing_by(row), at)
        if row is None or visit is None:
            raise TokenRefused("令牌无效、已过期或已撤销。")
        rate().count(row.name, at)
        if self._page.may != SIGNED_IN and not visit.may(self._page.may):
            raise RoleRefused("令牌的角色不能使用这个接口。")
        setattr(request, TOKEN, row)
        return visit


def token_of(visit: Visit) -> ApiToken:
    """The token of a visit through this door."""
    row = getattr(visit.request, TOKEN)
    assert isinstance(row, ApiToken)
    return row


def entered(endpoint: Endpoint) -> Callable[..., Any]:
    """The view as the router calls it: narrowed to the token, and noted in the read log."""
    page = endpoint.page
    signature = inspect.signature(page.view)
    parts = list(signature.parameters.values())[1:]
    is_read = page.is_noted and endpoint.method == "GET"

    def enter(request: HttpRequest, **values: Any) -> Any:
        visit: Visit = request.auth  # type: ignore[attr-defined]  # what Token gave
        _check_parameters(endpoint, request)
        with narrowed(narrowing_by(token_of(visit))):
            if not is_read:
                said = page.view(visit, **values)
                return said if isinstance(said, Status) else Status(endpoint.status, said)
            seen = seen_on(page, request.resolver_match.kwargs if request.resolver_match else {}, request)
            site().looking(visit, seen)
            told = page.view(visit, **values)
            site().looked(visit, seen)
            if things := things_in(page.name, told):
                read_log().listed(visit, seen, things, request.META.get("QUERY_STRING", ""))
            return told

    enter.__name__ = page.name.replace(".", "_")
    enter.__doc__ = page.view.__doc__
    asked = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    enter.__signature__ = signature.replace(parameters=[asked, *parts])  # type: ignore[attr-defined]
    return enter


def _check_parameters(endpoint: Endpoint, request: HttpRequest) -> None:
    strange = sorted(set(request.GET) - parameters_of(endpoint))
    if strange:
        raise UnknownParameter(f"没有参数“{strange[0][:40]}”。")


@cache
def parameters_of(endpoint: Endpoint) -> frozenset[str]:
    """The parameters that the address of an operation may bear: the fields of its conditions."""
    return frozenset(fields_of(endpoint)) if endpoint.method == "GET" else frozenset()


def fields_of(endpoint: Endpoint) -> Iterator[str]:
    """What an operation asks for besides the parts of its address: conditions, or what is sent."""
    for one in inspect.signature(endpoint.page.view).parameters.values():
        kind = getattr(one.annotation, "__origin__", one.annotation)
        yield from getattr(kind, "model_fields", ())


def things_in(page: str, told: object) -> list[Thing]:
    """What the lines of a list are about: a case and an officer by what they are, else the line by its own name."""
    if not isinstance(told, Listed):
        return []
    found = []
    for one in told.items:
        said = one.model_dump(include={*_ABOUT, "kind", "value", next(iter(type(one).model_fields))})
        named = next(((key, said[key]) for key in _ABOUT if said.get(key)), (page, next(iter(said.values()))))
        kind, value = (said["kind"], said["value"]) if "value" in said else named
        found.append((str(kind)[:LONGEST_KIND], str(value)[:LONGEST]))
    return found


_rates: list[RateLimit] = []


def rate() -> RateLimit:
    """The counter of this process, made on first use."""
    if not _rates:
        _rates.append(RateLimit(env.api_per_minute()))
    return _rates[0]
