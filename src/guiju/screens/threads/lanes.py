"""The thread as a timeline: a lane for the whole, for each person, item and for the measures; what is due as ghosts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guiju.facts.queries import EventShown
from guiju.findings.law import law_in_force
from guiju.findings.life.acts import State
from guiju.findings.queries import DutyShown, FindingShown
from guiju.rules.words.wording import DEBTORS
from guiju.screens.components.badge import SEVERITY_TONES, Badge, Tone
from guiju.screens.components.light import Light, light_of_due
from guiju.screens.components.link import Link
from guiju.screens.components.timeline import Item, Lane, Timeline
from guiju.screens.threads.queries import Contents, ThreadShown
from guiju.screens.threads.wiring import wiring
from guiju.screens.threads.words import Names, due_said, event_label, fields_said, officers_of, rule_title

WHOLE, MEASURES = "whole", "act"
MOST_LANES = 5
"""Of persons, and of items; the others of their kind share one more lane."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the page needs to draw the lanes: addresses of explanations, and how the findings stand.

    ``mend`` begins the addresses at which a correction of a record is asked for; empty for whoever may not.
    """

    why: Mapping[str, str]
    states: Mapping[str, State]
    at: int
    mend: str = ""


def timeline_of(thread: ThreadShown, contents: Contents, names: Names, drawn: Drawn) -> Timeline:
    """The lanes with the latest versions of the records, the suspected breaches, and what is still due."""
    events = [event for event in contents.events if event.corrected_by is None and not _is_report(event)]
    findings = [one for one in contents.findings if one.is_standing]
    rows: list[Mapping[str, object]] = [*(e.fields for e in events), *(f.keys for f in findings)]
    rows += [duty.keys for duty in contents.duties]
    lanes = _Lanes(thread.kind, rows)
    items = [_of_event(event, lanes, names, drawn.mend) for event in events]
    items += [_of_finding(one, lanes, drawn) for one in findings]
    items += [_of_duty(one, lanes, drawn) for one in contents.duties if one.due_at is not None]
    used = {item.lane for item in items}
    shown = tuple(lane for lane in lanes.all() if lane.name in used)
    return Timeline(_("经过和期限"), shown, tuple(items), drawn.at, _("没有您可以查看的记录。"))


class _Lanes:
    """Which lane a row stands in: that of its item, else of its person, else of the measures, else of the whole."""

    def __init__(self, kind: str, rows: Sequence[Mapping[str, object]]) -> None:
        self.kind = kind
        self.held = {
            key: list(dict.fromkeys(str(row[key]) for row in rows if row.get(key)))
            for key in ("person", "item", "act")
            if key != kind
        }

    def of(self, row: Mapping[str, object]) -> str:
        for key in ("item", "person"):
            if key in self.held and row.get(key):
                value = str(row[key])
                return f"{key}:{value}" if value in self.held[key][:MOST_LANES] else f"{key}:"
        return MEASURES if self.kind != MEASURES and row.get(MEASURES) else WHOLE

    def all(self) -> list[Lane]:
        titles = {"person": _("人员"), "item": _("物品")}
        others = {"person": _("其他人员"), "item": _("其他物品")}
        lanes = [Lane(WHOLE, _("全案") if self.kind == "case" else _("事项"))]
        for key in ("person", "item"):
            lanes += [Lane(f"{key}:{one}", f"{titles[key]} {one}") for one in self.held.get(key, ())[:MOST_LANES]]
            lanes.append(Lane(f"{key}:", others[key]))
        return [*lanes, Lane(MEASURES, _("侦查和调查行为"))]


def _is_report(event: EventShown) -> bool:
    """What the machine recorded of a finding is shown as the finding itself."""
    return "finding" in event.fields


def _of_event(event: EventShown, lanes: _Lanes, names: Names, mend: str) -> Item:
    parts = [names.said(officers_of(event), event.happened_at), fields_said(event)]
    is_corrected = event.corrects is not None
    more: list[object] = [Badge(_("已更正"), Tone.INFO)] if is_corrected else []
    if mend and not wiring().vocabulary.is_internal(event.type):
        more.append(Link(_("更正"), f"{mend}{event.id}/correct/"))
    return Item(
        event.happened_at, lanes.of(event.fields), event_label(event.type), "；".join(part for part in parts if part),
        mark="note" if is_corrected else "", more=tuple(more),
    )  # fmt: skip


def _of_finding(found: FindingShown, lanes: _Lanes, drawn: Drawn) -> Item:
    state = drawn.states.get(found.id, State.SUSPECTED)
    at = found.due_at if found.due_at is not None and found.outcome != "broken" else found.trigger_at
    is_day = found.due_on is not None and found.outcome != "broken"
    if is_day and found.due_on is not None:
        at = law_in_force().local.midnight(found.due_on)
    due = _("应于 %(due)s") % {"due": due_said(found)} if is_day else ""
    return Item(
        at, lanes.of(found.keys), rule_title(found.rule), due,
        mark="note" if is_done_with(drawn.states, found) else "breach", is_whole_day=is_day,
        more=(Badge(_(state.label), SEVERITY_TONES.get(found.severity, Tone.PLAIN)), _why(drawn, found.id)),
    )  # fmt: skip


def is_done_with(states: Mapping[str, State], found: FindingShown) -> bool:
    """Whether people have found it not true, waived it, or closed it after it was put right."""
    return states.get(found.id, State.SUSPECTED) in (State.REJECTED, State.WAIVED, State.CLOSED)


def _of_duty(duty: DutyShown, lanes: _Lanes, drawn: Drawn) -> Item:
    at, is_day = duty.due_at, duty.due_on is not None
    if is_day and duty.due_on is not None:
        at = law_in_force().local.midnight(duty.due_on)
    return Item(
        at if at is not None else drawn.at, lanes.of(duty.keys), rule_title(duty.rule), duty_said(duty), is_ghost=True,
        is_whole_day=is_day, more=(*light_of(duty, drawn.at), _why(drawn, duty.id)),
    )  # fmt: skip


def light_of(duty: DutyShown, at: int) -> tuple[Light, ...]:
    """The light of a running duty; none where it asks to wait, or where it is somebody else's."""
    if duty.owed_by or duty.rule in law_in_force().waiting:
        return ()
    return (light_of_due(duty.trigger_at, duty.due_at, at),)


def duty_said(duty: DutyShown) -> str:
    """By when, and by whom where it is not the unit's own."""
    said = _("限制期至 %(due)s") if duty.rule in law_in_force().waiting else "%(due)s"
    owed = _("，由%(debtor)s办理") % {"debtor": DEBTORS[duty.owed_by]} if duty.owed_by else ""
    return said % {"due": due_said(duty)} + owed


def _why(drawn: Drawn, name: str) -> Link:
    return Link(_("为什么是这一天"), drawn.why[name], into_drawer=True)
