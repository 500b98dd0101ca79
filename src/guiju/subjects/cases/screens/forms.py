"""The forms of the steps: an opinion with its check-list, a discussion with its votes, the decision."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from guiju.facts.commands import Appended
from guiju.facts.draft import Actor
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.kit.visit import Visit
from guiju.subjects.cases.commands.chain import Decision, Step
from guiju.subjects.cases.commands.deciding import approve, decline
from guiju.subjects.cases.commands.opinions import LONGEST_NOTE, Answer, Checked, legally_review, review
from guiju.subjects.cases.commands.taking import LONGEST, Read
from guiju.subjects.cases.commands.voting import discuss, state_vote
from guiju.subjects.cases.projector.submission import AGREED, DISAGREED, RETURNED, State, StepRefused, Submission
from guiju.subjects.cases.projector.votes import Vote
from guiju.subjects.cases.screens.words import ANSWER_WORDS, VOTE_WORDS

_VOTES = ((Vote.FOR, "同意的人"), (Vote.AGAINST, "反对的人"), (Vote.ABSTAIN, "弃权的人"))


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before him when he took a step: the step, the version, and the opinions on it.

    It travels in the address of the form, so that the command can tell whether it still stands.
    """

    state: State
    read: Read
    opinions: tuple[int, ...]

    @classmethod
    def of(cls, one: Submission, turn: State | None = None) -> "Seen":
        """What is before a visitor now; ``turn`` is what he is asked for, if not what the submission waits for."""
        events = tuple(opinion["event"] for opinion in one.opinions)
        return cls(turn or one.state, Read(one.version, one.content_hash), events)

    @classmethod
    def sent(cls, visit: Visit) -> "Seen":
        """What a form carried along.

        Raises:
            StepRefused: it is none of our forms.
        """
        asked = visit.request.GET
        version, opinions = asked.get("version", ""), [one for one in asked.get("opinions", "").split(",") if one]
        is_ours = asked.get("step", "") in list(State) and all(_is_number(one) for one in (version, *opinions))
        if not is_ours:
            raise StepRefused(_("表单已失效。"))
        read = Read(int(version), asked.get("content", "")[:64])
        return cls(State(asked["step"]), read, tuple(int(one) for one in opinions))

    def address(self, path: str) -> str:
        """The address of a form that carries it."""
        said = {
            "step": self.state.value, "version": self.read.version, "content": self.read.content_hash,
            "opinions": ",".join(str(one) for one in self.opinions),
        }  # fmt: skip
        return f"{path}?{urlencode(said)}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def reason_field(label: str, *, is_required: bool = True, help_text: str = "") -> Field:
    """Where somebody says why."""
    return Field("reason", label, Kind.LONG, is_required=is_required, longest=LONGEST, help=help_text)


def step_of(wanted: Decision, state: State) -> Step:
    """The step to which a state belongs: stating a vote is part of the discussion.

    Raises:
        DecisionUnknown: the decision has none.
    """
    return wanted.step(State.DISCUSS if state is State.CONFIRM else state)


def form_of(state: State, step: Step) -> Form:
    """The form of what is to be done in a state."""
    if state is State.CONFIRM:
        return _own_vote()
    return {State.DISCUSS: _discussion, State.APPROVE: _decision}.get(step.state, _opinion)(step)


def run_of(visit: Visit, one: Submission, step: Step, seen: Seen) -> Callable[[Filled], str]:
    """What carries out a step that was filled in."""

    def run(filled: Filled) -> str:
        words: dict[str, Any] = {
            "read": seen.read, "reason": filled.text("reason"), "actor": Actor(visit.holder.account), "at": visit.at,
            "idem_key": filled.key,
        }  # fmt: skip
        _RUN[seen.state](one, step, seen, filled, words)
        return _("已记录。")

    return run


def _opinion(step: Step) -> Form:
    choices = (
        Choice(AGREED, _("同意")), Choice(DISAGREED, _("不同意（送审继续，意见保留）")),
        Choice(RETURNED, _("退回补正")),
    )  # fmt: skip
    fields = (
        *check_fields(step),
        Field("opinion", _("意见"), Kind.RADIO, choices=choices),
        reason_field(_("意见的理由"), is_required=False, help_text=_("不同意或者退回的，必须写明理由。")),
    )
    return Form(step.state.value, fields, (Choice("save", _("提交意见")),), keeps_draft=True)


def _discussion(step: Step) -> Form:
    votes = (
        Field(vote.value, _(word), is_required=False, help=_("填警号，几个人的用顿号隔开。")) for vote, word in _VOTES
    )
    fields = (
        *votes,
        *check_fields(step),
        reason_field(
            _("讨论记录"), help_text=_("写明各人的意见和理由。登记后由各人本人确认，确认以前不计入表决结果。")
        ),
    )
    return Form(step.state.value, fields, (Choice("save", _("登记讨论")),), keeps_draft=True)


def _own_vote() -> Form:
    choices = tuple(Choice(vote.value, _(VOTE_WORDS[vote.value])) for vote in Vote)
    own = _("以您本人现在表明的意见为准；与登记的不一致的，登记的保留。")
    why = reason_field(_("意见的理由"), is_required=False)
    return Form(
        State.CONFIRM.value, (Field("vote", _("本人意见"), Kind.RADIO, choices=choices, help=own), why),
        (Choice("save", _("确认表决")),), keeps_draft=True,
    )  # fmt: skip


def _decision(step: Step) -> Form:
    why = reason_field(
        _("审批意见"), is_required=False, help_text=_("与任何一条意见不一致的，或者不予批准的，必须写明理由。")
    )
    return Form(
        step.state.value, (why,), (Choice("approve", _("批准")), Choice("decline", _("不予批准"))), keeps_draft=True
    )


def check_fields(step: Step) -> list[Field]:
    """The check-list of a step: an answer for every question, and room for a note."""
    choices = tuple(Choice(answer.value, _(ANSWER_WORDS[answer.value])) for answer in Answer)
    fields: list[Field] = []
    for nth, one in enumerate(step.checks, start=1):
        fields.append(Field(f"check_{nth}", one.question, Kind.RADIO, choices=choices, is_required=False))
        label = _("第 %(nth)s 条的说明") % {"nth": nth}
        fields.append(Field(f"note_{nth}", label, is_required=False, longest=LONGEST_NOTE, is_minor=True))
    return fields


def answered(step: Step, filled: Filled) -> Mapping[str, Checked]:
    """The answers that were given, by the name of the question."""
    return {
        one.name: Checked(Answer(filled.text(f"check_{nth}")), filled.text(f"note_{nth}"))
        for nth, one in enumerate(step.checks, start=1)
        if filled.text(f"check_{nth}")
    }


def _run_review(one: Submission, step: Step, seen: Seen, filled: Filled, words: dict[str, Any]) -> Appended:
    act = legally_review if step.state is State.LEGAL_REVIEW else review
    return act(one.name, opinion=filled.text("opinion"), checks=answered(step, filled), **words)


def _run_discussion(one: Submission, step: Step, seen: Seen, filled: Filled, words: dict[str, Any]) -> Appended:
    ballots: dict[str, Vote] = {}
    for vote, _word in _VOTES:
        for number in _numbers(filled.text(vote.value)):
            if number in ballots:
                raise StepRefused(_("同一个人表决了两次。"), remedy=_("请核对警号。"))
            ballots[number] = vote
    return discuss(one.name, ballots=ballots, checks=answered(step, filled), **words)


def _run_vote(one: Submission, step: Step, seen: Seen, filled: Filled, words: dict[str, Any]) -> Appended:
    return state_vote(one.name, vote=Vote(filled.text("vote")), **words)


def _run_decision(one: Submission, step: Step, seen: Seen, filled: Filled, words: dict[str, Any]) -> Appended:
    is_approved = filled.act == "approve"
    agreed = {opinion["event"]: opinion["opinion"] == AGREED for opinion in one.said["opinions"]}
    adoptions = {event: agreed.get(event, False) is is_approved for event in seen.opinions}
    return (approve if is_approved else decline)(one.name, adoptions=adoptions, **words)


def _numbers(text: str) -> Sequence[str]:
    plain = text.replace("，", "、").replace(",", "、").replace(" ", "、")
    return [one.strip() for one in plain.split("、") if one.strip()]


_RUN: Mapping[State, Callable[[Submission, Step, Seen, Filled, dict[str, Any]], Appended]] = {
    State.REVIEW: _run_review,
    State.LEGAL_REVIEW: _run_review,
    State.DISCUSS: _run_discussion,
    State.CONFIRM: _run_vote,
    State.APPROVE: _run_decision,
}
