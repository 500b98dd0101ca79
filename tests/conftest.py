"""What every test may ask for."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from guiju.project import law_folder
from guiju.project.env import shipped_law
from guiju.project.ledger.opening import start_django
from guiju.rules.load import Folder, load_folder

ROOT = Path(__file__).parent.parent

# Models are classes that Django must know of before a test file imports them.
start_django()

# The first call of a compiled function takes seconds, which says nothing about the property under test.
settings.register_profile("guiju", deadline=None)
settings.load_profile("guiju")


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
