"""Real files of every format, written from the same few rows."""

import csv
import gzip
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from guiju.facts.take_in import Caps, door

MEBIBYTE = 1024 * 1024
Rows = Sequence[Sequence[object]]


def to_csv(rows: Rows, delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def to_xes(rows: Rows, *, case: str) -> str:
    """One trace a case, in order of first appearance; a column that is the case becomes the trace's name."""
    header, *body = rows
    place = header.index(case)
    traces: dict[object, list[str]] = {}
    for row in body:
        fields = "".join(
            f"<{_kind(value)} key={quoteattr(str(name))} value={quoteattr(_text(value))}/>"
            for index, (name, value) in enumerate(zip(header, row, strict=True))
            if index != place and value != ""
        )
        traces.setdefault(row[place], []).append(f"<event>{fields}</event>")
    inside = "".join(
        f'<trace><string key="concept:name" value={quoteattr(str(name))}/>{"".join(events)}</trace>'
        for name, events in traces.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">{inside}</log>\n'


def _kind(value: object) -> str:
    kinds = {bool: "boolean", int: "int", float: "float"}
    return kinds.get(type(value), "string")


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write text or bytes under a name; `.gz` names are packed."""

    def _write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        data = content.encode(encoding) if isinstance(content, str) else content
        path = tmp_path / name
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return _write


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as the first sheet of a workbook; a second sheet follows where its rows are given."""

    def _write(name: str, rows: Rows, second: Rows = ()) -> Path:
        book = openpyxl.Workbook()
        for sheet, content in zip((book.active, book.create_sheet("其他")), (rows, second), strict=True):
            for row in content:
                sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return _write


@pytest.fixture
def write_log(write: Callable[..., Path], write_xlsx: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    """Write rows under their header in the format that the name says."""

    def _write(name: str, rows: Rows, encoding: str = "utf-8") -> Path:
        if ".csv" in name:
            return write(name, to_csv(rows), encoding)
        if ".xes" in name:
            return write(name, to_xes(rows, case="案件编号"))
        if name.endswith(".xlsx"):
            return write_xlsx(name, rows)
        header, *body = rows
        columns = zip(*body, strict=True)
        table = {
            str(key): [None if value == "" else value for value in column]
            for key, column in zip(header, columns, strict=True)
        }
        parquet.write_table(pa.table(table), tmp_path / name)
        return tmp_path / name

    return _write


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in the test's own process, where it asks what is read; what the child is for, the hostile files ask."""
    monkeypatch.setattr(door, "_run", lambda job, progress: job.work(progress))


@pytest.fixture
def small() -> Caps:
    """Caps that a hostile file meets soon."""
    return Caps(memory_bytes=1024 * MEBIBYTE, cpu_seconds=10, unpacked_bytes=16 * MEBIBYTE, columns=200)
