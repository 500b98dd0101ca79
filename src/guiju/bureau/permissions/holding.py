"""Who holds which role at an instant, and from whom: read from rows that bear their seals only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
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
        pairs = [(max(a[0], b[0]), min(a[1], b[1])) for a in own for b in self.within]
        return tuple((low, high) for low, high in pairs if low < high)

    def covers(self, unit: str, at: int) -> bool:
        """Tell whether a unit lay within at an instant."""
        if self.role.is_administrator:
            return True
        path = path_at(unit, at)
        return path is not None and any(low <= path < high for low, high in self.ranges())

    def sees_unplaced(self, now: int) -> bool:
        """Tell whether records that no unit answers for are its affair: it stands above all registered units."""
        path = path_at(self.unit, now)
        if not self.role.sees_unplaced or self.giver or path is None or len(path) != SEGMENT:
            return False
        codes = UnitState.objects.filter(standing=REGISTERED).values_list("code", flat=True).distinct()
        places = paths_at(now)
        return all(places.get(code, "").startswith(path) for code in codes)

    def answers_for(self, unit: str, then: int, now: int) -> bool:
        """Tell whether a record of a unit from ``then`` is its affair."""
        return self.sees_unplaced(now) if path_at(unit, then) is None else self.covers(unit, then)


def account_at(name: str, at: int) -> Account | None:
    """The account, if it is open at that instant and its row bears its seal."""
    row = Account.objects.filter(name=name, opened_at__lte=at, closed_at__gt=at).first()
    return row if row is not None and is_true_row(row) else None


def own_roles(account: str, at: int) -> list[Held]:
    """The roles that were granted to an account and stand at an instant, without what others delegated to it."""
    return _granted(account, at) if account_at(account, at) is not None else []


def roles_of(account: str, at: int) -> list[Held]:
    """All roles that an account may exercise at an instant.

    A delegation lasts no longer, and reaches no further, than the own role of who gave it: it cannot be passed on.
    """
    return roles_held(account, at) if account_at(account, at) is not None else []


def roles_held(account: str, at: int) -> list[Held]:
    """The same of an account that is known to be open at that instant: whoever has just asked need not ask again."""
    held = _granted(account, at)
    rows = true_rows(Delegation.objects.filter(taker=account, since__lte=at, until__gt=at).order_by("event"))
    for row in rows:
        for source in own_roles(row.giver, at):
            if source.role.name == row.role and source.covers(row.unit, at):
                held.append(Held(source.role, row.unit, min(row.until, source.until), row.giver, source.ranges()))
                break
    return held


def _granted(account: str, at: int) -> list[Held]:
    rows = true_rows(RoleGrant.objects.filter(account=account, since__lte=at, until__gt=at).order_by("event"))
    roles = wiring().roles
    return [Held(roles[row.role], row.unit, row.until) for row in rows if row.role in roles]


def may(account: str, act: str, unit: str, at: int) -> bool:
    """Tell whether an account may do something in a unit at an instant."""
    return any(act in held.role.may and held.covers(unit, at) for held in roles_of(account, at))


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
    numbers, persons = set(officers) - {""}, set[str]()
    opened = sorted(set(accounts) - {""})
    new_numbers, new_persons = numbers, persons
    if opened:
        told = _read(f"SELECT natural_person, officer FROM bureau_account WHERE name IN ({_marks(opened)})", opened)
        persons, numbers = {row[0] for row in told} - {""}, numbers | {row[1] for row in told} - {""}
        new_numbers, new_persons = numbers, persons
    while new_numbers or new_persons:
        found = _known_by(new_numbers, new_persons)
        new_numbers = {one for is_person, one in found if not is_person} - numbers - {""}
        new_persons = {one for is_person, one in found if is_person} - persons - {""}
        numbers, persons = numbers | new_numbers, persons | new_persons
    return persons | {f"number:{number}" for number in numbers}


def _known_by(numbers: set[str], persons: set[str]) -> list[tuple[bool, str]]:
    """The natural persons who bear or bore some numbers (true), and the numbers of some natural persons (false)."""
    parts, values = [], list[str]()
    for mark, wanted, named, keys in (
        (1, "natural_person", "officer", numbers), (0, "officer", "natural_person", persons),
    ):  # fmt: skip
        for table in ("bureau_officer_state", "bureau_account") if keys else ():
            parts.append(f"SELECT {mark}, {wanted} FROM {table} WHERE {named} IN ({_marks(keys)})")
            values += sorted(keys)
    return [(bool(mark), str(one)) for mark, one in _read(" UNION ".join(parts), values)]


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
