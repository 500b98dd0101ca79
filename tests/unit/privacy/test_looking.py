"""Whoever looks is recorded, is stopped when it is too much, and only those concerned are told."""

from dataclasses import replace

import pytest
from django.db import OperationalError, connection
from tests.unit.privacy.conftest import VIEWER

from guiju.facts.draft import Actor
from guiju.facts.events import RECORDS_VIEWED
from guiju.facts.histories import every_event
from guiju.facts.privacy import look_log
from guiju.facts.privacy.look_log import BudgetSpent, Look, LookLog, LooksWait
from guiju.facts.privacy.look_table import check_looks, follow_looks, rebuild_looks
from guiju.facts.privacy.looked import LookLimits, LooksSought, count_looks, list_looks, list_outliers, who_looked
from guiju.facts.privacy.reads import unmask
from guiju.facts.turns import writing
from guiju.values.scope import Reach, Scope

AUDITOR = Scope("audit", reaches=(Reach("audit", kinds=("privacy.",), is_everywhere=True),))
OFFICER = Scope("li", officers=("A1",), own_kinds=("cases.",))
DAY = 86_400 * 1_000_000
LIMITS = LookLimits(daily=4, least=3, times=3)


@pytest.fixture
def log(safe):
    safe.wire(follow_looks)
    return LookLog(LIMITS.daily, safe.now)


@pytest.fixture
def look(log, safe):
    def note(account, kind, value, *, at=0, officer="", page="threads.one", is_withheld=False):
        log.check(account, kind, value, at or safe.now())
        log.note(Look(at or safe.now(), account, officer, page, kind, value, "case_handling", "", is_withheld))

    return note


def test_many_looks_stand_in_one_event_on_a_stream_of_their_own(log, look):
    look("li", "case", "A1")
    look("wang", "page", "cases.list")
    assert (log.flush(), log.flush()) == (2, 0)
    [one] = [one for part in every_event() for one in part]
    assert (one.event.type, one.stream, one.keys) == (RECORDS_VIEWED, "looks:2026-03-02", ())
    assert [(row.account, row.value) for row in who_looked(AUDITOR, "case", "A1")] == [("li", "A1")]


def test_more_than_five_hundred_looks_are_told_in_further_events(log, safe):
    for number in range(501):
        log.note(Look(safe.now(), "li", "", "p", "page", str(number), "", "", False))
    assert log.flush() == 501
    assert len([one for part in every_event() for one in part]) == 2


def test_what_could_not_be_recorded_waits_and_is_recorded_once(log, look, monkeypatch):
    look("li", "case", "A1")
    real = look_log.append

    def told_but_unheard(*words, **more):
        real(*words, **more)
        raise OperationalError("the answer was lost")

    monkeypatch.setattr(look_log, "append", told_but_unheard)
    with pytest.raises(OperationalError):
        log.flush()
    monkeypatch.setattr(look_log, "append", real)
    look("li", "case", "A2")
    assert log.flush() == 2
    assert len(list_looks(AUDITOR, LooksSought("li"))) == count_looks(AUDITOR, LooksSought("li")) == 2
    assert [one.value for one in list_looks(AUDITOR, LooksSought(value="A2"))] == ["A2"]
    assert (list_looks(OFFICER, LooksSought("li")), count_looks(OFFICER, LooksSought("li"))) == ([], 0)


def test_nothing_more_is_shown_while_the_log_takes_nothing(log, look, monkeypatch):
    monkeypatch.setattr(look_log, "AT_MOST_WAITING", 1)
    look("li", "page", "cases.list")
    with pytest.raises(LooksWait):
        look("li", "page", "cases.list")


def test_a_reader_is_stopped_at_his_budget_for_what_he_has_not_seen_that_day(book, safe, log, look):
    for number in range(4):
        look("li", "case", f"A{number}")
    with pytest.raises(BudgetSpent, match="4 项"):
        look("li", "case", "A9")
    look("li", "case", "A0")
    look("li", "page", "cases.list")
    look("wang", "case", "A9")
    log.flush()
    again = LookLog(LIMITS.daily, safe.now)
    with pytest.raises(BudgetSpent):
        again.check("li", "case", "A9", safe.now())
    book.pass_time(days=1)
    look("li", "case", "A9")


def test_an_officer_is_told_who_looked_at_his_own_archive_but_not_who_is_looking_into_him(log, look):
    look("chief", "officer", "A1")
    look("inspector", "officer", "A1", is_withheld=True)
    look("chief", "officer", "A2")
    look("chief", "case", "C1")
    log.flush()
    assert [one.account for one in who_looked(OFFICER, "officer", "A1")] == ["chief"]
    assert who_looked(OFFICER, "officer", "A2") == []
    assert who_looked(OFFICER, "case", "C1") == []
    assert {one.account for one in who_looked(AUDITOR, "officer", "A1")} == {"chief", "inspector"}
    his_own = replace(AUDITOR, officers=("A1",))
    assert [one.account for one in who_looked(his_own, "officer", "A1")] == ["chief"]


def test_an_inspector_is_told_of_looks_at_what_he_sees_himself_and_of_no_others(book, log, look):
    book.record("cases.accepted", "2026-03-01T10:00", case="C1", unit="U1")
    look("li", "case", "C1")
    log.flush()
    sees = Reach("inspector", kinds=("cases.", RECORDS_VIEWED), sees_unplaced=True)
    inspector = Scope("inspector", reaches=(sees,))
    assert [one.account for one in who_looked(inspector, "case", "C1")] == ["li"]
    elsewhere = Scope("inspector", reaches=(replace(sees, sees_unplaced=False, ranges=(("01", "02"),)),))
    assert who_looked(elsewhere, "case", "C1") == []
    assert who_looked(replace(VIEWER, reaches=(replace(VIEWER.reaches[0], kinds=("cases.",)),)), "case", "C1") == []


def test_unmasking_counts_as_a_look_at_the_person_and_the_case(identify, log, safe):
    number = identify("P1", case="A1")
    safe.wire(follow_looks)
    unmask(VIEWER, number, purpose="case_handling", actor=Actor("viewer"), at=safe.now())
    assert [one.page for one in who_looked(AUDITOR, "person", "P1")] == ["privacy.record_unmasked"]
    assert [one.purposes for one in who_looked(AUDITOR, "case", "A1")] == ["case_handling"]


def test_whoever_looks_up_far_more_than_he_used_to_and_than_his_peers_stands_out(log, safe):
    today, looks = safe.now(), []
    for day in range(1, 6):
        looks += [("li", 1, today - day * DAY), ("wang", 4, today - day * DAY)]
    looks += [("li", 8, today), ("wang", 5, today), ("zhao", 1, today), ("desk", 9, today), ("desk2", 9, today)]
    for account, count, at in looks:
        for number in range(count):
            log.note(Look(at, account, "", "threads.one", "case", f"{account}-{number}", "", "", False))
    log.flush()
    groups = dict.fromkeys(("li", "wang", "zhao"), "officer") | dict.fromkeys(("desk", "desk2"), "legal")
    [one] = list_outliers(AUDITOR, today, replace(LIMITS, times=2), groups)
    assert (one.account, one.things, one.own_median, one.peers_median) == ("li", 8, 1.0, 3.0)
    assert list_outliers(OFFICER, today, LIMITS, groups) == []


def test_the_table_of_looks_can_be_made_again_and_an_edited_or_added_row_is_named(log, look):
    look("li", "case", "A1")
    log.flush()

    def every():
        return (one for part in every_event() for one in part)

    assert check_looks(every()) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE look SET account = 'wang'")
        cursor.execute(
            "INSERT INTO look (event, place, at, account, officer, page, kind, value, purposes, detail, is_withheld) "
            "VALUES (99, 1, 1, 'x', '', 'p', 'case', 'A1', '', '', 0)"
        )
    assert [(one.is_extra, one.row[3]) for one in check_looks(every())] == [
        (True, "wang"), (False, "li"), (True, "x"),
    ]  # fmt: skip
    with writing():
        assert rebuild_looks(every()) == 1
    assert check_looks(every()) == []
