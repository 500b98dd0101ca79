"""A timeline in lanes: what happened when and to whom, and as ghosts what is still due."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from guiju.screens.components.component import Compiled
from guiju.screens.components.link import Link
from guiju.screens.kit.figures import local_day


@dataclass(frozen=True, slots=True)
class Lane:
    """One column: a person, an item, a measure."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Item:
    """What stands at an instant in a lane.

    ``mark`` is "" (a record), "breach" (a suspected breach), "good" or "note"; ``is_ghost``: not yet happened, only
    due. ``more`` is anything that renders itself: a `Light`, a `Badge`, a `Link` to "why this date".
    ``is_whole_day``: only the day counts, no time of day is shown.
    """

    at: int
    lane: str
    title: str
    detail: str = ""
    mark: str = ""
    is_ghost: bool = False
    address: str = ""
    into_drawer: bool = False
    more: tuple[object, ...] = ()
    is_whole_day: bool = False

    @property
    def linked(self) -> object:
        """Its title, and where that leads, if anywhere."""
        return Link(self.title, self.address, self.into_drawer) if self.address else self.title


@dataclass(frozen=True, slots=True)
class Moment:
    """One row: an instant, or the line that parts what was from what is to come; a cell per lane."""

    at: int
    day: int
    shows_day: bool
    is_now: bool
    is_whole_day: bool
    cells: tuple[tuple[Lane, tuple[Item, ...]], ...]


@dataclass(frozen=True, slots=True)
class Timeline(Compiled):
    """Rows in the order of time, a column for each lane; ``at`` draws the line of the present."""

    template: ClassVar[str] = "components/timeline.html"
    title: str
    lanes: tuple[Lane, ...]
    items: tuple[Item, ...]
    at: int | None = None
    empty: str = ""

    @property
    def moments(self) -> list[Moment]:
        """What the template draws."""
        rows: list[Moment] = []
        before = None
        ordered = sorted(self.items, key=lambda item: (item.at, not item.is_whole_day))
        is_open = self.at is not None
        for (at, is_whole_day), group in groupby(ordered, key=lambda item: (item.at, item.is_whole_day)):
            if is_open and self.at is not None and at > self.at:
                rows.append(Moment(self.at, local_day(self.at), True, True, False, ()))
                is_open, before = False, None
            day = local_day(at)
            rows.append(Moment(at, day, day != before, False, is_whole_day, self._cells(group)))
            before = day
        if is_open and self.at is not None and rows:
            rows.append(Moment(self.at, local_day(self.at), True, True, False, ()))
        return rows

    def _cells(self, items: Iterable[Item]) -> tuple[tuple[Lane, tuple[Item, ...]], ...]:
        here = list(items)
        return tuple((lane, tuple(item for item in here if item.lane == lane.name)) for lane in self.lanes)
