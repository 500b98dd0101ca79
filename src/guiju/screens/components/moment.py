"""An instant or a day in a cell: never broken across lines, and readable by machines."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from guiju.screens.components.component import Word
from guiju.screens.kit.figures import time_of_day, time_of_instant


@dataclass(frozen=True, slots=True)
class Moment(Word):
    """An instant in Beijing time; microseconds since the epoch, None where it is not known."""

    at: int | None

    def drawn(self) -> SafeString:
        """The instant as HTML."""
        return time_of_instant(self.at)


@dataclass(frozen=True, slots=True)
class Day(Word):
    """A local day as its ordinal, None where it is not known."""

    day: int | None

    def drawn(self) -> SafeString:
        """The day as HTML."""
        return time_of_day(self.day)
