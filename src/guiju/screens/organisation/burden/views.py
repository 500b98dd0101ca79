"""The two pages of 填报负担: by unit and by form, each a chart with its table, and a list that can be taken away."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.scores.reports.table import Cell, Kind, Table
from guiju.scores.reports.table import Column as Series
from guiju.screens.components.card import Card
from guiju.screens.components.chart import Chart, Shape
from guiju.screens.components.form import Choice
from guiju.screens.components.table import Column, Facet, Listing, Query, show_listing
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.kit.figures import said_number
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.burden.counting import (
    MOST_CASES,
    Burden,
    FormBurden,
    Quarter,
    UnitBurden,
    count_burden,
    quarters_until,
)
from guiju.screens.threads.words import event_label

QUARTER = "quarter"
MOST_BARS = 12
Row = TypeVar("Row")


def burden(visit: Visit) -> HttpResponse:
    """Show how much was typed for each case, by unit.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    found, quarter = _counted(visit)
    columns = (
        Series(_("单位")), Series(_("手工填写"), Kind.NUMBER), Series(_("系统带出"), Kind.NUMBER),
        Series(_("导入"), Kind.NUMBER),
    )  # fmt: skip
    title = _("每案字段数（项）")
    rows: list[tuple[Cell, ...]] = [
        (_unit(one), _each(one.typed, one.cases), _each(one.derived, one.cases),
         _each(one.imported, one.cases))
        for one in found.units
    ]  # fmt: skip
    listing = _listing(
        visit,
        "burden",
        _units_columns(),
        found.units,
        _unit,
        _("单位名称中的字"),
    )
    return _shown(visit, found, quarter, listing, _table("burden", title, columns, rows), Shape.STACKED, "burden")


def forms(visit: Visit) -> HttpResponse:
    """Show which forms ask most.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    found, quarter = _counted(visit)
    total = found.whole.typed
    columns = (Series(_("环节")), Series(_("手工填写合计"), Kind.NUMBER))
    rows: list[tuple[Cell, ...]] = [(event_label(one.event), one.typed) for one in found.forms[:MOST_BARS] if one.typed]
    listing = _listing(
        visit,
        "burden_forms",
        _forms_columns(total),
        found.forms,
        lambda one: event_label(one.event),
        _("环节名称中的字"),
    )
    table = _table("forms", _("手工填写最多的环节（项）"), columns, rows)
    return _shown(visit, found, quarter, listing, table, Shape.ROWS, "burden.forms")


def _counted(visit: Visit) -> tuple[Burden, Quarter]:
    """The quarter that was asked for, by default the present one; what is none of the choices the list refuses."""
    offered = quarters_until(visit.at)
    asked = visit.request.GET.get(QUARTER, "")
    quarter = next((one for one in offered if one.name == asked), offered[0])
    return count_burden(visit.viewer, quarter, at=visit.at), quarter


def _shown(
    visit: Visit, found: Burden, quarter: Quarter, listing: Listing, table: Table, shape: Shape, here: str
) -> HttpResponse:  # fmt: skip
    whole, query = found.whole, f"?{QUARTER}={quarter.name}"
    tabs = tuple(
        Tab(title, reverse(name) + query, name == here)
        for name, title in (("burden", _("按单位")), ("burden.forms", _("按环节")))
    )
    said = {
        "tabs": Tabs(_("填报负担"), tabs),
        "quarter": _quarter(quarter),
        "cards": [
            Card(_("案件"), said_number(whole.cases), _("件")),
            Card(_("每案手工填写"), said_number(_each(whole.typed, whole.cases)), _("项")),
            Card(_("手工填写占比"), said_number(_share(whole.typed, whole.fields)), "%"),
            Card(_("系统带出占比"), said_number(_share(whole.derived, whole.fields)), "%"),
            Card(_("导入占比"), said_number(_share(whole.imported, whole.fields)), "%"),
        ],
        "chart": Chart(table, shape) if table.count else None,
        "most": said_number(MOST_CASES) if found.is_cut else "",
    }
    return show_listing(visit, listing, said, template="organisation/burden.html", title=_("填报负担"))


def _listing(
    visit: Visit, name: str, columns: tuple[Column, ...], rows: Sequence[Row], said: Callable[[Row], str], search: str
) -> Listing:
    def found(query: Query) -> list[Row]:
        return [one for one in rows if query.text in said(one)]

    choices = tuple(Choice(one.name, _quarter(one)) for one in quarters_until(visit.at))
    return Listing(
        name=name,
        title=_("填报负担"),
        columns=columns,
        rows=lambda _visit, query, start, number: found(query)[start : start + number],
        count=lambda _visit, query, _most: len(found(query)),
        facets=(Facet(QUARTER, _("季度"), choices, otherwise=_("本季度")),),
        search=search,
        empty=_("这个季度没有您可以查看的案件记录。"),
        note=_(
            "由案件记录自动计数，无需填报；只到单位和环节，不到个人。"
            "照系统预填的内容原样保留的，按系统带出计算。"
        ),
    )  # fmt: skip


def _units_columns() -> tuple[Column, ...]:
    return (
        Column("unit", _("单位"), _unit, is_head=True),
        Column("cases", _("案件"), lambda row: row.cases, is_numeric=True),
        Column("typed", _("手工填写（每案）"), lambda row: _each(row.typed, row.cases), is_numeric=True),
        Column("derived", _("系统带出（每案）"), lambda row: _each(row.derived, row.cases), is_numeric=True),
        Column("imported", _("导入（每案）"), lambda row: _each(row.imported, row.cases), is_numeric=True),
        Column("share", _("手工占比（%）"), lambda row: _share(row.typed, row.fields), is_numeric=True),
    )


def _forms_columns(total: int) -> tuple[Column, ...]:
    def each(row: FormBurden) -> Decimal:
        return _each(row.typed, row.sent)

    return (
        Column("form", _("环节"), lambda row: event_label(row.event), is_head=True),
        Column("sent", _("登记次数"), lambda row: row.sent, is_numeric=True),
        Column("typed", _("手工填写合计"), lambda row: row.typed, is_numeric=True),
        Column("each", _("平均每次"), each, is_numeric=True),
        Column("share", _("占全部手工填写（%）"), lambda row: _share(row.typed, total), is_numeric=True),
    )


def _table(name: str, title: str, columns: tuple[Series, ...], rows: list[tuple[Cell, ...]]) -> Table:
    return Table(name, title, "", columns, len(rows), lambda: iter(rows))


def _unit(one: UnitBurden) -> str:
    return one.unit or _("单位不明")


def _quarter(one: Quarter) -> str:
    return _("%(year)s年第%(number)s季度") % {"year": one.year, "number": one.number}


def _each(number: int, of: int) -> Decimal:
    return (Decimal(number) / of if of else Decimal(0)).quantize(Decimal("0.1"))


def _share(number: int, of: int) -> Decimal:
    return _each(100 * number, of)
