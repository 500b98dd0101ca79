"""Running the law over a whole table, by whichever engine is quicker; both give the same verdicts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np

from guiju.rules.judge import Judge
from guiju.scores.reports.lights import BLUE, YELLOW, Light, light_of_running
from guiju.values.errors import GuijuError
from guiju.values.event_table import EventTable
from guiju.values.finding import Finding, RuleCount
from guiju.values.verdict import Outcome, Verdict

SMALL = 30_000
"""Up to so many events the judge is quicker than loading the compiled sweep."""


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

    def approach(self, rule: str, light: Light) -> None:
        """Note that one running duty is past two thirds of its time, or about to come due."""
        reminded, close = self.near.get(rule, (0, 0))
        self.near[rule] = (reminded + (light is BLUE), close + (light is YELLOW))

    def lack(self, rule: str, reason: str, number: int = 1) -> None:
        """Add so many duties that cannot be decided for one reason."""
        self.missing.setdefault(rule, Counter())[reason] += number


class NotFound(GuijuError):
    """What was asked for is not in the file or not in the law."""

    code = "explain.not_found"


def judge_all(
    judge: Judge, table: EventTable, *, jobs: int = 1, progress: Callable[[float], None] | None = None
) -> Found:
    """Every duty of every history as of the judge's instant. ``jobs`` changes nothing but time."""
    found = Found({rule.id: RuleCount() for rule in judge.pack.rules if rule.is_active})
    kinds = judge.history_kinds
    for number, kind in enumerate(kinds):
        total = _count(table, kind) or 1
        for done, (value, rows) in enumerate(table.histories(kind, judge.opening_types(kind))):
            judged = judge.judge([table.event(int(row)) for row in rows], kind=kind, value=value)
            for rule, outside in judged.outside.items():
                found.summary[rule].outside_editions += outside
            for verdict in judged.verdicts:
                found.count(verdict.rule, verdict.outcome.value)
                if verdict.outcome is Outcome.UNKNOWN:
                    found.lack(verdict.rule, verdict.missing)
                elif verdict.outcome is Outcome.RUNNING and verdict.due_at is not None:
                    found.approach(verdict.rule, light_of_running(verdict.trigger_at, verdict.due_at, judge.as_of.at))
                elif verdict.outcome.is_breach and not verdict.owed_by:
                    found.findings.append(finding_of(judge, table, verdict, (kind, value)))
            if progress is not None and done % 512 == 0:
                progress(min(1.0, (number + done / total) / len(kinds)))
    return found


def _count(table: EventTable, kind: str) -> int:
    return len(table.keys[kind].values) if kind in table.keys else 0


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


def explain_history(judge: Judge, table: EventTable, value: str, rule_id: str) -> list[Verdict]:
    """Each duty of one rule in one history, with its steps.

    Raises:
        NotFound: the law has no such rule, or the file no such history.
    """
    rule = judge.pack.rule(rule_id)
    if rule is None:
        close = get_close_matches(rule_id, [other.id for other in judge.pack.rules], n=1, cutoff=0.4)
        hint = f"是否应为“{close[0]}”？" if close else "见 guiju law list。"
        raise NotFound(f"法条目录中没有规则“{rule_id}”。", remedy=hint)
    kind = rule.editions[-1].history
    rows = _rows_of(table, kind, value) if kind in table.keys else np.empty(0, dtype=np.int64)
    if not len(rows):
        raise NotFound(f"文件中没有“{value}”（{kind}）。", remedy="请核对编号；编号按文件中的写法，前导零也要写。")
    events = [table.event(int(row)) for row in rows]
    return judge.judge(events, kind=kind, value=value, only=rule_id, explain=True).verdicts


def _rows_of(table: EventTable, kind: str, value: str) -> np.ndarray:
    column = table.keys[kind]
    codes = [
        code for code, held in enumerate(column.values) if held == value or (isinstance(held, tuple) and value in held)
    ]
    return np.flatnonzero(np.isin(column.codes, codes))
