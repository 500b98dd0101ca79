"""A card: one number, what it counts, and where it is going."""

from dataclasses import dataclass
from typing import ClassVar

from guiju.screens.components.component import Compiled


@dataclass(frozen=True, slots=True)
class Trend:
    """How a number moved: "up", "down" or "level", in words; ``is_good`` says whether that is welcome, if either."""

    direction: str
    words: str
    is_good: bool | None = None


@dataclass(frozen=True, slots=True)
class Card(Compiled):
    """One number. ``address`` leads to the list that it counts."""

    template: ClassVar[str] = "components/card.html"
    title: str
    number: str
    unit: str = ""
    trend: Trend | None = None
    address: str = ""
    colour: str = ""
