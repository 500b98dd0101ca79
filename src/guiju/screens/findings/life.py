"""The whole life of a finding as a timeline: who did what when, with which reason, in whose place."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guiju.findings.life.fold import OVERRULED, UPHELD, Life
from guiju.findings.life.story import StepShown
from guiju.findings.queries import FindingShown
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.timeline import Item, Lane, Timeline
from guiju.screens.findings.words import People
from guiju.screens.threads.words import event_label, instant_due_said

FINDING, ORDER = "finding", "order"
_MARKS = {
    "findings.suspected": "breach", "findings.verified": "breach", "findings.rejected": "good",
    "findings.closed": "good", "actions.order_closed": "good", "findings.reopened": "breach",
    "findings.withdrawn": "good", "findings.disputed": "note", "findings.opinion_given": "note",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """One waiver, asked for, approved or refused: visible for ever."""

    state: Badge
    starts_at: int
    expires_at: int
    asked_by: str
    reason: str
    risk: str
    answered_by: str
    answer: str


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """An opinion, a vote or a rebuttal, and what became of it."""

    what: str
    who: str
    at: int
    reason: str
    outcome: Badge | None


def timeline_of(story: Sequence[StepShown], people: People, at: int) -> Timeline:
    """Every recorded step; what was done with the order stands in a lane of its own."""
    items = tuple(_item(step, people) for step in story)
    lanes = (Lane(FINDING, _("问题")), Lane(ORDER, _("整改单")))
    used = {item.lane for item in items}
    return Timeline(_("处理经过"), tuple(lane for lane in lanes if lane.name in used), items, at)


def waivers_of(life: Life, people: People) -> list[WaiverLine]:
    """The waivers of a finding, the first one first."""
    words = {"proposed": (_("待批准"), Tone.WARNING), "approved": (_("已批准"), Tone.INFO)}
    found = []
    for one in life.said["waivers"]:
        answer = one.get("answered")
        word, tone = words.get(one["state"], (_("未同意"), Tone.PLAIN))
        found.append(
            WaiverLine(
                Badge(word, tone), one["starts_at"], one["expires_at"], people.signed(one["by"], one["at"]),
                one["reason"], one["risk"], people.signed(answer["by"], answer["at"]) if answer else "",
                answer["reason"] if answer else "",
            )
        )  # fmt: skip
    return found


def voices_of(life: Life, people: People) -> list[VoiceLine]:
    """Who replied, gave an opinion or voted: dissent is shown whether or not it was followed."""
    found = []
    for one in life.said["disputes"]:
        outcome = _outcome_said(one.get("outcome", "")) or _("待处理")
        found.append(_voice(_("申辩"), one, people, Badge(outcome, Tone.INFO)))
        if "decided" in one:
            found.append(_voice(_("申辩的处理"), one["decided"], people, None))
    for one in life.said["opinions"]:
        what = _("审核意见：成立") if one["holds"] else _("审核意见：不成立")
        adopted = one.get("is_adopted")
        tone = Tone.WARNING if adopted is False else Tone.PLAIN
        found.append(_voice(what, one, people, Badge(_adoption_said(adopted), tone)))
    for one in life.said["votes"]:
        what = _("表决：成立") if one["holds"] else _("表决：不成立")
        found.append(_voice(what, one, people, None))
    return sorted(found, key=lambda line: line.at)


def accounts_of(life: Life, story: Sequence[StepShown]) -> set[str]:
    """Every account that acted or in whose place somebody did."""
    found = {name for step in story for name in (step.actor, step.on_behalf) if step.actor_kind == "person" and name}
    for entries in life.said.values():
        for one in entries:
            found.update(one["by"])
            for part in ("answered", "decided"):
                found.update(one.get(part, {}).get("by", ()))
    return found - {""}


def officers_in(found: FindingShown, story: Sequence[StepShown]) -> set[str]:
    """Every officer whom the page names."""
    return {*found.officers, *(str(step.fields["to_officer"]) for step in story if step.fields.get("to_officer"))}


def _voice(what: str, entry: dict[str, object], people: People, outcome: Badge | None) -> VoiceLine:
    by, at = entry["by"], entry["at"]
    assert isinstance(by, list)
    assert isinstance(at, int)
    return VoiceLine(what, people.signed(by, at), at, str(entry["reason"]), outcome)


def _item(step: StepShown, people: People) -> Item:
    at = step.recorded_at
    who = people.signed((step.actor, step.on_behalf), at) if step.actor_kind == "person" else _("系统")
    parts = [who, *_particulars(step, people), _("理由：%(reason)s") % {"reason": step.reason} if step.reason else ""]
    lane = ORDER if step.type.startswith("actions.") else FINDING
    return Item(
        at, lane, event_label(step.type), "；".join(part for part in parts if part), mark=_MARKS.get(step.type, "")
    )


def _particulars(step: StepShown, people: People) -> list[str]:
    fields, at = step.fields, step.recorded_at
    said = []
    if fields.get("to_officer"):
        said.append(_("承办：%(who)s") % {"who": people.officer(str(fields["to_officer"]), at)})
    elif fields.get("to_unit"):
        said.append(_("承办：%(who)s") % {"who": people.units.at(str(fields["to_unit"]), at)})
    for name, words in (
        ("due_at", _("截止 %(at)s")), ("dispute_until", _("申辩期至 %(at)s")), ("wanted_until", _("补充期限至 %(at)s")),
        ("waived_until", _("豁免至 %(at)s")),
    ):  # fmt: skip
        value = fields.get(name)
        if isinstance(value, int) and step.type.startswith(("findings.", "actions.")) and not _is_report(step):
            said.append(words % {"at": instant_due_said(value)})
    if "accepted" in fields:
        said.append(_("认可整改") if fields["accepted"] is True else _("退回重改"))
    if fields.get("holds") is not None:
        said.append(_("问题成立") if fields["holds"] is True else _("问题不成立"))
    if fields.get("agrees") is not None:
        said.append(_("同意") if fields["agrees"] is True else _("不同意"))
    if fields.get("dispute_outcome"):
        said.append(_outcome_said(str(fields["dispute_outcome"])))
    if fields.get("proof_event"):
        said.append(_("证明：记录 %(number)s") % {"number": fields["proof_event"]})
    if fields.get("paper_name"):
        said.append(_("材料：%(name)s") % {"name": fields["paper_name"]})
    return said


def _adoption_said(adopted: object) -> str:
    if adopted is None:
        return _("待决定")
    return _("已采纳") if adopted else _("未采纳，意见人不承担责任")


def _outcome_said(outcome: str) -> str:
    return {UPHELD: _("申辩成立"), OVERRULED: _("申辩不成立")}.get(outcome, "")


def _is_report(step: StepShown) -> bool:
    return step.type in ("findings.suspected", "findings.withdrawn")
