"""The truth file: every line stands on a row of the events, and its dates stand on a wall calendar."""

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from guiju.project.demo import Sample, write_sample
from guiju.project.demo.flow import Flow, Row
from guiju.project.demo.planted import PlantMissing, plants, truth_rows
from guiju.project.demo.wall_calendar import MADE_UP, RESTS, day, is_worked
from guiju.project.demo.writer import LABELS

# A second table, written by hand from the calendar of 2026 and not from the pages of project/demo/planted:
# start of the duty, what the law allows, and the last moment or day.
SECOND_TABLE = {
    # Friday 30 January 10:20 and 24 hours
    ("custody.notify-family", "2026-01-30 10:20"): "2026-01-31 10:20",
    # Thursday 12 February and 3 days in custody: Sunday 15, New Year holiday or not
    ("custody.request-arrest", "2026-02-12 13:00"): "2026-02-15",
    # Thursday 12 February and 3 days of freedom: 15 is a holiday until 23, Tuesday 24
    ("property.release-unrelated", "2026-02-12 10:00"): "2026-02-24",
    # Monday 5 January and 30 days: 26 left in January, 4 February, a Wednesday
    ("cases.decide-public-order-case", "2026-01-05 09:05"): "2026-02-04",
    # arrest on the last day of February and two months: the last day of April
    ("custody.limit-investigation-custody", "2026-02-28 15:00"): "2026-04-30",
    # arrest on the last day of January and two months: the last day of March
    ("custody.limit-investigation-custody", "2026-01-31 10:00"): "2026-03-31",
    # Wednesday 29 April and 7 days: Wednesday 6 May, first day after the holiday
    ("property.decide-preservation", "2026-04-29 11:30"): "2026-05-06",
    # Thursday 30 April and 2 days: 2 May is a holiday until 5, Wednesday 6
    ("cases.serve-penalty-in-two-days", "2026-04-30 15:00"): "2026-05-06",
    # Thursday 2 April and 3 days: 5 April is a holiday until 6, Tuesday 7
    ("cases.serve-non-filing-notice", "2026-04-02 15:00"): "2026-04-07",
    # Friday 19 June 23:30 and 24 hours, Dragon Boat or not
    ("property.hand-over", "2026-06-19 23:30"): "2026-06-20 23:30",
    # Wednesday 30 September and 10 workdays: 8, 9, Saturday 10 made up, 12-16, 19, 20 October
    ("cases.answer-reconsideration", "2026-09-30 10:00"): "2026-10-20",
    # Tuesday 10 February and 5 workdays: 11, 12, 13, Saturday 14 made up, 24
    ("cases.answer-simple-reconsideration", "2026-02-10 10:00"): "2026-02-24",
    # Wednesday 17 June and 2 days: 19 June is a holiday until 21, Monday 22
    ("cases.hand-in-on-spot-fine", "2026-06-17 08:34"): "2026-06-22",
    # Thursday 17 September and 2 days: Saturday 19 is free, Sunday 20 is made up
    ("cases.decide-criminal-recusal", "2026-09-17 09:00"): "2026-09-20",
    # asked on Thursday 2 April at 9, decided at 14; 2 days from the asking: 4 April is a holiday until 6, Tuesday 7
    ("cases.notify-recusal-decision", "2026-04-02 14:00"): "2026-04-07",
    # Thursday 1 October 9:15 and 24 hours, National Day or not
    ("cases.tell-reporter-of-transfer", "2026-10-01 09:15"): "2026-10-02 09:15",
    # said in person at 15:00, in hand two hours later at the latest
    ("cases.hand-over-announced-penalty", "2026-11-17 15:00"): "2026-11-17 17:00",
    # Tuesday 10 March 22:15 and 12 hours
    ("custody.end-public-order-questioning", "2026-03-10 22:15"): "2026-03-11 10:15",
    # Tuesday 22 September and 3 days: Friday 25 is a holiday until Sunday 27, Monday 28
    ("custody.serve-death-appraisal", "2026-09-22 10:00"): "2026-09-28",
    # Wednesday 30 September and 3 days: 3 October is a holiday until 7, Thursday 8
    ("custody.commission-death-reappraisal", "2026-09-30 10:00"): "2026-10-08",
    # Wednesday 4 March and 5 days: Monday 9 March
    ("conduct.decide-suspension-appeal", "2026-03-04 09:00"): "2026-03-09",
    # Tuesday 22 September and 3 days locked up: Friday 25, Mid-Autumn or not
    ("conduct.end-confinement", "2026-09-22 11:00"): "2026-09-25",
    # the 28th day of March is a Saturday, and stays the last one
    ("evaluation.report-progress-by-28th", "2026-03-01 00:00"): "2026-03-28",
    # Thursday 9 July 11:00 and 24 hours; recognised a quarter of an hour after the decision of 6 August
    ("custody.deliver-excepted-person", "2026-07-09 11:00"): "2026-07-10 11:00",
    ("custody.deliver-after-exception-found", "2026-08-06 11:15"): "2026-08-07 11:15",
}

# The same of duties that the party, the procuratorate or the detention centre owes; "" where nothing falls due.
OTHERS_TABLE = {
    # Thursday 19 March and 7 days in custody
    ("cases.decide-arrest-request", "2026-03-19 16:00"): "2026-03-26",
    # Friday 13 March and 15 days of freedom: 28 is a Saturday, Monday 30
    ("cases.decide-free-arrest-request", "2026-03-13 10:00"): "2026-03-30",
    # Monday 27 April and 15 days: 3 left in April, Tuesday 12 May
    ("cases.pay-fine", "2026-04-27 15:00"): "2026-05-12",
    ("cases.request-reappraisal-in-time", "2026-05-26 10:00"): "",
    ("custody.admit-only-with-warrant", "2026-04-16 10:00"): "",
    # Thursday 28 May 11:00 and 48 hours
    ("custody.arrange-lawyer-meeting", "2026-05-28 11:00"): "2026-05-30 11:00",
    ("custody.check-health-on-admission", "2026-06-02 16:00"): "",
    ("custody.keep-centre-on-duty", "2026-12-28 00:00"): "",
    ("custody.let-women-check-women-on-admission", "2026-06-23 16:20"): "",
    # Tuesday 14 July 17:00 and 24 hours
    ("custody.notify-duty-lawyer", "2026-07-14 17:00"): "2026-07-15 17:00",
    ("custody.patrol-centre", "2026-12-27 08:00"): "",
    # the term ended with 31 March; at once is two hours
    ("custody.report-overrun-to-procuratorate", "2026-04-01 00:00"): "2026-04-01 02:00",
    # arrests on the last day of January and of February, and two months: the last day of March and of April
    ("custody.warn-of-custody-expiry", "2026-01-31 10:00"): "2026-03-31",
    ("custody.warn-of-custody-expiry", "2026-02-28 15:00"): "2026-04-30",
}


KEYS = {
    "case": "案件编号",
    "person": "人员编号",
    "call": "警情编号",
    "recording": "录像编号",
    "act": "行为编号",
    "unit": "单位",
}


def _truth(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.mark.parametrize(("rule", "at"), SECOND_TABLE)
def test_a_due_date_agrees_with_the_second_table(county: Sample, rule: str, at: str) -> None:
    due = {line["due"] for line in _truth(county.truth_path) if (line["rule"], line["trigger_at"]) == (rule, at)}
    assert due == {SECOND_TABLE[rule, at]}


def test_what_others_owe_is_planted_with_the_dates_of_the_second_table(county: Sample) -> None:
    assert {(line["rule"], line["trigger_at"]): line["due"] for line in county.owed} == OTHERS_TABLE
    assert {line["owed_by"] for line in county.owed} == {"party", "procuratorate", "detention_centre"}


def test_the_truth_is_silent_about_what_others_owe(county: Sample) -> None:
    assert not {rule for rule, _ in OTHERS_TABLE} & {line["rule"] for line in _truth(county.truth_path)}


def test_the_police_who_took_part_are_counted_without_the_auxiliaries(county: Sample) -> None:
    table = pq.read_table(county.events_path, columns=["环节", "民警", "参加民警人数"]).to_pydict()
    counted = [row for row in zip(*table.values(), strict=True) if row[2] is not None]
    told = {"custody.safety_checked", "custody.info_collected", "custody.inquiry_started", "cases.lineup_held"}
    assert {kind for kind, _, _ in counted} == {LABELS[kind] for kind in told}
    assert {police for _, _, police in counted} == {0, 1, 2}
    for kind, officers, police in counted:
        assert police == sum(not code.startswith("F") for code in officers.split("、")), (kind, officers)


def test_every_line_of_the_truth_stands_on_a_row(county: Sample) -> None:
    table = pq.read_table(county.events_path, columns=[*KEYS.values(), "环节", "时间"])
    there = set()
    for *keys, kind, at in zip(*(column.to_pylist() for column in table.columns), strict=True):
        there |= {(key, kind, at) for key in keys if key}
    for line in [*_truth(county.truth_path), *county.owed]:
        key = next(line[name] for name in KEYS if line[name])
        if line["trigger"] not in ("overdue", "period"):
            assert (key, LABELS[line["trigger"]], datetime.fromisoformat(line["trigger_at"])) in there, line


def test_a_line_says_when_and_how(county: Sample) -> None:
    for line in [*_truth(county.truth_path), *county.owed]:
        assert line["outcome"] in {"late", "overdue", "broken"}
        assert bool(line["due"]) == (line["outcome"] != "broken"), line
        assert bool(line["settled_at"]) == (line["outcome"] == "late"), line
        assert line["why"] and line["family"]


def test_what_is_late_came_after_it_was_due(county: Sample) -> None:
    for line in [*_truth(county.truth_path), *county.owed]:
        if line["outcome"] == "late":
            assert line["settled_at"] > line["due"] + (" 23:59" if len(line["due"]) == 10 else ""), line


def test_lateness_runs_from_a_minute_to_weeks(county: Sample) -> None:
    plain = [line for line in _truth(county.truth_path) if line["outcome"] == "late" and len(line["due"]) == 10]
    days = [date.fromisoformat(line["settled_at"][:10]) - date.fromisoformat(line["due"]) for line in plain]
    assert max(days) >= timedelta(days=20)
    minutes = {"2026-01-31 10:20": "2026-01-31 10:21", "2026-03-20 17:30": "2026-03-20 17:31"}
    assert minutes.items() <= {line["due"]: line["settled_at"] for line in _truth(county.truth_path)}.items()


def test_every_area_of_enforcement_has_its_breaches(county: Sample) -> None:
    areas = Counter(line["rule"].split(".")[0] for line in _truth(county.truth_path))
    assert areas.keys() >= {"calls", "cases", "conduct", "credentials", "custody", "evaluation"}
    assert areas.keys() >= {"property", "publicity", "recordings", "training"}
    assert all(count >= 3 for count in areas.values())
    assert len({line["family"] for line in _truth(county.truth_path)}) >= 40


def test_chance_moves_a_planted_breach_to_other_people_but_not_to_another_day(county: Sample, tmp_path: Path) -> None:
    other = _truth(write_sample(tmp_path, scale="county", seed=8).truth_path)
    mine = _truth(county.truth_path)
    told = ("plant", "rule", "trigger_at", "due", "settled_at", "outcome")
    assert sorted([line[name] for name in told] for line in mine) == sorted(
        [line[name] for name in told] for line in other
    )
    assert {line["officer"] for line in mine} != {line["officer"] for line in other}
    assert [line["unit"] for line in mine] != [line["unit"] for line in other]


def test_a_planted_history_has_a_name_of_its_own() -> None:
    assert [name for name, count in Counter(plant.name for plant in plants()).items() if count > 1] == []


def test_a_table_that_speaks_of_a_missing_row_is_refused() -> None:
    plant = next(plant for plant in plants() if plant.breaches[0].by == "custody.detained")
    flow = Flow.__new__(Flow)
    flow.rows = [Row(type="custody.detained", at=0)]
    with pytest.raises(PlantMissing, match="custody.detained"):
        truth_rows(flow, plant)


def test_the_wall_calendar_has_the_days_of_the_notice() -> None:
    # 3 + 9 + 3 + 5 + 3 + 3 + 7 days of holidays, six days made up, all of them on week-ends
    assert (len(RESTS), len(MADE_UP)) == (33, 6)
    assert all(date.fromordinal(number + date(1970, 1, 1).toordinal()).weekday() > 4 for number in MADE_UP)
    around = ("2026-02-13", "2026-02-14", "2026-02-15", "2026-10-10", "2026-10-11")
    assert [is_worked(day(text)) for text in around] == [True, True, False, True, False]
