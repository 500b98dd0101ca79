"""补录: late by hand only with a reason and another person's approval."""

import json
from dataclasses import replace

import pytest
from django.db import connection
from tests.ledgers import CLERK, SHANGHAI, moment

from guiju.facts.draft import Draft
from guiju.facts.proof.lateness import LateRecordUnapproved, needs_approval, record_late
from guiju.values.event import EventType

DAY = EventType("cases.accepted", "受案", keys=("case",), recorded_within="24 hours")
FREE = EventType("cases.closed", "结案", keys=("case",))
TYPES = {kind.name: kind for kind in (DAY, FREE)}
HOUR = 3_600_000_000


def draft(at, type_name="cases.accepted", **more):
    return Draft.of(type_name, moment(at), {"case": "A1"}, local=SHANGHAI, **more)


def test_a_record_within_its_time_needs_nobody_and_one_microsecond_later_does():
    assert not needs_approval(DAY, 0, 24 * HOUR)
    assert needs_approval(DAY, 0, 24 * HOUR + 1)
    assert needs_approval(replace(DAY, recorded_within="2 days"), 0, 48 * HOUR + 1)
    assert not needs_approval(FREE, 0, 10_000 * HOUR)
    assert not needs_approval(replace(DAY, recorded_within="3 workdays"), 0, 10_000 * HOUR), (
        "the rules know the calendar"
    )


def test_a_record_in_time_and_one_of_a_type_without_a_limit_go_in_as_they_are(book):
    drafts = [draft("2026-03-01T09:00"), draft("2025-03-01T09:00", "cases.closed")]
    assert len(record_late(drafts, types=TYPES, actor=CLERK, idem_key="K1").ids) == 2


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"reason": "断网"},
        {"approver": "chief"},
        {"reason": " ", "approver": "chief"},
        {"reason": "断网", "approver": CLERK.name},
        {"reason": "断网", "approver": "P7", "on_behalf": "P7"},
    ],
    ids=["nothing", "no approver", "no reason", "blank reason", "own approval", "approved by whom it is written for"],
)
def test_a_late_record_without_reason_or_foreign_approval_is_refused(book, words):
    with pytest.raises(LateRecordUnapproved):
        record_late([draft("2026-03-01T08:59", **words)], types=TYPES, actor=CLERK, idem_key="K1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event")
        assert cursor.fetchone() == (0,)


def test_reason_and_approver_of_a_late_record_stand_in_what_is_sealed(book):
    late = draft("2026-02-01T08:00", reason="断网", approver="chief")
    record_late([late], types=TYPES, actor=CLERK, idem_key="K1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, recorded_at - happened_at FROM event")
        body, gap = cursor.fetchone()
    said = json.loads(bytes(body))
    assert (said["reason"], said["approver"]) == ("断网", "chief")
    assert gap == (29 * 24 + 1) * HOUR, "the time of recording is the server's"
