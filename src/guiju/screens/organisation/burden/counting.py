"""The burden of one quarter, counted from the records of the cases that were opened in it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from guiju.bureau.names import unit_names
from guiju.facts.queries import list_said
from guiju.findings.law import law_in_force
from guiju.screens.kit.figures import local_day
from guiju.screens.recording.typed import CASE, Weight, weigh
from guiju.screens.threads.queries import LARGEST_PAGE, list_threads
from guiju.screens.threads.wanted import Wanted
from guiju.values.scope import Scope

MOST_CASES = 1_000
"""So many cases of a quarter are counted, the latest: what a page may take time for."""
QUARTERS = 8


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a calendar year."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """As an address says it: 2026-4."""
        return f"{self.year}-{self.number}"

    @property
    def before(self) -> "Quarter":
        """The one before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def bounds(self) -> tuple[int, int]:
        """The half-open period, in microseconds since the epoch."""
        month, midnight = 3 * self.number - 2, law_in_force().local.midnight
        after = date(self.year + 1, 1, 1) if month == 10 else date(self.year, month + 3, 1)
        return midnight(date(self.year, month, 1).toordinal()), midnight(after.toordinal())


@dataclass(slots=True)
class UnitBurden:
    """The fields of the cases of one unit, called by its name of today, by where they came from."""

    unit: str
    cases: int = 0
    typed: int = 0
    derived: int = 0
    imported: int = 0

    def add(self, weight: Weight) -> None:
        """Count one more case."""
        self.cases += 1
        self.typed += weight.typed
        self.derived += weight.derived
        self.imported += weight.imported

    @property
    def fields(self) -> int:
        """All fields."""
        return self.typed + self.derived + self.imported


@dataclass(frozen=True, slots=True)
class FormBurden:
    """One kind of record that people enter: how often it was sent, and how many fields were typed in it."""

    event: str
    sent: int
    typed: int


@dataclass(slots=True)
class Burden:
    """What was counted; ``is_cut``: there were more cases than are counted."""

    units: list[UnitBurden] = field(default_factory=list)
    forms: list[FormBurden] = field(default_factory=list)
    is_cut: bool = False

    @property
    def whole(self) -> UnitBurden:
        """All units together."""
        total = UnitBurden("")
        for one in self.units:
            total.cases += one.cases
            total.typed += one.typed
            total.derived += one.derived
            total.imported += one.imported
        return total


def quarter_of(at: int) -> Quarter:
    """The quarter in which an instant lies."""
    day = date.fromordinal(local_day(at))
    return Quarter(day.year, (day.month + 2) // 3)


def quarters_until(at: int) -> list[Quarter]:
    """The quarter of an instant and those before it, the latest first."""
    found = [quarter_of(at)]
    while len(found) < QUARTERS:
        found.append(found[-1].before)
    return found


def count_burden(viewer: Scope, quarter: Quarter, *, at: int) -> Burden:
    """What the cases of a quarter asked of people, as far as the viewer may see them."""
    units = _cases(viewer, quarter, at)
    # Files call a unit by its name, our own records by its code: under its name both are one.
    called = unit_names(set(units.values()) - {""})
    kept: dict[str, UnitBurden] = {}
    typed, sent = Counter[str](), Counter[str]()
    cases = list(units)
    for start in range(0, len(cases), LARGEST_PAGE):
        said = sorted(list_said(viewer, CASE, cases[start : start + LARGEST_PAGE]), key=lambda one: (one.about, one.id))
        for case, events in groupby(said, key=lambda one: one.about):
            weight = weigh(list(events))
            name = called.at(units[case], at)
            kept.setdefault(name, UnitBurden(name)).add(weight)
            typed += weight.typed_in
            sent += weight.sent
    forms = sorted((FormBurden(name, number, typed[name]) for name, number in sent.items()), key=lambda one: -one.typed)
    return Burden(sorted(kept.values(), key=lambda one: one.unit), forms, len(cases) == MOST_CASES)


def _cases(viewer: Scope, quarter: Quarter, at: int) -> dict[str, str]:
    """The unit of each case that was opened in a quarter, the latest cases first."""
    since, until = quarter.bounds()
    found: dict[str, str] = {}
    wanted = Wanted(opened_from=since, opened_until=until)
    while len(found) < MOST_CASES:
        page = list_threads(viewer, CASE, wanted, at=at, sort="opened", skip=len(found), limit=LARGEST_PAGE)
        found |= {one.value: one.unit for one in page}
        if len(page) < LARGEST_PAGE:
            break
    return found
