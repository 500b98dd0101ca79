"""A real browser against the real application: Debian's Chromium, and a server in a thread."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.browser.sample_people import Person
from tests.sites import Service, copy_of_sample, served

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class ThreadedServer(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as the real one does."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests."""
    if not Path(CHROMIUM).exists():
        raise RuntimeError("Chromium is not installed: apt-get install chromium fonts-noto-cjk")
    # Playwright keeps a loop in this thread, and Django would refuse the database for it.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as player:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        opened = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def application_address() -> Iterator[str]:
    """Where the application answers; what it shows depends on the site that a test installs."""
    from guiju.project.site.wsgi import make_application

    server = make_server("127.0.0.1", 0, make_application(), server_class=ThreadedServer, handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The real service over a small sample, in a process of its own, for all tests that go through it."""
    with served(copy_of_sample("station", tmp_path_factory.mktemp("service"))) as running:
        yield running


@pytest.fixture
def person(browser: Browser, service: Service) -> Iterator[Callable[..., Person]]:
    """Lets somebody of the sample sign in; his browser closes with the test."""
    people: list[Person] = []

    def enter(account: str, **words: object) -> Person:
        people.append(Person(browser, service, account, **words))
        return people[-1]

    yield enter
    for one in people:
        one.leave()
