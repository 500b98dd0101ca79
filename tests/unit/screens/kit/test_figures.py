"""How numbers and dates are said."""

from datetime import date

import pytest
from django.utils import translation
from tests.unit.screens.kit.conftest import AT

from guiju.screens.kit import figures

HOUR = 3_600_000_000
DAY = 24 * HOUR


def test_an_instant_is_said_in_beijing_time():
    assert figures.said_instant(AT) == "2026年3月2日 09:05"


def test_midnight_in_beijing_begins_the_next_day_and_not_that_of_greenwich():
    midnight = AT - 9 * HOUR - 5 * 60_000_000
    assert figures.said_instant(midnight) == "2026年3月2日 00:00"
    assert figures.said_instant(midnight - 1_000_000) == "2026年3月1日 23:59"


@pytest.mark.parametrize(
    ("hours", "said"), [(0, "今天"), (14, "今天"), (15, "明天"), (-10, "昨天"), (72, "3 天后"), (-240, "10 天前")]
)
def test_days_are_counted_by_the_calendar_and_not_by_hours(hours, said):
    assert figures.said_relative(AT + hours * HOUR, AT) == said


def test_english_says_one_day_and_two_days():
    with translation.override("en"):
        assert figures.said_relative(AT + 2 * DAY, AT) == "in 2 days"
        assert figures.said_span(DAY) == "1 day"
        assert figures.said_instant(AT) == "2026-03-02 09:05"


@pytest.mark.parametrize(
    ("micros", "said"), [(59_000_000, "不足 1 分钟"), (HOUR - 1, "59 分钟"), (DAY - 1, "23 小时"), (DAY, "1 天")]
)
def test_a_span_is_rounded_down_in_its_largest_unit(micros, said):
    assert figures.said_span(micros) == said


def test_beyond_ten_thousand_only_that_there_are_more():
    assert [figures.said_count(value) for value in (0, 10_000, 10_001)] == ["0", "10,000", "10,000+"]


def test_fen_become_yuan_without_losing_one():
    assert figures.said_amount(123_456_789) == "1,234,567.89 元"
    assert figures.said_amount(-5) == "-0.05 元"


def test_what_is_unknown_is_a_dash_and_not_a_zero():
    assert figures.said_amount(None) == figures.said_instant(None) == figures.said_date(None) == "—"


def test_a_day_may_be_an_ordinal_or_a_date():
    day = date(2026, 3, 2)
    assert figures.said_date(day) == figures.said_date(day.toordinal()) == "2026年3月2日"
