"""Taking a step: its form, or why it is not open; what was sent is carried out by the command of that name."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from guiju.actions.asking import OrderNotFound, errand_for
from guiju.actions.queries import list_next_steps, list_order_steps
from guiju.actions.queries.steps import NextStep
from guiju.findings.life.deciding import standing_for
from guiju.findings.queries import FindingNotFound
from guiju.screens.components.form import Filled
from guiju.screens.findings.acts.declared import ACTS, Act
from guiju.screens.findings.acts.target import Target
from guiju.screens.findings.words import finding_address, order_address, severity_badge
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import rule_title

ORDER_ACTS = frozenset(
    {"sign_for_order", "mend", "return_order", "transfer_order", "urge_order", "review_rectification", "close_order",
     "cancel_order", "copy_order", "ask_countersign"}
)  # fmt: skip
_NUMBER = "0123456789"


@dataclass(frozen=True, slots=True)
class Place:
    """A step as it was asked for: its target, what it is called, where it leads back, and whether it is open."""

    target: Target
    rule: str
    severity: str
    back: str
    refusal: str


def act_on_finding(visit: Visit, name: str, command: str) -> HttpResponse:
    """Take a step about a finding.

    Raises:
        FindingNotFound: there is no such finding or step, or not for this visitor.
    """
    if command not in ACTS or command in ORDER_ACTS:
        raise FindingNotFound("没有找到这个问题。")
    standing, event = standing_for(visit.viewer, name), _event(visit)
    found = standing.finding
    target = Target(
        visit, command, found.id, found.kind, found.value, found.unit, found.officers, found.trigger, event=event
    )
    is_sent = visit.request.method == "POST"
    refusal = ""
    if not is_sent:
        refusal = _refusal(list_next_steps(visit.viewer, name, only=command, standing=standing), command, event)
    place = Place(target, found.rule, found.severity, _back(visit, finding_address(name)), refusal)
    return _take(visit, ACTS[command], place)


def act_on_order(visit: Visit, name: str, command: str) -> HttpResponse:
    """Take a step about an order.

    Raises:
        OrderNotFound: there is no such order or step, or not for this visitor.
    """
    if command not in ORDER_ACTS:
        raise OrderNotFound("没有找到这张整改单。")
    errand, event = errand_for(visit.viewer, name), _event(visit)
    order, found = errand.order, errand.finding
    target = Target(
        visit, command, order.finding, found.kind, found.value, order.unit, trigger=found.trigger, order=name,
        since_at=order.dispatched_at, event=event,
    )  # fmt: skip
    is_sent = visit.request.method == "POST"
    refusal = ""
    if not is_sent:
        refusal = _refusal(list_order_steps(visit.viewer, name, only=command, errand=errand), command, event)
    return _take(
        visit, ACTS[command], Place(target, order.rule, order.severity, _back(visit, order_address(name)), refusal)
    )


def _take(visit: Visit, act: Act, place: Place) -> HttpResponse:
    target, about = place.target, f"{place.target.order or place.target.finding}"[:160]
    form = act.form(target.command, target)

    def run(filled: Filled) -> str:
        act.run(target, filled)
        return _("已记录：%(step)s。") % {"step": act.title}

    filled = form.taken(visit, run, about=about)
    if filled.is_done:
        return HttpResponseRedirect(place.back)
    address = f"{visit.request.path}?{urlencode({'event': target.event, 'back': place.back})}"
    people = target.people
    said = {
        "form": None if place.refusal else form.show(visit, filled, address=address, back=place.back),
        "refusal": place.refusal,
        "note": act.note,
        "rule": rule_title(place.rule),
        "severity": severity_badge(place.severity),
        "about": target.value,
        "unit": people.units.at(target.unit, visit.at),
        "officers": people.said(target.officers, visit.at),
        "back": place.back,
    }
    crumbs = (Crumb(_("巡查"), "/findings/"), Crumb(rule_title(place.rule), place.back), Crumb(act.title))
    return show(visit, "findings/act.html", said, title=act.title, crumbs=crumbs, status=filled.status)


def _refusal(steps: list[NextStep], command: str, event: int) -> str:
    for step in steps:
        if step.command == command and step.event in (0, event):
            return step.refusal
    return _("按这个问题现在的状态，不能办理这一步。")


def _event(visit: Visit) -> int:
    text = visit.request.GET.get("event", "")
    return int(text) if text and len(text) < 16 and set(text) <= set(_NUMBER) else 0


def _back(visit: Visit, otherwise: str) -> str:
    """Where the visitor came from: the page under the drawer, or what the form carried along; only on this site."""
    wanted = visit.request.GET.get("back", "")
    if not wanted and visit.is_fragment:
        here = urlsplit(visit.request.headers.get("HX-Current-URL", ""))
        wanted = here.path + (f"?{here.query}" if here.query else "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else otherwise
