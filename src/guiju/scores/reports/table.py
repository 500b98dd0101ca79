"""What a report is before anyone draws it: a query's answer as columns and rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What the cells of a column are; decides alignment, number format and filter."""

    TEXT = "text"
    NUMBER = "number"
    INSTANT = "instant"
    DAY = "day"
    LINK = "link"


class DueAs(StrEnum):
    """How a day that bounds a duty is meant."""

    LAST = "last"
    NOT_BEFORE = "not_before"
    ONLY_AFTER = "only_after"


@dataclass(frozen=True, slots=True)
class Instant:
    """A cell that shows an instant in the zone of the file, and how it binds if it does.

    Unit: microseconds since the epoch.
    """

    at: int
    due_as: DueAs | None = None


@dataclass(frozen=True, slots=True)
class BoundDay:
    """A cell that shows a local day (ordinal) and how it binds."""

    day: int
    due_as: DueAs = DueAs.LAST


@dataclass(frozen=True, slots=True)
class Link:
    """A cell, text or a number, that leads to a row (0 = first) of another table."""

    text: str | int
    table: str
    row: int


Cell = str | int | Decimal | Instant | BoundDay | Link | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what stands below it, and the widest it may become (in half-width characters)."""

    title: str
    kind: Kind = Kind.TEXT
    widest: int = 40


@dataclass(frozen=True, slots=True)
class Table:
    """A named answer. ``rows`` may be asked for more than once; ``count`` says how many it gives."""

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    count: int
    rows: Callable[[], Iterator[tuple[Cell, ...]]]
    empty: str = ""
