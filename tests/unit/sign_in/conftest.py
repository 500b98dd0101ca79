"""A site over a small bureau, and a browser without a screen."""

import shutil
from functools import partial
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client
from tests.unit.bureau.conftest import book, empty, empty_sqlite, office
from tests.unit.sign_in.browsing import PASSWORD

from guiju.project import env
from guiju.project.site.wiring import wire_site
from guiju.screens.sign_in import samples
from guiju.screens.sign_in.accounts import row_of

__all__ = ["book", "empty", "empty_sqlite", "office"]


@pytest.fixture
def site(office, monkeypatch):
    """The site on the office's clock; ``chief`` is an account with a password."""
    monkeypatch.setattr(env, "now", lambda: office.book.now)
    # As safe as we ship it takes a third of a second each time.
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 10)
    # The tries of one test are none of the next.
    cache.clear()
    wire_site()
    offered: list[SimpleNamespace] = []
    samples.install(lambda: offered)
    office.account("chief")
    office.grant("chief", "unit_chief", "990151000000")
    row = row_of("chief")
    row.set_password(PASSWORD)
    row.save()
    new_client = partial(Client, HTTP_HOST="localhost")
    return SimpleNamespace(office=office, row=row, offered=offered, client=new_client(), new_client=new_client)


@pytest.fixture
def address(empty_sqlite, tmp_path):
    """What the site keeps of its own is no matter of the database: SQLite will do."""
    shutil.copy(empty_sqlite, tmp_path / "guiju.sqlite3")
    return f"sqlite:///{tmp_path / 'guiju.sqlite3'}"
