"""The page of one order to mend: also for whoever it was sent to without seeing its finding."""

from collections.abc import Sequence
from functools import partial

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.actions import commands
from guiju.actions.beside import COUNTERSIGN
from guiju.actions.queries import get_order
from guiju.actions.queries.orders import notes_of, story_of
from guiju.actions.queries.tray import get_note
from guiju.facts.draft import Actor
from guiju.findings.life.story import StepShown
from guiju.findings.queries import list_findings_named
from guiju.screens.components.form.field import Choice, Field, Kind
from guiju.screens.components.form.form import Filled, Form
from guiju.screens.components.light import light_of_due
from guiju.screens.components.link import Link
from guiju.screens.findings.life import timeline_of
from guiju.screens.findings.words import finding_address, order_address, order_badge, people_of, severity_badge
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import instant_due_said, rule_title

READ = Form("acknowledge", (), (Choice("save", gettext_lazy("标为已阅")),))
SIGN = Form(
    "countersign",
    (
        Field("agrees", gettext_lazy("会签意见"), Kind.RADIO,
              choices=(Choice("yes", gettext_lazy("同意")), Choice("no", gettext_lazy("不同意")))),
        Field("reason", gettext_lazy("说明（不同意的必填）"), Kind.LONG, is_required=False, longest=1_000),
    ),
    (Choice("save", gettext_lazy("会签")),),
    keeps_draft=True,
)  # fmt: skip


def order_page(visit: Visit, name: str) -> HttpResponse:
    """Show one order.

    Raises:
        OrderNotFound: it does not exist, or not for this visitor.
    """
    order = get_order(visit.viewer, name)
    story, notes = story_of(order), notes_of(order)
    seen = list_findings_named(visit.viewer, [order.finding])
    accounts = {one for step in story for one in (step.actor, step.on_behalf)}
    numbers = {order.to_officer, *(note.officer for note in notes), *_sent_to(story)}
    people = people_of(numbers, [order.unit, order.to_unit], accounts)
    settled = order.mended_at if order.mended_at is not None else order.closed_at
    to = people.officer(order.to_officer, visit.at) if order.to_officer else people.units.at(order.to_unit, visit.at)
    said = {
        "order": order,
        "rule": Link(rule_title(order.rule), finding_address(order.finding)) if seen else rule_title(order.rule),
        "state": order_badge(order.state),
        "severity": severity_badge(order.severity),
        "unit": people.units.at(order.unit, visit.at),
        "to": to,
        "due": instant_due_said(order.due_at),
        "term": light_of_due(order.dispatched_at, order.due_at, visit.at, settled_at=settled),
        "timeline": timeline_of(story, people, visit.at),
        "errands": [(note, note.kind == COUNTERSIGN, people.officer(note.officer, visit.at)) for note in notes],
        "steps_address": reverse("orders.steps", kwargs={"name": name}),
    }
    crumbs = (Crumb(_("工作台"), "/"), Crumb(_("整改单")))
    return show(visit, "findings/order.html", said, title=_("整改单"), crumbs=crumbs)


def note_page(visit: Visit, name: str) -> HttpResponse:
    """Countersign, or mark a copy as read.

    Raises:
        OrderNotFound: there is no such note for this visitor.
    """
    note = get_note(visit.viewer, name)
    order = get_order(visit.viewer, note.order)
    form = SIGN if note.kind == COUNTERSIGN else READ
    answer = partial(_answer, visit, name, is_countersign=note.kind == COUNTERSIGN)
    filled = form.taken(visit, answer, about=name)
    if filled.is_done:
        return HttpResponseRedirect(reverse("workbench"))
    is_open = note.answered_at is None
    title = _("会签") if note.kind == COUNTERSIGN else _("抄送")
    said = {
        "note": note,
        "rule": rule_title(order.rule),
        "state": order_badge(order.state),
        "order": Link(_("查看整改单"), order_address(order.name)),
        "form": form.show(visit, filled, back=reverse("workbench")) if is_open or filled.errors else None,
    }
    crumbs = (Crumb(_("工作台"), "/"), Crumb(title))
    return show(visit, "findings/note.html", said, title=title, crumbs=crumbs, status=filled.status)


def _answer(visit: Visit, name: str, filled: Filled, *, is_countersign: bool) -> str:
    actor = Actor(visit.holder.account, "person")
    if is_countersign:
        commands.countersign(
            name, agrees=filled.text("agrees") == "yes", reason=filled.text("reason"), actor=actor, at=visit.at,
            idem_key=filled.key,
        )  # fmt: skip
    else:
        commands.acknowledge_copy(name, actor=actor, at=visit.at, idem_key=filled.key)
    return _("已记录。")


def _sent_to(story: Sequence[StepShown]) -> set[str]:
    return {str(step.fields.get("to_officer", "")) for step in story} - {""}
