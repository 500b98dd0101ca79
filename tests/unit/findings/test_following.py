"""What follows from an event: who is told of a suspected breach, when, and what becomes of it."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.ledgers import SHANGHAI, moment
from tests.unit.findings.conftest import write_pack

from guiju.facts.draft import Draft
from guiju.findings.agenda import judge_due
from guiju.findings.commands import report_findings
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.findings.rebuild import check_findings, rebuild_findings
from guiju.values.clock import to_micros

PERSON = {"case": "A1", "person": "P1", "unit": "U1"}


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def told():
    return rows("SELECT rule, outcome, is_standing FROM finding ORDER BY rule, trigger")


def running():
    return rows("SELECT rule, due_at FROM running_duty ORDER BY rule, due_at")


def tick(book, **more):
    return judge_due(to_micros(book.now), **more)


def at(text):
    return to_micros(moment(text))


def test_a_duty_that_arises_runs_until_its_due_instant(judged):
    judged.record("custody.detained", "2026-03-02T08:00", **PERSON)
    assert running() == [("custody.notify-family", at("2026-03-03T08:00"))]
    assert told() == []


def test_an_answer_in_time_ends_the_duty_and_is_no_finding(judged):
    judged.record("custody.detained", "2026-03-02T08:00", **PERSON)
    judged.record("custody.family_notified", "2026-03-02T08:30", **PERSON)
    assert running() == []
    assert told() == []


def test_a_breach_is_found_in_the_same_transaction(judged):
    judged.record("cases.searched", "2026-03-02T08:00", case="A1", act="S1", officer="P1")
    assert ("cases.two-officers", "broken", True) in [
        (rule, outcome, bool(standing)) for rule, outcome, standing in told()
    ]


def test_what_falls_due_is_found_by_the_tick_and_not_before(judged):
    judged.record("custody.detained", "2026-03-02T08:00", **PERSON)
    judged.now = moment("2026-03-03T07:59:59")
    assert tick(judged) == 0
    judged.now = moment("2026-03-03T08:00:01")
    assert tick(judged) == 1
    assert [row[:2] for row in told()] == [("custody.notify-family", "overdue")]


def test_an_overrun_opens_the_duty_that_waits_for_it(judged):
    judged.record("custody.detained", "2026-03-02T08:00", **PERSON)
    judged.now = moment("2026-03-03T09:00")
    tick(judged)
    assert running() == [("custody.report-overrun", at("2026-03-03T20:00"))]
    judged.now = moment("2026-03-03T20:00:01")
    tick(judged)
    assert [row[:2] for row in told()] == [("custody.notify-family", "overdue"), ("custody.report-overrun", "overdue")]


def test_a_late_answer_leaves_the_same_finding_late(judged):
    trigger = judged.record("custody.detained", "2026-03-02T08:00", **PERSON)
    judged.now = moment("2026-03-03T09:00")
    tick(judged)
    judged.record("custody.family_notified", "2026-03-03T08:30", **PERSON)
    assert rows("SELECT id, outcome, settled_at FROM finding WHERE rule = 'custody.notify-family'") == [
        (f"custody.notify-family:{trigger}", "late", at("2026-03-03T08:30"))
    ]


def test_a_period_that_begins_while_nothing_happens_brings_its_duty(judged):
    judged.record("bureau.unit_opened", "2026-03-02T08:00", unit="U9")
    assert running() == []
    judged.now = moment("2026-04-01T00:10")
    tick(judged)
    assert running() == [("bureau.monthly", at("2026-04-21T00:00"))]
    judged.now = moment("2026-06-01T00:10")
    tick(judged)
    assert [row[:2] for row in told()] == [("bureau.monthly", "overdue")] * 2


def test_a_breach_that_nobody_was_told_of_vanishes_with_a_late_recording(judged):
    judged.record("custody.detained", "2026-03-02T08:00", **PERSON)
    judged.now = moment("2026-03-03T09:00")
    tick(judged)
    judged.record("custody.family_notified", "2026-03-02T20:00", **PERSON)
    assert told() == []


def test_a_reported_finding_stays_visible_when_it_no_longer_stands_and_says_so_in_the_ledger(judged):
    judged.record("custody.detained", "2026-03-02T08:00", **PERSON)
    judged.now = moment("2026-03-03T09:00")
    tick(judged)
    assert report_findings(at=to_micros(judged.now)) == 1
    assert report_findings(at=to_micros(judged.now)) == 0, "nothing is reported twice"
    judged.record("custody.family_notified", "2026-03-02T20:00", **PERSON)
    assert [(rule, outcome, bool(standing)) for rule, outcome, standing in told()] == [
        ("custody.notify-family", "withdrawn", False)
    ]
    assert report_findings(at=to_micros(judged.now)) == 1
    types = [kind for (kind,) in rows("SELECT type FROM event ORDER BY id")]
    assert types[1:] == ["findings.suspected", "custody.family_notified", "findings.withdrawn"]


def test_a_finding_that_comes_back_is_counted_as_the_same_one(judged):
    judged.record("custody.detained", "2026-03-02T08:00", **PERSON)
    judged.now = moment("2026-03-03T09:00")
    tick(judged)
    report_findings(at=to_micros(judged.now))
    excuse = judged.record("custody.notice_withheld", "2026-03-02T20:00", **PERSON)
    report_findings(at=to_micros(judged.now))
    judged.pass_time(hours=1)
    elsewhere = Draft.of(
        "custody.notice_withheld", moment("2026-03-02T20:00"), {"case": "A2", "person": "P1"}, local=SHANGHAI,
        corrects=excuse, reason="登错案件", approver="chief",
    )  # fmt: skip
    judged.write(elsewhere)
    report_findings(at=to_micros(judged.now))
    assert rows("SELECT outcome, returns FROM finding WHERE rule = 'custody.notify-family'") == [("overdue", 1)]


def test_a_credential_that_is_recorded_later_is_looked_up_again(judged):
    judged.record("cases.searched", "2026-03-02T08:00", case="A1", act="S1", officer=("P1", "P2"))
    assert [row[0] for row in told()] == ["cases.qualified"]
    for officer in ("P1", "P2"):
        judged.record(
            "credentials.granted", "2026-01-01T08:00", officer=officer, name="基本级执法资格", until="2030-01-01"
        )
    assert told() == []


EACH_OFFICER = """
id: cases.three-officers
title: {zh: 每名搜查人员各自负责, en: Each officer}
severity: minor
history: officer
when: cases.searched
must: {satisfy: {officers: ">= 3"}}
editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第三条}}]
cases:
  - name: 一
    happened: [{type: cases.searched, at: 2024-03-01T08:00+08:00, act: S, officer: P1}]
    expect: {outcome: broken}
"""


def test_each_officer_of_one_act_has_a_finding_of_his_own(book, tmp_path):
    install_law(LawInForce(write_pack(tmp_path / "law", {"cases/three-officers.yaml": EACH_OFFICER}), SHANGHAI))
    book.follow(follow_findings)
    trigger = book.record("cases.searched", "2026-03-02T08:00", case="A1", act="S1", officer=("P1", "P2" * 70))
    names = [f"cases.three-officers:{trigger}@P1", f"cases.three-officers:{trigger}@{'P2' * 70}"]
    assert [row[0] for row in rows("SELECT id FROM finding ORDER BY id")] == names
    assert report_findings(at=to_micros(book.now)) == 2
    assert check_findings(to_micros(book.now)) == []


def test_a_duty_of_a_history_that_was_begun_here_needs_no_declared_source(judged):
    judged.record("custody.detained", "2026-03-01T08:00", **PERSON)
    assert rows("SELECT count(*) FROM data_gap") == [(0,)]
    tick(judged)
    assert [row[:2] for row in told()] == [("custody.notify-family", "overdue")]


def test_what_was_made_step_by_step_equals_what_is_made_from_the_ledger(judged):
    judged.record("bureau.unit_opened", "2026-01-02T08:00", unit="U9")
    judged.record("custody.detained", "2026-03-02T08:00", **PERSON)
    judged.record("custody.detained", "2026-03-02T08:10", case="A2", person="P2", unit="U1")
    judged.record("cases.searched", "2026-03-02T08:30", case="A2", act="S1", officer="P1")
    judged.now = moment("2026-03-03T09:00")
    tick(judged, nightly=True)
    report_findings(at=to_micros(judged.now))
    judged.record("custody.family_notified", "2026-03-02T20:00", **PERSON)
    report_findings(at=to_micros(judged.now))
    judged.now += timedelta(hours=5)
    tick(judged, nightly=True)
    before = [rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4") for table in ("finding", "running_duty", "data_gap")]
    assert check_findings(to_micros(judged.now)) == []
    rebuild_findings(to_micros(judged.now))
    after = [rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4") for table in ("finding", "running_duty", "data_gap")]
    assert before == after
    assert len(before[0]) >= 4


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("finding", "UPDATE finding SET outcome = 'late' WHERE rule = 'custody.notify-family'"),
        ("finding", "DELETE FROM finding WHERE rule = 'custody.notify-family'"),
        ("running_duty", "UPDATE running_duty SET due_at = due_at + 1"),
        ("history_source", "INSERT INTO history_source (kind, value, batch, first) VALUES ('case', 'A1', 7, 1)"),
    ],
)
def test_an_edited_projection_is_named_with_its_table_and_history(judged, table, change):
    judged.record("custody.detained", "2026-03-02T08:00", **PERSON)
    judged.now = moment("2026-03-03T09:00")
    tick(judged, nightly=True)
    with connection.cursor() as cursor:
        cursor.execute(change)
    found = check_findings(to_micros(judged.now))
    assert {one.table for one in found} == {table}
    assert {one.stream for one in found} == {"case:A1"}
