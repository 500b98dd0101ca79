"""A paper on a page: what its Word file says, drawn from the same content as its print."""

from dataclasses import dataclass
from typing import ClassVar

from guiju.facts.papers.producing.content import Content, Grid
from guiju.screens.components.component import Component


@dataclass(frozen=True, slots=True)
class PaperSheet(Component):
    """A sheet of paper."""

    template: ClassVar[str] = "papers/sheet.html"
    content: Content

    @property
    def blocks(self) -> list[tuple[bool, object]]:
        """Its paragraphs and tables; whether it is a table."""
        return [(isinstance(one, Grid), one) for one in self.content.blocks]
