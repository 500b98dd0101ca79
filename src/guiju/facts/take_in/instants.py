"""Written times become instants, and each instant falls on one local day, worked out once.

Clock: none; local days are counted in the declared zone, also for times that carry an offset of their own.
Naive times that occur twice (clock change) are the first; those that do not occur are refused.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from guiju.facts.take_in.caps import shown

DAY = 86_400
MICRO = 1_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2200
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_CACHE_LIMIT = 200_000

_DATE = re.compile(
    r"(?:(?P<y>\d{4})(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})"
    r"|(?P<cy>\d{4})年(?P<cm>\d{1,2})月(?P<cd>\d{1,2})日"
    r"|(?P<by>\d{4})(?P<bm>\d{2})(?P<bd>\d{2}))",
    re.ASCII,
)
_CLOCK = re.compile(
    r"(?:[T\s]\s*(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,12}))?)?"
    r"|T(?P<bh>\d{2})(?P<bm>\d{2})(?P<bs>\d{2})?"
    r"|[T\s]?\s*(?P<ch>\d{1,2})时(?:(?P<cm>\d{1,2})分(?:(?P<cs>\d{1,2})秒)?)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)


class Instant(NamedTuple):
    """One moment: microseconds since the epoch, local day and second, minutes east of Greenwich as written."""

    at: int
    day: int
    second: int
    offset: int


class _Clock(NamedTuple):
    """A time of day as written: seconds from midnight, microseconds, the offset in seconds or None."""

    seconds: int
    micros: int
    offset: int | None


def is_format(text: str) -> bool:
    """Tell whether ``text`` is a pattern that can be read back, with a year in it."""
    if "%Y" not in text and "%y" not in text:
        return False
    sample = datetime(2024, 3, 1, 8, 5, tzinfo=UTC)
    try:
        datetime.strptime(sample.strftime(text), text)  # noqa: DTZ007 — only tried out
    except (ValueError, re.error):
        return False
    return True


class InstantReader:
    """Reads written times of one source.

    Unit: ``read`` answers an ``Instant``, or the reason of refusal as one clause.
    """

    def __init__(self, zone: tzinfo, pattern: str | None = None) -> None:
        self.zone = zone
        self.pattern = pattern
        self._dates: dict[str, int | None] = {}
        self._clocks: dict[str, _Clock | None] = {}
        self._local_days: dict[int, int | None] = {}
        self._utc_days: dict[int, int | None] = {}

    def read(self, value: object) -> Instant | str:
        """The instant that ``value`` says."""
        if isinstance(value, datetime):
            return self._moment(value)
        if isinstance(value, date):
            return self._place(value.toordinal(), _Clock(0, 0, None), value)
        if not isinstance(value, str):
            value = str(value)
        if self.pattern is not None:
            return self._by_pattern(value)
        # Nearly all files write ISO dates of ten characters; both halves repeat far more often than the whole.
        day, clock = self._date(value[:10]), self._clock(value[10:])
        if day is None or clock is None:
            found = _DATE.match(value)
            if found is None:
                return f"时间“{shown(value)}”无法识别"
            day, clock = self._date(found[0]), self._clock(value[found.end() :])
            if day is None:
                return f"日期“{shown(value)}”不存在"
            if clock is None:
                return f"时间“{shown(value)}”无法识别"
        return self._place(day, clock, value)

    def _by_pattern(self, text: str) -> Instant | str:
        try:
            moment = datetime.strptime(text, self.pattern or "")  # noqa: DTZ007 — `_place` gives it the zone
        except ValueError:
            return f"时间“{shown(text)}”不合格式“{self.pattern}”"
        return self._moment(moment)

    def _moment(self, moment: datetime) -> Instant | str:
        offset = moment.utcoffset()
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
        east = None if offset is None else offset.days * DAY + offset.seconds
        return self._place(moment.toordinal(), _Clock(seconds, moment.microsecond, east), moment)

    def _place(self, day: int, clock: _Clock, written: object) -> Instant | str:
        if not _FIRST_DAY <= day <= _LAST_DAY:
            return f"时间“{shown(written)}”不在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间"
        local = (day - _EPOCH_DAY) * DAY + clock.seconds
        if clock.offset is not None:
            second = local - clock.offset
            there = second + self._east_of_utc(second)
            at = second * MICRO + clock.micros
            return Instant(at, there // DAY + _EPOCH_DAY, there % DAY, _minutes(clock.offset))
        east = self._east_of_local(day, local)
        if east is None:
            return f"当地没有“{shown(written)}”这一时刻（时钟拨快）"
        at = (local - east) * MICRO + clock.micros
        return Instant(at, local // DAY + _EPOCH_DAY, local % DAY, _minutes(east))

    def _east_of_local(self, day: int, local: int) -> int | None:
        """Seconds east of Greenwich at a local second; None where that second was skipped."""
        day = local // DAY + _EPOCH_DAY
        if day not in self._local_days:
            start, end = self._offset_at(day, 0), self._offset_at(day + 1, 1)
            self._local_days[day] = start if start == end else None
        east = self._local_days[day]
        if east is not None:
            return east
        east = _seconds(_naive(local).replace(tzinfo=self.zone, fold=0).utcoffset())
        return east if self._east_of_utc(local - east) == east else None

    def _offset_at(self, day: int, fold: int) -> int:
        midnight = datetime.combine(date.fromordinal(day), time(), tzinfo=self.zone).replace(fold=fold)
        return _seconds(midnight.utcoffset())

    def _east_of_utc(self, second: int) -> int:
        """Seconds east of Greenwich at an instant."""
        day = second // DAY
        if day not in self._utc_days:
            start, end = self._exact(day * DAY), self._exact(day * DAY + DAY)
            self._utc_days[day] = start if start == end else None
        east = self._utc_days[day]
        return self._exact(second) if east is None else east

    def _exact(self, second: int) -> int:
        return _seconds(_naive(second).replace(tzinfo=UTC).astimezone(self.zone).utcoffset())

    def _date(self, text: str) -> int | None:
        if text not in self._dates:
            if len(self._dates) > _CACHE_LIMIT:
                self._dates.clear()
            self._dates[text] = _read_date(text)
        return self._dates[text]

    def _clock(self, text: str) -> _Clock | None:
        if text not in self._clocks:
            if len(self._clocks) > _CACHE_LIMIT:
                self._clocks.clear()
            self._clocks[text] = _read_clock(text)
        return self._clocks[text]


_FIRST_DAY = date(FIRST_YEAR, 1, 1).toordinal()
_LAST_DAY = date(LAST_YEAR, 12, 31).toordinal()


def _naive(local: int) -> datetime:
    return datetime.fromordinal(local // DAY + _EPOCH_DAY) + timedelta(seconds=local % DAY)


def _seconds(offset: timedelta | None) -> int:
    assert offset is not None
    return offset.days * DAY + offset.seconds


def _minutes(seconds: int) -> int:
    return seconds // 60


def _read_date(text: str) -> int | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    parts = [found["y"] or found["cy"] or found["by"], found["m"] or found["cm"] or found["bm"]]
    parts.append(found["d"] or found["cd"] or found["bd"])
    try:
        return date(*(int(part) for part in parts)).toordinal()
    except ValueError:
        return None


def _read_clock(text: str) -> _Clock | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour = int(found["h"] or found["bh"] or found["ch"] or 0)
    minute = int(found["m"] or found["bm"] or found["cm"] or 0)
    second = int(found["s"] or found["bs"] or found["cs"] or 0)
    micros = int(f"{found['f'] or '0':0<6}"[:6])
    whole = hour * 3600 + minute * 60 + second
    # 24:00 is the end of the day; nothing beyond it is a time.
    if minute > 59 or second > 59 or whole > DAY or (whole == DAY and micros):
        return None
    offset = _read_offset(found["zone"])
    return None if offset == _NO_OFFSET else _Clock(whole, micros, offset)


_NO_OFFSET = 10**6


def _read_offset(text: str | None) -> int | None:
    if not text:
        return None
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[-2:]) if len(text) > 3 else 0
    if hours > 18 or minutes > 59:
        return _NO_OFFSET
    return (hours * 3600 + minutes * 60) * (-1 if text[0] == "-" else 1)
