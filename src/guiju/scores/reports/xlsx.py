"""Tables as an Excel workbook: text is text, dates are dates, and nothing in it can run."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from guiju.scores.reports.briefing import Briefing
from guiju.scores.reports.check_tables import check_tables
from guiju.scores.reports.refusal import ReportNotWritten
from guiju.scores.reports.table import BoundDay, Cell, DueAs, Instant, Link, Table
from guiju.scores.reports.visible_text import is_dangerous, shortened, visible, width
from guiju.scores.reports.wording import DAY_FORMS, INSTANT_FORMS, Words
from guiju.values.clock import from_micros

MAX_ROWS = 1_048_576
MAX_LINKS = 65_530
"""Excel opens no sheet with more hyperlinks; beyond them the text stands alone."""
HEAD_ROWS = 4
FONT = "Microsoft YaHei"
A3, A4 = 8, 9
WIDE = 12
"""A sheet of more columns is printed on A3; on A4 it could not be read."""
SAMPLED = 500
NARROWEST = 6
FIRST_DAY = date(1900, 3, 1)
"""Before it Excel's calendar is wrong by a day (it has a 29 February 1900): such dates are written as text."""
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


def write_xlsx(briefing: Briefing, path: Path, *, max_rows: int = MAX_ROWS) -> list[Path]:
    """Write the check as a workbook, and as ``NAME-2.xlsx`` and so on where a sheet has more rows than Excel.

    ``max_rows`` is the number of rows of a sheet, headings included. Returns the files in order.

    Raises:
        ReportNotWritten: the file cannot be created there.
    """
    return write_tables(check_tables(briefing), _heading_of(briefing), path, max_rows=max_rows)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above every sheet: the name of the whole, where it comes from, and how it is to be taken."""

    words: Words
    name: str
    source: str
    warning: str
    stamp: str
    """The short warning on top of every printed page."""


def write_tables(tables: Sequence[Table], heading: Heading, path: Path, *, max_rows: int = MAX_ROWS) -> list[Path]:
    """Write any tables, one sheet each, below the same heading.

    Raises:
        ReportNotWritten: the file cannot be created there.
    """
    room = max_rows - HEAD_ROWS
    parts = max([1, *(-(-table.count // room) for table in tables)])
    further = [path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, parts + 1)]
    paths = [path, *further]
    binder = _Binder(tables, heading, paths, room)
    try:
        for table in tables:
            binder.write(table)
        binder.close()
    except (OSError, XlsxWriterException) as error:
        raise ReportNotWritten(path, error) from error
    return paths


@dataclass(slots=True)
class _Styles:
    """The formats of one workbook."""

    book: Workbook
    words: Words
    made: dict[tuple[object, ...], object] = field(default_factory=dict)

    def get(self, **wanted: object) -> object:
        key = tuple(sorted(wanted.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"font_name": FONT, "font_size": 10, "valign": "vcenter", **wanted})
        return self.made[key]

    def title(self) -> object:
        return self.get(bold=True, font_size=14, font_color="#1e3a8a", text_wrap=False)

    def head(self) -> object:
        return self.get(bold=True, font_color="#ffffff", bg_color="#1e3a8a", border=1)

    def text(self, dangerous: bool, *, is_red: bool = False) -> object:
        wanted: dict[str, object] = {"quote_prefix": True} if dangerous else {}
        return self.get(**wanted, **({"font_color": "#b91c1c", "bold": True} if is_red else {}))

    def day(self, due_as: DueAs, *, seconds: bool | None = None) -> object:
        """A real date that is shown with the words around it. ``seconds`` None: a day without time."""
        forms = DAY_FORMS if seconds is None else INSTANT_FORMS
        before, after = (f'"{part}"' if part else "" for part in self.words.say(forms[due_as]).split("{at}"))
        shown = "yyyy-mm-dd" if seconds is None else "yyyy-mm-dd hh:mm:ss" if seconds else "yyyy-mm-dd hh:mm"
        return self.get(num_format=f"{before}{shown}{after}", align="left")

    def instant(self, seconds: bool) -> object:
        return self.get(num_format="yyyy-mm-dd hh:mm:ss" if seconds else "yyyy-mm-dd hh:mm", align="left")

    def number(self, whole: bool) -> object:
        return self.get(num_format="#,##0" if whole else "0.00")

    def link(self, dangerous: bool) -> object:
        return self.get(font_color="#1d4ed8", underline=1, **({"quote_prefix": True} if dangerous else {}))


@dataclass(slots=True)
class _Sheet:
    """One sheet of one part while it is being written."""

    page: Worksheet
    styles: _Styles
    widths: list[int]
    links: int = 0
    rows: int = 0


class _Binder:
    """The parts of one workbook, all open at once so that each table is asked for its rows only once."""

    def __init__(self, tables: Sequence[Table], heading: Heading, paths: list[Path], room: int) -> None:
        self.tables, self.heading, self.words = {table.name: table for table in tables}, heading, heading.words
        self.paths, self.room = paths, room
        self.books = [Workbook(str(path), OPTIONS) for path in paths]
        self.styles = [_Styles(book, self.words) for book in self.books]
        self.red = {self.words.say(word) for word in ("严重", "超期", "不符")}
        for book in self.books:
            book.set_properties({"title": heading.name, "comments": heading.stamp})

    def write(self, table: Table) -> None:
        """One table, spread over as many parts as it needs."""
        sheet = self._open(table, 0)
        for number, row in enumerate(table.rows()):
            part, place = divmod(number, self.room)
            if part and not place:
                self._finish(table, sheet)
                sheet = self._open(table, part)
            for column, cell in enumerate(row):
                self._cell(sheet, part, HEAD_ROWS + place, column, cell)
                if place < SAMPLED:
                    sheet.widths[column] = max(sheet.widths[column], width(self._shown(cell)))
            sheet.rows = place + 1
        if not table.count:
            sheet.page.write_string(HEAD_ROWS, 0, table.empty, sheet.styles.text(False))
        self._finish(table, sheet)

    def close(self) -> None:
        """Put every part on the disk."""
        for book in self.books:
            book.close()

    def _open(self, table: Table, part: int) -> _Sheet:
        page, styles = self.books[part].add_worksheet(table.title), self.styles[part]
        page.write_string(0, 0, self._title(table, part), styles.title())
        page.write_string(1, 0, self.heading.source, styles.get(font_color="#475569"))
        page.write_string(2, 0, f"{self.heading.warning} {table.note}", styles.get(font_color="#b91c1c"))
        page.set_row(HEAD_ROWS - 1, 22)
        for column, heading in enumerate(table.columns):
            page.write_string(HEAD_ROWS - 1, column, heading.title, styles.head())
        # Room for the arrow of the filter beside the heading.
        return _Sheet(page, styles, [width(column.title) + 3 for column in table.columns])

    def _finish(self, table: Table, sheet: _Sheet) -> None:
        page, last = sheet.page, len(table.columns) - 1
        page.freeze_panes(HEAD_ROWS, 2 if last > 8 else 1 if last > 2 else 0)
        page.autofilter(HEAD_ROWS - 1, 0, HEAD_ROWS - 1 + max(1, sheet.rows), last)
        for column, wide in enumerate(sheet.widths):
            page.set_column(column, column, max(NARROWEST, min(wide, table.columns[column].widest)) + 1)
        page.set_landscape()
        page.set_paper(A3 if last >= WIDE else A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD_ROWS - 1)
        page.set_header(f"&C{_escaped(self.heading.stamp)}")
        page.set_footer(f"&L{_escaped(table.title)}&R&P / &N")

    def _title(self, table: Table, part: int) -> str:
        parts = len(self.paths)
        of = self.words.say("（第 {n} 册，共 {all} 册）", n=part + 1, all=parts) if parts > 1 else ""
        return f"{self.heading.name} · {table.title}{of}"

    def _cell(self, sheet: _Sheet, part: int, row: int, column: int, cell: Cell) -> None:
        page, styles = sheet.page, sheet.styles
        if cell is None or cell == "":
            return
        if isinstance(cell, Link):
            self._link(sheet, part, row, column, cell)
        elif isinstance(cell, Instant | BoundDay):
            self._date(sheet, row, column, cell)
        elif isinstance(cell, int | Decimal):
            page.write_number(row, column, cell, styles.number(isinstance(cell, int) or cell == int(cell)))
        else:
            text = self._cut(cell)
            page.write_string(row, column, text, styles.text(is_dangerous(text), is_red=text in self.red))

    def _cut(self, text: str) -> str:
        return shortened(visible(text), self.words.say("……（以下略）"))

    def _link(self, sheet: _Sheet, part: int, row: int, column: int, cell: Link) -> None:
        text, target = self._cut(str(cell.text)), self.tables.get(cell.table)
        style = sheet.styles.number(True) if isinstance(cell.text, int) else sheet.styles.text(is_dangerous(text))
        home, place = divmod(cell.row, self.room)
        if target is not None and home == part and sheet.links < MAX_LINKS:
            sheet.links += 1
            address = f"internal:'{target.title}'!A{HEAD_ROWS + place + 1}"
            style = sheet.styles.link(is_dangerous(text))
            sheet.page.write_url(row, column, address, style, text)
        if isinstance(cell.text, int):
            # After the link, so that the cell stays a number that can be sorted.
            sheet.page.write_number(row, column, cell.text, style)
        else:
            sheet.page.write_string(row, column, text, style)

    def _date(self, sheet: _Sheet, row: int, column: int, cell: Instant | BoundDay) -> None:
        styles = sheet.styles
        if isinstance(cell, BoundDay):
            moment = datetime.combine(date.fromordinal(cell.day), datetime.min.time())
            style = styles.day(cell.due_as)
        else:
            moment = from_micros(cell.at, self.words.zone).replace(tzinfo=None)
            seconds = bool(moment.second)
            style = styles.instant(seconds) if cell.due_as is None else styles.day(cell.due_as, seconds=seconds)
        if moment.date() >= FIRST_DAY:
            sheet.page.write_datetime(row, column, moment, style)
        else:
            sheet.page.write_string(row, column, self._shown(cell), styles.text(False))

    def _shown(self, cell: Cell) -> str:
        if isinstance(cell, Link):
            return str(cell.text)
        if isinstance(cell, BoundDay | Instant):
            return self.words.bound(cell)
        return "" if cell is None else str(cell)


def _heading_of(briefing: Briefing) -> Heading:
    result, words = briefing.result, briefing.words
    source = words.say(
        "数据 {source} · 截至 {as_of}（{zone}）· 法条 {pages} 页 {digest}",
        source=visible(result.source), as_of=words.instant(result.as_of), zone=result.zone,
        pages=result.pages, digest=result.digest[:16],
    )  # fmt: skip
    warning = words.say("疑似问题，未经法制员核实，不作为认定、评分或者追责的依据。")
    return Heading(words, words.say("规矩检查结果"), source, warning, words.say("疑似问题，未经法制员核实"))


def _escaped(text: str) -> str:
    """Header text in which ``&`` is no code."""
    return text.replace("&", "&&")
