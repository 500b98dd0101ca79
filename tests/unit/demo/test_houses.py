"""Houses and inspectors keep their own records, and a call that is sent on says where it is."""

import numpy as np
import pytest

from guiju.project.demo import unit_year
from guiju.project.demo.calls import draw_calls
from guiju.project.demo.roster import muster
from guiju.project.demo.unit_year import Life, tell_lives

BUREAU = muster("county")[0]


def test_a_house_is_no_office_of_the_bureau() -> None:
    names = [house.name.removeprefix("青墟县公安局") for house in BUREAU.houses.values()]
    assert names == ["看守所", "拘留所", "警务督察大队"]
    assert not {house.code for house in BUREAU.houses.values()} & {unit.code for unit in BUREAU.units}
    assert all(not house.members for house in BUREAU.houses.values())


def test_what_happens_in_a_house_is_told_under_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    step = {"add": "custody.centre_patrolled", "at": "2026-12-01 09:00"}
    monkeypatch.setattr(unit_year, "lives", lambda: (Life(1, "巡视", ("centre",), (step,)),))
    rows = list(tell_lives(BUREAU, 1, None))
    assert [row["unit"] for row in rows] == ["青墟县公安局看守所"]
    assert rows[0]["officer"] in BUREAU.offices["area"].police()


def test_a_call_sent_on_says_its_zone_and_an_urgent_one_lies_in_reach() -> None:
    urgent = 0
    for month in draw_calls([BUREAU], 3_000, 400, 5):
        kinds, names = month.columns["type"]
        zones, words = month.columns["zone"]
        hurry, _ = month.columns["emergency"]
        sent = np.array(names)[kinds] == "calls.dispatched"
        assert (zones[sent] >= 0).all()
        assert (zones[~sent] == -1).all()
        there = np.flatnonzero(sent & (hurry == 1))
        urgent += len(there)
        assert {words[zone] for zone in zones[there]} <= {"urban", "suburban"}
        # received, sent, camera on, arrived: within the five minutes of a call in town
        assert (month.at[there + 2] - month.at[there] <= 5).all()
    assert urgent > 50
