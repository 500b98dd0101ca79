"""A station with those who record, those who approve, and the law that watches both."""

from dataclasses import replace

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import (
    EAST,
    EAST_STATION,
    OPERATOR,
    WEST,
    Office,
    address,
    book,
    cluster,
    empty,
    empty_postgresql,
    empty_sqlite,
    office,
)

from guiju.bureau import commands
from guiju.bureau.commands import mending
from guiju.bureau.projector import follow_bureau
from guiju.facts.draft import Draft
from guiju.facts.importing.mending.proposals import find_proposal
from guiju.facts.wiring import install, wiring
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.project.catalogue import VOCABULARY
from guiju.project.law_folder import open_law
from guiju.values.timeliness import tolerances_of

__all__ = ["address", "book", "cluster", "empty", "empty_postgresql", "empty_sqlite", "office"]

HEARD = "cases.hearing_requested"
"""A step of an administrative case, to be entered within 24 hours."""


class Desk:
    """Who proposes and who decides, in short words."""

    def __init__(self, office: Office) -> None:
        self.office, self.book = office, office.book

    def draft(self, at: str, kind: str = HEARD, *, unit: str = EAST_STATION, **more) -> Draft:
        """Something of the case C1 that happened at an instant."""
        words = {name: more.pop(name) for name in ("corrects", "reason", "on_behalf") if name in more}
        fields = {"case": "C1"} | more
        said = {"reason": "当日断网"} | words
        return Draft.of(kind, moment(at), fields, local=SHANGHAI, unit_as_of=unit, **said)

    def propose(self, draft: Draft, actor: str = "li") -> int:
        """The number of a proposal."""
        return mending.propose_record(draft, known=VOCABULARY, **self.office.words(actor)).ids[0]

    def approve(self, number: int, actor: str = "boss", **more):
        """What an approver signs, having looked at it as it stands."""
        words = {"content_hash": find_proposal(number).content_hash} | self.office.words(actor) | more
        return mending.approve_record(number, **words)


@pytest.fixture
def desk(office):  # noqa: F811 — the fixture imported above
    """An officer who handles cases, his chief, the legal department, and a chief elsewhere."""
    words = office.words(OPERATOR, "2024-01-10T09:00")
    commands.register_officer("A1", "甲某", kind="police", unit=EAST_STATION, natural_person="N-1", **words)
    for name, role, officer, unit in (
        ("li", "lead_officer", "A1", EAST_STATION),
        ("boss", "unit_chief", "A2", EAST_STATION),
        ("legal", "legal_department", "A3", EAST),
        ("west", "unit_chief", "W1", WEST),
    ):
        office.account(name, officer=officer)
        office.grant(name, role, unit)
    install(replace(wiring(), tolerances=tolerances_of(VOCABULARY)))
    return Desk(office)


@pytest.fixture
def watched(desk):
    """The same, under the shipped law."""
    install_law(LawInForce(open_law(None), SHANGHAI))
    install(replace(wiring(), followers=(follow_bureau, follow_findings)))
    return desk
