"""共性问题: suspected findings of one rule in one unit, which a legal officer may verify in one act."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.actions.queries.findings import FindingRow, Sought, list_sought
from guiju.bureau.names import unit_names
from guiju.facts.draft import Actor
from guiju.findings.life import commands
from guiju.findings.life.acts import VERIFY, State
from guiju.findings.life.commands.triage import LARGEST_GROUP
from guiju.findings.life.queries import PatternShown, list_patterns
from guiju.findings.queries import FindingNotFound
from guiju.scores.reports.table import Instant
from guiju.screens.components.form.field import Choice, Field, Kind
from guiju.screens.components.form.form import Filled, Form
from guiju.screens.components.link import Link
from guiju.screens.components.table.listing import Column, Listing
from guiju.screens.components.table.view import show_listing
from guiju.screens.findings.acts.declared import reason
from guiju.screens.findings.words import about_said, outcome_light, people_of, severity_badge, sides
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import rule_title

MOST = 500


def patterns(visit: Visit) -> HttpResponse:
    """Show what stands alike and undecided in a unit.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    found = list_patterns(visit.viewer, limit=MOST)
    names = unit_names({one.unit for one in found} - {""})

    def rows(_visit: Visit, _query: object, start: int, number: int) -> Sequence[PatternShown]:
        return found[start : start + number]

    listing = Listing(
        name="patterns",
        title=_("共性问题"),
        columns=(
            Column(
                "rule", _("事项"), lambda row: Link(rule_title(row.rule), _group_address(row)), is_head=True,
                written=lambda row: rule_title(row.rule),
            ),
            Column("unit", _("单位"), lambda row: names.at(row.unit, visit.at)),
            Column("findings", _("疑似问题"), lambda row: row.findings, is_numeric=True),
            Column("histories", _("涉及案件等"), lambda row: row.histories, is_numeric=True),
            Column("first", _("最早"), lambda row: said_instant(row.first_at), is_quiet=True,
                   written=lambda row: Instant(row.first_at)),
            Column("last", _("最近"), lambda row: said_instant(row.last_at), written=lambda row: Instant(row.last_at)),
        ),
        rows=rows,
        count=lambda _visit, _query, most: min(len(found), most),
        empty=_("没有同一单位、同一规则的多个疑似问题。"),
        note=_("同一单位、同一规则未核查的疑似问题在两条以上的，列在这里，可以一次核查。"),
    )  # fmt: skip
    return show_listing(visit, listing, {"sides": sides("findings.patterns")}, template="findings/list.html")


def group(visit: Visit) -> HttpResponse:
    """Show one group, and verify those chosen of it in one act.

    Raises:
        FindingNotFound: there is none of that rule and unit that the visitor may see.
    """
    asked = visit.request.GET
    rule, unit = asked.get("rule", ""), asked.get("unit", "")
    sought = Sought(rules=(rule,), units=(unit,), states=(State.SUSPECTED.value,))
    rows = list_sought(visit.viewer, sought, at=visit.at, sort="trigger", limit=LARGEST_GROUP)
    if not rows and visit.request.method != "POST":
        raise FindingNotFound("没有找到这一组问题。")
    people = people_of({one for row in rows for one in row.finding.officers}, [unit])
    form = _form(rows)
    about = f"{rule} {unit}"[:160]
    if visit.request.method == "POST" and not rows:
        raise FindingNotFound("没有找到这一组问题。")
    all_of_them = {"findings": tuple(row.finding.id for row in rows)}
    filled = form.taken(visit, partial(_verify, visit), about=about, values=all_of_them)
    if filled.is_done:
        return HttpResponseRedirect(reverse("findings.patterns"))
    said = {
        "sides": sides("findings.patterns"),
        "unit": people.units.at(unit, visit.at),
        "rows": [(row, about_said(row.finding), people.said(row.finding.officers, row.finding.trigger_at),
                  severity_badge(row.finding.severity), outcome_light(row.finding, visit.at)) for row in rows],
        "form": form.show(visit, filled, back=reverse("findings.patterns")) if visit.may(VERIFY) else "",
    }  # fmt: skip
    crumbs = (Crumb(_("共性问题"), reverse("findings.patterns")), Crumb(rule_title(rule)))
    return show(visit, "findings/group.html", said, title=rule_title(rule), crumbs=crumbs, status=filled.status)


def _form(rows: Sequence[FindingRow]) -> Form:
    choices = tuple(
        Choice(row.finding.id, f"{about_said(row.finding)}，{said_instant(row.finding.trigger_at)}") for row in rows
    )
    fields = (Field("findings", _("一并核查"), Kind.CHOICES, choices=choices), reason())
    return Form("verify_pattern", fields, (Choice("save", _("所选各条均属实")),))


def _verify(visit: Visit, filled: Filled) -> str:
    chosen = filled.values["findings"]
    names = chosen if isinstance(chosen, tuple) else ()
    actor = Actor(visit.holder.account, "person")
    commands.verify_group(names, reason=filled.text("reason"), actor=actor, at=visit.at, idem_key=filled.key)
    return _("已核查属实 %(n)s 条。") % {"n": len(names)}


def _group_address(row: PatternShown) -> str:
    return f"{reverse('findings.group')}?{urlencode({'rule': row.rule, 'unit': row.unit})}"
