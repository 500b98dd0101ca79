"""The lists of imports: the batches, and what one of them holds back, refused and misses."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import typer

from guiju.facts.importing import holding, journal
from guiju.facts.importing.journal import Batch, BatchUnknown
from guiju.facts.importing.lists import (
    HeldLine,
    count_batches,
    count_held,
    count_refused,
    find_batch,
    list_batches,
    list_held,
    list_missing,
    list_refused,
)
from guiju.project.catalogue import VOCABULARY
from guiju.project.desks.check_desk import check_places
from guiju.project.ledger.listing import PAGE, beside, show_listing
from guiju.project.ledger.viewer import operator
from guiju.scores.reports.table import Cell, Column, Instant, Kind, Table

AT_ONCE = 500
STATES = {journal.OPEN: "未完成", journal.FINISHED: "已完成", journal.ABANDONED: "已放弃"}
DECISIONS = {
    holding.WAITING: "待放行", holding.RELEASED: "已放行", holding.REJECTED: "已驳回", holding.OVERTAKEN: "已被取代",
}  # fmt: skip
_BATCH_COLUMNS = (
    Column("批次", Kind.NUMBER), Column("数据源"), Column("文件"), Column("导入人"), Column("开始", Kind.INSTANT),
    Column("状态"), Column("行数", Kind.NUMBER), Column("新记录", Kind.NUMBER), Column("相同", Kind.NUMBER),
    Column("更正", Kind.NUMBER), Column("拒绝", Kind.NUMBER), Column("缺失", Kind.NUMBER),
)  # fmt: skip
_HELD_COLUMNS = (
    Column("行", Kind.NUMBER), Column("关于"), Column("环节"), Column("原时间", Kind.INSTANT),
    Column("改为", Kind.INSTANT), Column("时间提前"), Column("其他改动", widest=60), Column("状态"), Column("决定人"),
    Column("理由"), Column("原记录", Kind.NUMBER),
)  # fmt: skip
_REFUSED_COLUMNS = (Column("行", Kind.NUMBER), Column("案件编号"), Column("原因", widest=80))
_MISSING_COLUMNS = (Column("原记录", Kind.NUMBER), Column("关于"), Column("环节"), Column("时间", Kind.INSTANT))
Rows = Callable[[int, int], list[tuple[Cell, ...]]]


def show_batches(*, search: str, page: int, xlsx: Path | None) -> None:
    """All imports, the latest first.

    Raises:
        OutputRefused: the workbook cannot be written there.
    """
    viewer = operator()

    def rows(offset: int, at_most: int) -> list[tuple[Cell, ...]]:
        return [_batch_row(one) for one in list_batches(viewer, search=search, offset=offset, at_most=at_most)]

    count = count_batches(viewer, search=search)
    empty = "没有符合条件的批次。" if search else "还没有导入过。"
    _show(("batches", "导入批次"), _BATCH_COLUMNS, count, rows, empty, page, xlsx)


def show_batch(number: int, *, page: int, xlsx: Path | None) -> None:
    """What one import holds back, refused and misses; with ``xlsx``, each list goes into a workbook of its own.

    Raises:
        BatchUnknown: there is no such import.
        OutputRefused: a workbook cannot be written there.
    """
    viewer = operator()
    batch = find_batch(viewer, number)
    if batch is None:
        raise BatchUnknown(f"没有批次 {number}。")
    places = [beside(xlsx, name) for name in ("更正", "拒绝", "缺失")]
    check_places(places, [])
    waiting = count_held(viewer, number, is_waiting=True)
    earlier = count_held(viewer, number, is_waiting=True, is_earlier=True)
    typer.echo(
        f"批次 {number}：{batch.source}，“{batch.file_name}”，{batch.begun_by}导入，{STATES[batch.state]}；"
        f"待放行更正 {waiting:,} 条，其中时间提前 {earlier:,} 条。"
    )

    def held(offset: int, at_most: int) -> list[tuple[Cell, ...]]:
        return [_held_row(one) for one in list_held(viewer, number, offset=offset, at_most=at_most)]

    def refused(offset: int, at_most: int) -> list[tuple[Cell, ...]]:
        found = list_refused(viewer, number, offset=offset, at_most=at_most)
        return [(one.row, one.case, one.reason) for one in found]

    def missing(offset: int, at_most: int) -> list[tuple[Cell, ...]]:
        found = list_missing(viewer, number, offset=offset, at_most=at_most)
        return [(one.event, _about(one.stream), _event(one.type), Instant(one.happened_at)) for one in found]

    count = count_held(viewer, number)
    _show(("held", "更正"), _HELD_COLUMNS, count, held, "没有更正。", page, places[0])
    count = count_refused(viewer, number)
    empty = "没有拒绝的行，或者已满三十天、不再保存。" if batch.refused else "没有拒绝的行。"
    _show(("refused", "拒绝的行"), _REFUSED_COLUMNS, count, refused, empty, page, places[1])
    _show(
        ("missing", "以前有而这次没有的记录"),
        _MISSING_COLUMNS,
        batch.missing,
        missing,
        "没有缺失的记录。",
        page,
        places[2],
    )


def _show(
    name: tuple[str, str], columns: tuple[Column, ...], count: int, rows: Rows, empty: str, page: int,
    xlsx: Path | None,
) -> None:  # fmt: skip
    def everything() -> Iterator[tuple[Cell, ...]]:
        for offset in range(0, count, AT_ONCE):
            yield from rows(offset, AT_ONCE)

    shown = Table(*name, "", columns, count, lambda: iter(rows((page - 1) * PAGE, PAGE)), empty)
    whole = Table(*name, "", columns, count, everything, empty)
    show_listing(shown, page=page, whole=whole, xlsx=xlsx)


def _batch_row(one: Batch) -> tuple[Cell, ...]:
    state = STATES[one.state] if one.state != journal.OPEN else f"{STATES[one.state]}（{one.done:,} 行）"
    return (
        one.event, one.source, one.file_name, one.begun_by, Instant(one.begun_at), state, one.rows, one.recorded,
        one.repeated, one.held, one.refused, one.missing,
    )  # fmt: skip


def _held_row(one: HeldLine) -> tuple[Cell, ...]:
    return (
        one.row, _about(one.stream), _event(one.type), Instant(one.happened_before), Instant(one.happened_at),
        "是" if one.is_earlier else "", _differences(one), DECISIONS[one.state], one.decided_by, one.reason, one.event,
    )  # fmt: skip


def _differences(one: HeldLine) -> str:
    read_before, read = json.loads(one.body_before), json.loads(one.body)
    before, after = read_before["fields"], read["fields"]
    said = [
        f"{VOCABULARY.field_label(name)}：{_said(before.get(name))}→{_said(after.get(name))}"
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]
    if one.type != one.type_before:
        said.insert(0, f"环节：{_event(one.type_before)}→{_event(one.type)}")
    if read_before.get("personal", {}).get("data") != read.get("personal", {}).get("data"):
        said.append("加密保存的个人信息有变化")
    return "；".join(said)


def _said(value: object) -> str:
    if value is None:
        return "空"
    return "、".join(value) if isinstance(value, list) else str(value)


def _about(stream: str) -> str:
    kind, _, value = stream.partition(":")
    return f"{VOCABULARY.field_label(kind)} {value}"


def _event(name: str) -> str:
    kind = VOCABULARY.types.get(name)
    return kind.label if kind is not None else name
