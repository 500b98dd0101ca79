"""送审: what waits, one submission with what was read and said, submitting a case, and the step whose turn it is."""

from typing import Annotated, Literal

from ninja import Query
from pydantic import Field as Bounded

from guiju.actions.asking import new_name
from guiju.bureau.roles import READ_CASES
from guiju.facts.draft import Actor
from guiju.project.catalogue import SUBJECTS
from guiju.project.site.api.acting import MOST, StepInvalid, is_within, within
from guiju.project.site.api.door import acting, reading
from guiju.project.site.api.filling import Fields, FieldTold, field_told, filled_in
from guiju.project.site.api.recording import FormTold
from guiju.project.site.api.words import Asked, At, IdemKey, Listed, MaybeAt, Name, Number, Paged, Text, Told
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.queries import get_thread
from guiju.subjects.cases.commands.chain import SUBMIT, decision, decision_label
from guiju.subjects.cases.commands.taking import Read, SubmissionNotFound
from guiju.subjects.cases.projector.submission import STEPS, State, Submission
from guiju.subjects.cases.queries.submissions import (
    Sought,
    SubmissionShown,
    get_submission,
    list_submissions,
    turn_of,
    waits_for,
)
from guiju.subjects.cases.screens.forms import Seen, form_of, run_of, step_of
from guiju.subjects.cases.screens.submitting import submit_form, take_submission

TAG = "审核审批"
CASE = "case"
Opinions = Annotated[list[Number], Bounded(max_length=MOST)]
Turn = Literal["review", "legal_review", "discuss", "confirm", "approve"]


class ReviewsWanted(Paged):
    """Which part of the list is asked for: what waits for the holder, what he submitted, what he did, or all."""

    part: Literal["waiting", "mine", "done", "all"] = "waiting"
    q: Text = ""
    state: list[State] = []
    decision: list[Name] = []


class ReviewTold(Told):
    """One submission as it stands; whoever takes a step names ``version`` and ``content_hash`` of what he read."""

    name: str
    case: str
    person: str
    decision: str
    decision_word: str
    unit: str
    state: str
    state_word: str
    version: int
    content_hash: str
    submitter: str
    needs: list[str]
    submitted_at: At
    since_at: At
    ended_at: MaybeAt


class OpinionTold(Told):
    """One opinion on the version that stands; ``opinion`` is empty until those who voted have confirmed it."""

    event: int
    step: str
    opinion: str


class WholeReview(Told):
    """One submission with its content, and the form of its step where it waits for this holder."""

    review: ReviewTold
    facts: str
    grounds: str
    proposal: str
    papers: list[str]
    features: list[str]
    is_sound: bool
    opinions: list[OpinionTold]
    is_yours: bool
    fields: list[FieldTold]
    acts: list[str]


class SubmitAsked(Asked):
    """A filled form: its fields by name, as a GET of the same address lists them."""

    fields: Fields


class StepTaken(Asked):
    """A step as its form is filled in, and what lay before whoever takes it: all opinions that he has seen.

    A case is returned by the opinion ``returned``; ``act`` is for the decision alone: approve or decline.
    """

    step: Turn
    version: Number
    content_hash: Name
    opinions: Opinions = []
    act: Literal["", "approve", "decline"] = ""
    fields: Fields


def reviews(visit: Visit, wanted: Query[ReviewsWanted]) -> Listed[ReviewTold]:
    """送审列表：等待令牌持有人办理的、本人送审的、本人办过的，或者全部；限于令牌的单位。"""
    sought = Sought(wanted.part, tuple(map(str, wanted.state)), tuple(wanted.decision), wanted.q.strip())
    rows = list_submissions(visit.viewer, sought, limit=MOST)
    return within([one for one in rows if is_within(visit, one.unit)], wanted, len(rows), _told)


def review(visit: Visit, name: Name) -> WholeReview:
    """一份送审：内容、意见，轮到令牌持有人的还有这一步要填写的栏目。"""
    shown = _found(visit, name)
    one = shown.one
    turn = turn_of(visit.viewer, one)
    is_yours = turn in (*STEPS, State.CONFIRM) and waits_for(visit.viewer, name)
    form = form_of(turn, step_of(decision(one.decision), turn)) if is_yours else None
    return WholeReview(
        review=_told(one), facts=shown.content.facts, grounds=shown.content.grounds, proposal=shown.content.proposal,
        papers=list(shown.content.papers), features=list(shown.features), is_sound=shown.is_sound,
        opinions=[
            OpinionTold(event=said["event"], step=said["step"], opinion=said["opinion"]) for said in one.opinions
        ],
        is_yours=is_yours, fields=[] if form is None else [field_told(field) for field in form.fields],
        acts=[] if form is None else [choice.value for choice in form.acts],
    )  # fmt: skip


def asked_of(visit: Visit, case: Name) -> FormTold:
    """送审这个案件要填写的栏目。"""
    get_thread(visit.viewer, CASE, case, at=visit.at)
    fields = [field_told(one) for one in submit_form(visit, case).fields]
    return FormTold(title="送审", fields=fields, hints=[])


def submit(visit: Visit, case: Name, asked: SubmitAsked, idem_key: IdemKey) -> ReviewTold:
    """送审一个案件：栏目与页面相同。"""
    get_thread(visit.viewer, CASE, case, at=visit.at)
    filled = filled_in(submit_form(visit, case), asked.fields, visit, idem_key)
    take_submission(visit, case, filled)
    return _told(_found(visit, new_name(Actor(visit.holder.account), filled.key)).one)


def take(visit: Visit, name: Name, asked: StepTaken, idem_key: IdemKey) -> ReviewTold:
    """办理送审的一步：审核、法制审核、集体讨论、确认表决、审批。须写明看到的版本、内容摘要和各条意见。"""
    one = _found(visit, name).one
    state = State(asked.step)
    step = step_of(decision(one.decision), state)
    form = form_of(state, step)
    known = {choice.value for choice in form.acts}
    filled = filled_in(form, asked.fields, visit, idem_key, act=asked.act or form.acts[0].value)
    if filled.act not in known or (state is State.APPROVE and not asked.act):
        raise StepInvalid("没有写明是批准还是不予批准，或者这一步没有这样的决定。")
    seen = Seen(state, Read(asked.version, asked.content_hash), tuple(asked.opinions))
    run_of(visit, one, step, seen)(filled)
    return _told(_found(visit, name).one)


def _found(visit: Visit, name: str) -> SubmissionShown:
    """A submission that the viewer may see, of a unit that his token is for.

    Raises:
        SubmissionNotFound: there is none.
    """
    shown = get_submission(visit.viewer, name)
    if not is_within(visit, shown.one.unit):
        raise SubmissionNotFound("没有找到这份送审。")
    return shown


def _told(one: Submission) -> ReviewTold:
    return ReviewTold(
        name=one.name, case=one.case_number, person=one.person, decision=one.decision,
        decision_word=decision_label(one.decision), unit=one.unit, state=one.state.value, state_word=one.state.label,
        version=one.version, content_hash=one.content_hash, submitter=one.submitter, needs=list(one.needs),
        submitted_at=one.submitted_at, since_at=one.since_at, ended_at=one.ended_at,
    )  # fmt: skip


_HERE = (
    reading("review_form", "cases/<path:case>/reviews", asked_of, SUBMIT, "送审的栏目", FormTold, TAG),
    acting("review_submit", "cases/<path:case>/reviews", submit, SUBMIT, "送审", ReviewTold, TAG),
    reading("reviews", "reviews", reviews, READ_CASES, "送审列表", Listed[ReviewTold], TAG),
    reading("review", "reviews/<str:name>", review, READ_CASES, "一份送审", WholeReview, TAG),
    acting("review_step", "reviews/<str:name>/step", take, READ_CASES, "办理送审", ReviewTold, TAG),
)
ENDPOINTS = _HERE if any(subject.name == "cases" for subject in SUBJECTS) else ()
"""None where the bureau does without the subject that is submitted."""
