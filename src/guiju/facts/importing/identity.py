"""Which fact a row speaks of: the same row of a later export must be known again, whatever else in it has changed.

Law: ledger.md: source id if mapped, else (source, case, person, item, type, n-th occurrence in the file). Rows without
case, person and item are told apart by their other keys in the same way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from guiju.values.event_table import Column, EventTable

SOURCE_ID = "source_id"
"""The attribute by which a mapping names the source's own number of a row."""
FIRST, THEN, LAST = ("case", "person", "item"), ("call", "act", "room", "recording", "plan"), ("officer", "unit")
LENGTH = 40


@dataclass(slots=True)
class Identities:
    """What tells the rows of one file apart.

    ``group`` numbers the rows that differ in nothing but their occurrence, ``nth`` counts these from 1 in the order of
    the file, ``has_id`` marks rows with a number of the source. ``parts`` are the columns that are compared, with the
    codes that count in each row.
    """

    source: str
    group: np.ndarray
    nth: np.ndarray
    has_id: np.ndarray
    parts: list[Column]

    def of(self, rows: Sequence[int] | np.ndarray) -> list[str]:
        """The identities of some rows: the first 40 hexadecimal digits of SHA-256 of what tells them apart."""
        columns: list[list[str]] = []
        for part in self.parts:
            values = part.values
            columns.append([str(values[code]) if code >= 0 else "" for code in part.codes[rows].tolist()])
        kinds = ["id" if has_id else "row" for has_id in self.has_id[rows].tolist()]
        nths = ["" if kind == "id" else str(nth) for kind, nth in zip(kinds, self.nth[rows].tolist(), strict=True)]
        return [self._named(told) for told in zip(kinds, nths, *columns, strict=True)]

    def first_of_group(self) -> np.ndarray:
        """For each group its first row in the file."""
        return np.unique(self.group, return_index=True)[1]

    def nth_of(self, row: int, nths: Sequence[int]) -> list[str]:
        """The identities of other occurrences of what a row speaks of."""
        told = [str(part.values[part.codes[row]]) if part.codes[row] >= 0 else "" for part in self.parts]
        return [self._named(("row", str(nth), *told)) for nth in nths]

    def _named(self, told: Sequence[str]) -> str:
        # Lengths before the texts: no value of a hostile file can pass for two others.
        text = "".join([f"{len(part)}:{part}" for part in (self.source, *told)])
        return sha256(text.encode()).hexdigest()[:LENGTH]


def identities_of(table: EventTable, source: str, *, is_wide: bool) -> Identities:
    """The identities of a file's rows; ``is_wide`` where one row of the file became several events."""
    count = len(table)
    blank = np.full(count, -1, dtype=np.int64)
    ids = table.attributes.get(SOURCE_ID)
    source_id = Column(blank, []) if ids is None else _by_text(ids)
    has_id = source_id.codes >= 0
    types = _by_text(table.type)
    if not is_wide:
        types.codes = np.where(has_id, -1, types.codes)
    parts, still = [source_id, types], ~has_id
    for kinds in (FIRST, THEN, LAST):
        named = np.zeros(count, dtype=bool)
        for kind in kinds:
            column = table.keys.get(kind)
            if column is None:
                parts.append(Column(blank, []))
                continue
            told = _by_text(column)
            told.codes = np.where(still, told.codes, -1)
            named |= told.codes >= 0
            parts.append(told)
        still &= ~named
    group = _grouped(parts, count)
    return Identities(source, group, _occurrences(group), has_id, parts)


def _by_text(column: Column) -> Column:
    """The column with one code for each text: two values that are written alike cannot be told apart."""
    texts: dict[str, int] = {}
    codes = [texts.setdefault(_text(value), len(texts)) for value in column.values]
    table = np.array([*codes, -1], dtype=np.int64)
    return Column(table[column.codes], list(texts))


def _text(value: object) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value)


def _grouped(parts: Sequence[Column], count: int) -> np.ndarray:
    group = np.zeros(count, dtype=np.int64)
    for part in parts:
        if not part.values:
            continue
        pairs = group * (len(part.values) + 1) + part.codes + 1
        group = np.unique(pairs, return_inverse=True)[1].reshape(-1)
    return group


def _occurrences(group: np.ndarray) -> np.ndarray:
    """For each row the how many-th of its group it is, from 1."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    counted = np.arange(len(group)) - np.repeat(starts, np.diff(starts, append=len(group)))
    nth = np.empty(len(group), dtype=np.int64)
    nth[order] = counted + 1
    return nth
