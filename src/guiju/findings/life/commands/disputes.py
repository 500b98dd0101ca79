"""申辩: the reply of the officer concerned, what reviewers think, and who decides; each is an event of its own."""

from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.findings.events import stream_of
from guiju.findings.life.acts import DECIDE_DISPUTE, GIVE_OPINION
from guiju.findings.life.deciding import checked_reason, decided_by, draft_of, settled_opinions
from guiju.findings.life.entitlement import Hand, hand_for, persons_of
from guiju.findings.life.events import DISPUTE_DECIDED, DISPUTED, OPINION_GIVEN, VOTED
from guiju.findings.life.fold import OVERRULED, UPHELD
from guiju.findings.life.recording import record
from guiju.findings.life.steps import NotForYou, StepRefused
from guiju.values.event import FieldValue


def dispute(finding: str, *, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """The officer concerned replies, in person and within the term: until it is decided the finding does not count.

    Raises:
        FindingNotFound: it does not exist, or not for this actor.
        NotForYou: the finding does not name him.
        StepRefused: it is not verified, the term is over, or he has replied already.
        ReasonMissing: nothing is said.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        one = decided_by(actor, finding, DISPUTED)
        own = [number for number in one.finding.officers if number in one.viewer.officers]
        if not own:
            raise NotForYou("申辩只能由本问题涉及的民警本人提出。")
        if one.life.dispute_until is None or one.now >= one.life.dispute_until:
            raise StepRefused("申辩期已过。", remedy="可以请法制部门重新审查。")
        fields = {"disputing_officer": own[0]}
        return [draft_of(one, DISPUTED, Hand(actor.name), fields, reason=said, at=at)]

    asked = {"finding": finding, "decision_reason": said}
    return record(work, [stream_of(finding)], kind=DISPUTED, asked=asked, actor=actor, idem_key=idem_key)


def decide_dispute(
    finding: str, event: int, *, is_upheld: bool, reason: str, actor: Actor, at: int, idem_key: str
) -> Appended:
    """Decide the reply that ``event`` recorded: upheld (申辩成立) makes the finding untrue, overruled lets it count.

    Whoever verified, is concerned, or gave an opinion on it does not decide. Opinions that the decision does not
    follow are kept as overruled: who gave them does not answer for the decision.

    Raises:
        FindingNotFound: it does not exist, or not for this actor.
        NotForYou: it is none of his to decide, or he had a part in it.
        StepRefused: no such reply waits.
        ReasonMissing: no reason is given.
    """
    said = checked_reason(reason)
    outcome = UPHELD if is_upheld else OVERRULED

    def work() -> list[Draft]:
        one = decided_by(actor, finding, DISPUTE_DECIDED)
        asked = next((entry for entry in one.life.open_disputes if entry["event"] == event), None)
        if asked is None:
            raise StepRefused("没有等待处理的这份申辩。")
        parts = [one.life.said["verifications"][-1], *one.life.said["disputes"], *one.life.open_opinions]
        hand = hand_for(one.viewer, DECIDE_DISPUTE, one.finding, [entry["by"] for entry in parts])
        fields = {"dispute": event, "dispute_leaf": asked["leaf"], "dispute_outcome": outcome}
        told = draft_of(one, DISPUTE_DECIDED, hand, fields, reason=said, at=at)
        return [told, *settled_opinions(one, hand, holds=not is_upheld, at=at)]

    same: dict[str, FieldValue] = {
        "finding": finding,
        "dispute": event,
        "dispute_outcome": outcome,
        "decision_reason": said,
    }
    return record(work, [stream_of(finding)], kind=DISPUTE_DECIDED, asked=same, actor=actor, idem_key=idem_key)


def give_opinion(finding: str, *, holds: bool, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """A reviewer says what he thinks, before it is decided; his opinion is kept whether or not it is adopted.

    Raises:
        FindingNotFound: it does not exist, or not for this actor.
        NotForYou: no role of his allows it, or the finding concerns him.
        StepRefused: he has given one that is not decided yet, or there is nothing to decide.
        ReasonMissing: no reason is given.
    """
    return _say(OPINION_GIVEN, "opinions", finding, holds, reason, actor, at, idem_key)


def vote(finding: str, *, holds: bool, reason: str = "", actor: Actor, at: int, idem_key: str) -> Appended:
    """One member's vote where a finding is decided together; a vote decides nothing by itself.

    Raises:
        FindingNotFound: it does not exist, or not for this actor.
        NotForYou: no role of his allows it, or the finding concerns him.
        StepRefused: he has voted since it came to this state, or there is nothing to decide.
    """
    return _say(VOTED, "votes", finding, holds, reason, actor, at, idem_key)


def _say(
    kind: str, list_name: str, finding: str, holds: bool, reason: str, actor: Actor, at: int, idem_key: str
) -> Appended:
    said = checked_reason(reason, is_needed=kind == OPINION_GIVEN)

    def work() -> list[Draft]:
        one = decided_by(actor, finding, kind)
        hand = hand_for(one.viewer, GIVE_OPINION, one.finding)
        standing = one.life.open_opinions if kind == OPINION_GIVEN else one.life.said[list_name]
        since = one.life.since_at
        if any(persons_of(entry["by"]) & hand.persons for entry in standing if entry["at"] >= since):
            raise StepRefused("您已经发表过意见。" if kind == OPINION_GIVEN else "您已经表决过。")
        return [draft_of(one, kind, hand, {"holds": holds}, reason=said, at=at)]

    asked: dict[str, FieldValue] = {"finding": finding, "holds": holds, "decision_reason": said}
    return record(work, [stream_of(finding)], kind=kind, asked=asked, actor=actor, idem_key=idem_key)
