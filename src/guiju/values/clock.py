"""The clocks, and the zone in which local days are counted.

Days are proleptic ordinals, instants microseconds since the epoch. Law: 刑事诉讼法 105;
公安机关办理行政案件程序规定 35; 行政处罚法 85; 行政强制法 69; 行政复议法 88; 公安机关适用继续盘问规定 11.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import lru_cache

from guiju.values.calendar import Calendar
from guiju.values.limit import Limit

SECOND = 1_000_000
DAY_SECONDS = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_LAST_DAY = date.max.toordinal()


class Clock(StrEnum):
    """How the days of a limit are counted; hours and minutes are elapsed on every one of them."""

    ELAPSED = "elapsed"
    PERIOD = "period"
    CUSTODY = "custody"
    CUSTODY_FIRST_DAY = "custody_first_day"
    """As custody, but the day of the start is the first day of the limit: a reading that only a decision chooses."""
    WORKDAYS = "workdays"
    PLAIN = "plain"


def to_micros(moment: datetime) -> int:
    """Microseconds since the epoch of an aware ``moment``, exactly."""
    span = moment - _EPOCH
    return (span.days * DAY_SECONDS + span.seconds) * SECOND + span.microseconds


def from_micros(at: int, zone: tzinfo) -> datetime:
    """The aware datetime of an instant, shown in ``zone``."""
    return (_EPOCH + timedelta(microseconds=at)).astimezone(zone)


class LocalTime:
    """Local days of one zone: where an instant falls, and when a day begins."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self.midnight = lru_cache(maxsize=65_536)(self._midnight)

    @classmethod
    def fixed(cls, offset: timedelta) -> "LocalTime":
        """The zone of a written offset, for rows that carry nothing else."""
        return cls(timezone(offset))

    def locate(self, at: int) -> tuple[int, int]:
        """The local day (ordinal) and the second of that day."""
        local = from_micros(at, self.zone)
        return local.toordinal(), local.hour * 3600 + local.minute * 60 + local.second

    def _midnight(self, day: int) -> int:
        if day > _LAST_DAY:  # the day after 9999-12-31, the usual way of writing "without end"
            return self._midnight(_LAST_DAY) + (day - _LAST_DAY) * DAY_SECONDS * SECOND
        moment = datetime.combine(date.fromordinal(day), datetime.min.time(), tzinfo=self.zone)
        return to_micros(moment)


def add_months(day: int, months: int) -> int:
    """The same day ``months`` later; no such day, or a start on the last day of its month: the last day.

    Law: 最高人民法院关于适用刑事诉讼法的解释 (2021) 202.

    >>> date.fromordinal(add_months(date(2026, 2, 28).toordinal(), 2)).isoformat()
    '2026-04-30'
    """
    start = date.fromordinal(day)
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = monthrange(year, month)[1]
    is_last = start.day == monthrange(start.year, start.month)[1]
    return date(year, month, last if is_last else min(start.day, last)).toordinal()


def add_days(day: int, limit: Limit, calendar: Calendar) -> int:
    """The last day of ``limit`` counted from ``day`` (not counted itself), before any rolling.

    Unit: ``limit`` in days, workdays, months or years.

    Raises:
        CalendarMissing: working days are counted through a year without a calendar.
    """
    if limit.unit == "days":
        return day + limit.amount
    if limit.unit == "workdays":
        for _ in range(limit.amount):
            day = calendar.next_workday(day + 1)
        return day
    return add_months(day, limit.amount * (12 if limit.unit == "years" else 1))


def roll(day: int, clock: Clock, calendar: Calendar) -> int:
    """Move a last day that is a holiday to the next working day, on the clock that does so.

    Law: 刑事诉讼法 105; 公安机关办理行政案件程序规定 35. Clock: only ``period``; custody never rolls.
    """
    return calendar.next_workday(day) if clock is Clock.PERIOD else day
