"""整改, 复核, 销号: mended with proof, reviewed by an outsider, closed only when the proof stands."""

from django.db import connection

from guiju.actions.acts import CLOSE, REVIEW
from guiju.actions.asking import Errand, draft_on, errand_by, hand_of_addressee, record_on
from guiju.actions.events import MENDED, ORDER_CLOSED, REVIEWED
from guiju.actions.order import Entry
from guiju.actions.outsiders import check_closable_now, check_outside, menders_of
from guiju.actions.proof import Proof, checked_proof
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.findings.events import stream_of
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import Standing, checked_reason, draft_of
from guiju.findings.life.entitlement import hand_for
from guiju.findings.life.events import CLOSED
from guiju.findings.life.steps import StepRefused
from guiju.values.event import FieldValue


def mend(order: str, *, proof: Proof, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Report that the finding is mended, with what proves it (整改).

    Raises:
        OrderNotFound: it does not exist, or not for this actor.
        NotForYou: it was not sent to him.
        StepRefused: it is not signed for, or waits for its review.
        ProofMissing: nothing is proved.
        ReasonMissing: it is not said what was done.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        errand = errand_by(actor, order, MENDED)
        hand = hand_of_addressee(errand)
        shown, leaf = checked_proof(proof, errand.order, errand.finding, errand.viewer)
        fields: dict[str, FieldValue] = {"paper_hash": shown.paper_hash, "paper_name": shown.paper_name}
        if shown.event is not None:
            fields |= {"proof_event": shown.event, "proof_leaf": leaf}
        return [draft_on(errand, MENDED, hand, fields, reason=said, at=at)]

    asked: dict[str, FieldValue] = {"decision_reason": said, "proof_event": proof.event or ""}
    if proof.paper_hash.strip():
        asked |= {"paper_hash": proof.paper_hash.strip().lower(), "paper_name": proof.paper_name.strip()}
    return record_on(work, order, MENDED, asked, actor, idem_key)


def review_rectification(
    order: str, event: int, *, is_accepted: bool, reason: str, actor: Actor, at: int, idem_key: str
) -> Appended:
    """Accept the mending that ``event`` recorded, or send it back for more (复核).

    Whoever mended, serves in his unit or below it, or commands it, reviews nothing of it: neither himself nor through
    a second account, a second role or a delegation.

    Raises:
        OrderNotFound: it does not exist, or not for this actor.
        NotForYou: no role of his allows it, or he stands in the chain of command.
        StepRefused: that mending does not wait for a review.
        ReasonMissing: no reason is given.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        errand = errand_by(actor, order, REVIEWED)
        mending = _latest(errand, event)
        hand = hand_for(errand.viewer, REVIEW, errand.finding, [one["by"] for one in menders_of(errand)])
        check_outside(errand, hand)
        fields: dict[str, FieldValue] = {
            "mended_event": event, "mended_leaf": mending["leaf"], "accepted": is_accepted,
        }  # fmt: skip
        return [draft_on(errand, REVIEWED, hand, fields, reason=said, at=at)]

    asked: dict[str, FieldValue] = {"mended_event": event, "accepted": is_accepted, "decision_reason": said}
    return record_on(work, order, REVIEWED, asked, actor, idem_key)


def close_order(order: str, *, reason: str = "", actor: Actor, at: int, idem_key: str) -> Appended:
    """Close order and finding (销号): only what a reviewer has accepted, and only while the proof stands.

    Raises:
        OrderNotFound: it does not exist, or not for this actor.
        NotForYou: no role of his allows it, he mended it, or the finding concerns him.
        StepRefused: order or finding does not stand so.
        ProofMissing: the duty is still not met and no paper was accepted, or a countersignature is missing.
    """
    said = checked_reason(reason, is_needed=False)

    def work() -> list[Draft]:
        errand = errand_by(actor, order, ORDER_CLOSED)
        if errand.life.state is not State.VERIFIED:
            raise StepRefused(f"这个问题现在是“{errand.life.state.label}”，不能销号。")
        hand = hand_for(errand.viewer, CLOSE, errand.finding, [one["by"] for one in menders_of(errand)])
        check_closable_now(errand)
        mending = errand.order.mending
        leaf = "" if mending is None else mending["leaf"]
        told = draft_on(errand, ORDER_CLOSED, hand, {"mended_leaf": leaf}, reason=said, at=at)
        standing = Standing(errand.viewer, errand.finding, errand.life, errand.now)
        return [told, draft_of(standing, CLOSED, hand, {"order": order}, reason=said, at=at)]

    # Which finding it is, the order says for good: whoever decides about either waits for the other.
    return record_on(work, order, ORDER_CLOSED, {"decision_reason": said}, actor, idem_key, *_finding_stream(order))


def _latest(errand: Errand, event: int) -> Entry:
    mending = errand.order.mending
    if mending is None or mending["event"] != event:
        raise StepRefused("这不是最近一次提交的整改。")
    return mending


def _finding_stream(order: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT finding FROM action_order WHERE name = %s", (order,))
        return [stream_of(row[0]) for row in cursor.fetchall()]
