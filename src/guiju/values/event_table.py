"""Many events as columns: what a file becomes once it is taken in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from guiju.values.event import Event, FieldValue


@dataclass(slots=True)
class Column:
    """A dictionary-encoded column: ``codes`` (signed, as narrow as they may be, -1 = empty) point into ``values``."""

    codes: np.ndarray
    values: list[FieldValue]

    def at(self, index: int) -> FieldValue | None:
        """The value of one row, or None where it is empty."""
        code = self.codes[index]
        return None if code < 0 else self.values[code]


@dataclass(slots=True)
class EventTable:
    """Rows in the order in which they were recorded; the index of a row is its ``seq``.

    Shapes: ``at`` int64 microseconds since the epoch, ``day`` int32 local ordinals, ``second`` int32 local seconds
    of the day, ``row`` int64 row numbers of the source, ``offset`` int16 minutes east of Greenwich as written.
    ``keys['officer']`` holds sorted tuples, every other column scalars (keys are text as written).
    ``recorded`` names the types that the source records, whether or not one occurs.
    """

    type: Column
    at: np.ndarray
    day: np.ndarray
    second: np.ndarray
    row: np.ndarray
    offset: np.ndarray
    keys: dict[str, Column]
    attributes: dict[str, Column]
    zone: str
    recorded: frozenset[str] = frozenset()
    unmapped: Mapping[str, int] = field(default_factory=dict)
    _codes: dict[str, dict[str, list[int]]] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.at)

    def histories(self, kind: str, opening: frozenset[str]) -> Iterator[tuple[str, np.ndarray]]:
        """Each value of the key ``kind`` with the rows that carry it, where at least one is of an ``opening`` type."""
        column = self.keys.get(kind)
        if column is None:
            return
        opens = np.array([value in opening for value in self.type.values] + [False], dtype=bool)[self.type.codes]
        rows, codes, values = _exploded(column)
        wanted = np.zeros(len(values), dtype=bool)
        wanted[codes[opens[rows]]] = True
        order = np.argsort(codes, kind="stable")
        bounds = np.searchsorted(codes[order], np.arange(len(values) + 1))
        for code in np.flatnonzero(wanted):
            yield values[code], rows[order[bounds[code] : bounds[code + 1]]]

    def rows_of(self, kind: str, value: str) -> np.ndarray:
        """The rows that carry one value of the key ``kind``, in the order of recording; empty where there are none."""
        column = self.keys.get(kind)
        if column is None:
            return np.empty(0, dtype=np.int64)
        if kind not in self._codes:
            codes: dict[str, list[int]] = {}
            for code, held in enumerate(column.values):
                for part in held if isinstance(held, tuple) else (str(held),):
                    codes.setdefault(part, []).append(code)
            self._codes[kind] = codes
        return np.flatnonzero(np.isin(column.codes, self._codes[kind].get(value, [])))

    def event(self, index: int) -> Event:
        """One row as the value that the judge reads."""
        return self.events(np.array([index]))[0]

    def events(self, rows: np.ndarray, *, seqs: np.ndarray | None = None) -> list[Event]:
        """Rows as the values that the judge reads, in the order given; only what is filled is looked at.

        ``seqs`` are what the events bear instead of the index of their row.
        """
        fields: list[dict[str, FieldValue]] = [{} for _ in rows]
        for columns in (self.attributes, self.keys):
            for name, column in columns.items():
                codes = column.codes[rows]
                filled = np.flatnonzero(codes >= 0)
                for place, code in zip(filled.tolist(), codes[filled].tolist(), strict=True):
                    fields[place][name] = column.values[code]
        types = [str(value) for value in self.type.values]
        borne = np.asarray(rows if seqs is None else seqs)
        told = (self.type.codes[rows], self.at[rows], self.day[rows], self.second[rows], borne)
        return [
            Event(type=types[code], at=at, day=day, second=second, seq=seq, fields=own)
            for code, at, day, second, seq, own in zip(*(part.tolist() for part in told), fields, strict=True)
        ]


def _exploded(column: Column) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Row numbers, value codes and values; a row that names several officers stands in the history of each."""
    rows = np.flatnonzero(column.codes >= 0)
    if not any(isinstance(value, tuple) for value in column.values):
        return rows, column.codes[rows], [str(value) for value in column.values]
    names: dict[str, int] = {}
    parts = [
        [names.setdefault(part, len(names)) for part in (value if isinstance(value, tuple) else (str(value),))]
        for value in column.values
    ]
    counts = np.array([len(part) for part in parts], dtype=np.int64)[column.codes[rows]]
    flat = np.array([code for part in parts for code in part], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])])[column.codes[rows]]
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(rows, counts), flat[np.repeat(starts, counts) + offsets], list(names)
