"""月度通报: the list, a draft that nobody has signed, and what was issued, on the screen and on paper."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.actions.asking import new_name
from guiju.actions.inspections import commands
from guiju.actions.inspections.acts import ISSUE_CIRCULAR
from guiju.actions.inspections.circulars import Figures, count_month, countable_at
from guiju.actions.inspections.queries import (
    CircularNotFound,
    CircularShown,
    count_circulars,
    get_circular,
    is_reproduced,
    list_circulars,
    may_read_unit,
)
from guiju.bureau.names import NamesThen, unit_names
from guiju.bureau.roles import EXPORT
from guiju.facts.draft import Actor
from guiju.screens.components.form.field import Choice, Field, Kind
from guiju.screens.components.form.form import Filled, Form
from guiju.screens.components.link import Action, Link
from guiju.screens.components.table.export import xlsx_of
from guiju.screens.components.table.listing import Column, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.findings.acts.declared import LONGEST
from guiju.screens.findings.words import people_of
from guiju.screens.inspections.circular_tables import (
    blocks_of,
    month_said,
    ordered_of,
    tables_of,
    title_of,
    totals_of,
)
from guiju.screens.inspections.circular_word import docx_of
from guiju.screens.inspections.gathering import unit_choices, units_within
from guiju.screens.inspections.words import circular_address, inspected_conclusion, kind_said, sides
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.mark import mark_of
from guiju.screens.kit.print import pdf_of
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.site import Exported, site
from guiju.screens.kit.visit import Visit
from guiju.screens.papers.making import shelf
from guiju.screens.papers.opening import TYPES

_FORMS = {"pdf": ("PDF", "printer"), "docx": ("Word", "file-text"), "xlsx": ("Excel", "download")}


class ExportRefused(CircularNotFound):
    """Somebody without the permission to export asks for the circular on paper."""

    code = "inspections.export"
    remedy = "请向安全管理员申请导出权限。"


def circulars(visit: Visit) -> HttpResponse:
    """Show the circulars that the visitor may see.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    names: dict[str, NamesThen] = {"units": NamesThen({})}

    def rows(visit: Visit, _query: Query, start: int, number: int) -> Sequence[CircularShown]:
        found = list_circulars(visit.viewer, skip=start, limit=number)
        names["units"] = unit_names({one.unit for one in found})
        return found

    listing = Listing(
        name="circulars",
        title=_("月度通报"),
        columns=(
            Column("month", _("月份"), lambda row: Link(month_said(row.month), circular_address(row.name)),
                       is_head=True, written=lambda row: row.month),
            Column("unit", _("单位"), lambda row: names["units"].at(row.unit, row.issued_at)),
            Column("drawn", _("抽查次数"), lambda row: len(row.figures.inspected), is_numeric=True),
            Column("verified", _("核查属实"), lambda row: sum(one.verified for one in row.figures.found),
                       is_numeric=True),
            Column("suspected", _("疑似（待核查）"), lambda row: sum(one.suspected for one in row.figures.found),
                       is_numeric=True),
            Column("issued", _("印发时间"), lambda row: said_instant(row.issued_at)),
        ),
        rows=rows,
        count=lambda visit, _query, most: count_circulars(visit.viewer, most=most),
        empty=_("还没有印发通报。"),
        note=_("同一月份再次印发的，前一份仍然保留。"),
    )  # fmt: skip
    act = Action(_("起草通报"), reverse("inspections.circular_new"), "primary", "plus")
    said = {"sides": sides("inspections.circulars"), "act": act if visit.may(ISSUE_CIRCULAR) else ""}
    return show_listing(visit, listing, said, template="inspections/list.html")


def new_circular(visit: Visit) -> HttpResponse:
    """Ask for which unit and month a draft is wanted."""
    form = Form(
        "circular_of",
        (
            Field("unit", _("单位（含下级）"), Kind.CHOICE, choices=unit_choices(units_within(visit, ISSUE_CIRCULAR))),
            Field("month", _("月份"), longest=7, placeholder="2026-03", help=_("按抽取样本、登记问题的月份统计。")),
        ),
        (Choice("next", _("看草稿")),),
    )

    def counted(filled: Filled) -> str:
        count_month(filled.text("unit"), filled.text("month"), countable_at(visit.at))
        return ""

    filled = form.taken(visit, counted)
    if filled.is_done:
        query = urlencode({"unit": filled.text("unit"), "month": filled.text("month")})
        return HttpResponseRedirect(f"{reverse('inspections.circular_draft')}?{query}")
    said = {"sides": sides(""), "form": form.show(visit, filled, back=reverse("inspections.circulars"))}
    return show(visit, "inspections/form.html", said, title=_("起草通报"), crumbs=_crumbs(), status=filled.status)


def draft(visit: Visit) -> HttpResponse:
    """Show the figures as they stand now, and issue them.

    Raises:
        CircularNotFound: the unit does not exist, or not for this visitor.
        MonthRefused: it is no month, or has not begun.
    """
    unit, month = visit.request.GET.get("unit", ""), visit.request.GET.get("month", "")
    if not may_read_unit(visit.viewer, unit):
        raise CircularNotFound("没有找到这个单位。")
    remark = Field("remark", _("通报要求"), Kind.LONG, is_required=False, longest=LONGEST)
    form = Form("issue_circular", (remark,), (Choice("issue", _("印发")),), keeps_draft=True)
    issued: list[str] = []

    def issue(filled: Filled) -> str:
        actor = Actor(visit.holder.account)
        commands.issue_circular(
            unit, month, remark=filled.text("remark"), actor=actor, at=visit.at, idem_key=filled.key
        )
        issued.append(new_name(actor, filled.key))
        return _("通报已印发。")

    filled = form.taken(visit, issue, about=f"{unit} {month}")
    if filled.is_done:
        return HttpResponseRedirect(circular_address(issued[0]))
    figures = count_month(unit, month, countable_at(visit.at))
    said = {
        **_said(figures),
        "is_draft": True,
        "remark": "",
        "form": form.show(visit, filled, back=reverse("inspections.circulars")),
    }
    crumbs = (*_crumbs()[:-1], Crumb(_("草稿")))
    return show(
        visit, "inspections/circular.html", said, title=title_of(figures), crumbs=crumbs, status=filled.status
    )  # fmt: skip


def circular(visit: Visit, name: str) -> HttpResponse:
    """Show a circular as it was issued.

    Raises:
        CircularNotFound: it does not exist, or not for this visitor.
    """
    shown = get_circular(visit.viewer, name)
    by = people_of((), (), shown.said["by"]).signed(shown.said["by"], shown.issued_at)
    files = [
        Action(words, reverse("inspections.circular_file", kwargs={"name": name, "command": form}), icon=icon)
        for form, (words, icon) in _FORMS.items()
    ]
    said = {
        **_said(shown.figures),
        "is_draft": False,
        "remark": shown.said["reason"],
        "shown": shown,
        "by": by,
        "recompute": reverse("inspections.circular_again", kwargs={"name": name}),
        "files": files if visit.may(EXPORT) else [],
    }
    crumbs = (*_crumbs()[:-1], Crumb(month_said(shown.month)))
    return show(visit, "inspections/circular.html", said, title=title_of(shown.figures), crumbs=crumbs)


def counted_again(visit: Visit, name: str) -> HttpResponse:
    """Count a circular again from the ledger as it stood then, and say whether the same text comes out.

    Raises:
        CircularNotFound: it does not exist, or not for this visitor.
    """
    shown = get_circular(visit.viewer, name)
    said = {
        "sides": sides(""),
        "is_reproduced": is_reproduced(visit.viewer, name),
        "shown": shown,
        "back": circular_address(name),
    }
    crumbs = (*_crumbs()[:-1], Crumb(month_said(shown.month), circular_address(name)), Crumb(_("复算")))
    return show(visit, "inspections/counted_again.html", said, title=_("复算通报"), crumbs=crumbs)


def circular_file(visit: Visit, name: str, command: str) -> HttpResponse:
    """The circular as a file, PDF, Word or a workbook; that it was taken away is entered in the read log first.

    Raises:
        CircularNotFound: it does not exist, or not for this visitor; or there is no such form of it.
        ExportRefused: the visitor may not export.
        PrintNotPossible: the server cannot set it.
        PaperUnknown, PaperRefused, PaperUnreadable: as ``docx_of``.
    """
    shown = get_circular(visit.viewer, name)
    if command not in _FORMS:
        raise CircularNotFound("没有这种格式的通报。")
    if not visit.may(EXPORT):
        raise ExportRefused("不能这样导出。")
    mark = mark_of(visit)
    site().exported(visit, Exported("inspections.circular", f"?circular={quote(name)}", command, mark.number, 1))
    title = title_of(shown.figures)
    made = {
        "pdf": lambda: pdf_of(title, blocks_of(shown), mark),
        "docx": lambda: docx_of(shown, mark, shelf()),
        "xlsx": lambda: xlsx_of(tables_of(shown), mark),
    }  # fmt: skip
    answer = HttpResponse(made[command](), content_type=TYPES[command])
    ending = f"{mark.number}.{command}"
    written = quote(f"{title}-{ending}")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{ending}\"; filename*=UTF-8''{written}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _said(figures: Figures) -> Mapping[str, object]:
    names = unit_names({figures.unit, *(one.unit for one in figures.inspected)})
    return {
        "sides": sides(""),
        "figures": figures,
        "unit": names.at(figures.unit, figures.counted_at),
        "inspected": [
            (one, names.at(one.unit, one.drawn_at), kind_said(one.kind), inspected_conclusion(one))
            for one in figures.inspected
        ],
        "totals": totals_of(figures),
        "ordered": ordered_of(figures),
    }


def _crumbs() -> tuple[Crumb, ...]:
    return Crumb(_("月度通报"), reverse("inspections.circulars")), Crumb(_("起草通报"))
