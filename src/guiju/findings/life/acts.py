"""What a role may be allowed to do with a finding, and the states in which a finding can be."""

from enum import StrEnum

VERIFY = "verify_finding"
GIVE_OPINION = "give_opinion"
DECIDE_DISPUTE = "decide_dispute"
PROPOSE_WAIVER = "propose_waiver"
APPROVE_WAIVER = "approve_waiver"
REOPEN = "reopen_finding"


class State(StrEnum):
    """How a finding stands. Whatever the machine found is suspected until somebody has looked at it."""

    SUSPECTED = "suspected"
    DATA_WANTED = "data_wanted"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    REJECTED = "rejected"
    WAIVED = "waived"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The word for it."""
        return _LABELS[self]


_LABELS = {
    State.SUSPECTED: "疑似问题", State.DATA_WANTED: "数据待补", State.VERIFIED: "属实", State.DISPUTED: "申辩中",
    State.REJECTED: "不属实", State.WAIVED: "已豁免", State.CLOSED: "已销号",
}  # fmt: skip
UNDECIDED = (State.SUSPECTED, State.DATA_WANTED)
