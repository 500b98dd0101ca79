"""The interface over the bureau of the findings' lives: tokens as people get them, and programs that bear them."""

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from tests.unit.findings.life.conftest import (
    EAST,
    EAST_STATION,
    WEST,
    WEST_STATION,
    Station,
    cluster,
    empty_postgresql,
    empty_sqlite,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)

from guiju.actions.projector import follow_actions
from guiju.bureau import commands
from guiju.bureau.permissions.tokens import Drawn, draw_token
from guiju.bureau.projector import follow_bureau
from guiju.facts.draft import Actor
from guiju.facts.keys.blind_index import create_index_key, open_index_key
from guiju.facts.keys.person_keys import PersonKeys, create_person_keys
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.wiring import install as install_ledger
from guiju.facts.wiring import wiring
from guiju.findings.follower import follow_findings
from guiju.findings.life.fold import follow_life
from guiju.findings.news import let_hear
from guiju.project import env
from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.project.env import shipped_law
from guiju.project.law.approvals import read_approvals
from guiju.project.law_folder import open_law
from guiju.project.roles import ROLES, WITHHELD
from guiju.project.site import reading
from guiju.project.site.api import door
from guiju.project.site.wiring import wire_site
from guiju.screens.recording.procedure import install as install_procedures
from guiju.screens.recording.reading import read_procedures
from guiju.screens.threads.duties import hear_duties
from guiju.screens.threads.projector import follow_threads
from guiju.screens.threads.wiring import install, wiring_of
from guiju.subjects.cases.commands.chain import Approvals, install_approvals

__all__ = [
    "EAST", "EAST_STATION", "WEST", "WEST_STATION", "Desk", "Program", "cluster", "empty_postgresql", "empty_sqlite",
    "peopled_postgresql", "peopled_sqlite", "station", "station_pack",
]  # fmt: skip
OFFICERS = {
    "legal": ("legal_officer", EAST_STATION), "chief": ("unit_chief", EAST_STATION),
    "clerk": ("legal_department", EAST), "handler": ("lead_officer", EAST_STATION),
    "west": ("unit_chief", WEST_STATION),
    "westclerk": ("legal_department", WEST), "leader": ("bureau_leader", EAST), "inspector": ("inspector", EAST),
}  # fmt: skip


@dataclass
class Answer:
    """What the interface said."""

    status: int
    said: Any
    headers: dict[str, str] = field(default_factory=dict)


class Program:
    """Somebody's program, with a token or without."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(SERVER_NAME="localhost", raise_request_exception=True)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.keys = (f"key-{number:05}" for number in itertools.count())

    def get(self, address: str, **asked: Any) -> Answer:
        """Ask for something."""
        return self._answer(self.client.get(f"/api/{address}", asked, headers=self.headers))

    def post(self, address: str, said: object = None, *, key: str = "") -> Answer:
        """Do something; ``key`` is that of an earlier submission."""
        headers = {**self.headers, "Idempotency-Key": key or next(self.keys)}
        return self._answer(
            self.client.post(f"/api/{address}", json.dumps(said or {}), "application/json", headers=headers)
        )

    def send(self, file: Any, *, key: str = "", **said: str) -> Answer:
        """Send a file in."""
        headers = {**self.headers, "Idempotency-Key": key or next(self.keys)}
        return self._answer(self.client.post("/api/imports", {"file": file, **said}, headers=headers))

    @staticmethod
    def _answer(answer: Any) -> Answer:
        assert answer.headers["Cache-Control"] == "no-store"
        return Answer(answer.status_code, json.loads(answer.content), dict(answer.headers))


class Desk:
    """The bureau, and whatever tokens its people have been granted."""

    def __init__(self, station: Station) -> None:
        self.station = station

    def asked(self, account: str, roles: Sequence[str] = (), unit: str = "", days: float = 30) -> Drawn:
        """A token that somebody has asked for, for all that he is unless told otherwise."""
        role, own = OFFICERS[account]
        drawn = draw_token()
        until = self.station.book.now + timedelta(days=days)
        said = {"roles": roles or (role,), "unit": unit or own, "valid_until": until}
        commands.ask_token(drawn, **said, **self.station.words(Actor(account)))
        return drawn

    def granted(self, account: str, roles: Sequence[str] = (), unit: str = "", days: float = 30) -> Drawn:
        """The same, granted by a security administrator."""
        drawn = self.asked(account, roles, unit, days)
        commands.grant_token(drawn.name, **self.station.words("sec1"))
        return drawn

    def program(self, account: str, roles: Sequence[str] = (), unit: str = "", days: float = 30) -> Program:
        """A program that bears such a token."""
        return Program(self.granted(account, roles, unit, days).text)


def in_path(name: str) -> str:
    """A name as a part of an address."""
    return quote(name, safe=":")


@pytest.fixture(scope="session")
def shipped_approvals() -> Approvals:
    """The decisions of the shipped law."""
    return read_approvals(shipped_law(), open_law(None), VOCABULARY, ROLES)


@pytest.fixture
def desk(
    station: Station, shipped_approvals: Approvals, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> Iterator[Desk]:  # fmt: skip
    """The interface as the service has it, at the test's own time."""
    monkeypatch.setenv("GUIJU_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(env, "now", lambda: station.book.now)
    monkeypatch.setattr(reading, "_installed", [])
    monkeypatch.setattr(door, "_rates", [])
    install(wiring_of(SUBJECTS, VOCABULARY, WITHHELD))
    kept = (one.follow for subject in SUBJECTS for one in subject.projections)
    station.book.follow(follow_bureau, follow_findings, follow_life, follow_actions, *kept, follow_threads)
    install_approvals(shipped_approvals, [name for subject in SUBJECTS for name in subject.handling])
    install_procedures(read_procedures(shipped_law(), VOCABULARY))
    let_hear(hear_duties)
    keys = tmp_path / "persons"
    keys.mkdir()
    create_index_key(keys)
    create_person_keys(keys)
    hand = PersonalHand.of(PersonKeys(keys, lambda: station.now), open_index_key(keys), VOCABULARY.types.values())
    install_ledger(replace(wiring(), personal=hand))
    wire_site()
    yield Desk(station)
    let_hear()
