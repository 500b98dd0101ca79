"""一案一评 as tables: cases, units, officers. Suspected deductions only; nothing scores before it is verified."""

from collections.abc import Iterator
from functools import partial

from guiju.scores.case_score import RollUp, ScoreBook
from guiju.scores.reports.briefing import Briefing
from guiju.scores.reports.table import Cell, Column, Kind, Table
from guiju.scores.reports.visible_text import visible

CASES, UNITS, OFFICERS = "案件评分", "单位评分", "民警评分"
FIGURES = ("严重", "一般", "瑕疵", "其中有未核实项", "疑似扣分", "全部属实时得分")
ALL_CASES_UP_TO = 50_000
"""Up to so many cases without findings are listed one by one; beyond that their number is said once."""


def score_tables(briefing: Briefing) -> list[Table]:
    """The three score sheets, or none where no scale was given."""
    book = briefing.scores
    if book is None:
        return []
    return [
        _cases(briefing, book),
        _rolled(briefing, UNITS, "单位", book.units),
        _rolled(briefing, OFFICERS, "民警", book.officers),
    ]


def _note(briefing: Briefing, book: ScoreBook, more: str) -> str:
    scale, say = book.scale, briefing.words.say
    told = say(
        "疑似扣分，核实前不计分。起评 {full} 分，按 {year} 年标准："
        "严重扣 {fatal} 分、一般扣 {major} 分、瑕疵扣 {minor} 分，扣到 {floor} 分为止。",
        full=scale.full, year=scale.year, floor=scale.floor, **scale.deductions,
    )  # fmt: skip
    outside = say("另有 {n} 条疑似问题不属于任何案件，不进入评分。", n=book.outside) if book.outside else ""
    return " ".join(part for part in (told, more, outside) if part)


def _cases(briefing: Briefing, book: ScoreBook) -> Table:
    say, full = briefing.words.say, book.scale.full
    listed = book.clean if len(book.clean) <= ALL_CASES_UP_TO else []

    def rows() -> Iterator[tuple[Cell, ...]]:
        for line in book.cases:
            entry, lost = line.entry, line.deducted
            yield (
                visible(entry.case), visible(entry.unit), visible("、".join(entry.officers)), lost.findings, lost.fatal,
                lost.major, lost.minor, lost.unverified, full - line.points, line.points,
            )  # fmt: skip
        for entry in listed:
            officers = visible("、".join(entry.officers))
            yield visible(entry.case), visible(entry.unit), officers, 0, 0, 0, 0, 0, 0, full

    columns = (
        Column(say("案件")), Column(say("单位")), Column(say("民警"), widest=48), Column(say("疑似问题"), Kind.NUMBER),
        *(Column(say(name), Kind.NUMBER) for name in FIGURES),
    )  # fmt: skip
    more = ""
    if book.clean and not listed:
        more = say("其余 {n} 案未发现疑似问题，均为 {full} 分，不逐一列出。", n=len(book.clean), full=full)
    count = len(book.cases) + len(listed)
    return Table(CASES, say(CASES), _note(briefing, book, more), columns, count, rows, say("文件中没有案件编号。"))


def _rolled(briefing: Briefing, name: str, what: str, lines: list[RollUp]) -> Table:
    say = briefing.words.say
    columns = (
        Column(say(what)), Column(say("案件数"), Kind.NUMBER), Column(say("有疑似问题的案件"), Kind.NUMBER),
        Column(say("疑似问题"), Kind.NUMBER), Column(say("全部属实时平均得分"), Kind.NUMBER),
    )  # fmt: skip
    more = say("只计写明该单位或民警的疑似问题，按编号排列，不是排名。")
    note = _note(briefing, briefing.scores, more) if briefing.scores else more
    return Table(name, say(name), note, columns, len(lines), partial(_roll_rows, lines), say("文件中没有这一项。"))


def _roll_rows(lines: list[RollUp]) -> Iterator[tuple[Cell, ...]]:
    for line in lines:
        yield visible(line.name), line.cases, line.touched, line.findings, line.mean
