"""Which threads a viewer finds, in which light, and by which way the database looks for them."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import CITY, EAST, EAST_STATION, WEST, WEST_STATION

from guiju.bureau.scope import scope_of
from guiju.facts.draft import Draft
from guiju.findings.agenda import judge_due
from guiju.findings.commands import report_findings
from guiju.screens.threads import queries
from guiju.screens.threads.lights import light_at, turns
from guiju.screens.threads.queries import ThreadNotFound, count_threads, get_thread, list_threads, list_units
from guiju.screens.threads.wanted import SORTS, Wanted
from guiju.values.clock import to_micros

HOUR = 3_600_000_000


@pytest.fixture(scope="module")
def land(manned):
    """D1 was detained in the east on 2 March at eight; the others are as they are called."""
    desk = manned
    told(desk, "custody.detained", "2026-03-02T08:00", EAST_STATION, case="D1", person="P1")
    told(desk, "cases.accepted", "2026-03-01T08:00", EAST_STATION, case="SEARCHED")
    told(desk, "cases.searched", "2026-03-01T09:00", EAST_STATION, case="SEARCHED", act="S1", officer=("A1",))
    told(desk, "cases.accepted", "2026-03-01T08:00", EAST_STATION, case="MOVED", officer=("A1",))
    told(desk, "cases.handed_to_other_unit", "2026-03-01T10:00", WEST_STATION, case="MOVED")
    told(desk, "cases.accepted", "2026-03-01T08:00", "", case="LOST")
    told(desk, "property.seized", "2026-03-01T08:00", EAST_STATION, item="I1")
    judge_due(desk.now)
    report_findings(at=desk.now)
    for name, role, unit in (
        ("east", "unit_chief", EAST), ("west", "unit_chief", WEST), ("boss", "bureau_leader", CITY),
        ("law", "legal_department", CITY), ("warden", "area_warden", EAST_STATION),
        ("keeper", "custodian", EAST_STATION),
    ):  # fmt: skip
        desk.account(name)
        desk.grant(name, role, unit)
    desk.account("li", officer="A1")
    return desk


def told(desk, type_name, when, unit, **fields):
    said = {**fields, **({"unit": unit} if unit else {})}
    desk.book.write(Draft.of(type_name, moment(when), said, local=SHANGHAI, unit_as_of=unit))


def seen(desk, account, kind="case", **wanted):
    viewer = desk.scope(account)
    found = list_threads(viewer, kind, Wanted(**wanted), at=desk.now, sort="number", is_descending=False)
    assert count_threads(viewer, kind, Wanted(**wanted), at=desk.now) == len(found)
    return [one.value for one in found]


@pytest.mark.parametrize(
    ("account", "cases", "items"),
    [
        ("east", ["D1", "SEARCHED"], ["I1"]), ("west", ["MOVED"], []), ("boss", ["D1", "MOVED", "SEARCHED"], ["I1"]),
        ("law", ["D1", "LOST", "MOVED", "SEARCHED"], ["I1"]), ("warden", [], []), ("keeper", [], ["I1"]),
        ("li", ["MOVED", "SEARCHED"], []), ("sys", [], []), ("nobody", [], []),
    ],
)  # fmt: skip
def test_each_sees_the_threads_of_his_units_and_of_himself(land, account, cases, items):
    assert (seen(land, account), seen(land, account, "item")) == (cases, items)
    for value in ("D1", "MOVED", "SEARCHED", "LOST", "NONE"):
        try:
            found = [get_thread(land.scope(account), "case", value, at=land.now).value]
        except ThreadNotFound as error:
            found = []
            assert error.sentence == "没有找到这个案件或事项。"
        assert found == [one for one in cases if one == value]


def test_a_kind_that_no_subject_speaks_for_has_no_list(land):
    assert list_threads(land.scope("law"), "person", at=land.now) == []
    with pytest.raises(ThreadNotFound):
        get_thread(land.scope("law"), "person", "P1", at=land.now)


@pytest.mark.parametrize(
    ("hours", "light"),
    [(15, "green"), (16, "yellow"), (24, "yellow"), (25, "red")],
)
def test_the_light_is_that_of_the_hour_of_looking(land, hours, light):
    at = to_micros(moment("2026-03-02T08:00")) + hours * HOUR
    viewer = land.scope("east")
    assert get_thread(viewer, "case", "D1", at=at).light.colour == light
    for colour in ("green", "blue", "yellow", "red", "none"):
        found = [one.value for one in list_threads(viewer, "case", Wanted(lights=(colour,)), at=at)]
        assert ("D1" in found) == (colour == light)


def test_a_long_limit_turns_blue_before_it_turns_yellow():
    day = 24 * HOUR
    remind_at, warn_at = turns(0, 30 * day)
    lights = [light_at(at * day, 30 * day, remind_at, warn_at, is_closed=False) for at in (19, 20, 26, 27, 30, 31)]
    assert [one.colour for one in lights] == ["green", "blue", "blue", "yellow", "yellow", "red"]


def test_who_may_not_know_of_suspected_findings_learns_nothing_of_them_from_rows_filters_or_order(land):
    viewer = land.scope("east")
    blind = replace(viewer, reaches=tuple(replace(one, sees_suspected=False) for one in viewer.reaches))
    assert [one.open_findings for one in list_threads(viewer, "case", at=land.now, sort="number")] == [2, 0]
    assert [one.open_findings for one in list_threads(blind, "case", at=land.now, sort="number")] == [None, None]
    for has_findings in (True, False):
        assert list_threads(blind, "case", Wanted(has_findings=has_findings), at=land.now) == []
    later = land.now + 50 * HOUR
    assert get_thread(blind, "case", "D1", at=later).light.colour == "grey"
    assert list_threads(blind, "case", Wanted(lights=("red",)), at=later) == []


def test_the_units_to_choose_from_are_those_of_what_one_sees(land):
    assert list_units(land.scope("east"), "case") == [EAST_STATION]
    assert list_units(land.scope("boss"), "case") == [EAST_STATION, WEST_STATION]
    assert list_units(land.scope("warden"), "case") == []


def test_a_seat_that_has_ended_shows_nothing(land):
    kept = scope_of("east", land.now)
    ended = replace(kept, reaches=tuple(replace(one, until=land.now) for one in kept.reaches))
    assert list_threads(ended, "case", at=land.now) == []


@pytest.mark.parametrize("account", ["east", "boss", "li"])
def test_no_list_and_no_search_reads_every_row(land, monkeypatch, account):
    asked = []
    real = queries._read
    monkeypatch.setattr(
        queries, "_read", lambda statement, values: asked.append((statement, values)) or real(statement, values)
    )
    viewer = land.scope(account)
    for wanted in (
        Wanted(), Wanted(text="D"), Wanted(text="刑事案件"), Wanted(lights=("red", "blue")),
        Wanted(units=(EAST_STATION,)),
        Wanted(opened_from=0, opened_until=land.now, is_closed=False), Wanted(mine=True), Wanted(has_findings=True),
    ):  # fmt: skip
        for sort in SORTS:
            list_threads(viewer, "case", wanted, at=land.now, sort=sort)
        count_threads(viewer, "case", wanted, at=land.now)
    list_units(viewer, "case")
    get_thread(viewer, "case", "MOVED" if account == "li" else "D1", at=land.now)
    assert len(asked) == 8 * (len(SORTS) + 1) + 2
    for statement, values in asked:
        assert full_scans(statement, values) == []


def full_scans(statement, values):
    """Where the database would go through a whole table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plan = [row[3] for row in cursor.fetchall()]
            return [line for line in plan if line.startswith(("SCAN t", "SCAN n", "SCAN g", "SCAN o", "SCAN m"))]
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", values)
        plan = [row[0] for row in cursor.fetchall()]
        cursor.execute("RESET enable_seqscan")
        return [line for line in plan if "Seq Scan" in line]
