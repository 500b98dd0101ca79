"""Several small components in one cell."""

from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from guiju.screens.components.component import Word


@dataclass(frozen=True, slots=True)
class Several(Word):
    """Badges, lights or links beside one another."""

    parts: tuple[object, ...]

    def drawn(self) -> SafeString:
        """The parts as HTML."""
        return format_html_join(" ", '<span class="several">{}</span>', ((one,) for one in self.parts))
