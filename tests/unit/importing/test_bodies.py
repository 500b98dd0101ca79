"""The quick way of preparing many rows gives, to the byte, what the one way into the ledger gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.facts.draft import Draft, DraftRefused, prepare
from guiju.facts.importing.bodies import plain_rows
from guiju.values.event_table import Column, EventTable

TEXTS = st.text(max_size=6) | st.sampled_from(
    ["A1", "0123", "犯罪嫌疑人", '"', "\\", "\x00", "x" * 33, "y" * 161, "\ud800"]
)
OFFICERS = st.lists(TEXTS.filter(bool), min_size=1, max_size=3).map(lambda names: tuple(sorted(set(names))))
VALUES = TEXTS | st.integers(-(2**64), 2**64) | st.floats() | st.booleans()
KEYS = ("case", "unit", "person", "call", "plan")


@st.composite
def tables(draw):
    count = draw(st.integers(1, 4))

    def column(values):
        told = draw(st.lists(values, min_size=1, max_size=3))
        return Column(np.array(draw(st.lists(st.integers(-1, len(told) - 1), min_size=count, max_size=count))), told)

    keys = {kind: column(TEXTS) for kind in draw(st.sets(st.sampled_from(KEYS)))}
    if draw(st.booleans()):
        keys["officer"] = column(OFFICERS)
    attributes = {
        name: column(VALUES) for name in draw(st.sets(TEXTS.filter(lambda name: name not in KEYS), max_size=3))
    }
    types = draw(st.lists(TEXTS | st.just("z" * 65), min_size=1, max_size=2))
    whole = np.arange(count, dtype=np.int64)
    kind = Column(np.array(draw(st.lists(st.integers(0, len(types) - 1), min_size=count, max_size=count))), types)
    return EventTable(kind, whole, whole + 700_000, whole, whole + 2, whole - 60, keys, attributes, "Asia/Shanghai")


@given(tables())
def test_a_row_is_prepared_as_if_it_were_the_only_one(table):
    events = table.events(np.arange(len(table)))
    drafts = [
        Draft(
            one.type,
            one.at,
            one.day,
            one.second,
            480,
            one.fields,
            unit_as_of=str(one.fields.get("unit", "")),
            batch=3,
            row=7,
            begun=2,
        )
        for one in events
    ]
    for draft, plain in zip(drafts, plain_rows(table, 0, len(table), drafts), strict=True):
        if plain is None:
            continue
        told = prepare(draft)
        assert (plain.body, plain.keys, plain.stream, plain.first) == (told.body, told.keys, told.stream, told.first)


def test_ordinary_rows_take_the_quick_way():
    ordinary = Column(np.zeros(2, dtype=np.int8), ["A1"])
    whole = np.arange(2, dtype=np.int64)
    table = EventTable(
        Column(np.zeros(2, dtype=np.int8), ["cases.accepted"]), whole, whole + 700_000, whole, whole, whole,
        {"case": ordinary, "officer": Column(np.zeros(2, dtype=np.int8), [("O1", "O2")])},
        {"kind": Column(np.array([0, -1]), ["criminal"]), "fine": Column(np.array([-1, 0]), [500])}, "Asia/Shanghai",
    )  # fmt: skip
    drafts = [
        Draft(one.type, one.at, one.day, one.second, 480, one.fields, batch=1, row=2, begun=1)
        for one in table.events(whole)
    ]
    assert plain_rows(table, 0, 2, drafts) == [prepare(draft) for draft in drafts]


def test_what_cannot_be_recorded_is_left_to_the_one_way_in():
    whole = np.arange(1, dtype=np.int64)
    table = EventTable(
        Column(np.zeros(1, dtype=np.int8), ["cases.accepted"]), whole, whole + 700_000, whole, whole, whole,
        {"case": Column(np.zeros(1, dtype=np.int8), ["x" * 161])}, {}, "Asia/Shanghai",
    )  # fmt: skip
    [draft] = [Draft("cases.accepted", 0, 700_000, 0, 480, {"case": "x" * 161}, batch=1, row=2, begun=1)]
    assert plain_rows(table, 0, 1, [draft]) == [None]
    with pytest.raises(DraftRefused):
        prepare(draft)
