"""The site over a small bureau, with people at its pages."""

from types import SimpleNamespace

import pytest
from tests.unit.bureau.conftest import EAST_STATION, OPERATOR, book, empty, empty_sqlite, office
from tests.unit.sign_in.browsing import as_sample
from tests.unit.sign_in.conftest import address, site

from guiju.bureau import commands
from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.project.roles import WITHHELD
from guiju.screens.threads.wiring import install, wiring_of

__all__ = ["address", "book", "bureau", "empty", "empty_sqlite", "office", "site"]


@pytest.fixture
def bureau(site):  # noqa: F811 — the fixture imported above
    """Who sits at the pages: ``at(account)`` is a browser of somebody signed in."""
    install(wiring_of(SUBJECTS, VOCABULARY, WITHHELD))
    words = site.office.words
    commands.register_officer("0151009", "示例己", kind="police", unit=EAST_STATION, **words(OPERATOR))
    commands.post_officer("0151009", EAST_STATION, "investigator", **words(OPERATOR, "2026-01-05T09:00"))
    site.office.account("deputy", officer="0151009")
    return SimpleNamespace(
        office=site.office, at=lambda account: as_sample(site, account), row=site.row, new_client=site.new_client
    )
