"""Visits of the site without a server: an account asks for an address, and the entrance answers."""

from contextlib import contextmanager

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from guiju.bureau.roles import READ_CASES
from guiju.project.site.urls import PAGES
from guiju.screens.kit.site import Site, install
from guiju.screens.kit.visit import Holder, Visit


class Visitor:
    """An account of a bureau at a browser."""

    def __init__(self, desk, account: str, permissions: frozenset[str] = frozenset()) -> None:
        self.desk, self.account, self.permissions = desk, account, permissions | {READ_CASES}
        self.statements = 0

    def get(self, address: str, **headers):
        """What the site answers."""
        holder = Holder(self.account, self.account, permissions=self.permissions)
        viewer = self.desk.scope(self.account)
        install(Site(PAGES, lambda request: Visit(request, viewer, holder, self.desk.now)))
        request = RequestFactory().get(address, headers=headers)
        found = resolve(request.path)
        with CaptureQueriesContext(connection) as asked:
            answer = found.func(request, **found.kwargs)
        self.statements = len(asked)
        return answer

    def reads(self, address: str, **headers) -> str:
        """The page, as text."""
        answer = self.get(address, **headers)
        assert answer.status_code == 200, (answer.status_code, answer.content.decode()[:400])
        return answer.content.decode()


@contextmanager
def statements():
    """How many statements go to the database meanwhile."""
    with CaptureQueriesContext(connection) as asked:
        yield asked
