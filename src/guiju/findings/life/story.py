"""One recorded step as people read it: of a finding, an order, a talk or a campaign."""

from collections.abc import Mapping
from dataclasses import dataclass

from guiju.findings.life.projection import Told
from guiju.values.event import FieldValue

_KEPT = frozenset({"finding", "rule", "unit", "officer", "case", "decision_reason"})


@dataclass(frozen=True, slots=True)
class StepShown:
    """One thing that was recorded of a finding or an order: what, when, by whom, in whose place, why, and the rest.

    ``finding`` and ``rule`` are empty for what is recorded of a unit as a whole.
    """

    event: int
    type: str
    happened_at: int
    recorded_at: int
    actor: str
    actor_kind: str
    on_behalf: str
    reason: str
    finding: str
    rule: str
    fields: Mapping[str, FieldValue]


def step_of(told: Told) -> StepShown:
    """One event of a stream as people read it."""
    one = told.one
    rest = {name: value for name, value in one.event.fields.items() if name not in _KEPT}
    return StepShown(
        one.id, one.event.type, one.event.at, one.recorded_at, one.actor, one.actor_kind, told.on_behalf,
        told.text("decision_reason"), told.text("finding"), told.text("rule"), rest,
    )  # fmt: skip
