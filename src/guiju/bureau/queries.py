"""What people read of the bureau: every function takes the viewer's scope, and nothing reads around it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Q

from guiju.bureau.events import ACCOUNT_OPENED, OFFICER_POSTED, ROLE_GRANTED, TOKEN_ASKED, UNIT_OPENED
from guiju.bureau.models import Account, ApiToken, Delegation, OfficerState, Posting, RoleGrant, RoleProposal, UnitState
from guiju.bureau.organisation.units import REGISTERED
from guiju.bureau.permissions.seals import true_rows
from guiju.bureau.registry import OfficerThen, UnitThen, keys_of, officer_at, unit_at, unit_then
from guiju.bureau.seeing import sees_officer
from guiju.facts.tables.places import codes_within, paths_at
from guiju.facts.wiring import wiring
from guiju.values.errors import GuijuError
from guiju.values.scope import Reach, Scope

PAGE = 50
MANY = 100_000
Item = TypeVar("Item")


class NotFound(GuijuError):
    """There is no such unit, person or grant, or none that the viewer may see: one answer for both."""

    code = "bureau.not_found"
    remedy = "请核对代码或警号。"


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list, and how many there are in all."""

    items: tuple[Item, ...]
    total: int
    number: int


def get_unit(viewer: Scope, code: str, *, at: int) -> UnitThen:
    """A unit as it was at an instant.

    Raises:
        NotFound: there is none, or not for this viewer.
    """
    unit = unit_at(code, at)
    if unit is None or not any(reach.covers(unit.path) for reach in _reaches(viewer, UNIT_OPENED)):
        raise NotFound("没有找到这个单位。")
    return unit


def list_units(viewer: Scope, *, at: int, text: str = "", page: int = 1, size: int = PAGE) -> Page[UnitThen]:
    """The units as they were at an instant, in the order of the tree; ``text`` is part of a name or begins a code."""
    keys = _unit_keys(viewer, UNIT_OPENED, at)
    states, paths = list(UnitState.objects.filter(since__lte=at, until__gt=at)), paths_at(at)
    names = {state.name for state in states if state.standing == REGISTERED}
    units = [
        unit_then(state, paths.get(state.code, ""))
        for state in states
        if (keys is None or state.code in keys)
        and (text in state.name or state.code.startswith(text))
        and (state.standing == REGISTERED or state.code not in names)
    ]
    return _page(sorted(units, key=lambda unit: unit.path), page, size)


def get_officer(viewer: Scope, officer: str, *, at: int) -> OfficerThen:
    """Somebody of the bureau as he was at an instant, with the posts he held.

    Raises:
        NotFound: there is none, or not for this viewer.
    """
    found = officer_at(officer, at)
    if found is None or not sees_officer(viewer, found, OFFICER_POSTED, at=at):
        raise NotFound("没有找到这名人员。")
    return found


def list_officers(
    viewer: Scope, *, at: int, unit: str = "", text: str = "", page: int = 1, size: int = PAGE
) -> Page[OfficerThen]:
    """Who held a post at an instant, by number; ``unit`` narrows to one unit, ``text`` to a name or a number."""
    keys = _unit_keys(viewer, OFFICER_POSTED, at)
    postings = Posting.objects.filter(since__lte=at, until__gt=at).order_by("officer", "is_additional", "event")
    held: dict[str, list[Posting]] = {}
    for row in postings:
        held.setdefault(row.officer, []).append(row)
    asked = keys_of(unit, at) if unit else set()
    states = {row.officer: row for row in OfficerState.objects.filter(since__lte=at, until__gt=at)}
    found = []
    for officer, posts in held.items():
        state = states[officer]
        is_seen = keys is None or officer in viewer.officers or any(row.unit in keys for row in posts)
        is_asked = not unit or any(row.unit in asked for row in posts)
        if is_seen and is_asked and (text in state.name or officer.startswith(text)):
            found.append(OfficerThen(officer, state.name, state.kind, state.natural_person, tuple(posts)))
    return _page(found, page, size)


def list_posted(viewer: Scope, units: Collection[str], *, at: int, size: int) -> list[tuple[str, str]]:
    """Numbers and names of those who held a post in one of these units, by code or by name of then; two statements."""
    keys = _unit_keys(viewer, OFFICER_POSTED, at)
    posts = Posting.objects.filter(unit__in=sorted(units), since__lte=at, until__gt=at)
    if keys is not None:
        posts = posts.filter(Q(unit__in=sorted(keys & set(units))) | Q(officer__in=viewer.officers))
    rows = OfficerState.objects.filter(officer__in=posts.values("officer"), since__lte=at, until__gt=at)
    return list(rows.order_by("officer").values_list("officer", "name")[:size])


def get_account(viewer: Scope, name: str, *, at: int) -> Account:
    """An account, open or shut.

    Raises:
        NotFound: there is none, or not for this viewer.
    """
    found = [row for row in list_accounts(viewer, at=at, text=name, size=MANY).items if row.name == name]
    if not found:
        raise NotFound("没有找到这个账号。")
    return found[0]


def list_accounts(
    viewer: Scope, *, at: int, text: str = "", is_open: bool | None = None, page: int = 1, size: int = PAGE
) -> Page[Account]:
    """The accounts by name, without rows that lack their seal; ``text`` begins a name or a police number."""
    rows = Account.objects.filter(opened_at__lte=at).order_by("name")
    if not any(reach.is_everywhere for reach in _reaches(viewer, ACCOUNT_OPENED)):
        rows = rows.filter(name=viewer.account)
    if is_open is not None:
        rows = rows.filter(closed_at__gt=at) if is_open else rows.filter(closed_at__lte=at)
    found = [row for row in true_rows(rows) if row.name.startswith(text) or (text and row.officer.startswith(text))]
    return _page(found, page, size)


def list_grants(viewer: Scope, *, at: int, account: str = "", page: int = 1, size: int = PAGE) -> Page[RoleGrant]:
    """The roles that stand at an instant; rows without their seal are not among them."""
    rows = true_rows(RoleGrant.objects.filter(since__lte=at, until__gt=at).order_by("event"))
    return _page(_for(viewer, rows, account, at), page, size)


def list_proposals(viewer: Scope, *, at: int, account: str = "", page: int = 1, size: int = PAGE) -> Page[RoleProposal]:
    """The roles that wait for the second signature."""
    rows = true_rows(RoleProposal.objects.filter(state="proposed", until__gt=at).order_by("event"))
    return _page(_for(viewer, rows, account, at), page, size)


def list_delegations(viewer: Scope, *, at: int, account: str = "", page: int = 1, size: int = PAGE) -> Page[Delegation]:
    """The delegations that stand at an instant, given or taken."""
    rows = true_rows(Delegation.objects.filter(since__lte=at, until__gt=at).order_by("event"))
    seen, paths = _reaches(viewer, ROLE_GRANTED), paths_at(at)
    found = [
        row
        for row in rows
        if account in ("", row.giver, row.taker)
        and (viewer.account in (row.giver, row.taker) or _covers(seen, paths.get(row.unit)))
    ]
    return _page(found, page, size)


def get_token(viewer: Scope, name: str) -> ApiToken:
    """A token of the interface, whatever has become of it; never its secret.

    Raises:
        NotFound: there is none, or not for this viewer.
    """
    found = [row for row in _tokens(viewer) if row.name == name]
    if not found:
        raise NotFound("没有找到这个令牌。", remedy="请核对令牌编号。")
    return found[0]


def list_tokens(
    viewer: Scope, *, account: str = "", state: str = "", page: int = 1, size: int = PAGE
) -> Page[ApiToken]:
    """The tokens of the interface, the latest first: one's own, and all for whoever grants them."""
    found = [row for row in _tokens(viewer) if account in ("", row.account) and state in ("", row.state)]
    return _page(found, page, size)


def _tokens(viewer: Scope) -> list[ApiToken]:
    rows = ApiToken.objects.order_by("-asked_at", "name")
    if not any(reach.is_everywhere for reach in _reaches(viewer, TOKEN_ASKED)):
        rows = rows.filter(account=viewer.account)
    return true_rows(rows)


Permitted = TypeVar("Permitted", RoleGrant, RoleProposal)


def _for(viewer: Scope, rows: Sequence[Permitted], account: str, at: int) -> list[Permitted]:
    seen, paths = _reaches(viewer, ROLE_GRANTED), paths_at(at) if rows else {}
    return [
        row
        for row in rows
        if account in ("", row.account) and (row.account == viewer.account or _covers(seen, paths.get(row.unit)))
    ]


def _reaches(viewer: Scope, kind: str) -> tuple[Reach, ...]:
    return viewer.reaches_at(wiring().clock(), kind)


def _covers(reaches: Sequence[Reach], path: str | None) -> bool:
    return any(reach.is_everywhere or (path is not None and reach.covers(path)) for reach in reaches)


def _unit_keys(viewer: Scope, kind: str, at: int) -> set[str] | None:
    """The codes and names of the units that the viewer may look into; None for all."""
    reaches = _reaches(viewer, kind)
    if any(reach.is_everywhere for reach in reaches):
        return None
    return set(codes_within([one for reach in reaches for one in reach.ranges], at))


def _page(found: Sequence[Item], number: int, size: int) -> Page[Item]:
    start = (max(number, 1) - 1) * size
    return Page(tuple(found[start : start + size]), len(found), max(number, 1))
