"""The same log in any format is the same log."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from guiju.facts.take_in import Mapping, load_mapping, take_in

pytestmark = pytest.mark.usefixtures("read_here")

MAPPING = """
columns: {case: %s, type: 环节, happened_at: 时间, unit: 单位, officer: 民警}
attributes: {place: 地点}
events: {受案: cases.accepted, 立案: cases.filed}
where: {刑拘: {event: custody.detained, set: {kind: criminal, person: P9}}}
"""
HEADER = ["案件编号", "环节", "时间", "单位", "民警", "地点"]
ROWS = [
    HEADER,
    ["0123", "受案", "2024-03-01 08:00", "U1", "乙、甲", ""],
    ["0123", "刑拘", "2024-03-02 09:30:15", "U1", "甲;丙；甲", "办案区"],
    ["A2", "立案", "2024-03-02T09:30:15+00:00", "", "丁", ""],
    ["A2", "喝茶", "2024-03-03", "U2", "", "“一, 二”"],
]


def micros(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000


def mapping_for(write, case: str = "案件编号", text: str = MAPPING) -> Mapping:
    return load_mapping(write("m.yaml", text % case))


def told(table):
    return [table.event(index) for index in range(len(table))]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("log.csv", "utf-8"),
        ("log.csv", "utf-8-sig"),
        ("log.csv", "gb18030"),
        ("log.csv", "utf-16"),
        ("log.csv.gz", "utf-8"),
        ("log.csv.gz", "gb18030"),
        ("log.xlsx", ""),
        ("log.parquet", ""),
        ("log.xes", ""),
        ("log.xes.gz", ""),
    ],
)
def test_every_format_tells_the_same_events(write, write_log, name, encoding):
    case = '"case:concept:name"' if ".xes" in name else "案件编号"
    taken = take_in(write_log(name, ROWS, encoding), mapping_for(write, case))
    first, second, third, fourth = told(taken.table)

    assert taken.refused_rows == []
    # 2024-03-01 is day 738946 counted from 0001-01-01 = 1; Shanghai is eight hours ahead.
    assert (first.type, first.at, first.day, first.second) == ("cases.accepted", micros(2024, 3, 1), 738946, 28800)
    assert dict(first.fields) == {"case": "0123", "unit": "U1", "officer": ("乙", "甲")}
    assert (second.type, second.at) == ("custody.detained", micros(2024, 3, 2, 1, 30, 15))
    assert dict(second.fields) == {
        "case": "0123", "unit": "U1", "officer": ("丙", "甲"), "place": "办案区", "kind": "criminal", "person": "P9",
    }  # fmt: skip
    # Written in Greenwich time, counted in local days: 17:30:15 in Shanghai.
    assert (third.at, third.day, third.second) == (micros(2024, 3, 2, 9, 30, 15), 738947, 63015)
    assert (fourth.type, fourth.day, fourth.second) == ("喝茶", 738948, 0)
    assert fourth.get("place") == "“一, 二”"
    assert taken.table.offset.tolist() == [480, 480, 0, 480]
    assert taken.table.unmapped == {"喝茶": 1}
    assert taken.table.recorded == {"cases.accepted", "cases.filed", "custody.detained"}
    assert taken.table.row.tolist() == ([1, 2, 3, 4] if ".xes" in name or ".parquet" in name else [2, 3, 4, 5])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_even_where_cells_hold_others(write, delimiter):
    rows = [["案件编号", "环节,说明", "环节", "时间"], ["A;1", "x,y", "受案", "2024-03-01"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    mapping = load_mapping(write("m.yaml", "columns: {case: 案件编号, type: 环节, happened_at: 时间}"))
    taken = take_in(write("log.csv", text), mapping)
    assert told(taken.table)[0].get("case") == "A;1"


@pytest.mark.parametrize("name", ["log.csv", "log.xlsx", "log.parquet"])
def test_a_wide_row_becomes_one_event_for_each_date(write, write_log, name):
    rows = [
        ["案件编号", "受案时间", "立案时间", "单位"],
        ["A1", "2024-03-01", "2024/3/5 8:00", "U1"],
        ["A2", "2024-03-02", "", "U2"],
        ["A3", "待定", "2024-03-09", "U2"],
        ["A4", "", "", "U2"],
    ]
    text = "{columns: {case: 案件编号, unit: 单位}, wide: {受案时间: cases.accepted, 立案时间: cases.filed}}"
    taken = take_in(write_log(name, rows), load_mapping(write("m.yaml", text)))
    assert [(event.get("case"), event.type, event.get("unit")) for event in told(taken.table)] == [
        ("A1", "cases.accepted", "U1"),
        ("A1", "cases.filed", "U1"),
        ("A2", "cases.accepted", "U2"),
        ("A3", "cases.filed", "U2"),
    ]
    shift = 1 if name.endswith("parquet") else 2
    assert [(bad.row - shift, bad.reason) for bad in taken.refused_rows] == [
        (2, "时间“待定”无法识别"),
        (3, "各环节的时间都是空的"),
    ]
    assert taken.table.recorded == {"cases.accepted", "cases.filed"}


def test_excel_cells_are_read_for_what_they_are(write, write_xlsx):
    rows = [
        ["编号", "环节", "日期", "时刻", "罚款", "天数", "限期", "当场"],
        [123, "受案", date(2024, 3, 1), time(8, 5), 200.5, 10, date(2024, 3, 31), True],
        ["0123", "受案", datetime(2024, 3, 1), "8:05", 200.0, "", datetime(2024, 3, 31, 12), False],
        [123.5, "受案", "2024年3月1日", "", "", 1, "", ""],
    ]
    text = """
columns: {case: 编号, type: 环节, happened_at: [日期, 时刻]}
attributes: {fine: 罚款, days: 天数, reply_by: 限期, on_spot: 当场}
"""
    first, second, third = told(take_in(write_xlsx("log.xlsx", rows), load_mapping(write("m.yaml", text))).table)
    assert (first.get("case"), second.get("case"), third.get("case")) == ("123", "0123", "123.5")
    assert (first.second, second.second, third.second) == (8 * 3600 + 300, 8 * 3600 + 300, 0)
    assert (first.get("fine"), second.get("fine"), first.get("days")) == (200.5, 200, 10)
    assert (first.get("reply_by"), second.get("reply_by")) == ("2024-03-31", "2024-03-31T12:00:00")
    assert first.get("on_spot") is True and second.get("on_spot") is False


def test_date_and_time_cells_need_no_format_where_texts_do(write, write_xlsx):
    rows = [
        ["编号", "环节", "日期", "时刻"],
        ["A", "a.b", date(2024, 3, 1), time(8, 5)],
        ["A", "a.b", "1.3.2024", "8.05"],
    ]
    text = """
columns: {case: 编号, type: 环节, happened_at: [日期, 时刻]}
formats: {happened_at: "%d.%m.%Y %H.%M"}
"""
    first, second = told(take_in(write_xlsx("log.xlsx", rows), load_mapping(write("m.yaml", text))).table)
    assert first.at == second.at == micros(2024, 3, 1, 0, 5)


def test_a_named_sheet_is_read_instead_of_the_first(write, write_xlsx):
    rows = [["case", "type", "happened_at"], ["A1", "cases.filed", "2024-03-01"]]
    path = write_xlsx("log.xlsx", [["说明"]], rows)
    taken = take_in(path, load_mapping(write("m.yaml", "sheet: 其他")))
    assert len(taken.table) == 1


def test_title_rows_and_empty_rows_keep_the_numbering_of_the_sheet(write_xlsx):
    rows = [[], ["case", "type", "happened_at"], [], ["A1", "cases.filed", "昨天"]]
    taken = take_in(write_xlsx("log.xlsx", rows), Mapping.canonical())
    assert [bad.row for bad in taken.refused_rows] == [4]


def test_parquet_times_numbers_and_lists_keep_their_meaning(tmp_path):
    east = timezone(timedelta(hours=2))
    table = pa.table(
        {
            "case": pa.array([1, 2, 3]),
            "type": pa.array(["a.b", "a.b", "a.c"]).dictionary_encode(),
            "happened_at": pa.array([datetime(2024, 3, 1, 8, tzinfo=east)] * 3, pa.timestamp("ns", "Europe/Rome")),
            "officer": pa.array([["乙", "甲"], [], None]),
            "fine": pa.array([1.0, None, float("nan")]),
            "on_spot": pa.array([True, False, None]),
            "count": pa.array([1, 0, None], pa.int8()),
            "reply_by": pa.array([date(2024, 4, 1), None, None]),
        }
    )
    parquet.write_table(table, tmp_path / "log.parquet")
    first, second, third = told(take_in(tmp_path / "log.parquet", Mapping.canonical()).table)
    assert dict(first.fields) == {
        "case": "1", "officer": ("乙", "甲"), "fine": 1.0, "on_spot": True, "count": 1, "reply_by": "2024-04-01",
    }  # fmt: skip
    assert first.at == micros(2024, 3, 1, 6)
    assert dict(second.fields) == {"case": "2", "on_spot": False, "count": 0}
    assert type(second.get("on_spot")) is bool and type(second.get("count")) is int
    assert dict(third.fields) == {"case": "3"}


def test_xes_types_traces_lists_and_nested_attributes_are_kept(write):
    log = """<?xml version='1.0' encoding='UTF-8'?>
<!-- made by hand > with a < in it --><log xmlns="http://www.xes-standard.org/">
 <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
 <global scope="event"><string key="concept:name" value="none"/></global>
 <string key="concept:name" value="the log"/>
 <trace><string key="concept:name" value="A&amp;1"/><int key="age" value="17"/>
  <event><string value="a.b" key="concept:name"/><date key='time:timestamp' value='2024-03-01T08:00:00.5+02:00'/>
   <float key="fine" value="35.0"/><int key="days" value="3"/><boolean key="on_spot" value="false"/>
   <list key="org:resource"><values><string key="org:resource" value="B"/><string key="org:resource" value="A"/>
   </values></list>
   <string key="place" value="&#21150;"><string key="floor" value="2"/></string></event>
  <!-- between --><event/>
 </trace><trace/></log>"""
    taken = take_in(write("log.xes", log), Mapping.canonical())
    (event,) = told(taken.table)
    assert dict(event.fields) == {
        "case": "A&1", "officer": ("A", "B"), "case:age": 17, "fine": 35.0, "days": 3, "on_spot": False,
        "place": "办", "place/floor": "2",
    }  # fmt: skip
    assert event.at == micros(2024, 3, 1, 6) + 500_000
    assert taken.table.offset.tolist() == [120]
    assert [(bad.row, bad.reason) for bad in taken.refused_rows] == [(2, "没有环节名称")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "iso-8859-1"])
def test_xes_is_read_in_the_encoding_that_it_declares(write, encoding):
    name = "é" if encoding == "iso-8859-1" else "受案"
    log = (
        f'<?xml version="1.0" encoding="{encoding}"?><log><trace><string key="concept:name" value="A1"/><event>'
        f'<string key="concept:name" value="{name}"/><date key="time:timestamp" value="2024-03-01"/>'
        "</event></trace></log>"
    )
    assert told(take_in(write("log.xes", log, encoding), Mapping.canonical()).table)[0].type == name


def test_a_city_of_rows_keeps_its_order_across_batches(write):
    lines = ["case,type,happened_at"] + [f"C{index % 977},t.{index % 7}n,2024-03-01 08:00" for index in range(40_000)]
    table = take_in(write("log.csv", "\n".join(lines)), Mapping.canonical()).table
    assert table.row.tolist() == list(range(2, 40_002))
    picked = np.random.default_rng(7).integers(0, 40_000, 50).tolist()
    assert [table.event(index).get("case") for index in picked] == [f"C{index % 977}" for index in picked]
    assert [table.event(index).type for index in picked] == [f"t.{index % 7}n" for index in picked]


def test_progress_ends_at_one_and_never_goes_back(write, tmp_path: Path):
    heard: list[float] = []
    take_in(write("log.csv", "case,type,happened_at\nA,a.b,2024-03-01"), Mapping.canonical(), progress=heard.append)
    assert heard[-1] == 1.0 and heard == sorted(heard)
