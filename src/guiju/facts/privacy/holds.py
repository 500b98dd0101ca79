"""冻结销毁: as long as one stands on a person or on one of his cases, nothing of his is destroyed."""

import json
from dataclasses import dataclass

from django.db import connection

from guiju.facts.draft import Actor
from guiju.facts.events import HOLD_LIFTED, HOLD_PLACED
from guiju.facts.histories import history
from guiju.facts.privacy.acts import act
from guiju.facts.proof.answering import Answered, append_sealed
from guiju.facts.proof.notes import need_two
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue


class HoldRefused(GuijuError):
    """A hold cannot be placed or lifted like this."""

    code = "privacy.hold"
    remedy = "请写明理由并核对编号；解除须由放置人以外的另一人批准。"


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold that stands: its number, what it lies on, who placed it and why."""

    number: int
    leaf: bytes
    kind: str
    value: str
    placed_by: str
    placed_at: int
    reason: str


def place_hold(kind: str, value: str, *, reason: str, actor: Actor, at: int, idem_key: str) -> Answered:
    """Forbid that anything of a person, or of those in a case, is destroyed.

    Raises:
        HoldRefused: no reason.
    """
    if not reason.strip() or not value.strip():
        raise HoldRefused("没有写明冻结谁的、为什么。")
    return append_sealed([act(HOLD_PLACED, {kind: value}, at=at, reason=reason)], actor=actor, idem_key=idem_key)


def lift_hold(number: int, *, reason: str, approver: str, actor: Actor, at: int, idem_key: str) -> Answered:
    """Let destruction go on; ``approver`` is another than who lifts it.

    Raises:
        HoldRefused: no such hold stands.
        TwoNamesNeeded: there are no two names, or no reason.
    """
    need_two(actor.name, approver, reason)
    hold = find_hold(number)
    if hold is None:
        raise HoldRefused("没有这项冻结，或者已经解除。")
    fields: dict[str, FieldValue] = {hold.kind: hold.value, "hold": number, "hold_leaf": hold.leaf.hex()}
    told = act(HOLD_LIFTED, fields, at=at, reason=reason, approver=approver)
    return append_sealed([told], actor=actor, idem_key=idem_key)


def find_hold(number: int) -> Hold | None:
    """A hold that stands, by the id of the event that placed it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.kind, k.value FROM event_key k JOIN event e ON e.id = k.event WHERE e.id = %s AND e.type = %s",
            (number, HOLD_PLACED),
        )
        found = cursor.fetchall()
    return next((one for kind, value in found for one in holds_on(kind, value) if one.number == number), None)


def holds_on(kind: str, value: str) -> list[Hold]:
    """The holds that stand on exactly this."""
    told = history(kind, value, (HOLD_PLACED, HOLD_LIFTED))
    lifted = {one.event.fields.get("hold_leaf") for one in told if one.event.type == HOLD_LIFTED}
    return [
        Hold(one.id, one.leaf, kind, value, one.actor, one.recorded_at, reason_of(one.id))
        for one in told
        if one.event.type == HOLD_PLACED and one.leaf.hex() not in lifted
    ]


def holds_over(kind: str, value: str) -> list[Hold]:
    """The holds that forbid destroying what is somebody's: on himself, and on every case that names him."""
    return [*holds_on(kind, value), *(one for case in cases_of(kind, value) for one in holds_on("case", case))]


def cases_of(kind: str, value: str) -> list[str]:
    """The cases that name a person, without a case's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.value FROM event_key p JOIN event_key c ON c.event = p.event AND c.kind = 'case' "
            "WHERE p.kind = %s AND p.value = %s ORDER BY c.value",
            (kind, value),
        )
        return [str(case) for (case,) in cursor.fetchall() if (kind, case) != ("case", value)]


def reason_of(number: int) -> str:
    """The reason that stands in an event."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event WHERE id = %s", (number,))
        found = cursor.fetchone()
    return str(json.loads(bytes(found[0])).get("reason", "")) if found else ""
