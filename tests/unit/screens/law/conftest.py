"""The pages of law over the shipped law, in the bureau of the findings' lives."""

import pytest
from tests.ledgers import SHANGHAI
from tests.unit.screens.findings.conftest import (
    Browser,
    Station,
    cluster,
    desk,
    empty_postgresql,
    empty_sqlite,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)

from guiju.findings.law import LawInForce, install_law
from guiju.project.catalogue import SUBJECTS
from guiju.project.env import shipped_law
from guiju.project.law_folder import open_law
from guiju.screens.law.wiring import LawFolder, install

__all__ = [
    "Browser", "Station", "cluster", "desk", "empty_postgresql", "empty_sqlite", "law", "names", "peopled_postgresql",
    "peopled_sqlite", "reader", "station", "station_pack",
]  # fmt: skip


@pytest.fixture(scope="session")
def law() -> LawInForce:
    """The shipped law: nothing in these tests changes it."""
    return LawInForce(open_law(None), SHANGHAI)


@pytest.fixture(scope="session")
def names() -> dict[str, str]:
    """What people call the subjects."""
    return {subject.name: subject.label for subject in SUBJECTS}


def show_law(law: LawInForce, names: dict[str, str]) -> None:
    """Let the pages show this law."""
    install_law(law)
    install(LawFolder(shipped_law(), None, names))


@pytest.fixture
def reader(desk: Station, law: LawInForce, names: dict[str, str]) -> Browser:
    """A legal officer who reads the law."""
    show_law(law, names)
    return Browser(desk, "legal")
