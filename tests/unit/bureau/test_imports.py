"""Lists of units and rosters: good rows come in, bad ones are named, and the same list again changes nothing."""

import pytest
from tests.unit.bureau.conftest import CITY, EAST, EAST_STATION, OPERATOR, WEST

from guiju.bureau import commands
from guiju.bureau.commands.entry_rows import EntryRow
from guiju.bureau.models import UnitState
from guiju.bureau.registry import establishment_at, officer_at, posts_at, unit_at, units_served
from guiju.facts.draft import Actor
from guiju.facts.histories import every_event

KINDS = ("bureau", "station", "squad")


def rows(names, *lines):
    return [EntryRow(number, dict(zip(names, line, strict=False))) for number, line in enumerate(lines, start=2)]


UNIT = ("code", "name", "parent", "kind", "establishment", "opened_on")
PERSON = ("officer", "officer_name", "kind", "unit", "post", "additional", "since", "until", "natural_person")


def take_units(office, *lines, actor=OPERATOR):
    return commands.import_units(rows(UNIT, *lines), kinds=KINDS, actor=actor, at=office.book.now)


def take_people(office, *lines, actor=OPERATOR):
    return commands.import_roster(rows(PERSON, *lines), actor=actor, at=office.book.now)


def events():
    return sum(len(part) for part in every_event())


LIST = (
    ("990151000000", "东圩派出所", EAST, "station", "12", "2020-05-01"),
    ("990100000000", "东城县公安局", CITY, "bureau", "", ""),
    (CITY, "青墟市公安局", "", "bureau", "", ""),
)


def test_a_list_opens_its_units_whatever_the_order_of_its_rows(empty):
    done = take_units(empty, *LIST)
    assert (done.rows, done.refused) == (3, ())
    unit = unit_at(EAST_STATION, empty.now)
    assert (unit.name, unit.parent, unit.kind, unit.is_open) == ("东圩派出所", EAST, "station", True)
    assert establishment_at(EAST_STATION, "police", empty.now) == 12


def test_the_same_list_again_changes_nothing(empty):
    take_units(empty, *LIST)
    before = events()
    empty.book.pass_time(days=3)
    assert take_units(empty, *LIST).events == 0
    assert events() == before


def test_a_later_list_renames_moves_and_sizes_what_differs(empty):
    take_units(empty, *LIST, (WEST, "西城县公安局", CITY, "bureau"))
    empty.book.pass_time(days=3)
    done = take_units(empty, ("990151000000", "东圩中心派出所", WEST, "station", "15"))
    unit = unit_at(EAST_STATION, empty.now)
    assert (done.events, unit.name, unit.parent) == (3, "东圩中心派出所", WEST)
    assert establishment_at(EAST_STATION, "police", empty.now) == 15


def test_bad_rows_are_named_with_their_reason_and_the_rest_goes_on(empty):
    done = take_units(
        empty,
        (CITY, "青墟市公安局", "", "bureau"),
        ("12345", "短代码", CITY, "station"),
        ("990103000000", "", CITY, "station"),
        ("990104000000", "没有上级", "999999999999", "station"),
        ("990105000000", "跟着没有", "990104000000", "station"),
        ("990106000000", "奇怪类型", CITY, "castle"),
        (CITY, "又一个市局", "", "bureau"),
        ("990107000000", "编制不对", CITY, "station", "十二"),
        ("990108000000", "日期不对", CITY, "station", "", "去年"),
        ("990109000000", "环一", "990110000000", "station"),
        ("990110000000", "环二", "990109000000", "station"),
        ("990111000000", "藏\x00字符", CITY, "station"),
        ("990112000000", "好的", CITY, "station"),
    )
    assert [one.row for one in done.refused] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    reasons = {one.row: one.reason for one in done.refused}
    assert "12位" in reasons[3]
    assert "999999999999" in reasons[5]
    assert "第2行" in reasons[8]
    assert "成环" in reasons[11]
    open_units = set(UnitState.objects.filter(is_open=True).values_list("code", flat=True))
    assert open_units == {CITY, "990112000000"}


def test_who_keeps_one_county_imports_no_other(office):
    office.account("zheng")
    office.grant("zheng", "political_department", EAST)
    done = take_units(
        office,
        ("990161000000", "东新派出所", EAST, "station"),
        ("990261000000", "西新派出所", WEST, "station"),
        ("990251000000", "西圩改名", WEST, "station"),
        ("880000000000", "自立门户", "", "bureau"),
        actor=Actor("zheng"),
    )
    assert [one.row for one in done.refused] == [3, 4, 5]
    assert unit_at("990161000000", office.now).parent == EAST


ROSTER = (
    ("0151001", "甲某", "police", EAST_STATION, "unit_head", "", "2021-03-01"),
    ("0151002", "乙某", "police", EAST_STATION, "legal_officer", "", "2022-03-01"),
    ("0151002", "乙某", "police", "990152000000", "legal_officer", "是", "2023-03-01"),
    ("F0151001", "丙某", "auxiliary", "东圩派出所", "auxiliary", "", "2021-03-01"),
    ("0151009", "丁某", "police", EAST_STATION, "investigator", "", "2019-03-01", "2024-12-31"),
)


def test_a_roster_registers_and_posts_one_row_a_post(office):
    done = take_people(office, *ROSTER)
    assert (done.rows, done.refused) == (5, ())
    head = officer_at("0151001", office.now)
    assert (head.name, head.kind, [row.post for row in head.posts]) == ("甲某", "police", ["unit_head"])
    assert units_served("0151002", office.now) == [EAST_STATION, "990152000000"]
    assert [row.unit for row in posts_at("F0151001", office.now)] == [EAST_STATION]
    assert posts_at("0151009", office.now) == []


def test_the_same_roster_again_changes_nothing(office):
    take_people(office, *ROSTER)
    before = events()
    office.book.pass_time(days=3)
    assert take_people(office, *ROSTER).events == 0
    assert events() == before


def test_bad_rows_of_a_roster_are_named_and_the_rest_goes_on(office):
    done = take_people(
        office,
        ("0151001", "甲某", "police", EAST_STATION, "unit_head"),
        ("0151001", "甲某", "police", "990152000000", "unit_head"),
        ("警号一", "乙某", "police", EAST_STATION, "investigator"),
        ("0151003", "丙某", "特警", EAST_STATION, "investigator"),
        ("0151004", "丁某", "police", "没有的单位", "investigator"),
        ("0151005", "戊某", "police", EAST_STATION, ""),
        ("0151006", "己某", "police", EAST_STATION, "investigator", "", "2025-13-01"),
        ("0151007", "庚某", "police", EAST_STATION, "investigator", "", "2025-03-01", "2025-03-01"),
        ("0151008", "辛某", "police", EAST_STATION, "investigator"),
    )
    assert [one.row for one in done.refused] == [3, 4, 5, 6, 7, 8, 9]
    assert officer_at("0151008", office.now).name == "辛某"


def test_a_repeated_number_says_two_persons_only_where_the_roster_says_one_is_another(office):
    take_people(office, ("F1", "甲某", "auxiliary", EAST_STATION, "auxiliary", "", "2020-01-01", "2024-01-01", "N-7"))
    take_people(office, ("0151001", "甲某", "police", EAST_STATION, "investigator", "", "2024-02-01", "", "N-7"))
    assert officer_at("0151001", office.now).natural_person == officer_at("F1", office.now).natural_person == "N-7"


@pytest.mark.parametrize("actor", [Actor("nobody"), Actor("loader", "import"), Actor("guiju", "system")])
def test_only_the_operator_or_who_keeps_the_roster_imports(office, actor):
    assert len(take_people(office, *ROSTER, actor=actor).refused) == 5
    assert len(take_units(office, *LIST, actor=actor).refused) == 3
