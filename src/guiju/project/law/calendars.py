"""The calendar of a year as data, written from a notice."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path

from guiju.project.env import PACKAGE, shipped_law
from guiju.project.law.notice import UNREAD, Listed, Notice
from guiju.project.law.notice_reading import read_notice
from guiju.project.law_folder import open_law
from guiju.rules.model import Pack
from guiju.rules.words.wording import day_in_words
from guiju.values.calendar import Calendar, CalendarYear
from guiju.values.errors import GuijuError


class CalendarRefused(GuijuError):
    """The calendar cannot be written where it belongs."""

    code = "law.calendar"


@dataclass(frozen=True, slots=True)
class Added:
    """A notice held against a folder of law: what is there already, and where the year is to be written."""

    notice: Notice
    law: Pack
    target: Path
    existing: CalendarYear | None

    @property
    def is_same(self) -> bool:
        """Whether the law already holds exactly this year."""
        return self.existing == self.notice.calendar

    @property
    def pack(self) -> Pack:
        """The law with this year."""
        years = {**self.law.calendar.years, self.notice.year: self.notice.calendar}
        return replace(self.law, calendar=Calendar(years.values()))


def read_year(file: Path, folder: Path | None, *, year: int | None, number: str) -> Added:
    """Read a notice and look at what the law has for its year.

    Raises:
        GuijuError: the notice or the law is refused.
    """
    notice = read_notice(file, year=year, number=number)
    law = open_law(folder)
    target = (folder or shipped_law()) / "calendars" / f"{notice.year}.yaml"
    return Added(notice, law, target, law.calendar.years.get(notice.year))


def write_year(added: Added, *, replacing: bool) -> list[str]:
    """Write the year into the folder of law and say what was done; the same year again changes nothing.

    Raises:
        CalendarRefused: another calendar of the year is there, or the folder is not one to write into.
    """
    year, target = added.notice.year, added.target
    if added.is_same:
        return [f"没有变化：{year} 年的日历已经是这样。"]
    if added.existing is not None and not replacing:
        differences = "，".join(calendar_differences(added.existing, added.notice.calendar))
        remedy = "确认以本通知为准的，加 --replace。"
        raise CalendarRefused(f"{year} 年已有日历，与本通知不同：{differences}。", remedy=remedy)
    if added.existing is not None and target.parent.is_dir() and not target.is_file():
        remedy = f"请先把它改名为 {target.name}。"
        raise CalendarRefused(f"目录中 {year} 年的日历写在别的文件里。", remedy=remedy)
    if PACKAGE in target.parents:
        remedy = "请用 --law 指定本局自己的法条目录。"
        raise CalendarRefused("安装包里的法条是只读的，不能写入日历。", remedy=remedy)
    said = []
    try:
        if not target.parent.is_dir():
            shutil.copytree(shipped_law() / "calendars", target.parent)
            said.append(f"目录中原来没有 calendars，已一并放入随附的各年日历：{target.parent}")
        target.write_text(_yaml(added.notice), encoding="utf-8", newline="\n")
    except OSError as error:
        remedy = "请检查目录是否存在、可写。"
        raise CalendarRefused(f"不能写到“{target}”：{error.strerror}。", remedy=remedy) from error
    return [*said, f"已写入 {target}"]


def calendar_differences(old: CalendarYear, new: CalendarYear) -> Iterator[str]:
    """What another calendar of a year has more, has less, and cites."""
    for label, before, after in (("放假", old.holidays, new.holidays), ("上班", old.workdays, new.workdays)):
        for sign, days in (("多", after - before), ("少", before - after)):
            if days:
                yield f"{sign}{label} {'、'.join(date.fromordinal(day).isoformat() for day in sorted(days))}"
    if old.notice != new.notice:
        yield f"通知由“{old.notice}”改为“{new.notice}”"


def _yaml(notice: Notice) -> str:
    calendar = notice.calendar
    lines = [
        f"# {notice.year} 年节假日安排：holidays 为通知所列放假日（可含周末），workdays 为调休上班日；普通周末不列。",
        "# 由 guiju law calendar 按通知写成，请与通知原文核对。",
        f"year: {notice.year}",
        f'notice: "{calendar.notice}"',
    ]
    for key, days in (("holidays", calendar.holidays), ("workdays", calendar.workdays)):
        months = groupby(sorted(days), key=lambda day: date.fromordinal(day).month)
        rows = ["  " + ", ".join(date.fromordinal(day).isoformat() for day in listed) + "," for _, listed in months]
        lines += [f"{key}: [", *rows, "]"]
    return "\n".join(lines) + "\n"


def year_in_words(added: Added) -> Iterator[str]:
    """What the notice says, festival by festival, and what of it does not belong to its year."""
    notice = added.notice
    unread = "（通知文号没有读到，记为待核；可加 --notice）" if notice.number == UNREAD else f"（{notice.number}）"
    yield f"{notice.year} 年节假日安排{unread}"
    listed = [*((item, "放假") for item in notice.holidays), *((item, "上班") for item in notice.workdays)]
    listed.sort(key=lambda pair: pair[0].day)
    for word in ("放假", "上班"):
        for days in _runs([item for item, kind in listed if kind == word]):
            first, last = days[0], days[-1]
            span = day_in_words(first.day) + (f" 至 {day_in_words(last.day)}，共{len(days)}天" if len(days) > 1 else "")
            yield f"  {word}  {span}  {first.festival}".rstrip()
    for item, off in notice.outside:
        word = "放假" if off else "上班"
        yield f"注意：{day_in_words(item.day)}{word}不属于 {notice.year} 年，没有写入；请核对该年的日历。"


def _runs(days: list[Listed]) -> Iterator[list[Listed]]:
    run: list[Listed] = []
    for item in days:
        if run and (item.day != run[-1].day + 1 or item.festival != run[-1].festival):
            yield run
            run = []
        run.append(item)
    if run:
        yield run
