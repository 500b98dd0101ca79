"""The workbook, read back with somebody else's eyes."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from guiju.scores.case_score import score_cases
from guiju.scores.reports.briefing import Briefing
from guiju.scores.reports.refusal import ReportNotWritten
from guiju.scores.reports.xlsx import write_xlsx
from guiju.scores.scale import Scale
from guiju.values.finding import RefusedRow

SCALE = Scale(2026, Decimal(100), Decimal(0), {"fatal": Decimal(20), "major": Decimal(5), "minor": Decimal(1)})
HOSTILE = [
    "=1+1", "=HYPERLINK(\"file:///etc\")", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1", "\0=1",
    "A\0B\x07C\x1b[31m", "＝1+1", "＋1", "－1", "＠x", "  =1",
    "http://x.invalid/a", "https://x.invalid", "mailto:a@b.invalid",
    "internal:Sheet1!A1", "external:c.xlsx", "file://x", "ftp://x", "{=1}", "_x003D_1+1", "0123", "1e5", "TRUE", "|x",
    "\u202egnp.exe", "\ufffe", "x" * 40_000, "",
]  # fmt: skip


@pytest.fixture
def scores(result):
    cases = [("A2026-0001", "甲所", ("J001",)), ("A2026-0002", "乙所", ("J002",)), ("A9", "乙所", ("J002",))]
    return score_cases(cases, result.findings, SCALE)


@pytest.fixture
def book(result, pack, why, scores, tmp_path):
    written = write_xlsx(Briefing(result, pack, why, scores=scores), tmp_path / "查.xlsx")
    assert [path.name for path in written] == ["查.xlsx"]
    return load_workbook(written[0])


def rows(sheet):
    """The rows below the headings, as dictionaries by heading."""
    names = [cell.value for cell in sheet[4]]
    return [dict(zip(names, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=5)]


def test_the_sheets_are_those_that_a_legal_section_circulates(book):
    assert book.sheetnames == [
        "摘要", "疑似问题", "案件评分", "单位评分", "民警评分", "未决", "未映射环节", "退回行",
    ]  # fmt: skip


def test_every_sheet_says_where_it_comes_from_and_that_nothing_is_verified(book):
    for sheet in book:
        assert "示例.csv" in sheet["A2"].value
        assert "2026-04-03 02:00" in sheet["A2"].value
        assert "0123456789abcdef" in sheet["A2"].value
        assert "疑似问题，未经法制员核实" in sheet["A3"].value
        assert "疑似问题，未经法制员核实" in sheet.oddHeader.center.text


def test_heads_are_frozen_filters_set_and_columns_wide_enough(book):
    for sheet in book:
        assert sheet.freeze_panes is not None and sheet.freeze_panes.endswith("5")
        assert sheet.auto_filter.ref.startswith("A4:")
    sheet = book["疑似问题"]
    titles = {cell.value: cell.column_letter for cell in sheet[4]}
    # 12 Chinese characters need 24 half-width ones; a long reason is held at its bound.
    assert sheet.column_dimensions[titles["规则"]].width >= len("二十四小时内通知家属") * 2
    assert sheet.column_dimensions[titles["原因"]].width <= 82


def test_a_finding_stands_in_the_words_of_a_legal_officer(book):
    found = {row["案件"]: row for row in rows(book["疑似问题"]) if row["规则编号"] == "custody.tell-family"}
    row = found["A2026-0001"]
    assert (row["对象"], row["单位"], row["民警"]) == ("当事人 P1", "甲所", "J001")
    assert row["依据"] == "《示例程序法》第二条"
    assert (row["触发环节"], row["触发时间"]) == ("执行拘留", datetime(2026, 3, 1, 8))
    assert (row["到期"], row["办结或发生"]) == (datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 8, 1))
    assert (row["超出多少"], row["结果"], row["严重程度"]) == ("超期 1 分钟", "超期办结", "严重")
    assert row["口径"] == "法定"
    assert "A2026-0001 疑似问题" in row["原因"]


def test_a_house_measure_is_never_shown_as_law(book):
    row = next(row for row in rows(book["疑似问题"]) if row["规则编号"] == "property.register")
    assert row["口径"] == "内部口径"


def test_dates_are_real_dates_with_the_words_around_them(book):
    sheet = book["疑似问题"]
    column = next(cell.column for cell in sheet[4] if cell.value == "到期")
    cells = {sheet.cell(row, 18).value: sheet.cell(row, column) for row in range(5, sheet.max_row + 1)}
    assert cells["cases.decide"].value == datetime(2026, 3, 31)
    assert cells["cases.decide"].number_format == '"最迟 "yyyy-mm-dd" 当日"'
    assert cells["cases.wait-hearing"].number_format == 'yyyy-mm-dd" 届满后"'
    assert cells["cases.review-first"].value is None


def test_findings_stand_rule_by_rule_the_gravest_first(book):
    severities = [row["严重程度"] for row in rows(book["疑似问题"])]
    assert severities == ["严重", "一般", "一般", "一般", "瑕疵"]
    assert [row["序号"] for row in rows(book["疑似问题"])] == [1, 2, 3, 4, 5]


def test_the_summary_leads_to_the_first_finding_of_its_rule(book):
    sheet, findings = book["摘要"], book["疑似问题"]
    for row in range(5, sheet.max_row + 1):
        count = sheet.cell(row, 5)
        rule = sheet.cell(row, sheet.max_column).value
        if count.value:
            assert isinstance(count.value, int)
            target = int(count.hyperlink.location.rpartition("!A")[2])
            assert count.hyperlink.location.startswith("'疑似问题'!")
            assert findings.cell(target, 18).value == rule
            assert findings.cell(target - 1, 18).value != rule
        else:
            assert count.hyperlink is None


def test_a_case_leads_to_its_score(book):
    sheet, scores = book["疑似问题"], book["案件评分"]
    for row in range(5, sheet.max_row + 1):
        cell = sheet.cell(row, 2)
        target = int(cell.hyperlink.location.rpartition("!A")[2])
        assert scores.cell(target, 1).value == cell.value


def test_the_score_sheet_says_that_nothing_counts_yet(book):
    assert "疑似扣分，核实前不计分" in book["案件评分"]["A3"].value
    by_case = {row["案件"]: row for row in rows(book["案件评分"])}
    # severe 20 + flaw 1
    assert (by_case["A2026-0001"]["疑似扣分"], by_case["A2026-0001"]["全部属实时得分"]) == (21, 79)
    assert (by_case["A9"]["疑似扣分"], by_case["A9"]["全部属实时得分"]) == (0, 100)


def test_what_is_undecided_says_what_is_missing(book):
    told = {(row["规则编号"], row["数据待补"]): row["未决数"] for row in rows(book["未决"])}
    assert told[("recordings.cover", "本数据源不含该环节")] == 7
    assert told[("cases.decide", "记录中未填写：民警、approver")] == 1


def test_no_hostile_text_becomes_a_formula_a_link_or_a_number(pack, why, make_result, finding, tmp_path):
    findings = [
        finding(
            keys={"case": text, "person": text, "item": text}, unit=text, officers=(text, text), edition=text,
            trigger_type=text, unverified=(text,),
        )
        for text in HOSTILE
    ]  # fmt: skip
    result = replace(
        make_result(*findings), source=HOSTILE[1], unmapped={text: 1 for text in HOSTILE if text},
        refused_rows=tuple(RefusedRow(number, text) for number, text in enumerate(HOSTILE)),
        missing={"cases.decide": {text: 1 for text in HOSTILE if text}},
    )  # fmt: skip
    scores = score_cases([(text, text, (text,)) for text in HOSTILE if text], findings, SCALE)
    briefing = Briefing(result, pack, lambda item: [item.unit], scores=scores)
    [path] = write_xlsx(briefing, tmp_path / "hostile.xlsx")
    book = load_workbook(path)
    texts = set()
    for sheet in book:
        for row in sheet.iter_rows(min_row=5):
            for cell in row:
                assert cell.data_type in ("s", "n", "d", "inlineStr"), (sheet.title, cell.coordinate, cell.value)
                if cell.hyperlink is not None:
                    assert cell.hyperlink.location and not cell.hyperlink.target
                if isinstance(cell.value, str):
                    texts.add(cell.value)
                    assert not any(ord(char) < 32 for char in cell.value)
                    assert "\u202e" not in cell.value
                    assert len(cell.value) <= 32_767
                    if cell.value[:1] in "=+-@＝＋－＠" and cell.value:
                        assert cell.quotePrefix, cell.value
    # "_x003D_" is Excel's escape for "="; doubled in the file it stays the text that it was.
    assert {"0123", "1e5", "TRUE", "␀=1", "␉=1+1", "A␀B␇C␛[31m", "⟨U+202E⟩gnp.exe", "_x005F_x003D_1+1"} <= texts
    assert any(text.startswith("xxx") and text.endswith("（以下略）") for text in texts)
    with ZipFile(path) as archive:
        raw = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets"))
        # A link to the outside stands in a relationship of its sheet.
        assert not any("_rels/sheet" in name for name in archive.namelist())
    assert b"<f>" not in raw and b"<f " not in raw


def test_what_a_sheet_cannot_hold_goes_on_in_a_second_file(pack, why, make_result, finding, tmp_path):
    findings = [finding(case=f"C{number:02d}", late_seconds=6000 - 60 * number) for number in range(25)]
    briefing = Briefing(make_result(*findings), pack, why)
    # 4 rows of headings leave room for 10: 25 findings need three files.
    written = write_xlsx(briefing, tmp_path / "查.xlsx", max_rows=14)
    assert [path.name for path in written] == ["查.xlsx", "查-2.xlsx", "查-3.xlsx"]
    books = [load_workbook(path) for path in written]
    seen = [row["案件"] for book in books for row in rows(book["疑似问题"])]
    assert seen == [f"C{number:02d}" for number in range(25)]
    assert [book["疑似问题"].max_row for book in books] == [14, 14, 9]
    assert books[1].sheetnames == ["疑似问题"]
    assert "第 2 册，共 3 册" in books[1]["疑似问题"]["A1"].value
    assert books[1]["疑似问题"].freeze_panes.endswith("5")


def test_only_the_gravest_are_asked_why(pack, make_result, finding, tmp_path):
    asked = []
    findings = [finding(case=f"C{number}", late_seconds=6000 - 60 * number) for number in range(8)]
    briefing = Briefing(
        make_result(*findings), pack, lambda item: asked.append(item.keys["case"]) or ["因"], per_rule=3
    )
    write_xlsx(briefing, tmp_path / "a.xlsx")
    write_xlsx(briefing, tmp_path / "b.xlsx")
    assert asked == ["C0", "C1", "C2"]
    found = rows(load_workbook(tmp_path / "a.xlsx")["疑似问题"])
    assert [row["原因"] for row in found[:4]] == ["因", "因", "因", "已办结，但晚于到期时间"]


def test_an_empty_check_gives_a_workbook_that_says_so(pack, why, make_result, tmp_path):
    [path] = write_xlsx(Briefing(make_result(), pack, why), tmp_path / "空.xlsx")
    book = load_workbook(path)
    assert book["疑似问题"]["A5"].value == "未发现疑似问题。"
    assert book["退回行"]["A5"].value == "没有退回的行。"


def test_a_place_that_cannot_be_written_is_refused_in_one_sentence(briefing, tmp_path):
    with pytest.raises(ReportNotWritten) as refused:
        write_xlsx(briefing, tmp_path / "no" / "查.xlsx")
    assert "查.xlsx" in refused.value.sentence
    assert refused.value.remedy


def test_no_link_leads_into_a_sheet_of_another_file(pack, why, make_result, finding, tmp_path):
    severe = [finding(case=f"S{number:02d}") for number in range(12)]
    minor = finding(rule="property.register", case="F01")
    briefing = Briefing(make_result(minor, *severe), pack, why)
    # Room for 10: the flaw is the thirteenth finding and stands in the second file.
    first, second = write_xlsx(briefing, tmp_path / "查.xlsx", max_rows=14)
    counts = {row[-1].value: row[4] for row in load_workbook(first)["摘要"].iter_rows(min_row=5)}
    assert counts["custody.tell-family"].hyperlink.location == "'疑似问题'!A5"
    assert (counts["property.register"].value, counts["property.register"].hyperlink) == (1, None)
    assert rows(load_workbook(second)["疑似问题"])[-1]["案件"] == "F01"
