"""A mapping is taken word by word, and refused with the nearest valid word."""

import pytest

from guiju.facts.take_in import load_mapping, take_in
from guiju.facts.take_in.caps import ColumnMissing, MappingRefused

pytestmark = pytest.mark.usefixtures("read_here")

COLUMNS = "columns: {case: c, type: t, happened_at: h}\n"


@pytest.fixture
def load(write):
    return lambda text: load_mapping(write("m.yaml", text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colums: {case: c}", "“colums”，最接近的是“columns”"),
        ("columns: {cas: c, type: t, happened_at: h}", "“cas”，最接近的是“case”"),
        ("columns: {case: c, type: t, happend_at: h}", "“happend_at”，最接近的是“happened_at”"),
        (COLUMNS + "formats: {hapened_at: '%Y'}", "“hapened_at”，最接近的是“happened_at”"),
        (COLUMNS + "where: {拘留: {evnt: a.b}}", "where.拘留 应当写成"),
        (COLUMNS + "where: {拘留: {event: a.b, sets: {kind: x}}}", "“sets”，最接近的是“set”"),
        ("timezone: Asia/Shangai", "“Asia/Shangai”，最接近的是“Asia/Shanghai”"),
    ],
)
def test_an_unknown_word_is_refused_with_the_nearest_one(load, text, said):
    with pytest.raises(MappingRefused) as refused:
        load(text)
    assert said in refused.value.sentence and refused.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "[1, 2]",
        "just words",
        "columns: {case: c",
        "columns: {case: c, type: t}",
        "columns: {type: t, happened_at: h}",
        "columns: [case, type]",
        "columns: {case: {a: b}, type: t, happened_at: h}",
        "columns: {case: [], type: t, happened_at: h}",
        COLUMNS + COLUMNS,
        COLUMNS + "events: {受案: [a.b, a.c]}",
        COLUMNS + "events: {受案: }",
        COLUMNS + "events: {刑拘: a.b}\nwhere: {刑拘: {event: a.b}}",
        COLUMNS + "where: {刑拘: {event: a.b, set: {x: [1]}}}",
        COLUMNS + "where: {刑拘: {event: a.b, set: {happened_at: 2024-01-01}}}",
        COLUMNS + "wide: {受案时间: a.b}",
        "wide: {受案时间: a.b}",
        COLUMNS + "attributes: {unit: 单位}",
        COLUMNS + "formats: {happened_at: 年月日}",
        COLUMNS + "formats: {happened_at: '%Y-%Q'}",
        COLUMNS + "records: a.b",
        COLUMNS + "sheet: 0",
        "columns: &x {case: c, type: t, happened_at: h}\nattributes: {a: &y [b, c], d: *y}",
        "!!python/object/apply:os.system ['true']",
        "[" * 3000,
    ],
)
def test_a_mapping_of_the_wrong_shape_is_refused(load, text):
    with pytest.raises(MappingRefused):
        load(text)


def test_a_mapping_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(MappingRefused, match="找不到映射文件“m.yaml”"):
        load_mapping(tmp_path / "m.yaml")


def test_scalars_are_those_of_yaml_1_2(load):
    mapping = load(
        "columns: {case: no, type: on, happened_at: 12:30}\nwhere: {off: {event: a.b, set: {n: 010, m: 10}}}"
    )
    assert mapping.columns == {"case": ("no",), "type": ("on",), "happened_at": ("12:30",)}
    assert mapping.targets["off"].constants == (("n", "010"), ("m", 10))


def test_a_mapping_saved_by_a_chinese_editor_is_read(write):
    path = write("m.yaml", "columns: {case: 案件编号, type: 环节, happened_at: 时间}", "gb18030")
    assert load_mapping(path).columns["case"] == ("案件编号",)


@pytest.mark.parametrize("name", ["log.csv", "log.xlsx", "log.parquet", "log.xes"])
def test_a_column_that_the_file_lacks_is_named_with_the_nearest(write_log, load, name):
    path = write_log(name, [["案件编号", "环节", "时间"], ["A", "受案", "2024-03-01"]])
    case = '"case:concept:name"' if name == "log.xes" else "案件编号"
    mapping = load(f"columns: {{case: {case}, type: 环节, happened_at: 时间, unit: 环节名}}")
    with pytest.raises(ColumnMissing, match="没有“环节名”这一列，最接近的是“环节”"):
        take_in(path, mapping)


def test_what_the_source_records_is_what_the_mapping_names(write, load):
    path = write("log.csv", "c,t,h\nA,受案,2024-03-01\nA,刑拘,2024-03-02")
    text = "events: {受案: cases.accepted, 立案: cases.filed}\nwhere: {刑拘: {event: custody.detained}}\n"
    taken = take_in(path, load(COLUMNS + text + "records: [custody.notice_withheld]"))
    assert taken.table.recorded == {
        "cases.accepted", "cases.filed", "custody.detained", "custody.notice_withheld",
    }  # fmt: skip


def test_without_events_the_values_are_our_names_and_the_rest_is_counted(write, load):
    path = write("log.csv", "c,t,h\nA,cases.filed,2024-03-01\nA,cases.fild,2024-03-02\nA,cases.fild,2024-03-03")
    taken = take_in(path, load(COLUMNS), vocabulary_known={"cases.filed", "cases.accepted"})
    assert taken.table.unmapped == {"cases.fild": 2}
    assert len(taken.table) == 3
    assert taken.table.recorded == {"cases.filed"}


def test_a_foreign_name_spelt_like_ours_does_not_become_ours(write, load):
    path = write("log.csv", "c,t,h\nA,受案,2024-03-01\nA,cases.accepted,2024-03-02\nA,cases.filed,2024-03-03")
    mapping = load(COLUMNS + "events: {受案: cases.accepted}")
    table = take_in(path, mapping, vocabulary_known={"cases.accepted", "cases.filed"}).table
    types = [table.event(index).type for index in range(3)]
    assert types[0] == "cases.accepted"
    assert not {"cases.accepted", "cases.filed"} & set(types[1:])
    assert table.unmapped == {"cases.accepted": 1, "cases.filed": 1}


def test_event_names_that_nobody_knows_are_reported(write, load):
    path = write("log.csv", "c,t,h\nA,受案,2024-03-01")
    mapping = load(COLUMNS + "events: {受案: cases.acepted}\nrecords: [cases.filed]")
    assert take_in(path, mapping, vocabulary_known={"cases.filed"}).unknown_events == ("cases.acepted",)


def test_a_constant_stands_above_the_file_and_only_for_its_own_rows(write, load):
    path = write("log.csv", "c,t,h,k\nA,刑拘,2024-03-01,行政\nA,拘留,2024-03-02,行政")
    text = "attributes: {kind: k}\nwhere: {刑拘: {event: a.b, set: {kind: criminal, officer: 乙、甲, days: 3}}}"
    table = take_in(path, load(COLUMNS + text)).table
    assert dict(table.event(0).fields) == {"case": "A", "kind": "criminal", "officer": ("乙", "甲"), "days": 3}
    assert dict(table.event(1).fields) == {"case": "A", "kind": "行政"}


def test_a_file_without_a_mapping_speaks_our_names(write):
    from guiju.facts.take_in import Mapping

    path = write("log.csv", "type,happened_at,person,room,fine\ncustody.detained,2024-03-01 08:00,P1,R2,200")
    table = take_in(path, Mapping.canonical()).table
    assert table.zone == "Asia/Shanghai"
    assert table.recorded == {"custody.detained"}
    assert dict(table.event(0).fields) == {"person": "P1", "room": "R2", "fine": "200"}


def test_a_date_attribute_with_a_format_becomes_iso_text(write, load):
    path = write("log.csv", "c,t,h,限期\nA,a.b,2024-03-01,31.03.2024\nA,a.b,2024-03-02,下月")
    taken = take_in(path, load(COLUMNS + "attributes: {reply_by: 限期}\nformats: {reply_by: '%d.%m.%Y'}"))
    assert taken.table.event(0).get("reply_by") == "2024-03-31"
    assert [(bad.row, bad.reason) for bad in taken.refused_rows] == [(3, "“下月”不合格式“%d.%m.%Y”")]


def test_the_words_of_a_source_are_put_into_ours(load, write):
    """A ground as the export writes it; a word that is not listed stays, a typo in the list is refused."""
    words = "attributes: {ground: 理由}\nvalues: {ground: {流窜作案: roaming, 其他: 0}}\n"
    path = write(
        "log.csv", "c,t,h,理由\nA,x,2026-01-01,流窜作案\nB,x,2026-01-01,其他\nC,x,2026-01-01,团伙\nD,x,2026-01-01,\n"
    )
    table = take_in(path, load(COLUMNS + words)).table
    assert [table.attributes["ground"].at(row) for row in range(4)] == ["roaming", 0, "团伙", None]
    with pytest.raises(MappingRefused, match="“grund”.*“ground”"):
        load(COLUMNS + words.replace("{ground: {", "{grund: {"))
