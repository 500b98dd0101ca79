"""What identifies somebody, masked; a link asks for it in clear, with a purpose, and that is recorded."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guiju.screens.components.component import Word
from guiju.screens.components.link import Link
from guiju.screens.kit.markup import html


@dataclass(frozen=True, slots=True)
class Masked(Word):
    """Masked words, and where they may be seen in clear; "" where they may not."""

    text: str
    address: str = ""

    def drawn(self) -> SafeString:
        """The words as HTML."""
        said = html('<span class="masked">{}</span>', self.text)
        return html("{} {}", said, Link(_("查看"), self.address, into_drawer=True)) if self.address else said
