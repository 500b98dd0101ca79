"""The whole ledger as columns: what the sweep reads when everything is judged at once."""

from array import array
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from guiju.facts.events import RECORDS_VIEWED
from guiju.facts.histories import every_event
from guiju.values.event import KEYS, FieldValue
from guiju.values.event_table import Column, EventTable
from guiju.values.recorded import Recorded

_WIDTHS: dict[str, type[np.signedinteger[Any]]] = {"b": np.int8, "h": np.int16, "i": np.int32}
_WIDER = {"b": "h", "h": "i"}
_MOST = {code: int(np.iinfo(width).max) for code, width in _WIDTHS.items()}


@dataclass(slots=True)
class _Growing:
    """A dictionary-encoded column while it grows; rows that said nothing are filled in when it is next spoken of.

    Codes are kept as narrow as they can be: a law of hundreds of fields over millions of events is mostly empty cells.
    """

    codes: "array[int]" = field(default_factory=lambda: array("b"))
    known: dict[tuple[type, FieldValue], int] = field(default_factory=dict)

    def put(self, row: int, value: FieldValue) -> None:
        gap = row - len(self.codes)
        if gap:
            self.codes.extend(array(self.codes.typecode, [-1]) * gap)
        code = self.known.setdefault((type(value), value), len(self.known))
        if code > _MOST[self.codes.typecode]:
            self.codes = array(_WIDER[self.codes.typecode], self.codes)
        self.codes.append(code)

    def column(self, rows: int, order: np.ndarray | None) -> Column:
        self.codes.extend(array(self.codes.typecode, [-1]) * (rows - len(self.codes)))
        codes = np.frombuffer(self.codes, _WIDTHS[self.codes.typecode])
        return Column(codes if order is None else codes[order], [value for _, value in self.known])


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """The latest versions of all events, in the order of their first recording; ``ids`` are their first ids.

    ``batches`` are the ids of the imports they came from, 0 where they were written here; ``tail`` holds the last ids
    that were read.
    """

    table: EventTable
    ids: np.ndarray
    batches: np.ndarray
    tail: frozenset[int] = frozenset()


TAIL = 20_000
"""So far back an event may still be committed after a later one: more than the chunks of several imports at once."""


def read_ledger(zone: str, *, total: int = 0, progress: Callable[[float], None] | None = None) -> LedgerTable:
    """Every event of the ledger as a table; local days are counted as they were recorded, ``zone`` is only named."""
    types = _Growing()
    keys: dict[str, _Growing] = {}
    attributes: dict[str, _Growing] = {}
    at, day, second, first, batch = array("q"), array("i"), array("i"), array("q"), array("q")
    read: deque[int] = deque(maxlen=TAIL)
    for chunk in every_event():
        read.extend(one.id for one in chunk)
        for one in chunk:
            event = one.event
            if event.type == RECORDS_VIEWED:
                # No page of law speaks of who looked, and hundreds of looks in one cell would fill the memory.
                continue
            row = len(at)
            at.append(event.at)
            day.append(event.day)
            second.append(event.second)
            first.append(one.first)
            batch.append(one.batch or 0)
            types.put(row, event.type)
            _put_fields(row, one, keys, attributes)
        if progress is not None and total:
            progress(min(1.0, len(at) / total))
    ids = np.frombuffer(first, np.int64) if len(first) else np.empty(0, np.int64)
    # Without corrections they were read in the order of their first recording, and nothing has to be copied.
    order = None if bool(np.all(ids[1:] > ids[:-1])) else np.argsort(ids, kind="stable")
    rows = len(at)
    table = EventTable(
        type=types.column(rows, order), at=_array(at, np.int64, order), day=_array(day, np.int32, order),
        second=_array(second, np.int32, order), row=np.arange(rows, dtype=np.int64), offset=np.zeros(rows, np.int16),
        keys=_columns(keys, rows, order), attributes=_columns(attributes, rows, order), zone=zone,
    )  # fmt: skip
    return LedgerTable(table, ids if order is None else ids[order], _array(batch, np.int64, order), frozenset(read))


def _columns(growing: dict[str, _Growing], rows: int, order: np.ndarray | None) -> dict[str, Column]:
    """The columns; each growing one is let go as soon as it has become one, so that there are never two of all."""
    return {name: growing.pop(name).column(rows, order) for name in list(growing)}


def _array(values: "array[int]", kind: type, order: np.ndarray | None) -> np.ndarray:
    whole: np.ndarray = np.frombuffer(values, kind) if len(values) else np.empty(0, kind)
    return whole if order is None else whole[order]


def _put_fields(row: int, one: Recorded, keys: dict[str, _Growing], attributes: dict[str, _Growing]) -> None:
    for name, value in one.event.fields.items():
        home = keys if name in KEYS else attributes
        if name == "officer" and not isinstance(value, tuple):
            value = (str(value),)
        home.setdefault(name, _Growing()).put(row, value)
