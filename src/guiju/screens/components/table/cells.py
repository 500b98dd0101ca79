"""Rows as HTML: by ``format_html`` and not by a template, because a list holds hundreds of cells."""

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guiju.screens.components.table.listing import Column, Listing, Row


def drawn_rows(listing: Listing, rows: Iterable[Row]) -> list[SafeString]:
    """The rows; one that stands out says so by its class, and each cell repeats its heading for a narrow screen."""
    columns = [(column, *_tags(column)) for column in listing.columns]
    return [_drawn_row(listing, columns, row) for row in rows]


def _tags(column: Column) -> tuple[SafeString, str]:
    """What opens and closes the cells of a column: made once, since titles are translated each time they are read."""
    if column.is_head:
        return format_html('<th scope="row" data-label="{}">', column.title), "</th>"
    named = " ".join(name for name, is_so in (("numeric", column.is_numeric), ("quiet", column.is_quiet)) if is_so)
    kind = format_html(' class="{}"', named) if named else ""
    return format_html('<td data-label="{}"{}>', column.title, kind), "</td>"


def _drawn_row(listing: Listing, columns: list[tuple[Column, SafeString, str]], row: Row) -> SafeString:
    mark = listing.marked(row) if listing.marked is not None else ""
    opening = format_html('<tr class="row-{}">', mark) if mark else SafeString("<tr>")
    cells = (
        (before, conditional_escape(str(shown_cell(column.cell(row)))), SafeString(after))
        for column, before, after in columns
    )
    return format_html("{}{}</tr>", opening, format_html_join("", "{}{}{}", cells))


def shown_cell(value: object) -> object:
    """A cell as a reader sees it: nothing is said in words, numbers have their thousands parted."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return f"{value:,}" if isinstance(value, int) else value
