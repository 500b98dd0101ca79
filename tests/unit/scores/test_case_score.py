"""一案一评, worked by hand. Scale: severe 20, ordinary 5, flaw 1; not below 0."""

from decimal import Decimal
from fractions import Fraction

import pytest

from guiju.scores.case_score import score_cases
from guiju.scores.scale import Scale

SCALE = Scale(
    2026, Decimal(100), Decimal(0), {"fatal": Decimal(20), "major": Decimal(5), "minor": Decimal(1)},
    overrides={"calls.answer": Decimal("2.5")},
)  # fmt: skip


def points(book):
    return {line.entry.case: line.points for line in book.cases}


def test_a_case_loses_the_points_of_each_of_its_findings(finding, overdue, house):
    # A2026-0001: 20 (severe) + 1 (flaw) = 21, left 79. A2026-0002: 5, left 95.
    book = score_cases([("A2026-0001", "甲所", ()), ("A2026-0002", "乙所", ())], [finding(), overdue, house], SCALE)
    assert points(book) == {"A2026-0001": 79, "A2026-0002": 95}
    assert [line.deducted.findings for line in book.cases] == [2, 1]


def test_no_case_falls_below_the_floor(finding):
    book = score_cases([], [finding() for _ in range(6)], SCALE)
    # 6 × 20 = 120 > 100
    assert points(book) == {"A2026-0001": 0}
    assert book.cases[0].deducted.points == 120


def test_a_case_without_findings_keeps_all_and_pulls_the_mean_up(finding):
    cases = [("A2026-0001", "甲所", ("J001",)), ("C2", "甲所", ("J001",)), ("C3", "甲所", ("J009",))]
    book = score_cases(cases, [finding()], SCALE)
    assert [entry.case for entry in book.clean] == ["C2", "C3"]
    unit = {line.name: line for line in book.units}["甲所"]
    # (80 + 100 + 100) / 3 = 93.333…
    assert (unit.cases, unit.touched, unit.findings, unit.mean) == (3, 1, 1, Decimal("93.33"))
    officers = {line.name: line for line in book.officers}
    # (80 + 100) / 2
    assert (officers["J001"].cases, officers["J001"].mean) == (2, Decimal("90.00"))


def test_an_officer_whom_no_finding_names_keeps_100(finding):
    cases = [("A2026-0001", "甲所", ("J001", "J007"))]
    book = score_cases(cases, [finding(officers=("J001",))], SCALE)
    officers = {line.name: line for line in book.officers}
    assert officers["J007"].mean == 100
    assert officers["J007"].findings == 0
    assert officers["J001"].mean == 80


def test_another_units_finding_does_not_count_against_the_unit_of_the_case(finding):
    cases = [("A2026-0001", "甲所", ())]
    book = score_cases(cases, [finding(unit="办案中心"), finding(unit="", rule="property.register")], SCALE)
    units = {line.name: line for line in book.units}
    # 甲所 answers for the finding that names no unit (1 point), 办案中心 for its own (20).
    assert units["甲所"].mean == 99
    assert (units["办案中心"].cases, units["办案中心"].mean) == (1, 80)
    assert points(book) == {"A2026-0001": 79}


def test_the_floor_holds_for_each_case_before_the_mean(finding):
    cases = [("A2026-0001", "甲所", ()), ("C2", "甲所", ())]
    book = score_cases(cases, [finding() for _ in range(10)], SCALE)
    # 10 × 20 = 200, but the case is 0, not -100: (0 + 100) / 2
    assert book.units[0].mean == 50


def test_points_may_be_fractions_and_round_half_up(finding):
    cases = [(f"C{number}", "甲所", ()) for number in range(1, 8)] + [("A2026-0001", "甲所", ())]
    book = score_cases(cases, [finding(rule="calls.answer")], SCALE)
    # 2.5 of 8 cases: 100 − 0.3125 = 99.6875 → 99.69
    assert points(book) == {"A2026-0001": Decimal("97.5")}
    assert Fraction(100) - Fraction(5, 16) == Fraction("99.6875")
    assert book.units[0].mean == Decimal("99.69")


def test_a_finding_of_no_case_scores_nobody_and_is_counted(finding):
    loose = finding(keys={"room": "R1"}, history=("room", "R1"))
    book = score_cases([("C1", "甲所", ("J001",))], [loose], SCALE)
    assert book.outside == 1
    assert book.cases == []
    assert [line.mean for line in (*book.units, *book.officers)] == [100, 100]


def test_the_grave_cases_come_first_and_officers_in_no_order_of_points(finding, overdue, house):
    cases = [("A2026-0001", "甲所", ("J001",)), ("A2026-0002", "乙所", ("J002", "J003"))]
    book = score_cases(cases, [overdue, finding(), house], SCALE)
    assert [line.entry.case for line in book.cases] == ["A2026-0001", "A2026-0002"]
    assert [line.name for line in book.officers] == ["J001", "J002", "J003"]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_findings_changes_nothing(finding, overdue, house, broken, order):
    findings = [finding(), overdue, house, broken][::order]
    book = score_cases([("A2026-0001", "甲所", ("J001",))], findings, SCALE)
    assert points(book) == {"A2026-0001": 79, "A2026-0002": 95, "A2026-0003": 95}
