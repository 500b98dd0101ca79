"""补录: what is entered later than its type allows is proposed by one person and approved by another."""

from collections.abc import Sequence

from guiju.facts.draft import Actor, Draft
from guiju.facts.proof.answering import Answered, append_sealed
from guiju.facts.wiring import tolerance_of, wiring
from guiju.values.errors import GuijuError


class LateRecordUnapproved(GuijuError):
    """What was to be recorded at once is a 补录, which needs another person's approval."""

    code = "ledger.late_record"
    remedy = "请写明理由提请补录，由另一名有权人员批准；登记时间仍以系统时间为准。"


def is_late(type_name: str, happened_at: int, recorded_at: int) -> bool:
    """Whether an event of this type, recorded then, is a 补录.

    Unit:   microseconds since the epoch.
    """
    tolerance = tolerance_of(type_name)
    return tolerance is not None and recorded_at - happened_at > tolerance


def record(drafts: Sequence[Draft], *, actor: Actor, idem_key: str) -> Answered:
    """Record by hand what has just happened; an event of class A is answered with its receipt.

    Law:    ledger.md: 补录 needs approval and scores by ``recorded_at``.
    Raises:
        LateRecordUnapproved: one of them is a 补录, or claims an approval that nobody has signed.
        NotSealed: the events stand, their checkpoint does not.
        DraftRefused, IdemKeyReused, TooBusy: as ``append``.
    """
    now = wiring().clock()
    if any(is_late(draft.type, draft.at, now) for draft in drafts):
        raise LateRecordUnapproved("已超过应录入的时限，属于补录。")
    if any(draft.approver or draft.corrects is not None for draft in drafts):
        raise LateRecordUnapproved("更正和写明批准人的记录须经提请和批准。")
    return append_sealed(drafts, actor=actor, idem_key=idem_key)
