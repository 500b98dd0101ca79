"""A queue in a real ledger; what a job does is replaced by what the test wants."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.ledger.conftest import (  # noqa: F401 — fixtures of the ledger's tests
    address,
    book,
    cluster,
    empty_postgresql,
    empty_sqlite,
)

from guiju.project.site.jobs import kinds
from guiju.project.site.running.standing import _troubles


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a kind of job do this."""

    def replace(work: Callable[..., Any], kind: str = kinds.REBUILD_CHECK) -> None:
        monkeypatch.setitem(kinds.KINDS, kind, work)

    return replace


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """What is uploaded or exported lies in the test's own folder."""
    monkeypatch.setenv("GUIJU_HOME", str(tmp_path / "home"))
    _troubles.clear()
