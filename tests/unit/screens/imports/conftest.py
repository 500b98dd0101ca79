"""The pages of importing over a small bureau, with a browser without a screen; jobs are done when the test says so."""

import csv
import io
import re
import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from tests.unit.threads.conftest import (
    CITY,
    EAST_STATION,
    WEST_STATION,
    address,
    book,
    cluster,
    desk,
    empty,
    empty_postgresql,
    empty_sqlite,
    small_pack,
)

from guiju.facts.keys.blind_index import create_index_key, open_index_key
from guiju.facts.keys.person_keys import PersonKeys, create_person_keys
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.take_in import door
from guiju.facts.take_in.child import read_source
from guiju.facts.take_in.handover import write_rows
from guiju.facts.take_in.rows import build_rows, complete
from guiju.facts.take_in.survey import write_survey
from guiju.facts.wiring import install, wiring
from guiju.project import env
from guiju.project.catalogue import VOCABULARY
from guiju.project.site.jobs.uploads import incoming
from guiju.project.site.running.worker import Worker
from guiju.project.site.wiring import wire_site
from guiju.screens.sign_in import samples

__all__ = ["address", "book", "cluster", "desk", "empty", "empty_postgresql", "empty_sqlite", "small_pack"]

HEADER = ("案号", "业务环节", "办理时间", "办案单位", "备注")
ROWS = (
    ("A1", "受案", "2026-02-01 08:00", EAST_STATION, "甲"),
    ("A1", "内部流转", "2026-02-01 09:00", EAST_STATION, ""),
    ("A2", "受案", "2026-02-02 08:00", EAST_STATION, ""),
)


@pytest.fixture
def address(empty_sqlite, tmp_path):  # noqa: F811 — what the pages keep is no matter of the database
    """SQLite will do."""
    shutil.copy(empty_sqlite, tmp_path / "guiju.sqlite3")
    return f"sqlite:///{tmp_path / 'guiju.sqlite3'}"


def read_here(job, progress):
    """What the reading process does, in this one: starting it takes longer than all else in a small test."""
    source = read_source(job.path, job.mapping, job.limits, progress)
    if job.is_survey:
        write_survey(job.result, source)
    else:
        write_rows(job.result, build_rows(source, complete(job.mapping, source)))


def table(*rows, header=HEADER) -> bytes:
    """Rows as an export in CSV."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


HANDLER = ClientHandler(enforce_csrf_checks=False)


class Browser:
    """Somebody who has signed in."""

    def __init__(self, account: str) -> None:
        self.client = Client(HTTP_HOST="localhost")
        # The application is the same for everybody: loading it takes longer than what is asked of it.
        self.client.handler = HANDLER
        assert self.client.post("/sign-in/sample/", {"account": account}).status_code == 303

    def get(self, address: str, **words):
        return self.client.get(address, **words)

    def text(self, address: str) -> str:
        """The page, as a text."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    def send(self, address: str, key: str = "", **fields):
        """Fill in the form of a page, with what it holds already, and send it."""
        page = self.client.get(address).content.decode()
        if not key:
            found = re.findall(r'name="_key" value="(\w+)"', page)
            key = found[-1] if found else "0" * 32
        return self.client.post(address, {"_key": key, **fields})

    def upload(self, content: bytes, *, name="导出.csv", source="办案系统", unit="", key=""):
        """The first step."""
        file = SimpleUploadedFile(name, content)
        return self.send("/imports/new/", key, file=file, source=source, unit=unit, sheet="")

    def fields(self, address: str) -> dict[str, str]:
        """What stands in the fields of a step."""
        return dict(re.findall(r'name="((?:column|word)-\d+)" value="([^"]*)"', self.text(address)))

    def match(self, address: str):
        """The second and the third step as they are proposed; where they lead to."""
        while not address.endswith("/preview/"):
            answer = self.send(address, **self.fields(address))
            assert answer.status_code == 302, answer.content.decode()
            address = answer.headers["Location"]
        return address

    def bring(self, content: bytes, **words) -> str:
        """All five steps; the address of the job, which is done."""
        preview = self.match(self.upload(content, **words).headers["Location"])
        job = self.send(preview, _act="start").headers["Location"]
        Worker().round()
        return job


@pytest.fixture
def site(desk, monkeypatch, tmp_path):
    """``as_`` signs somebody in: two of the legal department, a station's legal officer, two chiefs."""
    monkeypatch.setenv("GUIJU_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(env, "now", lambda: desk.book.now)
    monkeypatch.setattr(door, "_run", read_here)
    wire_site()
    keys = tmp_path / "persons"
    keys.mkdir()
    create_index_key(keys)
    create_person_keys(keys)
    hand = PersonalHand.of(PersonKeys(keys, lambda: desk.now), open_index_key(keys), VOCABULARY.types.values())
    install(replace(wiring(), personal=hand))
    desk.found()
    for account, role, unit in (
        ("dept", "legal_department", CITY), ("other", "legal_department", CITY),
        ("station", "legal_officer", EAST_STATION), ("chief", "unit_chief", EAST_STATION),
        ("west", "unit_chief", WEST_STATION),
    ):  # fmt: skip
        desk.account(account)
        desk.grant(account, role, unit)
    desk.book.pass_time(minutes=1)
    offered = [SimpleNamespace(account=one) for one in ("dept", "other", "station", "chief", "west", "sys")]
    samples.install(lambda: offered)
    return SimpleNamespace(as_=Browser, desk=desk, kept=lambda: list(incoming("").glob("*")))


def facts() -> list[tuple[str, str]]:
    """Stream and type of everything recorded of cases."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stream, type FROM event WHERE stream LIKE %s ORDER BY id", ["case:%"])
        return cursor.fetchall()
