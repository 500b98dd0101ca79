"""One history being told: rows are added step by step, and every declared field that is not given is filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from guiju.project.demo.headings import TOLD
from guiju.project.demo.lawful import FALLBACK, LAWFUL

Row = dict[str, Any]
_NONE: dict[str, Any] = {}
_LETTERS = {"item": "W", "recording": "L", "plan": "P"}


@dataclass(slots=True)
class Crew:
    """The people of one history: who handles it, and who must not be the same person."""

    unit: str
    pair: tuple[str, str]
    spare: str
    unit_head: str
    legal_officer: str
    legal_reviewer: str
    leader: str
    custodian: str
    keepers: tuple[str, str]
    dispatcher: str
    auxiliaries: tuple[str, str]
    desk: str
    area: str
    store: str
    station: bool

    @property
    def auxiliary(self) -> str:
        """The auxiliary who works beside the two."""
        return self.auxiliaries[0]

    @property
    def bureau(self) -> str:
        """The county bureau to which the unit belongs."""
        return self.area.split("公安局")[0] + "公安局"

    @property
    def centre(self) -> str:
        """The county's detention centre, which notes who arrives and keeps its own watch."""
        return self.area.split("公安局")[0] + "公安局看守所"

    @property
    def house(self) -> str:
        """The county's house of administrative detention."""
        return self.area.split("公安局")[0] + "公安局拘留所"


class Chance:
    """Small differences between histories of one kind."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice

    def some(self, least: int, most: int) -> int:
        """A number between two, both included."""
        return self.dice.randint(least, most)

    def often(self, share: float) -> bool:
        """Yes, in this share of histories."""
        return self.dice.random() < share


class Still(Chance):
    """No chance at all: what planted histories are told with, so that their instants are those of the table."""

    def __init__(self) -> None:
        super().__init__(Random(0))

    def some(self, least: int, most: int) -> int:
        """The lesser number."""
        return least

    def often(self, share: float) -> bool:
        """Never."""
        return False


class Flow:
    """The rows of one case (or of one stop in the street), in the order in which they are told."""

    def __init__(self, number: str, crew: Crew, begin: int, chance: Chance, moments: Mapping[str, int]) -> None:
        self.number = number
        self.crew = crew
        self.begin = begin
        self.chance = chance
        self.moments = moments
        self.rows: list[Row] = []
        self.facts: dict[str, Any] = {}
        self.officer = "、".join(crew.pair)
        self.keys = {"case": number, "person": f"R{number[1:]}", "call": f"J{number[1:]}", "act": f"{number}-1"}
        self.victim = f"V{number[1:]}"
        self._acts = 0
        self._serials = {"item": 0, "recording": 0, "plan": 0}

    def when(self, name: str, at: int) -> int:
        """The moment of a step that the table of planted histories may fix, else the one proposed."""
        return self.moments.get(name, at)

    def act(self) -> str:
        """A new act: what the rows of one stay, search or review share."""
        self._acts += 1
        self.keys["act"] = f"{self.number}-{self._acts}"
        return self.keys["act"]

    def serial(self, key: str) -> str:
        """A new item, recording or plan of this history."""
        self._serials[key] += 1
        value = f"{_LETTERS[key]}{self.number[1:]}-{self._serials[key]}"
        self.keys[key] = value
        return value

    def add(self, at: int, event: str, /, officer: str = "", unit: str = "", **fields: Any) -> None:
        """Tell that something happened; keys come from the history, attributes that are not given from the lawful."""
        row: Row = {"type": event, "at": at, "officer": officer or self.officer, "unit": unit or self.crew.unit}
        facts, keys, lawful = self.facts, self.keys, LAWFUL.get(event, _NONE)
        declared = TOLD[event]
        for name in declared.keys:
            if name in keys:
                row[name] = keys[name]
        for name in declared.attributes:
            if name in lawful:
                row[name] = lawful[name]
            elif name in facts:
                row[name] = facts[name]
            elif name in FALLBACK:
                row[name] = FALLBACK[name]
        row.update(fields)
        self.rows.append(row)
