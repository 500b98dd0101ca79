"""Whatever stands in a table, its formats agree, its rows are all accounted for, and no text crashes the reader."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from guiju.facts.take_in.caps import Caps, TakeInRefused
from guiju.facts.take_in.child import read_source
from guiju.facts.take_in.columns import EMPTY, Growing, RawColumn, compact, join
from guiju.facts.take_in.instants import Instant, InstantReader
from guiju.facts.take_in.mapping import Mapping
from guiju.facts.take_in.rows import build_rows, complete

ZONES = ("Asia/Shanghai", "Europe/Rome", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC")
READERS = {zone: InstantReader(ZoneInfo(zone)) for zone in ZONES}
# Clock changes of those zones, so that the interesting hours are hit and not only crossed.
NEAR = (datetime(2013, 10, 27, 2), datetime(2014, 3, 30, 2), datetime(2018, 11, 4), datetime(1986, 5, 4, 2))
moments = st.one_of(
    st.datetimes(datetime(1902, 1, 1), datetime(2199, 12, 30)),
    st.builds(
        lambda near, seconds: near + timedelta(seconds=seconds),
        st.sampled_from(NEAR),
        st.integers(-90_000, 90_000),
    ),
)


@given(moments, st.sampled_from(ZONES), st.integers(-14 * 60, 14 * 60))
def test_an_offset_decides_the_instant_and_the_zone_the_local_day(moment, zone, minutes):
    sign = "-" if minutes < 0 else "+"
    text = moment.isoformat() + f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    found = READERS[zone].read(text)
    utc = moment.replace(tzinfo=UTC) - timedelta(minutes=minutes)
    local = utc.astimezone(ZoneInfo(zone))
    assert isinstance(found, Instant)
    assert found.at == (utc - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    assert (found.day, found.second) == (local.toordinal(), local.hour * 3600 + local.minute * 60 + local.second)
    assert found.offset == minutes


@given(moments, st.sampled_from(ZONES))
@example(datetime(2013, 10, 27, 2, 30), "Europe/Rome")
@example(datetime(2014, 3, 30, 2, 30), "Europe/Rome")
def test_a_naive_time_is_the_first_instant_that_reads_so_or_none(moment, zone):
    found = READERS[zone].read(moment.isoformat())
    ours = ZoneInfo(zone)
    candidates = []
    for fold in (0, 1):
        instant = moment.replace(tzinfo=ours, fold=fold).astimezone(UTC)
        if instant.astimezone(ours).replace(tzinfo=None, fold=0) == moment:
            candidates.append((instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1))
    if not candidates:
        assert isinstance(found, str)
    else:
        assert isinstance(found, Instant)
        assert found.at == min(candidates)
        assert found.day == moment.date().toordinal()


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_all_ways_to_write_a_date_agree(day):
    reader = READERS["UTC"]
    texts = [day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日"]
    assert {reader.read(text) for text in [*texts, f"{day:%Y%m%d}"]} == {reader.read(day)}


@given(st.text(max_size=30))
@example("2024-03-01T\u0661\u0662:00")
@example("9999-99-99 99:99")
def test_no_text_makes_the_reading_of_times_fail(text):
    assert isinstance(READERS["Asia/Shanghai"].read(text), Instant | str)


@given(st.binary(max_size=400), st.sampled_from(["log.csv", "log.xes"]))
@example(b"case,type,happened_at\nA,b,2024-03-01\n", "log.csv")
@example(b"<log><trace><event></event></trace></log>", "log.xes")
def test_any_bytes_are_taken_in_or_refused_but_never_break_the_reader(tmp_path_factory, data, name):
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data)
    mapping = Mapping.canonical()
    try:
        source = read_source(path, mapping, Caps(), lambda share: None)
        rows = build_rows(source, complete(mapping, source))
    except (TakeInRefused, UnicodeError):
        return
    assert len(rows.at) + len(rows.refused) >= len(source.row)


values = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([0.0, 1.0, "", " ", "1", "true", "甲"])
)


@given(st.lists(values, max_size=40), st.lists(values, max_size=40))
def test_a_column_gives_back_what_was_put_in(first, second):
    growing = Growing()
    codes = np.concatenate([growing.encode_mixed(first), growing.encode_mixed(second)])
    wanted = [None if value is None or (isinstance(value, str) and not value.strip()) else value
              for value in [*first, *second]]  # fmt: skip
    for column in (RawColumn(codes, growing.values_met), compact(RawColumn(codes, growing.values_met))[1]):
        got = [None if code == EMPTY else column.values[code] for code in column.codes.tolist()]
        assert [(type(value), value) for value in got] == [(type(value), value) for value in wanted]


@given(st.lists(st.tuples(values, values, values), max_size=30))
def test_joined_columns_hold_the_texts_of_each_row(rows):
    columns = []
    for place in range(3):
        growing = Growing()
        columns.append(RawColumn(growing.encode_mixed([row[place] for row in rows]), growing.values_met))
    joined = join(columns, lambda parts: " ".join(map(str, parts)))
    got = [None if code == EMPTY else joined.values[code] for code in joined.codes.tolist()]
    for row, value in zip(rows, got, strict=True):
        filled = [part for part in row if part is not None and str(part).strip()]
        wanted = " ".join(map(str, filled)) if len(filled) > 1 else next(iter(filled), None)
        assert (type(value), value) == (type(wanted), wanted)
