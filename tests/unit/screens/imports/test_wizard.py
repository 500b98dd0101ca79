"""A file comes in by a page: matched by what is known, shown before anything is recorded, imported once."""

import io
import re

import openpyxl
import pytest
from tests.unit.bureau.conftest import EAST_STATION, WEST_STATION
from tests.unit.screens.imports.conftest import HEADER, ROWS, facts, table

from guiju.bureau.roles import APPROVE_CORRECTION, IMPORT_FILES
from guiju.project.roles import ROLES
from guiju.project.site.running.worker import Worker

NOT_A_TIME = ("A3", "受案", "不详", EAST_STATION, "")


def test_a_file_is_matched_by_what_is_known_and_recorded_and_the_same_again_adds_nothing(site):
    dept = site.as_("dept")
    answer = dept.upload(table(*ROWS))
    proposed = dept.fields(answer.headers["Location"])
    assert list(proposed.values()) == ["案件编号", "环节名称", "发生时间", "单位", ""]
    preview = dept.match(answer.headers["Location"])
    assert facts() == [], "nothing is recorded before somebody says so"
    job = dept.send(preview, _act="start").headers["Location"]
    assert "在等待前面的任务" in dept.text(job)
    Worker().round()
    assert facts() == [("case:A1", "cases.accepted"), ("case:A1", "内部流转"), ("case:A2", "cases.accepted")]
    assert "3 行已记入账本" in dept.text(job)
    assert "内部流转（1）" in dept.text(job), "what the law will not look at is said"
    again = dept.bring(table(*ROWS))
    assert "没有新内容" in dept.text(again)
    assert len(facts()) == 3


def test_what_was_chosen_is_remembered_for_the_next_file_of_the_source(site):
    dept = site.as_("dept")
    first = dept.upload(table(*ROWS)).headers["Location"]
    chosen = {f"column-{n}": text for n, text in enumerate(("案件编号", "环节名称", "发生时间", "单位", "地点"))}
    events = dept.send(first, **chosen).headers["Location"]
    assert events.endswith("/events/")
    dept.send(events, **{"word-0": "受案", "word-1": "立案"})
    later = dept.upload(table(*ROWS, ("A9", "受案", "2026-02-03 08:00", EAST_STATION, ""))).headers["Location"]
    assert dept.fields(later) == chosen
    assert list(dept.fields(f"{later}events/").values()) == ["受案", "立案"]
    other = dept.upload(table(*ROWS), source="别的系统").headers["Location"]
    assert dept.fields(other)["column-4"] == "", "another source may mean something else by the same word"


def test_a_table_with_a_case_in_each_row_becomes_an_event_for_each_date(site):
    rows = table(
        ("B1", "2026-02-01 08:00", "2026-02-03 08:00", EAST_STATION), header=("案号", "受案时间", "立案时间", "单位")
    )
    site.as_("dept").bring(rows)
    assert facts() == [("case:B1", "cases.accepted"), ("case:B1", "cases.filed")]


def test_a_word_that_nobody_knows_is_refused_with_the_nearest(site):
    dept = site.as_("dept")
    columns = dept.upload(table(*ROWS)).headers["Location"]
    answer = dept.send(columns, **{f"column-{n}": text for n, text in enumerate(("案件编好", "", "", "", ""))})
    assert answer.status_code == 422
    assert "最接近的是“案件编号”" in answer.content.decode()
    answer = dept.send(columns, **{f"column-{n}": text for n, text in enumerate(("案件编号", "", "发生时间", "", ""))})
    assert "还没有指出哪一列是“环节名称”" in answer.content.decode()


def test_refused_rows_are_told_before_with_number_and_reason_and_come_as_a_workbook(site):
    dept = site.as_("dept")
    preview = dept.match(dept.upload(table(*ROWS, NOT_A_TIME)).headers["Location"])
    assert "时间“不详”无法识别" in dept.text(preview)
    book = openpyxl.load_workbook(io.BytesIO(dept.get(preview.replace("preview/", "refused.xlsx")).content))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert {5, "A3", "时间“不详”无法识别"} <= set(cells)


def test_an_upload_lies_under_lock_and_goes_once_it_is_imported(site):
    dept = site.as_("dept")
    preview = dept.match(dept.upload(table(*ROWS)).headers["Location"])
    [place] = site.kept()
    [file] = place.iterdir()
    assert "受案".encode() not in file.read_bytes() and "导出" not in file.name
    dept.send(preview, _act="start")
    Worker().round()
    assert site.kept() == []


def test_a_double_click_keeps_one_upload_and_starts_one_import(site):
    dept = site.as_("dept")
    one, two = (dept.upload(table(*ROWS), key="a" * 32).headers["Location"] for _ in range(2))
    assert one == two and len(site.kept()) == 1
    preview = dept.match(one)
    jobs = {dept.send(preview, _act="start").headers["Location"] for _ in range(2)}
    assert len(jobs) == 1


def test_an_upload_that_nobody_wants_any_more_is_deleted(site):
    dept = site.as_("dept")
    preview = dept.match(dept.upload(table(*ROWS)).headers["Location"])
    dept.send(preview, _act="drop")
    assert site.kept() == [] and dept.get(preview).status_code == 404


def test_nobody_sees_the_upload_or_the_job_of_another(site):
    dept, other = site.as_("dept"), site.as_("other")
    columns = dept.upload(table(*ROWS)).headers["Location"]
    preview = dept.match(columns)
    job = dept.send(preview, _act="start").headers["Location"]
    for address in (columns, preview, f"{columns}events/", preview.replace("preview/", "refused.xlsx"), job):
        assert other.get(address).status_code == 404, address
    assert other.send(preview, _act="drop").status_code == 404 and len(site.kept()) == 1


@pytest.mark.parametrize("foreign", [WEST_STATION, ""])
def test_a_station_brings_only_the_records_that_it_answers_for(site, foreign):
    station = site.as_("station")
    row = ("W1", "受案", "2026-02-01 08:00", foreign, "")
    preview = station.match(station.upload(table(*ROWS, row)).headers["Location"])
    page = station.text(preview)
    assert "不由您负责的单位" in page and "开始导入" not in page
    # Whoever sends the form all the same is stopped by the import itself.
    job = station.send(preview, _act="start").headers["Location"]
    Worker().round()
    assert "不由您负责的单位" in station.text(job)
    assert facts() == [] and len(site.kept()) == 1, "it can be tried again with another mapping"
    station.bring(table(*ROWS))
    assert len(facts()) == 3


def test_a_station_brings_no_postings_of_officers(site):
    station = site.as_("station")
    row = ("", "任职", "2026-02-01 08:00", EAST_STATION, "", "0151003")
    content = table(row, header=(*HEADER, "警号"))
    assert "不能导入的环节：任职" in station.text(station.match(station.upload(content).headers["Location"]))


@pytest.mark.parametrize(("account", "pages"), [("sys", ()), ("west", ("corrections/", "proposals/"))])
def test_who_does_not_import_finds_no_page_of_it(site, account, pages):
    somebody = site.as_(account)
    for page in ("", "new/", "corrections/", "proposals/"):
        assert somebody.get(f"/imports/{page}").status_code == (200 if page in pages else 403)


def test_the_history_shows_each_his_own_imports_and_the_legal_department_all(site):
    station, dept, other = site.as_("station"), site.as_("dept"), site.as_("other")
    station.bring(table(*ROWS), name="本所.csv")
    dept.bring(table(*ROWS, NOT_A_TIME), name="全局.csv", source="县局系统")
    assert "本所.csv" in station.text("/imports/") and "全局.csv" not in station.text("/imports/")
    assert "本所.csv" in dept.text("/imports/") and "全局.csv" in dept.text("/imports/?q=县局")
    assert "本所.csv" not in dept.text("/imports/?q=县局")
    [batch] = set(re.findall(r'href="(/imports/\d+/)"', dept.text("/imports/?q=县局")))
    assert "时间“不详”无法识别" in dept.text(batch)
    assert "不详" not in other.text(batch), "a row that was refused may name anybody: the importer alone sees it"
    assert station.get(batch).status_code == 404
    assert dept.get(f"{batch}refused.xlsx").status_code == 200


def test_who_imports_looks_after_legality_and_keeps_no_system():
    holders = {name for name, role in ROLES.items() if IMPORT_FILES in role.may}
    assert holders == {"legal_officer", "legal_department"}
    assert APPROVE_CORRECTION not in ROLES["legal_officer"].may, "who imports for a station lets no correction pass"
