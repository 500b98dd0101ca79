"""A link: to a page, or into the drawer at the right, where without a script it is a page of its own."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString

from guiju.screens.components.component import Compiled, Word
from guiju.screens.kit.markup import html

_INTO_DRAWER = ' hx-get="{}" hx-target="#drawer" hx-swap="innerHTML" hx-push-url="false" data-drawer'


@dataclass(frozen=True, slots=True)
class Link(Word):
    """A text that leads to ``address``; ``into_drawer``: htmx loads the page's content at the right."""

    text: object
    address: str
    into_drawer: bool = False

    def drawn(self) -> SafeString:
        """The link as HTML."""
        into = html(_INTO_DRAWER, self.address) if self.into_drawer else ""
        return html('<a href="{}"{}>{}</a>', self.address, into, self.text)


@dataclass(frozen=True, slots=True)
class Action(Compiled):
    """A button-like link; ``tone`` is "" (quiet), "primary" or "danger"."""

    template: ClassVar[str] = "components/action.html"
    text: str
    address: str
    tone: str = ""
    icon: str = ""
