"""Several small components in one cell, and a button in a row."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from guiju.screens.components.component import Word
from guiju.screens.kit.markup import html, html_join

_INTO_DRAWER = ' hx-get="{}" hx-target="#drawer" hx-swap="innerHTML" hx-push-url="false" data-drawer'


@dataclass(frozen=True, slots=True)
class Several(Word):
    """Badges, lights or links beside one another."""

    parts: tuple[object, ...]

    def drawn(self) -> SafeString:
        """The parts as HTML."""
        return html_join(" ", (html('<span class="several">{}</span>', one) for one in self.parts))


@dataclass(frozen=True, slots=True)
class Button(Word):
    """What to do next, as a button in a row: in the drawer, and without a script on a page of its own."""

    text: str
    address: str
    into_drawer: bool = True

    def drawn(self) -> SafeString:
        """The button as HTML."""
        into = html(_INTO_DRAWER, self.address) if self.into_drawer else ""
        return html('<a class="button" href="{}"{}>{}</a>', self.address, into, self.text)
