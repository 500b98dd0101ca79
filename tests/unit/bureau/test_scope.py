"""What a viewer sees: by the unit as it stood, as himself, through others, and never of the complaint about him."""

from datetime import timedelta

import pytest
from tests.ledgers import moment
from tests.unit.bureau.conftest import CITY, EAST, EAST_SQUAD, EAST_STATION, OPERATOR, WEST, WEST_STATION

from guiju.bureau import commands
from guiju.bureau.permissions.checks import PermissionRefused
from guiju.bureau.queries import list_officers, list_units
from guiju.bureau.scope import operator_scope, scope_of
from guiju.facts.queries import NotFound, count_events, get_event, list_events, list_stream
from guiju.values.clock import to_micros
from guiju.values.scope import Scope

BEFORE, AFTER = "2026-01-15T10:00", "2026-02-15T10:00"
MOVE = "2026-02-01T00:00"


def sees(office, account, number):
    return shows(office.scope(account), number)


def shows(scope, number):
    try:
        return get_event(scope, number).id == number
    except NotFound:
        return False


def chief(office, name, unit, role="unit_chief"):
    office.account(name)
    office.grant(name, role, unit)
    return name


def test_after_a_move_each_superior_keeps_what_happened_under_it(office):
    old = office.event("cases.accepted", BEFORE, unit=EAST_STATION, case="C1")
    new = office.event("cases.closed", AFTER, unit=EAST_STATION, case="C1")
    commands.move_unit(EAST_STATION, WEST, **office.words(OPERATOR, MOVE))
    for name, unit in (
        ("east", EAST),
        ("west", WEST),
        ("city", CITY),
        ("station", EAST_STATION),
        ("squad", EAST_SQUAD),
    ):
        chief(office, name, unit)
    told = {
        name: (sees(office, name, old), sees(office, name, new))
        for name in ("east", "west", "city", "station", "squad")
    }
    assert told == {
        "east": (True, False), "west": (False, True), "city": (True, True), "station": (True, True),
        "squad": (False, False),
    }  # fmt: skip


def test_an_event_without_a_unit_counts_to_the_unit_that_had_the_case_then(office):
    office.event("cases.accepted", "2026-01-10T10:00", unit=EAST_STATION, case="C1")
    between = office.event("cases.lead_assigned", "2026-01-11T10:00", case="C1")
    office.event("cases.handed_to_other_unit", "2026-01-12T10:00", unit=WEST_STATION, case="C1")
    later = office.event("cases.closed", "2026-01-13T10:00", case="C1")
    chief(office, "east", EAST)
    chief(office, "west", WEST)
    assert (sees(office, "east", between), sees(office, "east", later)) == (True, False)
    assert (sees(office, "west", between), sees(office, "west", later)) == (False, True)


def test_what_no_unit_answers_for_is_the_affair_of_the_legal_department_at_the_top(office):
    lost = office.event("cases.accepted", BEFORE, case="C9")
    strange = office.event("cases.accepted", BEFORE, unit="没有登记的单位", case="C8")
    chief(office, "top", CITY, "legal_department")
    chief(office, "county", EAST, "legal_department")
    chief(office, "boss", CITY)
    for number in (lost, strange):
        assert [sees(office, name, number) for name in ("top", "county", "boss")] == [True, False, False]


def test_an_event_that_names_its_unit_in_words_counts_to_that_unit(office):
    number = office.event("cases.accepted", BEFORE, unit="东圩派出所", case="C1")
    chief(office, "east", EAST)
    chief(office, "west", WEST)
    assert (sees(office, "east", number), sees(office, "west", number)) == (True, False)


def test_an_officer_sees_his_own_cases_and_no_others(office):
    mine = office.event("cases.accepted", BEFORE, unit=EAST_STATION, case="C1", officer=("A1",))
    of_my_case = office.event("cases.closed", AFTER, unit=EAST_STATION, case="C1", officer=("A2",))
    other = office.event("cases.accepted", BEFORE, unit=EAST_STATION, case="C2", officer=("A2",))
    office.account("li", officer="A1")
    assert [sees(office, "li", number) for number in (mine, of_my_case, other)] == [True, True, False]
    assert count_events(office.scope("li"), "officer", "A2") == 1
    assert [one.id for one in list_stream(office.scope("li"), "case:C1")] == [mine, of_my_case]
    assert list_stream(office.scope("li"), "case:C2") == []


def test_an_administrator_reads_no_case_not_even_his_own(office):
    number = office.event("cases.accepted", BEFORE, unit=EAST_STATION, case="C1", officer=("A1",))
    office.account("li", officer="A1")
    assert sees(office, "li", number)
    office.grant("li", "audit_administrator")
    assert not sees(office, "li", number)
    assert not any(sees(office, name, number) for name in ("sys", "sec1", "aud"))


def test_nobody_sees_the_complaint_about_himself(office):
    """Not the chief who inspects, not under a second account; his colleague and the station above do."""
    said = {"act": "J1", "unit": EAST_STATION}
    number = office.event("conduct.complaint_received", BEFORE, stream="act:J1", person="A1", **said)
    taken = office.event("conduct.complaint_taken_up", AFTER, stream="act:J1", **said)
    office.account("accused", officer="A1")
    office.grant("accused", "inspector", EAST)
    chief(office, "colleague", EAST, "inspector")
    chief(office, "above", CITY, "inspector")
    for event in (number, taken):
        assert [sees(office, name, event) for name in ("accused", "colleague", "above")] == [False, True, True]
    chief(office, "leader", EAST)
    assert not sees(office, "leader", number)


def test_a_delegation_shows_no_more_than_its_giver_sees_and_ends_with_his_role(office):
    number = office.event("cases.accepted", BEFORE, unit=EAST_STATION, case="C1")
    far = office.event("cases.accepted", BEFORE, unit=WEST_STATION, case="C2")
    chief(office, "boss", EAST)
    grant = office.grant("boss", "evaluator", EAST, valid_until=office.book.now + timedelta(days=2))
    office.account("deputy")
    until = office.book.now + timedelta(days=10)
    commands.delegate("evaluator", "deputy", unit=EAST_STATION, valid_until=until, **office.words("boss"))
    assert (sees(office, "deputy", number), sees(office, "deputy", far)) == (True, False)
    office.book.pass_time(days=1)
    assert sees(office, "deputy", number)
    office.book.pass_time(days=1)
    assert not sees(office, "deputy", number)
    assert grant


def test_a_delegated_unit_that_came_from_elsewhere_brings_none_of_its_former_records(office):
    """The giver heads the new county; what the station did under the old one he does not see, nor does his deputy."""
    old = office.event("cases.accepted", BEFORE, unit=EAST_STATION, case="C1")
    new = office.event("cases.accepted", AFTER, unit=EAST_STATION, case="C2")
    commands.move_unit(EAST_STATION, WEST, **office.words(OPERATOR, MOVE))
    chief(office, "boss", WEST)
    office.account("deputy")
    until = office.book.now + timedelta(days=10)
    commands.delegate("unit_chief", "deputy", unit=EAST_STATION, valid_until=until, **office.words("boss"))
    assert (sees(office, "deputy", old), sees(office, "deputy", new)) == (False, True)


def test_what_one_lacks_or_was_lent_cannot_be_delegated(office):
    chief(office, "boss", EAST)
    office.account("deputy")
    office.account("third")
    until = office.book.now + timedelta(days=10)
    words = {"valid_until": until}
    commands.delegate("unit_chief", "deputy", unit=EAST_STATION, **words, **office.words("boss"))
    for role, unit, taker, giver in (
        ("unit_chief", EAST_STATION, "third", "deputy"),
        ("unit_chief", CITY, "deputy", "boss"),
        ("unit_chief", WEST, "deputy", "boss"),
        ("legal_department", EAST, "deputy", "boss"),
        ("unit_chief", EAST, "sys", "boss"),
        ("unit_chief", EAST, "boss", "boss"),
    ):
        with pytest.raises(PermissionRefused):
            commands.delegate(role, taker, unit=unit, **words, **office.words(giver))


def test_who_is_lent_a_role_cannot_become_an_administrator(office):
    chief(office, "boss", EAST)
    office.account("deputy")
    until = office.book.now + timedelta(days=10)
    commands.delegate("unit_chief", "deputy", unit=EAST, valid_until=until, **office.words("boss"))
    with pytest.raises(PermissionRefused):
        office.grant("deputy", "audit_administrator")


def test_a_scope_that_was_made_before_a_seat_ended_shows_nothing_afterwards(office):
    number = office.event("cases.accepted", BEFORE, unit=EAST_STATION, case="C1")
    office.account("guest")
    office.grant("guest", "visiting_inspector", EAST, valid_until=office.book.now + timedelta(days=1))
    kept = office.scope("guest")
    assert shows(kept, number)
    office.book.pass_time(days=1)
    assert not shows(kept, number)


def test_a_purpose_narrows_what_is_seen(office):
    number = office.event("cases.accepted", BEFORE, unit=EAST_STATION, case="C1")
    chief(office, "boss", EAST)
    assert shows(office.scope("boss").for_purpose("supervision"), number)
    assert not shows(office.scope("boss").for_purpose("personnel"), number)


@pytest.mark.parametrize("account", ["", "nobody", "closed"])
def test_without_an_open_account_nothing_is_seen(office, account):
    number = office.event("cases.accepted", BEFORE, unit=EAST_STATION, case="C1", officer=("A1",))
    office.account("closed", officer="A1")
    office.grant("closed", "unit_chief", EAST)
    commands.close_account("closed", **office.words("sys"))
    assert office.scope(account) == Scope(account, at=office.now)
    assert not sees(office, account, number)


def test_the_operator_at_the_machine_sees_units_and_people_and_no_case(office):
    number = office.event("cases.accepted", BEFORE, unit=EAST_STATION, case="C1", officer=("A1",))
    viewer = operator_scope(office.now)
    assert list_units(viewer, at=office.now).total == 6
    assert not shows(viewer, number)


def test_the_roster_shows_one_county_to_its_own(office):
    for number, unit in (("A1", EAST_STATION), ("A2", WEST_STATION)):
        commands.post_officer(number, unit, "investigator", **office.words(OPERATOR, "2024-01-10T09:00"))
    chief(office, "boss", EAST)
    assert [one.officer for one in list_officers(office.scope("boss"), at=office.now).items] == ["A1"]
    assert list_officers(office.scope("boss"), at=office.now, unit=WEST_STATION).items == ()


def test_scope_is_that_of_the_instant_asked_for(office):
    number = office.event("cases.accepted", BEFORE, unit=EAST_STATION, case="C1")
    chief(office, "boss", EAST)
    assert not shows(scope_of("boss", to_micros(moment("2026-03-01T00:00"))), number)
    assert [one.id for one in list_events(office.scope("boss"), "case", "C1")] == [number]
