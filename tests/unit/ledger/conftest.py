"""Every test of the ledger runs on SQLite as we ship it and on a real PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.databases import Cluster, using
from tests.ledgers import Book, ledger_on

DATABASES = [pytest.param("sqlite", id="sqlite"), pytest.param("postgresql", marks=pytest.mark.slow, id="postgresql")]


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite3"
    with using(f"sqlite:///{path}"):
        call_command("migrate", verbosity=0)
    return path


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL server for this session."""
    folder = Path(str(tmp_path_factory.mktemp("pg")))
    for parent in (folder, *folder.parents[:3]):
        parent.chmod(parent.stat().st_mode | 0o055)
    server = Cluster(folder / "server")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def empty_postgresql(cluster: Cluster) -> str:
    """The name of an empty, migrated database, to be copied."""
    name = cluster.create()
    with using(cluster.address(name)):
        call_command("migrate", verbosity=0)
    return name


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
