"""Every case of a file, with its unit and its officers."""

import numpy as np

from guiju.scores.case_roll import CaseEntry, list_cases
from guiju.values.event_table import Column, EventTable


def column(values):
    known = list(dict.fromkeys(value for value in values if value is not None))
    codes = np.array([-1 if value is None else known.index(value) for value in values], dtype=np.int32)
    return Column(codes, known)


def table(**keys):
    size = len(next(iter(keys.values())))
    zeros = np.zeros(size, dtype=np.int64)
    return EventTable(
        column(["demo.held"] * size), zeros, zeros, zeros, zeros, zeros,
        {name: column(values) for name, values in keys.items()}, {}, "Asia/Shanghai",
    )  # fmt: skip


def test_a_case_belongs_to_the_unit_of_most_of_its_rows():
    rows = table(case=["C1", "C1", "C1", "C2"], unit=["办案中心", "甲所", "甲所", "乙所"])
    assert [(entry.case, entry.unit) for entry in list_cases(rows)] == [("C1", "甲所"), ("C2", "乙所")]


def test_of_units_named_equally_often_the_first_counts():
    rows = table(case=["C1", "C1", "C1", "C1"], unit=["乙所", "甲所", "甲所", "乙所"])
    assert next(list_cases(rows)).unit == "乙所"


def test_everybody_named_in_a_case_is_one_of_its_officers():
    rows = table(case=["C1", "C1", "C2", None], officer=[("J2", "J1"), ("J3", "J1"), None, ("J9",)], unit=[None] * 4)
    assert list(list_cases(rows)) == [CaseEntry("C1", "", ("J1", "J2", "J3")), CaseEntry("C2", "", ())]


def test_a_file_without_cases_units_or_officers_is_no_error():
    assert list(list_cases(table(call=["110-1"]))) == []
    assert list(list_cases(table(case=["C1", None]))) == [CaseEntry("C1", "", ())]
