"""The pages of findings in the bureau of the findings' lives: accounts at a browser, that may also send forms."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from tests.unit.actions.conftest import dispatched, mended
from tests.unit.findings.life.conftest import (
    EAST,
    Station,
    cluster,
    empty_postgresql,
    empty_sqlite,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)

from guiju.bureau.permissions.holding import roles_of
from guiju.bureau.roles import READ_CASES
from guiju.facts.papers.shelf import Shelf
from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.project.roles import WITHHELD
from guiju.project.site.urls import PAGES
from guiju.screens.kit.site import Site
from guiju.screens.kit.site import install as install_site
from guiju.screens.kit.visit import Holder, Visit
from guiju.screens.threads.wiring import install, wiring_of

__all__ = [
    "EAST", "Browser", "Station", "cluster", "desk", "dispatched", "empty_postgresql", "empty_sqlite", "mended",
    "page_of", "peopled_postgresql", "peopled_sqlite", "station", "station_pack",
]  # fmt: skip
_HIDDEN = re.compile(r'name="_key" value="([0-9a-f]{32})"')


class Browser:
    """An account of the bureau at a browser; ``statements`` says how many the last page needed."""

    def __init__(self, desk: Station, account: str, *more: str, shelf: Shelf | None = None) -> None:
        self.desk, self.account, self.shelf = desk, account, shelf
        may = {act for held in roles_of(account, desk.now) for act in held.role.may} | {READ_CASES, *more}
        officers = desk.scope(account).officers
        self.holder = Holder(account, account, officers[0] if officers else "", permissions=frozenset(may))
        self.session: dict = {}
        self.statements = 0

    def get(self, address: str, **headers):
        """What the site answers."""
        return self._asked(RequestFactory().get(address, headers=headers))

    def reads(self, address: str, **headers) -> str:
        """The page, as a reader sees it."""
        answer = self.get(address, **headers)
        assert answer.status_code == 200, (answer.status_code, answer.content.decode()[:600])
        return unescape(answer.content.decode())

    def posts(self, address: str, key: str = "", **fields):
        """Open the form and send it; ``key`` sends the same one again."""
        asked = address.partition("#")[0]
        if not key:
            found = _HIDDEN.search(self.get(asked).content.decode())
            key = found[1] if found else "0" * 32
        self.key = key
        return self._asked(RequestFactory().post(asked, {"_key": key, **fields}))

    def _asked(self, request):
        viewer = self.desk.scope(self.account)
        request.session = self.session
        install_site(Site(PAGES, lambda asked: Visit(asked, viewer, self.holder, self.desk.now), shelf=self.shelf))
        found = resolve(request.path)
        with CaptureQueriesContext(connection) as asked:
            answer = found.func(request, **found.kwargs)
        self.statements = len(asked)
        self.asked = [one["sql"] for one in asked]
        return answer


@pytest.fixture
def desk(station: Station) -> Station:
    """The bureau, with the words of its threads."""
    install(wiring_of(SUBJECTS, VOCABULARY, WITHHELD))
    return station


def page_of(finding: str, tail: str = "") -> str:
    """The address of a finding."""
    return f"/findings/one/{quote(finding, safe=':')}/{tail}"
