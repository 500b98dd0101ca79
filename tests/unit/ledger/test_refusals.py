"""What cannot be recorded is refused in a sentence, before any database sees it, and nothing is left of it."""

from dataclasses import replace

import pytest
from django.db import OperationalError, connection
from tests.ledgers import SHANGHAI, moment

from guiju.facts.draft import LARGEST_BODY, Actor, Draft, DraftRefused
from guiju.facts.seal import sealer
from guiju.facts.seal.sealer import LedgerStands, open_ledger
from guiju.facts.turns import DiskFull, writing

HALF_A_CHARACTER = "\ud83d"
GOOD = Draft.of("cases.accepted", moment("2026-03-01T10:00"), {"case": "A1"}, local=SHANGHAI)


def rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.mark.parametrize(
    "bad",
    [
        {"at": 10**18}, {"at": -(10**18)}, {"day": 0}, {"second": 86_400}, {"offset": 2_000}, {"batch": 2**63},
        {"batch": 1}, {"begun": 1}, {"batch": 1, "begun": 0},
        {"type": "x" * 65}, {"stream": HALF_A_CHARACTER}, {"unit_as_of": "\x00"}, {"on_behalf": "x" * 161},
        {"fields": {"case": HALF_A_CHARACTER}}, {"fields": {"case": "A1", "fine": float("nan")}},
        {"fields": {"case": "A1", "fine": 2**63}}, {"fields": {"case": "A1", "note": {"a": 1}}},
        {"fields": {"case": "A1", "": "x"}}, {"fields": {"case": "A1", "officer": ("P1", 2)}},
        {"fields": {"case": "A1", "note": "x" * LARGEST_BODY}},
    ],
    ids=lambda bad: f"{next(iter(bad))} {str(next(iter(bad.values())))[:30]!r}",
)  # fmt: skip
def test_a_value_that_cannot_stand_is_refused_and_leaves_nothing(book, bad):
    with pytest.raises(DraftRefused) as refused:
        book.write(replace(GOOD, **bad), key="K1")
    assert str(refused.value).encode().decode() == str(refused.value), "the sentence can be shown"
    assert rows("SELECT count(*) FROM event") == [(0,)]


@pytest.mark.parametrize("hand", [Actor(""), Actor("x" * 161), Actor("a\x00"), Actor("clerk", "chief")])
def test_a_writer_who_cannot_be_named_is_refused(book, hand):
    with pytest.raises(DraftRefused):
        book.write(GOOD, key="K1", actor=hand)


@pytest.mark.parametrize("key", ["x" * 161, "a\x00", HALF_A_CHARACTER])
def test_a_submission_number_that_cannot_stand_is_refused(book, key):
    with pytest.raises(DraftRefused):
        book.write(GOOD, key=key)


@pytest.mark.parametrize(
    "odd", ["\u202edrowssap\u202c", "=1+1", "e\u0301", "\U0001f468\u200d\U0001f469", " A1 ", "0123", "字" * 155]
)
def test_an_odd_key_stands_exactly_as_it_was_said(book, odd):
    number = book.write(replace(GOOD, fields={"case": odd}), key="K1").ids[0]
    assert rows(f"SELECT stream, (SELECT value FROM event_key WHERE event = {number}) FROM event") == [
        (f"case:{odd}", odd)
    ]


def test_whoever_opens_a_ledger_second_is_told_that_it_stands(book, monkeypatch):
    monkeypatch.setattr(sealer, "refuse_second_ledger", lambda: None)
    with pytest.raises(LedgerStands):
        open_ledger()
    assert rows("SELECT count(*) FROM checkpoint") == [(1,)]


def test_a_full_disk_is_said_in_a_sentence_with_what_to_do(book):
    with pytest.raises(DiskFull, match=r"ledger\.disk_full"), writing():
        raise OperationalError("database or disk is full")
