"""One ledger to attack for all tests of a database; each attack works on a copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.databases import Cluster
from tests.unit.ledger.conftest import DATABASES, cluster, empty_postgresql, empty_sqlite
from tests.unit.tamper.sample_ledger import Copy, Databases, Files, Sample, build

__all__ = ["cluster", "empty_postgresql", "empty_sqlite"]


@pytest.fixture(scope="session", params=DATABASES)
def attacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sample, Copy]]:
    """A ledger and the way to copy it."""
    folder = Path(str(tmp_path_factory.mktemp("attacked")))
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_sqlite"), folder / "ledger.sqlite3")
        copy: Copy = Files(folder)
        yield build(f"sqlite:///{folder / 'ledger.sqlite3'}", folder, 1, copy), copy
        return
    server: Cluster = request.getfixturevalue("cluster")
    copy = Databases(server)
    yield build(copy(server.address(request.getfixturevalue("empty_postgresql"))), folder, 1, copy), copy
