"""Corrections that imports brought: looked at side by side, and let pass or turned down by somebody else."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.commands.mending import refuse_batch, release_batch
from guiju.bureau.roles import APPROVE_CORRECTION
from guiju.facts.draft import Actor
from guiju.facts.importing.holding import OVERTAKEN, REJECTED, RELEASED, WAITING
from guiju.facts.importing.mending.lists import HeldShown, count_held, get_held, list_held
from guiju.facts.importing.mending.proposals import ProposalUnknown
from guiju.facts.importing.release import LONGEST_REASON, Decided
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Listing, show_listing
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.imports.compared import Side, changes_of, compare, event_label
from guiju.screens.imports.steps import crumbs_of_corrections
from guiju.screens.imports.uploads import UploadNotFound
from guiju.screens.kit.figures import said_number
from guiju.screens.kit.messages import say
from guiju.screens.kit.rendering import show
from guiju.screens.kit.visit import Visit
from guiju.screens.kit.words import refusal_said
from guiju.values.errors import GuijuError

DECIDE = Form(
    "decide",
    (Field("reason", gettext_lazy("理由"), Kind.LONG, longest=LONGEST_REASON),),
    (Choice("release", gettext_lazy("放行")), Choice("refuse", gettext_lazy("驳回"))),
    keeps_draft=True,
)


def corrections(visit: Visit) -> HttpResponse:
    """Show the corrections that wait for somebody's decision."""
    return _list(visit, None, is_waiting=True)


def all_corrections(visit: Visit) -> HttpResponse:
    """Show all corrections, with what was decided."""
    return _list(visit, None, is_waiting=False)


def batch_corrections(visit: Visit, number: int) -> HttpResponse:
    """Show all corrections of one import."""
    return _list(visit, number, is_waiting=False)


def _list(visit: Visit, number: int | None, *, is_waiting: bool) -> HttpResponse:
    may = visit.may(APPROVE_CORRECTION) and number is not None and count_held(visit.viewer, batch=number) > 0
    tabs = (
        Tab(_("待放行"), reverse("imports.corrections"), is_here=is_waiting),
        Tab(_("全部"), reverse("imports.all_corrections"), is_here=not is_waiting),
    )
    said = {
        "decide": reverse("imports.decide", args=[number]) if may else "",
        "tabs": Tabs(_("更正"), tabs) if number is None else "",
    }
    title = _("待放行的更正") if number is None else _("批次 %(number)s 的更正") % {"number": number}
    crumbs = () if number is None else crumbs_of_corrections(title)
    listing = _listing(number, is_waiting=is_waiting)
    return show_listing(visit, listing, said, template="imports/corrections.html", title=title, crumbs=crumbs)


def correction(visit: Visit, number: int) -> HttpResponse:
    """Show one correction, old and new side by side; a POST decides it."""
    try:
        held = get_held(visit.viewer, number)
    except ProposalUnknown as error:
        raise UploadNotFound(error.sentence) from error
    filled = DECIDE.blank(visit, about=f"held {number}")
    if visit.request.method == "POST":
        filled = DECIDE.read(visit, about=f"held {number}")
        if filled.is_sound:
            outcome = _decide(visit, filled, held.batch, [number])
            if isinstance(outcome, Decided):
                return HttpResponseRedirect(reverse("imports.corrections"))
            filled = outcome
    may = visit.may(APPROVE_CORRECTION) and held.state == WAITING and held.importer != visit.holder.account
    said = {
        "held": held, "lines": compare(*_sides(held)), "state": _state(held), "event": event_label(held.type),
        "form": DECIDE.show(visit, filled, back=reverse("imports.corrections")) if may else None,
        "is_own": held.importer == visit.holder.account,
    }  # fmt: skip
    title = _("更正 %(number)s") % {"number": number}
    return show(
        visit, "imports/correction.html", said, title=title, crumbs=crumbs_of_corrections(title), status=filled.status
    )


def decide(visit: Visit, number: int) -> HttpResponse:
    """Decide all corrections of one import that wait."""
    count = count_held(visit.viewer, batch=number)
    if not count:
        raise UploadNotFound("这一批次没有待决定的更正。")
    filled = DECIDE.blank(visit, about=f"batch {number}")
    if visit.request.method == "POST":
        filled = DECIDE.read(visit, about=f"batch {number}")
        if filled.is_sound:
            outcome = _decide(visit, filled, number, None)
            if isinstance(outcome, Decided):
                return HttpResponseRedirect(reverse("imports.corrections"))
            filled = outcome
    shown = list_held(visit.viewer, batch=number, at_most=1)
    said = {
        "number": number, "count": said_number(count), "first": shown[0] if shown else None,
        "form": DECIDE.show(visit, filled, back=reverse("imports.batch_corrections", args=[number])),
    }  # fmt: skip
    title = _("整批决定")
    return show(
        visit, "imports/decide.html", said, title=title, crumbs=crumbs_of_corrections(title), status=filled.status
    )


def _decide(visit: Visit, filled: Filled, batch: int, only: list[int] | None) -> Decided | Filled:
    """Carry out what was decided; the form again with the reason where it is refused."""
    act = release_batch if filled.act == "release" else refuse_batch
    try:
        done = act(batch, reason=filled.text("reason"), actor=Actor(visit.holder.account), only=only)
    except GuijuError as error:
        return filled.with_error("", refusal_said(error)[0])
    DECIDE.done(visit, filled)
    word = _("已放行更正 %(count)s 条。") if filled.act == "release" else _("已驳回更正 %(count)s 条，账本不变。")
    say(visit, word % {"count": said_number(done.count)})
    if done.overtaken:
        overtaken = _("另有 %(count)s 条所更正的记录已有更新的版本，没有放行。") % {
            "count": said_number(done.overtaken)
        }
        say(visit, overtaken, "warning")
    return done


def _listing(number: int | None, *, is_waiting: bool) -> Listing:
    return Listing(
        name="corrections",
        title=_("待放行的更正"),
        columns=(
            Column(
                "number", _("编号"),
                lambda row: Link(row.number, reverse("imports.correction", args=[row.number]), into_drawer=True),
                is_head=True, written=lambda row: row.number,
            ),
            Column("event", _("环节"), lambda row: event_label(row.type)),
            Column("about", _("关于"), lambda row: row.stream.partition(":")[2]),
            Column("changes", _("改动"), lambda row: changes_of(*_sides(row))),
            Column(
                "earlier", _("时间提前"), lambda row: Badge(_("提前"), Tone.WARNING) if row.is_earlier else "",
                written=lambda row: _("是") if row.is_earlier else _("否"),
            ),
            Column("source", _("数据来源"), lambda row: row.source, is_quiet=True),
            Column("importer", _("导入人"), lambda row: row.importer, is_quiet=True),
            Column("state", _("状态"), _state, written=lambda row: _state(row).word),
        ),
        rows=lambda visit, query, start, most: (
            list_held(visit.viewer, is_waiting=is_waiting, batch=number, offset=start, at_most=most)
        ),
        count=lambda visit, query, most: count_held(visit.viewer, is_waiting=is_waiting, batch=number),
        empty=_("没有待放行的更正。"),
        note=_("时间改早的更正排在最前：它可能使超期的事项变为按期，请核对原始材料。"),
    )  # fmt: skip


def _sides(held: HeldShown) -> tuple[Side, Side]:
    return (
        Side(held.type_before, held.happened_before, held.fields_before),
        Side(held.type, held.happened_at, held.fields),
    )


def _state(held: HeldShown) -> Badge:
    said = {
        WAITING: (_("待放行"), Tone.WARNING), RELEASED: (_("已放行"), Tone.GOOD), REJECTED: (_("已驳回"), Tone.PLAIN),
        OVERTAKEN: (_("已被取代"), Tone.PLAIN),
    }  # fmt: skip
    return Badge(*said[held.state])
