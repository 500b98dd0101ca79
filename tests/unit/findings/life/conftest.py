"""A bureau with its people and roles, a small law, and findings that wait to be looked at."""

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from tests.databases import Cluster, using
from tests.ledgers import SHA256, SHANGHAI, Book, ledger_on, moment
from tests.unit.bureau.conftest import CITY, EAST, EAST_STATION, OPERATOR, WEST, WEST_STATION, Office
from tests.unit.findings.conftest import PAGES, write_pack
from tests.unit.ledger.conftest import DATABASES, cluster, empty_postgresql, empty_sqlite

from guiju.actions.projector import follow_actions
from guiju.bureau import commands as bureau
from guiju.bureau.projector import follow_bureau
from guiju.facts.draft import Actor, Draft
from guiju.facts.keys.signer import Signer
from guiju.findings.agenda import judge_due
from guiju.findings.commands import report_findings
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.findings.life import commands as life
from guiju.findings.life.fold import follow_life
from guiju.findings.life.terms import install_terms
from guiju.findings.models import Finding
from guiju.project.env import shipped_law
from guiju.project.work_terms import read_work_terms
from guiju.rules.model import Pack

__all__ = ["CITY", "EAST", "WEST", "Station", "cluster", "empty_postgresql", "empty_sqlite"]

HANDLER, MATE, LEGAL, CHIEF = "0151001", "0151002", "0151003", "0151009"
"""Officers of the eastern station: who handles cases, his colleague, the legal officer, the chief."""
CLERK, INSPECTOR, LEADER, WESTERNER = "0100001", "0100005", "0100009", "0251001"
"""The county's legal department and inspection, its leader, and an officer of the western station."""
PEOPLE = (
    (HANDLER, EAST_STATION, "investigator"), (MATE, EAST_STATION, "investigator"),
    (LEGAL, EAST_STATION, "legal_officer"), (CHIEF, EAST_STATION, "unit_head"), (CLERK, EAST, "reviewer"),
    (INSPECTOR, EAST, "inspector"), (LEADER, EAST, "bureau_leader"), (WESTERNER, WEST_STATION, "investigator"),
)  # fmt: skip
ROLES = (
    ("handler", HANDLER, "lead_officer", EAST_STATION), ("mate", MATE, "lead_officer", EAST_STATION),
    ("legal", LEGAL, "legal_officer", EAST_STATION), ("chief", CHIEF, "unit_chief", EAST_STATION),
    ("clerk", CLERK, "legal_department", EAST), ("inspector", INSPECTOR, "inspector", EAST),
    ("leader", LEADER, "bureau_leader", EAST), ("west", WESTERNER, "unit_chief", WEST_STATION),
    ("westclerk", "", "legal_department", WEST),
)  # fmt: skip


class Station(Office):
    """The office with people, and the words to find and decide."""

    def __init__(self, book: Book, pack: Pack) -> None:
        super().__init__(book)
        install_law(LawInForce(pack, SHANGHAI))
        install_terms(read_work_terms(shipped_law()))
        book.follow(follow_bureau, follow_findings, follow_life, follow_actions)
        self.numbers = itertools.count(1)

    def people(self) -> None:
        """Everybody with an account and a role."""
        for number, unit, post in PEOPLE:
            words = self.words(OPERATOR, "2025-01-02T08:00")
            bureau.register_officer(number, f"警员{number}", kind="police", unit=unit, **words)
            bureau.post_officer(number, unit, post, **self.words(OPERATOR, "2025-01-02T09:00"))
        for account, number, role, unit in ROLES:
            self.account(account, officer=number)
            self.grant(account, role, unit)

    def by(self, account: str) -> dict:
        """Who decides, when, and a submission number of its own."""
        self.count += 1
        return {"actor": Actor(account), "at": self.now, "idem_key": f"k{self.count}"}

    def searched(
        self, case: str = "", officer: str = HANDLER, unit: str = EAST_STATION, at: str = "2026-03-01T10:00"
    ) -> str:
        """A search by one officer alone: a breach that nothing can undo. Its finding, reported."""
        fields = {"case": case or f"A{next(self.numbers)}", "act": f"S{next(self.numbers)}", "officer": (officer,)}
        return self._found("cases.searched", fields, unit, at, "cases.two-officers")

    def detained(self, case: str = "", officer: str = HANDLER, at: str = "2026-02-20T10:00") -> str:
        """A detention of which the family was not told: a duty that can still be met, late. Its finding, reported."""
        number = next(self.numbers)
        fields = {"case": case or f"B{number}", "person": f"P{number}", "officer": (officer,)}
        return self._found("custody.detained", fields, EAST_STATION, at, "custody.notify-family")

    def told_family(self, finding: str) -> int:
        """The family is told, late; the id of the event."""
        row = Finding.objects.get(id=finding)
        keys = json.loads(row.keys)
        fields = {"case": row.value, "person": keys["person"], "officer": (HANDLER,)}
        draft = Draft.of("custody.family_notified", self.book.now, fields, local=SHANGHAI, unit_as_of=EAST_STATION)
        return self.book.write(draft).ids[0]

    def _found(self, kind: str, fields: dict, unit: str, at: str, rule: str) -> str:
        fields["unit"] = unit
        draft = Draft.of(kind, moment(at), fields, local=SHANGHAI, unit_as_of=unit)
        trigger = self.book.write(draft).ids[0]
        judge_due(self.now, nightly=True)
        report_findings(at=self.now)
        return Finding.objects.get(rule=rule, trigger=trigger).id

    def verified(self, finding: str, by: str = "legal") -> str:
        """The same finding, verified."""
        life.verify_group([finding], **self.by(by))
        return finding


@pytest.fixture(scope="session")
def station_pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Two pages: a search by two, and telling the family within a day."""
    chosen = ("custody/notify-family.yaml", "cases/two-officers.yaml")
    return write_pack(tmp_path_factory.mktemp("law"), {name: PAGES[name] for name in chosen})


@dataclass
class Peopled:
    """A database in which everybody is in place, to be copied for each test."""

    source: str
    signer: Signer
    now: datetime
    count: int


def people_of(address: str, folder: Path, pack: Pack, source: str) -> Peopled:
    """The bureau is set up once: it takes a second, and no test changes it."""
    with ledger_on(address, folder) as book:
        made = Station(book, pack)
        made.plant()
        made.found()
        made.people()
        book.pass_time(minutes=1)
        return Peopled(source, book.signer, book.now, made.count)


_made: list[Peopled] = []
"""Two folders of tests ask for the same file."""


@pytest.fixture(scope="session")
def peopled_sqlite(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Peopled:
    """A file to be copied."""
    if not _made:
        folder = tmp_path_factory.mktemp("peopled")
        path = folder / "guiju.sqlite3"
        shutil.copy(request.getfixturevalue("empty_sqlite"), path)
        pack = request.getfixturevalue("station_pack")
        _made.append(people_of(f"sqlite:///{path}", folder, pack, str(path)))
    return _made[0]


@pytest.fixture(scope="session")
def peopled_postgresql(
    cluster: Cluster, empty_postgresql: str, station_pack: Pack, tmp_path_factory: pytest.TempPathFactory
) -> Peopled:
    """A database to be copied."""
    name = cluster.create(empty_postgresql)
    return people_of(cluster.address(name), tmp_path_factory.mktemp("peopled"), station_pack, name)


@pytest.fixture(params=DATABASES)
def station(request: pytest.FixtureRequest, tmp_path: Path, station_pack: Pack) -> Iterator[Station]:
    """A bureau with everybody in place."""
    ready: Peopled = request.getfixturevalue(f"peopled_{request.param}")
    if request.param == "sqlite":
        shutil.copy(ready.source, tmp_path / "guiju.sqlite3")
        address = f"sqlite:///{tmp_path / 'guiju.sqlite3'}"
    else:
        server: Cluster = request.getfixturevalue("cluster")
        address = server.address(server.create(ready.source))
    with using(address):
        book = object.__new__(Book)
        book.address, book.folder, book.now, book.signer = address, tmp_path, ready.now, ready.signer
        book.hash_name = SHA256
        made = Station(book, station_pack)
        made.count = ready.count
        yield made
