"""The page of one submission: what is asked for, what must come first, every opinion, and the visitor's step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.wiring import wiring as bureau
from guiju.findings.life.projection import Told
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form import Filled
from guiju.screens.components.link import Action, Link
from guiju.screens.findings.words import People, people_of
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.view import address_of
from guiju.screens.threads.words import cited_by, rule_title, value_label
from guiju.subjects.cases.commands.chain import Decision, Step, decision
from guiju.subjects.cases.commands.opinions import read_answers
from guiju.subjects.cases.events import review as events
from guiju.subjects.cases.projector.submission import RETURNED, STEPS, State, Submission
from guiju.subjects.cases.projector.votes import Vote, read_votes
from guiju.subjects.cases.queries.submissions import SubmissionShown, get_submission, turn_of, waits_for
from guiju.subjects.cases.screens.forms import Seen, form_of, run_of, step_of
from guiju.subjects.cases.screens.words import (
    ANSWER_WORDS,
    ENDED_WORDS,
    VOTE_WORDS,
    address,
    opinion_badge,
    state_badge,
    step_word,
)

_STEP_OF = {
    events.REVIEWED: State.REVIEW, events.LEGALLY_REVIEWED: State.LEGAL_REVIEW, events.DISCUSSED: State.DISCUSS,
    events.DISCUSSION: State.DISCUSS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demand:
    """One step of the chain: who takes it, what of the law asks for it, and how it stands."""

    title: str
    state: Badge
    who: str
    why: str
    laws: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody said of one version: opinion, decision, or a new version."""

    what: str
    version: int
    at: int
    who: str
    outcome: object
    adopted: object
    reason: str
    votes: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str, str], ...]


def submission_page(visit: Visit, name: str) -> HttpResponse:
    """Show one submission; a POST takes the step that its form was made for.

    Raises:
        SubmissionNotFound: it does not exist, or not for this visitor.
    """
    shown = get_submission(visit.viewer, name)
    one, wanted = shown.one, decision(shown.one.decision)
    is_sent = visit.request.method == "POST"
    seen = Seen.sent(visit) if is_sent else Seen.of(one, turn_of(visit.viewer, one))
    form, filled = None, None
    if is_sent or (seen.state in (*STEPS, State.CONFIRM) and waits_for(visit.viewer, name)):
        step = step_of(wanted, seen.state)
        form = form_of(seen.state, step)
        filled = form.taken(visit, run_of(visit, one, step, seen), about=f"{name} {seen.read.version}")
        if filled.is_done:
            return HttpResponseRedirect(address(name))
    people = _people_of(shown)
    said = {
        "one": one,
        "content": shown.content,
        "is_sound": shown.is_sound,
        "state": state_badge(one.state),
        "decision": _(wanted.label),
        "case": Link(one.case_number, address_of("case", one.case_number)),
        "unit": people.units.at(one.unit, one.submitted_at),
        "handlers": people.said(one.handlers, one.submitted_at),
        "submitter": people.holder(one.submitter, one.submitted_at),
        "features": [_(feature.label) for feature in wanted.features if feature.name in shown.features],
        "demands": [_demand(wanted, step, one) for step in wanted.steps],
        "voices": [_voice(told, one, wanted, people) for told in shown.steps],
        "form": form.show(visit, filled, address=seen.address(visit.request.path), back=reverse("reviews.list"))
        if form is not None and filled is not None
        else "",
        "form_title": step_word(seen.state) if form is not None else "",
        "dissent": _dissent(one, seen.state, filled),
        "acts": _acts(visit, one),
    }
    title = f"{_(wanted.label)} {one.case_number}"
    crumbs = (Crumb(_("审核审批"), reverse("reviews.list")), Crumb(title))
    status = 200 if filled is None else filled.status
    return show(visit, "reviews/one.html", said, title=title, crumbs=crumbs, status=status)


def _people_of(shown: SubmissionShown) -> People:
    one, officers, accounts = shown.one, set(shown.one.handlers), {shown.one.submitter}
    for told in shown.steps:
        officers.update(number for number, _vote in read_votes(_texts(told, "ballots")))
        accounts.update(part for part in told.hand if part)
    return people_of(officers, [one.unit], accounts)


def _acts(visit: Visit, one: Submission) -> list[Action]:
    """Who submitted or handled it may change or withdraw it; the command looks closer."""
    is_own = visit.holder.account == one.submitter or set(visit.viewer.officers) & set(one.handlers)
    if not (is_own and one.state.is_open):
        return []
    tone = "primary" if one.state is State.RETURNED else ""
    return [
        Action(_("修改后再送审"), reverse("reviews.change", kwargs={"name": one.name}), tone),
        Action(_("撤回"), reverse("reviews.withdraw", kwargs={"name": one.name})),
    ]


def _demand(wanted: Decision, step: Step, one: Submission) -> Demand:
    roles = bureau().roles
    who = "、".join(_(roles[role].label) for role in step.roles if role in roles)
    labels = {feature.name: _(feature.label) for feature in wanted.features}
    why = _("遇有下列情形的需要：%(features)s") % {"features": "、".join(labels[name] for name in step.when)}
    return Demand(
        step_word(step.state), _standing_of(step, one), who, why if step.when else _("一律需要"),
        tuple(f"{rule_title(page)}　{cited_by(page)}" for page in step.pages),
    )  # fmt: skip


def _standing_of(step: Step, one: Submission) -> Badge:
    if step.state not in one.needs:
        return Badge(_("本案不需要"))
    if one.state is step.state:
        return Badge(_("轮到这一步"), Tone.INFO)
    if one.state is State.CONFIRM and step.state is State.DISCUSS:
        return Badge(_("待表决人确认"), Tone.INFO)
    is_given = any(opinion["step"] == step.state.value for opinion in one.opinions)
    is_decided = step.state is State.APPROVE and one.state in (State.APPROVED, State.DECLINED)
    return Badge(_("已办"), Tone.GOOD) if is_given or is_decided else Badge(_("还没有轮到"))


def _voice(told: Told, one: Submission, wanted: Decision, people: People) -> Voice:
    kind, at = told.one.event.type, told.one.recorded_at
    step = _STEP_OF.get(kind)
    entry: Mapping[str, Any] = next(
        (opinion for opinion in one.said["opinions"] if opinion["event"] == told.one.id), {}
    )
    outcome: object = opinion_badge(str(entry.get("opinion", told.text("opinion")))) if step else ""
    what = step_word(step) if step else _("送审") if kind == events.SUBMITTED else ""
    if kind == events.VOTED:
        what, outcome = step_word(State.CONFIRM), Badge(_(VOTE_WORDS[told.text("vote")]))
    if kind in ENDED_WORDS:
        what = _("撤回送审") if kind == events.WITHDRAWN else step_word(State.APPROVE)
        tone = Tone.GOOD if kind == events.APPROVED else Tone.WARNING
        outcome = Badge(_(ENDED_WORDS[kind]), tone)
        if kind == events.APPROVED:
            what = f"{what}（{value_label('approver', told.text('approver'))}）"
    questions = {check.name: check.question for check in wanted.step(step).checks} if step in one.needs and step else {}
    answers = read_answers(_texts(told, "check_answers"))
    votes = read_votes(_texts(told, "ballots"))
    return Voice(
        what, told.number("submission_version") or 0, at, people.signed(told.hand, at), outcome, _adopted(entry),
        told.text("decision_reason"),
        tuple((people.officer(number, at), _vote_said(number, vote, entry)) for number, vote in votes),
        tuple(
            (questions.get(name, name), _(ANSWER_WORDS[checked.answer.value]), checked.note)
            for name, checked in answers.items()
        ),
    )  # fmt: skip


def _vote_said(number: str, vote: Vote, entry: Mapping[str, Any]) -> str:
    """A vote as it was recorded, and whether the voter has stated it himself."""
    said = _(VOTE_WORDS[vote.value])
    if "stated" not in entry:
        return said
    own = entry["stated"].get(number)
    if own is None:
        return _("%(vote)s（由记录人代录，本人尚未确认）") % {"vote": said}
    if own["vote"] == vote:
        return _("%(vote)s（本人已确认）") % {"vote": said}
    return _("%(own)s（本人表明；记录人代录为“%(vote)s”）") % {"own": _(VOTE_WORDS[own["vote"]]), "vote": said}


def _adopted(entry: Mapping[str, object]) -> object:
    if entry.get("adopted") is None:
        return ""
    return Badge(_("已采纳"), Tone.GOOD) if entry["adopted"] else Badge(_("未采纳，意见保留"), Tone.WARNING)


def _dissent(one: Submission, turn: State, filled: Filled | None) -> list[str]:
    """Before the decision: what approving, or declining, would do to each opinion."""
    if turn is not State.APPROVE or filled is None:
        return []
    return [
        _("%(step)s意见“%(opinion)s”：批准即为%(if_approved)s，不予批准即为%(if_declined)s。")
        % {
            "step": step_word(State(opinion["step"])), "opinion": opinion_badge(opinion["opinion"]).word,
            "if_approved": _("采纳") if opinion["opinion"] == "agreed" else _("不采纳"),
            "if_declined": _("不采纳") if opinion["opinion"] == "agreed" else _("采纳"),
        }
        for opinion in one.opinions
        if opinion["opinion"] != RETURNED
    ]  # fmt: skip


def _texts(told: Told, name: str) -> tuple[str, ...]:
    value = told.one.event.get(name)
    return value if isinstance(value, tuple) else (str(value),) if value else ()
