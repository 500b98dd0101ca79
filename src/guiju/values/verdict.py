"""What a rule says about a history at an instant."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guiju.values.explanation import Step


class Outcome(StrEnum):
    """How a duty stands; there is no other way for it to stand."""

    KEPT = "kept"
    EXCUSED = "excused"
    LATE = "late"
    OVERDUE = "overdue"
    BROKEN = "broken"
    RUNNING = "running"
    UNKNOWN = "unknown"

    @property
    def is_breach(self) -> bool:
        """True for what people see as a suspected finding (疑似问题)."""
        return self in _BREACHES


_BREACHES = frozenset({Outcome.LATE, Outcome.OVERDUE, Outcome.BROKEN})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one duty: one rule and one triggering event (and, where a duty fans out, one row of it).

    ``edition`` is the first day of the edition that decided. Instants are microseconds since the epoch.
    ``due_at`` is exclusive for a limit in days (00:00 of the day after the last day) and None where the verb
    knows no due instant. ``late_seconds`` counts from ``due_at`` to the answer, or to ``as_of`` while none came.
    ``missing`` says what an ``unknown`` lacks; ``unverified`` which excuse, stop or extension types the source
    does not record. ``measure`` is ``house`` where the limit is an internal one (内部口径) and ``policy``
    where the duty stands in internal documents only: never law.
    """

    rule: str
    edition: str
    trigger_seq: int
    fan_seq: int
    trigger_at: int
    outcome: Outcome
    due_at: int | None = None
    due_on: int | None = None
    settled_at: int | None = None
    late_seconds: int = 0
    keys: tuple[tuple[str, str], ...] = ()
    officers: tuple[str, ...] = ()
    unit: str = ""
    missing: str = ""
    unverified: tuple[str, ...] = ()
    measure: str = ""
    severity: str = ""
    owed_by: str = ""
    steps: "tuple[Step, ...]" = ()
