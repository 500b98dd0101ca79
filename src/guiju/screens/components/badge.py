"""A short word in a small frame: a severity, a state, a kind."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.safestring import SafeString

from guiju.screens.components.component import Word
from guiju.screens.kit.markup import html


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
        return html('<span class="badge badge-{}">{}</span>', self.tone, self.word)


SEVERITY_TONES = {"fatal": Tone.GRAVE, "major": Tone.WARNING, "minor": Tone.PLAIN}
