"""The list of inspections."""

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.actions.inspections.acts import DRAW_SAMPLE, KINDS
from guiju.actions.inspections.queries import PlanShown, Sought, count_inspections, list_inspections
from guiju.bureau.names import NamesThen, unit_names
from guiju.findings.law import law_in_force
from guiju.scores.reports.table import Instant
from guiju.screens.components.form.field import Choice
from guiju.screens.components.link import Action, Link
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.inspections.words import kind_said, plan_address, sides, state_badge
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.visit import Visit

DRAWN, WAITING = "drawn", "waiting"


class Inspections:
    """The list for one visit, and the names that its rows need."""

    def __init__(self, visit: Visit) -> None:
        self.at = visit.at
        self.names = NamesThen({})

    def listing(self) -> Listing:
        """The declaration of the list."""
        return Listing(
            name="inspections",
            title=_("督察抽查"),
            columns=(
                Column("title", _("名称"), lambda row: Link(row.plan.title, plan_address(row.plan.name)), sort="title",
                       is_head=True, written=lambda row: row.plan.title),
                Column("state", _("状态"), lambda row: state_badge(row.plan, row.checked)),
                Column("kind", _("对象"), lambda row: kind_said(row.plan.kind)),
                Column("unit", _("单位"), lambda row: self.names.at(row.plan.unit, self.at), sort="unit"),
                Column("whole", _("总体"), lambda row: row.plan.population_size, is_numeric=True),
                Column("size", _("抽查"), lambda row: row.plan.size, sort="size", is_numeric=True),
                Column("checked", _("已查"), lambda row: row.checked, is_numeric=True),
                Column("faulty", _("有“否”项的"), lambda row: row.faulty, is_numeric=True),
                Column("planned", _("制定时间"), lambda row: said_instant(row.plan.planned_at), sort="planned",
                       is_quiet=True, written=lambda row: Instant(row.plan.planned_at)),
            ),
            rows=self._rows,
            count=lambda visit, query, most: count_inspections(visit.viewer, sought_of(query), most=most),
            facets=(
                Facet("kind", _("对象"), tuple(Choice(kind, kind_said(kind)) for kind in KINDS), is_many=True),
                Facet("drawn", _("抽取"), (Choice(DRAWN, _("已抽取")), Choice(WAITING, _("待抽取")))),
                Facet("planned", _("制定日期"), is_period=True),
            ),
            search=_("名称中的字，或抽中的完整编号"),
            order="-planned",
            empty=_("没有抽查。"),
            note=_("每一次抽取都保留，不能重抽；“否”只是检查登记，是否属实以核查为准。"),
        )  # fmt: skip

    def _rows(self, visit: Visit, query: Query, start: int, number: int) -> Sequence[PlanShown]:
        rows = list_inspections(
            visit.viewer, sought_of(query), sort=query.sort or "planned", is_descending=query.is_descending,
            skip=start, limit=number,
        )  # fmt: skip
        self.names = unit_names({row.plan.unit for row in rows})
        return rows


def inspections(visit: Visit) -> HttpResponse:
    """Show the inspections that the visitor may see.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    act = Action(_("制定抽查计划"), reverse("inspections.new"), "primary", "plus")
    said = {"sides": sides("inspections.list"), "act": act if visit.may(DRAW_SAMPLE) else ""}
    return show_listing(visit, Inspections(visit).listing(), said, template="inspections/list.html")


def sought_of(query: Query) -> Sought:
    """The conditions of the list as the query knows them."""
    first, last = query.period("planned")
    midnight = law_in_force().local.midnight
    drawn = query.one("drawn")
    return Sought(
        kinds=query.of("kind"), is_drawn=None if not drawn else drawn == DRAWN, text=query.text,
        planned=(
            midnight(first.toordinal()) if first else None,
            midnight((last + timedelta(days=1)).toordinal()) if last else None,
        ),
    )  # fmt: skip
