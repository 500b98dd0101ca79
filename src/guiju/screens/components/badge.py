"""A short word in a small frame: a severity, a state, a kind."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.html import format_html
from django.utils.safestring import SafeString

from guiju.screens.components.component import Word


class Tone(StrEnum):
    """How a badge or a message is meant; the word says it too."""

    PLAIN = "plain"
    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True)
class Badge(Word):
    """One word and its tone."""

    word: str
    tone: Tone = Tone.PLAIN

    def drawn(self) -> SafeString:
        """The badge as HTML."""
        return format_html('<span class="badge badge-{}">{}</span>', self.tone, self.word)


SEVERITY_TONES = {"fatal": Tone.GRAVE, "major": Tone.WARNING, "minor": Tone.PLAIN}
