"""Parquet: typed columns, read in batches, each distinct value turned into Python once."""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from guiju.facts.take_in.caps import Caps, FileRefused, FileTooCostly, shown
from guiju.facts.take_in.columns import EMPTY, Gathering, Growing, Source, Unreadable
from guiju.facts.take_in.header import check_width, positions

BATCH = 131_072
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 — a time without a zone is what the file holds
_FIRST, _LAST = date(1, 1, 1).toordinal(), date(9999, 12, 31).toordinal()


def read_parquet(path: Path, wanted: Collection[str] | None, caps: Caps, progress: Callable[[float], None]) -> Source:
    """All rows of a Parquet file; ``wanted`` names the columns that are asked for, None asks for all.

    Raises:
        FileRefused: it is no Parquet, is damaged, or a wanted column holds neither values nor lists of text.
        FileTooCostly: it is larger than the caps allow.
    """
    import pyarrow as pa
    from pyarrow import parquet

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    try:
        with parquet.ParquetFile(path, memory_map=False) as file:
            header = list(file.schema_arrow.names)
            check_width(len(header), caps)
            if file.metadata.num_rows > caps.rows:
                raise FileTooCostly(f"“{path.name}”超过 {caps.rows} 行。")
            places = positions(header, wanted)
            gathering = Gathering(places)
            converters = {name: _converter(file.schema_arrow.field(name).type, name) for name in places}
            batches = file.iter_batches(BATCH, columns=list(places), use_threads=False)
            for batch in batches:
                _add(gathering, batch, converters)
                progress(0.9 * gathering.count / max(file.metadata.num_rows, 1))
            if not places:
                return Source(np.empty(0, dtype=np.int64), {}, header)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, MemoryError):
            raise
        raise FileRefused(f"“{path.name}”不是完整的 Parquet 文件，可能已损坏或被截断。") from error
    return gathering.finish(header, [])


def _add(gathering: Gathering, batch: Any, converters: dict[str, Callable[[Any], list[object]]]) -> None:
    import pyarrow as pa

    codes = {}
    for name, convert in converters.items():
        column = batch.column(name)
        if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
            codes[name] = gathering.growing[name].encode_mixed(convert(column))
            continue
        if not pa.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        codes[name] = _translate(gathering.growing[name], convert(column.dictionary), column.indices)
    first = gathering.count + 1
    gathering.add(np.arange(first, first + batch.num_rows, dtype=np.int64), codes)


def _translate(growing: Growing, values: list[object], indices: Any) -> np.ndarray:
    """The batch's own codes as codes of the whole column."""
    table = np.append(growing.encode_mixed(values), np.int32(EMPTY))
    places = indices.cast("int64").fill_null(len(values)).to_numpy(zero_copy_only=False)
    found: np.ndarray = table[places]
    return found


def _converter(kind: Any, name: str) -> Callable[[Any], list[object]]:
    """How the values of a type become ours.

    Raises:
        FileRefused: they cannot.
    """
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_timestamp(kind):
        zone = None if kind.tz is None else _zone(kind.tz, name)
        return lambda array: [_moment(micros, zone) for micros in _micros(array)]
    if types.is_decimal(kind):
        return lambda array: [_number(value) for value in array.to_pylist()]
    if types.is_list(kind) or types.is_large_list(kind):
        if not (types.is_string(kind.value_type) or types.is_large_string(kind.value_type)):
            raise _strange(name)
        return lambda array: [None if value is None else "、".join(filter(None, value)) for value in array.to_pylist()]
    if types.is_date(kind):
        return lambda array: [_day(days) for days in array.cast("date32").cast("int32").to_pylist()]
    if types.is_time(kind):
        return lambda array: array.cast(pa.time64("us"), safe=False).to_pylist()
    plain = (
        types.is_string, types.is_large_string, types.is_integer, types.is_floating, types.is_boolean, types.is_null,
    )  # fmt: skip
    if any(test(kind) for test in plain):
        return lambda array: array.to_pylist()
    raise _strange(name)


def _strange(name: str) -> FileRefused:
    return FileRefused(f"“{shown(name)}”列的类型读不了。", remedy="请把该列另存为文字、数字或时间。")


def _micros(array: Any) -> list[int | None]:
    import pyarrow as pa

    unit = array.type.unit
    numbers = array.cast(pa.int64()).to_pylist()
    if unit == "ns":
        return [None if number is None else number // 1000 for number in numbers]
    factor = {"s": 1_000_000, "ms": 1000, "us": 1}[unit]
    return [None if number is None else number * factor for number in numbers]


def _moment(micros: int | None, zone: tzinfo | None) -> object:
    if micros is None:
        return None
    try:
        naive = _NAIVE_EPOCH + timedelta(microseconds=micros)
        return naive if zone is None else naive.replace(tzinfo=UTC).astimezone(zone)
    except OverflowError:
        return Unreadable("时间超出日历范围")


def _day(days: int | None) -> object:
    if days is None:
        return None
    ordinal = days + 719_163
    return date.fromordinal(ordinal) if _FIRST <= ordinal <= _LAST else Unreadable("日期超出日历范围")


def _number(value: Any) -> object:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _zone(name: str, column: str) -> tzinfo:
    if name[:1] in "+-" and len(name) == 6:
        return datetime.fromisoformat(f"2000-01-01T00:00{name}").tzinfo or UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise FileRefused(f"“{shown(column)}”列的时区“{shown(name)}”不认识。") from error
