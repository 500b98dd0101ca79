"""整改: the words for what is done so that a finding is mended."""

from functools import partial

from guiju.findings.events import ABOUT
from guiju.values.event import EventType

_ABOUT = tuple(key for key in ABOUT if key != "person")
_declared = partial(EventType, keys=_ABOUT, retention="case", is_internal=True)


def _of_order(name: str, label: str, *attributes: str, flags: tuple[str, ...] = ()) -> EventType:
    common = ("order", "finding", "rule", "decision_reason")
    return _declared(name, label, attributes=(*common, *attributes), flags=flags)


ORDER_DISPATCHED = "actions.order_dispatched"
ORDER_SIGNED_FOR = "actions.order_signed_for"
ORDER_URGED = "actions.order_urged"
ORDER_TRANSFERRED = "actions.order_transferred"
ORDER_RETURNED = "actions.order_returned"
MENDED = "actions.mended"
REVIEWED = "actions.rectification_reviewed"
ORDER_CLOSED = "actions.order_closed"
ORDER_CANCELLED = "actions.order_cancelled"
COUNTERSIGN_ASKED = "actions.countersign_asked"
COUNTERSIGNED = "actions.countersigned"
COPIED = "actions.order_copied"
ACKNOWLEDGED = "actions.copy_acknowledged"
TALK_HELD = "actions.talk_held"
TALK_FOLLOWED_UP = "actions.talk_followed_up"
CAMPAIGN_OPENED = "actions.campaign_opened"
CAMPAIGN_CLOSED = "actions.campaign_closed"

_TO = ("to_officer", "to_unit")
EVENTS = (
    _of_order(
        ORDER_DISPATCHED, "派单", *_TO, "history_kind", "history_value", "severity", "order_term", "due_at", "campaign"
    ),
    _of_order(ORDER_SIGNED_FOR, "签收整改单"),
    _of_order(ORDER_URGED, "催办"),
    _of_order(ORDER_TRANSFERRED, "转办", *_TO),
    _of_order(ORDER_RETURNED, "退回整改单"),
    _of_order(MENDED, "完成整改", "proof_event", "proof_leaf", "paper_hash", "paper_name"),
    _of_order(REVIEWED, "复核整改", "mended_event", "mended_leaf", "accepted", flags=("accepted",)),
    _of_order(ORDER_CLOSED, "整改单销号", "mended_leaf"),
    _of_order(ORDER_CANCELLED, "撤销整改单"),
    _of_order(COUNTERSIGN_ASKED, "送请会签", "note", "to_officer"),
    _of_order(COUNTERSIGNED, "会签", "note", "agrees", flags=("agrees",)),
    _of_order(COPIED, "抄送", "note", "to_officer"),
    _of_order(ACKNOWLEDGED, "已阅抄送", "note"),
    _declared(
        TALK_HELD, "执法问题约谈",
        attributes=(
            "talk", "to_officer", "attendees", "findings", "commitments", "paper_hash", "paper_name", "due_at",
            "decision_reason",
        ),
    ),
    _declared(
        TALK_FOLLOWED_UP, "约谈事项回访", attributes=("talk", "fulfilled", "decision_reason"), flags=("fulfilled",)
    ),
    _declared(
        CAMPAIGN_OPENED, "开展专项整治",
        attributes=("campaign", "campaign_title", "rules", "campaign_from", "campaign_until", "decision_reason"),
    ),
    _declared(CAMPAIGN_CLOSED, "专项整治结束", attributes=("campaign", "decision_reason")),
)  # fmt: skip
NOTE_TYPES = frozenset({COUNTERSIGN_ASKED, COUNTERSIGNED, COPIED, ACKNOWLEDGED})
TALK_TYPES = frozenset({TALK_HELD, TALK_FOLLOWED_UP})
CAMPAIGN_TYPES = frozenset({CAMPAIGN_OPENED, CAMPAIGN_CLOSED})
ORDER_TYPES = frozenset(kind.name for kind in EVENTS) - NOTE_TYPES - TALK_TYPES - CAMPAIGN_TYPES
