"""Who holds which role at an instant, and from whom: read from rows that bear their seals only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from guiju.bureau.models import Account, Delegation, OfficerState, RoleGrant, UnitState
from guiju.bureau.organisation.units import REGISTERED
from guiju.bureau.permissions.seals import is_true_row, true_rows
from guiju.bureau.roles import Role
from guiju.bureau.wiring import wiring
from guiju.facts.tables.places import path_at, paths_at, paths_of
from guiju.values.scope import PathRange
from guiju.values.unit_code import SEGMENT, itself, subtree


@dataclass(frozen=True, slots=True)
class Held:
    """One role that an account may exercise; ``giver`` is the account that delegated it, empty where it is its own."""

    role: Role
    unit: str
    until: int
    giver: str = ""
    within: tuple[PathRange, ...] | None = None

    def ranges(self) -> tuple[PathRange, ...]:
        """What it covers: the unit wherever it stood and all that was below it there; of a delegation no more of it
        than the giver's own role covers.
        """
        bounds = subtree if self.role.is_subtree else itself
        own = tuple(bounds(path) for path in paths_of(self.unit))
        if self.within is None:
            return own
        return _common(own, self.within)

    def covers(self, unit: str, at: int) -> bool:
        """Tell whether a unit lay within at an instant."""
        if self.role.is_administrator:
            return True
        path = path_at(unit, at)
        return path is not None and any(low <= path < high for low, high in self.ranges())

    def sees_unplaced(self, now: int) -> bool:
        """Tell whether records that no unit answers for are its affair: it stands above all registered units."""
        path = path_at(self.unit, now)
        # What is delegated or narrowed covers named units, and so never what no unit answers for.
        if not self.role.sees_unplaced or self.within is not None or path is None or len(path) != SEGMENT:
            return False
        codes = UnitState.objects.filter(standing=REGISTERED).values_list("code", flat=True).distinct()
        places = paths_at(now)
        return all(places.get(code, "").startswith(path) for code in codes)

    def answers_for(self, unit: str, then: int, now: int) -> bool:
        """Tell whether a record of a unit from ``then`` is its affair."""
        return self.sees_unplaced(now) if path_at(unit, then) is None else self.covers(unit, then)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What somebody acts through reaches less far than he does: some of his roles, on one unit and below it."""

    account: str
    roles: tuple[str, ...]
    unit: str

    def of(self, held: Iterable[Held]) -> list[Held]:
        """What is left of the roles that the account holds; of an administrator's nothing ever is."""
        bounds = tuple(subtree(path) for path in paths_of(self.unit))
        kept = [one for one in held if one.role.name in self.roles and not one.role.is_administrator]
        return [replace(one, within=bounds if one.within is None else _common(one.within, bounds)) for one in kept]


_Known = tuple[bool, str]
"""A natural person (true), or a number (false)."""
_narrowed: ContextVar[Narrowing | None] = ContextVar("narrowed", default=None)


@contextmanager
def narrowed(to: Narrowing | None) -> Iterator[None]:
    """Until the end of the block nobody lets that account do more than this: query, command or follower.

    What it is stays as it is: what somebody may not do for being who he is asks ``whole_roles``.
    """
    token = _narrowed.set(to)
    try:
        yield
    finally:
        _narrowed.reset(token)


def narrowing_of(account: str) -> Narrowing | None:
    """What an account acts through at present, if it is less than himself."""
    to = _narrowed.get()
    return to if to is not None and to.account == account else None


def account_at(name: str, at: int) -> Account | None:
    """The account, if it is open at that instant and its row bears its seal."""
    row = Account.objects.filter(name=name, opened_at__lte=at, closed_at__gt=at).first()
    return row if row is not None and is_true_row(row) else None


def own_roles(account: str, at: int) -> list[Held]:
    """The roles that were granted to an account and stand at an instant, without what others delegated to it."""
    return _narrow(account, whole_own_roles(account, at))


def whole_own_roles(account: str, at: int) -> list[Held]:
    """The same whatever the account acts through: what somebody is, for whatever bars him from something."""
    return _granted(account, at) if account_at(account, at) is not None else []


def roles_of(account: str, at: int) -> list[Held]:
    """All roles that an account may exercise at an instant.

    A delegation lasts no longer, and reaches no further, than the own role of who gave it: it cannot be passed on.
    """
    return roles_held(account, at) if account_at(account, at) is not None else []


def roles_held(account: str, at: int) -> list[Held]:
    """The same of an account that is known to be open at that instant: whoever has just asked need not ask again."""
    return _narrow(account, _held(account, at))


def whole_roles(account: str, at: int) -> list[Held]:
    """All roles of an account, whatever it acts through: for what bars somebody, never for what he is let do."""
    return _held(account, at) if account_at(account, at) is not None else []


def _held(account: str, at: int) -> list[Held]:
    held = _granted(account, at)
    rows = true_rows(Delegation.objects.filter(taker=account, since__lte=at, until__gt=at).order_by("event"))
    for row in rows:
        for source in whole_own_roles(row.giver, at):
            if source.role.name == row.role and source.covers(row.unit, at):
                held.append(Held(source.role, row.unit, min(row.until, source.until), row.giver, source.ranges()))
                break
    return held


def _narrow(account: str, held: list[Held]) -> list[Held]:
    to = narrowing_of(account)
    return held if to is None else to.of(held)


def _common(first: Iterable[PathRange], second: Sequence[PathRange]) -> tuple[PathRange, ...]:
    pairs = [(max(a[0], b[0]), min(a[1], b[1])) for a in first for b in second]
    return tuple((low, high) for low, high in pairs if low < high)


def _granted(account: str, at: int) -> list[Held]:
    rows = true_rows(RoleGrant.objects.filter(account=account, since__lte=at, until__gt=at).order_by("event"))
    roles = wiring().roles
    return [Held(roles[row.role], row.unit, row.until) for row in rows if row.role in roles]


def may(account: str, act: str, unit: str, at: int) -> bool:
    """Tell whether an account may do something in a unit at an instant."""
    return any(act in held.role.may and held.covers(unit, at) for held in roles_of(account, at))


def is_one_who_may(account: str, act: str, unit: str, at: int) -> bool:
    """The same whatever the account acts through: for what bars somebody, such as that he commands a unit."""
    return any(act in held.role.may and held.covers(unit, at) for held in whole_roles(account, at))


def numbers_of(natural_person: str) -> set[str]:
    """Every police number that somebody bears or bore."""
    return set(OfficerState.objects.filter(natural_person=natural_person).values_list("officer", flat=True))


def persons_behind(*, account: str = "", officer: str = "") -> set[str]:
    """Everything by which the human being behind an account or a number is known: natural persons and numbers.

    Two of them are one human being where these sets meet. Closed accounts count as well: nobody stops being himself.
    """
    return persons_behind_any(accounts={account}, officers={officer})


def persons_behind_any(*, accounts: Iterable[str] = (), officers: Iterable[str] = ()) -> set[str]:
    """The same of several together: all by which any of them is known; two or three statements for all of them."""
    return persons_behind_each([(tuple(accounts), tuple(officers))])[0]


def persons_behind_each(groups: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[set[str]]:
    """The same of several groups of accounts and numbers, each for itself, in no more statements than for one."""
    opened = {one for accounts, _numbers in groups for one in accounts} - {""}
    numbers = {(False, one) for _accounts, named in groups for one in named if one}
    told: dict[str, set[_Known]] = {}
    beside: dict[_Known, set[_Known]] = defaultdict(set)
    asked, new = set[_Known](), numbers
    while new or opened:
        parts, values = _asking(opened, new)
        asked |= new
        for name, person, number in _read(" UNION ".join(parts), values):
            if name:
                told[name] = {(True, person), (False, number)}
            if person and number:
                beside[True, person].add((False, number))
                beside[False, number].add((True, person))
        opened = set()
        new = {one for known in (*told.values(), beside) for one in known if one[1]} - asked
    return [
        _reached(
            {*((False, one) for one in named), *(known for one in accounts for known in told.get(one, ()))}, beside
        )
        for accounts, named in groups
    ]


def _asking(opened: Collection[str], known: Collection[_Known]) -> tuple[list[str], list[str]]:
    """The parts of the question who is behind some accounts, and what stands beside some numbers and persons."""
    parts, values = [], sorted(opened)
    if opened:
        parts.append(f"SELECT name, natural_person, officer FROM bureau_account WHERE name IN ({_marks(values)})")
    for column, is_person in (("officer", False), ("natural_person", True)):
        keys = sorted(key for kind, key in known if kind is is_person)
        for table in ("bureau_officer_state", "bureau_account") if keys else ():
            parts.append(f"SELECT '', natural_person, officer FROM {table} WHERE {column} IN ({_marks(keys)})")
            values += keys
    return parts, values


def _reached(begun: set[_Known], beside: Mapping[_Known, set[_Known]]) -> set[str]:
    """All that hangs together with some of them; a number is marked as one."""
    reached, new = set[_Known](), {one for one in begun if one[1]}
    while new:
        reached |= new
        new = {other for one in new for other in beside.get(one, ())} - reached
    return {key if is_person else f"number:{key}" for is_person, key in reached}


def _marks(values: Collection[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _read(statement: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def peers_of(at: int) -> dict[str, str]:
    """Which accounts are one another's peers at an instant: those that bear the same word, which names their roles.

    For comparing numbers only: what somebody may do is asked of ``roles_of``, which believes sealed rows alone.
    """
    held: dict[str, set[str]] = defaultdict(set)
    rows = RoleGrant.objects.filter(since__lte=at, until__gt=at).values_list("account", "role")
    for account, role in rows:
        held[account].add(role)
    return {account: ",".join(sorted(roles)) for account, roles in held.items()}


def is_number_of_another(name: str, persons: Collection[str]) -> bool:
    """Whether the name of an account is the police number of somebody else than these (as ``persons_behind`` says)."""
    bearers = OfficerState.objects.filter(officer=name).exists() or Account.objects.filter(officer=name).exists()
    return bearers and not persons_behind(officer=name) & set(persons)
