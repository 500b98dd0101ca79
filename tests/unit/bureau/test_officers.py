"""Officers over time: posts, and whether somebody was qualified on a day."""

from datetime import date

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import CITY, EAST, EAST_SQUAD, EAST_STATION, OPERATOR, WEST, WEST_STATION

from guiju.bureau import commands
from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.qualification import Reason, State, credential_on, kept_until
from guiju.bureau.registry import officer_at, officers_serving, posts_at, units_served
from guiju.facts.draft import Actor, Draft
from guiju.values.clock import to_micros

BASIC, MIDDLE, HIGH = (
    "enforcement_qualification", "intermediate_enforcement_qualification", "advanced_enforcement_qualification",
)  # fmt: skip


def at(text):
    return to_micros(moment(text))


def day(text):
    return date.fromisoformat(text).toordinal()


def post(office, officer, unit, name="investigator", when="2024-01-10T09:00", **more):
    commands.post_officer(officer, unit, name, **more, **office.words(OPERATOR, when))


def leave(office, officer, unit, when):
    commands.end_post(officer, unit, **office.words(OPERATOR, when))


def grant(office, officer, name=BASIC, when="2020-01-10T09:00", until="2040-01-01"):
    office.book.record("credentials.granted", when, officer=(officer,), name=name, until=until)


def held(officer, when):
    return [(row.unit, row.post) for row in posts_at(officer, at(when))]


def test_a_new_main_post_ends_the_one_before(office):
    post(office, "A1", EAST_STATION)
    post(office, "A1", EAST_SQUAD, "unit_head", "2025-03-01T09:00")
    assert held("A1", "2025-03-01T08:59") == [(EAST_STATION, "investigator")]
    assert held("A1", "2025-03-01T09:00") == [(EAST_SQUAD, "unit_head")]


def test_a_legal_officer_serves_several_units(office):
    post(office, "A1", EAST_STATION, "legal_officer")
    post(office, "A1", EAST_SQUAD, "legal_officer", "2025-01-01T09:00", is_additional=True)
    post(office, "A1", WEST_STATION, "legal_officer", "2025-02-01T09:00", is_additional=True)
    assert units_served("A1", at("2025-01-15T09:00")) == [EAST_STATION, EAST_SQUAD]
    assert units_served("A1", at("2025-02-15T09:00")) == [EAST_STATION, EAST_SQUAD, WEST_STATION]
    leave(office, "A1", EAST_SQUAD, "2025-06-01T09:00")
    assert units_served("A1", at("2025-06-01T09:00")) == [EAST_STATION, WEST_STATION]
    assert officers_serving("东圩派出所", at("2025-06-01T09:00")) == ["A1"]
    assert officers_serving(EAST_SQUAD, at("2025-06-01T09:00")) == []


def test_somebodys_name_stays_as_it_was_at_the_time(office):
    words = {"kind": "police", "unit": EAST_STATION}
    commands.register_officer("A1", "甲某", **words, **office.words(OPERATOR, "2024-01-01T00:00"))
    commands.register_officer("A1", "乙某", **words, **office.words(OPERATOR, "2025-01-01T00:00"))
    assert officer_at("A1", at("2024-12-31T00:00")).name == "甲某"
    assert officer_at("A1", at("2025-01-01T00:00")).name == "乙某"


def test_a_posting_of_the_sample_bureau_is_understood(office):
    office.book.record(
        "bureau.officer_posted", "2021-03-01T09:00", officer=("0151001",), unit="东圩派出所", post="investigator",
        kind="police",
    )  # fmt: skip
    somebody = officer_at("0151001", office.now)
    assert (somebody.kind, somebody.name, somebody.natural_person) == ("police", "0151001", "officer:0151001")
    assert somebody.posts[0].is_case_post
    office.book.record("bureau.officer_left", "2025-12-31T18:00", officer=("0151001",), post="investigator")
    assert posts_at("0151001", at("2025-12-31T18:00")) == []


def test_who_was_never_certified_only_assists(office):
    post(office, "A1", EAST_STATION)
    told = credential_on("A1", day("2026-03-01"))
    assert (told.state, told.reason, told.is_assist_only) == (State.NONE, Reason.NEVER_GRANTED, True)
    grant(office, "A1", when="2026-03-02T09:00")
    assert credential_on("A1", day("2026-03-01")).is_assist_only
    assert credential_on("A1", day("2026-03-02")).state is State.HELD


def test_an_auxiliary_only_assists(office):
    post(office, "F1", EAST_STATION, "auxiliary", kind="auxiliary")
    assert credential_on("F1", day("2026-03-01")).reason is Reason.AUXILIARY


def test_a_credential_is_good_through_its_last_day_and_not_from_the_day_it_is_ended(office):
    post(office, "A1", EAST_STATION)
    grant(office, "A1", until="2026-02-10")
    assert credential_on("A1", day("2026-02-10")).state is State.HELD
    told = credential_on("A1", day("2026-02-11"))
    assert (told.state, told.reason) == (State.LAPSED, Reason.EXPIRED)
    office.book.record("credentials.ended", "2026-02-01T10:00", officer=("A1",), name=BASIC)
    told = credential_on("A1", day("2026-02-01"))
    assert (told.state, told.reason) == (State.NONE, Reason.ENDED)


def test_a_higher_level_holds_the_lower_and_not_the_other_way_round(office):
    post(office, "A1", EAST_STATION)
    grant(office, "A1", MIDDLE)
    assert credential_on("A1", day("2026-01-01"), BASIC).name == MIDDLE
    assert credential_on("A1", day("2026-01-01"), MIDDLE).state is State.HELD
    assert credential_on("A1", day("2026-01-01"), HIGH).state is State.NONE


# Left on 10 March 2025; the year of grace ends with 10 March 2026.
LEFT = "2025-03-10T18:00"


@pytest.mark.parametrize(("when", "state"), [("2026-03-10", State.HELD), ("2026-03-11", State.LAPSED)])
def test_a_qualification_is_kept_for_a_year_after_leaving_case_work(office, when, state):
    post(office, "A1", EAST_STATION)
    grant(office, "A1")
    post(office, "A1", EAST, "desk_officer", LEFT)
    told = credential_on("A1", day(when))
    assert told.state is state
    assert told.last_day == day("2026-03-10")
    assert kept_until("A1") == day("2026-03-10")


def test_coming_back_within_the_year_keeps_it_and_later_does_not(office):
    for officer, back in (("A1", "2026-03-10T09:00"), ("A2", "2026-03-11T09:00")):
        post(office, officer, EAST_STATION)
        grant(office, officer)
        leave(office, officer, EAST_STATION, LEFT)
        post(office, officer, EAST_SQUAD, when=back)
    assert credential_on("A1", day("2026-06-01")).state is State.HELD
    told = credential_on("A2", day("2026-06-01"))
    assert (told.state, told.reason) == (State.LAPSED, Reason.LEFT_CASE_POST)
    assert "2026-03-10" in told.sentence
    grant(office, "A2", when="2026-05-01T09:00")
    assert credential_on("A2", day("2026-06-01")).state is State.HELD
    assert credential_on("A2", day("2026-04-30")).state is State.LAPSED


def test_who_changes_from_one_case_post_to_another_has_not_left(office):
    post(office, "A1", EAST_STATION)
    grant(office, "A1")
    post(office, "A1", EAST_SQUAD, when="2024-06-01T09:00")
    assert credential_on("A1", day("2026-06-01")).state is State.HELD


def test_a_posting_says_itself_whether_it_is_case_work(office):
    post(office, "A1", EAST_STATION, is_case_post=False)
    post(office, "A2", EAST_STATION, "community_officer", is_case_post=True)
    grant(office, "A2")
    leave(office, "A2", EAST_STATION, LEFT)
    assert kept_until("A1") is None
    assert kept_until("A2") == day("2026-03-10")


def test_nobody_takes_an_officer_from_a_county_that_he_does_not_keep(office):
    """A transfer between counties is for who keeps both; an additional post takes nobody away."""
    post(office, "A1", EAST_STATION)
    for name, unit in (("west", WEST), ("city", CITY)):
        office.account(name)
        office.grant(name, "political_department", unit)
    with pytest.raises(NotEntitled):
        commands.post_officer("A1", WEST_STATION, "investigator", **office.words("west"))
    with pytest.raises(NotEntitled):
        commands.register_officer("A1", "乙某", kind="police", unit=WEST_STATION, **office.words("west"))
    commands.post_officer("A1", WEST_STATION, "legal_officer", is_additional=True, **office.words("west"))
    assert [row.unit for row in posts_at("A1", office.now)] == [EAST_STATION, WEST_STATION]
    commands.post_officer("A1", WEST_STATION, "investigator", **office.words("city"))
    assert {row.unit for row in posts_at("A1", office.now)} == {WEST_STATION}


def test_a_file_does_not_say_that_two_numbers_are_one_human_being(office):
    """Else the cases of the one would open to the other."""
    said = {"officer": ("A2",), "natural_person": "officer:A1", "officer_name": "乙某", "kind": "police"}
    at, source = moment("2024-01-01T00:00"), {"batch": 1, "row": 2, "begun": 1}
    draft = Draft.of("bureau.officer_registered", at, said, local=SHANGHAI, **source)
    office.book.write(draft, actor=Actor("loader", "import"))
    assert officer_at("A2", office.now).natural_person == "officer:A2"
