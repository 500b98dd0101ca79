"""The calendar as lookup arrays: months, working days, midnights, the zone's changes, the periods of the year.

Law: 刑事诉讼法 105 and values/clock.py, which says what a working day and a month is; days are ordinals.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from guiju.rules.sweep import layout as L
from guiju.values.calendar import Calendar
from guiju.values.clock import DAY_SECONDS, SECOND, LocalTime, add_months, from_micros
from guiju.values.errors import GuijuError

LAST = date.max.toordinal()
_EPOCH = date(1970, 1, 1).toordinal()
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "bureau_year": 12}
PERIODS = ("day", "week", "month", "quarter", "half_year", "year", "bureau_year")


class UnheardBureauYear(GuijuError):
    """The bureau's year begins on a day that not every year has."""

    code = "sweep.bureau_year"


class Almanac:
    """All days from ``first`` to ``last``, looked up once."""

    def __init__(self, first: int, last: int, calendar: Calendar, local: LocalTime) -> None:
        self.first, self.last = max(first, 1), min(last, LAST - 1)
        self.calendar, self.local = calendar, local
        self.days = np.arange(self.first, self.last + 1, dtype=np.int64)
        dates = (self.days - _EPOCH).astype("datetime64[D]")
        months = dates.astype("datetime64[M]")
        self.month_index = months.astype(np.int64) + 1970 * 12
        self.day_of_month = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1

    def month_of(self) -> np.ndarray:
        """Per day its month (counted from the year 0) and day of the month, in one number."""
        return self.month_index * 64 + self.day_of_month

    def month_starts(self) -> tuple[int, np.ndarray]:
        """The first month, and the first day of each month up to one after the last."""
        first, last = int(self.month_index[0]), int(self.month_index[-1])
        starts = (np.arange(first, last + 2) - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")
        return first, starts.astype(np.int64) + _EPOCH

    def workdays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Working days before each day, their list, and the first day at or after each whose year is missing."""
        worked = (self.days - 1) % 7 < 5
        years = self.month_index // 12
        known = np.zeros(len(self.days), bool)
        for year, listed in self.calendar.years.items():
            known |= years == year
            for days, value in ((listed.holidays, False), (listed.workdays, True)):
                inside = [day - self.first for day in days if self.first <= day <= self.last]
                worked[[index for index in inside if years[index] == year]] = value
        worked &= known
        before = np.concatenate([[0], np.cumsum(worked)])
        missing = np.where(known, L.FAR, self.days)
        return before, self.days[worked], np.minimum.accumulate(missing[::-1])[::-1]

    def midnights(self) -> np.ndarray:
        """The instant at which each day begins, by the zone's own rules."""
        fixed = self.local.zone.utcoffset(None)
        if fixed is not None:
            first = self.local.midnight(self.first)
            return first + np.arange(len(self.days), dtype=np.int64) * DAY_SECONDS * SECOND
        return np.array([self.local.midnight(day) for day in self.days.tolist()], np.int64)

    def zone(self, first_at: int, last_at: int) -> tuple[list[int], list[int]]:
        """When local time changes between two instants, and how far ahead it is from then on."""
        moments = range(first_at, last_at, DAY_SECONDS * SECOND)
        starts, offsets = [-L.FAR], [self._offset_at(first_at)]
        for moment, following in zip(moments, [*moments[1:], last_at], strict=False):
            if self._offset_at(following) != offsets[-1]:
                low, high = moment, following
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (low, middle) if self._offset_at(middle) != offsets[-1] else (middle, high)
                starts.append(high)
                offsets.append(self._offset_at(high))
        return starts, offsets

    def _offset_at(self, at: int) -> int:
        shift = from_micros(at, self.local.zone).utcoffset()
        assert shift is not None
        return (shift.days * DAY_SECONDS + shift.seconds) * SECOND + shift.microseconds

    def periods(self, bureau_year: tuple[int, int], asked: Sequence[str]) -> list[list[int]]:
        """Per kind of period (``PERIODS``) its first days from before ``first`` to after ``last``."""
        listed: list[list[int]] = []
        for each in PERIODS:
            days: list[int] = []
            if each in _MONTHS and each in asked:
                if each == "bureau_year" and bureau_year[0] == 2 and bureau_year[1] > 27:
                    raise UnheardBureauYear(
                        "局务年度不能从2月28日或29日起算。", remedy="请改 terms.yaml 的 bureau_year。"
                    )
                month, of_month = bureau_year if each == "bureau_year" else (1, 1)
                day = date(max(1, date.fromordinal(self.first).year - 1), month, of_month).toordinal()
                while day <= self.last and day < LAST - 800:
                    days.append(day)
                    day = add_months(day, _MONTHS[each])
                days.append(day)
            listed.append(days)
        return listed
