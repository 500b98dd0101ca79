"""Numbers and dates in templates: the only way in which a template says one."""

from decimal import Decimal

from django import template

from guiju.screens.kit import figures

register = template.Library()

register.filter("instant", figures.said_instant)
register.filter("day", figures.said_date)
register.filter("amount", figures.said_amount)
register.filter("count", figures.said_count)
register.filter("span", figures.said_span)
register.filter("moment", figures.time_of_instant)
register.filter("calendar_day", figures.time_of_day)


@register.filter
def number(value: int | Decimal | None, places: int | None = None) -> str:
    """A number with its thousands parted."""
    return figures.said_number(value, places)


@register.filter
def relative(at: int | None, now: int) -> str:
    """``{{ at|relative:visit.at }}``: 3 天后, 昨天."""
    return figures.said_relative(at, now)


@register.filter
def clock(at: int) -> str:
    """The time of day of an instant."""
    return figures.said_clock(at)
