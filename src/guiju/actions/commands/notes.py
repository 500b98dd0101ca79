"""会签 and 抄送: an order sent to somebody for his countersignature, or for him to read."""

from django.db import connection

from guiju.actions.acts import DISPATCH
from guiju.actions.asking import (
    Errand,
    OrderNotFound,
    draft_on,
    errand_for,
    hand_of_addressee_or,
    new_name,
    order_stream,
)
from guiju.actions.beside import COPY, COUNTERSIGN
from guiju.actions.events import ACKNOWLEDGED, COPIED, COUNTERSIGN_ASKED, COUNTERSIGNED
from guiju.bureau.registry import officer_at
from guiju.bureau.scope import scope_of
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.findings.life.deciding import checked_reason
from guiju.findings.life.entitlement import Hand
from guiju.findings.life.recording import need_person, record
from guiju.findings.life.steps import StepRefused
from guiju.values.event import FieldValue


def ask_countersign(order: str, officer: str, *, reason: str = "", actor: Actor, at: int, idem_key: str) -> Appended:
    """Ask an officer to countersign (会签): the order is not closed before he has agreed.

    Raises:
        OrderNotFound: it does not exist, or not for this actor.
        NotForYou: it was not sent to him and no role of his allows it.
        StepRefused: the order is over, or he has not answered yet, or nobody bears that number.
    """
    return _send(COUNTERSIGN_ASKED, COUNTERSIGN, order, officer, reason, actor, at, idem_key)


def copy_order(order: str, officer: str, *, reason: str = "", actor: Actor, at: int, idem_key: str) -> Appended:
    """Send somebody a copy to read (抄送).

    Raises:
        OrderNotFound: it does not exist, or not for this actor.
        NotForYou: it was not sent to him and no role of his allows it.
        StepRefused: one lies unread with him, or nobody bears that number.
    """
    return _send(COPIED, COPY, order, officer, reason, actor, at, idem_key)


def countersign(note: str, *, agrees: bool, reason: str = "", actor: Actor, at: int, idem_key: str) -> Appended:
    """Countersign in person, or say why not.

    Raises:
        OrderNotFound: there is no such note for this actor.
        StepRefused: it is answered already.
        ReasonMissing: he does not agree and says not why.
    """
    said = checked_reason(reason, is_needed=not agrees)
    return _answer(COUNTERSIGNED, COUNTERSIGN, note, {"agrees": agrees}, said, actor, at, idem_key)


def acknowledge_copy(note: str, *, actor: Actor, at: int, idem_key: str) -> Appended:
    """Mark a copy as read (已阅).

    Raises:
        OrderNotFound: there is no such copy for this actor.
        StepRefused: it is marked already.
    """
    return _answer(ACKNOWLEDGED, COPY, note, {}, "", actor, at, idem_key)


def note_stream(name: str) -> str:
    """The stream of one note."""
    return f"note:{name}"


def _send(
    event: str, kind: str, order: str, officer: str, reason: str, actor: Actor, at: int, idem_key: str
) -> Appended:
    said, name = checked_reason(reason, is_needed=False), new_name(actor, idem_key)

    def work() -> list[Draft]:
        errand = _errand(actor, order)
        hand = hand_of_addressee_or(DISPATCH, errand)
        if kind == COUNTERSIGN and not errand.order.state.is_open:
            raise StepRefused("整改单已经办结。")
        if officer_at(officer, errand.now) is None:
            raise StepRefused(f"没有警号“{officer}”。", remedy="请核对警号。")
        if _is_waiting(kind, order, officer):
            raise StepRefused("已经送过此人，正等他办理。", remedy="不必重复送。")
        fields: dict[str, FieldValue] = {"note": name, "to_officer": officer, "officer": (officer,)}
        return [draft_on(errand, event, hand, fields, reason=said, at=at, stream=note_stream(name))]

    asked: dict[str, FieldValue] = {"order": order, "to_officer": officer, "decision_reason": said}
    streams = [note_stream(name), order_stream(order)]
    return record(work, streams, kind=event, asked=asked, actor=actor, idem_key=idem_key)


def _answer(
    event: str, kind: str, note: str, fields: dict[str, FieldValue], reason: str, actor: Actor, at: int, idem_key: str
) -> Appended:
    def work() -> list[Draft]:
        need_person(actor)
        viewer = scope_of(actor.name, wiring().clock())
        order, officer = _note(note, kind)
        if officer not in viewer.officers:
            raise OrderNotFound("没有找到送给您的这份文书。", remedy="会签和阅知须由本人办理。")
        errand = errand_for(viewer, order)
        said: dict[str, FieldValue] = {"note": note, "officer": (officer,), **fields}
        return [draft_on(errand, event, Hand(actor.name), said, reason=reason, at=at, stream=note_stream(note))]

    asked: dict[str, FieldValue] = {"note": note, **fields, "decision_reason": reason}
    return record(work, [note_stream(note)], kind=event, asked=asked, actor=actor, idem_key=idem_key)


def _errand(actor: Actor, order: str) -> Errand:
    need_person(actor)
    return errand_for(scope_of(actor.name, wiring().clock()), order)


def _is_waiting(kind: str, order: str, officer: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM action_note WHERE order_name = %s AND kind = %s AND officer = %s AND answered_at IS NULL",
            (order, kind, officer),
        )
        return cursor.fetchone() is not None


def _note(name: str, kind: str) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT order_name, officer FROM action_note WHERE name = %s AND kind = %s", (name, kind))
        found = cursor.fetchone()
    return ("", "") if found is None else (found[0], found[1])
