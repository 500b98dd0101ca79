"""A list taken away: exactly what is filtered, marked with who took it, and entered in the read log first."""

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.bureau import roles
from guiju.findings.law import law_in_force
from guiju.scores.reports.table import Cell, Kind, Table
from guiju.scores.reports.table import Column as ReportColumn
from guiju.scores.reports.visible_text import is_dangerous, visible
from guiju.scores.reports.wording import Words
from guiju.scores.reports.xlsx import Heading, write_tables
from guiju.screens.components.component import Component
from guiju.screens.components.table.listing import Column, Listing, Row
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.shown import FORMATS
from guiju.screens.kit.figures import is_english
from guiju.screens.kit.mark import Mark, mark_of
from guiju.screens.kit.print import pdf_of, said_cell
from guiju.screens.kit.site import Exported, site
from guiju.screens.kit.visit import Visit
from guiju.values.errors import GuijuError

MOST_ROWS = 50_000
MOST_PRINTED = 5_000
AT_ONCE = 500
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


class ExportRefused(GuijuError):
    """The visitor may not export, there is no such format, or there are more rows than one file should hold."""

    code = "listing.export"
    remedy = "请缩小条件后分次导出，或向安全管理员申请导出权限。"


def export(visit: Visit, listing: Listing, query: Query, form: str) -> HttpResponse:
    """The whole list, as far as it is filtered, as a file.

    Raises:
        ExportRefused: not permitted, an unknown format, or too many rows.
    """
    if not listing.is_exported or not visit.may(roles.EXPORT) or form not in dict(FORMATS):
        raise ExportRefused(_("不能这样导出。"))
    most = MOST_PRINTED if form == "pdf" else MOST_ROWS
    count = listing.count(visit, query, most + 1)
    if count > most:
        raise ExportRefused(_("一次最多导出 %(most)s 行。") % {"most": f"{most:,}"})
    mark = mark_of(visit)
    # Before the first byte: what cannot be entered in the log does not leave.
    site().exported(visit, Exported(listing.name, query.address(), form, mark.number, count))
    table = table_of(visit, listing, query, count)
    content = _WRITERS[form](table, mark)
    answer = HttpResponse(content, content_type=TYPES[form])
    name = quote(f"{listing.title}-{mark.number}.{form}")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{mark.number}.{form}\"; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def table_of(visit: Visit, listing: Listing, query: Query, count: int) -> Table:
    """The list as a report: what print, workbook and CSV are made of."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for start in range(0, count, AT_ONCE):
            for row in listing.rows(visit, query, start, min(AT_ONCE, count - start)):
                yield tuple(written_cell(column, row) for column in listing.columns)

    columns = tuple(
        ReportColumn(str(column.title), Kind.NUMBER if column.is_numeric else Kind.TEXT) for column in listing.columns
    )
    return Table(listing.name, str(listing.title), str(listing.note), columns, count, rows, str(listing.empty))


def written_cell(column: Column, row: Row) -> Cell:
    """What a file says in a cell; a component gives its text."""
    if column.written is not None:
        return column.written(row)
    value = column.cell(row)
    if isinstance(value, Component):
        return value.plain
    return value if value is None or isinstance(value, int) and not isinstance(value, bool) else str(value)


def xlsx_of(tables: Sequence[Table], mark: Mark) -> bytes:
    """A workbook of some tables, a sheet each, with the mark of who takes it."""
    law = law_in_force()
    words = Words(law.pack, str(law.local.zone), "en" if is_english() else "zh")
    heading = Heading(words, _("规矩"), mark.line, mark.warning, f"{mark.warning} {mark.line}")
    with tempfile.TemporaryDirectory(prefix="guiju-export-") as folder:
        return write_tables(tables, heading, Path(folder) / "list.xlsx")[0].read_bytes()


def _xlsx(table: Table, mark: Mark) -> bytes:
    return xlsx_of([table], mark)


def _csv(table: Table, mark: Mark) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([mark.line, mark.warning])
    writer.writerow([column.title for column in table.columns])
    for row in table.rows():
        writer.writerow([_csv_cell(cell) for cell in row])
    # With the mark that makes Excel read it as UTF-8.
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _csv_cell(cell: Cell) -> str:
    """Text that a spreadsheet might take for a formula is led by an apostrophe; numbers stay numbers."""
    if isinstance(cell, str):
        text = visible(cell)
        return f"'{text}" if is_dangerous(text) else text
    return str(cell) if isinstance(cell, int) else said_cell(cell)


def _pdf(table: Table, mark: Mark) -> bytes:
    return pdf_of(table.title, [table], mark)


_WRITERS = {"xlsx": _xlsx, "csv": _csv, "pdf": _pdf}
