"""A notice of the year's holidays, held against itself and against the calendar."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from guiju.rules.words.wording import day_in_words
from guiju.values.calendar import CalendarYear
from guiju.values.errors import GuijuError

UNREAD = "待核"
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
AS_DATA = "也可以改用 YAML：{year: 2027, notice: 文号, holidays: [2027-01-01], workdays: [2027-01-04]}。"


class NoticeRefused(GuijuError):
    """A notice that is not fully understood, or that contradicts itself or the calendar; nothing is written."""

    code = "law.notice"
    remedy = f"请与通知原文核对后再试；{AS_DATA}"


@dataclass(frozen=True, slots=True)
class Listed:
    """One day of a notice, the festival it belongs to, and where it stands there."""

    day: int
    festival: str
    spot: str


@dataclass(slots=True)
class Notice:
    """The days off and the made-up days, in the order of the notice."""

    year: int
    number: str
    holidays: list[Listed] = field(default_factory=list)
    workdays: list[Listed] = field(default_factory=list)

    def days(self, listed: Iterable[Listed]) -> frozenset[int]:
        """Those of the days that lie in the year itself."""
        return frozenset(item.day for item in listed if date.fromordinal(item.day).year == self.year)

    @property
    def calendar(self) -> CalendarYear:
        """The year as data."""
        return CalendarYear(self.year, self.days(self.holidays), self.days(self.workdays), self.number)

    @property
    def outside(self) -> list[tuple[Listed, bool]]:
        """The days of other years, and whether each is off."""
        both = [*((item, True) for item in self.holidays), *((item, False) for item in self.workdays)]
        return [(item, off) for item, off in both if date.fromordinal(item.day).year != self.year]


def check_notice(notice: Notice) -> None:
    """Hold a notice against itself.

    Raises:
        NoticeRefused: no day of the year is off, a day stands twice, or a made-up day is no weekend day.
    """
    if not 1900 <= notice.year <= 2200:
        raise NoticeRefused(f"年份 {notice.year} 不在 1900 至 2200 之间。", remedy="请核对 --year。")
    if not notice.days(notice.holidays):
        raise NoticeRefused(f"没有读到 {notice.year} 年的任何一个放假日。")
    seen: dict[int, Listed] = {}
    for item in [*notice.holidays, *notice.workdays]:
        if item.day in seen:
            raise NoticeRefused(f"{day_in_words(item.day)}写了两次（{seen[item.day].spot}，{item.spot}）。")
        seen[item.day] = item
    for item in notice.workdays:
        if (item.day - 1) % 7 < 5:
            raise NoticeRefused(f"调休上班日 {day_in_words(item.day)}不在周末（{item.spot}）。")


def check_weekday(day: int, beside: str, spot: str) -> None:
    """Hold the weekday that stands beside a day against the calendar.

    Raises:
        NoticeRefused: it is another weekday.
    """
    stated = _WEEKDAY.search(beside)
    if stated and stated[1].replace("天", "日") != "一二三四五六日"[(day - 1) % 7]:
        raise NoticeRefused(f"{spot}写的是周{stated[1]}，{day_in_words(day)}才对。")
