"""The bureau of the findings' lives, with cases that are submitted for a decision."""

from collections.abc import Iterator

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import CITY, EAST, EAST_STATION, OPERATOR, WEST
from tests.unit.findings.life.conftest import (
    CLERK,
    HANDLER,
    Station,
    cluster,
    empty_postgresql,
    empty_sqlite,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)

from guiju.actions.asking import new_name
from guiju.actions.projector import follow_actions
from guiju.actions.waiting import install_tasks
from guiju.bureau import commands as bureau
from guiju.bureau.projector import follow_bureau
from guiju.facts.draft import Actor, Draft
from guiju.findings.follower import follow_findings
from guiju.findings.life.fold import follow_life
from guiju.findings.news import let_hear
from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.project.env import shipped_law
from guiju.project.law.approvals import read_approvals
from guiju.project.law_folder import open_law
from guiju.project.roles import ROLES, WITHHELD
from guiju.screens.threads.duties import hear_duties
from guiju.screens.threads.projector import follow_threads
from guiju.screens.threads.wiring import install, wiring_of
from guiju.subjects.cases.commands.chain import Approvals, decision, install_approvals
from guiju.subjects.cases.commands.content import Content
from guiju.subjects.cases.commands.deciding import approve
from guiju.subjects.cases.commands.opinions import Answer, Checked, legally_review, review
from guiju.subjects.cases.commands.submitting import submit
from guiju.subjects.cases.commands.taking import Read, standing_for
from guiju.subjects.cases.commands.voting import discuss, state_vote
from guiju.subjects.cases.projector.submission import State, Submission
from guiju.subjects.cases.projector.votes import Vote

__all__ = [
    "cluster", "desk", "empty_postgresql", "empty_sqlite", "peopled_postgresql", "peopled_sqlite", "station",
    "station_pack",
]  # fmt: skip

CONTENT = Content("三月二日在东圩市场殴打他人，有伤情照片和两名证人证言", "治安管理处罚法有关条款", "罚款五百元")
CHANGED = Content(CONTENT.facts, CONTENT.grounds, "行政拘留五日")
MORE = (
    ("deputy", "0100010", "bureau_leader", EAST), ("cityleader", "0000009", "bureau_leader", CITY),
    ("citylegal", "0000003", "legal_department", CITY), ("westlegal", "0200003", "legal_department", WEST),
)  # fmt: skip


class Desk:
    """The station, and short words for submitting and deciding."""

    def __init__(self, station: Station) -> None:
        self.station, self.book = station, station.book
        for account, number, role, unit in MORE:
            self.newcomer(account, number, role, unit)
        self.book.record(
            "credentials.granted", "2020-05-01T09:00", officer=(CLERK,), name="legal_profession_qualification"
        )
        self.cases = 0

    def newcomer(self, account: str, number: str, role: str, unit: str) -> None:
        """Somebody more, with an account and a role."""
        bureau.register_officer(
            number, f"警员{number}", kind="police", unit=unit, **self.station.words(OPERATOR, "2025-01-02T08:00")
        )
        self.station.account(account, officer=number)
        self.station.grant(account, role, unit)

    def by(self, account: str) -> dict:
        """Who acts, when, and a submission number of its own."""
        return self.station.by(account)

    def case(self, officer: str = HANDLER, unit: str = EAST_STATION, at: str = "2026-02-20T10:00") -> str:
        """An administrative case of the station; its number."""
        self.cases += 1
        case = f"C{self.cases}"
        self.happened("cases.accepted", case, officer, unit=unit, at=at, kind="administrative")
        return case

    def happened(
        self, event: str, case: str, officer: str, *, unit: str = EAST_STATION, at: str = "2026-02-20T10:00", **fields
    ) -> int:
        """Something more that is recorded of a case."""
        said = {"case": case, "officer": (officer,), "unit": unit, **fields}
        return self.book.write(
            Draft.of(event, moment(at), said, local=SHANGHAI, unit_as_of=unit), actor=Actor("files", "import")
        ).ids[0]

    def submitted(
        self, case: str = "", by: str = "handler", kind: str = "penalty", features: tuple = (), **more
    ) -> str:
        """A case submitted for a decision; the name of the submission."""
        words = self.by(by)
        submit(case or self.case(), kind=kind, content=more.pop("content", CONTENT), features=features, **more, **words)
        return new_name(words["actor"], words["idem_key"])

    def one(self, name: str) -> Submission:
        """How it stands, as the county's legal department of the city sees it."""
        return standing_for(self.station.scope("cityleader"), name).one

    def read(self, name: str) -> Read:
        """The version that somebody has just read."""
        one = self.one(name)
        return Read(one.version, one.content_hash)

    def checks(self, name: str, state: State) -> dict:
        """The check-list of a step with every question answered yes."""
        step = decision(self.one(name).decision).step(state)
        return {one.name: Checked(Answer.YES) for one in step.checks}

    def reviewed(self, name: str, by: str = "legal", opinion: str = "agreed", reason: str = "", **more) -> int:
        """The opinion of the reviewer; its event."""
        said = {"read": self.read(name), **self.by(by), **more}
        checks = self.checks(name, State.REVIEW)
        return review(name, opinion=opinion, reason=reason or "事实清楚", checks=checks, **said).ids[0]

    def legally_reviewed(self, name: str, by: str = "clerk", opinion: str = "agreed", reason: str = "", **more) -> int:
        """The opinion of the legal review; its event."""
        said = {"read": self.read(name), **self.by(by), **more}
        checks = self.checks(name, State.LEGAL_REVIEW)
        return legally_review(name, opinion=opinion, reason=reason or "合法", checks=checks, **said).ids[0]

    def discussed(self, name: str, votes: dict[str, Vote], by: str = "leader") -> int:
        """A collective discussion; its event."""
        said = {"read": self.read(name), "checks": self.checks(name, State.DISCUSS), **self.by(by)}
        return discuss(name, ballots=votes, reason="逐人发表意见", **said).ids[0]

    def voted(self, name: str, by: str, vote: Vote = Vote.FOR) -> int:
        """What one of those who voted states himself; its event."""
        return state_vote(name, vote=vote, read=self.read(name), **self.by(by)).ids[0]

    def approved(self, name: str, by: str = "leader", reason: str = "", **more) -> tuple[int, ...]:
        """The approval, following every opinion that agrees; its events."""
        adoptions = {one["event"]: one["opinion"] == "agreed" for one in self.one(name).opinions}
        said = {"adoptions": adoptions, "read": self.read(name), "reason": reason, **self.by(by), **more}
        return approve(name, **said).ids


@pytest.fixture(scope="session")
def shipped_approvals() -> Approvals:
    """The decisions of the shipped law."""
    return read_approvals(shipped_law(), open_law(None), VOCABULARY, ROLES)


@pytest.fixture
def desk(station: Station, shipped_approvals: Approvals) -> Iterator[Desk]:
    """The bureau wired as the project wires it."""
    install(wiring_of(SUBJECTS, VOCABULARY, WITHHELD))
    install_approvals(shipped_approvals, [name for subject in SUBJECTS for name in subject.handling])
    install_tasks([task for subject in SUBJECTS for task in subject.tasks])
    let_hear(hear_duties)
    kept = (one.follow for subject in SUBJECTS for one in subject.projections)
    station.book.follow(follow_bureau, follow_findings, follow_life, follow_actions, *kept, follow_threads)
    yield Desk(station)
    let_hear()
    install_tasks(())
