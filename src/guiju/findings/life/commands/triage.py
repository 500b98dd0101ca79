"""核查: whether a suspected finding is true, is not, or cannot be told yet; one by one or a whole pattern at once."""

import hashlib
from collections.abc import Sequence

from django.db import connection

from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.findings.events import stream_of
from guiju.findings.life.acts import REOPEN, VERIFY, State
from guiju.findings.life.deciding import (
    Standing,
    checked_reason,
    decided_by,
    draft_of,
    read_lives,
    settled_opinions,
    standing_of,
)
from guiju.findings.life.entitlement import Hand, hand_for
from guiju.findings.life.events import DATA_WANTED, REJECTED, REOPENED, VERIFIED
from guiju.findings.life.fold import RE_EXAMINED, RECURRED
from guiju.findings.life.recording import record
from guiju.findings.life.steps import StepRefused
from guiju.findings.life.terms import DATA, DISPUTE, RECURRENCE, end_of, term
from guiju.values.event import FieldValue

LARGEST_GROUP = 200


def verify_group(findings: Sequence[str], *, reason: str = "", actor: Actor, at: int, idem_key: str) -> Appended:
    """Say that findings are true (属实): one, or several of one rule as a common problem (类案), with one reason.

    The officers concerned have a term to reply before any of them counts. A finding that recurs opens the closed one
    of which it is a recurrence again.

    Raises:
        FindingNotFound: one of them does not exist, or not for this actor.
        NotForYou: one of them is none of his to verify, or concerns him.
        StepRefused: they are of several rules or too many, or one of them does not stand so.
        ReasonMissing: a group without a reason.
        TermUnknown: the term for replies cannot be reckoned.
    """
    names = sorted(set(findings))
    if not names or len(names) > LARGEST_GROUP:
        raise StepRefused(f"一次核查一至 {LARGEST_GROUP} 个问题。", remedy="请分批核查。")
    said = checked_reason(reason, is_needed=len(names) > 1)
    group = hashlib.sha256("\n".join(names).encode()).hexdigest()[:32] if len(names) > 1 else ""

    def work() -> list[Draft]:
        # Looked up again here: what was closed while this waited for its turn recurs as well.
        earlier = _closed_before(names)
        asked = [decided_by(actor, name, VERIFIED) for name in names]
        if len({one.finding.rule for one in asked}) > 1:
            raise StepRefused("这些问题不属于同一条规则，不能作为共性问题一并核查。", remedy="请按规则分别核查。")
        drafts: list[Draft] = []
        opened: set[str] = set()
        for one in asked:
            hand = hand_for(one.viewer, VERIFY, one.finding)
            before = next(iter(earlier.get(one.finding.id, ())), "")
            fields: dict[str, FieldValue] = {
                "dispute_until": end_of(term(DISPUTE).limit, one.now), "recurrence_of": before,
                "finding_group": group, **({"group_size": len(names)} if group else {}),
            }  # fmt: skip
            drafts.append(draft_of(one, VERIFIED, hand, fields, reason=said, at=at))
            drafts += settled_opinions(one, hand, holds=True, at=at)
            if before and before not in opened:
                opened.add(before)
                drafts += _opened_again(one, before, hand, at)
        return drafts

    closed = {one for found in _closed_before(names).values() for one in found}
    streams = [stream_of(name) for name in {*names, *closed}]
    asked: dict[str, FieldValue] = {"finding": names[0], "decision_reason": said, "finding_group": group}
    return record(work, streams, kind=VERIFIED, asked=asked, actor=actor, idem_key=idem_key)


def reject_finding(finding: str, *, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Say that a suspected finding is not true (不属实): kept with its reason, and counted against the rule.

    Raises:
        FindingNotFound: it does not exist, or not for this actor.
        NotForYou: it is none of his to verify, or concerns him.
        StepRefused: it does not stand so.
        ReasonMissing: no reason is given.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        one = decided_by(actor, finding, REJECTED)
        hand = hand_for(one.viewer, VERIFY, one.finding)
        told = draft_of(one, REJECTED, hand, {}, reason=said, at=at)
        return [told, *settled_opinions(one, hand, holds=False, at=at)]

    asked = {"finding": finding, "decision_reason": said}
    return record(work, [stream_of(finding)], kind=REJECTED, asked=asked, actor=actor, idem_key=idem_key)


def want_data(finding: str, *, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Say that it cannot be told yet (数据待补); the reason says what is wanted.

    Raises:
        FindingNotFound: it does not exist, or not for this actor.
        NotForYou: it is none of his to verify, or concerns him.
        StepRefused: it does not stand so.
        ReasonMissing: nothing is said to be wanted.
        TermUnknown: the term cannot be reckoned.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        one = decided_by(actor, finding, DATA_WANTED)
        hand = hand_for(one.viewer, VERIFY, one.finding)
        until = end_of(term(DATA).limit, one.now)
        return [draft_of(one, DATA_WANTED, hand, {"wanted_until": until}, reason=said, at=at)]

    asked = {"finding": finding, "decision_reason": said}
    return record(work, [stream_of(finding)], kind=DATA_WANTED, asked=asked, actor=actor, idem_key=idem_key)


def reopen_finding(finding: str, *, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Take up again what was rejected or closed, on a second look.

    Raises:
        FindingNotFound: it does not exist, or not for this actor.
        NotForYou: it is none of his to take up again, or concerns him.
        StepRefused: it is neither rejected nor closed.
        ReasonMissing: no reason is given.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        one = decided_by(actor, finding, REOPENED)
        if one.life.state is State.WAIVED:
            raise StepRefused("豁免期满后自动恢复。")
        hand = hand_for(one.viewer, REOPEN, one.finding)
        return [draft_of(one, REOPENED, hand, {"reopening_cause": RE_EXAMINED}, reason=said, at=at)]

    asked = {"finding": finding, "decision_reason": said}
    return record(work, [stream_of(finding)], kind=REOPENED, asked=asked, actor=actor, idem_key=idem_key)


def _opened_again(recurred: Standing, earlier: str, hand: Hand, at: int) -> list[Draft]:
    """The closed finding of which this one is a recurrence, opened again; nothing where it is not closed any more."""
    life = read_lives([earlier])[earlier]
    if life.state is not State.CLOSED:
        return []
    before = standing_of(earlier)
    fields: dict[str, FieldValue] = {"reopening_cause": RECURRED, "recurrence": recurred.finding.id}
    return [draft_of(before, REOPENED, hand, fields, at=at)]


def _closed_before(names: Sequence[str]) -> dict[str, list[str]]:
    """Per finding the closed ones that it may be a recurrence of, the likeliest first.

    The same rule in the same history; else the same rule in the same unit with an officer in common, within the term.
    """
    found: dict[str, list[str]] = {}
    for name in names:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT o.id, o.kind, o.value, o.officers, o.trigger_at, f.kind, f.value, f.officers, f.trigger_at "
                "FROM finding f JOIN finding_life l ON l.rule = f.rule AND l.state = %s JOIN finding o "
                "ON o.id = l.finding AND (o.unit = f.unit OR (o.kind = f.kind AND o.value = f.value)) "
                "WHERE f.id = %s AND o.id <> f.id AND o.trigger_at <= f.trigger_at ORDER BY o.trigger_at DESC, o.id",
                (State.CLOSED.value, name),
            )
            rows = cursor.fetchall()
        same = [row[0] for row in rows if (row[1], row[2]) == (row[5], row[6])]
        alike = [
            row[0]
            for row in rows
            if row[0] not in same
            and set(row[3].split("、")) & set(row[7].split("、")) - {""}
            and end_of(term(RECURRENCE).limit, row[4]) > row[8]
        ]
        if same or alike:
            found[name] = same + alike
    return found
