"""What the machine itself asks the bureau: who and what somebody or something was at an instant.

Nothing here is shown to a person: what people read goes through ``queries`` with their scope.
"""

from dataclasses import dataclass

from guiju.bureau.models import OfficerState, Posting, UnitState, UnitStrength
from guiju.bureau.organisation.units import REGISTERED
from guiju.facts.tables.places import path_at

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
    state = UnitState.objects.filter(code=code_at(key, at), since__lte=at, until__gt=at).first()
    return None if state is None else unit_then(state, path_at(state.code, at) or "")


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
