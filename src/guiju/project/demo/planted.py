"""Histories that break a duty: what is changed in a lawful history, and the breach by the wall calendar.

An entry of ``tables/planted/*.yaml`` names the lawful ``flow`` it begins with (``module.function``), when it begins
(``begin``), which steps fall on fixed ``moments`` and which ``episodes`` join it; then the changes, each one of
``move``/``shift`` (a row, or its whole act, ``to`` an instant), ``set`` (``fields`` of a row), ``drop``, and ``add``
(at an instant, ``like`` another row); ``where`` and ``nth`` pick the row. ``breaches`` are written by hand from the
calendar of 2026, with the arithmetic in ``why``: ``due`` is an instant, or the last day of a limit in days; ``by`` is
the row that opens the duty, or ``overdue`` where the end of another duty's term does. A breach with ``owed_by`` is that
of the party, the procuratorate or a detention centre: it is counted and never a finding, so the truth leaves it out. A
value that begins with ``$`` names one of the crew.

``tables/unhurried.yaml`` has lawful histories that take their time, at the ``stations`` that it names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from guiju.project.demo.episodes import INHERITED, episodes, find_row, join, named
from guiju.project.demo.flow import Flow, Row
from guiju.project.demo.tables import read_folder, read_page
from guiju.project.demo.wall_calendar import minute, reading
from guiju.values.errors import GuijuError

SHOWN = ("case", "person", "item", "act", "call", "recording", "officer", "unit")
OVERDUE = "overdue"
"""Stands for a trigger that is no row: the end of another duty's term."""
PERIOD = "period"
"""Stands for a trigger that is no row: the first instant of a calendar period."""


class PlantMissing(GuijuError):
    """A planted history lacks the row that its table speaks of."""

    code = "demo.plant_missing"
    remedy = "请核对 project/demo/tables/planted 中该条的时间与环节。"


@dataclass(frozen=True, slots=True)
class Breach:
    """One line of the truth: which duty is broken, by what row, when it was due and how it ended.

    ``about`` says whom the duty concerns where the row does not: ``suspect``, ``victim`` or ``nobody``; ``owed_by``
    who else owes it.
    """

    rule: str
    family: str
    by: str
    at: str
    outcome: str
    due: str = ""
    settled: str = ""
    why: str = ""
    about: str = ""
    owed_by: str = ""


@dataclass(frozen=True, slots=True)
class Plant:
    """A lawful history to begin with, the changes, and the breaches that follow from them."""

    name: str
    flow: str
    begin: str
    breaches: tuple[Breach, ...]
    change: tuple[Mapping[str, Any], ...] = ()
    moments: Mapping[str, str] = field(default_factory=dict)
    episodes: tuple[str, ...] = ()
    squad: bool = False


@cache
def plants() -> tuple[Plant, ...]:
    """The table of planted histories, made by hand."""
    found: list[Plant] = []
    for page in read_folder("planted"):
        for entry in page:
            told = [{key: str(value) for key, value in one.items()} for one in entry.pop("breaches")]
            breaches = tuple(Breach(**one) for one in told)
            found.append(Plant(**entry, breaches=breaches))
    return tuple(found)


@cache
def unhurried() -> tuple[tuple[Plant, tuple[str, ...]], ...]:
    """Lawful histories whose moments are fixed as well, and the stations, by their short names, that have one each."""
    page = read_page("unhurried.yaml")
    return tuple(
        (Plant(**entry, breaches=()), tuple(stations)) for entry in page for stations in [entry.pop("stations")]
    )


def alter(flow: Flow, plant: Plant) -> None:
    """Add the episodes of a plant to the lawful history just told, then make its changes."""
    for name in plant.episodes:
        if name not in episodes():
            raise PlantMissing(f"“{plant.name}”所用的片段“{name}”不存在。")
        join(flow, episodes()[name])
    for change in plant.change:
        if "add" in change:
            at = minute(str(change["at"]))
            fields = {name: named(value, flow, at) for name, value in change.get("fields", {}).items()}
            like = _find(flow.rows, plant, change) if "like" in change else {}
            keys = {key: like[key] for key in INHERITED if key in like}
            flow.add(at, change["add"], **{**keys, **fields})
            continue
        row = _find(flow.rows, plant, change)
        if "drop" in change:
            flow.rows.remove(row)
        if "shift" in change:
            _shift(flow.rows, row, minute(str(change["to"])))
        elif "to" in change:
            row["at"] = minute(str(change["to"]))
        row.update({name: named(value, flow, row["at"]) for name, value in change.get("fields", {}).items()})


def _shift(rows: list[Row], row: Row, at: int) -> None:
    """Move an act as a whole, with its notices and recordings."""
    by = at - row["at"]
    for one in rows:
        if one.get("act") == row["act"]:
            one["at"] += by


def _find(rows: list[Row], plant: Plant, change: Mapping[str, Any]) -> Row:
    kind = next(change[name] for name in ("like", "move", "drop", "set", "shift") if name in change)
    row = find_row(rows, kind, change)
    if row is None:
        raise PlantMissing(f"“{plant.name}”要改动的环节 {kind} 不存在。")
    return row


def truth_rows(flow: Flow, plant: Plant) -> list[dict[str, str]]:
    """The lines of the truth for one planted history, and beside them, with ``owed_by``, what others owed.

    Raises:
        PlantMissing: no row stands where the table says that the duty arose.
    """
    lines = []
    for breach in plant.breaches:
        found = [row for row in flow.rows if row["type"] == breach.by and row["at"] == minute(breach.at)]
        if breach.by in (OVERDUE, PERIOD):
            found = [{**flow.keys, "officer": flow.officer, "unit": flow.crew.unit}]
        if not found:
            there = [reading(row["at"]) for row in flow.rows if row["type"] == breach.by]
            raise PlantMissing(f"“{plant.name}”的 {breach.by} 不在 {breach.at},而在 {there}。")
        row = found[0]
        keys = {key: str(row.get(key, "")) for key in SHOWN}
        if breach.about:
            keys["person"] = {"suspect": flow.keys["person"], "victim": flow.victim, "nobody": ""}[breach.about]
        lines.append(
            {
                **keys,
                "family": breach.family,
                "rule": breach.rule,
                "trigger": breach.by,
                "trigger_at": breach.at,
                "due": breach.due,
                "settled_at": breach.settled,
                "outcome": breach.outcome,
                "why": breach.why,
                "plant": plant.name,
                "owed_by": breach.owed_by,
            }
        )
    return lines
