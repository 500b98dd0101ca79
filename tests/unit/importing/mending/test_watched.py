"""What the ledger makes of back-dating and late entry: suspected findings with a name, never of the unknown."""

import csv
from dataclasses import replace

import pytest
from django.db import connection
from tests.ledgers import moment
from tests.unit.bureau.conftest import EAST_STATION
from tests.unit.importing.conftest import read_here
from tests.unit.importing.mending.conftest import HEARD

from guiju.facts.histories import history
from guiju.facts.importing.order import ImportOrder
from guiju.facts.importing.release import release
from guiju.facts.importing.run import import_file
from guiju.facts.take_in import door
from guiju.findings.commands import report_findings
from guiju.findings.models import DataGap, Finding
from guiju.findings.queries import list_findings
from guiju.findings.whole import judge_whole
from guiju.project.catalogue import VOCABULARY
from guiju.project.ledger.viewer import operator
from guiju.values.clock import to_micros

LATE, MOVED, CALL_MOVED = "cases.enter-steps-in-time", "cases.keep-recorded-dates", "calls.keep-recorded-dates"


def found(*rules):
    """The findings of these pages that stand, in the order of their triggers."""
    rows = Finding.objects.filter(rule__in=rules, is_standing=True).order_by("trigger")
    return [(row.rule, row.value, row.outcome) for row in rows]


def gaps():
    return [(row.kind, row.value, row.missing) for row in DataGap.objects.filter(rule=LATE)]


def judged_both_ways(desk):
    """What stands after each row was judged as it came, and after the whole ledger was swept: it must be the same."""
    one_by_one = found(LATE, MOVED, CALL_MOVED), gaps()
    judge_whole(to_micros(desk.book.now))
    assert (found(LATE, MOVED, CALL_MOVED), gaps()) == one_by_one
    return one_by_one


@pytest.fixture
def bring(watched, tmp_path, monkeypatch):
    """Import rows as 甲 from 办案系统."""
    monkeypatch.setattr(door, "_run", read_here)

    def run(*rows, header=("case", "type", "happened_at", "unit"), name="a.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        order = ImportOrder(path, "办案系统", "甲", known=VOCABULARY)
        return import_file(order, progress=lambda stage, share: None).batch.event

    return run


def test_a_step_that_was_entered_here_days_late_is_found_and_one_in_time_is_not(watched):
    office = watched.office
    office.event(HEARD, "2026-03-01T09:00", unit=EAST_STATION, case="C1")
    office.event(HEARD, "2026-03-01T08:59", unit=EAST_STATION, case="C2")
    assert judged_both_ways(watched) == ([(LATE, "C2", "broken")], [])


@pytest.mark.slow
def test_an_approved_late_record_is_still_a_late_record(watched):
    watched.approve(watched.propose(watched.draft("2026-02-20T10:00")))
    assert found(LATE) == [(LATE, "C1", "broken")]


@pytest.mark.slow
def test_a_correction_neither_makes_nor_mends_the_time_of_entry(watched):
    """Entered in time on 2 March, corrected a week later by an hour; entered late, corrected: still late."""
    office = watched.office
    good = office.event(HEARD, "2026-03-02T08:00", unit=EAST_STATION, case="C1", actor="li")
    late = office.event(HEARD, "2026-02-20T08:00", unit=EAST_STATION, case="C1", person="P1", actor="li")
    watched.book.pass_time(days=7)
    watched.approve(watched.propose(watched.draft("2026-03-02T08:30", corrects=good)))
    watched.approve(watched.propose(watched.draft("2026-02-20T09:00", corrects=late, person="P1")))
    assert found(LATE) == [(LATE, "C1", "broken")]
    assert list(Finding.objects.filter(rule=LATE).values_list("trigger", flat=True)) == [late]


def test_of_an_imported_row_without_a_time_of_entry_nobody_knows_and_nothing_is_claimed(watched, bring):
    bring(("C1", HEARD, "2026-01-05 10:00", EAST_STATION))
    claimed, unknown = judged_both_ways(watched)
    assert claimed == []
    assert unknown == [("case", "C1", "entered_late")]


@pytest.mark.slow
def test_an_imported_row_that_says_when_it_was_entered_is_judged_by_that(watched, bring):
    header = ("case", "type", "happened_at", "unit", "entered_at")
    bring(
        ("C1", HEARD, "2026-01-05 10:00", EAST_STATION, "2026-01-05 11:00"),
        ("C2", HEARD, "2026-01-05 10:00", EAST_STATION, "2026-01-09 11:00"),
        ("C3", HEARD, "2026-01-05 10:00", EAST_STATION, ""),
        ("C4", HEARD, "2026-01-05 10:00", EAST_STATION, "不详"),
        header=header,
    )
    claimed, unknown = judged_both_ways(watched)
    assert claimed == [(LATE, "C2", "broken")]
    assert [case for _, case, _ in unknown] == ["C3", "C4"]


@pytest.mark.slow
def test_no_file_says_of_itself_that_it_was_in_time(watched, bring):
    header = ("case", "type", "happened_at", "unit", "entered_late")
    bring(("C1", HEARD, "2026-01-05 10:00", EAST_STATION, "否"), header=header)
    assert [case for _, case, _ in judged_both_ways(watched)[1]] == ["C1"]


def test_a_date_that_an_import_moves_earlier_is_a_suspected_finding_with_a_name_of_its_own(watched, bring):
    bring(("C1", "cases.accepted", "2026-03-01 08:00", EAST_STATION), ("C1", "cases.filed", "2026-03-01 09:00", ""))
    number = bring(
        ("C1", "cases.accepted", "2026-03-01 07:00", EAST_STATION),
        ("C1", "cases.filed", "2026-03-01 10:00", ""),
        name="b.csv",
    )
    assert found(MOVED) == [], "what waits has moved nothing yet"
    release(number, by="乙", reason="系统改错")
    [finding] = Finding.objects.filter(rule=MOVED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, stream, actor_kind FROM event WHERE type = 'records.date_moved_earlier'")
        assert cursor.fetchall() == [(finding.trigger, "case:C1", "system")]
    assert judged_both_ways(watched)[0] == [(MOVED, "C1", "broken")]
    report_findings(at=to_micros(watched.book.now))
    assert MOVED in [one.rule for one in list_findings(operator(), search="C1")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event WHERE type = 'findings.suspected' AND stream = %s",
                       (f"finding:{finding.id}",))  # fmt: skip
        assert cursor.fetchone() == (1,)


def test_a_date_that_people_move_earlier_with_approval_is_shown_as_well(watched):
    first = watched.office.event("cases.accepted", "2026-03-02T08:00", unit=EAST_STATION, case="C1", actor="li")
    call = watched.office.event("calls.registered", "2026-03-02T08:00", unit=EAST_STATION, call="J1", actor="li")
    watched.approve(watched.propose(watched.draft("2026-03-01T20:00", "cases.accepted", corrects=first)))
    moved = replace(watched.draft("2026-03-01T20:00", "calls.registered", corrects=call), fields={"call": "J1"})
    watched.approve(watched.propose(moved))
    assert judged_both_ways(watched)[0] == [(MOVED, "C1", "broken"), (CALL_MOVED, "J1", "broken")]


@pytest.mark.slow
def test_a_date_moved_later_is_no_back_dating(watched):
    first = watched.office.event("cases.accepted", "2026-03-02T08:00", unit=EAST_STATION, case="C1", actor="li")
    watched.approve(watched.propose(watched.draft("2026-03-02T08:30", "cases.accepted", corrects=first)))
    assert found(MOVED) == []


@pytest.mark.slow
def test_the_mark_says_both_instants_and_which_record(watched):
    first = watched.office.event("cases.accepted", "2026-03-02T08:00", unit=EAST_STATION, case="C1", actor="li")
    watched.approve(watched.propose(watched.draft("2026-03-01T20:00", "cases.accepted", corrects=first)))
    [mark] = history("case", "C1", ["records.date_moved_earlier"])
    said = mark.event.fields
    assert (said["moved_from"], said["moved_to"]) == (
        moment("2026-03-02T08:00").isoformat(), moment("2026-03-01T20:00").isoformat()
    )  # fmt: skip
    assert (said["moved_seconds"], said["corrected_event"], said["by_import"]) == (43_200, first, False)
