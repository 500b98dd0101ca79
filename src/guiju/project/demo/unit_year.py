"""The yearly life of units, officers and rooms, told as data: what happens outside any case, and what is left out.

A page of ``tables/unit_years/*.yaml`` has ``lives`` and ``omissions``. A life has a ``name``, whom it is lived by, and
its lawful ``rows``. ``units`` names the offices by role (``leaders``, ``legal``, the houses ``centre`` and
``house`` …) or ``station`` for all stations; with
``officers`` (posts, or ``all``) each officer of these posts there has the life of his own, the ``first`` so many of a
unit where this is said; with ``rooms`` each of these rooms of the unit. Each row is one of

- ``add`` an event ``at`` an instant, once, or ``every_days`` so many days from then on;
- ``add`` an event ``every`` month, quarter, half_year or year, ``from`` a month ``until`` a month (the last one of
  the sample if not said): in the period's ``month`` (its first if not said), on the first day worked from its ``day``
  on, at ``hour`` (and ``minute``).

``fields`` gives attributes, ``officer`` somebody else (``$leader`` …), ``new`` an act, item, recording or plan of its
own; the rows under ``then`` follow each occurrence as in ``tables/episodes/*.yaml`` (``minutes``, or ``days`` and
``hour``, or ``elapsed_days``) and share its act, room and plan. Where nothing is left out, chance moves an occurrence
by minutes.

An omission has a ``name``, the ``life``, ``who`` (a station by its short name or an office by its role; then the
number of the officer in his unit, or the room: ``城西 3``, ``area 讯问室1``), the ``change`` and the ``breaches`` as in
``tables/planted/*.yaml``; ``by: period`` stands for the first instant of a calendar period. Every bureau of a county or
city has them all, a town those of its own stations, a sample of one station none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from guiju.project.demo.episodes import follow, named
from guiju.project.demo.flow import Chance, Crew, Flow, Row, Still
from guiju.project.demo.planted import Breach, Plant, alter, truth_rows
from guiju.project.demo.roster import STATIONS, Bureau, Unit
from guiju.project.demo.tables import read_folder
from guiju.project.demo.wall_calendar import DAY, minute, office
from guiju.values.errors import GuijuError

END = minute("2026-12-31 00:00")
_PERIODS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_LIFE = {"name", "units", "officers", "rooms", "first", "rows"}
_ROW = {"add", "at", "every_days", "every", "from", "until", "month", "day", "hour", "minute", "fields", "officer",
        "new", "then"}  # fmt: skip
_DRIFT = 40
"""Minutes by which chance may delay an occurrence."""


class LifeMiswritten(GuijuError):
    """A page of unit lives has a word that is not known, or speaks of a life or somebody who is not there."""

    code = "demo.unit_year"
    remedy = "请核对 project/demo/tables/unit_years 中该条的写法；写法见 unit_year.py 开头。"


@dataclass(frozen=True, slots=True)
class Life:
    """What happens to each unit, officer or room of a kind where nothing is left out."""

    number: int
    name: str
    units: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    officers: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    first: int = 1000


@dataclass(frozen=True, slots=True)
class Omission:
    """Whose life breaks a duty, and how."""

    who: str
    plant: Plant


@cache
def lives() -> tuple[Life, ...]:
    """Every life, in the order of the pages."""
    told = [life for page in read_folder("unit_years") for life in page.get("lives", ())]
    names = [life["name"] for life in told]
    for life in told:
        unknown = ({*life} - _LIFE) | {word for row in life["rows"] for word in row if word not in _ROW}
        if unknown or names.count(life["name"]) > 1:
            raise LifeMiswritten(f"“{life['name']}”重名，或有不认识的字：{'、'.join(sorted(unknown))}。")
    lists = ("units", "officers", "rooms", "rows")
    found = []
    for number, life in enumerate(told, start=1):
        fields: dict[str, Any] = {word: tuple(said) if word in lists else said for word, said in life.items()}
        found.append(Life(number, **fields))
    return tuple(found)


@cache
def omissions() -> tuple[Omission, ...]:
    """What is left out of which life, made by hand."""
    known, found = {life.name for life in lives()}, []
    for entry in (one for page in read_folder("unit_years") for one in page.get("omissions", ())):
        if entry["life"] not in known:
            raise LifeMiswritten(f"“{entry['name']}”所说的“{entry['life']}”不存在。")
        told = tuple(Breach(**{key: str(said) for key, said in one.items()}) for one in entry["breaches"])
        plant = Plant(entry["name"], entry["life"], "", told, tuple(entry["change"]))
        found.append(Omission(entry["who"], plant))
    return tuple(found)


def tell_lives(bureau: Bureau, seed: int, truth: list[dict[str, str]] | None) -> Iterator[Row]:
    """All rows of one bureau's units, officers and rooms; the breaches are added to ``truth``.

    Without ``truth`` nothing is left out.

    Raises:
        LifeMiswritten: an omission speaks of somebody who does not live that life.
    """
    dice = Random(f"{seed} {bureau.name}")
    planned: dict[tuple[str, str], list[Plant]] = {}
    absent = {*STATIONS} - {station.short for station in bureau.stations}
    for one in omissions() if truth is not None else ():
        if one.who.split(" ")[0] in absent:
            continue
        planned.setdefault((one.plant.flow, one.who), []).append(one.plant)
    for life in lives():
        for who, flow in _living(bureau, life):
            left_out = planned.pop((life.name, who), [])
            flow.chance = Still() if left_out else Chance(dice)
            for step in life.rows:
                _tell(flow, life, step)
            for plant in left_out:
                alter(flow, plant)
                if truth is not None:
                    truth += truth_rows(flow, plant)
            yield from sorted((row for row in flow.rows if row["at"] < END), key=lambda row: int(row["at"]))
    for life_name, who in planned:
        raise LifeMiswritten(f"“{life_name}”没有“{who}”。")


def _living(bureau: Bureau, life: Life) -> Iterator[tuple[str, Flow]]:
    """Each one who has the life, by the name that omissions use, with a history still empty."""
    for unit in (one for role in life.units for one in _units(bureau, role)):
        roles = {**bureau.offices, **bureau.houses}
        short = next((role for role, one in roles.items() if one is unit), unit.short)
        crew, label = _people(bureau, unit), f"D{unit.code[2:6]}{life.number:02}"
        if life.rooms:
            for nth, room in enumerate(life.rooms, start=1):
                yield f"{short} {room}", _flow(f"{label}{nth:03}", crew, crew.pair[0], room=f"{unit.name}{room}")
        elif life.officers:
            police = [one for one in unit.members if one.kind == "police"]
            posted = [one for one in police if {"all", one.post} & {*life.officers}]
            for member in posted[: life.first]:
                nth = unit.members.index(member) + 1
                yield f"{short} {nth}", _flow(f"{label}{nth:03}", crew, member.code)
        else:
            yield short, _flow(f"{label}000", crew, crew.pair[0])


def _units(bureau: Bureau, role: str) -> list[Unit]:
    if role == "station":
        return bureau.stations
    roles = {**bureau.offices, **bureau.houses}
    if role not in roles:
        raise LifeMiswritten(f"没有单位“{role}”。")
    return [roles[role]]


def _flow(number: str, crew: Crew, officer: str, **keys: str) -> Flow:
    flow = Flow(number, crew, 0, Still(), {})
    flow.keys, flow.officer = dict(keys), officer
    return flow


def _tell(flow: Flow, life: Life, step: Mapping[str, Any]) -> None:
    for begin in _instants(life, step):
        at = begin + flow.chance.some(0, _DRIFT)
        keys: dict[str, str] = {}
        for key in step.get("new", ()):
            keys[key] = flow.act() if key == "act" else flow.serial(key)
        fields = {name: named(value, flow, at) for name, value in step.get("fields", {}).items()}
        flow.add(at, step["add"], named(step.get("officer", ""), flow, at), **{**keys, **fields})
        anchor = flow.rows[-1]
        for following in step.get("then", ()):
            follow(flow, anchor, following)


def _instants(life: Life, step: Mapping[str, Any]) -> Iterator[int]:
    last = _month(step.get("until", "2026-12"))
    if "at" in step:
        at, gap = minute(str(step["at"])), int(step.get("every_days", 0)) * DAY
        yield at
        while gap and at + gap < min(END, _begin(last + 1)):
            at += gap
            yield at
        return
    if step.get("every") not in _PERIODS or "from" not in step:
        raise LifeMiswritten(f"“{life.name}”的 {step['add']} 没有说何时发生。")
    for number in range(_month(step["from"]), last + 1, _PERIODS[step["every"]]):
        first = _begin(number + int(step.get("month", 1)) - 1)
        yield office(first, int(step.get("day", 10)) - 1, int(step.get("hour", 10)), int(step.get("minute", 0)))


def _month(text: Any) -> int:
    """Months since year 0; ``2026-01`` is as YAML reads it, a text."""
    year, month = str(text).split("-")[:2]
    return int(year) * 12 + int(month) - 1


def _begin(month: int) -> int:
    return minute(f"{month // 12:04}-{month % 12 + 1:02}-01 00:00")


def _people(bureau: Bureau, unit: Unit) -> Crew:
    """Who signs for a unit: its first officers (those of the case area where it has none), and the bureau's offices."""
    offices, police = bureau.offices, unit.police() or bureau.offices["area"].police()
    first, auxiliaries = {role: one.police() for role, one in offices.items()}, bureau.auxiliaries()
    return Crew(
        unit=unit.name,
        pair=(police[0], police[1]),
        spare=police[-1],
        unit_head=(unit.police("unit_head") or police)[0],
        legal_officer=(unit.police("legal_officer") or first["legal"])[0],
        legal_reviewer=first["legal"][0],
        leader=first["leaders"][0],
        custodian=first["store"][0],
        keepers=(first["area"][0], first["area"][1]),
        dispatcher=first["desk"][0],
        auxiliaries=(auxiliaries[0], auxiliaries[-1]),
        desk=offices["desk"].name,
        area=offices["area"].name,
        store=offices["store"].name,
        station=unit in bureau.stations,
    )
