"""One duty while it is judged: what it is about, which rows answer to it, and what is unclear."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from guiju.rules.matching import DutyKeys, Matcher
from guiju.rules.model import Edition, Reference, Rule
from guiju.values.clock import LocalTime
from guiju.values.event import Event
from guiju.values.explanation import Step
from guiju.values.verdict import Outcome

FAR_PAST = -(1 << 62)
FAR_FUTURE = 1 << 62


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant with its local day."""

    at: int
    day: int


@dataclass(slots=True)
class Scenario:
    """Unclear rows tried both ways: each run decides them in the order in which they are met.

    The first run takes every unclear row as not matching; ``advance`` moves on to the next combination.
    """

    script: list[bool] = field(default_factory=list)
    used: list[bool] = field(default_factory=list)
    memo: dict[object, bool] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)

    def choose(self, token: object, names: Sequence[str]) -> bool:
        """Decide one unclear question, always the same way within a run."""
        if token not in self.memo:
            index = len(self.used)
            self.memo[token] = self.script[index] if index < len(self.script) else False
            self.used.append(self.memo[token])
            self.missing.update(dict.fromkeys(names))
        return self.memo[token]

    def advance(self) -> bool:
        """Prepare the next combination; False when all have been tried."""
        script = list(self.used)
        while script and script[-1]:
            script.pop()
        if not script:
            return False
        script[-1] = True
        self.script, self.used, self.memo = script, [], {}
        return True


@dataclass(frozen=True, slots=True)
class Decision:
    """What one run says. ``deciding`` is the instant up to which an excuse counts."""

    outcome: Outcome
    due_at: int | None = None
    due_on: int | None = None
    settled_at: int | None = None
    missing: str = ""


@dataclass(slots=True)
class History:
    """All rows that carry one key value, up to as_of, in order of (at, seq), by type."""

    kind: str
    value: str
    rows: dict[str, list[Event]]
    as_of: Moment
    local: LocalTime
    matcher: Matcher
    holders: Callable[[str], Sequence[Event]]

    @classmethod
    def of(
        cls,
        events: Sequence[Event],
        *,
        kind: str,
        value: str,
        as_of: Moment,
        local: LocalTime,
        matcher: Matcher,
        holders: Callable[[str], Sequence[Event]],
    ) -> "History":
        """Order the rows and leave out what lies after ``as_of``."""
        rows: dict[str, list[Event]] = {}
        for event in sorted(events, key=lambda row: (row.at, row.seq)):
            if event.at <= as_of.at:
                rows.setdefault(event.type, []).append(event)
        return cls(kind, value, rows, as_of, local, matcher, holders)


@dataclass(slots=True)
class Duty:
    """One rule and one trigger (and one fanned-out row) in one history.

    ``start`` is where counting begins before any ``count_from``; ``period_end`` closes the duty of a calendar period.
    ``cut_at`` is the instant at which whatever the periods run in came to an end. ``unclear`` names what leaves open
    whether the duty arose at all. ``behind_unverified`` are the types that the overrun behind it could not verify.
    """

    rule: Rule
    edition: Edition
    history: History
    trigger: Event
    keys: DutyKeys
    start: Moment
    fan_seq: int = -1
    period_end: Moment | None = None
    cut_at: int | None = None
    unclear: str = ""
    is_synthetic: bool = False
    behind_unverified: tuple[str, ...] = ()
    scenario: Scenario = field(default_factory=Scenario)
    trace: list[Step] | None = None

    def note_row(self, kind: str, row: Event) -> None:
        """Keep one step that a row of the history took, with those who did it."""
        self.note(kind, at=row.at, day=row.day, type=row.type, officers=row.officers)

    def note(self, kind: str, *, at: int | None = None, day: int | None = None, **facts: object) -> None:
        """Keep one step of the reasoning, where somebody has asked for it."""
        if self.trace is not None:
            self.trace.append(Step(kind, at, day, facts))

    def is_row(self, reference: Reference, event: Event) -> bool:
        """Whether ``event`` is a row of ``reference`` for this duty; unclear rows are tried both ways."""
        matcher = self.history.matcher
        names: list[str] = []
        missing: list[str] = []
        meets = matcher.meets(reference, event, names)
        if meets is False:
            return False
        same = self.edition.same if reference.same is None else reference.same
        shares = matcher.shares(self.keys, same, self.history.kind, event, missing)
        if shares is False:
            return False
        if meets and shares:
            return True
        return self.scenario.choose((id(reference), event.seq), [*names, *missing])

    def rows(self, reference: Reference, since: int = FAR_PAST, until: int = FAR_FUTURE) -> list[Event]:
        """The rows of ``reference`` with ``since`` ≤ at ≤ ``until``, in order; the trigger is never among them."""
        return list(self.answering(reference, since, until))

    def answering(
        self, reference: Reference, since: int = FAR_PAST, until: int = FAR_FUTURE, *, backwards: bool = False
    ) -> Iterator[Event]:
        """As ``rows``, one by one: who stops at the first one asks nothing about the rows behind it."""
        found = [
            event
            for name in reference.types
            for event in self.history.rows.get(name, ())
            if since <= event.at <= until and not self.is_trigger(event)
        ]
        if len(reference.types) > 1:
            found.sort(key=lambda row: (row.at, row.seq))
        for event in reversed(found) if backwards else found:
            if self.is_row(reference, event):
                yield event

    def first(self, reference: Reference, since: int = FAR_PAST, until: int = FAR_FUTURE) -> Event | None:
        """The first such row, or None."""
        return next(self.answering(reference, since, until), None)

    def is_trigger(self, event: Event) -> bool:
        """Whether ``event`` itself opened the duty."""
        return event.seq == self.trigger.seq and not self.is_synthetic

    @property
    def as_of(self) -> Moment:
        """The instant at which the history is judged."""
        return self.history.as_of


def excused(duty: Duty, decision: Decision, counts: Callable[[Event], bool]) -> Decision:
    """``decision``, unless an excuse came while ``counts`` still allows it; kept wins over excused.

    An excuse may lie before the trigger: it counts at any time up to the deciding instant.
    """
    if decision.outcome is Outcome.KEPT:
        return decision
    for reference in duty.edition.unless:
        for row in duty.answering(reference):
            if counts(row):
                duty.note_row("excused", row)
                return Decision(Outcome.EXCUSED, decision.due_at, decision.due_on, row.at)
            if row.at != decision.settled_at:
                duty.note_row("excuse_too_late", row)
    return decision
