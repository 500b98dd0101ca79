"""What a writer may rely on when an event is recorded, and what nobody may do."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.ledgers import CLERK, SHANGHAI, moment

from guiju.facts.commands import CorrectionRefused, IdemKeyReused
from guiju.facts.draft import Actor, Draft, DraftRefused
from guiju.facts.histories import history
from guiju.values.clock import to_micros

KEPT = ["event", "event_key", "leaf", "tile", "checkpoint", "correction"]


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def draft(type_name="cases.accepted", at="2026-03-01T10:00", **fields):
    more = {name: fields.pop(name) for name in ("corrects", "reason", "approver", "stream") if name in fields}
    return Draft.of(type_name, moment(at), fields or {"case": "A1"}, local=SHANGHAI, **more)


def test_an_event_stands_in_its_stream_with_the_servers_time(book):
    number = book.record(
        "cases.accepted", "2026-03-01T10:00", case="A1", officer=("P2", "P1"), unit="U1", kind="criminal"
    )
    [(stream, seq, happened, recorded, actor, prev)] = rows(
        "SELECT stream, seq, happened_at, recorded_at, actor, prev FROM event WHERE id = %s", number
    )
    assert (stream, seq, actor, bytes(prev)) == ("case:A1", 1, "clerk", bytes(32))
    assert happened == to_micros(moment("2026-03-01T10:00"))
    assert recorded == to_micros(book.now)
    kinds = rows("SELECT kind, value FROM event_key WHERE event = %s ORDER BY kind, value", number)
    assert kinds == [("case", "A1"), ("officer", "P1"), ("officer", "P2"), ("unit", "U1")]


def test_each_event_names_the_one_before_it_in_its_stream(book):
    for day in (1, 2, 3):
        book.record("cases.accepted", f"2026-02-0{day}T10:00", case="A1")
    book.record("cases.accepted", "2026-02-01T10:00", case="B1")
    told = rows("SELECT stream, seq, prev, leaf FROM event ORDER BY id")
    assert [(stream, seq) for stream, seq, _, _ in told] == [
        ("case:A1", 1),
        ("case:A1", 2),
        ("case:A1", 3),
        ("case:B1", 1),
    ]
    assert [bytes(row[2]) for row in told] == [bytes(32), bytes(told[0][3]), bytes(told[1][3]), bytes(32)]


def test_the_same_submission_twice_is_recorded_once(book):
    first = book.write(draft(), key="K1")
    again = book.write(draft(), key="K1")
    assert (first.is_repeat, again.is_repeat) == (False, True)
    assert first.ids == again.ids
    assert rows("SELECT count(*) FROM event") == [(1,)]


def test_several_events_of_one_submission_are_recorded_whole_or_not_at_all(book):
    with pytest.raises(DraftRefused):
        book.write(draft(), draft(case=""), key="K1")
    assert rows("SELECT count(*) FROM event") == [(0,)]
    pair = (draft(), draft(at="2026-03-01T11:00"))
    assert book.write(*pair, key="K1").ids == book.write(*pair, key="K1").ids
    assert rows("SELECT count(*) FROM event") == [(2,)]


def test_a_submission_number_that_is_used_for_something_else_is_refused(book):
    book.write(draft(), key="K1")
    with pytest.raises(IdemKeyReused):
        book.write(draft(case="A2"), key="K1")
    assert book.write(draft(case="A2"), key="K1", actor=Actor("other")).is_repeat is False


def test_what_was_recorded_is_never_earlier_than_the_last_checkpoint(book):
    from guiju.facts.seal.sealer import seal

    book.record("cases.accepted", "2026-03-01T10:00", case="A1")
    seal()
    sealed_at = to_micros(book.now)
    book.pass_time(hours=-3)
    number = book.record("cases.accepted", "2026-03-01T11:00", case="A1")
    assert rows("SELECT recorded_at FROM event WHERE id = %s", number) == [(sealed_at,)]


def test_an_event_about_nothing_is_refused(book):
    with pytest.raises(DraftRefused):
        book.write(Draft.of("cases.accepted", moment("2026-03-01T10:00"), {"kind": "criminal"}, local=SHANGHAI))


@pytest.mark.parametrize("bad", ["x" * 161, "a\x00b"], ids=["too long", "holds a NUL"])
def test_a_key_that_no_database_can_keep_whole_is_refused(book, bad):
    with pytest.raises(DraftRefused):
        book.record("cases.accepted", "2026-03-01T10:00", case=bad)


def test_a_correction_stands_beside_what_it_corrects_and_takes_its_place_in_the_history(book):
    first = book.record("cases.accepted", "2026-03-01T10:00", case="A1", kind="criminal")
    book.pass_time(hours=1)
    right = draft(
        at="2026-03-01T10:30", case="A1", kind="criminal", corrects=first, reason="时间录错", approver="chief"
    )
    second = book.write(right, key="C1").ids[0]
    [told] = history("case", "A1")
    assert (told.id, told.first, told.event.seq) == (second, first, first)
    assert told.event.at == to_micros(moment("2026-03-01T10:30"))
    assert told.event.recorded_at == told.recorded_at - 3_600_000_000, "lateness of recording is that of the first"
    assert rows("SELECT count(*) FROM event") == [(2,)]
    assert json.loads(bytes(rows("SELECT body FROM event WHERE id = %s", second)[0][0]))["reason"] == "时间录错"


def test_a_correction_is_bound_to_the_version_that_it_corrects_by_that_versions_hash(book):
    first = book.record("cases.accepted", "2026-03-01T10:00", case="A1")
    versions = [first]
    for hour in ("09", "08"):
        right = draft(at=f"2026-03-01T{hour}:00", case="A1", corrects=versions[-1], reason="错", approver="chief")
        versions += book.write(right, key=f"C{hour}").ids
    for before, after in pairwise(versions):
        [(leaf,)] = rows("SELECT leaf FROM event WHERE id = %s", before)
        said = json.loads(bytes(rows("SELECT body FROM event WHERE id = %s", after)[0][0]))
        assert (said["corrects"], said["corrects_leaf"], said["first"]) == (before, bytes(leaf).hex(), first)


def test_a_correction_without_reason_or_approver_or_of_something_already_corrected_is_refused(book):
    first = book.record("cases.accepted", "2026-03-01T10:00", case="A1")
    for lacking in ({"reason": "错"}, {"approver": "chief"}):
        with pytest.raises(CorrectionRefused):
            book.write(draft(corrects=first, **lacking), key="C0")
    book.write(draft(at="2026-03-01T09:00", case="A1", corrects=first, reason="错", approver="chief"), key="C1")
    with pytest.raises(CorrectionRefused):
        book.write(draft(at="2026-03-01T08:00", case="A1", corrects=first, reason="错", approver="chief"), key="C2")
    with pytest.raises(CorrectionRefused):
        book.write(draft(case="A1", corrects=first + 1_000, reason="错", approver="chief"), key="C3")


def test_the_same_correction_twice_is_recorded_once(book):
    first = book.record("cases.accepted", "2026-03-01T10:00", case="A1")
    right = draft(at="2026-03-01T09:00", case="A1", corrects=first, reason="错", approver="chief")
    assert book.write(right, key="C1").ids == book.write(right, key="C1").ids


@pytest.mark.parametrize("table", KEPT)
def test_the_database_refuses_to_change_what_is_recorded(book, table):
    from guiju.facts.seal.sealer import seal

    first = book.record("cases.accepted", "2026-03-01T10:00", case="A1")
    book.write(draft(at="2026-03-01T09:00", case="A1", corrects=first, reason="错", approver="chief"), key="C1")
    seal()
    column = {"event": "stream", "event_key": "value", "leaf": "hash", "checkpoint": "text", "correction": "first"}
    with connection.cursor() as cursor:
        if table == "tile":
            cursor.execute("INSERT INTO tile (level, place, hash) VALUES (8, 0, %s)", (bytes(32),))
        name = column.get(table, "hash")
        for statement in (f"UPDATE {table} SET {name} = {name}", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(statement)


def test_a_follower_that_fails_leaves_nothing_behind(book):
    def fails(recorded):
        raise ValueError("no")

    book.follow(fails)
    with pytest.raises(ValueError, match="no"):
        book.record("cases.accepted", "2026-03-01T10:00", case="A1")
    assert rows("SELECT count(*) FROM event") == [(0,)]
    assert rows("SELECT count(*) FROM outbox") == [(0,)]


def test_followers_hear_of_an_event_in_their_order_inside_its_transaction(book):
    heard = []
    book.follow(
        lambda recorded: heard.append(("first", rows("SELECT count(*) FROM event")[0][0], recorded[0].keys)),
        lambda recorded: heard.append(("second", recorded[0].event.get("case"), recorded[0].actor)),
    )
    book.record("cases.accepted", "2026-03-01T10:00", case="A1")
    assert heard == [("first", 1, (("case", "A1"),)), ("second", "A1", CLERK.name)]


def test_many_writers_on_one_stream_lose_nothing_and_leave_no_gap(book):
    def writes(number):
        try:
            return book.record("cases.accepted", "2026-03-01T10:00", key=f"K{number}", case="A1", nth=number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(writes, range(48)))
    assert len(set(ids)) == 48
    assert rows("SELECT seq FROM event ORDER BY seq") == [(number,) for number in range(1, 49)]


def test_two_submissions_of_the_same_form_at_once_are_recorded_once(book):
    def submits(number):
        try:
            return book.write(draft(), key="K1").ids
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(submits, range(12)))
    assert len(answers) == 1
    assert rows("SELECT count(*) FROM event") == [(1,)]
