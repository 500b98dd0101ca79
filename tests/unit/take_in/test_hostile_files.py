"""A file that would harm the reader is refused whole, in one sentence, soon."""

import dataclasses
import gzip
import os
import zipfile

import pyarrow as pa
import pytest
from pyarrow import parquet

from guiju.facts.take_in import Mapping, take_in
from guiju.facts.take_in.caps import FileRefused, FileTooCostly, ReadingBroke, ReadingStopped, TakeInRefused

HEAD = "case,type,happened_at\n"
EVENT = (
    '<event><string key="concept:name" value="%s"/><date key="time:timestamp" value="2024-03-01T00:00:00Z"/></event>'
)
LOG = '<?xml version="1.0"?>%s<log><trace><string key="concept:name" value="A"/>%s</trace></log>'


@pytest.fixture
def refused(small):
    """The refusal of a file; it comes within seconds, is one sentence, and says what to do."""

    def _refused(path, kind=TakeInRefused, caps=small):
        with pytest.raises(kind) as caught:
            take_in(path, Mapping.canonical(), limits=caps)
        assert not isinstance(caught.value, ReadingBroke), caught.value.__notes__
        assert caught.value.sentence.count("。") == 1 and caught.value.remedy and "\n" not in caught.value.sentence
        return caught.value.sentence

    return _refused


def sheet(tmp_path, cells: str, name: str = "log.xlsx"):
    """A workbook by hand, whose only sheet holds the given rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="一" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return tmp_path / name


def test_a_cell_at_the_end_of_the_sheet_is_named(tmp_path, refused):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    assert "XFD1048576" in refused(sheet(tmp_path, cells), FileTooCostly)


@pytest.mark.slow
def test_a_sheet_too_large_for_the_memory_is_stopped(tmp_path, refused):
    # 702 columns are let through, but not a million rows of them.
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="FA1048576"><v>2</v></c></row>'
    assert "内存" in refused(sheet(tmp_path, cells))


@pytest.mark.slow
def test_a_zip_bomb_is_not_unpacked(tmp_path, refused):
    path = sheet(tmp_path, "<row/>" + " " * (100 * 1024 * 1024))
    assert path.stat().st_size < 1024 * 1024
    assert "压缩炸弹" in refused(path, FileTooCostly)


def test_a_gzip_bomb_is_not_unpacked(tmp_path, refused):
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(HEAD.encode() + b"A,a.b,2024-03-01\n" * 1_500_000))
    assert "解开后超过 16 MB" in refused(path, FileTooCostly)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE log SYSTEM "http://example.invalid/log.dtd">',
    ],
)
def test_xes_with_a_document_type_is_refused(write, refused, declaration):
    assert "DOCTYPE" in refused(write("log.xes", LOG % (declaration, EVENT % "a.b")))


def test_an_undefined_entity_is_refused(write, refused):
    assert "&lol;" in refused(write("log.xes", LOG % ("", EVENT % "&lol;")))


@pytest.mark.parametrize(
    "text",
    [
        "<log><trace><event></trace></event></log>",
        "<log><trace><event/></trace>",
        "<log></log></log>",
        "<log><event/></log>",
        "<log><trace><trace/></trace></log>",
        "<html><body/></html>",
        "<log><trace><event><string key='a' value='b'/>text</event></trace></log>",
        "<log><trace><string key=a value=b/></trace></log>",
        "<log><trace><string value='b'/></trace></log>",
        "<log><!-- never closed",
        "<log><![CDATA[x]]></log>",
        "<log" + " a='b'" * 5,
        "just text",
        "<string key='a' value='b'>" * 100,
    ],
)
def test_broken_xes_is_refused(write, refused, text):
    refused(write("log.xes", text), FileRefused)


def test_ten_thousand_levels_are_refused(write, refused):
    deep = '<string key="a" value="b">' * 10_000 + "</string>" * 10_000
    assert "嵌套" in refused(write("log.xes", LOG % ("", f"<event>{deep}</event>")))


def test_one_endless_value_is_refused(write, refused, small):
    caps = dataclasses.replace(small, field_chars=10_000)
    refused(write("log.xes", LOG % ("", EVENT % ("x" * 20_000))), FileTooCostly, caps)
    assert "引号" in refused(write("log.csv", HEAD + f'"{"x" * 20_000}",a.b,2024-03-01\n'), FileRefused, caps)


def test_one_endless_line_is_refused(write, refused, small):
    caps = dataclasses.replace(small, line_bytes=100_000)
    assert "一行" in refused(write("log.csv", HEAD + "x" * 200_000), FileTooCostly, caps)


@pytest.mark.slow
def test_a_million_columns_are_refused(write, refused, tmp_path, small):
    wide = ",".join(f"c{index}" for index in range(1_000_000))
    assert "1000000 列" in refused(write("log.csv", wide + "\n"), FileTooCostly)
    parquet.write_table(pa.table({f"c{index}": [1] for index in range(300)}), tmp_path / "log.parquet")
    assert "300 列" in refused(tmp_path / "log.parquet", FileTooCostly)
    many = "".join(f'<int key="k{index}" value="1"/>' for index in range(300))
    assert "200 种" in refused(write("log.xes", LOG % ("", f"<event>{many}</event>")), FileTooCostly)


def test_too_many_rows_are_refused(write, refused, small):
    path = write("log.csv", HEAD + "A,a.b,2024-03-01\n" * 20)
    assert "超过 10 行" in refused(path, FileTooCostly, dataclasses.replace(small, rows=10))


@pytest.mark.parametrize("name", ["log.csv", "log.xes"])
def test_zero_bytes_are_refused(write, refused, name):
    text = HEAD + "A\0,a.b,2024-03-01\n" if name == "log.csv" else LOG % ("", EVENT % "a\0b")
    assert "空字节" in refused(write(name, text))


def test_a_file_in_two_encodings_is_refused_with_both_lines(write, refused):
    first = (HEAD + "甲案,受案,2024-03-01\n").encode()
    second = "乙案,立案,2024-03-02\n".encode("gb18030")
    assert "第 2 行是 UTF-8，第 3 行不是" in refused(write("log.csv", first + second))
    assert "编码混杂" in refused(write("log.csv", HEAD.encode() + second + first.split(b"\n", 1)[1]))


def test_bytes_of_no_encoding_are_refused_with_their_line(write, refused):
    assert "第 2 行既不是 UTF-8 也不是 GB18030" in refused(write("log.csv", HEAD.encode() + b"\xff\xff,a.b,2024\n"))


def test_a_quote_that_never_closes_is_refused_with_its_line(write, refused):
    assert "第 3 行起" in refused(write("log.csv", HEAD + 'A,a.b,2024-03-01\nA,"a.b,2024-03-01\nB,a.c,2024-03-02\n'))


@pytest.mark.parametrize("name", ["log.csv.gz", "log.xes.gz", "log.xlsx", "log.parquet"])
def test_a_file_cut_short_is_refused(write_log, refused, name):
    rows = [["案件编号", "type", "happened_at"], *([f"A{index}", "a.b", "2024-03-01"] for index in range(50))]
    path = write_log(name, rows)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    refused(path, FileRefused)
    path.write_bytes(data[: len(data) // 2] + bytes(40) + data[len(data) // 2 + 40 :])
    refused(path, FileRefused)


@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz", "log.xes", "log.xes.gz", "log.xlsx", "log.parquet"])
def test_a_wrong_extension_is_refused(write, write_log, refused, name):
    rows = [["案件编号", "type", "happened_at"], ["A", "a.b", "2024-03-01"]]
    source = write_log("other.xlsx" if not name.endswith("xlsx") else "other.parquet", rows)
    path = source.rename(source.parent / name)
    assert "不是" in refused(path, FileRefused)


def test_a_web_page_called_csv_is_refused(write, refused):
    assert "网页" in refused(write("log.csv", "<html><table><tr><td>案件编号</td></tr></table></html>"))


@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz", "log.xes", "log.xlsx", "log.parquet"])
def test_an_empty_file_is_refused(write, refused, name):
    assert "空" in refused(write(name, b""))


def test_folders_pipes_and_strange_types_are_refused_before_anything_is_read(tmp_path, write, refused):
    assert "文件夹" in refused(tmp_path)
    assert "找不到" in refused(tmp_path / "none.csv")
    assert "文件类型" in refused(write("log.docx", "x"))
    os.mkfifo(tmp_path / "pipe.csv")
    assert "不是普通文件" in refused(tmp_path / "pipe.csv")


def test_a_reader_that_needs_too_much_time_is_stopped(write, small):
    path = write("log.csv", HEAD + "A,a.b,2024-03-01\n" * 200_000)
    with pytest.raises(ReadingStopped, match="用时过长"):
        take_in(path, Mapping.canonical(), limits=dataclasses.replace(small, wall_seconds=0.15))


@pytest.mark.slow
def test_a_reader_that_needs_too_much_memory_is_refused(write, small):
    lines = "\n".join(f"A{index},a.b,2024-03-01" for index in range(300_000))
    caps = dataclasses.replace(small, memory_bytes=130 * 1024 * 1024)
    with pytest.raises((FileTooCostly, ReadingStopped), match="内存"):
        take_in(write("log.csv", HEAD + lines), Mapping.canonical(), limits=caps)
