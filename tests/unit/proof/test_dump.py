"""The dump hides nothing: what is missing, orphaned, doubled or of a foreign type stands in it as it is."""

import json

import pytest
from django.db import connection
from tests.unit.proof.world import bureau_at
from tests.unit.tamper.hand import hand_on

from guiju.facts.proof.dump import write_dump
from guiju.facts.proof.snapshot import snapshot
from guiju.facts.proof.verifier import run_verifier


@pytest.fixture
def bureau(book, tmp_path, monkeypatch):
    """A ledger of five sealed events and one that waits."""
    made = bureau_at(book, tmp_path, monkeypatch)
    made.fill(5)
    made.book.record("cases.accepted", "2026-03-01T10:00", key="waits", case="A1", officer=("P2", "P1"))
    return made


def dumped(bureau, folder):
    with snapshot() as source, (folder / "dump").open("w", encoding="utf-8", newline="\n") as out:
        write_dump(source, {}, out)
    return [json.loads(line) for line in (folder / "dump").read_text(encoding="utf-8").splitlines()]


def owner(bureau, *statements):
    connection.close()
    with hand_on(bureau.book.address) as hand:
        for statement in statements:
            hand(statement)


def kinds(rows):
    return [row[0] for row in rows]


def test_the_lines_stand_in_the_order_of_the_format(bureau, tmp_path):
    rows = dumped(bureau, tmp_path)
    assert kinds(rows) == ["guiju-dump", "checkpoint", "checkpoint", *["event"] * 5, "unsealed", "outbox", "end"]
    assert rows[0] == ["guiju-dump", 1, bureau.book.name, "sha256"]
    assert [row[1] for row in rows if row[0] == "event"] == [0, 1, 2, 3, 4]
    assert rows[-1] == ["end", 6, 5, 2]
    assert rows[8][-1] == [["case", "A1"], ["officer", "P1"], ["officer", "P2"]]


def test_what_is_written_while_it_runs_is_of_another_moment(bureau, tmp_path):
    with snapshot() as source:
        assert len(list(source.rows("SELECT id FROM event"))) == 6
        bureau.book.record("cases.accepted", "2026-03-01T10:00", key="meanwhile", case="A2")
        assert len(list(source.rows("SELECT id FROM event"))) == 6


def test_a_missing_event_leaves_its_leaf_and_its_keys(bureau, tmp_path):
    owner(bureau, "DELETE FROM event WHERE id = 3")
    rows = dumped(bureau, tmp_path)
    assert [row[1:3] for row in rows if row[0] == "leaf"] == [[2, 3]]
    assert [row for row in rows if row[0] == "orphan-key"] == [["orphan-key", 3, "case", "A2"]]
    assert rows[-1] == ["end", 5, 5, 2]


def test_rows_that_stand_twice_are_told_twice(bureau, tmp_path):
    connection.close()
    with hand_on(bureau.book.address) as hand:
        for table in ("event", "leaf", "event_key"):
            hand.unbind(table)
            hand(f"INSERT INTO {table} SELECT * FROM {table}")
    rows = dumped(bureau, tmp_path)
    assert [row[1] for row in rows if row[0] == "event"].count(2) == 4
    assert run_verifier(tmp_path / "dump", {bureau.book.signer.key_id: bureau.book.signer.public}).status == 1


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("body", "CAST(body AS TEXT)", {"text"}),
        ("stream", "x'ff00'", {"hex"}),
        ("actor", "CAST(x'e4b8' AS TEXT)", {"hex"}),
        ("seq", "'one'", "one"),
        ("happened_at", "1.5", {"real"}),
        ("leaf", "'00'", {"text"}),
    ],
)
def test_a_value_of_a_foreign_type_is_written_as_what_it_is_and_found(
    empty_sqlite, tmp_path, monkeypatch, column, value, told
):
    import shutil

    from tests.ledgers import ledger_on

    shutil.copy(empty_sqlite, tmp_path / "l.sqlite3")
    with ledger_on(f"sqlite:///{tmp_path / 'l.sqlite3'}", tmp_path) as book:
        bureau = bureau_at(book, tmp_path, monkeypatch)
        bureau.fill(5)
        owner(bureau, f"UPDATE event SET {column} = {value} WHERE id = 3")
        rows = dumped(bureau, tmp_path)
        place = {"stream": 4, "seq": 5, "happened_at": 8, "actor": 10, "body": 15, "leaf": 17}[column]
        [found] = [row[place] for row in rows if row[0] == "event" and row[1] == 2]
        assert (set(found) if isinstance(found, dict) else found) == told
        answer = run_verifier(tmp_path / "dump", {book.signer.key_id: book.signer.public})
        assert (answer.status, answer.problems[0]["index"]) == (1, 2)
