"""How an order to mend stands after everything that was done with it, folded from its own stream.

Unit: instants in microseconds since the epoch.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from guiju.actions import events
from guiju.actions.acts import OrderState
from guiju.findings.life.projection import Row, StreamTable, Told
from guiju.findings.life.steps import StepRefused

Entry = dict[str, Any]
COLUMNS = (
    "name", "finding", "rule", "unit", "severity", "state", "is_open", "to_officer", "to_unit", "dispatched_at",
    "since_at", "due_at", "signed_at", "mended_at", "reviewed_at", "closed_at", "mender", "campaign", "last_event",
    "said",
)  # fmt: skip
_WORKING = (OrderState.DISPATCHED, OrderState.SIGNED, OrderState.REWORK)
_OPEN = tuple(state for state in OrderState if state.is_open)
FROM = {
    events.ORDER_SIGNED_FOR: (OrderState.DISPATCHED,),
    events.ORDER_URGED: _WORKING,
    events.ORDER_TRANSFERRED: (*_WORKING, OrderState.RETURNED),
    events.ORDER_RETURNED: (OrderState.DISPATCHED, OrderState.SIGNED),
    events.MENDED: (OrderState.SIGNED, OrderState.REWORK),
    events.REVIEWED: (OrderState.MENDED,),
    events.ORDER_CLOSED: (OrderState.REVIEWED,),
    events.ORDER_CANCELLED: _OPEN,
}
"""From which states something may be done with an order."""
_LISTS = ("dispatches", "urges", "returns", "mendings", "reviews", "endings")


@dataclass(slots=True)
class Order:
    """One order as it stands; the lists hold who did what, in order, each entry with its event."""

    name: str
    finding: str = ""
    rule: str = ""
    unit: str = ""
    severity: str = ""
    state: OrderState = OrderState.DISPATCHED
    to_officer: str = ""
    to_unit: str = ""
    dispatched_at: int = 0
    since_at: int = 0
    due_at: int = 0
    signed_at: int | None = None
    mended_at: int | None = None
    reviewed_at: int | None = None
    closed_at: int | None = None
    mender: str = ""
    campaign: str = ""
    last_event: int = 0
    said: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in _LISTS})

    @property
    def mending(self) -> Entry | None:
        """The latest mending, if there is one."""
        return self.said["mendings"][-1] if self.said["mendings"] else None

    def row(self) -> Row:
        """The row of the table."""
        return (
            self.name, self.finding, self.rule, self.unit, self.severity, self.state.value, self.state.is_open,
            self.to_officer, self.to_unit, self.dispatched_at, self.since_at, self.due_at, self.signed_at,
            self.mended_at, self.reviewed_at, self.closed_at, self.mender, self.campaign, self.last_event,
            json.dumps(self.said, ensure_ascii=False, sort_keys=True),
        )  # fmt: skip


def check_order(kind: str, state: OrderState) -> None:
    """Make sure that something may be done with an order as it stands.

    Raises:
        StepRefused: it may not.
    """
    if state not in FROM[kind]:
        raise StepRefused(f"这张整改单现在是“{state.label}”，不能这样办理。")


def order_of(row: Sequence[Any]) -> Order:
    """The state that a row of the table holds."""
    said = dict(zip(COLUMNS, row, strict=True))
    del said["is_open"]
    return Order(**said | {"state": OrderState(said["state"]), "said": json.loads(said["said"])})


def fold_order(told: Sequence[Told], is_strict: bool) -> Row | None:
    """The row of one order's stream.

    Raises:
        StepRefused: an event may not stand where it stands, and ``is_strict`` asks for that.
    """
    order: Order | None = None
    for one in told:
        try:
            order = _after(order, one)
        except StepRefused:
            if is_strict:
                raise
    return None if order is None else order.row()


def _after(order: Order | None, told: Told) -> Order:
    kind = told.one.event.type
    if order is None or kind == events.ORDER_DISPATCHED:
        if order is not None or kind != events.ORDER_DISPATCHED:
            raise StepRefused("整改单须从派单开始，并且只派一次。")
        return _dispatched(told)
    check_order(kind, order.state)
    before = order.state
    _STEPS[kind](order, told)
    order.last_event = told.one.id
    if order.state is not before:
        order.since_at = told.one.recorded_at
    return order


def _entry(told: Told, **more: Any) -> Entry:
    return {
        "event": told.one.id, "leaf": told.one.leaf.hex(), "by": list(told.hand), "at": told.one.recorded_at,
        "reason": told.text("decision_reason"), **more,
    }  # fmt: skip


def _dispatched(told: Told) -> Order:
    at, due = told.one.recorded_at, told.number("due_at")
    if due is None:
        raise StepRefused("派单必须写明期限。")
    order = Order(
        told.text("order"), told.text("finding"), told.text("rule"), told.text("unit"), told.text("severity"),
        to_officer=told.text("to_officer"), to_unit=told.text("to_unit"), dispatched_at=at, since_at=at, due_at=due,
        campaign=told.text("campaign"), last_event=told.one.id,
    )  # fmt: skip
    order.said["dispatches"].append(_entry(told, to_officer=order.to_officer, to_unit=order.to_unit))
    return order


def _signed_for(order: Order, told: Told) -> None:
    order.state, order.signed_at = OrderState.SIGNED, told.one.recorded_at


def _urged(order: Order, told: Told) -> None:
    order.said["urges"].append(_entry(told))


def _transferred(order: Order, told: Told) -> None:
    order.state, order.signed_at = OrderState.DISPATCHED, None
    order.to_officer, order.to_unit = told.text("to_officer"), told.text("to_unit")
    order.said["dispatches"].append(_entry(told, to_officer=order.to_officer, to_unit=order.to_unit))


def _returned(order: Order, told: Told) -> None:
    order.state, order.signed_at = OrderState.RETURNED, None
    order.said["returns"].append(_entry(told))


def _mended(order: Order, told: Told) -> None:
    proof, paper = told.number("proof_event"), told.text("paper_hash")
    if proof is None and not paper:
        raise StepRefused("整改必须附证明。")
    order.state, order.mended_at, order.mender = OrderState.MENDED, told.one.recorded_at, told.one.actor
    order.said["mendings"].append(_entry(told, proof_event=proof, paper_hash=paper, paper_name=told.text("paper_name")))


def _reviewed(order: Order, told: Told) -> None:
    mending, is_accepted = order.mending, told.one.event.get("accepted") is True
    if mending is None or (mending["event"], mending["leaf"]) != (
        told.number("mended_event"), told.text("mended_leaf")
    ):  # fmt: skip
        raise StepRefused("复核的不是最近一次提交的整改。")
    order.state = OrderState.REVIEWED if is_accepted else OrderState.REWORK
    order.reviewed_at = told.one.recorded_at
    order.said["reviews"].append(_entry(told, is_accepted=is_accepted, mended_event=mending["event"]))


def _ended(order: Order, told: Told) -> None:
    is_closed = told.one.event.type == events.ORDER_CLOSED
    order.state, order.closed_at = OrderState.CLOSED if is_closed else OrderState.CANCELLED, told.one.recorded_at
    order.said["endings"].append(_entry(told))


_STEPS: dict[str, Callable[[Order, Told], None]] = {
    events.ORDER_SIGNED_FOR: _signed_for,
    events.ORDER_URGED: _urged,
    events.ORDER_TRANSFERRED: _transferred,
    events.ORDER_RETURNED: _returned,
    events.MENDED: _mended,
    events.REVIEWED: _reviewed,
    events.ORDER_CLOSED: _ended,
    events.ORDER_CANCELLED: _ended,
}
ORDERS = StreamTable("action_order", COLUMNS, events.ORDER_TYPES, fold_order)
