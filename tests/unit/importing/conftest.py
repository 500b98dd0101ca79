"""Files are imported into real ledgers; the reading process is left out but for the tests of the command."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from tests.ledgers import SHANGHAI, Book, moment
from tests.unit.ledger.conftest import (  # noqa: F401 — fixtures of the ledger's tests
    address,
    book,
    cluster,
    empty_postgresql,
    empty_sqlite,
)

from guiju.facts.draft import Draft
from guiju.facts.histories import history
from guiju.facts.importing.order import ImportOrder
from guiju.facts.importing.run import Imported, import_file
from guiju.facts.keys.blind_index import create_index_key, open_index_key
from guiju.facts.keys.person_keys import PersonKeys, create_person_keys
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.take_in import door
from guiju.facts.take_in.child import Job, read_source
from guiju.facts.take_in.handover import write_rows
from guiju.facts.take_in.rows import build_rows, complete
from guiju.facts.wiring import install, wiring
from guiju.project.catalogue import VOCABULARY

HEADER = ("case", "person", "type", "happened_at", "kind", "unit")
Row = Sequence[str]


def read_here(job: Job, progress: Callable[[float], None]) -> None:
    """What the reading process does, in this one: starting it takes longer than all else in a small test."""
    source = read_source(job.path, job.mapping, job.limits, progress)
    write_rows(job.result, build_rows(source, complete(job.mapping, source)))


@pytest.fixture(autouse=True)
def reading_in_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(door, "_run", read_here)
    yield


@pytest.fixture
def personal_keys(book) -> PersonKeys:  # noqa: F811 — the fixture imported above
    """The keys with which refused rows are sealed."""
    folder = book.folder / "keys"
    create_index_key(folder)
    create_person_keys(folder)
    keys = PersonKeys(folder, lambda: wiring().clock())
    install(replace(wiring(), personal=PersonalHand.of(keys, open_index_key(folder))))
    return keys


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as an export under our own names."""

    def write(*rows: Row, name: str = "export.csv", header: Row = HEADER) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path

    return write


@pytest.fixture
def bring(book) -> Callable[..., Imported]:  # noqa: F811 — the fixture imported above
    """Import a file as 甲 from 办案系统, unless something else is said."""

    def run(path: Path, *, chunk: int = 2, **said: object) -> Imported:
        words = {"source": "办案系统", "by": "甲", "known": VOCABULARY} | said
        return import_file(ImportOrder(path, **words), progress=lambda stage, share: None, chunk=chunk)

    return run


def rows(statement: str, *values: object) -> list[tuple]:
    """What a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def facts() -> list[tuple[str, str, int]]:
    """Stream, type and place of everything recorded but what the ledger says of itself."""
    return rows("SELECT stream, type, seq FROM event WHERE stream NOT LIKE 'import:%%' ORDER BY id")


def leaves() -> list[bytes]:
    """The leaves of the ledger in the order of its tree."""
    return [bytes(leaf) for (leaf,) in rows("SELECT hash FROM leaf ORDER BY place")]


def correct_here(ledger: Book, at: str, **fields: str) -> int:
    """Somebody of the bureau corrects the first event of a case; the id of the correction."""
    [found, *_] = history("case", fields["case"])
    draft = Draft.of(
        found.event.type, moment(at), fields, local=SHANGHAI, corrects=found.id, reason="笔误", approver="chief"
    )
    return ledger.write(draft, key=f"C{found.id}").ids[0]
