"""How a blind cross-review stands, folded from its own stream.

Unit: instants in microseconds since the epoch.
"""

from collections.abc import Sequence

from guiju.findings.life.projection import Row, StreamTable, Told
from guiju.subjects.cases.events import review as events
from guiju.subjects.cases.projector.submission import StepRefused

CROSS_PREFIX = "cross:"
CROSS_COLUMNS = ("name", "month", "unit", "reviewer", "first", "second", "drawn_at", "done_at", "last_event")


def fold_cross_review(told: Sequence[Told], is_strict: bool) -> Row | None:
    """The row of one cross-review: drawn once, or again as long as it had no reader, then one opinion.

    Raises:
        StepRefused: an event may not stand where it stands, and ``is_strict`` asks for that.
    """
    drawn: Told | None = None
    given: Told | None = None
    for one in told:
        is_draw = one.one.event.type == events.CROSS_DRAWN
        is_free = drawn is None or not drawn.text("cross_reviewer")
        if is_draw is is_free and given is None:
            drawn, given = (one, None) if is_draw else (drawn, one)
        elif is_strict:
            raise StepRefused("这份案件已经抽取，或者交叉复审意见已经提交。")
    if drawn is None:
        return None
    last = drawn if given is None else given
    return (
        drawn.text("submission"), drawn.text("draw_month"), drawn.text("unit"), drawn.text("cross_reviewer"),
        drawn.text("opinion") or ("" if given is None else given.text("first_opinion")),
        "" if given is None else given.text("opinion"), drawn.one.recorded_at,
        None if given is None else given.one.recorded_at, last.one.id,
    )  # fmt: skip


CROSS_REVIEWS = StreamTable(
    "case_cross_review", CROSS_COLUMNS, frozenset({events.CROSS_DRAWN, events.CROSS_REVIEWED}), fold_cross_review,
    CROSS_PREFIX,
)  # fmt: skip
