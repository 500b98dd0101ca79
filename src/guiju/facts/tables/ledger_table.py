"""The whole ledger as columns: what the sweep reads when everything is judged at once."""

from array import array
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from guiju.facts.histories import every_event
from guiju.values.event import KEYS, FieldValue
from guiju.values.event_table import Column, EventTable
from guiju.values.recorded import Recorded


@dataclass(slots=True)
class _Growing:
    """A dictionary-encoded column while it grows; rows that said nothing are filled in when it is next spoken of."""

    codes: "array[int]" = field(default_factory=lambda: array("i"))
    known: dict[tuple[type, FieldValue], int] = field(default_factory=dict)

    def put(self, row: int, value: FieldValue) -> None:
        gap = row - len(self.codes)
        if gap:
            self.codes.extend([-1] * gap)
        self.codes.append(self.known.setdefault((type(value), value), len(self.known)))

    def column(self, rows: int, order: np.ndarray) -> Column:
        self.codes.extend([-1] * (rows - len(self.codes)))
        return Column(np.frombuffer(self.codes, np.int32)[order], [value for _, value in self.known])


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
            row = len(at)
            event = one.event
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
    order = np.argsort(ids, kind="stable")
    rows = len(at)
    table = EventTable(
        type=types.column(rows, order), at=_array(at, np.int64)[order], day=_array(day, np.int32)[order],
        second=_array(second, np.int32)[order], row=np.arange(rows, dtype=np.int64), offset=np.zeros(rows, np.int16),
        keys={name: one.column(rows, order) for name, one in keys.items()},
        attributes={name: one.column(rows, order) for name, one in attributes.items()}, zone=zone,
    )  # fmt: skip
    return LedgerTable(table, ids[order], _array(batch, np.int64)[order], frozenset(read))


def _array(values: "array[int]", kind: type) -> np.ndarray:
    return np.frombuffer(values, kind) if len(values) else np.empty(0, kind)


def _put_fields(row: int, one: Recorded, keys: dict[str, _Growing], attributes: dict[str, _Growing]) -> None:
    for name, value in one.event.fields.items():
        home = keys if name in KEYS else attributes
        if name == "officer" and not isinstance(value, tuple):
            value = (str(value),)
        home.setdefault(name, _Growing()).put(row, value)
