"""补录: what is entered later than its type allows is not recorded at once, whatever it claims of itself."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.ledgers import CLERK, SHANGHAI, moment

from guiju.facts.draft import Draft
from guiju.facts.proof.lateness import LateRecordUnapproved, is_late, record
from guiju.facts.wiring import install, wiring
from guiju.values.event import EventType
from guiju.values.timeliness import tolerance_of

DAY = EventType("cases.accepted", "受案", keys=("case",), recorded_within="24 hours")
HOUR = 3_600_000_000


@pytest.fixture
def timed(book):
    """A ledger that knows how late 受案 may be entered."""
    install(replace(wiring(), tolerances={DAY.name: 24 * HOUR}, receipted=frozenset({DAY.name})))
    return book


def draft(at, type_name="cases.accepted", **more):
    return Draft.of(type_name, moment(at), {"case": "A1"}, local=SHANGHAI, **more)


@pytest.mark.parametrize(
    ("said", "tolerance"),
    [("24 hours", 24 * HOUR), ("2 days", 48 * HOUR), ("3 workdays", None), ("", None), ("soon", None)],
)
def test_a_tolerance_is_elapsed_time_and_what_needs_a_calendar_is_left_to_the_rules(said, tolerance):
    assert tolerance_of(replace(DAY, recorded_within=said)) == tolerance


def test_a_record_within_its_time_is_none_and_one_microsecond_later_is(timed):
    assert not is_late(DAY.name, 0, 24 * HOUR)
    assert is_late(DAY.name, 0, 24 * HOUR + 1)
    assert not is_late("cases.closed", 0, 10_000 * HOUR)


def test_a_record_in_time_and_one_of_a_type_without_a_limit_go_in_with_their_receipts(timed):
    drafts = [draft("2026-03-01T09:00"), draft("2025-03-01T09:00", "cases.closed")]
    done = record(drafts, actor=CLERK, idem_key="K1")
    assert len(done.appended.ids) == 2
    assert [one.said["event"]["type"] for one in done.receipts] == [DAY.name]


@pytest.mark.parametrize(
    "words",
    [{}, {"reason": "断网"}, {"reason": "断网", "approver": "chief"}],
    ids=["nothing", "a reason", "a reason and an approver that nobody asked"],
)
def test_a_late_record_does_not_go_in_at_once_whatever_it_claims(timed, words):
    with pytest.raises(LateRecordUnapproved):
        record([draft("2026-03-01T08:59", **words)], actor=CLERK, idem_key="K1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event")
        assert cursor.fetchone() == (0,)


def test_an_approver_that_somebody_only_writes_down_is_refused_even_in_time(timed):
    with pytest.raises(LateRecordUnapproved):
        record([draft("2026-03-02T08:00", reason="笔误", approver="chief")], actor=CLERK, idem_key="K1")
