"""Before a page is published one sees what it would have done with the year behind."""

from datetime import timedelta

from tests.unit.findings.lawmaking.conftest import PAGE, LawStation
from tests.unit.findings.lawmaking.test_publishing import detained, judged, notified

from guiju.findings.lawmaking.outlook import as_data, from_data, what_if
from guiju.findings.models import Agenda, Finding, RunningDuty
from guiju.values.clock import to_micros

TWELVE = PAGE.replace("24 hours", "12 hours")


def outlook_of(bureau: LawStation, text: str, account: str = "law1"):
    since = to_micros(bureau.book.now - timedelta(days=365))
    return what_if(bureau.scope(account), text, since=since, until=bureau.now, as_of=bureau.now)


def test_it_names_each_duty_that_would_stand_otherwise_and_writes_nothing(lawful):
    detained(lawful, "A1", "2026-02-01T08:00")
    notified(lawful, "A1", "2026-02-01T23:00")  # fifteen hours: a new finding
    detained(lawful, "A2", "2026-02-02T08:00")
    notified(lawful, "A2", "2026-02-02T10:00")  # in time under either: only the due date moves
    detained(lawful, "A3", "2026-02-03T08:00")  # never: overdue under either, sooner
    detained(lawful, "A4", "2026-03-02T01:00")  # running, and due sooner
    detained(lawful, "A5", "2024-02-01T08:00")
    notified(lawful, "A5", "2024-02-01T23:00")  # before the year that is looked at
    lawful.searched("A6")
    judged(lawful)
    tables = [list(table.objects.order_by("pk").values()) for table in (Finding, RunningDuty, Agenda)]
    found = outlook_of(lawful, TWELVE)
    assert dict(found.counts) == {"new": 1, "gone": 0, "moved": 3, "other": 0}
    assert [(one.kind, one.history_value) for one in found.lines] == [
        ("new", "A1"), ("moved", "A2"), ("moved", "A3"), ("moved", "A4"),
    ]  # fmt: skip
    first = found.lines[0]
    assert (first.before.outcome, first.after.outcome) == ("kept", "late")
    assert first.before.due_at - first.after.due_at == 12 * 3600 * 1_000_000
    assert found.duties == 4
    assert [list(table.objects.order_by("pk").values()) for table in (Finding, RunningDuty, Agenda)] == tables
    assert from_data(as_data(found)) == found


def test_findings_that_would_vanish_are_told_as_well(lawful):
    detained(lawful, "B1", "2026-02-01T08:00")
    notified(lawful, "B1", "2026-02-02T20:00")  # thirty-six hours
    found = outlook_of(lawful, PAGE.replace("24 hours", "48 hours"))
    assert dict(found.counts) == {"new": 0, "gone": 1, "moved": 0, "other": 0}


def test_one_sees_what_one_may_see_and_no_more(lawful):
    detained(lawful, "C1", "2026-02-01T08:00")
    notified(lawful, "C1", "2026-02-01T23:00")
    assert outlook_of(lawful, TWELVE, "clerk").counts["new"] == 1
    west = outlook_of(lawful, TWELVE, "westclerk")
    assert (west.counts["new"], west.duties) == (0, 0)
    assert outlook_of(lawful, TWELVE, "clerk").duties == 1
