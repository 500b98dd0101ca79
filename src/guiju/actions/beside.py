"""What stands beside an order: notes to countersign or to read, talks, campaigns; each folded from its own stream."""

import json
from collections.abc import Sequence

from guiju.actions import events
from guiju.findings.life.projection import Row, StreamTable, Told
from guiju.findings.life.steps import StepRefused

COUNTERSIGN, COPY = "countersign", "copy"
NOTE_COLUMNS = (
    "name", "kind", "order_name", "finding", "officer", "asked_at", "answered_at", "agrees", "last_event",
)  # fmt: skip
TALK_COLUMNS = ("name", "unit", "officer", "held_at", "due_at", "followed_up_at", "is_fulfilled", "said")
CAMPAIGN_COLUMNS = ("name", "title", "unit", "since_at", "until_at", "rules", "opened_at", "closed_at", "said")
_ANSWERS = {events.COUNTERSIGN_ASKED: events.COUNTERSIGNED, events.COPIED: events.ACKNOWLEDGED}


def fold_note(told: Sequence[Told], is_strict: bool) -> Row | None:
    """The row of one note: asked once, answered once.

    Raises:
        StepRefused: an event may not stand where it stands, and ``is_strict`` asks for that.
    """
    pair = _begun_and_ended(told, _ANSWERS, is_strict)
    if pair is None:
        return None
    asked, answer = pair
    kind = COUNTERSIGN if asked.one.event.type == events.COUNTERSIGN_ASKED else COPY
    agrees = None if answer is None or kind == COPY else answer.one.event.get("agrees") is True
    return (
        asked.text("note"), kind, asked.text("order"), asked.text("finding"), asked.text("to_officer"),
        asked.one.recorded_at, None if answer is None else answer.one.recorded_at, agrees, (answer or asked).one.id,
    )  # fmt: skip


def fold_talk(told: Sequence[Told], is_strict: bool) -> Row | None:
    """The row of one talk: held, and followed up once.

    Raises:
        StepRefused: an event may not stand where it stands, and ``is_strict`` asks for that.
    """
    pair = _begun_and_ended(told, {events.TALK_HELD: events.TALK_FOLLOWED_UP}, is_strict)
    if pair is None:
        return None
    held, after = pair
    said = {
        "event": held.one.id, "by": list(held.hand), "reason": held.text("decision_reason"),
        "attendees": _names(held, "attendees"), "findings": _names(held, "findings"),
        "commitments": held.text("commitments"), "paper_hash": held.text("paper_hash"),
        "paper_name": held.text("paper_name"), "followed_up_by": [] if after is None else list(after.hand),
        "follow_up": "" if after is None else after.text("decision_reason"),
    }  # fmt: skip
    return (
        held.text("talk"), held.text("unit"), held.text("to_officer"), held.one.event.at, held.number("due_at") or 0,
        None if after is None else after.one.recorded_at,
        None if after is None else after.one.event.get("fulfilled") is True, _json(said),
    )  # fmt: skip


def fold_campaign(told: Sequence[Told], is_strict: bool) -> Row | None:
    """The row of one campaign: opened, and closed once.

    Raises:
        StepRefused: an event may not stand where it stands, and ``is_strict`` asks for that.
    """
    pair = _begun_and_ended(told, {events.CAMPAIGN_OPENED: events.CAMPAIGN_CLOSED}, is_strict)
    if pair is None:
        return None
    opened, closed = pair
    said = {
        "event": opened.one.id, "by": list(opened.hand), "reason": opened.text("decision_reason"),
        "closed_by": [] if closed is None else list(closed.hand),
        "closing": "" if closed is None else closed.text("decision_reason"),
    }  # fmt: skip
    return (
        opened.text("campaign"), opened.text("campaign_title"), opened.text("unit"),
        opened.number("campaign_from") or 0, opened.number("campaign_until") or 0, _json(_names(opened, "rules")),
        opened.one.recorded_at, None if closed is None else closed.one.recorded_at, _json(said),
    )  # fmt: skip


def _begun_and_ended(
    told: Sequence[Told], pairs: dict[str, str], is_strict: bool
) -> tuple[Told, Told | None] | None:  # fmt: skip
    begun: Told | None = None
    ended: Told | None = None
    for one in told:
        kind = one.one.event.type
        if begun is None and kind in pairs:
            begun = one
        elif begun is not None and ended is None and kind == pairs[begun.one.event.type]:
            ended = one
        elif is_strict:
            raise StepRefused("这件事已经办过了，或者还没有开始。")
    return None if begun is None else (begun, ended)


def _names(told: Told, field: str) -> list[str]:
    value = told.one.event.get(field)
    return list(value) if isinstance(value, tuple) else [str(value)] if value else []


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


NOTES = StreamTable("action_note", NOTE_COLUMNS, events.NOTE_TYPES, fold_note)
TALKS = StreamTable("action_talk", TALK_COLUMNS, events.TALK_TYPES, fold_talk)
CAMPAIGNS = StreamTable("action_campaign", CAMPAIGN_COLUMNS, events.CAMPAIGN_TYPES, fold_campaign)
