"""Browsers keep their connections open: those who only sit there shut nobody out."""

from contextlib import ExitStack, closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.slow
IDLE = 150


def test_many_idle_browsers_shut_nobody_out(service):
    with ExitStack() as held:
        for _ in range(IDLE):
            connection = held.enter_context(closing(HTTPConnection(urlsplit(service.address).netloc, timeout=8)))
            connection.request("GET", "/kit/language/")
            assert connection.getresponse().read() is not None
