"""The shape of a law page once it has been read and checked: plain data, nothing that runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guiju.rules.instrument import Instrument
from guiju.rules.predicate import Condition, Ranks
from guiju.values.calendar import Calendar
from guiju.values.citation import Citation
from guiju.values.clock import Clock
from guiju.values.limit import Limit
from guiju.values.vocabulary import Vocabulary

UNKNOWN_START = 1
"""The first day of an edition whose first day in force nobody has read (待核): it reaches back as far as days go."""


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """Rows of any of ``types`` that meet ``where``; ``same`` overrides the page's keys.

    ``lenient_flags``: in a trigger a flag that the source has no column for is false; elsewhere it is unclear,
    because a missing column is no breach.
    """

    types: tuple[str, ...]
    where: Condition | None = None
    same: tuple[str, ...] | None = None
    lenient_flags: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A limit as written: a fixed one, one read from a row (``attribute``), or a named one (``term``).

    ``limit`` is None while a named limit is undecided, and for an attribute that is a date (no ``unit``).
    """

    limit: Limit | None
    clock: Clock
    attribute: str = ""
    unit: str = ""
    at_most: Limit | None = None
    term: str = ""

    @property
    def is_date(self) -> bool:
        """True where the row itself names the last day."""
        return bool(self.attribute) and not self.unit


@dataclass(frozen=True, slots=True)
class Happen:
    """Each of ``answers`` after the trigger, no later than the due instant."""

    answers: tuple[Reference, ...]
    within: Span


@dataclass(frozen=True, slots=True)
class HaveHappened:
    """``answer`` before or with the trigger; not longer ago than ``within``; at least ``ahead`` before."""

    answer: Reference
    within: Span | None = None
    ahead: Span | None = None


@dataclass(frozen=True, slots=True)
class Satisfy:
    """The trigger's own fields meet ``condition``."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class NotHappen:
    """None of ``forbidden`` after the trigger, or once ``after`` (less ``less``) has passed, until ``until``."""

    forbidden: Reference
    after: Span | None = None
    less: Limit | None = None
    until: Reference | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """``before`` not earlier than the end of ``span``; with ``whole`` only when the window has passed whole."""

    span: Span
    before: Reference
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """The interval ``start``–``end`` lies inside the union of the ``opens``–``closes`` ones. Unit: microseconds."""

    opens: Reference
    closes: Reference
    start: Reference | None
    end: Reference | None
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Differ:
    """The trigger's ``field`` (officer or unit) is none of those of earlier ``others``."""

    field: str
    others: Reference


@dataclass(frozen=True, slots=True)
class Hold:
    """Each of the trigger's officers held one of the credentials on that day."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """No gap longer than ``every`` between trigger, each ``answer`` and ``until``."""

    answer: Reference
    every: Span
    until: Reference | None


@dataclass(frozen=True, slots=True)
class Count:
    """The number of ``answer`` (or the sum of an attribute) until ``until``, the period's end or as_of."""

    answer: Reference
    at_most: float | None
    at_least: float | None
    sum_of: str = ""
    until: Reference | None = None


Verb = Happen | HaveHappened | Satisfy | NotHappen | Wait | Cover | Differ | Hold | Repeat | Count


@dataclass(frozen=True, slots=True)
class Extension:
    """One step of lengthening: ``to`` a total or ``add`` to it, only while ``start`` is the running total."""

    by: Reference
    to: Span | None
    add: Limit | None
    start: Limit | None
    times: int
    approved_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """The clock stands from ``start`` until ``end``."""

    start: Reference
    end: Reference


@dataclass(frozen=True, slots=True)
class Trigger:
    """When a duty arises: an event, the overrun of another page, or each calendar period between two events."""

    event: Reference | None = None
    for_each: Reference | None = None
    window: tuple[Reference, Reference | None] | None = None
    inside: bool = True
    overdue: tuple[str, ...] = ()
    each: str = ""
    opens: Reference | None = None
    closes: Reference | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A page as it stands from one day to another (half-open), with all it inherits."""

    from_day: int
    to_day: int | None
    laws: tuple[Citation, ...]
    severity: str
    history: str
    same: tuple[str, ...]
    trigger: Trigger
    verb: Verb
    count_from: tuple[str, Reference] | None = None
    edition_by: tuple[str, Reference] | None = None
    unless: tuple[Reference, ...] = ()
    extend: tuple[Extension, ...] = ()
    stop: tuple[Stop, ...] = ()
    restart: tuple[Reference, ...] = ()
    owed_by: str = ""
    measure: str = ""
    is_active: bool = True
    is_policy: bool = False

    @property
    def label(self) -> str:
        """The first day in force, as people write it."""
        return date.fromordinal(self.from_day).isoformat() if self.from_day > UNKNOWN_START else "待核"

    @property
    def shown_severity(self) -> str:
        """The severity of its findings: late against an internal measure or document is minor at most."""
        return "minor" if self.measure else self.severity

    def in_force_on(self, day: int) -> bool:
        """Tell whether this edition decides for a duty of that local day."""
        return self.from_day <= day and (self.to_day is None or day < self.to_day)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One duty: a page with its editions and worked cases."""

    id: str
    title: Mapping[str, str]
    editions: tuple[Edition, ...]
    cases: tuple[Mapping[str, Any], ...]
    file: str
    is_active: bool = True

    @property
    def is_policy(self) -> bool:
        """Whether it stands on internal documents only: off until a bureau has adopted one of them."""
        return any(edition.is_policy for edition in self.editions)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the law that carries no number, and the internal measure decided for it, if any."""

    name: str
    zh: str
    limit: Limit | None


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of law: its pages and all they stand on. ``bureau_year`` is the (month, day) on which it starts.

    ``readings`` are pages as the readings that were not chosen would have them: they are linted, never run.
    ``left_out`` names the pages that speak of a subject which is switched off.
    ``published`` are the digests of the pages that a bureau has published in the place of, or beside, those of the
    folder; ``digest`` is that of the folder alone.
    """

    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    calendar: Calendar
    ranks: Ranks
    terms: Mapping[str, Term]
    instruments: Mapping[str, Instrument]
    digest: str
    bureau_year: tuple[int, int] = (10, 21)
    readings: tuple[Rule, ...] = ()
    left_out: tuple[str, ...] = ()
    published: Mapping[str, str] = field(default_factory=dict)
    _by_id: Mapping[str, Rule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {rule.id: rule for rule in self.rules})

    def rule(self, rule_id: str) -> Rule | None:
        """The page of that id, or None."""
        return self._by_id.get(rule_id)
