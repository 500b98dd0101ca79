"""Print: made by the server, without a warning about fonts, and with nothing of the text read as markup."""

import pytest
import typst
from tests.unit.screens.kit.conftest import AT

from guiju.scores.reports.table import Column, Instant, Kind, Table
from guiju.screens.kit import print as printing
from guiju.screens.kit.mark import mark_of
from guiju.screens.kit.print import Facts, Heading, PrintNotPossible, pdf_of


def table(rows, columns=3):
    heads = tuple(Column(f"栏{place}", Kind.NUMBER if place == 1 else Kind.TEXT) for place in range(columns))
    return Table("t", "表", "注", heads, len(rows), lambda: iter(rows))


@pytest.fixture
def mark(visiting):
    return mark_of(visiting(account="jia"))


def test_a_page_is_set_without_a_warning(mark):
    blocks = [Heading("一、概况"), "正文。", Facts([("案件", "S-1")]), table([("甲", 1200, Instant(AT))])]
    made = pdf_of("通报", blocks, mark)
    assert made.startswith(b"%PDF-")


def test_markup_in_a_name_is_printed_as_it_is_written(mark):
    hostile = '#panic("x") $x$ #import "@preview/x:1.0.0": * \\ ] } #read("/etc/hosts") *b* <label> @ref // x /* y'
    assert pdf_of(hostile, [hostile, Heading(hostile), Facts([(hostile, hostile)]), table([(hostile, 1, None)])], mark)


def test_a_long_table_runs_over_many_pages_and_repeats_its_heads(mark):
    made = pdf_of("台账", [table([(f"行{number}", number, "甲") for number in range(400)])], mark)
    assert made.count(b"/Type /Page\n") + made.count(b"/Type/Page/") + made.count(b"/Type /Page ") != 1


def test_a_wide_table_and_an_empty_one_are_set_too(mark):
    assert pdf_of("宽", [table([("甲", 1, *["乙"] * 8)], columns=10)], mark)
    assert pdf_of("空", [table([])], mark)


def test_a_warning_is_an_error_and_not_a_page_in_another_font(mark, monkeypatch):
    monkeypatch.setitem(printing._WANTED, "body_fonts", ("没有这种字体",))
    with pytest.raises(PrintNotPossible):
        pdf_of("通报", ["正文"], mark)
    fonts, families = printing._fonts()
    monkeypatch.setattr(printing, "_fonts", lambda: (fonts, families | {"没有这种字体"}))
    with pytest.raises(PrintNotPossible):
        pdf_of("通报", ["正文"], mark)


def test_each_mark_has_a_number_of_its_own_and_says_who_and_when(visiting):
    visit = visiting(account="jia")
    first, second = mark_of(visit), mark_of(visit)
    assert first.number != second.number
    assert first.line == f"示例甲（900001） · 示例一所 · 2026年3月2日 09:05 · {first.number}"


def test_the_fonts_of_official_papers_come_first():
    assert printing.BODY[0] == "FangSong_GB2312"
    assert printing.TITLE[0].startswith("FZXiaoBiaoSong")
    assert typst.Fonts().families()
