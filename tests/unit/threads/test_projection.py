"""What the row of a case says, whatever was recorded, corrected, judged or moved in the tree since."""

import json

import pytest
from django.db import connection
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import CITY, EAST, EAST_STATION, OPERATOR, WEST, WEST_STATION

from guiju.bureau import commands
from guiju.bureau.projector import follow_bureau
from guiju.facts.draft import Draft
from guiju.findings.agenda import judge_due
from guiju.findings.commands import report_findings
from guiju.findings.events import stream_of
from guiju.findings.follower import follow_findings
from guiju.findings.life.fold import follow_life
from guiju.screens.threads.projector import count_waiting, follow_threads, make_waiting
from guiju.screens.threads.whole import build_threads, check_threads
from guiju.values.clock import to_micros

COLUMNS = "unit, title, category, opened_at, last_at, closed_at, next_due_at, open_findings, extra"


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def thread(value, kind="case"):
    found = rows(f"SELECT {COLUMNS} FROM thread WHERE kind = %s AND value = %s", kind, value)
    return dict(zip(COLUMNS.split(", "), found[0], strict=True)) if found else None


def path_of(value):
    return rows("SELECT unit_path FROM thread WHERE value = %s", value)[0][0]


def at(text):
    return to_micros(moment(text))


def told(desk, type_name, when, unit="", **fields):
    draft = Draft.of(type_name, moment(when), fields, local=SHANGHAI, unit_as_of=unit)
    return desk.book.write(draft).ids[0]


def correct(desk, event, kind, when, unit="", **fields):
    why = {"corrects": event, "reason": "登错", "approver": "chief"}
    draft = Draft.of(kind, moment(when), fields, local=SHANGHAI, unit_as_of=unit, **why)
    return desk.book.write(draft).ids[0]


def tick(desk, **more):
    judge_due(desk.now, **more)
    report_findings(at=desk.now)


def test_a_case_is_opened_led_and_closed_by_what_its_subject_says(desk):
    said = {"case": "C1", "kind": "administrative", "public_order": True, "officer": "A1"}
    told(desk, "cases.accepted", "2026-03-01T08:00", EAST_STATION, **said)
    desk.event("cases.lead_assigned", "2026-03-01T09:00", case="C1", officer=("A2",))
    desk.event("cases.closed", "2026-03-02T08:00", case="C1", officer=("A3",))
    row = thread("C1")
    assert row["title"] == "行政案件·治安案件"
    assert (row["opened_at"], row["closed_at"]) == (at("2026-03-01T08:00"), at("2026-03-02T08:00"))
    assert (row["unit"], json.loads(row["extra"])) == (EAST_STATION, {"lead": ["A2"]})
    assert rows("SELECT officer FROM thread_part ORDER BY officer") == [("A1",), ("A2",), ("A3",)]
    assert check_threads() == []


def test_a_case_that_is_sent_back_is_open_again(desk):
    told(desk, "cases.filed", "2026-02-01T08:00", case="C1", kind="criminal")
    desk.event("cases.sent_for_prosecution", "2026-02-20T08:00", case="C1", person="P1")
    assert thread("C1")["closed_at"] == at("2026-02-20T08:00")
    desk.event("cases.supplement_returned", "2026-03-01T08:00", case="C1")
    assert thread("C1")["closed_at"] is None


def test_a_correction_moves_an_event_from_one_case_to_another(desk):
    first = desk.event("cases.accepted", "2026-03-01T08:00", unit=EAST_STATION, case="C1", officer=("A1",))
    correct(desk, first, "cases.accepted", "2026-03-01T10:00", unit=WEST_STATION, case="C2", officer="A2")
    assert thread("C1") is None
    assert thread("C2")["opened_at"] == at("2026-03-01T10:00")
    assert rows("SELECT officer, value FROM thread_part") == [("A2", "C2")]
    assert check_threads() == []


def test_what_is_due_and_found_counts_to_the_case_whatever_history_it_arose_in(desk):
    desk.event("custody.detained", "2026-03-02T08:00", unit=EAST_STATION, case="C1", person="P1")
    assert (thread("C1")["next_due_at"], thread("C1")["open_findings"]) == (at("2026-03-03T08:00"), 0)
    desk.book.now = moment("2026-03-03T09:00")
    tick(desk)
    # The overrun is still to be met: it, and not the report that it calls for, is what is due first.
    assert (thread("C1")["next_due_at"], thread("C1")["open_findings"]) == (at("2026-03-03T08:00"), 1)
    desk.event("custody.family_notified", "2026-03-03T08:30", case="C1", person="P1")
    assert (thread("C1")["next_due_at"], thread("C1")["open_findings"]) == (at("2026-03-03T20:00"), 1)
    assert check_threads() == []


def test_a_withdrawn_finding_is_no_open_one(desk):
    desk.event("custody.detained", "2026-03-02T08:00", unit=EAST_STATION, case="C1", person="P1")
    desk.book.now = moment("2026-03-03T09:00")
    tick(desk)
    desk.event("custody.family_notified", "2026-03-02T20:00", case="C1", person="P1")
    tick(desk)
    assert (thread("C1")["next_due_at"], thread("C1")["open_findings"]) == (None, 0)
    assert rows("SELECT count(*) FROM thread_duty WHERE is_finding = %s", True) == [(1,)]
    assert check_threads() == []


def test_nothing_of_a_complaint_shows_in_the_row_of_its_case(desk):
    desk.event("cases.accepted", "2026-02-01T08:00", unit=EAST_STATION, case="C1", officer=("A1",))
    before = rows("SELECT * FROM thread"), rows("SELECT * FROM thread_part")
    desk.event("conduct.complaint_received", "2026-02-20T08:00", unit=WEST_STATION, case="C1", officer=("A9",))
    tick(desk)
    assert (rows("SELECT * FROM thread"), rows("SELECT * FROM thread_part")) == before


def test_a_member_of_the_public_has_no_thread(desk):
    desk.event("custody.detained", "2026-03-02T08:00", unit=EAST_STATION, case="C1", person="P1", officer=("A1",))
    assert rows("SELECT DISTINCT kind FROM thread") == [("case",)]


def test_a_case_stays_where_its_unit_stood_when_it_last_had_it(desk):
    desk.event("cases.accepted", "2026-01-15T10:00", unit=EAST_STATION, case="C1")
    desk.event("cases.accepted", "2026-02-15T10:00", unit=EAST_STATION, case="C2")
    before = path_of("C1")
    assert before == path_of("C2") != ""
    commands.move_unit(EAST_STATION, WEST, **desk.words(OPERATOR, "2026-02-01T00:00"))
    assert path_of("C1") == before
    assert path_of("C2") not in ("", before)
    assert check_threads() == []


def test_a_unit_that_nobody_knew_is_found_once_it_is_opened(desk):
    desk.event("cases.accepted", "2026-02-15T10:00", unit="990351000000", case="C1")
    assert path_of("C1") == ""
    commands.open_unit(
        "990351000000", "北圩派出所", kind="station", parent=CITY, **desk.words(OPERATOR, "2025-01-01T00:00")
    )
    assert path_of("C1") != ""
    assert check_threads() == []


def test_what_came_all_at_once_waits_for_the_tick_and_is_then_the_same(desk):
    many = [
        Draft.of("cases.accepted", moment("2026-03-01T08:00"), {"case": f"C{n}"}, local=SHANGHAI, unit_as_of=EAST)
        for n in range(65)
    ]
    desk.book.write(*many)
    assert (thread("C1"), count_waiting()) == (None, 65)
    assert make_waiting() == 65
    assert (thread("C1")["unit"], count_waiting()) == (EAST, 0)
    made = rows("SELECT * FROM thread ORDER BY value")
    assert build_threads() == 65
    assert rows("SELECT * FROM thread ORDER BY value") == made
    assert check_threads() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE thread SET closed_at = 1",
        "UPDATE thread SET open_findings = 0",
        "UPDATE thread SET unit_path = '0000000001'",
        "DELETE FROM thread_part WHERE officer = 'A1'",
        "DELETE FROM thread_duty",
    ],
)
def test_an_edited_row_is_named(desk, change):
    desk.event("cases.searched", "2026-03-01T08:00", unit=EAST_STATION, case="C1", act="S1", officer=("A1",))
    assert thread("C1")["open_findings"] == 2
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert {one.stream for one in check_threads()} == {"case:C1"}


def test_a_finding_that_people_have_done_with_is_no_open_one_and_nothing_is_due_by_it(desk):
    desk.book.follow(follow_bureau, follow_findings, follow_life, follow_threads)
    desk.event("custody.detained", "2026-03-02T08:00", unit=EAST_STATION, case="C1", person="P1")
    desk.book.now = moment("2026-03-04T09:00")
    tick(desk)
    [(name,)] = rows("SELECT id FROM finding WHERE rule = 'custody.notify-family'")
    before = thread("C1")
    said = {"finding": name, "rule": "custody.notify-family", "decision_reason": "已当面告知", "case": "C1"}
    stream = stream_of(name)
    draft = Draft.of("findings.rejected", moment("2026-03-04T09:00"), said, local=SHANGHAI, stream=stream)
    desk.book.write(draft)
    after = thread("C1")
    assert before["open_findings"] - after["open_findings"] == 1
    assert before["next_due_at"] == at("2026-03-03T08:00")
    assert after["next_due_at"] != at("2026-03-03T08:00")
    assert check_threads() == []
