"""The page of one inspection: out of which whole, what it can find, what was drawn, how far it has come."""

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.actions.inspections import commands
from guiju.actions.inspections.acts import DRAW_SAMPLE
from guiju.actions.inspections.checklists import checklists
from guiju.actions.inspections.queries import get_inspection, list_alike, list_checks, recompute
from guiju.actions.inspections.reading import Check, Plan
from guiju.bureau.names import NamesThen, unit_names
from guiju.facts.draft import Actor
from guiju.scores.reports.table import Instant
from guiju.screens.components.form.field import Choice
from guiju.screens.components.form.form import Filled, Form
from guiju.screens.components.link import Link
from guiju.screens.components.table.listing import Column, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.findings.words import people_of
from guiju.screens.inspections.words import (
    about,
    check_badge,
    conclusion,
    detection_rows,
    fault_said,
    item_address,
    kind_said,
    plan_address,
    sides,
    state_badge,
)
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit

Row = tuple[int, str, Check | None]


def inspection(visit: Visit, name: str) -> HttpResponse:
    """Show one inspection; whoever may, lets it be drawn here.

    Raises:
        InspectionNotFound: it does not exist, or not for this visitor.
    """
    plan = get_inspection(visit.viewer, name)

    def draw(filled: Filled) -> str:
        commands.draw_sample(name, actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key)
        return _("样本已抽取。")

    form = _draw_form()
    filled = form.taken(visit, draw, about=name)
    if filled.is_done:
        return HttpResponseRedirect(plan_address(name))
    checks = list_checks(visit.viewer, name) if plan.drawn_at is not None else {}
    people = people_of((), {plan.unit, *(plan.drawn if plan.kind == "unit" else ())}, plan.said["by"])
    faulty = sum(one.faults > 0 for one in checks.values())
    clear = sum(one.faults == 0 and one.unseen == 0 for one in checks.values())
    asked = checklists().get(plan.checklist)
    said = {
        "sides": sides(""),
        "plan": plan,
        "kind": kind_said(plan.kind),
        "state": state_badge(plan, len(checks)),
        "unit": people.units.at(plan.unit, visit.at),
        "by": people.signed(plan.said["by"], plan.planned_at),
        "checklist": plan.checklist if asked is None else asked.title,
        "is_settled": asked is not None and asked.decided_by != "待核",
        "rows": detection_rows(plan.population_size, plan.size),
        "conclusion": conclusion(plan.population_size, plan.size, faulty, clear) if checks else "",
        "earlier": plan_address(plan.said["earlier"]) if plan.said["earlier"] else "",
        "alike": [(Link(one.title, plan_address(one.name)), one) for one in list_alike(visit.viewer, plan)],
        "form": form.show(visit, filled) if plan.drawn_at is None and visit.may(DRAW_SAMPLE) else "",
        "recompute": reverse("inspections.recompute", kwargs={"name": name}),
    }
    crumbs = (Crumb(_("督察抽查"), reverse("inspections.list")), Crumb(plan.title))
    if plan.drawn_at is None:
        return show(visit, "inspections/one.html", said, title=plan.title, crumbs=crumbs, status=filled.status)
    listing = _items(plan, checks, people.units, visit.at)
    return show_listing(visit, listing, said, template="inspections/one.html", title=plan.title, crumbs=crumbs)


def recomputed(visit: Visit, name: str) -> HttpResponse:
    """Draw once more, and show how anybody can.

    Raises:
        InspectionNotFound: it does not exist, or not for this visitor.
    """
    again = recompute(visit.viewer, name)
    names = unit_names(again.population if again.plan.kind == "unit" else ())
    shown = {one: f"{one} {names.at(one, visit.at)}" if one in names.periods else one for one in again.population}
    said = {
        "sides": sides(""),
        "again": again,
        "plan": again.plan,
        "drawn": [shown.get(one, one) for one in again.drawn],
        "population": [shown[one] for one in again.population],
        "faults": [fault_said(one) for one in again.faults],
        "back": plan_address(name),
    }
    crumbs = (
        Crumb(_("督察抽查"), reverse("inspections.list")),
        Crumb(again.plan.title, plan_address(name)),
        Crumb(_("复算")),
    )
    return show(visit, "inspections/recompute.html", said, title=_("复算抽取结果"), crumbs=crumbs)


def _draw_form() -> Form:
    return Form("draw_sample", (), (Choice("draw", _("抽取")),))


def _items(plan: Plan, checks: dict[int, Check], names: NamesThen, at: int) -> Listing:
    found: Sequence[Row] = [(number, value, checks.get(number)) for number, value in enumerate(plan.drawn, 1)]

    def rows(_visit: Visit, query: Query, start: int, number: int) -> Sequence[Row]:
        return [row for row in found if query.text in ("", row[1])][start : start + number]

    def count(_visit: Visit, query: Query, most: int) -> int:
        return min(most, sum(query.text in ("", row[1]) for row in found))

    return Listing(
        name="inspection_items",
        title=_("抽中的%(kind)s") % {"kind": kind_said(plan.kind)},
        columns=(
            Column("number", _("次序"), lambda row: str(row[0]), written=lambda row: row[0]),
            Column("value", kind_said(plan.kind), lambda row: about(plan, row[1], names.at(row[1], at)), is_head=True,
                   written=lambda row: row[1]),
            Column("state", _("检查结果"), lambda row: check_badge(row[2])),
            Column("checked", _("检查时间"), lambda row: said_instant(row[2].checked_at) if row[2] else "",
                   written=lambda row: Instant(row[2].checked_at) if row[2] else ""),
            Column("open", _("检查表"), lambda row: Link(_("打开检查表"), item_address(plan.name, row[0])),
                   written=lambda row: ""),
        ),
        rows=rows,
        count=count,
        search=_("完整编号"),
    )  # fmt: skip
