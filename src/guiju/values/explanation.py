"""The steps by which a date or an outcome was reached, before anyone words them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a stable ``kind``, the instant or day it concerns, and the facts needed to word it."""

    kind: str
    at: int | None = None
    day: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
