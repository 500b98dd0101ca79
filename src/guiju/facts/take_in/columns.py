"""Columns as a file has them, each distinct value kept once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

EMPTY = -1


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A value that the file's own format calls by a type that it is not; it refuses its row."""

    reason: str


class Growing(dict[object, int]):
    """A column's dictionary while the column grows: the code of every value met, ``EMPTY`` for blanks.

    Text is stripped at both ends. Looking up a value that is not there yet admits it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.values_met: list[object] = []

    def __missing__(self, value: object) -> int:
        if isinstance(value, str):
            bare = value.strip()
            if bare != value or not bare:
                code = self[value] = self[bare] if bare else EMPTY
                return code
        code = self[value] = len(self.values_met)
        self.values_met.append(value)
        return code

    def encode(self, values: Sequence[object]) -> np.ndarray:
        """The codes of values that are all of one kind."""
        return np.fromiter(map(self.__getitem__, values), dtype=np.int32, count=len(values))

    def encode_mixed(self, values: Sequence[object]) -> np.ndarray:
        """The codes of values of several kinds, where ``1``, ``1.0`` and ``True`` must stay apart."""
        return np.fromiter(map(self.code_of, values), dtype=np.int32, count=len(values))

    def code_of(self, value: object) -> int:
        """The code of one value of any kind."""
        if value is None or value != value:
            return EMPTY
        if isinstance(value, str):
            return self[value]
        key = (type(value), value)
        code = self.get(key)
        if code is None:
            self.values_met.append(value)
            code = self[key] = len(self.values_met) - 1
        return code


@dataclass(slots=True)
class RawColumn:
    """``codes`` (``EMPTY`` = blank) point into ``values``, which are still as the file has them.

    Codes are as narrow as the number of values allows: an export has hundreds of columns, most of them nearly empty.
    """

    codes: np.ndarray
    values: list[object]

    def __post_init__(self) -> None:
        self.codes = narrowed(self.codes, len(self.values))

    def look_up(self, table: np.ndarray, blank: int) -> np.ndarray:
        """What ``table`` says of each row's value; ``blank`` where the row has none."""
        return np.append(table, np.asarray([blank], dtype=table.dtype))[self.codes]


@dataclass(slots=True)
class Source:
    """One file as columns: ``row`` holds each row's number in the file, ``names`` all columns that the file has.

    In a ``sparse`` source a column that never occurs is no mistake of the mapping.
    """

    row: np.ndarray
    columns: dict[str, RawColumn]
    names: Sequence[str]
    refused: list[tuple[int, str]] = field(default_factory=list)
    sparse: bool = False


class Gathering:
    """Columns that arrive batch by batch."""

    def __init__(self, names: Iterable[str]) -> None:
        self.growing = {name: Growing() for name in names}
        self._codes: dict[str, list[np.ndarray]] = {name: [] for name in self.growing}
        self._rows: list[np.ndarray] = []
        self.count = 0

    def add(self, rows: np.ndarray, codes: dict[str, np.ndarray]) -> None:
        """Append one batch: row numbers, and the codes of every column."""
        self._rows.append(rows)
        self.count += len(rows)
        for name, part in codes.items():
            self._codes[name].append(narrowed(part, len(self.growing[name].values_met)))

    def finish(self, names: Sequence[str], refused: list[tuple[int, str]]) -> Source:
        """All batches as one source; the dictionaries for looking up are let go."""
        columns = {}
        for name, growing in self.growing.items():
            parts = self._codes.pop(name)
            codes = np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)
            columns[name] = RawColumn(codes, growing.values_met)
            growing.clear()
        row = np.concatenate(self._rows) if self._rows else np.empty(0, dtype=np.int64)
        return Source(row, columns, names, refused)


def narrowed(codes: np.ndarray, count: int) -> np.ndarray:
    """The codes of ``count`` values in the fewest bytes; one more than the highest code still fits."""
    kind: type[np.signedinteger[Any]] = np.int8 if count <= 127 else np.int16 if count <= 32_767 else np.int32
    return codes.astype(kind, copy=False)


def join(parts: Sequence[RawColumn], combine: Callable[[list[object]], object]) -> RawColumn:
    """Several columns as one: what ``combine`` makes of each row's values, blanks left out."""
    joined = parts[0]
    for part in parts[1:]:
        width = len(part.values) + 1
        pairs = (joined.codes.astype(np.int64) + 1) * width + part.codes + 1
        distinct, inverse = np.unique(pairs, return_inverse=True)
        growing = Growing()
        table = np.full(len(distinct), EMPTY, dtype=np.int32)
        for index, pair in enumerate(distinct.tolist()):
            values = _both(joined, part, *divmod(pair, width))
            if values:
                table[index] = growing.code_of(values[0] if len(values) == 1 else combine(values))
        joined = RawColumn(table[inverse.reshape(-1)], growing.values_met)
    return joined


def _both(first: RawColumn, second: RawColumn, left: int, right: int) -> list[object]:
    values = [first.values[left - 1]] if left else []
    if right:
        values.append(second.values[right - 1])
    return values


def recode(column: RawColumn, convert: Callable[[object], object], kept: frozenset[type] = frozenset()) -> RawColumn:
    """The column with every distinct value converted; values that become equal share a code, None is blank.

    ``kept`` are the types that ``convert`` leaves as they are.
    """
    if kept.issuperset(map(type, column.values)):
        return column
    growing = Growing()
    table = np.fromiter(
        (growing.code_of(convert(value)) for value in column.values), dtype=np.int32, count=len(column.values)
    )
    return RawColumn(column.look_up(table, EMPTY), growing.values_met)


def compact(column: RawColumn) -> tuple[list[int], RawColumn]:
    """The column with only the values that occur, and the codes that these had before."""
    used = np.flatnonzero(np.bincount(column.codes + 1, minlength=len(column.values) + 1)[1:])
    table = np.full(len(column.values), EMPTY, dtype=np.int32)
    table[used] = np.arange(len(used), dtype=np.int32)
    old = used.tolist()
    return old, RawColumn(column.look_up(table, EMPTY), [column.values[code] for code in old])
