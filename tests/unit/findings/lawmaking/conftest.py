"""A bureau whose legal department changes the law: two people of it, one of them with a second account."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.databases import Cluster, using
from tests.ledgers import SHA256, SHANGHAI, Book
from tests.unit.bureau.conftest import EAST_STATION
from tests.unit.findings.life.conftest import (
    CITY,
    Peopled,
    Station,
    empty_postgresql,
    empty_sqlite,
    peopled_postgresql,
    peopled_sqlite,
    station_pack,
)
from tests.unit.ledger.conftest import DATABASES, cluster

from guiju.findings.law import LawInForce, install_law
from guiju.findings.lawmaking import commands as law
from guiju.project.law_folder import open_folder
from guiju.rules.load import Folder

__all__ = [
    "EAST_STATION", "cluster", "empty_postgresql", "empty_sqlite", "peopled_postgresql", "peopled_sqlite",
    "station_pack",
]  # fmt: skip

PAGE = """# 拘留后的通知。
id: custody.notify-family
title: {zh: 拘留后通知家属, en: Notify the family}
severity: fatal
when: custody.detained
same: [case, person]
must: {happen: custody.family_notified, within: 24 hours}
unless: [custody.notice_withheld]
editions:
  - {from: 2013-01-01, law: {instrument: 甲法, article: 第一条}}
cases:
  - name: 次日上午通知
    why: 十小时，未满二十四小时
    happened:
      - {type: custody.detained, at: 2026-01-05T22:00+08:00, case: A, person: P}
      - {type: custody.family_notified, at: 2026-01-06T08:00+08:00, case: A, person: P}
    expect: {outcome: kept, due_at: 2026-01-06T22:00+08:00}
  - name: 第二日夜里通知
    why: 二十六小时，已满二十四小时
    happened:
      - {type: custody.detained, at: 2026-01-05T22:00+08:00, case: A, person: P}
      - {type: custody.family_notified, at: 2026-01-07T00:00+08:00, case: A, person: P}
    expect: {outcome: late}
  - name: 没有通知
    why: 没有通知的记录
    happened:
      - {type: custody.detained, at: 2026-01-05T22:00+08:00, case: A, person: P}
    expect: {outcome: overdue}
"""
TWO = """
id: cases.two-officers
title: {zh: 搜查不少于二人, en: Two officers}
severity: major
when: cases.searched
must: {satisfy: {officers: ">= 2"}}
editions: [{from: 2013-01-01, law: {instrument: 甲法, article: 第三条}}]
cases:
  - name: 一
    happened: [{type: cases.searched, at: 2024-03-01T08:00+08:00, case: A, act: S, officer: P1}]
    expect: {outcome: broken}
"""
LATER = PAGE.replace(
    "  - {from: 2013-01-01, law: {instrument: 甲法, article: 第一条}}",
    "  - {from: 2013-01-01, to: 2026-03-10, law: {instrument: 甲法, article: 第一条}}\n"
    "  - {from: 2026-03-10, law: {instrument: 甲法, article: 第一条},"
    " must: {happen: custody.family_notified, within: 12 hours}}",
)
"""The same page, with twelve hours from 10 March on."""


@pytest.fixture(scope="session")
def law_folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The shipped law of these tests: two pages."""
    home = tmp_path_factory.mktemp("shipped")
    for name, text in (("custody/notify-family", PAGE), ("cases/two-officers", TWO)):
        path = home / "rules" / f"{name}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (home / "instruments.yaml").write_text("甲法: {clock: period}\n乙法: {clock: period}\n", encoding="utf-8")
    return open_folder(home)


class LawStation(Station):
    """The bureau, with a law that can be changed."""

    def __init__(self, book: Book, folder: Folder) -> None:
        super().__init__(book, folder.pack)
        self.folder = folder
        self.start_again()

    def start_again(self) -> None:
        """As another process, or this one after it was started again, begins: it has the shipped law only."""
        install_law(LawInForce(self.folder.pack, SHANGHAI, folder=self.folder))

    def lawyers(self) -> None:
        """Who may change the law, and who only seems to be somebody else."""
        for account, person in (("law1", "N-law1"), ("law2", "N-law2"), ("law1b", "N-law1"), ("leader2", "N-leader2")):
            self.account(account, person=person)
            self.grant(account, "bureau_leader" if account == "leader2" else "legal_department", CITY)

    def propose(self, text: str = LATER, day: str = "2026-03-10", by: str = "law1", **more: object) -> int:
        """A proposal; its number."""
        said = {"reason": "按新规定改为十二小时", **more}
        return law.propose_page(text, in_force_from=day, **said, **self.by(by)).ids[0]

    def publish(self, number: int, by: str = "law2", content_hash: str = "") -> int:
        """A proposal published by somebody who saw it."""
        seen = content_hash or law.find_proposal(number).content_hash
        return law.publish_page(number, content_hash=seen, **self.by(by)).ids[0]


@pytest.fixture(scope="session")
def lawful_sqlite(peopled_sqlite: Peopled, tmp_path_factory: pytest.TempPathFactory, law_folder: Folder) -> Peopled:
    """A file to be copied."""
    path = tmp_path_factory.mktemp("lawful") / "guiju.sqlite3"
    shutil.copy(peopled_sqlite.source, path)
    return _with_lawyers(f"sqlite:///{path}", str(path), peopled_sqlite, law_folder)


@pytest.fixture(scope="session")
def lawful_postgresql(cluster: Cluster, peopled_postgresql: Peopled, law_folder: Folder) -> Peopled:
    """A database to be copied."""
    name = cluster.create(peopled_postgresql.source)
    return _with_lawyers(cluster.address(name), name, peopled_postgresql, law_folder)


def _with_lawyers(address: str, source: str, ready: Peopled, folder: Folder) -> Peopled:
    with using(address):
        made = LawStation(_book(address, Path(), ready), folder)
        made.count = ready.count
        made.lawyers()
        made.book.pass_time(minutes=1)
        return Peopled(source, ready.signer, made.book.now, made.count)


def _book(address: str, folder: Path, ready: Peopled) -> Book:
    book = object.__new__(Book)
    book.address, book.folder, book.now, book.signer, book.hash_name = (
        address, folder, ready.now, ready.signer, SHA256,
    )  # fmt: skip
    return book


@pytest.fixture(params=DATABASES)
def lawful(request: pytest.FixtureRequest, tmp_path: Path, law_folder: Folder) -> Iterator[LawStation]:
    """The bureau with everybody in place, on Monday, 2 March 2026."""
    ready: Peopled = request.getfixturevalue(f"lawful_{request.param}")
    if request.param == "sqlite":
        shutil.copy(ready.source, tmp_path / "guiju.sqlite3")
        address = f"sqlite:///{tmp_path / 'guiju.sqlite3'}"
    else:
        server: Cluster = request.getfixturevalue("cluster")
        address = server.address(server.create(ready.source))
    with using(address):
        made = LawStation(_book(address, tmp_path, ready), law_folder)
        made.count = ready.count
        yield made
