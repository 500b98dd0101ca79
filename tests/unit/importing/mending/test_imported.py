"""Corrections that an import brought: seen by whose records they are, decided by another human being who may there."""

import csv

import pytest
from django.db import connection
from tests.unit.bureau.conftest import EAST, EAST_STATION, WEST_STATION
from tests.unit.importing.conftest import read_here

from guiju.bureau.commands import mending
from guiju.bureau.commands.corrections import OwnAct
from guiju.facts.draft import Actor
from guiju.facts.histories import history
from guiju.facts.importing.mending.lists import count_held, get_held, list_held
from guiju.facts.importing.mending.proposals import ProposalUnknown
from guiju.facts.importing.order import ImportOrder
from guiju.facts.importing.release import ReleaseRefused
from guiju.facts.importing.run import import_file
from guiju.facts.take_in import door
from guiju.project.catalogue import VOCABULARY

FIRST = (
    ("C1", "2026-03-01 08:00", EAST_STATION),
    ("C2", "2026-03-01 08:00", EAST_STATION),
    ("W1", "2026-03-01 08:00", WEST_STATION),
)
THEN = (
    ("C1", "2026-03-01 09:00", EAST_STATION),
    ("C2", "2026-03-01 07:00", EAST_STATION),
    ("W1", "2026-03-01 09:00", WEST_STATION),
)


@pytest.fixture
def batch(desk, tmp_path, monkeypatch):
    """The number of an import by A2, who is the chief of the station, that says three things otherwise."""
    monkeypatch.setattr(door, "_run", read_here)
    for name, rows in (("a.csv", FIRST), ("b.csv", THEN)):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            header = ("case", "happened_at", "unit", "type")
            csv.writer(file).writerows([header, *((*row, "cases.accepted") for row in rows)])
        order = ImportOrder(path, "办案系统", "A2", known=VOCABULARY)
        number = import_file(order, progress=lambda stage, share: None).batch.event
    return number


def test_each_sees_what_waits_of_his_own_records_old_and_new_side_by_side(desk, batch):
    seen = {
        name: [one.stream for one in list_held(desk.office.scope(name))] for name in ("boss", "west", "legal", "sys")
    }
    assert seen == {
        "boss": ["case:C2", "case:C1"], "west": ["case:W1"], "legal": ["case:C2", "case:C1"], "sys": []
    }, "what moves a date earlier stands first"  # fmt: skip
    [first, _] = list_held(desk.office.scope("boss"))
    shown = get_held(desk.office.scope("boss"), first.number)
    assert (shown.batch, shown.importer, shown.is_earlier) == (batch, "A2", True)
    assert shown.happened_before - shown.happened_at == 3_600_000_000
    assert (shown.fields_before["case"], shown.fields["case"]) == ("C2", "C2")
    assert count_held(desk.office.scope("west")) == 1
    with pytest.raises(ProposalUnknown):
        get_held(desk.office.scope("west"), first.number)


def test_who_imported_decides_nothing_under_whatever_account_and_nobody_decides_beyond_his_units(desk, batch):
    office = desk.office
    office.account("boss2", officer="A2")
    office.grant("boss2", "legal_department", EAST)
    [one, _] = list_held(office.scope("legal"))
    for actor in ("boss", "boss2", "A2", "li", "west", "nobody"):
        for act in (mending.release_batch, mending.refuse_batch):
            with pytest.raises(OwnAct):
                act(batch, reason="系统改错", actor=Actor(actor), only=[one.number])
    with pytest.raises(OwnAct):
        mending.release_batch(batch, reason="系统改错", actor=Actor("legal"))
    assert count_held(office.scope("legal")) == 2


def test_one_correction_is_released_and_another_refused_and_the_rest_goes_on_waiting(desk, batch):
    office = desk.office
    earlier, later = list_held(office.scope("legal"))
    actor = Actor("legal")
    assert mending.refuse_batch(batch, reason="查无此事", actor=actor, only=[earlier.number]).count == 1
    assert mending.release_batch(batch, reason="系统改错", actor=actor, only=[later.number]).count == 1
    assert mending.release_batch(batch, reason="系统改错", actor=actor, only=[later.number]).count == 0
    assert [one.event.at for one in history("case", "C1")] == [later.happened_at]
    assert [one.event.at for one in history("case", "C2")] == [earlier.happened_before]
    states = {one.stream: (one.state, one.decided_by) for one in list_held(office.scope("legal"), is_waiting=False)}
    assert states == {"case:C2": ("rejected", "legal"), "case:C1": ("released", "legal")}
    assert count_held(office.scope("west")) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event WHERE type = 'ledger.batch_released'")
        assert cursor.fetchone() == (1,)
    with pytest.raises(ReleaseRefused):
        mending.release_batch(batch, reason="系统改错", actor=actor, only=[])


def test_nobody_releases_a_correction_of_what_he_did_or_recorded_himself(desk, tmp_path, monkeypatch):
    """A colleague's file may not put one's own lateness right at one's own word."""
    monkeypatch.setattr(door, "_run", read_here)
    before = (("C1", "A3"), ("C2", "A1"), ("C3", "A1"))
    after = (("C1", "A1"), ("C2", "A3"), ("C3", "A1"))
    for name, hour, rows in (("a.csv", "08:00", before), ("b.csv", "07:00", after)):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            told = [(case, f"2026-03-01 {hour}", EAST_STATION, "cases.accepted", officer) for case, officer in rows]
            csv.writer(file).writerows([("case", "happened_at", "unit", "type", "officer"), *told])
        done = import_file(ImportOrder(path, "办案系统", "A2", known=VOCABULARY), progress=lambda stage, share: None)
    numbers = {one.stream: one.number for one in list_held(desk.office.scope("legal"))}
    desk.office.account("legal2", officer="A3")
    desk.office.grant("legal2", "legal_department", EAST)
    for stream in ("case:C1", "case:C2"):
        for account in ("legal", "legal2"):
            for act in (mending.release_batch, mending.refuse_batch):
                with pytest.raises(OwnAct):
                    act(done.batch.event, reason="系统改错", actor=Actor(account), only=[numbers[stream]])
    with pytest.raises(OwnAct):
        mending.release_batch(done.batch.event, reason="系统改错", actor=Actor("legal"))
    released = mending.release_batch(
        done.batch.event, reason="系统改错", actor=Actor("legal"), only=[numbers["case:C3"]]
    )
    assert released.count == 1
