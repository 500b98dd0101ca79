"""审核, 法制审核: opinions on one version of a submission, each an event of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.subjects.cases.commands.chain import Step, approvals, decision
from guiju.subjects.cases.commands.hands import signer_for
from guiju.subjects.cases.commands.taking import Read, checked_reason, draft_on, standing_by, taken
from guiju.subjects.cases.events.review import LEGALLY_REVIEWED, REVIEWED
from guiju.subjects.cases.projector.submission import AGREED, OPINIONS, RETURNED, State, StepRefused
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue

LONGEST_NOTE = 200


class ChecksMissing(GuijuError):
    """A check-list that is not answered whole."""

    code = "approvals.checks"
    remedy = "请对核对清单的每一条选择是、否或者不适用；选“否”的请写明情况，二百字以内。"


class Answer(StrEnum):
    """How a question of the check-list is answered."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "na"


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer to one question, with a note."""

    answer: Answer
    note: str = ""


Checks = Mapping[str, Checked]
"""By the name of the question."""


def review(
    name: str, *, opinion: str, reason: str, checks: Checks, read: Read, actor: Actor, at: int, idem_key: str
) -> Appended:
    """Give the opinion of the reviewer (审核): agreed, disagreed (which leads on, and stands), or returned.

    Law:    fairness.md: opinion, adoption and vote are separate events.
    Raises:
        SubmissionNotFound: it does not exist, or not for this actor.
        NotEntitled, OwnCase, OneLevelUp: he may not take this step.
        ContentChanged: another version stands now.
        StepRefused: it is not the turn of this step.
        ReasonMissing, ChecksMissing: something is not said.
    """
    return _give(name, State.REVIEW, REVIEWED, opinion, reason, checks, read, actor, at, idem_key)


def legally_review(
    name: str, *, opinion: str, reason: str, checks: Checks, read: Read, actor: Actor, at: int, idem_key: str
) -> Appended:
    """Give the opinion of the legal review (法制审核), which needs a credential.

    Law:    cases.review-legality-of-named-kinds, cases.review-legality-after-hearing.
    Raises:
        Unqualified: he does not hold the credential.
        GuijuError: as ``review``.
    """
    return _give(name, State.LEGAL_REVIEW, LEGALLY_REVIEWED, opinion, reason, checks, read, actor, at, idem_key)


def _give(
    name: str, state: State, kind: str, opinion: str, reason: str, checks: Checks, read: Read, actor: Actor, at: int,
    idem_key: str,
) -> Appended:  # fmt: skip
    if opinion not in OPINIONS:
        raise StepRefused("没有写明同意、不同意还是退回。", remedy="请选择审核意见。")
    said = checked_reason(reason, is_needed=opinion != AGREED)

    def work() -> list[Draft]:
        standing = standing_by(actor, name, kind, read)
        step = decision(standing.one.decision).step(state)
        signer = signer_for(standing.viewer, standing.one, step, standing.now)
        fields: dict[str, FieldValue] = {
            "opinion": opinion, "officer": standing.viewer.officers,
            "check_answers": answers_of(step, checks) if opinion != RETURNED else _given(step, checks),
        }  # fmt: skip
        if kind == LEGALLY_REVIEWED:
            fields["qualified"] = True
        else:
            fields["reviewer"] = approvals().reviewers.get(signer.role, "") or "designated"
        return [draft_on(standing, kind, signer.hand, fields, reason=said, at=at)]

    asked: dict[str, FieldValue] = {"opinion": opinion, "decision_reason": said, "content_hash": read.content_hash}
    return taken(work, name, kind, asked, read=read, actor=actor, at=at, idem_key=idem_key)


def answers_of(step: Step, checks: Checks) -> tuple[str, ...]:
    """How an event says the answers; all of them are needed.

    Raises:
        ChecksMissing: one is not answered, or an answer “no” has no note.
    """
    if {one.name for one in step.checks} - set(checks):
        raise ChecksMissing("核对清单没有答全。")
    return _given(step, checks)


def _given(step: Step, checks: Checks) -> tuple[str, ...]:
    said = []
    for one in step.checks:
        found = checks.get(one.name)
        if found is None:
            continue
        note = found.note.strip()
        if len(note) > LONGEST_NOTE or (found.answer is Answer.NO and not note):
            raise ChecksMissing(f"“{one.question}”答“否”，没有写明情况，或者写得太长。")
        said.append(f"{one.name}={found.answer.value} {note}".rstrip())
    return tuple(said)


def read_answers(said: Sequence[str]) -> dict[str, Checked]:
    """The answers as an event says them, by the name of the question."""
    found = {}
    for one in said:
        name, _, rest = one.partition("=")
        answer, _, note = rest.partition(" ")
        found[name] = Checked(Answer(answer), note)
    return found
