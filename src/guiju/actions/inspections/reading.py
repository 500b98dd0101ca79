"""Inspections as the machine itself reads them; what people read goes through ``queries`` with their scope."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guiju.actions.inspections.folding import CHECK_COLUMNS, INSPECTION_COLUMNS, check_name, names_in
from guiju.actions.rows import read
from guiju.findings.life.projection import told_of

PLAN_WORDS = ", ".join(f"i.{name}" for name in INSPECTION_COLUMNS)


@dataclass(frozen=True, slots=True)
class Plan:
    """One inspection: what was planned, and what was drawn. ``drawn`` is empty until then."""

    name: str
    title: str
    unit: str
    kind: str
    checklist: str
    population_size: int
    digest: str
    size: int
    planned_at: int
    planned_event: int
    drawn_at: int | None
    said: Mapping[str, Any]

    @property
    def drawn(self) -> Sequence[str]:
        """What was drawn, in the order of the draw."""
        drawn: Sequence[str] = self.said["drawn"]
        return drawn

    @property
    def leaf(self) -> str:
        """The leaf of the plan's event, in hexadecimal digits."""
        return str(self.said["leaf"])

    def value(self, number: int) -> str:
        """What stands at a place of the draw, from 1; empty where there is none."""
        return self.drawn[number - 1] if 0 < number <= len(self.drawn) else ""

    def population(self) -> list[str]:
        """All that could have been drawn, as the plan recorded it."""
        [told] = told_of([self.planned_event])
        return names_in(told, "population")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: its latest answers, and how often it was."""

    name: str
    inspection: str
    number: int
    value: str
    unit: str
    checked_at: int
    times: int
    faults: int
    unseen: int
    entries: Sequence[Mapping[str, Any]]

    @property
    def answers(self) -> Mapping[str, Sequence[str]]:
        """Per question the answer and what was noted, as they were given last."""
        answers: Mapping[str, Sequence[str]] = self.entries[-1]["answers"]
        return answers


def plan_of(row: Sequence[Any]) -> Plan:
    """The inspection that a row of ``PLAN_WORDS`` holds."""
    said = dict(zip(INSPECTION_COLUMNS, row, strict=True))
    return Plan(**said | {"said": json.loads(said["said"])})


def read_plan(name: str) -> Plan | None:
    """The inspection of that name; None where there is none."""
    rows = read(f"SELECT {PLAN_WORDS} FROM action_inspection i WHERE i.name = %s", [name])
    return plan_of(rows[0]) if rows else None


def read_check(inspection: str, number: int) -> Check | None:
    """What was answered about one thing; None where nobody has looked yet."""
    rows = read(
        f"SELECT {', '.join(CHECK_COLUMNS)} FROM action_check WHERE name = %s", [check_name(inspection, number)]
    )
    return check_of(rows[0]) if rows else None


def read_checks(inspection: str) -> dict[int, Check]:
    """All that was looked at in one inspection, by the place in its draw."""
    rows = read(f"SELECT {', '.join(CHECK_COLUMNS)} FROM action_check WHERE inspection = %s", [inspection])
    return {one.number: one for one in map(check_of, rows)}


def check_of(row: Sequence[Any]) -> Check:
    """The check that a row holds."""
    said = dict(zip(CHECK_COLUMNS, row, strict=True))
    entries = json.loads(said.pop("said"))
    return Check(**said, entries=entries)
