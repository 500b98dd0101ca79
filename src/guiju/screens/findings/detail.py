"""The page of one finding: what the law says, on which records it rests, its whole life, and what is to be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.actions.queries import list_next_steps, list_order_steps, list_orders, list_whole_story
from guiju.actions.queries.orders import OrderShown
from guiju.actions.queries.steps import NextStep
from guiju.bureau.roles import EXPORT
from guiju.facts.queries import EventShown, list_events
from guiju.findings.law import law_in_force
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import read_life
from guiju.findings.life.fold import Life
from guiju.findings.life.story import StepShown
from guiju.findings.queries import FindingShown, get_finding
from guiju.screens.components.badge import Tone
from guiju.screens.components.light import Light, light_of_due
from guiju.screens.components.link import Link
from guiju.screens.findings.acts.views import ORDER_ACTS
from guiju.screens.findings.life import accounts_of, officers_in, timeline_of, voices_of, waivers_of
from guiju.screens.findings.words import (
    People,
    about_link,
    act_address,
    finding_address,
    order_act_address,
    order_address,
    order_badge,
    outcome_light,
    people_of,
    severity_badge,
    sides,
    source_said,
    state_badge,
    why_link,
)
from guiju.screens.kit.rendering import Crumb, part, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import cited, due_said, event_label, fields_said, officers_of, rule_title

MOST_RECORDS = 20
_FORWARD = (
    "verify_group", "reject_finding", "want_data", "decide_dispute", "approve_waiver", "refuse_waiver",
    "dispatch_order", "sign_for_order", "mend", "review_rectification", "close_order", "cancel_order", "dispute",
)  # fmt: skip
"""What leads a finding on comes before what may be done besides."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: its button where it is open to the visitor, else why it is not."""

    title: str
    address: str
    refusal: str


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record on which the finding rests, or that followed it."""

    at: int
    what: str
    detail: str
    is_trigger: bool


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order, and its term."""

    link: Link
    state: object
    to: str
    term: Light


def finding_page(visit: Visit, name: str) -> HttpResponse:
    """Show one finding.

    Raises:
        FindingNotFound: it does not exist, or not for this visitor.
    """
    said = said_of(visit, name)
    rule = rule_title(said["found"].rule)
    crumbs = (Crumb(_("巡查"), reverse("findings.list")), Crumb(rule))
    return show(visit, "findings/finding.html", said, title=rule, crumbs=crumbs)


def said_of(visit: Visit, name: str) -> dict[str, Any]:
    """What there is to say of a finding, on its page as in its print.

    Raises:
        FindingNotFound: it does not exist, or not for this visitor.
    """
    found = get_finding(visit.viewer, name)
    life, story = read_life(name), list_whole_story(visit.viewer, found)
    orders = list_orders(visit.viewer, finding=name)
    units = {found.unit, *(order.to_unit for order in orders), *(str(one.fields.get("to_unit", "")) for one in story)}
    events = _records_of(found, list_events(visit.viewer, found.kind, found.value, limit=500))
    named = {number for one in events for number in officers_of(one)}
    people = people_of(officers_in(found, story) | named, units, accounts_of(life, story))
    return {
        "sides": sides(""),
        "found": found,
        "state": state_badge(life.state, is_standing=found.is_standing),
        "severity": severity_badge(found.severity),
        "outcome": outcome_light(found, visit.at),
        "standing": _standing(found, life),
        "about": about_link(found),
        "unit": people.units.at(found.unit, found.trigger_at),
        "officers": people.said(found.officers, found.trigger_at),
        "due": due_said(found) if found.due_at is not None else "",
        "cited": cited(found.law),
        "edition": _edition(found),
        "why": "" if found.is_made else why_link(found.id, has_date=found.due_at is not None),
        "unverified": "、".join(event_label(one) for one in found.unverified),
        "source": source_said(found),
        "records": _seen_on_site(found, story) or [_record_line(one, found, people) for one in events],
        "timeline": timeline_of(story, people, visit.at),
        "waivers": waivers_of(life, people),
        "voices": voices_of(life, people),
        "orders": [_order_line(one, people, visit.at) for one in orders],
        "chain": _chain(life),
        "group": life.finding_group,
        "counts_at": life.counts_at,
        "alike": reverse("findings.list") + f"?{urlencode({'rule': found.rule, 'unit': found.unit})}",
        "steps_address": reverse("findings.steps", kwargs={"name": name}),
        "print_address": reverse("findings.print", kwargs={"name": name}) if visit.may(EXPORT) else "",
    }


def steps_page(visit: Visit, name: str) -> HttpResponse:
    """What the visitor may do about a finding, and why not the rest: the page of a finding loads it by itself.

    Raises:
        FindingNotFound: it does not exist, or not for this visitor.
    """
    said = {"steps": step_lines(name, list_next_steps(visit.viewer, name)), "back": finding_address(name)}
    return show_steps(visit, said)


def order_steps_page(visit: Visit, name: str) -> HttpResponse:
    """The same of an order.

    Raises:
        OrderNotFound: it does not exist, or not for this visitor.
    """
    said = {"steps": step_lines("", list_order_steps(visit.viewer, name)), "back": order_address(name)}
    return show_steps(visit, said)


def show_steps(visit: Visit, said: Mapping[str, object]) -> HttpResponse:
    """The steps as a part of another page, or as a page of their own where no script loads them."""
    if visit.target == "steps":
        return part(visit, "findings/steps.html", said)
    return show(visit, "findings/steps_page.html", said, title=_("可以办理的事项"))


def step_lines(finding: str, steps: Sequence[NextStep]) -> tuple[list[StepLine], list[StepLine]]:
    """The steps that are open to the visitor, and those that are not, with the reason."""
    lines = [StepLine(_(step.label), _address(finding, step), step.refusal) for step in sorted(steps, key=_rank)]
    return [line for line in lines if not line.refusal], [line for line in lines if line.refusal]


def _rank(step: NextStep) -> int:
    return _FORWARD.index(step.command) if step.command in _FORWARD else len(_FORWARD)


def _address(finding: str, step: NextStep) -> str:
    is_about_order = step.command in ORDER_ACTS
    address = order_act_address(step.order, step.command) if is_about_order else act_address(finding, step.command)
    return f"{address}?{urlencode({'event': step.event})}" if step.event else address


def _edition(found: FindingShown) -> str:
    """From when on the edition is in force that decided; of a check-list, which one was asked from."""
    if found.is_made:
        return _("%(since)s 版检查表") % {"since": found.edition}
    rule = law_in_force().pack.rule(found.rule)
    editions = () if rule is None else rule.editions
    later = [one.label for one in editions if one.label > found.edition]
    said = _("%(since)s 起施行的版本") % {"since": found.edition}
    if not later:
        return said
    return said + _("（此后另有 %(later)s 起的版本，依触发之日适用前一版本）") % {"later": "、".join(later)}


def _records_of(found: FindingShown, events: Sequence[EventShown]) -> list[EventShown]:
    """The record from which the duty arose, and those about the same act, item or person."""
    narrow = {name: value for name, value in found.keys.items() if name not in ("case", "unit", "officer")}
    shown = [
        one for one in events
        if one.corrected_by is None and "finding" not in one.fields and _is_about(one, found, narrow)
    ]  # fmt: skip
    return sorted(shown, key=lambda one: (one.happened_at, one.id))[:MOST_RECORDS]


def _seen_on_site(found: FindingShown, story: Sequence[StepShown]) -> list[RecordLine]:
    """What somebody who looked has written down: a finding that he made rests on nothing else."""
    return [
        RecordLine(one.happened_at, event_label(one.type), one.reason, is_trigger=False)
        for one in story
        if found.is_made and one.event == found.trigger
    ]


def _record_line(one: EventShown, found: FindingShown, people: People) -> RecordLine:
    who = people.said(officers_of(one), one.happened_at)
    said = "；".join(part for part in (who, fields_said(one)) if part)
    return RecordLine(one.happened_at, event_label(one.type), said, found.trigger in (one.id, one.corrects))


def _is_about(one: EventShown, found: FindingShown, narrow: dict[str, str]) -> bool:
    if found.trigger in (one.id, one.corrects):
        return True
    shared = [name for name, value in narrow.items() if name in one.fields]
    return all(str(one.fields[name]) == narrow[name] for name in shared) and (bool(shared) or not narrow)


def _order_line(order: OrderShown, people: People, at: int) -> OrderLine:
    to = people.officer(order.to_officer, at) if order.to_officer else people.units.at(order.to_unit, at)
    settled = order.mended_at if order.mended_at is not None else order.closed_at
    term = light_of_due(order.dispatched_at, order.due_at, at, settled_at=settled)
    return OrderLine(Link(_("整改单 %(name)s") % {"name": order.name[:8]}, order_address(order.name)),
                     order_badge(order.state), to, term)  # fmt: skip


def _standing(found: FindingShown, life: Life) -> tuple[Tone, str] | None:
    """What is to be borne in mind before anything else is read."""
    if not found.is_standing:
        return Tone.INFO, _("账本的更正或补录已使这个问题不再成立；记录保留。")
    if life.state is State.REJECTED:
        return Tone.INFO, _("经核查不属实，不计入考评；记录保留。")
    if not life.is_confirmed and found.is_made:
        return Tone.WARNING, _("这是疑似问题：检查人员现场登记的情况，未经核查属实不作结论，不计入考评。")
    if not life.is_confirmed:
        return Tone.WARNING, _("这是疑似问题：程序比对记录得出的线索，未经核查属实不作结论，不计入考评。")
    return None


def _chain(life: Life) -> list[Link]:
    """The findings that this one is a recurrence of, or that recurred."""
    links = []
    if life.recurrence_of:
        links.append(Link(_("本问题是复发，前一次已经销号"), finding_address(life.recurrence_of)))
    for one in life.said["reopenings"]:
        if one.get("recurrence"):
            links.append(Link(_("再次发生，因而重新打开"), finding_address(one["recurrence"])))
    return links
