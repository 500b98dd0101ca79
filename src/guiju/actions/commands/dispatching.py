"""派单, 签收, 催办, 转办, 退回, 撤销: an order on its way to who must mend the finding."""

from django.db import connection

from guiju.actions.acts import DISPATCH, URGE
from guiju.actions.asking import (
    draft_about,
    draft_on,
    errand_by,
    hand_of_addressee,
    hand_of_addressee_or,
    is_owed,
    new_name,
    order_stream,
    record_on,
)
from guiju.actions.campaign import is_item
from guiju.actions.events import (
    ORDER_CANCELLED,
    ORDER_DISPATCHED,
    ORDER_RETURNED,
    ORDER_SIGNED_FOR,
    ORDER_TRANSFERRED,
    ORDER_URGED,
)
from guiju.bureau.registry import code_at, officer_at, unit_at
from guiju.bureau.scope import scope_of
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.findings.events import stream_of
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import checked_reason, standing_for
from guiju.findings.life.entitlement import hand_for
from guiju.findings.life.recording import need_person, record
from guiju.findings.life.steps import StepRefused
from guiju.findings.life.terms import ORDER, TermUnknown, end_of, term
from guiju.values.event import FieldValue
from guiju.values.limit import Limit


def dispatch_order(
    finding: str, *, to_officer: str = "", to_unit: str = "", due_at: int | None = None, campaign: str = "",
    reason: str = "", actor: Actor, at: int, idem_key: str,
) -> Appended:  # fmt: skip
    """Order that a verified finding be mended, by one officer or by a unit, within the term of its severity.

    ``due_at`` (microseconds) sets an earlier end, or one where the calendar does not reach so far. The order is
    named ``actions.asking.new_name(actor, idem_key)``.

    Raises:
        FindingNotFound: it does not exist, or not for this actor.
        NotForYou: no role of his allows it, or the finding concerns him.
        StepRefused: it is not verified, has an open order, or is sent to nobody that is known, or is no item of the
            campaign; or it would run longer than its term.
        TermUnknown: the term cannot be reckoned and ``due_at`` is not given.
    """
    said = checked_reason(reason, is_needed=False)
    name = new_name(actor, idem_key)

    def work() -> list[Draft]:
        need_person(actor)
        one = standing_for(scope_of(actor.name, wiring().clock()), finding)
        if not one.finding.is_standing or one.life.state is not State.VERIFIED:
            raise StepRefused(f"这个问题现在是“{one.life.state.label}”，核查属实后才能派单。")
        if _has_open_order(finding):
            raise StepRefused("这个问题已有没办完的整改单。")
        hand = hand_for(one.viewer, DISPATCH, one.finding)
        if campaign and not is_item(campaign, finding, one.now):
            raise StepRefused("这个问题不在所选的专项整治范围内。", remedy="请核对专项整治的规则、单位和时间。")
        limit = term(ORDER + one.finding.severity).limit
        end = _end(limit, due_at, one.now)
        fields: dict[str, FieldValue] = {
            **_addressee(to_officer, to_unit, one.now), "order": name, "severity": one.finding.severity,
            "history_kind": one.finding.kind, "history_value": one.finding.value, "order_term": str(limit),
            "due_at": end, "campaign": campaign,
        }  # fmt: skip
        told = draft_about(
            one.finding, ORDER_DISPATCHED, hand, fields, reason=said, at=at, now=one.now, stream=order_stream(name)
        )
        return [told]

    asked: dict[str, FieldValue] = {
        "finding": finding, "to_officer": to_officer, "to_unit": to_unit, "campaign": campaign, "decision_reason": said,
        **({} if due_at is None else {"due_at": due_at}),
    }  # fmt: skip
    streams = [stream_of(finding), order_stream(name)]
    return record(work, streams, kind=ORDER_DISPATCHED, asked=asked, actor=actor, idem_key=idem_key)


def sign_for_order(order: str, *, actor: Actor, at: int, idem_key: str) -> Appended:
    """Sign that the order has come (签收).

    Raises:
        OrderNotFound: it does not exist, or not for this actor.
        NotForYou: it was not sent to him.
        StepRefused: it does not stand so.
    """

    def work() -> list[Draft]:
        errand = errand_by(actor, order, ORDER_SIGNED_FOR)
        return [draft_on(errand, ORDER_SIGNED_FOR, hand_of_addressee(errand), {}, at=at)]

    return record_on(work, order, ORDER_SIGNED_FOR, {}, actor, idem_key)


def urge_order(order: str, *, reason: str = "", actor: Actor, at: int, idem_key: str) -> Appended:
    """Press for it (催办).

    Raises:
        OrderNotFound: it does not exist, or not for this actor.
        NotForYou: no role of his allows it.
        StepRefused: nothing is waited for.
    """
    said = checked_reason(reason, is_needed=False)

    def work() -> list[Draft]:
        errand = errand_by(actor, order, ORDER_URGED)
        hand = hand_for(errand.viewer, URGE, errand.finding)
        return [draft_on(errand, ORDER_URGED, hand, {}, reason=said, at=at)]

    return record_on(work, order, ORDER_URGED, {"decision_reason": said}, actor, idem_key)


def transfer_order(
    order: str, *, to_officer: str = "", to_unit: str = "", reason: str, actor: Actor, at: int, idem_key: str
) -> Appended:
    """Pass the order on (转办); its term does not begin again.

    Raises:
        OrderNotFound: it does not exist, or not for this actor.
        NotForYou: it was not sent to him and no role of his allows it.
        StepRefused: it does not stand so, or is sent to nobody that is known, or to where it is.
        ReasonMissing: no reason is given.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        errand = errand_by(actor, order, ORDER_TRANSFERRED)
        to = _addressee(to_officer, to_unit, errand.now)
        if to == {"to_officer": errand.order.to_officer, "to_unit": errand.order.to_unit}:
            raise StepRefused("整改单本来就在那里。", remedy="请另选承办人或承办单位。")
        numbers = (to_officer,) if to_officer else ()
        fields: dict[str, FieldValue] = {**to, "officer": numbers}
        return [draft_on(errand, ORDER_TRANSFERRED, hand_of_addressee_or(DISPATCH, errand), fields, reason=said, at=at)]

    asked: dict[str, FieldValue] = {"to_officer": to_officer, "to_unit": to_unit, "decision_reason": said}
    return record_on(work, order, ORDER_TRANSFERRED, asked, actor, idem_key)


def return_order(order: str, *, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Send the order back to who dispatched it (退回).

    Raises:
        OrderNotFound: it does not exist, or not for this actor.
        NotForYou: it was not sent to him.
        StepRefused: it does not stand so.
        ReasonMissing: no reason is given.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        errand = errand_by(actor, order, ORDER_RETURNED)
        return [draft_on(errand, ORDER_RETURNED, hand_of_addressee(errand), {}, reason=said, at=at)]

    return record_on(work, order, ORDER_RETURNED, {"decision_reason": said}, actor, idem_key)


def cancel_order(order: str, *, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Take the order back (撤销), which only a finding allows that no longer has to be mended.

    Raises:
        OrderNotFound: it does not exist, or not for this actor.
        NotForYou: no role of his allows it, or the finding concerns him.
        StepRefused: the finding still has to be mended.
        ReasonMissing: no reason is given.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        errand = errand_by(actor, order, ORDER_CANCELLED)
        hand = hand_for(errand.viewer, DISPATCH, errand.finding)
        if is_owed(errand):
            raise StepRefused("这个问题仍须整改，整改单不能撤销。", remedy="请转办，或者按程序处理问题本身。")
        return [draft_on(errand, ORDER_CANCELLED, hand, {}, reason=said, at=at)]

    return record_on(work, order, ORDER_CANCELLED, {"decision_reason": said}, actor, idem_key)


def _addressee(to_officer: str, to_unit: str, now: int) -> dict[str, str]:
    if bool(to_officer) == bool(to_unit):
        raise StepRefused("整改单应派给一名民警，或者一个单位。", remedy="请选定承办人或承办单位。")
    if to_officer and officer_at(to_officer, now) is None:
        raise StepRefused(f"没有警号“{to_officer}”。", remedy="请核对警号。")
    if to_unit and unit_at(to_unit, now) is None:
        raise StepRefused(f"没有单位“{to_unit}”。", remedy="请核对单位代码。")
    return {"to_officer": to_officer, "to_unit": code_at(to_unit, now) if to_unit else ""}


def _end(limit: Limit, due_at: int | None, now: int) -> int:
    if due_at is None:
        return end_of(limit, now)
    if due_at <= now:
        raise StepRefused("截止时间已过。", remedy="请写明以后的截止日期。")
    try:
        longest = end_of(limit, now)
    except TermUnknown:
        return due_at
    if due_at > longest:
        raise StepRefused("截止时间晚于这类问题的整改期限。", remedy="请写明期限以内的截止日期，或者不写、按期限办理。")
    return due_at


def _has_open_order(finding: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM action_order WHERE finding = %s AND is_open = %s", (finding, True))
        return cursor.fetchone() is not None
