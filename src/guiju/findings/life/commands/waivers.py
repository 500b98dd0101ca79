"""豁免: proposed by one, approved by another, never without an end; visible for ever, and over when its term is."""

from django.db import connection

from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.findings.events import stream_of
from guiju.findings.life.acts import APPROVE_WAIVER, PROPOSE_WAIVER, State
from guiju.findings.life.deciding import Standing, checked_reason, decided_by, draft_of, read_life, standing_of
from guiju.findings.life.entitlement import Hand, hand_for
from guiju.findings.life.events import REOPENED, WAIVED, WAIVER_PROPOSED, WAIVER_REFUSED
from guiju.findings.life.fold import EXPIRED, Entry
from guiju.findings.life.recording import SYSTEM, record
from guiju.findings.life.steps import StepRefused
from guiju.findings.life.terms import WAIVER, end_of, term
from guiju.values.event import FieldValue


def propose_waiver(
    finding: str, *, starts_at: int, expires_at: int, reason: str, risk: str, actor: Actor, at: int, idem_key: str
) -> Appended:
    """Ask that a finding be waived for a time; what may go wrong meanwhile is said with it. Instants in microseconds.

    Raises:
        FindingNotFound: it does not exist, or not for this actor.
        NotForYou: no role of his allows it, or the finding concerns him.
        StepRefused: the term is empty, lies ahead or is too long, or one is proposed already.
        ReasonMissing: reason or risk is missing.
    """
    said, danger = checked_reason(reason), checked_reason(risk)

    def work() -> list[Draft]:
        one = decided_by(actor, finding, WAIVER_PROPOSED)
        hand = hand_for(one.viewer, PROPOSE_WAIVER, one.finding)
        # It holds from its approval on: one that began later would hold before its own beginning.
        if not starts_at <= one.now < expires_at <= end_of(term(WAIVER).limit, starts_at):
            raise StepRefused(f"豁免必须写明起止，最长{term(WAIVER).label}，不能从以后起算，也不能已经期满。")
        if one.life.open_waiver is not None:
            raise StepRefused("已有一份豁免提请等待批准。")
        fields: dict[str, FieldValue] = {
            "waived_from": starts_at, "waived_until": expires_at, "waiver_risk": danger,
        }  # fmt: skip
        return [draft_of(one, WAIVER_PROPOSED, hand, fields, reason=said, at=at)]

    asked: dict[str, FieldValue] = {
        "finding": finding, "waived_from": starts_at, "waived_until": expires_at, "decision_reason": said,
        "waiver_risk": danger,
    }  # fmt: skip
    return record(work, [stream_of(finding)], kind=WAIVER_PROPOSED, asked=asked, actor=actor, idem_key=idem_key)


def approve_waiver(finding: str, event: int, *, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Approve the waiver that ``event`` proposed, exactly as it was proposed.

    Raises:
        FindingNotFound: it does not exist, or not for this actor.
        NotForYou: no role of his allows it, he proposed it, or the finding concerns him.
        StepRefused: no such proposal waits, or its term is over.
        ReasonMissing: no reason is given.
    """
    return _answer(WAIVED, finding, event, reason, actor, at, idem_key)


def refuse_waiver(finding: str, event: int, *, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Turn down the waiver that ``event`` proposed.

    Raises:
        FindingNotFound: it does not exist, or not for this actor.
        NotForYou: no role of his allows it, he proposed it, or the finding concerns him.
        StepRefused: no such proposal waits.
        ReasonMissing: no reason is given.
    """
    return _answer(WAIVER_REFUSED, finding, event, reason, actor, at, idem_key)


def reopen_expired(*, actor: Actor = SYSTEM, at: int) -> int:
    """Let every waiver end whose term is over; how many. ``at`` in microseconds; the tick calls it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT finding FROM finding_life WHERE state = %s AND waived_until <= %s ORDER BY finding",
            (State.WAIVED.value, at),
        )
        names = [row[0] for row in cursor.fetchall()]
    for name in names:
        _end(name, actor, at)
    return len(names)


def _answer(kind: str, finding: str, event: int, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    said = checked_reason(reason)

    def work() -> list[Draft]:
        one = decided_by(actor, finding, kind)
        asked = _proposed(one, event)
        hand = hand_for(one.viewer, APPROVE_WAIVER, one.finding, [asked["by"]])
        fields: dict[str, FieldValue] = {"proposal": event, "proposal_leaf": asked["leaf"]}
        if kind == WAIVED:
            if asked["expires_at"] <= one.now:
                raise StepRefused("提请的豁免期已过。", remedy="请重新提请。")
            fields |= {"waived_from": asked["starts_at"], "waived_until": asked["expires_at"]}
        return [draft_of(one, kind, hand, fields, reason=said, at=at)]

    same: dict[str, FieldValue] = {"finding": finding, "proposal": event, "decision_reason": said}
    return record(work, [stream_of(finding)], kind=kind, asked=same, actor=actor, idem_key=idem_key)


def _proposed(one: Standing, event: int) -> Entry:
    waiver = one.life.open_waiver
    if waiver is None or waiver["event"] != event:
        raise StepRefused("没有等待批准的这份豁免提请。")
    return waiver


def _end(name: str, actor: Actor, at: int) -> None:
    def work() -> list[Draft]:
        one = standing_of(name)
        if one.life.state is not State.WAIVED or (one.life.waived_until or 0) > one.now:
            return []
        return [draft_of(one, REOPENED, Hand(actor.name), {"reopening_cause": EXPIRED}, at=at)]

    waived = read_life(name).waived_until
    key = f"expired:{stream_of(name)}:{waived}"
    record(work, [stream_of(name)], kind=REOPENED, asked={"finding": name}, actor=actor, idem_key=key)
