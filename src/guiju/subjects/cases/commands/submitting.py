"""送审: a case submitted for a decision, a changed version of it, and its withdrawal."""

from collections.abc import Sequence

from django.db import connection

from guiju.actions.asking import new_name
from guiju.bureau.registry import code_at, unit_at
from guiju.bureau.scope import scope_of
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.findings.life.entitlement import Hand
from guiju.findings.life.recording import need_person
from guiju.screens.threads.queries import get_thread
from guiju.subjects.cases.commands.chain import SUBMIT, Decision, decision
from guiju.subjects.cases.commands.content import Content, hash_of, new_salt
from guiju.subjects.cases.commands.hands import (
    NotEntitled,
    commanding_unit,
    initiators,
    owners,
    submitting_hand,
)
from guiju.subjects.cases.commands.records import handlers_of, persons_in
from guiju.subjects.cases.commands.taking import Read, Standing, checked_reason, draft_on, standing_by, taken
from guiju.subjects.cases.events.review import SUBMITTED, WITHDRAWN
from guiju.subjects.cases.projector.submission import STEPS, State, StepRefused, Submission
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue


class PersonUnknown(GuijuError):
    """A case is submitted for somebody whom none of its records names."""

    code = "approvals.person"
    remedy = "请从本案记录里已有的人员中选择；还没有登记的，请先登记当事人。"


def submit(
    case: str, *, kind: str, content: Content, features: Sequence[str] = (), person: str = "", actor: Actor, at: int,
    idem_key: str,
) -> Appended:  # fmt: skip
    """Submit a case for a decision. The submission is named ``actions.asking.new_name(actor, idem_key)``.

    Raises:
        ThreadNotFound: the case does not exist, or not for this actor.
        NotEntitled: no role of his allows it there.
        DecisionUnknown: there is no such kind of decision.
        ContentMissing: the content is not whole.
        PersonUnknown: no record of the case names this person.
        StepRefused: the same decision is submitted already and not decided yet, or is for units of another kind.
    """
    wanted, said, name = decision(kind), content.checked(), new_name(actor, idem_key)

    def work() -> list[Draft]:
        need_person(actor)
        now = wiring().clock()
        viewer = scope_of(actor.name, now)
        thread = get_thread(viewer, "case", case, at=now)
        unit = code_at(thread.unit, now) or thread.unit
        hand = submitting_hand(viewer, SUBMIT, unit, now)
        _check_unit(wanted, unit, now)
        if person and person not in persons_in(case):
            raise PersonUnknown(f"本案的记录里没有人员“{person}”。")
        if _is_submitted(case, person, kind):
            raise StepRefused("这项决定已经送审，还没有办完。", remedy="请在原送审中提交新的版本，或者先撤回。")
        one = Submission(name, case, person, kind, unit)
        return [_draft(Standing(viewer, one, now), wanted, said, features, hand, at=at)]

    asked = {"case": case, "decision_kind": kind, "person": person, **said.fields()}
    return taken(work, name, SUBMITTED, asked, read=None, actor=actor, at=at, idem_key=idem_key)


def resubmit(
    name: str, *, content: Content, features: Sequence[str] = (), reason: str, read: Read, actor: Actor, at: int,
    idem_key: str,
) -> Appended:  # fmt: skip
    """Submit a changed version: the opinions on the former stay, but none of them counts for this one.

    Raises:
        SubmissionNotFound: it does not exist, or not for this actor.
        NotEntitled: he has neither submitted nor handled it.
        ContentChanged: somebody else has submitted another version meanwhile.
        StepRefused: it is decided or withdrawn.
        ContentMissing, ReasonMissing: the content is not whole, or it is not said what is new.
    """
    said, why = content.checked(), checked_reason(reason)

    def work() -> list[Draft]:
        standing = standing_by(actor, name, SUBMITTED, read)
        hand = _own_hand(standing)
        return [_draft(standing, decision(standing.one.decision), said, features, hand, reason=why, at=at)]

    asked: dict[str, FieldValue] = {"submission_version": read.version + 1, "decision_reason": why, **said.fields()}
    return taken(work, name, SUBMITTED, asked, read=read, actor=actor, at=at, idem_key=idem_key)


def withdraw(name: str, *, reason: str, read: Read, actor: Actor, at: int, idem_key: str) -> Appended:
    """Take a submission back before it is decided (撤回).

    Raises:
        SubmissionNotFound: it does not exist, or not for this actor.
        NotEntitled: he has neither submitted nor handled it.
        ContentChanged: another version stands now.
        StepRefused: it is decided or withdrawn already.
        ReasonMissing: no reason is given.
    """
    why = checked_reason(reason)

    def work() -> list[Draft]:
        standing = standing_by(actor, name, WITHDRAWN, read)
        return [draft_on(standing, WITHDRAWN, _own_hand(standing), {}, reason=why, at=at)]

    asked: dict[str, FieldValue] = {"decision_reason": why, "content_hash": read.content_hash}
    return taken(work, name, WITHDRAWN, asked, read=read, actor=actor, at=at, idem_key=idem_key)


def shown_features(case: str, wanted: Decision) -> tuple[str, ...]:
    """The circumstances that the records of a case prove, whatever the one who submits it ticks."""
    proved = {one.shown_by: one.name for one in wanted.features if one.shown_by}
    if not proved:
        return ()
    marks = ", ".join(["%s"] * len(proved))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT e.type FROM event_key k JOIN event e ON e.id = k.event "
            "LEFT JOIN correction later ON later.event = e.id WHERE k.kind = 'case' AND k.value = %s "
            f"AND e.type IN ({marks}) AND later.event IS NULL",
            [case, *proved],
        )
        return tuple(sorted(proved[row[0]] for row in cursor.fetchall()))


def _draft(
    standing: Standing, wanted: Decision, content: Content, features: Sequence[str], hand: Hand, *, reason: str = "",
    at: int,
) -> Draft:  # fmt: skip
    one = standing.one
    strange = set(features) - {feature.name for feature in wanted.features}
    if strange:
        raise StepRefused("有不认识的案件情形。", remedy="请从列出的情形中选择。")
    held = tuple(sorted({*features, *shown_features(one.case_number, wanted)}))
    version, salt = one.version + 1, new_salt()
    # A step that was needed once is needed still, whatever is ticked now: nobody unticks or withdraws a review away.
    needed = {*wanted.needed(held), *one.needs, *_needed_before(one, wanted)}
    handlers = tuple(dict.fromkeys((*one.handlers, *handlers_of(one.case_number))))
    fields: dict[str, FieldValue] = {
        **content.fields(), "person": one.person, "decision_kind": one.decision, "submission_version": version,
        "content_salt": salt, "case_features": held, "needed_steps": tuple(step for step in STEPS if step in needed),
        "handling_officers": handlers,
        "commanding_unit": commanding_unit(initiators(one) | hand.persons, one.unit, standing.now),
        "officer": standing.viewer.officers,
        "content_hash": hash_of(
            content, case=one.case_number, person=one.person, decision=one.decision, features=held, version=version,
            salt=salt,
        ),
    }  # fmt: skip
    return draft_on(standing, SUBMITTED, hand, fields, reason=reason, at=at)


def _check_unit(wanted: Decision, unit: str, now: int) -> None:
    found = unit_at(unit, now)
    if wanted.only and (found is None or found.kind not in wanted.only):
        raise StepRefused(f"“{wanted.label}”不适用于这个单位的案件。", remedy="请选择适用的决定种类。")


def _needed_before(one: Submission, wanted: Decision) -> set[State]:
    """The steps that other submissions of the case needed, for this person or for all of it: withdrawn or decided."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT needs FROM case_submission WHERE case_number = %s AND (person = %s OR person = '' OR %s = '')",
            (one.case_number, one.person, one.person),
        )
        needed = {State(step) for (needs,) in cursor.fetchall() for step in needs.split()}
    return needed & {step.state for step in wanted.steps}


def _own_hand(standing: Standing) -> Hand:
    """Who submitted or handled the case changes or withdraws it, as himself."""
    hand = Hand(standing.viewer.account)
    if not hand.persons & owners(standing.one):
        raise NotEntitled("只有送审人或者办案人员可以改动、撤回送审。", remedy="请由送审人办理，或者退回补正。")
    return hand


def _is_submitted(case: str, person: str, kind: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM case_submission WHERE case_number = %s AND person = %s AND decision = %s AND is_open = %s",
            (case, person, kind, True),
        )
        return cursor.fetchone() is not None
