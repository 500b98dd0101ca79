"""A written time becomes one instant and one local day, or a reason."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from guiju.facts.take_in.instants import Instant, InstantReader

ROME = InstantReader(ZoneInfo("Europe/Rome"))
SHANGHAI = InstantReader(ZoneInfo("Asia/Shanghai"))


def instant(moment: datetime, day: date, second: int, offset: int) -> Instant:
    return Instant(int(moment.timestamp()) * 1_000_000 + moment.microsecond, day.toordinal(), second, offset)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01 08:05",
        "2024-03-01T08:05",
        "2024-03-01 08:05:00",
        "2024-03-01 08:05:00.000",
        "2024/3/1 8:05",
        "2024/03/01 08:05:00",
        "2024年3月1日8时05分",
        "2024年3月1日 8时5分",
        "2024年03月01日08时05分00秒",
        "2024年3月1日 08:05",
        "20240301T0805",
        "2024-03-01T08:05:00+08:00",
        "2024-03-01T08:05+0800",
        "2024-03-01T00:05Z",
    ],
)
def test_all_usual_ways_of_writing_say_the_same_local_time(text):
    found = SHANGHAI.read(text)
    assert isinstance(found, Instant)
    assert found[:3] == instant(datetime(2024, 3, 1, 0, 5, tzinfo=UTC), date(2024, 3, 1), 8 * 3600 + 300, 0)[:3]


@pytest.mark.parametrize("text", ["2024-03-01", "2024/3/1", "2024.3.1", "2024年3月1日", "20240301"])
def test_a_date_alone_is_local_midnight(text):
    assert SHANGHAI.read(text) == instant(datetime(2024, 2, 29, 16, tzinfo=UTC), date(2024, 3, 1), 0, 480)


def test_fractions_are_kept_to_the_microsecond():
    found = SHANGHAI.read("2024-03-01 08:00:00.1234567")
    assert found == instant(datetime(2024, 3, 1, 0, 0, 0, 123456, tzinfo=UTC), date(2024, 3, 1), 28800, 480)


def test_24_00_is_the_midnight_that_ends_the_day():
    assert SHANGHAI.read("2024-03-01 24:00") == SHANGHAI.read("2024-03-02")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("昨天", "时间“昨天”无法识别"),
        ("03/04/2024", "时间“03/04/2024”无法识别"),
        ("2024-03/01", "时间“2024-03/01”无法识别"),
        ("2024-03-01 8", "时间“2024-03-01 8”无法识别"),
        ("2024-03-01 25:00", "时间“2024-03-01 25:00”无法识别"),
        ("2024-03-01 24:01", "时间“2024-03-01 24:01”无法识别"),
        ("2024-03-01 08:60", "时间“2024-03-01 08:60”无法识别"),
        ("2024-03-01 08:00 上午", "时间“2024-03-01 08:00 上午”无法识别"),
        ("2024-03-01T08:00+99:00", "时间“2024-03-01T08:00+99:00”无法识别"),
        ("45352.5", "时间“45352.5”无法识别"),
        ("２０２４-03-01", "时间“２０２４-03-01”无法识别"),
        ("2023-02-29", "日期“2023-02-29”不存在"),
        ("2024-13-01 08:00", "日期“2024-13-01 08:00”不存在"),
        ("1899-12-31", "时间“1899-12-31”不在 1900 年至 2200 年之间"),
        ("2201-01-01", "时间“2201-01-01”不在 1900 年至 2200 年之间"),
        ("0001-01-01T00:00:00Z", "时间“0001-01-01T00:00:00Z”不在 1900 年至 2200 年之间"),
    ],
)
def test_what_is_no_time_is_refused_with_its_text(text, reason):
    assert SHANGHAI.read(text) == reason


@pytest.mark.parametrize("text", ["1900-01-01", "2200-12-31 23:59:59", "1900-01-01T00:00:00+14:00"])
def test_the_first_and_last_year_are_still_taken(text):
    assert isinstance(SHANGHAI.read(text), Instant)


def test_a_naive_time_that_occurs_twice_is_the_first():
    # 2013-10-27: at 03:00 summer time the clocks of Rome went back to 02:00.
    assert ROME.read("2013-10-27 02:30") == instant(
        datetime(2013, 10, 27, 0, 30, tzinfo=UTC), date(2013, 10, 27), 9000, 120
    )
    assert ROME.read("2013-10-27 03:00") == instant(
        datetime(2013, 10, 27, 2, 0, tzinfo=UTC), date(2013, 10, 27), 10800, 60
    )


def test_a_naive_time_that_does_not_occur_is_refused():
    # 2014-03-30: at 02:00 the clocks of Rome went forward to 03:00.
    assert ROME.read("2014-03-30 02:30") == "当地没有“2014-03-30 02:30”这一时刻（时钟拨快）"
    assert ROME.read("2014-03-30 02:00") == "当地没有“2014-03-30 02:00”这一时刻（时钟拨快）"
    assert ROME.read("2014-03-30 01:59:59")[0] + 1_000_000 == ROME.read("2014-03-30 03:00")[0]


def test_both_halves_of_a_doubled_hour_can_be_written_with_their_offset():
    first, second = ROME.read("2013-10-27T02:30:00+02:00"), ROME.read("2013-10-27T02:30:00+01:00")
    assert second.at - first.at == 3600 * 1_000_000
    assert (first.second, second.second) == (9000, 9000)
    assert (first.offset, second.offset) == (120, 60)


def test_local_days_are_counted_in_the_declared_zone_whatever_the_offset():
    # 23:30 in Greenwich is 00:30 of the next day in Rome.
    found = ROME.read("2014-01-31T23:30:00Z")
    assert found == instant(datetime(2014, 1, 31, 23, 30, tzinfo=UTC), date(2014, 2, 1), 1800, 0)


def test_a_midnight_that_a_clock_change_skips_is_refused():
    # 2018-11-04: at 00:00 the clocks of São Paulo went forward to 01:00.
    reader = InstantReader(ZoneInfo("America/Sao_Paulo"))
    assert reader.read("2018-11-04") == "当地没有“2018-11-04”这一时刻（时钟拨快）"
    assert isinstance(reader.read("2018-11-03"), Instant) and isinstance(reader.read("2018-11-04 01:00"), Instant)


def test_a_declared_format_is_the_only_one():
    reader = InstantReader(ZoneInfo("Asia/Shanghai"), "%d.%m.%Y %H:%M")
    assert reader.read("01.03.2024 08:05") == SHANGHAI.read("2024-03-01 08:05")
    assert reader.read("2024-03-01 08:05") == "时间“2024-03-01 08:05”不合格式“%d.%m.%Y %H:%M”"


def test_cells_that_are_times_already_need_no_format():
    reader = InstantReader(ZoneInfo("Asia/Shanghai"), "%d.%m.%Y %H:%M")
    assert reader.read(datetime(2024, 3, 1, 8, 5)) == SHANGHAI.read("2024-03-01 08:05")
    assert reader.read(date(2024, 3, 1)) == SHANGHAI.read("2024-03-01")
