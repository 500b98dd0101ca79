"""Refused rows lie sealed, open for whom they concern, and go after thirty days with the key that opens them."""

import pytest
from django.db import connection
from tests.unit.importing.conftest import rows

from guiju.facts.draft import PersonalNotWired
from guiju.facts.importing.lists import list_refused
from guiju.facts.importing.refused import expire_refused
from guiju.facts.keys.personal_fields import PersonalAltered
from guiju.project.ledger.viewer import operator
from guiju.values.clock import to_micros
from guiju.values.event import DESTROYED

ACCEPTED = ("A1", "P1", "cases.accepted", "2026-03-01 08:00", "criminal", "U1")


def test_refused_rows_go_after_their_time_and_their_key_with_them(book, personal_keys, bring, export):
    done = bring(export(ACCEPTED, ("A2", "", "cases.accepted", "昨天", "", "U1")))
    assert expire_refused(to_micros(book.now)) == 0
    assert len(personal_keys.live("batch:")) == 1
    assert expire_refused(to_micros(book.now) + 1) == 1
    assert list_refused(operator(), done.batch.event) == []
    assert personal_keys.live("batch:") == []


def test_a_refused_row_says_nothing_to_who_reads_the_table(personal_keys, bring, export):
    done = bring(export(ACCEPTED, ("测甲的案子", "", "cases.accepted", "测乙说是昨天", "", "U1")))
    [stored] = rows("SELECT * FROM refused_row")
    assert not [text for text in ("测甲", "测乙", "昨天") if text.encode() in b"".join(_bytes(one) for one in stored)]
    [told] = list_refused(operator(), done.batch.event)
    assert (told.case, "测乙说是昨天" in told.reason) == ("测甲的案子", True)


def test_a_refused_row_put_into_another_place_does_not_open(personal_keys, bring, export):
    done = bring(export(ACCEPTED, ("A2", "", "cases.accepted", "昨天", "", "U1")))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE refused_row SET row = row + 1")
    with pytest.raises(PersonalAltered):
        list_refused(operator(), done.batch.event)


def test_a_refused_row_restored_after_its_key_is_gone_says_that_it_is_destroyed(personal_keys, bring, export):
    done = bring(export(ACCEPTED, ("A2", "", "cases.accepted", "昨天", "", "U1")))
    personal_keys.destroy([one.id for one in personal_keys.live("batch:")])
    assert [one.reason for one in list_refused(operator(), done.batch.event)] == [DESTROYED]


def test_without_keys_no_refused_row_is_kept_in_clear(bring, export):
    with pytest.raises(PersonalNotWired):
        bring(export(ACCEPTED, ("A2", "", "cases.accepted", "昨天", "", "U1")))
    assert rows("SELECT * FROM refused_row") == []


def _bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
