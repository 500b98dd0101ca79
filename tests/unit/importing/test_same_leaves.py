"""However an import comes to its end, the ledger is the same to the byte."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from tests.ledgers import Book, ledger_on
from tests.unit.importing.conftest import leaves, rows

from guiju.facts.importing.order import ImportOrder
from guiju.facts.importing.run import import_file
from guiju.project.catalogue import VOCABULARY

ROWS = [
    (f"A{number % 7}", f"P{number % 3}", "cases.accepted", f"2026-03-{number % 28 + 1:02} 08:00", "民", "U1")
    for number in range(41)
]
KILLED = """
import os, signal, sys
from pathlib import Path
from guiju.project.ledger.opening import opened_ledger
with opened_ledger():
    from dataclasses import replace
    from guiju.facts.importing.order import ImportOrder
    from guiju.facts.importing.run import import_file
    from guiju.facts.wiring import install, wiring
    from guiju.project.catalogue import VOCABULARY
    heard = []
    def kills(recorded):
        if recorded[0].batch is not None:
            heard.append(1)
            if len(heard) == int(sys.argv[2]):
                os.kill(os.getpid(), signal.SIGKILL)
    install(replace(wiring(), followers=(kills,)))
    order = ImportOrder(Path(sys.argv[1]), "办案系统", "甲", known=VOCABULARY)
    import_file(order, progress=lambda *told: None, chunk=5)
"""


def imported(path: Path, *, chunk: int) -> None:
    import_file(ImportOrder(path, "办案系统", "甲", known=VOCABULARY), progress=lambda stage, share: None, chunk=chunk)


def interrupted(book: Book, path: Path, at: int) -> None:
    """Import with a failure at one chunk, then again."""
    heard: list[int] = []

    def fails(recorded):
        if recorded[0].batch is not None:
            heard.append(1)
            if len(heard) == at:
                raise ConnectionError("no")

    book.follow(fails)
    with pytest.raises(ConnectionError):
        imported(path, chunk=5)
    book.follow()
    imported(path, chunk=5)


@pytest.fixture
def another(empty_sqlite, tmp_path):
    """A second ledger on SQLite, empty."""

    def make(name: str) -> str:
        (tmp_path / name).mkdir()
        shutil.copy(empty_sqlite, tmp_path / name / "guiju.sqlite3")
        return f"sqlite:///{tmp_path / name / 'guiju.sqlite3'}"

    return make


def test_an_interrupted_import_leaves_the_same_leaves_as_one_that_was_not_on_every_database(
    address, another, tmp_path, export
):
    path = export(*ROWS)
    with ledger_on(another("plain"), tmp_path / "plain"):
        imported(path, chunk=1_000)
        expected = leaves()
    assert len(expected) == len(ROWS) + 2
    with ledger_on(address, tmp_path) as book:
        interrupted(book, path, at=4)
        assert sorted(leaves()) == sorted(expected)
        assert leaves() == expected


@pytest.mark.slow
def test_an_import_whose_process_is_killed_is_complete_after_the_next_try(export, tmp_path):
    path = export(*ROWS)
    home = {**os.environ, "GUIJU_HOME": str(tmp_path / "home")}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *words], env=home, capture_output=True, text=True)

    command = ("-c", "from guiju.project.cli import app; app()")
    assert run(*command, "open").returncode == 0
    for chunk in ("1", "3", "2"):
        assert run("-c", KILLED, str(path), chunk).returncode == -signal.SIGKILL
    done = run(*command, "import", str(path), "--source", "办案系统", "--by", "甲")
    assert done.returncode == 0, done.stderr
    assert "接着上次中断处" in done.stdout
    again = run(*command, "import", str(path), "--source", "办案系统", "--by", "乙")
    assert "没有增加任何记录" in again.stdout
    with_ledger = "import sqlite3, json; print(json.dumps(sqlite3.connect(%r).execute(%r).fetchall()))"
    query = (
        "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM leaf), (SELECT count(DISTINCT idem_key) FROM event)"
    )
    told = run("-c", with_ledger % (str(tmp_path / "home" / "guiju.sqlite3"), query))
    assert json.loads(told.stdout) == [[len(ROWS) + 2] * 3]


def test_nothing_of_a_chunk_that_failed_stays(book, export):
    path = export(*ROWS)

    def fails(recorded):
        if recorded[0].batch is not None:
            raise ConnectionError("no")

    book.follow(fails)
    with pytest.raises(ConnectionError):
        imported(path, chunk=5)
    assert connection.in_atomic_block is False
    assert rows("SELECT count(*) FROM event") == [(1,)]
    assert rows("SELECT done, recorded, refused FROM import_batch") == [(0, 0, 0)]
