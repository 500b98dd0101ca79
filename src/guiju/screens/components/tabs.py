"""Tabs: plain links to the sides of one thing."""

from dataclasses import dataclass
from typing import ClassVar

from guiju.screens.components.component import Compiled


@dataclass(frozen=True, slots=True)
class Tab:
    """One side: its title, its address, and how many wait there (None: not counted)."""

    title: str
    address: str
    is_here: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Tabs(Compiled):
    """A row of tabs; ``label`` says to a reader of the screen what they are the sides of."""

    template: ClassVar[str] = "components/tabs.html"
    label: str
    tabs: tuple[Tab, ...]
