"""A list as a declaration: its columns, facets and order, and the two functions that answer for its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from guiju.scores.reports.table import Cell
from guiju.screens.components.form.field import Choice
from guiju.screens.components.table.query import Query
from guiju.screens.kit.visit import Visit
from guiju.screens.kit.words import Said

PER_PAGE = 50

Row = Any
"""Whatever the list's own query gives: a plain value that only its columns look into."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what stands below it.

    ``cell`` gives text, a number or a component; ``sort`` is the key that the query knows, "" where the column cannot
    be sorted. ``is_numeric`` aligns right, ``is_head`` names the row, ``is_quiet`` is left out on a narrow screen.
    ``written`` is what an export writes, where ``cell`` gives a component (None: the text of the cell).
    ``is_only_written``: it stands in files and not on the screen.
    """

    name: str
    title: Said
    cell: Callable[[Row], object]
    sort: str = ""
    is_numeric: bool = False
    is_head: bool = False
    is_quiet: bool = False
    written: Callable[[Row], Cell] | None = None
    is_only_written: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A condition that may be chosen: one of ``choices``, several of them (``is_many``), or a period of days.

    ``otherwise`` says what is listed while none is chosen, where that is not everything.
    """

    name: str
    title: Said
    choices: tuple[Choice, ...] = ()
    is_many: bool = False
    is_period: bool = False
    otherwise: Said = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list.

    ``rows(visit, query, start, number)`` gives a page of rows, ``count(visit, query, most)`` how many there are, and
    need not count beyond ``most``; both take the visitor's scope from the visit. ``search`` is the hint in the search
    box ("" : no box). ``order`` is the column sorted by unless asked otherwise, "-" before it for descending.
    """

    name: str
    title: Said
    columns: tuple[Column, ...]
    rows: Callable[[Visit, Query, int, int], Sequence[Row]]
    count: Callable[[Visit, Query, int], int]
    facets: tuple[Facet, ...] = ()
    search: Said = ""
    order: str = ""
    empty: Said = _("没有符合条件的记录。")
    remedy: Said = ""
    per_page: int = PER_PAGE
    note: Said = ""
    is_exported: bool = True
    marked: Callable[[Row], str] | None = None
    """Gives a row its mark: "late" for a row that stands out, "" for none."""

    @property
    def on_screen(self) -> tuple[Column, ...]:
        """The columns that a page shows."""
        return tuple(column for column in self.columns if not column.is_only_written)
