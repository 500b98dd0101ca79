"""The reference interpreter: plain Python, one history at a time, no clock of its own, no I/O.

It is the truth that the sweep is held against, and it explains.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field

from guiju.rules.arising import SOURCE, Outside, arise
from guiju.rules.countdown import Unresolved
from guiju.rules.duty import Decision, Duty, History, Moment, Scenario
from guiju.rules.matching import Matcher, Source
from guiju.rules.model import Edition, Hold, NotHappen, Pack, Reference, Repeat, Rule
from guiju.rules.verb_facts import answer_references, has_due, is_instant
from guiju.rules.verbs import decide
from guiju.values.calendar import CalendarMissing
from guiju.values.clock import SECOND, LocalTime
from guiju.values.event import KEYS, Event
from guiju.values.verdict import Outcome, Verdict

MAX_RUNS = 512
SOURCES_KNOWN = 64
_NO_HOLDER: tuple[Event, ...] = ()


@dataclass(slots=True)
class Judged:
    """What one history yields: its verdicts, and per rule how many triggers lie outside all editions."""

    verdicts: list[Verdict] = field(default_factory=list)
    outside: dict[str, int] = field(default_factory=dict)


class Judge:
    """A pack ready to judge histories as of one instant.

    ``holders`` gives the rows of an officer's own history that grant or end credentials.
    """

    def __init__(
        self,
        pack: Pack,
        *,
        as_of: Moment,
        local: LocalTime,
        source: Source | None = None,
        holders: Callable[[str], Sequence[Event]] = lambda officer: _NO_HOLDER,
        only_active: bool = True,
    ) -> None:
        self.pack, self.as_of, self.local, self.holders = pack, as_of, local, holders
        self.only_active = only_active
        self.matcher = Matcher(pack, source or Source())
        self._matchers: dict[Source, Matcher] = {}
        self._by_kind: dict[str, dict[str, list[Rule]]] = {}
        self._place = {rule.id: number for number, rule in enumerate(pack.rules)}
        for rule in pack.rules:
            if rule.is_active or not only_active:
                self._index(rule)

    def at(self, as_of: Moment, source: Source, holders: Callable[[str], Sequence[Event]]) -> "Judge":
        """The same pages as of another instant, over rows of another source."""
        other = copy(self)
        other.as_of, other.holders = as_of, holders
        if source != self.matcher.source:
            known = self._matchers.get(source)
            if known is None:
                if len(self._matchers) >= SOURCES_KNOWN:
                    self._matchers.clear()
                known = self._matchers[source] = Matcher(self.pack, source)
            other.matcher = known
        return other

    def _index(self, rule: Rule) -> None:
        for edition in rule.editions:
            kind = self._by_kind.setdefault(edition.history, {})
            for name in self._opening_types(edition):
                listed = kind.setdefault(name, [])
                if rule not in listed:
                    listed.append(rule)

    def _opening_types(self, edition: Edition) -> Iterator[str]:
        trigger = edition.trigger
        for reference in (trigger.event, trigger.opens):
            if reference is not None:
                yield from reference.types
        for page in trigger.overdue:
            behind = self.pack.rule(page)
            for other in behind.editions if behind is not None else ():
                yield from self._opening_types(other)

    @property
    def history_kinds(self) -> tuple[str, ...]:
        """The keys whose histories any active page wants to see."""
        return tuple(self._by_kind)

    def opening_types(self, kind: str) -> frozenset[str]:
        """The event types that can open a duty in histories of ``kind``."""
        return frozenset(self._by_kind.get(kind, {}))

    def judge(
        self,
        events: Sequence[Event],
        *,
        kind: str = "case",
        value: str = "",
        only: str = "",
        among: Container[str] | None = None,
        explain: bool = False,
    ) -> Judged:
        """Say, for each duty that arose in the history, whether it was kept by ``as_of``.

        Law:    the edition in force on the day the duty arose decides.
        Unit:   instants in microseconds; ``late_seconds`` in seconds.
        Clock:  that of each page's limit.
        Input:  ``events`` are those that carry the key ``kind`` = ``value``; ``only`` restricts to one rule,
                ``among`` to several.
        """
        history = History.of(
            events,
            kind=kind,
            value=value,
            as_of=self.as_of,
            local=self.local,
            matcher=self.matcher,
            holders=self.holders,
        )
        index = self._by_kind.get(kind, {})
        rules = {rule.id: rule for name in history.rows for rule in index.get(name, ())}
        wanted = [name for name in rules if (not only or name == only) and (among is None or name in among)]
        judged = Judged()
        for rule in (rules[name] for name in sorted(wanted, key=self._place.__getitem__)):
            for verdict, _ in self._of_rule(rule, history, judged.outside, explain):
                judged.verdicts.append(verdict)
        return judged

    def _of_rule(
        self, rule: Rule, history: History, outside: dict[str, int], explain: bool
    ) -> Iterator[tuple[Verdict, Event]]:
        def behind(page: str) -> list[tuple[Verdict, Event]]:
            other = self.pack.rule(page)
            return list(self._of_rule(other, history, {}, False)) if other is not None and other.is_active else []

        for duty in arise(rule, history, behind):
            if isinstance(duty, Outside):
                outside[duty.rule] = outside.get(duty.rule, 0) + 1
                continue
            if duty.edition.history != history.kind or (self.only_active and not duty.edition.is_active):
                continue
            verdict = self._verdict(duty, explain)
            if verdict is not None:
                yield verdict, duty.trigger

    # -- one duty --------------------------------------------------------------------------------------------------

    def _verdict(self, duty: Duty, explain: bool) -> Verdict | None:
        decision = self._decision(duty)
        if duty.cut_at is not None and _is_cut_short(duty, decision):
            return None
        if explain:
            decision = self._traced(duty, decision)
        edition = duty.edition
        unverified = self._unverified(duty) if decision.outcome.is_breach else ()
        return Verdict(
            rule=duty.rule.id,
            edition=edition.label,
            trigger_seq=duty.trigger.seq,
            fan_seq=duty.fan_seq,
            trigger_at=duty.trigger.at,
            outcome=decision.outcome,
            due_at=decision.due_at,
            due_on=decision.due_on,
            settled_at=decision.settled_at,
            late_seconds=_late_seconds(duty, decision),
            keys=_shown_keys(duty),
            officers=(duty.history.value,) if duty.history.kind == "officer" else duty.trigger.officers,
            unit=str(duty.trigger.get("unit") or ""),
            missing=decision.missing,
            unverified=unverified,
            measure=edition.measure,
            severity=edition.shown_severity,
            owed_by=edition.owed_by,
            steps=tuple(duty.trace or ()),
        )

    def _decision(self, duty: Duty) -> Decision:
        """The decision that holds whichever way the unclear rows are taken, or ``unknown`` with what is missing."""
        if duty.unclear:
            return Decision(Outcome.UNKNOWN, missing=duty.unclear)
        if self._lacks_source(duty):
            return Decision(Outcome.UNKNOWN, missing=SOURCE)
        duty.scenario = Scenario()
        first = self._run(duty)
        for _ in range(MAX_RUNS):
            if not duty.scenario.advance():
                return first
            if _class(self._run(duty)) != _class(first):
                break
        return Decision(Outcome.UNKNOWN, missing="、".join(sorted(duty.scenario.missing)))

    def _run(self, duty: Duty) -> Decision:
        try:
            return decide(duty)
        except CalendarMissing as missing:
            return Decision(Outcome.UNKNOWN, missing=f"calendar {missing.year}")
        except Unresolved as unresolved:
            return Decision(Outcome.UNKNOWN, missing=unresolved.missing)

    def _traced(self, duty: Duty, decision: Decision) -> Decision:
        """The same decision with its steps; an unknown keeps the steps of the first run."""
        duty.trace, duty.scenario = [], Scenario()
        if not duty.unclear:
            self._run(duty)
        duty.note("decided", outcome=decision.outcome.value, missing=decision.missing)
        return decision

    def _lacks_source(self, duty: Duty) -> bool:
        source, verb = self.matcher.source, duty.edition.verb
        if source.types is None:
            return False
        if isinstance(verb, Hold):
            return self.pack.vocabulary.credential_types[0] not in source.types
        groups = list(answer_references(verb))
        if duty.edition.count_from is not None:
            groups.append((duty.edition.count_from[1],))
        return any(not any(source.records_any(reference) for reference in group) for group in groups)

    def _unverified(self, duty: Duty) -> tuple[str, ...]:
        """The excuse, stop, extension and restart types, and other ways of answering, that no source records."""
        edition = duty.edition
        references: list[Reference] = [*edition.unless, *edition.restart, *(item.by for item in edition.extend)]
        references += [part for stop in edition.stop for part in (stop.start, stop.end)]
        if not isinstance(edition.verb, NotHappen):
            references += [reference for group in answer_references(edition.verb) for reference in group]
        return tuple(sorted({*self.matcher.source.unrecorded(references), *duty.behind_unverified}))


def credential_rows(pack: Pack, events: Iterable[Event]) -> dict[str, list[Event]]:
    """The rows that grant or end credentials, per officer, in order."""
    wanted = set(pack.vocabulary.credential_types)
    rows: dict[str, list[Event]] = {}
    for event in sorted((event for event in events if event.type in wanted), key=lambda row: (row.at, row.seq)):
        for officer in event.officers:
            rows.setdefault(officer, []).append(event)
    return rows


def _class(decision: Decision) -> Outcome:
    """Late and overdue are one class: rows after the deciding instant cannot make a breach unknown."""
    return Outcome.LATE if decision.outcome is Outcome.OVERDUE else decision.outcome


def _is_cut_short(duty: Duty, decision: Decision) -> bool:
    """A period that was cut short binds only where its due instant came before the cut."""
    assert duty.cut_at is not None and duty.period_end is not None
    if duty.period_end.at <= duty.cut_at:
        return False
    verb = duty.edition.verb
    if not isinstance(verb, Repeat) and has_due(verb):
        return decision.due_at is None or decision.due_at > duty.cut_at
    return not is_instant(verb)


def _late_seconds(duty: Duty, decision: Decision) -> int:
    if decision.due_at is None:
        return 0
    if decision.outcome is Outcome.OVERDUE:
        return max(0, (duty.as_of.at - decision.due_at) // SECOND)
    if decision.outcome in (Outcome.LATE, Outcome.BROKEN) and decision.settled_at is not None:
        return max(0, (decision.settled_at - decision.due_at) // SECOND)
    return 0


def _shown_keys(duty: Duty) -> tuple[tuple[str, str], ...]:
    shown = []
    for key in KEYS:
        value = duty.keys.get(key) if key in duty.keys else duty.trigger.get(key)
        if key == duty.history.kind and duty.history.value:
            value = duty.history.value
        if value is not None and key not in ("officer", "unit"):
            shown.append((key, str(value)))
    return tuple(shown)
