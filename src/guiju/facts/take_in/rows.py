"""From a file's own columns to events: names, instants, keys, attributes; bad rows out, with their reasons."""

import re
from collections.abc import Iterable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

import numpy as np

from guiju.facts.take_in.caps import shown
from guiju.facts.take_in.columns import EMPTY, Growing, RawColumn, Source, Unreadable, compact, join, recode
from guiju.facts.take_in.header import check_present
from guiju.facts.take_in.instants import Instant, InstantReader
from guiju.facts.take_in.mapping import Mapping, Target
from guiju.facts.take_in.refusal import Refusal
from guiju.values.event import KEYS, Scalar

AND = "、"
_OFFICERS = re.compile(r"[、;,；，/／\r\n\t]")
_TEXT: frozenset[type] = frozenset((str,))
_SCALARS: frozenset[type] = frozenset((str, int, float, bool))
XES_NAMES = {
    "case": "case:concept:name",
    "type": "concept:name",
    "happened_at": "time:timestamp",
    "officer": "org:resource",
    "unit": "org:group",
}


@dataclass(slots=True)
class Rows:
    """The accepted events of a file, column by column, ready to be handed over.

    ``types`` are canonical names, or the source's own where the mapping has none for them: those are listed in
    ``unmapped`` by their codes.
    """

    row: np.ndarray
    type: RawColumn
    at: np.ndarray
    day: np.ndarray
    second: np.ndarray
    offset: np.ndarray
    keys: dict[str, RawColumn]
    attributes: dict[str, RawColumn]
    unmapped: list[int] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)


def complete(mapping: Mapping, source: Source) -> Mapping:
    """The mapping with its columns said: a canonical file's are found in its header.

    Raises:
        ColumnMissing: the file lacks a column that the mapping names.
    """
    if not mapping.is_canonical:
        wanted = [name for names in mapping.columns.values() for name in names] + list(mapping.wide)
        if not source.sparse:
            wanted += [name for names in mapping.attributes.values() for name in names]
        if len(source.row) or not source.sparse:
            check_present(source.names, wanted)
        return mapping
    columns = {key: (key,) for key in ("type", "happened_at", *KEYS) if key in source.names}
    if source.sparse:
        for key, name in XES_NAMES.items():
            if key not in columns and name in source.names:
                columns[key] = (name,)
    if len(source.row) or not source.sparse:
        check_present(source.names, [key for key in ("type", "happened_at") if key not in columns])
    used = {name for names in columns.values() for name in names}
    attributes = {name: (name,) for name in source.names if name and name not in used}
    return replace(mapping, columns=columns, wide={}, attributes=attributes, is_canonical=True)


def wanted_columns(mapping: Mapping) -> list[str] | None:
    """The source columns that the mapping reads; None for all."""
    if mapping.is_canonical:
        return None
    listed = (*mapping.columns.values(), *mapping.attributes.values(), tuple(mapping.wide))
    return list(dict.fromkeys(name for names in listed for name in names))


def build_rows(source: Source, mapping: Mapping) -> Rows:
    """The events that the source's rows say, under a complete mapping."""
    refusal = Refusal(len(source.row), list(source.refused))
    reader = InstantReader(ZoneInfo(mapping.zone), mapping.formats.get("happened_at"))
    if mapping.wide:
        source, type_column, written = _spread(source, mapping)
        refusal = Refusal(len(source.row), list(source.refused))
    else:
        type_column = _column(source, mapping.columns.get("type", ()))
        written = _column(source, mapping.columns.get("happened_at", ()))
        refusal.add(type_column.codes == EMPTY, "没有环节名称")
    refusal.add(written.codes == EMPTY, "没有时间")
    at, day, second, offset = _instants(written, reader, refusal)
    targets = mapping.targets
    keys = {key: _column(source, names) for key, names in mapping.columns.items() if key in KEYS}
    attributes = {name: _column(source, names) for name, names in mapping.attributes.items()}
    for column in (type_column, *keys.values(), *attributes.values()):
        _refuse_unreadable(column, refusal)
    types = recode(type_column, key_text, _TEXT)
    for key, column in list(keys.items()):
        keys[key] = recode(column, _officers) if key == "officer" else recode(column, key_text, _TEXT)
    for name, column in list(attributes.items()):
        attributes[name] = _attribute(column, mapping.formats.get(name), reader.zone, refusal)
        if name in mapping.values:
            attributes[name] = recode(attributes[name], partial(_in_our_words, mapping.values[name]))
    for code, value in enumerate(types.values):
        target = targets.get(str(value))
        if target and target.constants:
            _set_constants(target.constants, types.codes == code, keys, attributes)
    lonely = np.ones(len(source.row), dtype=bool)
    for column in keys.values():
        lonely &= column.codes == EMPTY
    refusal.add(lonely, "没有任何关联键（案件、人员等编号都为空）")
    known, unmapped = _canonical(types, targets, bool(targets) and not mapping.wide)
    rows = Rows(source.row, known, at, day, second, offset, keys, attributes, unmapped)
    return _accepted(rows, refusal)


def _column(source: Source, names: Iterable[str]) -> RawColumn:
    blank = RawColumn(np.full(len(source.row), EMPTY, dtype=np.int32), [])
    return join([source.columns.get(name, blank) for name in names] or [blank], _combine)


def _spread(source: Source, mapping: Mapping) -> tuple[Source, RawColumn, RawColumn]:
    """One row a case becomes one row an event, in the order of rows, then of the mapping's columns."""
    count, width = len(source.row), len(mapping.wide)
    values: list[object] = []
    stacked = np.full((count, width), EMPTY, dtype=np.int32)
    for place, name in enumerate(mapping.wide):
        column = source.columns[name]
        codes = column.codes.astype(np.int32)
        stacked[:, place] = np.where(codes == EMPTY, EMPTY, codes + len(values))
        values.extend(column.values)
    filled = stacked != EMPTY
    line, column_place = np.nonzero(filled)
    refused = list(source.refused)
    refused += [(int(row), "各环节的时间都是空的") for row in source.row[~filled.any(axis=1)]]
    types = Growing()
    codes = types.encode(list(mapping.wide.values()))
    columns = {name: RawColumn(column.codes[line], column.values) for name, column in source.columns.items()}
    taken = Source(source.row[line], columns, source.names, refused)
    return taken, RawColumn(codes[column_place], types.values_met), RawColumn(stacked[filled], values)


def _refuse_unreadable(column: RawColumn, refusal: Refusal) -> None:
    bad = {code: value.reason for code, value in enumerate(column.values) if isinstance(value, Unreadable)}
    refusal.add_values(column, bad)


def _instants(
    written: RawColumn, reader: InstantReader, refusal: Refusal
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    count = len(written.values)
    table = np.zeros((count, 4), dtype=np.int64)
    bad: dict[int, str] = {}
    for code, value in enumerate(written.values):
        found = value.reason if isinstance(value, Unreadable) else reader.read(value)
        if isinstance(found, Instant):
            table[code] = found
        else:
            bad[code] = found
    refusal.add_values(written, bad)
    kinds = (np.int64, np.int32, np.int32, np.int16)
    at, day, second, offset = (written.look_up(table[:, i].astype(kind), 0) for i, kind in enumerate(kinds))
    return at, day, second, offset


def _combine(values: list[object]) -> object:
    """What stands in two columns as one: a date cell and a time cell are a moment, all else is text."""
    bad = next((value for value in values if isinstance(value, Unreadable)), None)
    if bad is not None:
        return bad
    first, second = values
    if isinstance(first, datetime) and first.time() == time():
        first = first.date()
    if isinstance(first, date) and not isinstance(first, datetime) and isinstance(second, time):
        return datetime.combine(first, second)
    return f"{key_text(first)} {key_text(second)}"


def key_text(value: object) -> str:
    """A key as text, as written; a number that a spreadsheet made of it without the decimals."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _officers(value: object) -> str | None:
    """Several officers as one text, sorted, each once; the table makes tuples of it."""
    text = key_text(value)
    if _OFFICERS.search(text) is None:
        return text
    names = {part.strip() for part in _OFFICERS.split(text)}
    return AND.join(sorted(names - {""})) or None


def _attribute(column: RawColumn, pattern: str | None, zone: object, refusal: Refusal) -> RawColumn:
    """Scalars as they are, dates and times as ISO text."""
    if pattern is not None:
        bad = {}
        column = RawColumn(column.codes, list(column.values))
        for code, value in enumerate(column.values):
            try:
                if isinstance(value, str):
                    column.values[code] = _by_pattern(value, pattern)
            except ValueError:
                bad[code] = f"“{shown(value)}”不合格式“{pattern}”"
        refusal.add_values(column, bad)
    return recode(column, _scalar, _SCALARS)


def _in_our_words(words: Pairs[str, Scalar], value: object) -> object:
    return words.get(str(value), value)


def _by_pattern(text: str, pattern: str) -> object:
    moment = datetime.strptime(text, pattern)  # noqa: DTZ007 — a date attribute has the zone it is written with
    has_time = any(sign in pattern for sign in ("%H", "%I", "%M", "%S", "%X", "%c", "%p"))
    return moment if has_time else moment.date()


def _scalar(value: object) -> object:
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Unreadable) else value


def _set_constants(
    constants: Iterable[tuple[str, Scalar]],
    rows: np.ndarray,
    keys: dict[str, RawColumn],
    attributes: dict[str, RawColumn],
) -> None:
    """What the mapping says of these rows stands above what the file says."""
    for name, constant in constants:
        home = keys if name in KEYS else attributes
        value: object = constant
        if name in KEYS:
            value = _officers(constant) if name == "officer" else key_text(constant)
        column = home.get(name) or RawColumn(np.full(len(rows), EMPTY, dtype=np.int32), [])
        same = [code for code, met in enumerate(column.values) if type(met) is type(value) and met == value]
        code = same[0] if same else len(column.values)
        codes = np.where(rows, np.int32(code), column.codes)
        home[name] = RawColumn(codes, column.values if same else [*column.values, value])


def _canonical(types: RawColumn, targets: Pairs[str, Target], is_mapped: bool) -> tuple[RawColumn, list[int]]:
    """The types under our names, and the codes of those that the mapping has no word for."""
    if not is_mapped:
        return types, []
    growing = Growing()
    # A foreign name that happens to be one of ours stays foreign: the pair keeps them apart.
    texts = [str(name) for name in types.values]
    codes = [growing.code_of((targets[name].event,) if name in targets else (name, "")) for name in texts]
    table = np.array(codes, dtype=np.int32)
    names = [str(met[0]) for met in growing.values_met if isinstance(met, tuple)]
    foreign = [code for code, met in enumerate(growing.values_met) if isinstance(met, tuple) and len(met) == 2]
    return RawColumn(types.look_up(table, EMPTY), list(names)), foreign


def _accepted(rows: Rows, refusal: Refusal) -> Rows:
    """The rows that are not refused; values that only refused rows held are let go."""
    rows.refused = refusal.listed(rows.row, rows.keys.get("case"))
    keep = refusal.code == EMPTY
    if keep.all():
        return rows
    rows.row, rows.at, rows.day = rows.row[keep], rows.at[keep], rows.day[keep]
    rows.second, rows.offset = rows.second[keep], rows.offset[keep]
    used, rows.type = compact(RawColumn(rows.type.codes[keep], rows.type.values))
    unmapped = set(rows.unmapped)
    rows.unmapped = [code for code, old in enumerate(used) if old in unmapped]
    for home in (rows.keys, rows.attributes):
        for name, column in home.items():
            home[name] = compact(RawColumn(column.codes[keep], column.values))[1]
    return rows
