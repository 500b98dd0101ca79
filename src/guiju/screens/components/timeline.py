"""A timeline in lanes: what happened when and to whom, and as ghosts what is still due."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guiju.screens.components.component import Component, Word
from guiju.screens.components.link import Link
from guiju.screens.kit.figures import local_day


@dataclass(frozen=True, slots=True)
class Lane:
    """One column: a person, an item, a measure."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Item(Word):
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

    def drawn(self) -> SafeString:
        """The item as HTML."""
        kinds = f" event-{self.mark}" if self.mark else ""
        due = format_html('<span class="event-due">{}</span> ', _("应办")) if self.is_ghost else ""
        title = Link(self.title, self.address, self.into_drawer) if self.address else self.title
        detail = format_html('<p class="event-detail">{}</p>', self.detail) if self.detail else ""
        more = format_html_join("", "{} ", ((one,) for one in self.more))
        return format_html(
            '<div class="event{}{}"><p class="event-title">{}{}</p>{}{}</div>',
            kinds, " event-ghost" if self.is_ghost else "", due, title, detail, more,
        )  # fmt: skip


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
class Timeline(Component):
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
