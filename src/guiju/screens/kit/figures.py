"""How numbers, dates and amounts are said on a page: Chinese first, in Beijing time."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from guiju.screens.kit.markup import html
from guiju.values.clock import DAY_SECONDS, SECOND, from_micros

ZONE = ZoneInfo("Asia/Shanghai")
NOTHING = "—"
MOST_COUNTED = 10_000
"""Counts above it are shown as 10,000+: nobody reads further, and counting on costs seconds."""


def is_english() -> bool:
    """Whether the page is asked for in English."""
    return (get_language() or "").startswith("en")


def said_instant(at: int | None) -> str:
    """An instant to the minute in Beijing time; microseconds since the epoch."""
    if at is None:
        return NOTHING
    moment = from_micros(at, ZONE)
    return f"{said_date(moment.date())} {moment.hour:02}:{moment.minute:02}"


def said_clock(at: int) -> str:
    """The time of day of an instant, in Beijing."""
    return f"{from_micros(at, ZONE):%H:%M}"


def said_date(day: date | int | None) -> str:
    """A local day, given as a date or as its ordinal."""
    if day is None:
        return NOTHING
    shown = date.fromordinal(day) if isinstance(day, int) else day
    return shown.isoformat() if is_english() else f"{shown.year}年{shown.month}月{shown.day}日"


def machine_instant(at: int) -> str:
    """An instant for the ``datetime`` attribute of ``<time>``."""
    return from_micros(at, ZONE).isoformat(timespec="minutes")


def time_of_instant(at: int | None) -> SafeString:
    """An instant as a ``<time>`` element."""
    if at is None:
        return SafeString(NOTHING)
    return html('<time datetime="{}">{}</time>', machine_instant(at), said_instant(at))


def time_of_day(day: date | int | None) -> SafeString:
    """A local day, given as a date or as its ordinal, as a ``<time>`` element."""
    if day is None:
        return SafeString(NOTHING)
    shown = date.fromordinal(day) if isinstance(day, int) else day
    return html('<time datetime="{}">{}</time>', shown.isoformat(), said_date(shown))


def local_day(at: int) -> int:
    """The Beijing day of an instant, as an ordinal."""
    return from_micros(at, ZONE).toordinal()


def said_relative(at: int | None, now: int) -> str:
    """How many days an instant lies before or after now, counted as days of the calendar."""
    if at is None:
        return NOTHING
    days = local_day(at) - local_day(now)
    if days == 0:
        return _("今天")
    if days in (1, -1):
        return _("明天") if days > 0 else _("昨天")
    if days > 0:
        return ngettext("%(n)s 天后", "%(n)s 天后", days) % {"n": said_number(days)}
    return ngettext("%(n)s 天前", "%(n)s 天前", -days) % {"n": said_number(-days)}


def said_span(micros: int) -> str:
    """A length of time in its largest fitting unit: days, hours or minutes, rounded down."""
    seconds = abs(micros) // SECOND
    if seconds >= DAY_SECONDS:
        number = seconds // DAY_SECONDS
        return ngettext("%(n)s 天", "%(n)s 天", number) % {"n": said_number(number)}
    if seconds >= 3600:
        number = seconds // 3600
        return ngettext("%(n)s 小时", "%(n)s 小时", number) % {"n": number}
    number = seconds // 60
    if number:
        return ngettext("%(n)s 分钟", "%(n)s 分钟", number) % {"n": number}
    return _("不足 1 分钟")


def said_number(value: int | Decimal | None, places: int | None = None) -> str:
    """A number with its thousands parted; ``places`` fixes the decimals."""
    if value is None:
        return NOTHING
    return f"{value:,}" if places is None else f"{value:,.{places}f}"


def said_count(value: int) -> str:
    """A count as lists show it: beyond ten thousand only that there are more."""
    return f"{MOST_COUNTED:,}+" if value > MOST_COUNTED else said_number(value)


def said_amount(fen: int | None) -> str:
    """An amount of money, given in fen (分), as yuan."""
    if fen is None:
        return NOTHING
    return _("%(yuan)s 元") % {"yuan": f"{Decimal(fen) / 100:,.2f}"}
