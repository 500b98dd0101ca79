"""A check as one self-contained page: no script, no address outside itself, readable on old browsers and on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from guiju.scores.reports.briefing import Briefing, RuleFindings
from guiju.scores.reports.check_tables import (
    COUNTS,
    MEASURES,
    measure,
    refused_table,
    to_verify,
    undecided_table,
    unmapped_table,
)
from guiju.scores.reports.lights import BLUE, BROKEN, GREEN, GREY, RED, YELLOW, Light, Near
from guiju.scores.reports.refusal import ReportNotWritten
from guiju.scores.reports.table import Cell, Column, Table
from guiju.scores.reports.visible_text import visible
from guiju.values.finding import Finding

MOST_ROWS = 200
MEANINGS = {
    "正常": "未发现问题",
    "提醒": "办理时间已过三分之二",
    "临期": "余三日内到期",
    "超期": "有超期的疑似问题",
    "不符": "有不符合要求的疑似问题",
    "未决": "数据不足，不能判断",
}
RULE_HEADS = ("状态", "规则", "依据", "严重程度", "疑似问题")
FINDING_HEADS = ("序号", "案件", "单位、民警", "触发", "到期", "办结或发生", "结果")


def write_html(briefing: Briefing, path: Path, *, xlsx: str = "") -> None:
    """Write the check as one HTML page. ``xlsx`` is the name of the workbook that holds the rest, if there is one.

    Raises:
        ReportNotWritten: the file cannot be created there.
    """
    try:
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(_parts(briefing, xlsx))
    except OSError as error:
        raise ReportNotWritten(path, error) from error


def html_page(briefing: Briefing, *, xlsx: str = "") -> str:
    """The whole page as text."""
    return "".join(_parts(briefing, xlsx))


def _parts(briefing: Briefing, xlsx: str) -> Iterator[str]:
    words = briefing.words
    views = {group.rule: RuleView(briefing, group.rule, group) for group in briefing.rules}
    calm = [RuleView(briefing, rule, None) for rule in briefing.result.summary if rule not in views]
    near = list((briefing.near or {}).values())
    return _template().generate(
        zh=words.is_chinese, words=words, say=words.say, result=briefing.result, totals=briefing.totals,
        css=_style(), number=_number, xlsx=xlsx, per_rule=briefing.per_rule, most=MOST_ROWS,
        near=Near(sum(item.reminded for item in near), sum(item.close for item in near)),
        counts_near=briefing.near is not None,
        legend=_legend(briefing), meaning=MEANINGS, suspected=list(views.values()),
        active=[*views.values(), *sorted((view for view in calm if view.duties and not view.is_green), key=_by_light)],
        green=[view for view in calm if view.duties and view.is_green],
        idle=[view for view in calm if not view.duties],
        rule_heads=[words.say(name) for name in (*RULE_HEADS, *(name for name, _ in COUNTS))],
        count_heads=[words.say(name) for name in ("疑似问题", *(name for name, _ in COUNTS))],
        finding_heads=[words.say(name) for name in FINDING_HEADS],
        others=[undecided_table(briefing), unmapped_table(briefing), refused_table(briefing)],
        first_rows=_first_rows,
    )  # fmt: skip


class RuleView:
    """One rule as the page shows it."""

    def __init__(self, briefing: Briefing, rule: str, group: RuleFindings | None) -> None:
        count, words = briefing.result.summary[rule], briefing.words
        self.rule, self.anchor = rule, f"rule-{rule}"
        self.title, self.law = words.title(rule), briefing.law_of.get(rule, "")
        self.severity = group.severity if group else briefing.severity_of.get(rule, "minor")
        self.light, self.found = briefing.light(rule), briefing.found.get(rule, 0)
        self.is_green = self.light == GREEN
        self.duties, self.outside, self.others = count.duties, count.outside_editions, briefing.by_others(rule)
        self.counts = [(name, getattr(count, field)) for name, field in COUNTS]
        self.more = max(0, self.found - briefing.per_rule)
        self.measure = MEASURES[max(finding.measure for finding in group.findings)] if group else ""
        self.cited = _cited(briefing, group) if group else self.law
        self._briefing, self._group = briefing, group

    def rows(self) -> "Iterator[FindingView]":
        """The gravest findings."""
        if self._group is not None:
            yield from (_view(self._briefing, finding) for finding in self._group.findings[: self._briefing.per_rule])


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding as the page shows it: everything already in words."""

    case: str
    subject: str
    unit: str
    officers: str
    event: str
    trigger: str
    due: str
    settled: str
    much: str
    outcome: str
    measure: str
    unverified: str
    why: tuple[str, ...]


def _view(briefing: Briefing, finding: Finding) -> FindingView:
    words, due = briefing.words, briefing.words.due(finding)
    return FindingView(
        case=finding.keys.get("case", ""),
        subject=words.subject(finding),
        unit=finding.unit,
        officers="、".join(finding.officers),
        event=words.event(finding.trigger_type),
        trigger=words.instant(finding.trigger_at),
        due=words.bound(due) if due is not None else "",
        settled="" if finding.settled_at is None else words.instant(finding.settled_at),
        much=words.by_how_much(finding),
        outcome=words.outcome(finding.outcome),
        measure=measure(briefing, finding) if finding.measure else "",
        unverified=to_verify(briefing, finding),
        why=briefing.why(finding),
    )


def _cited(briefing: Briefing, group: RuleFindings) -> str:
    """The articles of every edition under which the rule's findings fall, the newest first."""
    editions = {finding.edition: briefing.words.cite(finding.law) for finding in group.findings}
    if len(editions) == 1:
        return next(iter(editions.values()))
    say = briefing.words.say
    parts = [say("{law}（{day} 起）", law=editions[day], day=day) for day in sorted(editions, reverse=True)]
    return ("；" if briefing.words.is_chinese else "; ").join(parts)


def _legend(briefing: Briefing) -> list[Light]:
    near = (YELLOW, BLUE) if briefing.near is not None else ()
    return [RED, BROKEN, *near, GREEN, GREY]


def _by_light(view: RuleView) -> tuple[int, str]:
    order = (YELLOW.colour, BLUE.colour, GREY.colour)
    return order.index(view.light.colour), view.rule


def _first_rows(table: Table) -> Iterator[list[tuple[Column, Cell]]]:
    for row in islice(table.rows(), MOST_ROWS):
        yield list(zip(table.columns, row, strict=True))


def _number(value: object) -> str:
    return f"{value:,}"


def _shown(value: Any) -> Any:
    """What cannot be seen is shown; Jinja escapes it afterwards."""
    return value if isinstance(value, Markup) else visible(str(value))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("guiju.scores.reports", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_shown,
    )  # fmt: skip


def _template() -> Any:
    return _environment().get_template("report.html")


def _style() -> Markup:
    source, _, _ = _environment().loader.get_source(_environment(), "report.css")  # type: ignore[union-attr]
    return Markup(source)
