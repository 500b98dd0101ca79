"""专项整治: what is open, how far its items have come, and opening and closing one."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.actions import commands
from guiju.actions.acts import RUN_CAMPAIGN
from guiju.actions.campaign import DONE
from guiju.actions.queries import count_campaigns, get_campaign, list_campaigns
from guiju.actions.queries.findings import Sought, count_sought, list_sought
from guiju.actions.queries.gatherings import CampaignShown
from guiju.bureau.names import NamesThen, unit_names
from guiju.facts.draft import Actor
from guiju.findings.law import law_in_force
from guiju.findings.life.acts import State
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form.field import Choice, Field, Kind
from guiju.screens.components.form.form import Filled, Form
from guiju.screens.components.link import Action, Link
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.findings.acts.declared import reason
from guiju.screens.findings.listing import Findings
from guiju.screens.findings.places import units_to_choose
from guiju.screens.findings.words import sides
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import rule_title

CLOSE = Form("close_campaign", (reason(),), keeps_draft=True)


def campaigns(visit: Visit) -> HttpResponse:
    """Show the campaigns of the visitor's units and of those above them.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    names = {"units": NamesThen({})}

    def rows(visit: Visit, _query: Query, start: int, number: int) -> Sequence[CampaignShown]:
        found = list_campaigns(visit.viewer, skip=start, limit=number)
        names["units"] = unit_names({one.campaign.unit for one in found})
        return found

    listing = Listing(
        name="campaigns",
        title=_("专项整治"),
        columns=(
            Column("title", _("名称"), lambda row: Link(row.campaign.title, _address(row.campaign.name)), is_head=True,
                   written=lambda row: row.campaign.title),
            Column("state", _("状态"), _state),
            Column("unit", _("单位"), lambda row: names["units"].at(row.campaign.unit, visit.at)),
            Column("period", _("期间"), lambda row: _period(row)),
            Column("items", _("问题"), lambda row: sum(row.items.values()), is_numeric=True),
            Column("done", _("已办结"), _done, is_numeric=True),
        ),
        rows=rows,
        count=lambda visit, _query, most: count_campaigns(visit.viewer, most=most),
        empty=_("没有专项整治。"),
    )  # fmt: skip
    act = Action(_("开展专项整治"), reverse("findings.campaign_new"), "primary", "plus")
    said = {"sides": sides("findings.campaigns"), "act": act if visit.may(RUN_CAMPAIGN) else ""}
    return show_listing(visit, listing, said, template="findings/list.html")


def campaign(visit: Visit, name: str) -> HttpResponse:
    """Show one campaign with its items; whoever may, closes it here.

    Raises:
        CampaignNotFound: it does not exist, or not for this visitor.
    """
    shown = get_campaign(visit.viewer, name)

    def close(filled: Filled) -> str:
        commands.close_campaign(
            name, reason=filled.text("reason"), actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key
        )
        return _("专项整治已结束。")

    filled = CLOSE.taken(visit, close, about=name)
    if filled.is_done:
        return HttpResponseRedirect(_address(name))
    names = unit_names([shown.campaign.unit])
    said = {
        "sides": sides("findings.campaigns"),
        "campaign": shown.campaign,
        "state": _state(shown),
        "unit": names.at(shown.campaign.unit, visit.at),
        "period": _period(shown),
        "rules": [rule_title(one) for one in shown.campaign.rules],
        "counts": [(_(state.label), shown.items[state]) for state in State if state in shown.items],
        "form": CLOSE.show(visit, filled) if shown.is_open and visit.may(RUN_CAMPAIGN) else "",
    }
    crumbs = (Crumb(_("专项整治"), reverse("findings.campaigns")), Crumb(shown.campaign.title))
    if visit.request.method == "POST":
        return show(visit, "findings/campaign.html", said, title=shown.campaign.title, crumbs=crumbs, status=422)
    return show_listing(
        visit, _items(visit, shown), said, template="findings/campaign.html", title=shown.campaign.title, crumbs=crumbs
    )


def open_campaign(visit: Visit) -> HttpResponse:
    """Open a campaign."""
    form = _form(visit)
    filled = form.taken(visit, partial(_open, visit))
    if filled.is_done:
        return HttpResponseRedirect(reverse("findings.campaigns"))
    said = {"form": form.show(visit, filled, back=reverse("findings.campaigns"))}
    crumbs = (Crumb(_("专项整治"), reverse("findings.campaigns")), Crumb(_("开展")))
    return show(visit, "findings/form.html", said, title=_("开展专项整治"), crumbs=crumbs, status=filled.status)


def _items(visit: Visit, shown: CampaignShown) -> Listing:
    """The list of findings, narrowed to the campaign."""
    whole = Findings(visit)

    def sought(query: Query) -> Sought:
        return Sought(campaign=shown.campaign, states=query.of("state"))

    def rows(visit: Visit, query: Query, start: int, number: int) -> Sequence[object]:
        found = list_sought(
            visit.viewer, sought(query), at=visit.at, sort=query.sort or "severity",
            is_descending=query.is_descending, skip=start, limit=number,
        )  # fmt: skip
        return whole.named(found)

    states = tuple(Choice(one.value, _(one.label)) for one in State)
    return Listing(
        name="campaign_items",
        title=_("专项整治的问题"),
        columns=whole.listing().columns,
        rows=rows,
        count=lambda visit, query, most: count_sought(visit.viewer, sought(query), at=visit.at, most=most),
        facets=(Facet("state", _("状态"), states, is_many=True),),
        order="-severity",
    )


def _form(visit: Visit) -> Form:
    listed = Findings(visit)
    rules = tuple(Choice(one, rule_title(one)) for one in listed.rules)
    units = units_to_choose(visit, RUN_CAMPAIGN, listed=listed)
    return Form(
        "open_campaign",
        (
            Field("title", _("名称"), longest=80),
            Field("unit", _("单位（含下级）"), Kind.CHOICE, choices=units),
            Field("since", _("问题发生日期自"), Kind.DATE),
            Field("until", _("至（含当日）"), Kind.DATE),
            Field("rules", _("所涉规则"), Kind.CHOICES, choices=rules, help=_("列出的是已有问题的规则。")),
            reason(),
        ),
        (Choice("save", _("开展")),),
        keeps_draft=True,
    )


def _open(visit: Visit, filled: Filled) -> str:
    since, until, rules = filled.values["since"], filled.values["until"], filled.values["rules"]
    assert isinstance(since, date)
    assert isinstance(until, date)
    midnight = law_in_force().local.midnight
    commands.open_campaign(
        filled.text("title"), unit=filled.text("unit"), rules=rules if isinstance(rules, tuple) else (),
        since_at=midnight(since.toordinal()), until_at=midnight((until + timedelta(days=1)).toordinal()),
        reason=filled.text("reason"), actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key,
    )  # fmt: skip
    return _("已开展专项整治。")


def _address(name: str) -> str:
    return reverse("findings.campaign", kwargs={"name": name})


def _state(row: CampaignShown) -> Badge:
    return Badge(_("进行中"), Tone.INFO) if row.is_open else Badge(_("已结束"))


def _done(row: CampaignShown) -> int:
    return sum(number for state, number in row.items.items() if state.value in DONE)


def _period(row: CampaignShown) -> str:
    return f"{said_instant(row.campaign.since_at)} – {said_instant(row.campaign.until_at)}"
