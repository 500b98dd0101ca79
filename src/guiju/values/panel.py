"""What a subject adds to the page of a thread: a few columns under a heading of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from guiju.values.scope import Scope


@dataclass(frozen=True, slots=True)
class At:
    """A cell that shows an instant in the bureau's zone. Unit: microseconds since the epoch."""

    at: int


PanelCell = str | int | At | None


@dataclass(frozen=True, slots=True)
class Panel:
    """One box below the lanes of a thread; ``name`` is its anchor, ``empty`` what it says without rows.

    ``acts`` are what may be done there: words, each with the address of its page.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[PanelCell, ...], ...]
    note: str = ""
    empty: str = ""
    acts: tuple[tuple[str, str], ...] = ()


MakePanel = Callable[[Scope, str, int], Panel | None]
"""Called with the viewer, the value of the thread's key and the instant; at most two statements, None for no box."""
