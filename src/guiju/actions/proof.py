"""What proves that a finding was mended: what the ledger itself shows, or a paper that a reviewer has accepted.

A click is no proof.
"""

from dataclasses import dataclass
from string import hexdigits

from guiju.actions.order import Order
from guiju.facts.events import PAPERS
from guiju.facts.histories import latest
from guiju.facts.queries import get_event
from guiju.findings.law import law_in_force
from guiju.findings.queries import FindingShown
from guiju.values.errors import GuijuError
from guiju.values.recorded import Recorded
from guiju.values.scope import Scope
from guiju.values.verdict import Outcome

DIGEST_LENGTH = 64
LONGEST_NAME = 160


class ProofMissing(GuijuError):
    """What was put forward does not prove that the finding was mended."""

    code = "actions.proof"
    remedy = "请补录已经履行的记录并填写其编号；无法补做的，请附上书面整改材料，由复核人确认。"


@dataclass(frozen=True, slots=True)
class Proof:
    """The id of an event of the ledger (one that attached a paper counts as that paper), or a paper that is kept
    elsewhere, by the digest of its bytes and its name.
    """

    event: int | None = None
    paper_hash: str = ""
    paper_name: str = ""


def checked_proof(proof: Proof, order: Order, finding: FindingShown, viewer: Scope) -> tuple[Proof, str]:
    """The proof as it may be recorded, and the leaf of the event that it names, empty where it names none.

    Raises:
        ProofMissing: there is none, or it does not belong to this finding.
        NotFound: no such event, or not for who mends.
    """
    digest, name = checked_paper(proof.paper_hash, proof.paper_name)
    if proof.event is None:
        if not digest:
            raise ProofMissing("没有附整改证明。")
        return Proof(None, digest, name), ""
    one = _event_of(proof.event, finding, viewer)
    if one.event.type in PAPERS:
        return Proof(proof.event, str(one.event.get("paper") or ""), _called(proof)), one.leaf.hex()
    if law_in_force().pack.vocabulary.is_internal(one.event.type) or one.recorded_at <= order.dispatched_at:
        raise ProofMissing("所指的记录不是派单之后登记的履行记录。")
    if not is_met(finding):
        raise ProofMissing("登记所指的记录之后，账本显示这项义务仍未履行。")
    return Proof(proof.event, digest, name), one.leaf.hex()


def checked_paper(digest: str, name: str) -> tuple[str, str]:
    """A paper as it may be recorded: the digest of its bytes and its name, both empty where there is none.

    Raises:
        ProofMissing: the digest is none, or the name is missing or too long.
    """
    said, called = digest.strip().lower(), name.strip()
    if not said:
        return "", ""
    if len(said) != DIGEST_LENGTH or not set(said) <= set(hexdigits):
        raise ProofMissing("材料的摘要不是六十四位的散列值。", remedy="请重新上传材料。")
    if not 0 < len(called) <= LONGEST_NAME:
        raise ProofMissing("没有写明材料名称，或者名称太长。", remedy="请写明材料名称。")
    return said, called


def is_met(finding: FindingShown) -> bool:
    """Tell whether the duty itself is met by now: answered late, so that nothing is missing any more."""
    return not finding.is_standing or (finding.outcome == Outcome.LATE and finding.settled_at is not None)


def check_closable(order: Order, finding: FindingShown, pending: int) -> None:
    """Make sure that an order may be closed: accepted by a reviewer, proved, and countersigned by all who were asked.

    Raises:
        ProofMissing: one of these is missing.
    """
    mending = order.mending
    accepted = [one for one in order.said["reviews"] if one["is_accepted"]]
    if mending is None or not accepted or accepted[-1]["mended_event"] != mending["event"]:
        raise ProofMissing("最近一次整改还没有经复核认可。", remedy="请先由指挥链以外的人员复核。")
    if pending:
        raise ProofMissing(f"还有 {pending} 人没有会签。", remedy="请等会签完成后再销号。")
    if not mending["paper_hash"] and not is_met(finding):
        raise ProofMissing("账本显示这项义务仍未履行，又没有书面整改材料。")


def _called(proof: Proof) -> str:
    return proof.paper_name.strip()[:LONGEST_NAME] or "附件"


def _event_of(event: int, finding: FindingShown, viewer: Scope) -> Recorded:
    get_event(viewer, event)
    [one] = latest([event])
    if (finding.kind, finding.value) not in one.keys:
        raise ProofMissing("所指的记录与本问题无关。")
    return one
