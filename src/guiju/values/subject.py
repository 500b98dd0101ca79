"""What a subject is: a vocabulary, and (as they are built) ways in, projections and screens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from guiju.values.event import EventType
from guiju.values.panel import MakePanel
from guiju.values.thread import ThreadWords

_NO_PANELS: Mapping[str, MakePanel] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Subject:
    """All that the spine sees of a rib.

    ``threads`` says which kinds of key get a page, ``panels`` (by kind of key) what the subject adds to those pages.
    """

    name: str
    label: str
    events: tuple[EventType, ...]
    threads: tuple[ThreadWords, ...] = ()
    panels: Mapping[str, MakePanel] = field(default_factory=lambda: _NO_PANELS)
