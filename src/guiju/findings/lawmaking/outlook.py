"""What a changed page would do: the ledger judged by it and by the page in force, and each duty that differs.

Law: engine.md §5; house.md, "Law". Nothing of it is written down. Unit: instants in microseconds since the epoch.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db import connection

from guiju.facts.histories import history
from guiju.facts.tables.seeing import visible_events
from guiju.findings.judging import batch_source, completed, holders, source_of
from guiju.findings.law import LawInForce, current_law
from guiju.findings.lawmaking.checking import read_change
from guiju.findings.rows import marks_of, parts
from guiju.findings.whole import Whole, groups_of, read_whole
from guiju.rules.duty import Moment
from guiju.rules.matching import Source
from guiju.rules.model import Pack, Rule
from guiju.rules.sweep.sweeping import sweep
from guiju.rules.sweep.swept import NO_INSTANT, OUTCOMES
from guiju.values.scope import Scope
from guiju.values.verdict import Outcome

Tell = Callable[[str, float], None]
NEW, GONE, MOVED, OTHER = "new", "gone", "moved", "other"
KINDS = (NEW, GONE, MOVED, OTHER)
MOST_LINES = 2_000
"""So many differences are listed; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Side:
    """How a duty stands under one of the two pages; ``is_finding``: it is a suspected breach of the unit's own."""

    outcome: str
    due_at: int | None
    severity: str
    is_finding: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A duty that stands otherwise with the changed page; a side is None where the duty does not arise there."""

    rule: str
    history_kind: str
    history_value: str
    trigger: int
    trigger_at: int
    unit: str
    before: Side | None
    after: Side | None

    @property
    def kind(self) -> str:
        """A new finding, one that is gone, a due date that has moved, or another outcome."""
        stood = self.before is not None and self.before.is_finding
        stands = self.after is not None and self.after.is_finding
        if stood != stands:
            return NEW if stands else GONE
        if self.before is not None and self.after is not None and self.before.outcome == self.after.outcome:
            return MOVED if self.before.due_at != self.after.due_at else OTHER
        return OTHER


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a changed page would do in a period, as far as the viewer may see: counts by kind, and the differences.

    ``duties`` of these were looked at, under either page.
    """

    rule: str
    title: str
    since: int
    until: int
    duties: int
    counts: Mapping[str, int]
    lines: tuple[Difference, ...]


Duty = tuple[str, str, str, int, int]
_BREACHES = (Outcome.LATE, Outcome.OVERDUE, Outcome.BROKEN)


def what_if(viewer: Scope, text: str, *, since: int, until: int, as_of: int, progress: Tell | None = None) -> Outlook:
    """Judge what began in [``since``, ``until``) by the page in force and by ``text``, and compare, as of an instant.

    Raises:
        LawRefused, ChangeRefused: the page is not fully understood.
    """
    law, tell = current_law(), progress or (lambda stage, share: None)
    rule, pack = read_change(law, text)
    changed = LawInForce(pack, law.local, law.batches)
    concerned = {rule.id, *law.reach.waiting_for(rule.id), *changed.reach.waiting_for(rule.id)}
    whole = read_whole(law, as_of, tell)
    sides: list[dict[Duty, Side]] = []
    for number, one in enumerate((law, changed)):
        tell("试判" if number else "按现行判断", number / 2)
        narrow = replace(one.pack, rules=_narrow(one.pack, concerned))
        sides.append(dict(_said(whole, LawInForce(narrow, one.local, one.batches), concerned, (since, until))))
    before, after = sides
    # What lies beyond the viewer's reach is not counted either: a number of foreign cases would be told by it.
    seen = _visible(viewer, {duty[3] for duty in {*before, *after}})
    own = [duty for duty in {*before, *after} if duty[3] in seen]
    lines = [
        Difference(*duty[:4], *_place(whole, duty[3]), before.get(duty), after.get(duty))
        for duty in own
        if before.get(duty) != after.get(duty)
    ]
    lines.sort(key=lambda one: (KINDS.index(one.kind), one.trigger_at, one.history_value, one.trigger))
    counts = {kind: sum(one.kind == kind for one in lines) for kind in KINDS}
    return Outlook(rule.id, rule.title["zh"], since, until, len(own), counts, tuple(lines[:MOST_LINES]))


def _narrow(pack: Pack, concerned: set[str]) -> tuple[Rule, ...]:
    """The pages concerned, with those whose overrun opens them."""
    behind = {
        page for rule in pack.rules if rule.id in concerned for one in rule.editions for page in one.trigger.overdue
    }
    return tuple(rule for rule in pack.rules if rule.id in concerned | behind)


def _said(whole: Whole, law: LawInForce, concerned: set[str], period: tuple[int, int]) -> Iterator[tuple[Duty, Side]]:
    for kind in law.reach.kinds:
        groups, mixed = groups_of(whole, kind)
        for batches, values in groups.items():
            if values:
                source = batch_source(batches) if batches else Source()
                yield from _swept(whole, law, kind, source, values, concerned, period)
        for value in sorted(mixed):
            yield from _judged(whole, law, kind, value, concerned, period)


def _swept(
    whole: Whole, law: LawInForce, kind: str, source: Source, values: set[str], concerned: set[str],
    period: tuple[int, int],
) -> Iterator[tuple[Duty, Side]]:  # fmt: skip
    as_of = Moment(whole.as_of, law.local.locate(whole.as_of)[0])
    found = sweep(law.pack, whole.ledger.table, as_of=as_of, local=law.local, kind=kind, source=source)
    if not len(found):
        return
    rules = found.snapshot.rules
    wanted = np.array([rule.id in concerned for rule in rules], bool)
    at = whole.ledger.table.at[found.trigger]
    chosen = np.flatnonzero(wanted[found.rule] & (at >= period[0]) & (at < period[1]))
    for duty in chosen.tolist():
        value = found.snapshot.histories[found.history[duty]]
        if value not in values:
            continue
        edition = found.snapshot.editions[found.page[duty]]
        outcome, due = OUTCOMES[found.outcome[duty]], int(found.due_at[duty])
        is_finding = outcome in _BREACHES and not edition.owed_by
        side = Side(outcome.value, None if due == NO_INSTANT else due, edition.shown_severity, is_finding)
        trigger, fan = int(whole.ledger.ids[found.trigger[duty]]), int(found.fan[duty])
        yield (rules[found.rule[duty]].id, kind, value, trigger, fan), side


def _judged(
    whole: Whole, law: LawInForce, kind: str, value: str, concerned: set[str], period: tuple[int, int]
) -> Iterator[tuple[Duty, Side]]:
    """A history that has a source of its own: what was written here beside an import."""
    recorded = history(kind, value)
    judge = law.judge(whole.as_of, source_of(kind, value, recorded), holders(law))
    events = completed(law, kind, sorted(concerned), recorded)
    for one in judge.judge(events, kind=kind, value=value, among=frozenset(concerned)).verdicts:
        if not period[0] <= one.trigger_at < period[1]:
            continue
        side = Side(one.outcome.value, one.due_at, one.severity, one.outcome.is_breach and not one.owed_by)
        yield (one.rule, kind, value, one.trigger_seq, one.fan_seq), side


def _place(whole: Whole, trigger: int) -> tuple[int, str]:
    """When and in which unit something happened."""
    row = int(np.searchsorted(whole.ledger.ids, trigger))
    [event] = whole.ledger.table.events(np.array([row]))
    return event.at, str(event.get("unit") or "")


def _visible(viewer: Scope, triggers: set[int]) -> set[int]:
    """Those of some events that the viewer may see."""
    seen, values = visible_events(viewer)
    found: set[int] = set()
    with connection.cursor() as cursor:
        for part in parts(sorted(triggers)):
            wanted: list[Any] = [*part, *values]
            cursor.execute(f"SELECT e.id FROM event e WHERE e.id IN ({marks_of(part)}) AND ({seen})", wanted)
            found |= {row[0] for row in cursor.fetchall()}
    return found


def as_data(found: Outlook) -> dict[str, object]:
    """An outlook as a job keeps it."""
    return {
        "rule": found.rule, "title": found.title, "since": found.since, "until": found.until, "duties": found.duties,
        "counts": dict(found.counts), "lines": [_line(one) for one in found.lines],
    }  # fmt: skip


def _line(one: Difference) -> list[object]:
    def side(said: Side | None) -> list[object] | None:
        return None if said is None else [said.outcome, said.due_at, said.severity, said.is_finding]

    return [
        one.rule, one.history_kind, one.history_value, one.trigger, one.trigger_at, one.unit, side(one.before),
        side(one.after),
    ]  # fmt: skip


def from_data(said: Mapping[str, Any]) -> Outlook:
    """What ``as_data`` gave."""

    def side(part: Sequence[Any] | None) -> Side | None:
        return None if part is None else Side(*part)

    lines = tuple(
        Difference(*named, side(before), side(after))  # type: ignore[call-arg]
        for *named, before, after in said["lines"]
    )
    return Outlook(
        said["rule"], said["title"], said["since"], said["until"], said["duties"], dict(said["counts"]), lines
    )  # fmt: skip
