"""Nobody approves his own act: not through delegation, a second role, a second account, or a transfer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.bureau.conftest import EAST, EAST_SQUAD, EAST_STATION, OPERATOR, WEST

from guiju.bureau import commands
from guiju.bureau.commands.corrections import reaches
from guiju.bureau.roles import CORRECT
from guiju.bureau.wiring import install, wiring


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


def test_a_chief_decides_nothing_about_what_is_withheld_and_no_affair_of_his_role(station):
    """He could turn down, unseen, that a complaint is recorded."""
    asked = {"at": station.now, "unit": EAST_STATION}
    install(replace(wiring(), withheld=("conduct.",)))
    assert commands.may_approve("boss", "li", kind="cases.accepted", **asked)
    assert not commands.may_approve("boss", "li", kind="conduct.complaint_received", **asked)
    assert reaches("boss", CORRECT, EAST_STATION, station.now, station.now, "cases.accepted")
    assert not reaches("boss", CORRECT, EAST_STATION, station.now, station.now, "conduct.complaint_received")
