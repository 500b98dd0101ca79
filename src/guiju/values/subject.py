"""What a subject is: a vocabulary, and (as they are built) ways in, projections and screens."""

from dataclasses import dataclass

from guiju.values.event import EventType


@dataclass(frozen=True, slots=True)
class Subject:
    """All that the spine sees of a rib."""

    name: str
    label: str
    events: tuple[EventType, ...]
