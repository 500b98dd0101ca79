"""节假日历: a year month by month, with the notice that it was taken from, for whoever checks a due date by eye."""

from calendar import Calendar as Weeks
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.findings.law import law_in_force
from guiju.screens.kit.figures import said_date
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.law.words import sides, today
from guiju.values.calendar import CalendarYear
from guiju.values.errors import GuijuError

UNREAD = "待核"


class YearNotFound(GuijuError):
    """There is no calendar of this year."""

    code = "law.calendar.not_found"
    remedy = "请按国务院办公厅的通知补录这一年的日历。"


@dataclass(frozen=True, slots=True)
class Square:
    """One day of a month's grid; ``kind`` is its class, ``word`` what it is. An empty square has no day."""

    day: int = 0
    kind: str = ""
    word: str = ""
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its name, its weeks from Monday, and how many days are worked."""

    title: str
    weeks: Sequence[Sequence[Square]]
    workdays: int


def this_year(visit: Visit) -> HttpResponse:
    """Lead to the calendar of this year, or to the latest there is."""
    years = sorted(law_in_force().pack.calendar.years)
    year = date.fromordinal(today(visit)).year
    if not years:
        raise YearNotFound("还没有录入任何一年的节假日历。")
    chosen = year if year in years else years[-1]
    return HttpResponseRedirect(reverse("law.calendar_year", kwargs={"number": chosen}))


def calendar_year(visit: Visit, number: int) -> HttpResponse:
    """Show one year.

    Raises:
        YearNotFound: there is no calendar of it.
    """
    years = law_in_force().pack.calendar.years
    known = years.get(number)
    if known is None:
        raise YearNotFound(f"没有 {number} 年的节假日历。")
    now = today(visit)
    said = {
        "sides": sides(visit, "law.calendar"),
        "years": [(one, reverse("law.calendar_year", kwargs={"number": one}), one == number) for one in sorted(years)],
        "notice": known.notice,
        "is_unread": UNREAD in known.notice,
        "months": [_month(known, month, now) for month in range(1, 13)],
        "weekdays": [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")],
        "holidays": _runs(sorted(known.holidays)),
        "made_up": [said_date(day) for day in sorted(known.workdays)],
        "wants_next": number == date.fromordinal(now).year and number + 1 not in years,
        "next": number + 1,
    }
    title = _("%(year)s 年节假日历") % {"year": number}
    crumbs = (Crumb(_("法规"), reverse("law.rules")), Crumb(title))
    return show(visit, "law/calendar.html", said, title=title, crumbs=crumbs)


def _month(known: CalendarYear, month: int, now: int) -> Month:
    weeks = [
        [_square(known, date(known.year, month, day), now) if day else Square() for day in week]
        for week in Weeks().monthdayscalendar(known.year, month)
    ]
    worked = sum(square.kind in ("worked", "made-up") for week in weeks for square in week)
    return Month(_("%(n)s 月") % {"n": month}, weeks, worked)


def _square(known: CalendarYear, day: date, now: int) -> Square:
    number = day.toordinal()
    if number in known.workdays:
        kind, word = "made-up", _("班")
    elif number in known.holidays:
        kind, word = "holiday", _("休")
    else:
        kind, word = ("weekend", "") if day.weekday() >= 5 else ("worked", "")
    return Square(day.day, kind, word, number == now)


def _runs(days: Sequence[int]) -> list[str]:
    """Days off that follow each other, told as one span."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [_run(run) for run in runs]


def _run(days: Sequence[int]) -> str:
    first, last = said_date(days[0]), said_date(days[-1])
    if len(days) == 1:
        return first
    return _("%(first)s 至 %(last)s，共 %(n)s 日") % {"first": first, "last": last, "n": len(days)}
