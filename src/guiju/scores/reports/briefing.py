"""What every rendering of a check works from: the findings in order of gravity, and why each date is what it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest

from guiju.rules.model import Pack
from guiju.scores.case_score import ScoreBook
from guiju.scores.reports.lights import NOTHING_NEAR, Light, Near, light_of
from guiju.scores.reports.visible_text import visible
from guiju.scores.reports.wording import Words, excess_seconds
from guiju.values.finding import CheckResult, Finding
from guiju.values.verdict import Outcome

PER_RULE = 200
"""How many of a rule's findings are explained in full; the others stand in the workbook with their outcome."""

_SEVERITY = {"fatal": 0, "major": 1, "minor": 2}


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """One rule that has suspected findings: all of them, gravest first, and where they begin in the whole list."""

    rule: str
    findings: Sequence[Finding]
    start: int

    @property
    def severity(self) -> str:
        """That of its gravest finding."""
        return self.findings[0].severity


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of a whole check. ``others`` are breaches owed by other bodies: counted, never findings."""

    duties: int
    in_order: int
    running: int
    unknown: int
    findings: int
    late: int
    overdue: int
    broken: int
    fatal: int
    major: int
    minor: int
    others: int
    cases: int


class Briefing:
    """A check's result, the law it was held against and the language in which it is told.

    ``why`` yields the "why this date" lines of one finding; each finding is asked for once only. ``near`` counts,
    per rule, the duties that still run but come due soon, where whoever judged them has counted them.
    """

    def __init__(
        self,
        result: CheckResult,
        pack: Pack,
        why: Callable[[Finding], Sequence[str]],
        *,
        scores: ScoreBook | None = None,
        near: Mapping[str, Near] | None = None,
        language: str = "zh",
        per_rule: int = PER_RULE,
    ) -> None:
        self.result, self.pack, self.scores, self.per_rule = result, pack, scores, per_rule
        self.words = Words(pack, result.zone, language)
        self.near, self._why = near, why
        self._told: dict[int, tuple[str, ...]] = {}

    @cached_property
    def rules(self) -> list[RuleFindings]:
        """The rules with suspected findings: gravest severity first, then by number."""
        grouped: dict[str, list[Finding]] = {}
        for finding in self.result.findings:
            grouped.setdefault(finding.rule, []).append(finding)
        for findings in grouped.values():
            findings.sort(key=gravity)
        order = sorted(grouped, key=lambda rule: (_SEVERITY[grouped[rule][0].severity], -len(grouped[rule]), rule))
        rules, start = [], 0
        for rule in order:
            rules.append(RuleFindings(rule, grouped[rule], start))
            start += len(grouped[rule])
        return rules

    def findings(self) -> Iterator[tuple[Finding, bool]]:
        """All findings as the workbook lists them, and whether each is among those explained in full."""
        for group in self.rules:
            for number, finding in enumerate(group.findings):
                yield finding, number < self.per_rule

    def why(self, finding: Finding) -> tuple[str, ...]:
        """The lines that say how its date and outcome came about."""
        told = self._told.get(id(finding))
        if told is None:
            told = self._told[id(finding)] = tuple(visible(line) for line in self._why(finding))
        return told

    def gravest(self, number: int) -> list[Finding]:
        """The gravest of all."""
        return nsmallest(number, self.result.findings, key=gravity)

    def light(self, rule: str) -> Light:
        """How one rule stands as a whole."""
        near = (self.near or {}).get(rule, NOTHING_NEAR)
        return light_of(self.result.summary[rule], self.found.get(rule, 0), near)

    @cached_property
    def found(self) -> dict[str, int]:
        """How many suspected findings each rule has; rules without any are absent."""
        return {group.rule: len(group.findings) for group in self.rules}

    def by_others(self, rule: str) -> int:
        """Breaches of a rule that another body owes: in the counts, but nobody's finding here."""
        counted = self.result.summary[rule]
        return max(0, counted.late + counted.overdue + counted.broken - self.found.get(rule, 0))

    @cached_property
    def totals(self) -> Totals:
        """The figures of the whole check."""
        counts, findings = list(self.result.summary.values()), self.result.findings

        def added(*names: str) -> int:
            return sum(getattr(count, name) for count in counts for name in names)

        def found(outcome: Outcome) -> int:
            return sum(finding.outcome is outcome for finding in findings)

        severities = {name: sum(finding.severity == name for finding in findings) for name in _SEVERITY}
        return Totals(
            duties=added("duties"), in_order=added("kept", "excused"), running=added("running"),
            unknown=added("unknown"), findings=len(findings), late=found(Outcome.LATE),
            overdue=found(Outcome.OVERDUE), broken=found(Outcome.BROKEN), **severities,
            others=max(0, added("late", "overdue", "broken") - len(findings)),
            cases=len({finding.keys["case"] for finding in findings if finding.keys.get("case")}),
        )  # fmt: skip

    @cached_property
    def law_of(self) -> dict[str, str]:
        """The articles of each rule in its latest edition, for tables that speak of the rule as a whole."""
        return {rule.id: self.words.cite(rule.editions[-1].laws) for rule in self.pack.rules}

    @cached_property
    def severity_of(self) -> dict[str, str]:
        """The severity of each rule in its latest edition."""
        return {rule.id: rule.editions[-1].shown_severity for rule in self.pack.rules}


def gravity(finding: Finding) -> tuple[int, int, int, str]:
    """Gravest first: severity, then by how much, then the older, then the case."""
    return (
        _SEVERITY[finding.severity], -excess_seconds(finding), finding.trigger_at, finding.keys.get("case", ""),
    )  # fmt: skip
