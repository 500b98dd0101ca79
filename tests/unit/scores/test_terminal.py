"""The summary in the terminal."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from guiju.scores.reports.briefing import Briefing
from guiju.scores.reports.terminal import show_summary


def printed(briefing, *, tty=False, written=(), width=80):
    console = Console(file=StringIO(), force_terminal=tty, width=width, color_system="standard" if tty else None)
    show_summary(briefing, written=written, console=console)
    return console.file.getvalue()


def test_the_summary_counts_names_the_rules_and_explains_the_gravest(briefing):
    text = printed(briefing)
    assert "疑似问题 5 条，涉及 3 案：严重 1，一般 3，瑕疵 1" in text
    assert "超期办结 2，超期未办 1，不符合要求 2" in text
    assert "未经法制员核实" in text
    gravest = text[text.index("最严重的 3 条") :]
    assert gravest.index("二十四小时内通知家属") < gravest.index("三十日内作出决定")
    assert "结论：A2026-0001 疑似问题" in gravest


def test_what_was_not_decided_is_said(briefing):
    text = printed(briefing)
    for words in ("1 条规则所需的环节不在本数据源中", "缺 2027 年节假日历", "其他环节 12", "退回 1 行", "第 17 行"):
        assert words in text, words


def test_it_says_what_was_written_and_what_could_be(briefing):
    assert "加 --xlsx" in printed(briefing) and "加 --html" in printed(briefing)
    text = printed(briefing, written=[Path("a.xlsx"), Path("b.html")])
    assert "已写入 a.xlsx" in text and "加 --" not in text


def test_a_pipe_gets_no_control_sequences_and_whole_lines(briefing):
    assert "\x1b" not in printed(briefing)
    assert "\x1b" in printed(briefing, tty=True)
    assert printed(briefing, width=20) == printed(briefing)


def test_names_from_the_file_are_neither_markup_nor_control_sequences(pack, make_result, finding):
    hostile = finding(case="[red]x[/red]\x1b[2J\r", unit="[/]")
    text = printed(Briefing(make_result(hostile), pack, lambda item: ["[bold]y\x1b]0;t\x07"]))
    assert "[red]x[/red]␛[2J␍" in text and "[/]" in text and "[bold]y␛]0;t␇" in text
    assert "\x1b" not in text and "\r" not in text


def test_nothing_found_is_said_without_alarm(pack, why, make_result):
    text = printed(Briefing(make_result(), pack, why))
    assert "未发现疑似问题。" in text
    assert "最严重" not in text
