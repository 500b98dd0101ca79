"""What a role may be allowed to do to have findings mended, and the states in which an order can be."""

from enum import StrEnum

DISPATCH = "dispatch_order"
RECEIVE = "receive_order"
URGE = "urge_order"
REVIEW = "review_rectification"
CLOSE = "close_order"
HOLD_TALK = "hold_talk"
RUN_CAMPAIGN = "run_campaign"
COMMAND = "command"
"""Stands above the people of a unit: whoever does is no outsider when their work is reviewed."""


class OrderState(StrEnum):
    """How an order to mend stands."""

    DISPATCHED = "dispatched"
    SIGNED = "signed"
    RETURNED = "returned"
    MENDED = "mended"
    REWORK = "rework"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The word for it."""
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done."""
        return self not in (OrderState.CLOSED, OrderState.CANCELLED)


_LABELS = {
    OrderState.DISPATCHED: "待签收", OrderState.SIGNED: "整改中", OrderState.RETURNED: "已退回",
    OrderState.MENDED: "待复核", OrderState.REWORK: "退回重改", OrderState.REVIEWED: "待销号",
    OrderState.CLOSED: "已销号", OrderState.CANCELLED: "已撤销",
}  # fmt: skip
