"""What the machine itself asks the bureau: who and what somebody or something was at an instant.

Nothing here is shown to a person: what people read goes through ``queries`` with their scope.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from guiju.bureau.models import OfficerState, Posting, UnitState, UnitStrength
from guiju.bureau.organisation.units import REGISTERED
from guiju.facts.tables.places import path_at, periods_of

LEGAL_OFFICER = "legal_officer"


@dataclass(frozen=True, slots=True)
class UnitThen:
    """A unit as it was at an instant."""

    code: str
    name: str
    kind: str
    parent: str
    path: str
    is_open: bool
    standing: str

    @property
    def is_registered(self) -> bool:
        """Whether Guiju's own register knows it, and not only files and postings."""
        return self.standing == REGISTERED


@dataclass(frozen=True, slots=True)
class OfficerThen:
    """Somebody of the bureau as he was at an instant, with the posts he held then."""

    officer: str
    name: str
    kind: str
    natural_person: str
    posts: tuple[Posting, ...] = ()


def code_at(key: str, at: int) -> str:
    """The code of the unit that a code, or a name of that time, means; empty where nobody knows it."""
    own = UnitState.objects.filter(code=key).first()
    if own is not None and own.standing == REGISTERED:
        return key
    path = path_at(key, at)
    bearers = UnitState.objects.filter(name=key, standing=REGISTERED, since__lte=at, until__gt=at)
    found = [row.code for row in bearers if path is not None and path_at(row.code, at) == path]
    return found[0] if found else key if own is not None else ""


def keys_of(unit: str, at: int) -> set[str]:
    """All that may stand for a unit in a record of an instant: what was asked for, its code, its name of then."""
    code = code_at(unit, at)
    state = UnitState.objects.filter(code=code, since__lte=at, until__gt=at).first()
    return {unit, code, *([state.name] if state is not None else [])} - {""}


def unit_at(key: str, at: int) -> UnitThen | None:
    """The unit of a code, or of a name of that time, as it was; None where nobody knows it."""
    own = list(UnitState.objects.filter(code=key))
    if any(row.standing == REGISTERED for row in own):
        state = next((row for row in own if row.since <= at < row.until), None)
    else:
        state = UnitState.objects.filter(code=code_at(key, at), since__lte=at, until__gt=at).first()
    return None if state is None else unit_then(state, path_at(state.code, at) or "")


def units_at(keys: Collection[str], at: int) -> dict[str, UnitThen]:
    """The same of several codes or names, those that somebody knows: two statements for all of them."""
    wanted = sorted(keys)
    states = UnitState.objects.filter(since__lte=at, until__gt=at)
    rows = list(states.filter(Q(code__in=wanted) | Q(name__in=wanted, standing=REGISTERED)))
    periods = periods_of({*wanted, *(row.code for row in rows)})
    paths = {
        code: path for code, spans in periods.items() for since, until, path in spans if since <= at < until
    }  # fmt: skip
    found = {}
    for key in wanted:
        own = [row for row in rows if row.code == key]
        bearers = [row for row in rows if row.name == key and key in paths and paths.get(row.code) == paths[key]]
        # A unit in the register is itself; a name of that time is the unit that bore it and stood there.
        state = next((row for row in (*own, *bearers) if row.standing == REGISTERED), own[0] if own else None)
        if state is not None:
            found[key] = unit_then(state, paths.get(state.code, ""))
    return found


def unit_then(state: UnitState, path: str) -> UnitThen:
    """A row of the table as a value."""
    return UnitThen(state.code, state.name, state.kind, state.parent, path, state.is_open, state.standing)


def officer_at(officer: str, at: int) -> OfficerThen | None:
    """Somebody as he was at an instant, with the posts he held; None where nobody knows the number."""
    state = OfficerState.objects.filter(officer=officer, since__lte=at, until__gt=at).first()
    if state is None:
        return None
    return OfficerThen(officer, state.name, state.kind, state.natural_person, tuple(posts_at(officer, at)))


def posts_at(officer: str, at: int) -> list[Posting]:
    """The posts that somebody held at an instant, main posts first."""
    rows = Posting.objects.filter(officer=officer, since__lte=at, until__gt=at)
    return sorted(rows, key=lambda row: (row.is_additional, row.since, row.event))


def units_served(officer: str, at: int, post: str = LEGAL_OFFICER) -> list[str]:
    """The units, as they were named, that somebody served in a post at an instant."""
    return [row.unit for row in posts_at(officer, at) if row.post == post]


def officers_serving(unit: str, at: int, post: str = LEGAL_OFFICER) -> list[str]:
    """Who served a unit in a post at an instant, by its code or its name of then."""
    rows = Posting.objects.filter(unit__in=keys_of(unit, at), post=post, since__lte=at, until__gt=at)
    return sorted({row.officer for row in rows})


def establishment_at(unit: str, kind: str, at: int) -> int | None:
    """The establishment of a unit for one kind of staff at an instant; None where it was not fixed."""
    row = UnitStrength.objects.filter(code=unit, kind=kind, since__lte=at, until__gt=at).first()
    return None if row is None else row.establishment
