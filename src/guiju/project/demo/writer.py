"""The sample as files: an export as a case system would make it, the mapping that reads it, and the truth."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from guiju.project.demo.calls import Months
from guiju.project.demo.flow import Row
from guiju.project.demo.headings import COLUMNS, HEADINGS, KINDS, TOLD

TRUTH = (
    "family", "rule", "case", "person", "item", "act", "call", "recording", "officer", "unit",
    "trigger", "trigger_at", "due", "settled_at", "outcome", "why", "plant",
)  # fmt: skip
_ARROW = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), str: pa.string()}


def _kind_of(name: str) -> pa.DataType:
    return pa.timestamp("s") if name == "at" else _ARROW[KINDS.get(name, str)]


NAMES = ("case", "type", "at", "unit", "officer", *COLUMNS)
SCHEMA = pa.schema([pa.field(HEADINGS[name], _kind_of(name)) for name in NAMES])
LABELS = {name: kind.label for name, kind in TOLD.items()}


class EventFile:
    """The events, written a month at a time so that a city fits into little memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self._parquet = pq.ParquetWriter(path, SCHEMA, compression="zstd") if path.suffix == ".parquet" else None
        self._text = None if self._parquet else path.open("w", encoding="utf-8", newline="")
        if self._text:
            csv.writer(self._text).writerow(SCHEMA.names)

    def __enter__(self) -> "EventFile":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._parquet:
            self._parquet.close()
        if self._text:
            self._text.close()

    def append(self, rows: Sequence[Row]) -> None:
        """Write rows as they were told."""
        said = _by_column(rows)
        arrays = [_array(name, said, len(rows)) for name in NAMES]
        self._write(pa.Table.from_arrays(arrays, schema=SCHEMA))

    def append_calls(self, month: Months) -> None:
        """Write a month of ordinary calls."""
        count = len(month.at)
        arrays = []
        for name in NAMES:
            kind = _kind_of(name)
            if name == "at":
                arrays.append(pa.array(month.at.astype("datetime64[m]").astype("datetime64[s]")))
            elif name in month.columns:
                codes, words = month.columns[name]
                said = [LABELS[str(word)] for word in words] if name == "type" else words
                indices = pa.array(codes.astype(np.int32), mask=codes < 0)
                arrays.append(pa.DictionaryArray.from_arrays(indices, pa.array(said, type=kind)).cast(kind))
            else:
                arrays.append(pa.nulls(count, kind))
        self._write(pa.Table.from_arrays(arrays, schema=SCHEMA))

    def _write(self, table: pa.Table) -> None:
        self.rows += table.num_rows
        if self._parquet:
            self._parquet.write_table(table)
        if self._text:
            lines = csv.writer(self._text)
            columns = [[_said(value) for value in column.to_pylist()] for column in table.columns]
            lines.writerows(zip(*columns, strict=True))


def _by_column(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """What rows say, by column: a row fills a dozen of the two hundred columns, so only these are walked through."""
    columns: dict[str, list[Any]] = {}
    for place, row in enumerate(rows):
        for name, value in row.items():
            if name not in columns:
                columns[name] = [None] * len(rows)
            columns[name][place] = value
    return columns


def _array(name: str, said: dict[str, list[Any]], count: int) -> pa.Array:
    if name not in said:
        return pa.nulls(count, _kind_of(name))
    values = said[name]
    if name == "at":
        return pa.array(np.array(values, dtype=np.int64).astype("datetime64[m]").astype("datetime64[s]"))
    if name == "type":
        return pa.array([LABELS[kind] for kind in values], type=pa.string())
    return pa.array(values, type=_kind_of(name))


def _said(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def write_earlier(events: Path, path: Path, before: int) -> None:
    """The rows of a sample's events from before a minute, as an export of that day would have them."""
    limit = np.datetime64(before, "m").astype("datetime64[s]")
    if events.suffix == ".parquet":
        table = pq.read_table(events)
        pq.write_table(table.filter(pa.array(table.column(HEADINGS["at"]).to_numpy() < limit)), path)
        return
    with events.open(encoding="utf-8", newline="") as source, path.open("w", encoding="utf-8", newline="") as target:
        lines, kept = csv.reader(source), csv.writer(target)
        names = next(lines)
        kept.writerow(names)
        at = names.index(HEADINGS["at"])
        kept.writerows(line for line in lines if np.datetime64(line[at]) < limit)


def write_mapping(path: Path) -> None:
    """How the words of this export become ours; every type that it may bring counts as recorded."""
    columns = {"case": HEADINGS["case"], "type": HEADINGS["type"], "happened_at": HEADINGS["at"]}
    keys = ("unit", "officer", "person", "item", "act", "call", "room", "recording", "plan")
    columns |= {key: HEADINGS[key] for key in keys}
    mapping = {
        "timezone": "Asia/Shanghai",
        "columns": columns,
        "events": {label: name for name, label in LABELS.items()},
        "attributes": {name: HEADINGS[name] for name in COLUMNS if name not in keys},
        "records": sorted(LABELS),
    }
    text = yaml.safe_dump(mapping, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(f"# 样本县案件系统导出文件的映射表\n{text}", "utf-8")


def write_table(path: Path, names: Sequence[str], lines: Iterable[dict[str, str]]) -> None:
    """A plain table, one line a row."""
    with path.open("w", encoding="utf-8", newline="") as text:
        table = csv.DictWriter(text, names, extrasaction="ignore")
        table.writeheader()
        table.writerows(lines)
