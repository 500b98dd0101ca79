"""A check as tables: what is circulated by the legal department, before it is drawn as a workbook or a page."""

from collections.abc import Iterator
from functools import partial

from guiju.scores.reports.briefing import Briefing
from guiju.scores.reports.score_tables import score_tables
from guiju.scores.reports.table import Cell, Column, Instant, Kind, Link, Table
from guiju.scores.reports.visible_text import visible
from guiju.values.finding import Finding

SUMMARY, FINDINGS, CASES = "摘要", "疑似问题", "案件评分"
COUNTS = (
    ("义务", "duties"), ("符合要求", "kept"), ("依法例外", "excused"), ("超期办结", "late"), ("超期未办", "overdue"),
    ("不符合要求", "broken"), ("在办未到期", "running"), ("未决", "unknown"), ("不在施行期内", "outside_editions"),
)  # fmt: skip


def check_tables(briefing: Briefing) -> list[Table]:
    """All sheets, in the order in which somebody reads them."""
    return [
        summary_table(briefing),
        findings_table(briefing),
        *score_tables(briefing),
        undecided_table(briefing),
        unmapped_table(briefing),
        refused_table(briefing),
    ]


def summary_table(briefing: Briefing) -> Table:
    """Per rule: its light, and how many duties stand how."""
    words, say = briefing.words, briefing.words.say
    starts = {group.rule: group.start for group in briefing.rules}
    others = [rule for rule in briefing.result.summary if rule not in starts]
    order = [*starts, *sorted(others, key=lambda rule: _idle_last(briefing, rule))]

    def rows() -> Iterator[tuple[Cell, ...]]:
        for rule in order:
            count, found = briefing.result.summary[rule], briefing.found.get(rule, 0)
            suspected: Cell = Link(found, FINDINGS, starts[rule]) if found else 0
            light = briefing.light(rule)
            yield (
                say(light.word), words.title(rule), briefing.law_of.get(rule, ""),
                words.severity(briefing.severity_of[rule]) if rule in briefing.severity_of else "", suspected,
                *(getattr(count, name) for _, name in COUNTS), briefing.by_others(rule), rule,
            )  # fmt: skip

    columns = (
        Column(say("状态")), Column(say("规则"), widest=56), Column(say("依据"), widest=48), Column(say("严重程度")),
        Column(say("疑似问题"), Kind.LINK), *(Column(say(title), Kind.NUMBER) for title, _ in COUNTS),
        Column(say("其中由其他机关负责"), Kind.NUMBER), Column(say("规则编号"), widest=48),
    )  # fmt: skip
    note = say("疑似问题一栏的数字可点击，跳到该规则的第一条；筛选请在“疑似问题”表按规则编号进行。")
    return Table(SUMMARY, say(SUMMARY), note, columns, len(order), rows, say("法条目录中没有正在执行的规则。"))


def _idle_last(briefing: Briefing, rule: str) -> tuple[bool, bool, str]:
    count = briefing.result.summary[rule]
    return not count.duties, count.unknown == count.duties, rule


MEASURES = {"": "法定", "house": "内部口径", "policy": "内部文件"}
"""What a finding rests on."""


def findings_table(briefing: Briefing) -> Table:
    """One row per suspected finding, rule by rule, the gravest first."""
    say = briefing.words.say
    columns = (
        Column(say("序号"), Kind.NUMBER), Column(say("案件"), Kind.LINK), Column(say("对象")), Column(say("单位")),
        Column(say("民警")), Column(say("规则"), widest=56), Column(say("依据"), widest=48), Column(say("触发环节")),
        Column(say("触发时间"), Kind.INSTANT), Column(say("到期"), Kind.DAY), Column(say("办结或发生"), Kind.INSTANT),
        Column(say("超出多少")), Column(say("结果")), Column(say("严重程度")), Column(say("口径")),
        Column(say("未核实项")), Column(say("原因"), widest=80), Column(say("规则编号"), widest=48),
        Column(say("版本起始日")),
    )  # fmt: skip
    note = say(
        "每条规则最严重的 {n} 条写明日期由来，其余用 guiju explain 查看。"
        "未核实项：本数据源不记录的例外、中止或延长，以及本案没有读入的行，核查时请一并查明。",
        n=briefing.per_rule,
    )
    empty = say("未发现疑似问题。")
    rows = partial(_finding_rows, briefing)
    return Table(FINDINGS, say(FINDINGS), note, columns, len(briefing.result.findings), rows, empty)


def _finding_rows(briefing: Briefing) -> Iterator[tuple[Cell, ...]]:
    words = briefing.words
    scored = {} if briefing.scores is None else {line.entry.case: n for n, line in enumerate(briefing.scores.cases)}
    for number, (finding, explained) in enumerate(briefing.findings(), 1):
        case = finding.keys.get("case", "")
        yield (
            number, Link(visible(case), CASES, scored[case]) if case in scored else visible(case),
            words.subject(finding), visible(finding.unit), visible("、".join(finding.officers)),
            words.title(finding.rule), words.cite(finding.law), words.event(finding.trigger_type),
            Instant(finding.trigger_at), words.due(finding), settled(finding), words.by_how_much(finding),
            words.outcome(finding.outcome), words.severity(finding.severity), measure(briefing, finding),
            to_verify(briefing, finding),
            "；".join(briefing.why(finding)) if explained else words.reason(finding), finding.rule, finding.edition,
        )  # fmt: skip


def to_verify(briefing: Briefing, finding: Finding) -> str:
    """What the source cannot say of a finding: types that it does not record, and rows of the case left out."""
    words = briefing.words
    parts = [words.listed([words.event(name) for name in finding.unverified])]
    if finding.refused_rows:
        parts.append(words.say("本案第 {rows} 行未读入", rows=words.listed([str(row) for row in finding.refused_rows])))
    return words.listed([part for part in parts if part])


def settled(finding: Finding) -> Instant | None:
    """When it was done, if it was."""
    return None if finding.settled_at is None else Instant(finding.settled_at)


def measure(briefing: Briefing, finding: Finding) -> str:
    """Whether the duty is law, or its limit a measure of the house's own, or all of it an internal document's."""
    return briefing.words.say(MEASURES[finding.measure])


def undecided_table(briefing: Briefing) -> Table:
    """What could not be decided, and what is missing for it."""
    words, say = briefing.words, briefing.words.say
    missing = [(rule, reason, n) for rule, reasons in briefing.result.missing.items() for reason, n in reasons.items()]

    def rows() -> Iterator[tuple[Cell, ...]]:
        for rule, reason, number in missing:
            yield words.title(rule), number, words.missing(reason), briefing.law_of.get(rule, ""), rule

    columns = (
        Column(say("规则"), widest=56), Column(say("未决数"), Kind.NUMBER), Column(say("数据待补"), widest=64),
        Column(say("依据"), widest=48), Column(say("规则编号"), widest=48),
    )  # fmt: skip
    note = say("数据不足，不能判断；不算问题，也不算符合。补齐后再比对。")
    return Table("未决", say("未决"), note, columns, len(missing), rows, say("没有未决的义务。"))


def unmapped_table(briefing: Briefing) -> Table:
    """Names of steps in the file that no mapping speaks of."""
    say, unmapped = briefing.words.say, briefing.result.unmapped

    def rows() -> Iterator[tuple[Cell, ...]]:
        for name, number in unmapped.items():
            yield visible(name), number

    columns = (Column(say("文件中的环节名"), widest=64), Column(say("行数"), Kind.NUMBER))
    note = say("这些环节没有写进映射文件，没有参加比对。")
    return Table("未映射环节", say("未映射环节"), note, columns, len(unmapped), rows, say("全部环节都已映射。"))


def refused_table(briefing: Briefing) -> Table:
    """Rows that were not taken in."""
    say, refused = briefing.words.say, briefing.result.refused_rows

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in refused:
            yield row.row, visible(row.case), visible(row.reason)

    columns = (Column(say("文件行号"), Kind.NUMBER), Column(say("案件")), Column(say("退回原因"), widest=80))
    note = say("这些行没有读入，其余各行照常比对。")
    return Table("退回行", say("退回行"), note, columns, len(refused), rows, say("没有退回的行。"))
