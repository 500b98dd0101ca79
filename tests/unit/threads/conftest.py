"""A bureau whose cases are followed, with a small law of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ledgers import SHANGHAI, ledger_on
from tests.unit.bureau.conftest import (
    CITY,
    EAST,
    EAST_STATION,
    OPERATOR,
    WEST,
    WEST_STATION,
    Office,
    address,
    book,
    cluster,
    empty,
    empty_postgresql,
    empty_sqlite,
    office,
)
from tests.unit.findings.conftest import small_pack
from tests.unit.ledger.conftest import DATABASES

from guiju.bureau.projector import follow_bureau
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.findings.news import let_hear
from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.project.roles import WITHHELD
from guiju.rules.model import Pack
from guiju.screens.threads.duties import hear_duties
from guiju.screens.threads.projector import follow_threads
from guiju.screens.threads.wiring import install, wiring_of

__all__ = [
    "CITY", "EAST", "EAST_STATION", "OPERATOR", "WEST", "WEST_STATION", "Office", "address", "book", "cluster", "empty",
    "empty_postgresql", "empty_sqlite", "office", "small_pack",
]  # fmt: skip


def wire_threads(book, pack: Pack) -> None:
    """Let findings and threads follow what is recorded, as the project wires them."""
    install_law(LawInForce(pack, SHANGHAI))
    install(wiring_of(SUBJECTS, VOCABULARY, WITHHELD))
    let_hear(hear_duties)
    book.follow(follow_bureau, follow_findings, follow_threads)


@pytest.fixture
def desk(empty: Office, small_pack: Pack) -> Iterator[Office]:
    """A bureau with its tree, findings and threads; nobody holds a role yet."""
    empty.plant()
    wire_threads(empty.book, small_pack)
    yield empty
    let_hear()


@pytest.fixture(scope="module", params=DATABASES)
def manned(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, small_pack: Pack
) -> Iterator[Office]:
    """The same with its administrators, for all the tests of a module: they only read, or write what is their own."""
    folder = tmp_path_factory.mktemp("manned")
    with ledger_on(new_database(request, folder), folder) as book:
        office = Office(book)
        office.plant()
        office.found()
        wire_threads(book, small_pack)
        yield office
        let_hear()


def new_database(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a migrated database of its own."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_sqlite"), folder / "guiju.sqlite3")
        return f"sqlite:///{folder / 'guiju.sqlite3'}"
    server = request.getfixturevalue("cluster")
    return server.address(server.create(request.getfixturevalue("empty_postgresql")))
