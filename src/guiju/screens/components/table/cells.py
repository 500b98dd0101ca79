"""Rows as HTML: by pattern and not by a template, because a list holds hundreds of cells."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guiju.screens.components.table.listing import Column, Listing, Row
from guiju.screens.kit.markup import html


def drawn_rows(listing: Listing, rows: Iterable[Row]) -> list[SafeString]:
    """The rows; one that stands out says so by its class, and each cell repeats its heading for a narrow screen."""
    pattern = f"<tr{{}}>{''.join(_around(column) for column in listing.on_screen)}</tr>"
    return [_drawn_row(listing, pattern, row) for row in rows]


def _around(column: Column) -> str:
    """What stands around the cells of a column: made once, since titles are translated each time they are read."""
    # Braces in it are its own and not the pattern's.
    title = escape(str(column.title)).replace("{", "{{").replace("}", "}}")
    if column.is_head:
        return f'<th scope="row" data-label="{title}">{{}}</th>'
    named = " ".join(name for name, is_so in (("numeric", column.is_numeric), ("quiet", column.is_quiet)) if is_so)
    kind = f' class="{named}"' if named else ""
    return f'<td data-label="{title}"{kind}>{{}}</td>'


def _drawn_row(listing: Listing, pattern: str, row: Row) -> SafeString:
    mark = listing.marked(row) if listing.marked is not None else ""
    cells = (shown_cell(column.cell(row)) for column in listing.on_screen)
    return html(pattern, html(' class="row-{}"', mark) if mark else "", *cells)


def shown_cell(value: object) -> object:
    """A cell as a reader sees it: nothing is said in words, numbers have their thousands parted."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return f"{value:,}" if isinstance(value, int) else value
