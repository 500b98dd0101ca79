"""Sealing leaves nothing out, never doubles, and each checkpoint can be checked with public means alone."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, connections

from guiju.facts.seal import sealer
from guiju.facts.seal.sealer import LedgerStands, open_ledger, seal
from guiju.values.clock import to_micros


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def root_of(leaves):
    """RFC 6962 §2.1, as it is defined, over leaves that are hashed already."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


def said(text):
    return dict(line.split(": ", 1) for line in bytes(text).decode().splitlines() if ": " in line)


def fill(book, count, start=0):
    for number in range(start, start + count):
        book.record("cases.accepted", "2026-03-01T10:00", key=f"K{number}", case=f"A{number % 7}", nth=number)


def test_an_opened_ledger_has_a_signed_checkpoint_of_nothing(book):
    [(size, text)] = rows("SELECT size, text FROM checkpoint")
    assert size == 0
    assert said(text)["ledger"] == book.name
    assert said(text)["root"] == hashlib.sha256(b"").hexdigest()
    with pytest.raises(LedgerStands):
        open_ledger()


def test_each_checkpoint_is_signed_names_the_one_before_and_holds_the_root(book):
    for count in (1, 2, 5):
        fill(book, count, start=count * 10)
        assert seal() == count
        assert seal() == 0
    told = rows("SELECT size, text, signature FROM checkpoint ORDER BY number")
    assert [size for size, _, _ in told] == [0, 1, 3, 8]
    leaves = [bytes(leaf) for (leaf,) in rows("SELECT hash FROM leaf ORDER BY place")]
    public = Ed25519PublicKey.from_public_bytes(book.signer.public)
    previous = bytes(32)
    for size, text, signature in told:
        public.verify(bytes(signature), bytes(text))
        assert said(text)["root"] == root_of(leaves[:size]).hex()
        assert said(text)["previous"] == previous.hex()
        previous = hashlib.sha256(bytes(text)).digest()


def test_every_event_has_its_place_and_the_outbox_is_empty(book):
    fill(book, 9)
    seal()
    assert rows("SELECT place, event FROM leaf ORDER BY place") == list(
        enumerate(number for (number,) in rows("SELECT id FROM event ORDER BY id"))
    )
    assert rows("SELECT count(*) FROM outbox") == [(0,)]
    assert [bytes(a) for (a,) in rows("SELECT hash FROM leaf ORDER BY place")] == [
        bytes(a) for (a,) in rows("SELECT leaf FROM event ORDER BY id")
    ]


def test_the_tree_is_the_same_whether_it_was_sealed_at_once_or_across_a_full_tile(book, monkeypatch):
    fill(book, 300)
    monkeypatch.setattr(sealer, "AT_MOST", 41)
    while seal():
        pass
    leaves = [bytes(leaf) for (leaf,) in rows("SELECT hash FROM leaf ORDER BY place")]
    [(text,)] = rows("SELECT text FROM checkpoint ORDER BY number DESC LIMIT 1")
    assert said(text)["root"] == root_of(leaves).hex()
    assert [(level, place, bytes(found)) for level, place, found in rows("SELECT level, place, hash FROM tile")] == [
        (8, 0, root_of(leaves[:256]))
    ]


def test_a_checkpoint_is_not_earlier_than_what_it_seals_when_the_clock_is_set_back(book):
    fill(book, 1)
    recorded = to_micros(book.now)
    book.pass_time(days=-1)
    seal()
    [(text,)] = rows("SELECT text FROM checkpoint ORDER BY number DESC LIMIT 1")
    assert int(said(text)["sealed_at"]) == recorded


def test_sealers_and_writers_at_once_leave_no_event_unsealed_and_none_twice(book):
    def works(number):
        try:
            if number % 4 == 0:
                return seal()
            return fill(book, 3, start=number * 10)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(works, range(32)))
    while seal():
        pass
    [(events,)] = rows("SELECT count(*) FROM event")
    assert events == 72
    assert rows("SELECT count(*), count(DISTINCT event), max(place) FROM leaf") == [(72, 72, 71)]


def test_the_checkpoint_tells_that_a_trigger_was_dropped(book):
    with connection.cursor() as cursor:
        where = "" if connection.vendor == "sqlite" else " ON event"
        cursor.execute(f"DROP TRIGGER {'event_no_update' if not where else 'event_no_change'}{where}")
    fill(book, 1)
    seal()
    first, second = (said(text)["schema"] for (text,) in rows("SELECT text FROM checkpoint ORDER BY number"))
    assert first != second
