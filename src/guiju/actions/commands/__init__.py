"""What people do so that findings are mended: each function appends events, and they are the change."""

from guiju.actions.commands.campaigns import close_campaign, open_campaign
from guiju.actions.commands.dispatching import (
    cancel_order,
    dispatch_order,
    return_order,
    sign_for_order,
    transfer_order,
    urge_order,
)
from guiju.actions.commands.mending import close_order, mend, review_rectification
from guiju.actions.commands.notes import acknowledge_copy, ask_countersign, copy_order, countersign
from guiju.actions.commands.talks import follow_up_talk, hold_talk

__all__ = [
    "acknowledge_copy", "ask_countersign", "cancel_order", "close_campaign", "close_order", "copy_order", "countersign",
    "dispatch_order", "follow_up_talk", "hold_talk", "mend", "open_campaign", "return_order", "review_rectification",
    "sign_for_order", "transfer_order", "urge_order",
]  # fmt: skip
