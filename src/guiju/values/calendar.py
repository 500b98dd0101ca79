"""Which days are worked: official holidays and make-up workdays, as data per year with the notice cited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from guiju.values.errors import GuijuError


class CalendarMissing(GuijuError):
    """The calendar of a year is needed and absent; whoever catches it reports ``unknown``, never a guess."""

    code = "calendar.missing"

    def __init__(self, year: int) -> None:
        super().__init__(
            f"没有 {year} 年的节假日历。",
            remedy=f"请按国务院办公厅通知在 law/calendars/{year}.yaml 中补录。",
        )
        self.year = year


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year: ``holidays`` that would otherwise be worked or not, ``workdays`` made up at a weekend, ``notice``."""

    year: int
    holidays: frozenset[int]
    workdays: frozenset[int]
    notice: str = ""


class Calendar:
    """The years that are known, and nothing about the others.

    Days are proleptic ordinals (``date.toordinal``).
    """

    def __init__(self, years: Iterable[CalendarYear] = ()) -> None:
        self.years: Mapping[int, CalendarYear] = {year.year: year for year in years}

    def is_workday(self, day: int) -> bool:
        """Tell whether ``day`` is worked.

        Raises:
            CalendarMissing: its year is not in the data.
        """
        year = date.fromordinal(day).year
        known = self.years.get(year)
        if known is None:
            raise CalendarMissing(year)
        if day in known.workdays:
            return True
        return day not in known.holidays and (day - 1) % 7 < 5

    def next_workday(self, day: int) -> int:
        """``day`` itself if it is worked, else the first worked day after it."""
        while not self.is_workday(day):
            day += 1
        return day
