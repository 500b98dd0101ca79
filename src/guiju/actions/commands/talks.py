"""执法问题约谈: a talk with the head of a unit about what was found there, what he promised, and what came of it."""

from collections.abc import Sequence

from django.db import connection

from guiju.actions.acts import HOLD_TALK
from guiju.actions.asking import draft_at, new_name
from guiju.actions.events import TALK_FOLLOWED_UP, TALK_HELD
from guiju.actions.proof import checked_paper
from guiju.actions.unit_acts import hand_in_unit, viewer_of
from guiju.bureau.permissions.holding import persons_behind
from guiju.bureau.registry import officer_at
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.findings.life.deciding import checked_reason, standing_for
from guiju.findings.life.recording import record
from guiju.findings.life.steps import NotForYou, StepRefused
from guiju.values.event import FieldValue

LARGEST = 200


def hold_talk(
    unit: str, officer: str, *, findings: Sequence[str], attendees: Sequence[str] = (), commitments: str, due_at: int,
    paper_hash: str = "", paper_name: str = "", reason: str, actor: Actor, at: int, idem_key: str,
) -> Appended:  # fmt: skip
    """Record a talk held with an officer who answers for a unit: about which verified findings, and what he promised.

    ``due_at`` (microseconds) is when the promises are looked at again; ``paper_hash`` names the minutes.

    Raises:
        NotForYou: no role of his reaches the unit, or he would talk to himself.
        FindingNotFound: a finding does not exist, or not for this actor.
        StepRefused: a finding is not verified or not of that unit, the officer is unknown, or the date is past.
        ReasonMissing: occasion or promises are missing.
        ProofMissing: the minutes are named wrongly.
    """
    said, promised = checked_reason(reason), checked_reason(commitments)
    names, name = sorted(set(findings)), new_name(actor, idem_key)
    digest, called = checked_paper(paper_hash, paper_name)

    def work() -> list[Draft]:
        viewer, now = viewer_of(actor), wiring().clock()
        hand = hand_in_unit(viewer, HOLD_TALK, unit, [persons_behind(officer=officer)])
        if officer_at(officer, now) is None or not now < due_at or not 0 < len(names) <= LARGEST:
            raise StepRefused("约谈须写明被约谈人、所涉问题和以后的回访日期。", remedy="请补充后重新提交。")
        for one in names:
            standing = standing_for(viewer, one)
            if not standing.life.is_confirmed or standing.finding.unit != unit:
                raise StepRefused("约谈只涉及该单位已核查属实的问题。", remedy="请先核查，或者另选问题。")
        fields: dict[str, FieldValue] = {
            "talk": name, "unit": unit, "officer": (officer,), "to_officer": officer, "findings": tuple(names),
            "attendees": tuple(sorted(set(attendees))), "commitments": promised, "due_at": due_at,
            "paper_hash": digest, "paper_name": called, "decision_reason": said,
        }  # fmt: skip
        return [draft_at(TALK_HELD, hand, fields, at=at, now=now, stream=_stream(name), unit=unit)]

    asked: dict[str, FieldValue] = {
        "unit": unit, "to_officer": officer, "decision_reason": said, "commitments": promised, "findings": tuple(names),
        "attendees": tuple(sorted(set(attendees))), "due_at": due_at, "paper_hash": digest, "paper_name": called,
    }  # fmt: skip
    return record(work, [_stream(name)], kind=TALK_HELD, asked=asked, actor=actor, idem_key=idem_key)


def follow_up_talk(talk: str, *, is_fulfilled: bool, reason: str, actor: Actor, at: int, idem_key: str) -> Appended:
    """Record whether the promises of a talk were kept (回访); never by the one who made them.

    Raises:
        NotForYou: there is no such talk for him, or it was held with him.
        StepRefused: it was followed up already.
        ReasonMissing: it is not said what was seen.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        viewer, now = viewer_of(actor), wiring().clock()
        with connection.cursor() as cursor:
            cursor.execute("SELECT unit, officer FROM action_talk WHERE name = %s", (talk,))
            found = cursor.fetchone()
        if found is None:
            raise NotForYou("没有找到您可以这样办理的单位。")
        unit, officer = found
        hand = hand_in_unit(viewer, HOLD_TALK, unit, [persons_behind(officer=officer)])
        fields: dict[str, FieldValue] = {
            "talk": talk, "unit": unit, "officer": (officer,), "fulfilled": is_fulfilled, "decision_reason": said,
        }  # fmt: skip
        return [draft_at(TALK_FOLLOWED_UP, hand, fields, at=at, now=now, stream=_stream(talk), unit=unit)]

    asked: dict[str, FieldValue] = {"talk": talk, "fulfilled": is_fulfilled, "decision_reason": said}
    return record(work, [_stream(talk)], kind=TALK_FOLLOWED_UP, asked=asked, actor=actor, idem_key=idem_key)


def _stream(name: str) -> str:
    return f"talk:{name}"
