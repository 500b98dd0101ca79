"""Units as they were: names, superiors and reach at the time of an act."""

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import CITY, EAST, EAST_SQUAD, EAST_STATION, OPERATOR, WEST, WEST_STATION

from guiju.bureau import commands
from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.commands.units import UnitRefused
from guiju.bureau.queries import list_units
from guiju.bureau.registry import code_at, establishment_at, unit_at
from guiju.bureau.scope import operator_scope
from guiju.facts.draft import Actor, Draft
from guiju.facts.tables.places import codes_within, path_at
from guiju.values.clock import to_micros
from guiju.values.unit_code import SEGMENT, UnitCodeRefused, read_unit_code, subtree


def at(text):
    return to_micros(moment(text))


def parents(code, when):
    """The units above one, from the top, by code."""
    path = path_at(code, when)
    found = []
    for end in range(SEGMENT, len(path), SEGMENT):
        [above] = [
            one
            for one in codes_within([subtree(path[:end])], when)
            if path_at(one, when) == path[:end] and one.isdigit()
        ]
        found.append(above)
    return found


def test_a_unit_stands_below_its_superiors(office):
    assert parents(EAST_STATION, office.now) == [CITY, EAST]
    below = codes_within([subtree(path_at(EAST, office.now))], office.now)
    assert {code for code in below if code.isdigit()} == {EAST, EAST_STATION, EAST_SQUAD}


def test_a_renamed_unit_keeps_its_former_name_for_what_happened_before(office):
    commands.rename_unit(EAST_STATION, "东圩派出所（新）", **office.words(OPERATOR, "2026-02-01T00:00"))
    assert unit_at(EAST_STATION, at("2026-01-31T23:59")).name == "东圩派出所"
    assert unit_at(EAST_STATION, at("2026-02-01T00:00")).name == "东圩派出所（新）"
    assert code_at("东圩派出所", at("2026-01-31T23:59")) == EAST_STATION
    assert code_at("东圩派出所", at("2026-02-01T00:00")) == ""


def test_a_move_takes_along_all_that_is_below_and_leaves_the_past_where_it_was(office):
    commands.open_unit("990153000000", "东圩警务室", kind="station", parent=EAST_STATION, **office.words(OPERATOR))
    commands.move_unit(EAST_STATION, WEST, **office.words(OPERATOR, "2026-02-01T00:00"))
    before, after = at("2026-01-31T23:59"), at("2026-02-01T00:00")
    assert parents("990153000000", before) == [CITY, EAST, EAST_STATION]
    assert parents("990153000000", after) == [CITY, WEST, EAST_STATION]
    assert parents(EAST_SQUAD, after) == [CITY, EAST]


def test_a_move_that_is_recorded_late_counts_from_when_it_happened(office):
    commands.move_unit(EAST_STATION, WEST, **office.words(OPERATOR, "2026-02-01T00:00"))
    commands.move_unit(EAST_STATION, EAST, **office.words(OPERATOR, "2026-01-01T00:00"))
    assert parents(EAST_STATION, at("2026-01-15T00:00")) == [CITY, EAST]
    assert parents(EAST_STATION, at("2026-02-15T00:00")) == [CITY, WEST]


def test_no_unit_stands_below_itself(office):
    with pytest.raises(UnitRefused):
        commands.move_unit(EAST, EAST_STATION, **office.words(OPERATOR))
    with pytest.raises(UnitRefused):
        commands.move_unit(EAST, EAST, **office.words(OPERATOR))


def test_units_whose_recorded_superiors_run_in_a_circle_are_seen_by_none_of_each_other(office):
    """A file of another system may say so; then nobody's reach may grow by it."""
    office.book.record("bureau.unit_moved", "2026-02-01T00:00", unit=EAST, parent_unit=EAST_STATION)
    late = at("2026-02-15T00:00")
    assert len(path_at(EAST, late)) == SEGMENT
    assert not path_at(EAST_STATION, late).startswith(path_at(EAST, late))
    assert parents(EAST_STATION, at("2026-01-15T00:00")) == [CITY, EAST]


def test_a_closed_unit_keeps_its_place_for_what_is_recorded_of_it(office):
    commands.close_unit(EAST_SQUAD, **office.words(OPERATOR, "2026-02-01T00:00"))
    assert unit_at(EAST_SQUAD, at("2026-01-31T00:00")).is_open
    assert not unit_at(EAST_SQUAD, at("2026-02-02T00:00")).is_open
    assert parents(EAST_SQUAD, at("2026-02-02T00:00")) == [CITY, EAST]


def test_an_act_from_before_the_register_began_has_its_place(office):
    assert not unit_at(EAST_STATION, at("2019-05-01T00:00")).is_open
    assert parents(EAST_STATION, at("2019-05-01T00:00")) == [CITY, EAST]


def test_a_name_that_two_units_bear_at_once_names_neither(office):
    assert path_at("西圩派出所", office.now) == path_at(WEST_STATION, office.now)
    commands.rename_unit(EAST_STATION, "西圩派出所", **office.words(OPERATOR, "2026-02-01T00:00"))
    assert path_at("西圩派出所", office.now) is None
    assert code_at("西圩派出所", office.now) == ""


def test_a_unit_that_only_postings_name_stands_alone_until_it_is_opened(empty):
    """The sample bureau names its stations; the list of units may come later."""
    name = "青墟县公安局东圩派出所"
    empty.book.record("bureau.officer_posted", "2021-03-01T09:00", officer=("0151001",), unit=name, post="investigator")
    unit = unit_at(name, empty.now)
    assert (unit.name, unit.is_registered, len(unit.path)) == (name, False, SEGMENT)
    empty.plant()
    commands.open_unit("990154000000", name, kind="station", parent=EAST, **empty.words(OPERATOR))
    assert unit_at(name, empty.now).code == "990154000000"
    assert parents("990154000000", empty.now) == [CITY, EAST]
    assert path_at(name, empty.now) == path_at("990154000000", empty.now)


def test_the_establishment_stands_as_it_was(office):
    commands.fix_establishment(EAST_STATION, 12, **office.words(OPERATOR, "2025-06-01T00:00"))
    commands.fix_establishment(EAST_STATION, 15, **office.words(OPERATOR, "2026-01-01T00:00"))
    told = [
        establishment_at(EAST_STATION, "police", at(day))
        for day in ("2025-05-31T00:00", "2025-12-31T00:00", "2026-01-01T00:00")
    ]
    assert told == [None, 12, 15]


def test_a_unit_is_opened_once(office):
    with pytest.raises(UnitRefused):
        commands.open_unit(EAST_STATION, "又一个", kind="station", parent=EAST, **office.words(OPERATOR))


@pytest.mark.parametrize("bad", ["", "99", "9901510000001", "99015100000A", "东圩派出所", "９９０１５１００００００x"])
def test_what_is_no_code_is_refused(bad):
    with pytest.raises(UnitCodeRefused):
        read_unit_code(bad)


def test_who_keeps_the_units_of_one_county_keeps_no_others(office):
    office.account("zheng")
    office.grant("zheng", "political_department", EAST)
    commands.rename_unit(EAST_SQUAD, "东城刑侦大队", **office.words("zheng"))
    for act in (
        lambda: commands.rename_unit(WEST_STATION, "甲", **office.words("zheng")),
        lambda: commands.rename_unit("000000000000", "甲", **office.words("zheng")),
        lambda: commands.rename_unit(CITY, "甲", **office.words("zheng")),
        lambda: commands.move_unit(EAST_STATION, WEST, **office.words("zheng")),
        lambda: commands.move_unit(WEST_STATION, EAST, **office.words("zheng")),
        lambda: commands.open_unit("990199000000", "甲", kind="station", parent=WEST, **office.words("zheng")),
        lambda: commands.open_unit("990199000000", "甲", kind="station", parent="", **office.words("zheng")),
    ):
        with pytest.raises(NotEntitled):
            act()


def reported(office, kind, at, **fields):
    """An event as a file brings it."""
    draft = Draft.of(kind, moment(at), fields, local=SHANGHAI, batch=1, row=2, begun=1)
    office.book.write(draft, actor=Actor("loader", "import"))


def test_a_file_neither_moves_nor_renames_a_registered_unit(office):
    """Whoever may import a file would else bring a station, and its past, under his own eyes."""
    reported(office, "bureau.unit_moved", "2020-01-01T00:00", unit=EAST_STATION, parent_unit=WEST)
    reported(office, "bureau.unit_renamed", "2020-01-01T00:00", unit=EAST_STATION, unit_name="西圩派出所")
    assert parents(EAST_STATION, office.now) == [CITY, EAST]
    assert code_at("西圩派出所", office.now) == WEST_STATION


def test_a_unit_that_only_a_file_opened_stands_alone_and_takes_nobodys_name(office):
    said = {"unit": "U9", "unit_name": "东圩派出所", "parent_unit": EAST, "unit_kind": "station"}
    reported(office, "bureau.unit_opened", "2020-01-01T00:00", **said)
    unit = unit_at("U9", office.now)
    assert (unit.kind, unit.is_registered, len(unit.path)) == ("station", False, SEGMENT)
    assert code_at("东圩派出所", office.now) == EAST_STATION


def test_what_files_called_a_unit_becomes_the_registered_unit_of_that_name(empty):
    """Cases were imported first, the list of units comes later: the old records find their place in the tree."""
    name = "东圩派出所"
    reported(empty, "bureau.unit_opened", "2025-12-10T09:00", unit=name, unit_kind="station")
    reported(empty, "bureau.officer_posted", "2021-03-01T09:00", officer=("A1",), unit=name, post="investigator")
    assert len(path_at(name, empty.now)) == SEGMENT
    empty.plant()
    assert path_at(name, empty.now) == path_at(EAST_STATION, empty.now)
    assert unit_at(name, empty.now).code == EAST_STATION
    listed = list_units(operator_scope(empty.now), at=empty.now).items
    assert [one.code for one in listed if one.name == name] == [EAST_STATION]
