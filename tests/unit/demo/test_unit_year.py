"""The yearly life of units, officers and rooms: lived by all of a kind, and broken only by those who are named."""

from collections import Counter

import pytest

from guiju.project.catalogue import VOCABULARY
from guiju.project.demo import unit_year
from guiju.project.demo.planted import Plant
from guiju.project.demo.roster import muster
from guiju.project.demo.unit_year import Life, LifeMiswritten, Omission, lives, omissions, tell_lives
from guiju.project.demo.wall_calendar import minute, reading

BUREAU = muster("county")[0]


def _live(monkeypatch: pytest.MonkeyPatch, life: Life, left_out: tuple[Omission, ...] = ()) -> list[tuple[str, str]]:
    monkeypatch.setattr(unit_year, "lives", lambda: (life,))
    monkeypatch.setattr(unit_year, "omissions", lambda: left_out)
    rows = tell_lives(BUREAU, 1, [])
    return [(row["unit"].removeprefix("青墟县公安局"), reading(row["at"])[:10]) for row in rows]


def test_a_monthly_duty_falls_on_the_first_day_worked(monkeypatch: pytest.MonkeyPatch) -> None:
    # 15 February 2026 is New Year leave until the 23rd; 15 March is a Sunday; 15 April a Wednesday.
    step = {"add": "publicity.guide_published", "every": "month", "from": "2026-02", "until": "2026-04", "day": 15}
    assert _live(monkeypatch, Life(1, "指南", ("legal",), (step,))) == [
        ("法制大队", "2026-02-24"), ("法制大队", "2026-03-16"), ("法制大队", "2026-04-15"),
    ]  # fmt: skip


def test_a_half_year_has_its_month(monkeypatch: pytest.MonkeyPatch) -> None:
    step = {"add": "publicity.guide_published", "every": "half_year", "from": "2025-01", "month": 2, "day": 11}
    days = [day for _, day in _live(monkeypatch, Life(1, "指南", ("legal",), (step,)))]
    assert days == ["2025-02-11", "2025-08-11", "2026-02-11", "2026-08-11"]


def test_what_recurs_by_days_ends_with_its_month(monkeypatch: pytest.MonkeyPatch) -> None:
    # 8 January and 80 days: 23 left in January, 28 in February, 29 March; and 80 more: 2, 30, 31, 17 June
    step = {"add": "recordings.device_maintained", "at": "2026-01-08 09:00", "every_days": 80, "until": "2026-05"}
    rooms = Life(1, "设备", ("area",), (step,), rooms=("讯问室1", "讯问室2"))
    days = [day for _, day in _live(monkeypatch, rooms)]
    assert days == ["2026-01-08", "2026-03-29"] * 2


def test_a_step_without_a_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LifeMiswritten, match="guide_published"):
        _live(monkeypatch, Life(1, "指南", ("legal",), ({"add": "publicity.guide_published", "day": 15},)))


def test_every_station_officer_of_a_post_lives_his_own_life(monkeypatch: pytest.MonkeyPatch) -> None:
    step = {"add": "training.attended", "at": "2026-03-02 09:00", "fields": {"training_days": 15}}
    life = Life(1, "训练", ("station",), (step,), officers=("unit_head", "legal_officer"))
    assert Counter(unit for unit, _ in _live(monkeypatch, life)) == {
        station.name.removeprefix("青墟县公安局"): 2 for station in BUREAU.stations
    }


def test_a_life_nobody_lives_is_refused_in_an_omission(monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life(1, "指南", ("legal",), ({"add": "publicity.guide_published", "at": "2026-03-02 09:00"},))
    stranger = Omission("城东", Plant("没有公布", "指南", "", (), ()))
    with pytest.raises(LifeMiswritten, match="城东"):
        _live(monkeypatch, life, (stranger,))


def test_nothing_is_left_unsaid_in_a_life() -> None:
    empty = set()
    for row in tell_lives(BUREAU, 3, []):
        kind = VOCABULARY.types[row["type"]]
        empty |= {(kind.name, name) for name in (*kind.keys, *kind.attributes) if row.get(name) in (None, "")}
    # What the cameras of the house of detention see belongs to no case, call or act.
    seen = {(f"recordings.{what}", key) for what in ("started", "ended") for key in ("case", "call", "act")}
    # A sanction for a death in continued questioning belongs to no case.
    assert empty == seen | {("conduct.sanction_decided", "case")}


def test_a_sample_of_one_station_leaves_nothing_out() -> None:
    """There a life is broken by nobody: the rows that omissions drop are all there."""
    dropped = Counter(row["type"] for row in tell_lives(BUREAU, 3, None))
    told = Counter(row["type"] for row in tell_lives(BUREAU, 3, []))
    assert dropped["publicity.guide_published"] == len(BUREAU.stations) + 2 == told["publicity.guide_published"] + 1


def test_a_life_and_an_omission_have_names_of_their_own() -> None:
    names = [life.name for life in lives()] + [one.plant.name for one in omissions()]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_no_omission_is_moved_by_chance() -> None:
    truth: list[list[dict[str, str]]] = [[], []]
    for seed in (0, 1):
        list(tell_lives(BUREAU, seed, truth[seed]))
    assert truth[0] == truth[1] != []
    assert all(line["trigger_at"] == reading(minute(line["trigger_at"])) for line in truth[0])
