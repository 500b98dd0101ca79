"""Many events as columns: what a file becomes once it is taken in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from guiju.values.event import Event, FieldValue


@dataclass(slots=True)
class Column:
    """A dictionary-encoded column: ``codes`` (int32, -1 = empty) point into ``values``."""

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

    def __len__(self) -> int:
        return len(self.at)

    def event(self, index: int) -> Event:
        """One row as the value that the judge reads."""
        fields: dict[str, FieldValue] = {}
        for columns in (self.attributes, self.keys):
            for name, column in columns.items():
                value = column.at(index)
                if value is not None:
                    fields[name] = value
        return Event(
            type=str(self.type.at(index)),
            at=int(self.at[index]),
            day=int(self.day[index]),
            second=int(self.second[index]),
            seq=index,
            fields=fields,
        )
