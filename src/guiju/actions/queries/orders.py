"""Orders as people read them. Instants in microseconds; the light of an order is that of any limit: since and due."""

from collections.abc import Sequence
from dataclasses import dataclass

from guiju.actions.acts import OrderState
from guiju.actions.asking import errand_for, order_stream, order_visible
from guiju.actions.order import COLUMNS, Entry, Order, order_of
from guiju.actions.rows import NOTE_WORDS, NoteShown, note_of, read
from guiju.facts.wiring import wiring
from guiju.findings.events import stream_of
from guiju.findings.life.projection import read_stream, told_of
from guiju.findings.life.story import StepShown, step_of
from guiju.findings.queries import FindingShown
from guiju.findings.seeing import visible
from guiju.values.scope import Scope

MANY = 10_000
LARGEST_PAGE = 500
SECOND = 1_000_000
MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class OrderShown:
    """One order to mend. ``since_at`` is when it came to its state, ``late_seconds`` how long past ``due_at`` it was
    mended, or is by now; the entries are as in ``LifeShown``.
    """

    name: str
    finding: str
    rule: str
    unit: str
    severity: str
    state: OrderState
    to_officer: str
    to_unit: str
    dispatched_at: int
    since_at: int
    due_at: int
    signed_at: int | None
    mended_at: int | None
    reviewed_at: int | None
    closed_at: int | None
    campaign: str
    late_seconds: int
    dispatches: Sequence[Entry]
    urges: Sequence[Entry]
    returns: Sequence[Entry]
    mendings: Sequence[Entry]
    reviews: Sequence[Entry]

    @property
    def is_late(self) -> bool:
        """Whether it was not mended in time; filing it later changes nothing about that."""
        return self.late_seconds > 0


def get_order(viewer: Scope, name: str) -> OrderShown:
    """One order by its name.

    Raises:
        OrderNotFound: it does not exist, or not for this viewer.
    """
    errand = errand_for(viewer, name)
    return _shown(errand.order, errand.now)


def list_order_story(viewer: Scope, name: str) -> list[StepShown]:
    """Everything that was recorded of an order, in order.

    Raises:
        OrderNotFound: it does not exist, or not for this viewer.
    """
    return story_of(get_order(viewer, name))


def story_of(order: OrderShown) -> list[StepShown]:
    """The same of an order that the viewer was shown."""
    return [step_of(told) for told in read_stream(order_stream(order.name))]


def list_whole_story(viewer: Scope, finding: FindingShown) -> list[StepShown]:
    """Everything that was recorded of a finding that the viewer may see, and of its orders and their notes, in order.

    What belongs to a finding is shown to whoever sees it; a person of the public is never among its keys.
    """
    seen, values = visible(viewer, wiring().clock())
    rows = read(
        "SELECT e.id FROM event e WHERE (e.stream = %s "
        "OR e.stream IN (SELECT 'order:' || o.name FROM action_order o WHERE o.finding = %s) "
        "OR e.stream IN (SELECT 'note:' || n.name FROM action_note n WHERE n.finding = %s)) "
        f"AND EXISTS (SELECT 1 FROM finding f WHERE f.id = %s AND {seen}) ORDER BY e.id LIMIT %s",
        [stream_of(finding.id), finding.id, finding.id, finding.id, *values, MOST_STEPS],
    )
    return [step_of(told) for told in told_of([one for (one,) in rows])]


def list_orders(
    viewer: Scope, *, finding: str = "", unit: str = "", states: Sequence[str] = (), campaign: str = "",
    due_until: int | None = None, skip: int = 0, limit: int = 50,
) -> list[OrderShown]:  # fmt: skip
    """Orders, what falls due next first; ``due_until`` leaves out what is due later or has been mended."""
    now = wiring().clock()
    words, values = _chosen(viewer, now, finding, unit, states, campaign, due_until)
    rows = read(
        f"SELECT {', '.join(f'o.{one}' for one in COLUMNS)} FROM action_order o JOIN finding f ON f.id = o.finding "
        f"WHERE {words} ORDER BY o.is_open DESC, o.due_at, o.name LIMIT %s OFFSET %s",
        [*values, min(limit, LARGEST_PAGE), skip],
    )
    return [_shown(order_of(row), now) for row in rows]


def count_orders(
    viewer: Scope, *, finding: str = "", unit: str = "", states: Sequence[str] = (), campaign: str = "",
    due_until: int | None = None,
) -> int:  # fmt: skip
    """How many orders there are, counted no further than ``MANY`` + 1."""
    words, values = _chosen(viewer, wiring().clock(), finding, unit, states, campaign, due_until)
    [[count]] = read(
        "SELECT count(*) FROM (SELECT 1 FROM action_order o JOIN finding f ON f.id = o.finding "
        f"WHERE {words} LIMIT %s) AS found",
        [*values, MANY + 1],
    )
    return int(count)


def list_notes(viewer: Scope, order: str) -> list[NoteShown]:
    """Who was asked to countersign an order or sent a copy, and who has.

    Raises:
        OrderNotFound: the order does not exist, or not for this viewer.
    """
    return notes_of(get_order(viewer, order))


def notes_of(order: OrderShown) -> list[NoteShown]:
    """The same of an order that the viewer was shown."""
    statement = f"SELECT {NOTE_WORDS} FROM action_note n WHERE n.order_name = %s ORDER BY n.asked_at, n.name"
    return [note_of(row) for row in read(statement, [order.name])]


def _chosen(
    viewer: Scope, now: int, finding: str, unit: str, states: Sequence[str], campaign: str, due_until: int | None
) -> tuple[str, list[object]]:
    words, values = order_visible(viewer, now)
    for column, value in (("finding", finding), ("unit", unit), ("campaign", campaign)):
        if value:
            words, values = f"{words} AND o.{column} = %s", [*values, value]
    if states:
        words, values = f"{words} AND o.state IN ({', '.join(['%s'] * len(states))})", [*values, *states]
    if due_until is not None:
        waiting = (OrderState.DISPATCHED, OrderState.SIGNED, OrderState.RETURNED, OrderState.REWORK)
        words += f" AND o.due_at <= %s AND o.state IN ({', '.join(['%s'] * len(waiting))})"
        values = [*values, due_until, *(state.value for state in waiting)]
    return words, values


def _shown(order: Order, now: int) -> OrderShown:
    is_waiting = order.state in (OrderState.MENDED, OrderState.REVIEWED, OrderState.CLOSED)
    until = order.mended_at if is_waiting and order.mended_at is not None else order.closed_at or now
    said = order.said
    return OrderShown(
        order.name, order.finding, order.rule, order.unit, order.severity, order.state, order.to_officer, order.to_unit,
        order.dispatched_at, order.since_at, order.due_at, order.signed_at, order.mended_at, order.reviewed_at,
        order.closed_at, order.campaign, max(0, (until - order.due_at) // SECOND), said["dispatches"], said["urges"],
        said["returns"], said["mendings"], said["reviews"],
    )  # fmt: skip
