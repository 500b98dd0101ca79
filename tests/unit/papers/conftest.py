"""A ledger with a shelf for papers, and files of every kind that is taken."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from tests.unit.ledger.conftest import address, book, cluster, empty_postgresql, empty_sqlite
from tests.unit.privacy.conftest import VIEWER, Safe, identify, safe

from guiju.facts.draft import Actor
from guiju.facts.papers.attaching import attach_paper
from guiju.facts.papers.shelf import Shelf

__all__ = ["address", "book", "cluster", "empty_postgresql", "empty_sqlite", "identify", "safe"]

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def package(*names: str) -> bytes:
    """An office file with these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "papers")


@pytest.fixture
def attach(safe: Safe, shelf: Shelf) -> Callable[..., int]:  # noqa: F811 — the fixture imported above
    """Attach a paper to a record as the viewer; its number."""

    def run(event: int, data: bytes = PDF, **said: object) -> int:
        words = {"viewer": VIEWER, "name": "某甲 传唤证.pdf", "kind": "pdf", "idem_key": "k1", "shelf": shelf} | said
        viewer = words.pop("viewer")
        told = attach_paper(viewer, event, data, actor=Actor("clerk"), at=safe.now(), **words)
        return told.appended.ids[0]

    return run
