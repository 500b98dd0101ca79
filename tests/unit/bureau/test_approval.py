"""Nobody approves his own act: not through delegation, a second role, a second account, or a transfer."""

from datetime import timedelta

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import CITY, EAST, EAST_SQUAD, EAST_STATION, OPERATOR, WEST

from guiju.bureau import commands
from guiju.bureau.commands.corrections import OwnAct
from guiju.bureau.commands.entitlement import NotEntitled
from guiju.facts.draft import Actor, Draft
from guiju.facts.histories import history
from guiju.values.clock import to_micros


@pytest.fixture
def station(office):
    """An officer who handles a case, his chief, and the legal department of the county."""
    words = office.words(OPERATOR, "2024-01-10T09:00")
    commands.register_officer("A1", "甲某", kind="police", unit=EAST_STATION, natural_person="N-1", **words)
    for name, role, officer in (
        ("li", "lead_officer", "A1"),
        ("boss", "unit_chief", "A2"),
        ("legal", "legal_department", "A3"),
    ):
        office.account(name, officer=officer)
        office.grant(name, role, EAST_STATION if name != "legal" else EAST)
    return office


def may_approve(office, approver, initiator):
    return commands.may_approve(approver, initiator, at=office.now, unit=EAST_STATION)


def test_another_who_may_approve_there_approves(station):
    assert may_approve(station, "boss", "li")
    assert may_approve(station, "legal", "boss")


def test_who_has_no_such_role_or_holds_it_elsewhere_does_not(station):
    station.account("west")
    station.grant("west", "unit_chief", WEST)
    assert not may_approve(station, "li", "boss")
    assert not may_approve(station, "west", "li")


def test_nobody_approves_what_he_began_under_whatever_account(station):
    assert not may_approve(station, "boss", "boss")
    station.account("boss2", officer="A2")
    station.grant("boss2", "legal_department", EAST)
    assert not may_approve(station, "boss2", "boss")
    assert not may_approve(station, "boss", "boss2")


def test_nobody_approves_after_a_transfer_what_he_began_before(station):
    """A new police number in another unit, the same human being."""
    words = station.words(OPERATOR)
    commands.register_officer("B7", "甲某", kind="police", unit=EAST_SQUAD, natural_person="N-1", **words)
    station.account("moved", officer="B7")
    station.grant("moved", "unit_chief", EAST)
    assert not may_approve(station, "moved", "li")
    commands.close_account("li", **station.words("sys"))
    assert not may_approve(station, "moved", "li")
    assert may_approve(station, "moved", "boss")


def test_a_right_that_comes_from_who_began_it_is_none(station):
    station.account("deputy")
    until = station.book.now + timedelta(days=5)
    commands.delegate("unit_chief", "deputy", unit=EAST_STATION, valid_until=until, **station.words("boss"))
    assert may_approve(station, "deputy", "li")
    assert not may_approve(station, "deputy", "boss")


def correction(number, **more):
    said = {"case": "C1", "officer": ("A1",)}
    return Draft.of(
        "cases.accepted", moment("2026-03-01T11:00"), said, local=SHANGHAI, unit_as_of=EAST_STATION, corrects=number,
        reason="时间写错", **more,
    )  # fmt: skip


@pytest.fixture
def written(station):
    """A record that the officer made."""
    return station.event(
        "cases.accepted", "2026-03-01T10:00", unit=EAST_STATION, case="C1", officer=("A1",), actor="li"
    )


def test_a_correction_stands_with_the_name_of_who_released_it(station, written):
    commands.correct(correction(written), actor=Actor("li"), approver=Actor("boss"), idem_key="c1")
    [one] = history("case", "C1")
    assert (one.corrects, one.actor) == (written, "li")
    assert one.event.at == to_micros(moment("2026-03-01T11:00"))


@pytest.mark.parametrize(("corrector", "approver"), [("li", "li"), ("boss", "boss"), ("boss", "li"), ("li", "west")])
def test_a_correction_that_no_other_entitled_person_released_is_refused(station, written, corrector, approver):
    station.account("west")
    station.grant("west", "unit_chief", WEST)
    with pytest.raises(OwnAct):
        commands.correct(correction(written), actor=Actor(corrector), approver=Actor(approver), idem_key="c1")
    assert [one.id for one in history("case", "C1")] == [written]


def test_who_wrote_or_did_it_does_not_release_the_correction_of_another(station):
    """The chief wrote the record himself; his officer may not correct it with the chief's own approval."""
    number = station.event("cases.accepted", "2026-03-01T10:00", unit=EAST_STATION, case="C1", actor="boss")
    done = station.event("cases.closed", "2026-03-01T10:00", unit=EAST_STATION, case="C2", officer=("A2",), actor="li")
    for one in (number, done):
        with pytest.raises(OwnAct):
            commands.correct(correction(one), actor=Actor("li"), approver=Actor("boss"), idem_key=f"c{one}")
    commands.correct(correction(number), actor=Actor("li"), approver=Actor("legal"), idem_key="c9")


def test_what_is_foreign_or_absent_is_not_corrected(station, written):
    station.account("west")
    station.grant("west", "unit_chief", WEST)
    for number, actor in ((written, "west"), (10**9, "li")):
        with pytest.raises(NotEntitled):
            commands.correct(correction(number), actor=Actor(actor), approver=Actor("legal"), idem_key="c1")


def test_a_record_that_no_unit_answers_for_is_corrected_by_two_of_the_legal_department_at_the_top(station):
    number = station.event("cases.accepted", "2026-03-01T10:00", case="C7")
    for name in ("top1", "top2"):
        station.account(name)
        station.grant(name, "legal_department", CITY)
    for corrector, approver in (("boss", "top1"), ("top1", "legal"), ("top1", "top1")):
        with pytest.raises((OwnAct, NotEntitled)):
            commands.correct(
                correction(number), actor=Actor(corrector), approver=Actor(approver), idem_key=corrector + approver
            )
    commands.correct(correction(number), actor=Actor("top1"), approver=Actor("top2"), idem_key="c1")
