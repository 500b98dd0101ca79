"""How the command line shows any list of the ledger: a page of it on the terminal, all of it as a workbook."""

from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table as Grid

from guiju.findings.law import law_in_force
from guiju.project import env
from guiju.project.desks.check_desk import check_places
from guiju.scores.reports.table import BoundDay, Cell, Instant, Kind, Link, Table
from guiju.scores.reports.visible_text import visible
from guiju.scores.reports.wording import Words
from guiju.scores.reports.xlsx import Heading, write_tables
from guiju.values.clock import to_micros

PAGE = 30
"""So many rows are shown at a time."""


def words_of_ledger() -> Words:
    """How the ledger's figures are said."""
    law = law_in_force()
    return Words(law.pack, str(law.local.zone))


def beside(path: Path | None, name: str) -> Path | None:
    """The workbook of a second list, beside that of the first."""
    return None if path is None else path.with_name(f"{path.stem}-{name}{path.suffix}")


def show_listing(
    shown: Table, *, page: int, whole: Table | None = None, xlsx: Path | None = None, more: str = "", columns: int = 99
) -> None:
    """Show one page of a list; ``whole`` is what goes into the workbook. ``shown.count`` counts the whole list.

    Only the first ``columns`` stand on the terminal, so that each of them can be read.

    Raises:
        OutputRefused: the workbook cannot be written there.
    """
    if xlsx is not None:
        check_places([xlsx], [])
    words = words_of_ledger()
    if not shown.count:
        typer.echo(shown.empty)
        return
    grid = Grid(
        title=f"{shown.title}（第 {page} 页，共 {-(-shown.count // PAGE)} 页，{shown.count} 行）", title_justify="left"
    )
    for column in shown.columns[:columns]:
        grid.add_column(column.title, justify="right" if column.kind is Kind.NUMBER else "left", overflow="fold")
    for row in shown.rows():
        grid.add_row(*(_said(words, cell) for cell in row[:columns]))
    Console().print(grid)
    if shown.note:
        typer.echo(shown.note)
    if len(shown.columns) > columns and xlsx is None:
        titles = "、".join(column.title for column in shown.columns[columns:])
        typer.echo(f"另有“{titles}”各栏：加 --xlsx 文件名 写成工作簿。")
    if more:
        typer.echo(more)
    if xlsx is not None:
        stamp = "内部资料，按权限使用"
        source = f"账本 · 截至 {words.instant(to_micros(env.now()))} · 法条 {law_in_force().pack.digest[:16]}"
        paths = write_tables([whole or shown], Heading(words, "规矩", source, stamp, stamp), xlsx)
        typer.echo(f"已写出：{'、'.join(str(path) for path in paths)}")


def _said(words: Words, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Instant | BoundDay):
        return words.bound(cell)
    return visible(str(cell.text if isinstance(cell, Link) else cell))
