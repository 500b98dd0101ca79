"""约谈: talks with who answers for a unit, what he promised, and what came of it."""

from datetime import date, timedelta
from functools import partial

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.actions import commands
from guiju.actions.acts import HOLD_TALK
from guiju.actions.queries import list_talks
from guiju.actions.queries.findings import Sought, list_sought
from guiju.actions.queries.gatherings import TalkShown, get_talk
from guiju.facts.draft import Actor
from guiju.findings.law import law_in_force
from guiju.findings.life.acts import State
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form.field import Choice, Field, Kind
from guiju.screens.components.form.form import Filled, Form
from guiju.screens.components.light import Light, light_of_due
from guiju.screens.components.link import Action, Link
from guiju.screens.components.table.listing import Column, Listing
from guiju.screens.components.table.view import show_listing
from guiju.screens.findings.acts.declared import LONGEST, reason
from guiju.screens.findings.words import about_said, finding_address, people_of, sides
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import rule_title

MOST = 500


def talks(visit: Visit) -> HttpResponse:
    """Show the talks.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    found = list_talks(visit.viewer, limit=MOST)
    people = people_of({one.officer for one in found}, {one.unit for one in found})
    listing = Listing(
        name="talks",
        title=_("约谈"),
        columns=(
            Column("held", _("约谈时间"), lambda row: Link(said_instant(row.held_at), _address(row.name)), is_head=True,
                   written=lambda row: said_instant(row.held_at)),
            Column("unit", _("单位"), lambda row: people.units.at(row.unit, row.held_at)),
            Column("officer", _("被约谈人"), lambda row: people.officer(row.officer, row.held_at)),
            Column("findings", _("所涉问题"), lambda row: len(row.said["findings"]), is_numeric=True),
            Column("due", _("回访"), lambda row: _follow_up(row, visit.at)),
            Column("state", _("承诺"), _kept),
        ),
        rows=lambda _visit, _query, start, number: found[start : start + number],
        count=lambda _visit, _query, most: min(len(found), most),
        empty=_("没有约谈。"),
        note=_("约谈只涉及已核查属实的问题。"),
    )  # fmt: skip
    act = Action(_("登记约谈"), reverse("findings.talk_new"), "primary", "plus") if visit.may(HOLD_TALK) else ""
    said = {"sides": sides("findings.talks"), "act": act}
    return show_listing(visit, listing, said, template="findings/list.html")


def talk(visit: Visit, name: str) -> HttpResponse:
    """Show one talk, and record whether its promises were kept.

    Raises:
        TalkNotFound: it does not exist, or not for this visitor.
    """
    shown = get_talk(visit.viewer, name)
    form = _follow_up_form()

    def follow_up(filled: Filled) -> str:
        commands.follow_up_talk(
            name, is_fulfilled=filled.text("fulfilled") == "yes", reason=filled.text("reason"),
            actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key,
        )  # fmt: skip
        return _("已记录回访。")

    filled = form.taken(visit, follow_up, about=name)
    if filled.is_done:
        return HttpResponseRedirect(_address(name))
    people = people_of({shown.officer, *shown.said["attendees"]}, [shown.unit], shown.said["by"])
    said = {
        "sides": sides("findings.talks"),
        "talk": shown,
        "unit": people.units.at(shown.unit, shown.held_at),
        "officer": people.officer(shown.officer, shown.held_at),
        "by": people.signed(shown.said["by"], shown.held_at),
        "attendees": people.said(shown.said["attendees"], shown.held_at),
        "findings": [Link(one, finding_address(one)) for one in shown.said["findings"]],
        "due": _follow_up(shown, visit.at),
        "kept": _kept(shown),
        "form": form.show(visit, filled) if shown.followed_up_at is None and visit.may(HOLD_TALK) else "",
    }
    crumbs = (Crumb(_("约谈"), reverse("findings.talks")), Crumb(said_instant(shown.held_at)))
    return show(visit, "findings/talk.html", said, title=_("约谈"), crumbs=crumbs, status=filled.status)


def hold_talk(visit: Visit) -> HttpResponse:
    """Record a talk about verified findings; without a script too: first the unit is chosen, then what it was about."""
    form = _form(visit)
    filled = form.taken(visit, partial(_hold, visit))
    if filled.is_done:
        return HttpResponseRedirect(reverse("findings.talks"))
    said = {"form": form.show(visit, filled, back=reverse("findings.talks"))}
    crumbs = (Crumb(_("约谈"), reverse("findings.talks")), Crumb(_("登记")))
    return show(visit, "findings/form.html", said, title=_("登记约谈"), crumbs=crumbs, status=filled.status)


def _form(visit: Visit) -> Form:
    sought = Sought(states=(State.VERIFIED.value, State.DISPUTED.value, State.CLOSED.value))
    rows = list_sought(visit.viewer, sought, at=visit.at, sort="unit", is_descending=False, limit=200)
    people = people_of((), {row.finding.unit for row in rows})
    choices = tuple(
        Choice(
            row.finding.id,
            f"{people.units.at(row.finding.unit, visit.at)}，{rule_title(row.finding.rule)}，{about_said(row.finding)}",
        )
        for row in rows
    )
    help_text = "" if choices else _("还没有已核查属实的问题，不能登记约谈。")
    return Form(
        "hold_talk",
        (
            Field("findings", _("所涉问题（同一单位）"), Kind.CHOICES, choices=choices, help=help_text),
            Field("officer", _("被约谈人警号"), longest=20),
            Field("attendees", _("参加人警号"), is_required=False, help=_("几个人的，用顿号隔开。")),
            Field("held_at", _("约谈时间"), Kind.INSTANT),
            reason(_("约谈事由")),
            Field("commitments", _("整改承诺"), Kind.LONG, longest=LONGEST),
            Field("due_on", _("回访日期"), Kind.DATE),
        ),
        (Choice("save", _("登记")),),
        keeps_draft=True,
    )


def _hold(visit: Visit, filled: Filled) -> str:
    chosen, due_on, held_at = filled.values["findings"], filled.values["due_on"], filled.number("held_at")
    assert isinstance(due_on, date)
    names = chosen if isinstance(chosen, tuple) else ()
    sought = Sought(states=(State.VERIFIED.value, State.DISPUTED.value, State.CLOSED.value))
    rows = list_sought(visit.viewer, sought, at=visit.at, sort="unit", is_descending=False, limit=200)
    unit = next((row.finding.unit for row in rows if row.finding.id in names), "")
    text = filled.text("attendees").replace("，", "、").replace(",", "、")
    commands.hold_talk(
        unit, filled.text("officer"), findings=names,
        attendees=[one.strip() for one in text.split("、") if one.strip()],
        commitments=filled.text("commitments"),
        due_at=law_in_force().local.midnight((due_on + timedelta(days=1)).toordinal()),
        reason=filled.text("reason"), actor=Actor(visit.holder.account),
        at=held_at if held_at is not None else visit.at, idem_key=filled.key,
    )  # fmt: skip
    return _("已登记约谈。")


def _follow_up_form() -> Form:
    outcomes = (Choice("yes", _("已兑现")), Choice("no", _("未兑现")))
    fields = (Field("fulfilled", _("承诺兑现情况"), Kind.RADIO, choices=outcomes), reason(_("回访所见")))
    return Form("follow_up_talk", fields, (Choice("save", _("记录回访")),), keeps_draft=True)


def _follow_up(row: TalkShown, at: int) -> Light:
    return light_of_due(row.held_at, row.due_at, at, settled_at=row.followed_up_at)


def _kept(row: TalkShown) -> Badge:
    if row.is_fulfilled is None:
        return Badge(_("待回访"), Tone.INFO)
    return Badge(_("已兑现"), Tone.GOOD) if row.is_fulfilled else Badge(_("未兑现"), Tone.WARNING)


def _address(name: str) -> str:
    return reverse("findings.talk", kwargs={"name": name})
