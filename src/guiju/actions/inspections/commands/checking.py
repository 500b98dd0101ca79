"""What an inspector finds on site: the answers to a check-list, and a finding where the answer is 否."""

import json
from collections.abc import Mapping, Sequence

from django.db import connection

from guiju.actions.asking import draft_at
from guiju.actions.chain import numbers_in
from guiju.actions.inspections.acts import CHECK_ON_SITE, Answer
from guiju.actions.inspections.checklists import Checklist, ChecklistUnknown, checklist
from guiju.actions.inspections.events import CHECKED
from guiju.actions.inspections.folding import check_name, check_stream
from guiju.actions.inspections.reading import Plan, read_check, read_plan
from guiju.actions.unit_acts import hand_in_unit, viewer_of
from guiju.bureau.permissions.holding import persons_behind, persons_behind_any
from guiju.bureau.registry import officer_at, unit_at
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.findings.events import ABOUT, MADE, stream_of
from guiju.findings.life.deciding import checked_reason
from guiju.findings.life.entitlement import Hand
from guiju.findings.life.recording import record
from guiju.findings.life.steps import NotForYou, StepRefused
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue

LONGEST_NOTE = 500
Answers = Mapping[str, tuple[Answer, str]]
"""Per question the answer and what was seen."""


class AnswersRefused(GuijuError):
    """A check-list that is not answered as it should be."""

    code = "inspections.answers"
    remedy = "每一项都要选择；答“否”的，写明看到了什么。"


class FindingRefused(GuijuError):
    """A finding that cannot be made by hand as it is."""

    code = "inspections.finding"
    remedy = "请核对单位、警号和检查结果后重新提交。"


def check_item(
    inspection: str, number: int, *, answers: Answers, note: str = "", actor: Actor, at: int, idem_key: str
) -> Appended:
    """Record the answers about one thing that was drawn; answering again keeps what was answered before.

    Raises:
        NotForYou: there is no such inspection for him, or he took part in what he would look at.
        StepRefused: there is no such thing in the draw.
        AnswersRefused: a question is left out, is none of the list, or a 否 without what was seen.
        ReasonMissing: the note is too long.
    """
    said, name = checked_reason(note, is_needed=False), check_name(inspection, number)
    told = {question: [answer.value, text.strip()] for question, (answer, text) in sorted(answers.items())}
    written = json.dumps(told, ensure_ascii=False, sort_keys=True)

    def work() -> list[Draft]:
        plan, hand = _plan_for(actor, inspection, number)
        asked = checklist(plan.checklist)
        _check_answers(asked, told)
        place = plan.value(number) if plan.kind == "unit" else plan.unit
        fields: dict[str, FieldValue] = {
            **_about(plan, number), "unit": place, "inspection": inspection, "item_number": number,
            "item_value": plan.value(number), "checklist": asked.id, "checklist_digest": asked.digest,
            "check_answers": written, "decision_reason": said,
        }  # fmt: skip
        now = wiring().clock()
        return [draft_at(CHECKED, hand, fields, at=at, now=now, stream=check_stream(name), unit=place)]

    same: dict[str, FieldValue] = {
        "inspection": inspection,
        "item_number": number,
        "check_answers": written,
        "decision_reason": said,
    }
    return record(work, [check_stream(name)], kind=CHECKED, asked=same, actor=actor, idem_key=idem_key)


def made_name(inspection: str, number: int, question: str) -> str:
    """The name of the finding that one answer may lead to: there is one at most."""
    return f"made:{check_name(inspection, number)}:{question}"


def make_finding(
    inspection: str, number: int, question: str, *, unit: str, officers: Sequence[str] = (), what: str, actor: Actor,
    at: int, idem_key: str,
) -> Appended:  # fmt: skip
    """Make a suspected finding (人工检查发现) of an answer that was 否: it lives on as those of the rules do.

    ``unit`` and ``officers`` are those whom it concerns, ``what`` is what was seen. Whoever makes it does not verify
    it, and makes none about himself.

    Raises:
        NotForYou: there is no such inspection for him, the unit lies beyond his reach, or it concerns himself.
        StepRefused: the answer was not 否, or the finding has been made already.
        FindingRefused: an officer who is unknown or whom no record of the thing names, or a unit outside of what is
            inspected.
        ReasonMissing: it is not said what was seen.
    """
    said, named = checked_reason(what), tuple(sorted(set(officers)))
    finding = made_name(inspection, number, question)

    def work() -> list[Draft]:
        plan, hand = _plan_for(actor, inspection, number)
        asked = checklist(plan.checklist)
        found, now = asked.question(question), wiring().clock()
        check = read_check(inspection, number)
        if found is None:
            raise ChecklistUnknown("检查表里没有这一项。")
        if check is None or check.answers.get(question, ("", ""))[0] != Answer.NO:
            raise StepRefused("这一项的检查结果不是“否”。", remedy="请先登记检查结果。")
        if _is_made(finding):
            raise StepRefused("这一项已经登记为疑似问题。", remedy="请在问题的页面上继续办理。")
        hand_in_unit(viewer_of(actor), CHECK_ON_SITE, unit)
        _check_concerned(plan, number, unit, named, hand, now)
        about = _about(plan, number)
        kind, value = next(iter(about.items()), ("unit", plan.value(number)))
        fields: dict[str, FieldValue] = {
            **about, "finding": finding, "rule": asked.rule_of(question), "edition": asked.edition,
            "history_kind": kind, "history_value": value, "outcome": "broken", "severity": found.severity,
            "measure": "house" if found.house else "", "citation": found.cited, "law_digest": asked.digest,
            "unit": unit, "officer": named, "inspection": inspection, "item_number": number, "checklist": asked.id,
            "question": question, "question_text": found.ask, "decision_reason": said,
        }  # fmt: skip
        return [draft_at(MADE, hand, fields, at=at, now=now, stream=stream_of(finding), unit=unit)]

    same: dict[str, FieldValue] = {"finding": finding, "unit": unit, "decision_reason": said, "officer": named}
    streams = [check_stream(check_name(inspection, number)), stream_of(finding)]
    return record(work, streams, kind=MADE, asked=same, actor=actor, idem_key=idem_key)


def _plan_for(actor: Actor, inspection: str, number: int) -> tuple[Plan, Hand]:
    viewer, plan = viewer_of(actor), read_plan(inspection)
    if plan is None:
        raise NotForYou("没有找到您可以这样办理的单位。")
    hand = hand_in_unit(viewer, CHECK_ON_SITE, plan.unit)
    if not plan.value(number):
        raise StepRefused("样本里没有这一份，或者还没有抽取。")
    if _took_part(plan, number, hand):
        raise NotForYou("本人参与过的案件或警情，不能由本人检查。", remedy="请由其他检查人员检查这一份。")
    return plan, hand


def _took_part(plan: Plan, number: int, hand: Hand) -> bool:
    """Whether a record of the thing names who would look at it, under whatever number of his."""
    own = numbers_in(hand.persons)
    if plan.kind not in ABOUT or not own:
        return False
    marks = ", ".join(["%s"] * len(own))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM event_key k JOIN event_key o ON o.event = k.event WHERE k.kind = %s AND k.value = %s "
            f"AND o.kind = 'officer' AND o.value IN ({marks}) LIMIT 1",
            [plan.kind, plan.value(number), *own],
        )
        return cursor.fetchone() is not None


def _named_in(plan: Plan, number: int) -> set[str] | None:
    """By what the officers are known whom the records of the thing name; None for a place, which has no records."""
    if plan.kind not in ABOUT:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.body FROM event_key k JOIN event e ON e.id = k.event WHERE k.kind = %s AND k.value = %s",
            [plan.kind, plan.value(number)],
        )
        said = [json.loads(bytes(body))["fields"].get("officer") or () for (body,) in cursor.fetchall()]
    named = {one for part in said for one in ([part] if isinstance(part, str) else part)}
    return persons_behind_any(officers=named)


def _about(plan: Plan, number: int) -> dict[str, FieldValue]:
    """The key of the ledger that names the thing; a place has none but its unit."""
    return {plan.kind: plan.value(number)} if plan.kind in ABOUT else {}


def _check_answers(asked: Checklist, told: Mapping[str, Sequence[str]]) -> None:
    if set(told) != {one.id for one in asked.questions}:
        raise AnswersRefused("检查表没有逐项答完。")
    for answer, text in told.values():
        if len(text) > LONGEST_NOTE or "\x00" in text:
            raise AnswersRefused(f"每项说明最多 {LONGEST_NOTE} 个字。")
        if answer == Answer.NO and not text:
            raise AnswersRefused("答“否”的项目没有写明看到了什么。")


def _check_concerned(plan: Plan, number: int, unit: str, officers: Sequence[str], hand: Hand, now: int) -> None:
    whole, part = unit_at(plan.unit, now), unit_at(unit, now)
    if whole is None or part is None or not part.path.startswith(whole.path):
        raise FindingRefused("所涉单位不在这次抽查的范围内。")
    unknown = [one for one in officers if officer_at(one, now) is None]
    if unknown:
        raise FindingRefused(f"没有警号为“{unknown[0]}”的民警。")
    own = hand.persons
    if any(own & set(persons_behind(officer=one)) for one in officers):
        raise NotForYou("本人不能登记涉及自己的问题。")
    known = _named_in(plan, number)
    strange = [one for one in officers if known is not None and not persons_behind(officer=one) & known]
    if strange:
        raise FindingRefused(
            f"所检查的记录里没有警号“{strange[0]}”。",
            remedy="只能写记录里有的民警；记录漏写的，先请办案单位更正记录，或者只写单位。",
        )


def _is_made(finding: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM finding WHERE id = %s", (finding,))
        return cursor.fetchone() is not None
