"""What a run over all histories yields, while it is being counted."""

from collections import Counter
from dataclasses import dataclass, field

from guiju.rules.judge import Judge
from guiju.values.event_table import EventTable
from guiju.values.finding import Finding, RuleCount
from guiju.values.verdict import Verdict


@dataclass(slots=True)
class Found:
    """What all histories together yield."""

    summary: dict[str, RuleCount] = field(default_factory=dict)
    missing: dict[str, Counter[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    near: dict[str, tuple[int, int]] = field(default_factory=dict)

    def count(self, rule: str, outcome: str, number: int = 1) -> None:
        """Add so many duties of one outcome."""
        counted = self.summary[rule]
        counted.duties += number
        setattr(counted, outcome, getattr(counted, outcome) + number)

    def approach(self, rule: str, reminded: int, close: int) -> None:
        """Add running duties that are past two thirds of their time, and such as are about to come due."""
        before = self.near.get(rule, (0, 0))
        if reminded or close:
            self.near[rule] = (before[0] + reminded, before[1] + close)

    def lack(self, rule: str, reason: str, number: int = 1) -> None:
        """Add so many duties that cannot be decided for one reason."""
        self.missing.setdefault(rule, Counter())[reason] += number


def finding_of(judge: Judge, table: EventTable, verdict: Verdict, history: tuple[str, str]) -> Finding:
    """A breach as people see it: a suspected finding with its citation, title and keys."""
    rule = judge.pack.rule(verdict.rule)
    assert rule is not None
    edition = next(item for item in rule.editions if item.label == verdict.edition)
    return Finding(
        rule=rule.id,
        edition=verdict.edition,
        title=rule.title["zh"],
        keys=dict(verdict.keys),
        officers=verdict.officers,
        unit=verdict.unit,
        trigger_type=str(table.type.at(verdict.trigger_seq)),
        trigger_at=verdict.trigger_at,
        due_at=verdict.due_at,
        due_on=verdict.due_on,
        settled_at=verdict.settled_at,
        outcome=verdict.outcome,
        late_seconds=verdict.late_seconds,
        severity=verdict.severity,
        measure=verdict.measure,
        unverified=verdict.unverified,
        law=edition.laws,
        history=history,
        trigger_seq=verdict.trigger_seq,
        fan_seq=verdict.fan_seq,
    )
