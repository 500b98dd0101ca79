"""What every test may ask for."""

import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.testing
from django.core.management import call_command
from hypothesis import settings
from tests.databases import Cluster, using
from typer.main import get_command

from guiju.project import law_folder
from guiju.project.env import shipped_law
from guiju.project.ledger.opening import start_django
from guiju.rules.load import Folder, load_folder

ROOT = Path(__file__).parent.parent

# Models are classes that Django must know of before a test file imports them.
start_django()

# What the tests write need not outlive them: in memory nobody waits for a disk. Durability is tested where it is named.
MEMORY = Path("/dev/shm")
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 8 * 1024**3:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# The first call of a compiled function takes seconds, which says nothing about the property under test.
settings.register_profile("guiju", deadline=None)
settings.load_profile("guiju")


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def shipped_law_is_read_once() -> Iterator[None]:
    """A pack is a value and the shipped folder does not change under the tests: a hundred commands need one reading."""
    read: dict[object, Folder] = {}

    def once(folder: Path, *, decisions: Path | None = None, **words: Any) -> Folder:
        if folder != shipped_law():
            return load_folder(folder, decisions=decisions, **words)
        decided = decisions.read_bytes() if decisions is not None and decisions.is_file() else decisions
        if decided not in read:
            read[decided] = load_folder(folder, decisions=decisions, **words)
        return read[decided]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(law_folder, "load_folder", once)
        yield


# The folders that import the fixtures of tests/unit/ledger each get fixtures of their own: these are the ones behind.
@pytest.fixture(scope="session")
def one_empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated file, made once for the whole run."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite3"
    with using(f"sqlite:///{path}"):
        call_command("migrate", verbosity=0)
    return path


@pytest.fixture(scope="session")
def one_cluster() -> Iterator[Cluster]:
    """The PostgreSQL server of the whole run, in a folder that another user may enter, unlike those of pytest."""
    root = os.environ.get("PYTEST_DEBUG_TEMPROOT")
    with tempfile.TemporaryDirectory(prefix="guiju-pg-", dir=root, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = Cluster(Path(folder) / "server")
        yield server
        server.stop()


@pytest.fixture(scope="session")
def one_empty_postgresql(one_cluster: Cluster) -> str:
    """The name of an empty, migrated database, made once for the whole run."""
    name = one_cluster.create()
    with using(one_cluster.address(name)):
        call_command("migrate", verbosity=0)
    return name


@pytest.fixture(scope="session", autouse=True)
def commands_are_built_once() -> Iterator[None]:
    """Typer builds the whole tree of commands anew for every call; the tree is the same for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", cache(get_command))
        yield


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Every file that is or would be committed: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    files = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in files if path.is_file()]


@pytest.fixture(scope="session")
def road_fines_log() -> Path:
    """The reference log beside the checkout; absent, it skips outside CI and fails there."""
    return _beside("data", "road_fines_sample.xes.gz")


@pytest.fixture(scope="session")
def collected_rules() -> Path:
    """The rules as they were collected, beside the checkout; absent, it skips outside CI and fails there."""
    return _beside("law", "rules.csv")


def _beside(folder: str, name: str) -> Path:
    path = ROOT.parent / "shared" / folder / name
    if not path.is_file():
        if os.environ.get("CI"):
            pytest.fail(f"../shared/{folder} is absent though CI is set")
        pytest.skip(f"../shared/{folder} is absent: {name} cannot be read")
    return path
