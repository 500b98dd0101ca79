"""督察抽查: the words for what is recorded of inspections and of the circulars about them."""

from functools import partial

from guiju.findings.events import ABOUT
from guiju.values.event import EventType

_ABOUT = tuple(key for key in ABOUT if key != "person")
_declared = partial(EventType, retention="case", is_internal=True)

PLANNED = "inspections.planned"
DRAWN = "inspections.sample_drawn"
CHECKED = "inspections.item_checked"
CIRCULAR_ISSUED = "inspections.circular_issued"

EVENTS = (
    _declared(
        PLANNED, "制定抽查计划",
        attributes=(
            "inspection", "inspection_title", "population_kind", "population_query", "population", "population_size",
            "population_digest", "sample_size", "checklist", "draw_method", "earlier_inspection", "decision_reason",
        ),
    ),
    _declared(
        DRAWN, "抽取样本",
        attributes=("inspection", "checkpoint_size", "checkpoint_root", "draw_seed", "drawn"),
    ),
    _declared(
        CHECKED, "现场检查登记", keys=_ABOUT,
        attributes=(
            "inspection", "item_number", "item_value", "checklist", "checklist_digest", "check_answers",
            "decision_reason",
        ),
    ),
    _declared(
        CIRCULAR_ISSUED, "印发检查通报",
        attributes=(
            "circular", "circular_month", "circular_content", "content_hash", "counted_at", "decision_reason",
        ),
    ),
)  # fmt: skip
INSPECTION_TYPES = frozenset({PLANNED, DRAWN})
