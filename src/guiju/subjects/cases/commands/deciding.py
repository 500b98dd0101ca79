"""审批: approved or not, by a human being who took no other part; of each opinion he says whether he follows it."""

from collections.abc import Mapping

from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.subjects.cases.commands.chain import decision
from guiju.subjects.cases.commands.hands import signer_for
from guiju.subjects.cases.commands.taking import Read, Standing, checked_reason, draft_on, standing_by, taken
from guiju.subjects.cases.events.review import ADOPTED, APPROVED, DECLINED
from guiju.subjects.cases.projector.submission import AGREED, State, StepRefused
from guiju.values.event import FieldValue

Adoptions = Mapping[int, bool]
"""By the event of each opinion on the version that stands: whether the approver follows it."""


def approve(
    name: str, *, adoptions: Adoptions, reason: str = "", read: Read, actor: Actor, at: int, idem_key: str
) -> Appended:
    """Approve the version that was read, and say of every opinion whether it is followed.

    An opinion against it, or one that is not followed, needs a reason; the dissent stands.

    Law:    ledger.md: initiator ≠ approver over the natural person; approval signs the content hash.
    Raises:
        SubmissionNotFound: it does not exist, or not for this actor.
        NotEntitled, OwnCase, OneLevelUp: he may not take this step.
        ContentChanged: another version stands now.
        StepRefused: a step is skipped, it is decided already, or an opinion is not spoken of.
        ReasonMissing: a reason is needed.
    """
    return _decide(name, APPROVED, adoptions, reason, read, actor, at, idem_key)


def decline(
    name: str, *, adoptions: Adoptions, reason: str, read: Read, actor: Actor, at: int, idem_key: str
) -> Appended:
    """Refuse the approval (不予批准), with a reason.

    Raises:
        GuijuError: as ``approve``.
    """
    checked_reason(reason)
    return _decide(name, DECLINED, adoptions, reason, read, actor, at, idem_key)


def _decide(
    name: str, kind: str, adoptions: Adoptions, reason: str, read: Read, actor: Actor, at: int, idem_key: str
) -> Appended:
    said = checked_reason(reason, is_needed=False)
    told = tuple(f"{event}={'yes' if is_adopted else 'no'}" for event, is_adopted in sorted(adoptions.items()))

    def work() -> list[Draft]:
        standing = standing_by(actor, name, kind, read)
        wanted = decision(standing.one.decision)
        signer = signer_for(standing.viewer, standing.one, wanted.step(State.APPROVE), standing.now)
        _check_adoptions(standing, kind, adoptions, said)
        fields: dict[str, FieldValue] = {"adoptions": told, "officer": standing.viewer.officers}
        if kind == APPROVED:
            fields["approver"] = wanted.rank
        return [
            draft_on(standing, kind, signer.hand, fields, reason=said, at=at),
            *(
                draft_on(
                    standing, ADOPTED, signer.hand,
                    {"adopted": adoptions[one["event"]], "opinion_event": one["event"], "opinion_leaf": one["leaf"]},
                    at=at,
                )
                for one in standing.one.opinions
            ),
        ]  # fmt: skip

    asked: dict[str, FieldValue] = {"adoptions": told, "decision_reason": said, "content_hash": read.content_hash}
    return taken(work, name, kind, asked, read=read, actor=actor, at=at, idem_key=idem_key)


def _check_adoptions(standing: Standing, kind: str, adoptions: Adoptions, reason: str) -> None:
    opinions = standing.one.opinions
    if {one["event"] for one in opinions} != set(adoptions):
        raise StepRefused("没有逐条写明是否采纳审核意见。", remedy="请对每一条意见选择采纳或者不采纳。")
    if kind == APPROVED and any(
        one["step"] == State.LEGAL_REVIEW.value and one["opinion"] != AGREED for one in opinions
    ):
        # What must be reviewed must have passed (law/rules/cases/review-legality-*.yaml): no reason replaces that.
        raise StepRefused("法制审核没有通过，不能批准。", remedy="请退回补正后重新进行法制审核，或者不予批准。")
    for one in opinions:
        is_for = (one["opinion"] == AGREED) is (kind == APPROVED)
        if adoptions[one["event"]] is not is_for:
            raise StepRefused(
                "采纳情况与决定不一致：同意的意见只有批准才算采纳，不同意的意见只有不批准才算采纳。",
                remedy="请核对每一条意见是否采纳。",
            )
        if not is_for:
            checked_reason(reason)
