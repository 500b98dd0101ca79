"""Planning: first out of which whole, then how many, with what so many can find said before anything is decided."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.actions.asking import new_name
from guiju.actions.inspections import commands
from guiju.actions.inspections.acts import DRAW_SAMPLE, KINDS
from guiju.actions.inspections.checklists import checklists
from guiju.actions.inspections.commands.planning import LARGEST_POPULATION, LARGEST_SAMPLE, LONGEST_TITLE
from guiju.actions.inspections.detecting import size_to_find
from guiju.bureau.names import unit_names
from guiju.facts.draft import Actor
from guiju.screens.components.form.field import Choice, Field, Kind
from guiju.screens.components.form.form import Filled, Form
from guiju.screens.findings.acts.declared import reason
from guiju.screens.inspections.gathering import (
    ANY,
    CLOSED,
    OPEN,
    PLACE,
    Asked,
    AskedWrongly,
    asked_of,
    gathered,
    unit_choices,
    units_within,
)
from guiju.screens.inspections.words import SHARES, chances, faulty_numbers, kind_said, plan_address, sides
from guiju.screens.kit.figures import said_number
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit


def new(visit: Visit) -> HttpResponse:
    """Ask out of which whole is to be drawn."""
    form = _whole(visit)

    def understood(filled: Filled) -> str:
        _chosen(filled)
        return ""

    filled = form.taken(visit, understood)
    if filled.is_done:
        query = urlencode(_chosen(filled).to_query())
        return HttpResponseRedirect(f"{reverse('inspections.size')}?{query}")
    said = {"sides": sides(""), "form": form.show(visit, filled, back=reverse("inspections.list")), "asked": ""}
    return show(visit, "inspections/new.html", said, title=_("制定抽查计划"), crumbs=_crumbs(), status=filled.status)


def size(visit: Visit) -> HttpResponse:
    """Show how large the whole is and what samples of it can find, and record the plan.

    Raises:
        AskedWrongly: the address names no population.
        NotForYou: no role of the visitor reaches the unit.
    """
    asked = asked_of({name: value for name, value in visit.request.GET.items() if isinstance(value, str)})
    population = gathered(visit, asked, DRAW_SAMPLE)
    name = unit_names([asked.unit]).at(asked.unit, visit.at)
    form = _plan(asked, len(population))
    planned: list[str] = []

    def plan(filled: Filled) -> str:
        actor = Actor(visit.holder.account)
        commands.plan_inspection(
            filled.text("title"), kind=asked.kind, unit=asked.unit, query=asked.words(name), population=population,
            size=filled.number("size") or 0, checklist_name=filled.text("checklist"), reason=filled.text("reason"),
            actor=actor, at=visit.at, idem_key=filled.key,
        )  # fmt: skip
        planned.append(new_name(actor, filled.key))
        return _("抽查计划已记录。账本封存后即可抽取。")

    values = {"size": size_to_find(len(population), SHARES[2])} if population else {}
    is_possible = 0 < len(population) <= LARGEST_POPULATION
    filled = form.taken(visit, plan, values=values)
    if filled.is_done:
        return HttpResponseRedirect(plan_address(planned[0]))
    said = {
        "sides": sides(""),
        "asked": asked.words(name),
        "population": len(population),
        "is_too_large": len(population) > LARGEST_POPULATION,
        "largest": LARGEST_POPULATION,
        "sizes": _sizes(len(population)) if is_possible else [],
        "heads": [(said_number(one), share) for one, share in faulty_numbers(len(population))] if is_possible else [],
        "form": form.show(visit, filled, back=reverse("inspections.new")) if is_possible else "",
        "again": reverse("inspections.new"),
    }
    return show(visit, "inspections/new.html", said, title=_("制定抽查计划"), crumbs=_crumbs(), status=filled.status)


def _sizes(population: int) -> list[tuple[str, list[str]]]:
    """Some sizes, and how surely each finds a faulty thing at each share."""
    offered = sorted({size_to_find(population, share) for share in SHARES} | {min(population, 10), min(population, 30)})
    most = min(population, LARGEST_SAMPLE)
    return [(said_number(one), chances(population, one)) for one in offered if one <= most]


def _whole(visit: Visit) -> Form:
    kinds = tuple(Choice(kind, kind_said(kind)) for kind in KINDS)
    states = (Choice(ANY, _("不限")), Choice(CLOSED, _("已办结")), Choice(OPEN, _("未办结")))
    return Form(
        "inspection_whole",
        (
            Field("kind", _("抽查对象"), Kind.RADIO, choices=kinds),
            Field("unit", _("单位（含下级）"), Kind.CHOICE, choices=unit_choices(units_within(visit, DRAW_SAMPLE))),
            Field("since", _("自"), Kind.DATE, is_required=False, help=_("案件等发生的日期；检查场所时不必填写。")),
            Field("until", _("至（含当日）"), Kind.DATE, is_required=False),
            Field("state", _("办理状态"), Kind.RADIO, is_required=False, choices=states),
        ),
        (Choice("next", _("下一步：看总体和份数")),),
    )


def _chosen(filled: Filled) -> Asked:
    since, until = filled.values.get("since"), filled.values.get("until")
    given = {"kind": filled.text("kind"), "unit": filled.text("unit"), "state": filled.text("state") or ANY}
    if filled.text("kind") != PLACE:
        if not isinstance(since, date) or not isinstance(until, date):
            raise AskedWrongly(_("没有填写起止日期。"), remedy=_("请填写“自”和“至”。"))
        given |= {"since": since.isoformat(), "until": until.isoformat()}
    return asked_of(given)


def _plan(asked: Asked, population: int) -> Form:
    lists = tuple(Choice(one.id, one.title) for one in checklists().values() if one.kind == asked.kind)
    return Form(
        "inspection_plan",
        (
            Field("title", _("名称"), longest=LONGEST_TITLE, placeholder=_("如：三月行政案件案卷抽查")),
            Field(
                "size", _("抽查份数"), Kind.NUMBER, least=1, most=min(population, LARGEST_SAMPLE) or 1,
                help=_("已填的份数：若总体中有十分之一存在问题，至少抽中一份的把握不低于 95%。"),
            ),
            Field("checklist", _("检查表"), Kind.CHOICE, choices=lists),
            reason(_("抽查事由")),
        ),
        (Choice("save", _("记录抽查计划")),),
        keeps_draft=True,
    )  # fmt: skip


def _crumbs() -> tuple[Crumb, ...]:
    return Crumb(_("督察抽查"), reverse("inspections.list")), Crumb(_("制定抽查计划"))
