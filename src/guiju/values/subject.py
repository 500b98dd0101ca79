"""What a subject is: a vocabulary, and (as they are built) ways in, projections and screens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from guiju.values.event import EventType
from guiju.values.panel import MakePanel
from guiju.values.recorded import Recorded
from guiju.values.scope import Scope
from guiju.values.thread import ThreadWords

_NO_PANELS: Mapping[str, MakePanel] = MappingProxyType({})


class Projection(Protocol):
    """A table whose rows follow from the ledger alone."""

    @property
    def table(self) -> str:
        """What it is called in the database."""

    def follow(self, recorded: Sequence[Recorded]) -> None:
        """Bring the table up to date, in the transaction of the events."""

    def rebuild(self) -> None:
        """Drop every row and make it again from the ledger."""

    def differences(self) -> list[tuple[bool, tuple[Any, ...]]]:
        """The rows that stand and should not (True), and those that should and do not (False)."""


@dataclass(frozen=True, slots=True)
class TaskWords:
    """One kind of task.

    ``waiting`` gives, for a viewer and the present instant in microseconds, a statement with its values: task, ref,
    finding (empty), what it is about in the subject's own words, unit, severity (empty), since_at, due_at. ``said``
    tells people what it is about, ``address`` leads from the ref to the page where it is done; ``act`` is the button.
    """

    name: str
    label: str
    act: str
    waiting: Callable[[Scope, int], tuple[str, list[object]]]
    said: Callable[[str], str]
    address: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Subject:
    """All that the spine sees of a rib.

    ``threads`` says which kinds of key get a page, ``panels`` (by kind of key) what the subject adds to those pages.
    ``handling`` names those of its events whose officers handled the case: they neither review nor approve it.
    ``projections`` are the tables that it keeps, ``tasks`` what it puts into the in-tray. ``chores`` are done every
    night at an instant in microseconds, each says how much there was to do. ``pages`` gives the pages of
    its own: asked for only when the site is put together, for they reach tables that a command line need not know.
    """

    name: str
    label: str
    events: tuple[EventType, ...]
    threads: tuple[ThreadWords, ...] = ()
    handling: tuple[str, ...] = ()
    panels: Mapping[str, MakePanel] = field(default_factory=lambda: _NO_PANELS)
    projections: tuple[Projection, ...] = ()
    tasks: tuple[TaskWords, ...] = ()
    chores: tuple[Callable[[int], int], ...] = ()
    pages: Callable[[], Sequence[Any]] = tuple
