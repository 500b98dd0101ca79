"""A check in the terminal: what was found, where, and where to read on. The same words with and without colours."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.text import Text

from guiju.scores.reports.briefing import Briefing
from guiju.scores.reports.visible_text import visible, width
from guiju.values.finding import Finding

TOP_RULES = 10
GRAVEST = 3
COLOURS = {"fatal": "bold red", "major": "yellow", "minor": "cyan"}


def show_summary(briefing: Briefing, *, written: Sequence[Path] = (), console: Console | None = None) -> None:
    """Print the summary; what comes from the file is never read as markup or as a control sequence.

    ``written`` are the files that hold the rest.
    """
    console = console or Console()
    for line in _lines(briefing, written):
        console.print(line, soft_wrap=True, highlight=False)


def _lines(briefing: Briefing, written: Sequence[Path]) -> Iterator[Text]:
    result, words, say = briefing.result, briefing.words, briefing.words.say
    facts = {
        "source": visible(result.source),
        "cases": _n(result.cases),
        "events": _n(result.events),
        "as_of": words.instant(result.as_of),
        "zone": result.zone,
        "pages": result.pages,
        "digest": result.digest[:12],
        "duties": _n(briefing.totals.duties),
    }
    yield Text(say("{source}：{cases} 案，{events} 条记录，截至 {as_of}（{zone}）", **facts), "bold")
    yield Text(say("法条 {pages} 页（{digest}），义务 {duties} 项", **facts))
    yield Text()
    yield from _counts(briefing)
    yield from _rules(briefing)
    yield from _gravest(briefing)
    yield from _gaps(briefing)
    yield Text()
    yield from _hints(briefing, written)


def _counts(briefing: Briefing) -> Iterator[Text]:
    total, say = briefing.totals, briefing.words.say
    facts = {name: _n(number) for name, number in asdict(total).items()}
    if total.findings:
        told = say("疑似问题 {findings} 条，涉及 {cases} 案：严重 {fatal}，一般 {major}，瑕疵 {minor}", **facts)
        yield Text(told, "bold red")
        yield Text(say("  超期办结 {late}，超期未办 {overdue}，不符合要求 {broken}", **facts))
    else:
        yield Text(say("未发现疑似问题。"), "bold green")
    told = say("  符合要求或依法例外 {in_order}，在办未到期 {running}，未决（数据待补）{unknown}", **facts)
    yield Text(told)
    if total.others:
        yield Text(say("  另有 {n} 项超期由其他机关负责，不列为问题", n=_n(total.others)))
    if total.findings:
        yield Text(say("以上均为疑似问题，未经法制员核实，不作为认定、评分或者追责的依据。"), "dim")


def _rules(briefing: Briefing) -> Iterator[Text]:
    groups = sorted(briefing.rules, key=lambda group: -len(group.findings))
    if not groups:
        return
    words = briefing.words
    yield Text()
    yield Text(words.say("疑似问题最多的规则"), "bold")
    wide = max(len(_n(len(group.findings))) for group in groups)
    grades = max(width(words.severity(group.severity)) for group in groups)
    for group in groups[:TOP_RULES]:
        grade = words.severity(group.severity)
        line = Text(f"  {_n(len(group.findings)):>{wide}}  ")
        line.append(grade + " " * (grades - width(grade)), COLOURS[group.severity])
        line.append(f"  {words.title(group.rule)}")
        line.append(f"  {group.rule}", "dim")
        yield line
    if len(groups) > TOP_RULES:
        yield Text(words.say("  另有 {n} 条规则", n=len(groups) - TOP_RULES), "dim")


def _gravest(briefing: Briefing) -> Iterator[Text]:
    findings = briefing.gravest(GRAVEST)
    if not findings:
        return
    yield Text()
    yield Text(briefing.words.say("最严重的 {n} 条", n=len(findings)), "bold")
    for finding in findings:
        line = Text("  ")
        line.append(briefing.words.severity(finding.severity), COLOURS[finding.severity])
        line.append(f"  {_headline(briefing, finding)}")
        yield line
        for why in briefing.why(finding):
            yield Text(f"      {why}", "dim")


def _headline(briefing: Briefing, finding: Finding) -> str:
    words = briefing.words
    case = visible(finding.keys.get("case", ""))
    parts = [case, words.subject(finding), visible(finding.unit), words.title(finding.rule)]
    much = words.by_how_much(finding)
    return "  ".join([*(part for part in parts if part), words.outcome(finding.outcome), *([much] if much else [])])


def _gaps(briefing: Briefing) -> Iterator[Text]:
    result, say = briefing.result, briefing.words.say
    lines = []
    lacking = sum("source" in reasons for reasons in result.missing.values())
    if lacking:
        lines.append(say("{n} 条规则所需的环节不在本数据源中，没有判断。", n=lacking))
    reasons = {reason for held in result.missing.values() for reason in held}
    for year in sorted(reason.split()[1] for reason in reasons if reason.startswith("calendar ")):
        lines.append(say("缺 {year} 年节假日历，请在 law/calendars/{year}.yaml 中补录", year=year) + say("。"))
    if result.unmapped:
        most = [f"{visible(name)} {_n(number)}" for name, number in list(result.unmapped.items())[:5]]
        names = briefing.words.listed(most) + ("……" if len(result.unmapped) > 5 else "")
        lines.append(say("{n} 种环节名没有映射，未参加比对：{names}", n=len(result.unmapped), names=names))
    if result.refused_rows:
        first = result.refused_rows[0]
        lines.append(
            say("退回 {n} 行，其余照常比对；首行为第 {row} 行：{reason}", n=_n(len(result.refused_rows)), row=first.row,
                reason=visible(first.reason))
        )  # fmt: skip
    if lines:
        yield Text()
        yield Text(say("没有判断的部分"), "bold")
    for line in lines:
        yield Text(f"  {line}")


def _hints(briefing: Briefing, written: Sequence[Path]) -> Iterator[Text]:
    say, kinds = briefing.words.say, {path.suffix.lower() for path in written}
    for path in written:
        yield Text(say("已写入 {path}", path=path), "bold")
    if ".xlsx" not in kinds:
        yield Text(say("要 Excel 明细，加 --xlsx 疑似问题.xlsx"))
    if not kinds & {".html", ".htm"}:
        yield Text(say("要网页报告，加 --html 报告.html"))


def _n(number: int) -> str:
    return f"{number:,}"
