"""What `guiju next` and `guiju findings` do between the queries and the reader."""

from collections.abc import Callable, Iterator
from pathlib import Path

from guiju.actions.queries.orders import OrderShown, count_orders, list_orders
from guiju.findings.law import law_in_force
from guiju.findings.queries import DutyShown, FindingShown, count_due, count_findings, list_due, list_findings
from guiju.project import env
from guiju.project.ledger.listing import PAGE, show_listing, words_of_ledger
from guiju.project.ledger.viewer import viewer_of
from guiju.scores.reports.table import BoundDay, Cell, Column, DueAs, Instant, Kind, Table
from guiju.scores.reports.wording import SEVERITIES, Words
from guiju.values.clock import to_micros
from guiju.values.verdict import Outcome

DAY = 86_400 * 1_000_000
AT_ONCE = 500
_DUE_COLUMNS = (
    Column("到期", Kind.INSTANT), Column("事项"), Column("案件等"), Column("单位"), Column("民警"), Column("程度"),
    Column("由谁办"), Column("规则", widest=46),
)  # fmt: skip
_ORDER_COLUMNS = (
    Column("到期", Kind.INSTANT), Column("整改事项"), Column("状态"), Column("单位"), Column("民警"), Column("程度"),
    Column("整改单", widest=46),
)  # fmt: skip
_FINDING_COLUMNS = (
    Column("程度"), Column("疑似问题"), Column("案件等"), Column("单位"), Column("结论"), Column("应于", Kind.INSTANT),
    Column("超过（小时）", Kind.NUMBER), Column("民警"), Column("依据", widest=60),
    Column("编号", widest=60),
)  # fmt: skip
OWED_BY = {
    "": "本单位", "procuratorate": "检察机关", "court": "审判机关", "party": "当事人", "detention_centre": "看守所",
}  # fmt: skip


def show_due(days: int, *, account: str, search: str, rule: str, unit: str, page: int, xlsx: Path | None) -> None:
    """Running duties that fall due within some days, the next one first."""
    viewer, words = viewer_of(account), words_of_ledger()
    until = to_micros(env.now()) + days * DAY
    chosen = {"search": search, "rule": rule, "unit": unit}
    count = count_due(viewer, until=until, **chosen)

    def rows(skip: int, limit: int) -> list[tuple[Cell, ...]]:
        found = list_due(viewer, until=until, skip=skip, limit=limit, **chosen)
        return [_due_row(words, one) for one in found]

    empty = f"今后 {days} 天内没有到期事项。"
    _show("到期事项", _DUE_COLUMNS, count, rows, empty, page, xlsx, 4)


def show_orders_due(days: int, *, account: str, unit: str, page: int, xlsx: Path | None) -> None:
    """Orders to mend that are not mended and fall due within some days, or should have been mended by now."""
    viewer, words = viewer_of(account), words_of_ledger()
    until = to_micros(env.now()) + days * DAY
    count = count_orders(viewer, unit=unit, due_until=until)

    def rows(skip: int, limit: int) -> list[tuple[Cell, ...]]:
        found = list_orders(viewer, unit=unit, due_until=until, skip=skip, limit=limit)
        return [_order_row(words, one) for one in found]

    empty = f"今后 {days} 天内没有到期的整改单。"
    _show("到期的整改单", _ORDER_COLUMNS, count, rows, empty, page, xlsx, 5)


def show_findings(
    *, account: str, search: str, rule: str, unit: str, withdrawn: bool, page: int, xlsx: Path | None
) -> None:
    """Suspected findings, the gravest first."""
    viewer, words = viewer_of(account), words_of_ledger()
    chosen = {"search": search, "rule": rule, "unit": unit}
    count = count_findings(viewer, standing=not withdrawn, **chosen)

    def rows(skip: int, limit: int) -> list[tuple[Cell, ...]]:
        found = list_findings(viewer, standing=not withdrawn, skip=skip, limit=limit, **chosen)
        return [_finding_row(words, one) for one in found]

    empty = "没有已撤回的疑似问题。" if withdrawn else "没有疑似问题。"
    _show("疑似问题", _FINDING_COLUMNS, count, rows, empty, page, xlsx, 6)


def _show(
    title: str, columns: tuple[Column, ...], count: int, rows: Callable[[int, int], list[tuple[Cell, ...]]], empty: str,
    page: int, xlsx: Path | None, on_screen: int,
) -> None:  # fmt: skip
    def everything() -> Iterator[tuple[Cell, ...]]:
        for skip in range(0, count, AT_ONCE):
            yield from rows(skip, AT_ONCE)

    shown = Table("list", title, "", columns, count, lambda: iter(rows((page - 1) * PAGE, PAGE)), empty)
    whole = Table("list", title, "", columns, count, everything, empty)
    show_listing(shown, page=page, whole=whole, xlsx=xlsx, columns=on_screen)


def _due_row(words: Words, duty: DutyShown) -> tuple[Cell, ...]:
    return (
        _due(duty.due_at, duty.due_on), words.title(duty.rule), _about(words, duty), duty.unit,
        "、".join(duty.officers), SEVERITIES.get(duty.severity, duty.severity), OWED_BY.get(duty.owed_by, duty.owed_by),
        duty.rule,
    )  # fmt: skip


def _order_row(words: Words, order: OrderShown) -> tuple[Cell, ...]:
    return (
        Instant(order.due_at), words.title(order.rule), order.state.label, order.to_unit or order.unit,
        order.to_officer, SEVERITIES.get(order.severity, order.severity), order.name,
    )  # fmt: skip


def _finding_row(words: Words, found: FindingShown) -> tuple[Cell, ...]:
    outcome = "已撤回" if found.outcome == "withdrawn" else words.outcome(Outcome(found.outcome))
    return (
        SEVERITIES.get(found.severity, found.severity), words.title(found.rule), _about(words, found), found.unit,
        outcome, _due(found.due_at, found.due_on), round(found.late_seconds / 3600) if found.late_seconds else None,
        "、".join(found.officers), _cited(words, found), found.id,
    )  # fmt: skip


def _due(due_at: int | None, due_on: int | None) -> Cell:
    if due_on is not None and due_on >= 0:
        return BoundDay(due_on, DueAs.LAST)
    return None if due_at is None else Instant(due_at)


def _about(words: Words, row: DutyShown | FindingShown) -> str:
    vocabulary = law_in_force().pack.vocabulary
    named = row.keys or {row.kind: row.value}
    return "，".join(f"{vocabulary.field_label(kind)} {value}" for kind, value in named.items())


def _cited(words: Words, found: FindingShown) -> str:
    parts = [f"{words.instrument(str(one['instrument']))}{one['article']}" for one in found.law]
    return "；".join(parts)
