"""Every test of the ledger runs on SQLite as we ship it and on a real PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.databases import Cluster
from tests.ledgers import Book, ledger_on

DATABASES = [pytest.param("sqlite", id="sqlite"), pytest.param("postgresql", marks=pytest.mark.slow, id="postgresql")]


@pytest.fixture(scope="session")
def empty_sqlite(one_empty_sqlite: Path) -> Path:
    """An empty, migrated file, to be copied."""
    return one_empty_sqlite


@pytest.fixture(scope="session")
def cluster(one_cluster: Cluster) -> Cluster:
    """A PostgreSQL server for this session."""
    return one_cluster


@pytest.fixture(scope="session")
def empty_postgresql(one_empty_postgresql: str) -> str:
    """The name of an empty, migrated database, to be copied."""
    return one_empty_postgresql


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database of this test's own."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / "guiju.sqlite3")
        return f"sqlite:///{tmp_path / 'guiju.sqlite3'}"
    server: Cluster = request.getfixturevalue("cluster")
    return server.address(server.create(request.getfixturevalue("empty_postgresql")))


@pytest.fixture
def book(address: str, tmp_path: Path) -> Iterator[Book]:
    """A ledger that nobody has written to yet."""
    with ledger_on(address, tmp_path) as opened:
        yield opened
