"""What seldom happens is told as the law wants it, often enough to be seen in a county."""

from random import Random

from guiju.project.demo import administrative, criminal, stays
from guiju.project.demo.episodes import join_some
from guiju.project.demo.flow import Chance, Flow, Row
from guiju.project.demo.roster import muster
from guiju.project.demo.sample import Told, crew_of
from guiju.project.demo.wall_calendar import DAY, HOUR, minute


def _histories(told: Told, count: int) -> list[list[Row]]:
    bureau, found = muster("county")[0], []
    for seed in range(count):
        dice = Random(seed)
        crew = crew_of(bureau, dice.choice(bureau.stations), dice)
        flow = Flow(f"A015126{seed:05}", crew, minute("2026-03-02 10:00") + seed * DAY, Chance(dice), {})
        told(flow)
        join_some(flow, f"{told.__module__.rpartition('.')[2]}.{told.__name__}")
        found.append(flow.rows)
    return found


def _the(rows: list[Row], kind: str) -> Row | None:
    return next((row for row in rows if row["type"] == kind), None)


def test_nobody_over_seventy_or_nursing_is_taken_to_the_house_but_by_an_exception() -> None:
    spared = excepted = 0
    for rows in _histories(administrative.detained, 120):
        decided = _the(rows, "cases.penalty_decided")
        assert decided is not None
        frail = decided["age"] >= 70 or decided["pregnant_or_nursing"]
        if _the(rows, "cases.detention_exception_found"):
            excepted += 1
            assert decided["age"] >= 70
            assert _the(rows, "custody.admin_detained") is not None
            continue
        spared += frail
        assert decided["not_executed"] is frail
        assert (_the(rows, "custody.admin_detained") is None) is frail
    assert 8 <= spared <= 40
    assert excepted >= 5


def test_a_first_offender_under_eighteen_is_not_taken_to_the_house_and_the_family_is_told() -> None:
    decided = [rows for rows in _histories(administrative.minor, 40) if _the(rows, "cases.penalty_decided")]
    detained = [rows for rows in decided if (_the(rows, "cases.penalty_decided") or {})["detention_days"]]
    assert 5 <= len(detained) < len(decided)
    for rows in detained:
        assert _the(rows, "custody.admin_detained") is None
        assert [row for row in rows if row.get("document") == "行政拘留家属通知书"]


def test_who_is_weak_and_let_go_at_night_is_fetched_by_the_family() -> None:
    ends = [_the(rows, "custody.stop_ended") for rows in _histories(stays.stopped, 80)]
    weak = [row for row in ends if row and row["vulnerable"]]
    assert {row["handover"] for row in weak} == {"family"}
    assert [row for row in weak if row["at"] % DAY >= 21 * HOUR or row["at"] % DAY < 7 * HOUR]


def test_a_girl_is_questioned_beside_a_woman_of_the_staff() -> None:
    rows = [row for one in _histories(criminal.bailed, 150) for row in one]
    girls = [row for row in rows if row["type"] == "custody.interrogation_started" and row["minor"] and row["female"]]
    assert girls
    assert all(row["female_staff"] for row in girls)
