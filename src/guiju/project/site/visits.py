"""Who a visitor is: from the account that signed in to what the bureau lets it see and do at this instant."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from django.http import HttpRequest

from guiju.bureau.mark import next_border, read_mark
from guiju.bureau.models import Account
from guiju.bureau.permissions.holding import Held, Narrowing, account_at, narrowed, roles_held
from guiju.bureau.registry import officer_at, posts_at, unit_at
from guiju.bureau.roles import READ_CASES
from guiju.bureau.scope import scope_from
from guiju.project import env
from guiju.screens.kit.visit import NOBODY, Holder, Visit
from guiju.screens.sign_in.gateway import Gateway, follow
from guiju.screens.sign_in.presence import is_present
from guiju.values.clock import to_micros
from guiju.values.scope import Scope

_gateway_at = cache(Gateway.at)


@dataclass(frozen=True, slots=True)
class Known:
    """What was worked out of visitors while the bureau's tables said the same: nothing changed, began or ended."""

    mark: str
    since_at: int
    until_at: int
    visitors: dict[tuple[str, Narrowing | None], tuple[Scope, Holder]] = field(default_factory=dict)

    def holds(self, mark: str, at: int) -> bool:
        """Whether it is still true at an instant."""
        return self.mark == mark != "" and self.since_at <= at < self.until_at


_known = [Known("", 0, 0)]


def visit_of(request: HttpRequest) -> Visit:
    """The visit of a request; of a stranger, or of an account that the bureau has closed, one that sees nothing."""
    at = to_micros(env.now())
    if hasattr(request, "user"):
        follow(request, gateway(), at)
    user = getattr(request, "user", None)
    is_known = user is not None and user.is_authenticated and is_present(request, at)
    account = user.get_username() if user is not None and is_known else ""
    found = _visitor(account, at) if account else None
    if found is None:
        return Visit(request, Scope("", at=at), NOBODY, at)
    return Visit(request, replace(found[0], at=at), found[1], at)


def visit_by(request: HttpRequest, account: str, to: Narrowing, at: int) -> Visit | None:
    """The visit of a program that acts for an account, seen as narrowly as its token; None where that is not open."""
    with narrowed(to):
        found = _visitor(account, at, to)
    return None if found is None else Visit(request, replace(found[0], at=at), found[1], at)


def _visitor(account: str, at: int, to: Narrowing | None = None) -> tuple[Scope, Holder] | None:
    """What an account sees and who is behind it; None where it is not open."""
    # The mark is read before the tables: what is kept under it is never older than it says.
    mark, known = read_mark(), _known[0]
    if not known.holds(mark, at):
        known = _known[0] = Known(mark, at, next_border(at))
    if (account, to) in known.visitors:
        return known.visitors[account, to]
    row = account_at(account, at)
    if row is None:
        return None
    held = roles_held(account, at)
    known.visitors[account, to] = found = scope_from(row, held, at), _holder(row, held, at)
    return found


def gateway() -> Gateway:
    """The gateway that checks certificates, as this bureau has set it; without an address, none.

    Raises:
        GatewayRefused: what was set is no address.
    """
    return _gateway_at(env.gateway(), env.gateway_header())


def _holder(row: Account, held: Sequence[Held], at: int) -> Holder:
    """The person behind an account at an instant."""
    officer = officer_at(row.officer, at) if row.officer else None
    posts = officer.posts if officer is not None else posts_at(row.officer, at) if row.officer else ()
    unit = posts[0].unit if posts else next((one.unit for one in held if one.unit), "")
    known = unit_at(unit, at) if unit else None
    cases = frozenset() if any(one.role.is_administrator for one in held) else frozenset({READ_CASES})
    return Holder(
        account=row.name,
        name=officer.name if officer is not None else row.name,
        officer=row.officer,
        unit=known.code if known is not None else unit,
        unit_name=known.name if known is not None else unit,
        roles=tuple(dict.fromkeys(one.role.label for one in held)),
        permissions=frozenset(act for one in held for act in one.role.may) | cases,
    )
