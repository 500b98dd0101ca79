"""What the verbs about units and people do between the bureau and the reader."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import typer

from guiju.bureau import commands
from guiju.bureau.commands.entry_rows import Imported
from guiju.bureau.queries import Page, list_officers, list_units
from guiju.bureau.registry import OfficerThen, UnitThen
from guiju.bureau.scope import operator_scope
from guiju.bureau.wiring import wiring
from guiju.facts.draft import Actor
from guiju.facts.take_in.caps import FileRefused
from guiju.project import env
from guiju.project.ledger.bureau_desks.entry_files import POSTS, STAFF, UNIT_KINDS, person_rows, unit_rows
from guiju.project.ledger.listing import PAGE, show_listing
from guiju.scores.reports.table import Cell, Column, Table
from guiju.values.clock import to_micros
from guiju.values.finding import RefusedRow
from guiju.values.unit_code import SEGMENT

Item = TypeVar("Item")
OPERATOR = Actor("operator", "operator")
SHOWN = 50
_UNIT_COLUMNS = (Column("单位代码"), Column("单位名称"), Column("类型"), Column("上级单位"), Column("状态"))
_PEOPLE_COLUMNS = (Column("警号"), Column("姓名"), Column("类别"), Column("单位"), Column("岗位"))


def take_in_units(path: Path) -> Imported:
    """Take in a list of units; what was refused is told row by row.

    Raises:
        GuijuError: the file cannot be read.
    """
    _check_list(path)
    rows, refused = unit_rows(path)
    kinds = tuple(dict.fromkeys(UNIT_KINDS.values()))
    return _told(commands.import_units(rows, kinds=kinds, actor=OPERATOR, at=_now()), refused)


def take_in_roster(path: Path) -> Imported:
    """Take in a roster; what was refused is told row by row.

    Raises:
        GuijuError: the file cannot be read.
    """
    _check_list(path)
    rows, refused = person_rows(path)
    return _told(commands.import_roster(rows, actor=OPERATOR, at=_now()), refused)


def show_units(*, text: str, page: int, xlsx: Path | None) -> None:
    """The units as they are now, in the order of the tree."""
    now = to_micros(env.now())
    labels = {code: label for label, code in reversed(UNIT_KINDS.items())}

    def found(number: int) -> Page[UnitThen]:
        return list_units(operator_scope(now), at=now, text=text, page=number, size=PAGE)

    def row(unit: UnitThen) -> tuple[Cell, ...]:
        depth = len(unit.path) // SEGMENT - 1
        state = "未登记（仅文件或任职记录提到）" if not unit.is_registered else "在册" if unit.is_open else "已撤销"
        return unit.code, "　" * depth + unit.name, labels.get(unit.kind, unit.kind), unit.parent, state

    _show("单位", _UNIT_COLUMNS, found, row, "没有单位。请先执行 guiju bureau units FILE。", page, xlsx)


def show_people(*, unit: str, text: str, page: int, xlsx: Path | None) -> None:
    """Who holds a post now, by number."""
    now = to_micros(env.now())
    kinds = {code: label for label, code in STAFF.items()}
    posts = {code: label for label, code in reversed(POSTS.items())}

    def found(number: int) -> Page[OfficerThen]:
        return list_officers(operator_scope(now), at=now, unit=unit, text=text, page=number, size=PAGE)

    def row(person: OfficerThen) -> tuple[Cell, ...]:
        held = [posts.get(one.post, one.post) + ("（兼）" if one.is_additional else "") for one in person.posts]
        units = [one.unit for one in person.posts]
        return person.officer, person.name, kinds.get(person.kind, person.kind), "、".join(units), "、".join(held)

    _show("花名册", _PEOPLE_COLUMNS, found, row, "没有符合条件的人员。", page, xlsx)


def _show(
    title: str, columns: Sequence[Column], found: Callable[[int], Page[Item]], row: Callable[[Item], tuple[Cell, ...]],
    empty: str, page: int, xlsx: Path | None,
) -> None:  # fmt: skip
    first = found(page)

    def everything() -> Iterator[tuple[Cell, ...]]:
        for number in range(1, -(-first.total // PAGE) + 1):
            yield from map(row, found(number).items)

    rows = [row(one) for one in first.items]
    shown = Table("list", title, "", tuple(columns), first.total, lambda: iter(rows), empty)
    show_listing(shown, page=page, whole=replace(shown, rows=everything), xlsx=xlsx)


def _told(done: Imported, refused: Sequence[RefusedRow]) -> Imported:
    """Say what came in and what did not."""
    whole = Imported(done.rows + len(refused), done.events, tuple(sorted([*done.refused, *refused], key=_number)))
    typer.echo(f"读了 {whole.rows} 行，新记录 {whole.events} 条，拒绝 {len(whole.refused)} 行。")
    for one in whole.refused[:SHOWN]:
        typer.echo(f"  第 {one.row} 行：{one.reason}。")
    if len(whole.refused) > SHOWN:
        typer.echo(f"  另有 {len(whole.refused) - SHOWN} 行。")
    return whole


def _number(row: RefusedRow) -> int:
    return row.row


def _now() -> datetime:
    return env.now().astimezone(wiring().local.zone)


def _check_list(path: Path) -> None:
    if not path.name.lower().endswith((".csv", ".csv.gz", ".xlsx")):
        raise FileRefused(f"“{path.name}”不是清单文件。", remedy="请另存为 .csv 或 .xlsx。")
