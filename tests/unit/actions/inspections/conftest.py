"""Inspections are tested in the bureau of the findings' lives, with the check-lists that are shipped."""

import pytest
from tests.unit.findings.life.conftest import (
    EAST,
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
from guiju.actions.inspections import commands
from guiju.actions.inspections.acts import Answer
from guiju.actions.inspections.checklists import checklist, install_checklists, read_checklists
from guiju.actions.inspections.reading import read_plan
from guiju.facts.seal.sealer import seal
from guiju.project.env import shipped_law

__all__ = [
    "EAST", "FILE", "Inspection", "Station", "cluster", "desk", "empty_postgresql", "empty_sqlite",
    "peopled_postgresql", "peopled_sqlite", "station", "station_pack",
]  # fmt: skip
FILE = "administrative-file"


class Inspection:
    """An inspection of one bureau, and short words for what is done in it."""

    def __init__(self, station: Station, by: str = "inspector", *, unit: str = EAST, kind: str = "case") -> None:
        self.station, self.by, self.unit, self.kind = station, by, unit, kind
        self.name = ""

    def plan(self, population, size: int, *, lists: str = FILE, title: str = "三月案卷抽查") -> str:
        """Plan it; its name."""
        words = self.station.by(self.by)
        commands.plan_inspection(
            title, kind=self.kind, unit=self.unit, query="东县 2026年3月受理的案件", population=population, size=size,
            checklist_name=lists, reason="月度抽查", **words,
        )  # fmt: skip
        self.name = new_name(words["actor"], words["idem_key"])
        return self.name

    def draw(self) -> str:
        """Seal the plan and draw; the name."""
        seal()
        commands.draw_sample(self.name, **self.station.by(self.by))
        return self.name

    def check(self, number: int, *, no: str = "", note: str = "", lists: str = FILE) -> None:
        """Look at one thing: all in order but for one question."""
        answers = {
            one.id: (Answer.NO, "没有盖章") if one.id == no else (Answer.YES, "") for one in checklist(lists).questions
        }
        commands.check_item(self.name, number, answers=answers, note=note, **self.station.by(self.by))

    def recorded(self, number: int, officer: str = "0151001") -> None:
        """The case that was drawn has a record that names an officer."""
        fields = {"case": read_plan(self.name).value(number), "officer": (officer,), "unit": "990151000000"}
        self.station.book.record("cases.accepted", "2026-02-20T10:00", **fields)

    def make(self, number: int, question: str, by: str = "", **more) -> str:
        """Make a finding of a 否 about a case that an officer has handled; its id."""
        if self.kind == "case":
            self.recorded(number)
        words = {"unit": "990151000000", "officers": ["0151001"], "what": "决定书没有盖章", **more}
        commands.make_finding(self.name, number, question, **words, **self.station.by(by or self.by))
        return f"made:{self.name}.{number}:{question}"


@pytest.fixture
def desk(station: Station) -> Inspection:
    """An inspection by the county's inspector."""
    install_checklists(read_checklists(shipped_law() / "checklists"))
    return Inspection(station)
