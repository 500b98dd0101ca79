"""The sample bureau: a year of an invented county, with breaches planted by hand and known by name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from random import Random

import numpy as np

from guiju.project.demo import administrative, criminal, stays
from guiju.project.demo.calls import draw_calls
from guiju.project.demo.episodes import join_some
from guiju.project.demo.flow import Chance, Crew, Flow, Row, Still
from guiju.project.demo.lawful import WOMAN
from guiju.project.demo.planted import Plant, alter, plants, truth_rows, unhurried
from guiju.project.demo.roster import Bureau, Unit, muster, postings
from guiju.project.demo.unit_year import END, tell_lives
from guiju.project.demo.wall_calendar import DAY, day, minute
from guiju.project.demo.writer import TRUTH, EventFile, write_mapping, write_table

AS_OF = "2026-12-31T00:00:00+08:00"
SITE_FROM = "2026-12-14T09:00:00+08:00"
"""A Monday on which the site of the sample begins, with what had happened by then: cases are under way, and what falls
due in the next two weeks can be counted, for which the calendar of 2027 would be needed at the end of the year."""
_MODULES = {"administrative": administrative, "criminal": criminal, "stays": stays}
Told = Callable[[Flow], None]
ORDINARY: tuple[tuple[Told, float], ...] = (
    (administrative.fined, 26), (administrative.detained, 9), (administrative.mediated, 12),
    (administrative.on_spot, 6), (administrative.appraised, 4), (administrative.failed_mediation, 1.5),
    (administrative.heard, 1), (administrative.quick, 4), (administrative.spared, 3), (administrative.extended, 1.5),
    (administrative.handed_over, 2), (administrative.inspected, 1.5), (administrative.minor, 1.5),
    (administrative.other, 3), (criminal.unsolved, 7), (criminal.bailed, 5), (criminal.arrested, 3.5),
    (criminal.ganged, 1.5), (criminal.special, 1.5), (criminal.refused, 1.5), (criminal.watched, 0.5),
    (criminal.compelled, 0.7), (criminal.not_filed, 2.5), (criminal.dismissed, 1), (criminal.turned_down, 1.5),
    (stays.stopped, 2.5),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """How much happens in the year: calls, how many of them are valid, cases, and copies of each planted history."""

    calls: int
    valid: int
    cases: int
    copies: int


# 467,153 calls and 61,775 valid ones are a city's year; a county is one eighteenth of it, a town half a county.
SCALES = {
    "city": Scale(467_153, 61_775, 23_000, 2),
    "county": Scale(25_953, 3_432, 1_560, 1),
    "town": Scale(12_976, 1_716, 1_000, 1),
    "station": Scale(420, 56, 50, 0),
}
STATION_PLANTS = 22
CALM = [number for number in range(day("2026-01-05"), day("2026-12-01")) if administrative.is_calm(number)]


@dataclass(frozen=True, slots=True)
class Sample:
    """Where the sample lies, how much of what it holds, and which breaches are not the bureau's own (``owed``)."""

    events_path: Path
    mapping_path: Path
    truth_path: Path
    decisions_path: Path
    counts: dict[str, int]
    owed: tuple[dict[str, str], ...]


@dataclass(slots=True)
class _Plan:
    begin: int
    told: Told
    bureau: Bureau
    station: Unit
    plant: Plant | None = None


def write_sample(folder: Path, *, scale: str, seed: int, progress: Callable[[int, int], None] | None = None) -> Sample:
    """Write events, mapping, truth and roster of a seeded year into a folder; the same seed gives the same bytes.

    The year runs from 2026-01-01 to ``AS_OF``; a few cases begin late in 2025, under the old law.
    ``progress`` is told how many of how many steps are done.
    """
    size, dice = SCALES[scale], Random(seed)
    bureaus = muster(scale)
    plans = sorted(_plan(size, bureaus, dice), key=lambda plan: plan.begin)
    truth: list[dict[str, str]] = []
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ("events.csv" if scale == "station" else "events.parquet")
    with EventFile(path) as out:
        out.append(list(postings(bureaus, dice)))
        for bureau in bureaus:
            out.append(list(tell_lives(bureau, seed, truth if size.copies else None)))
        called = sum(plan.told is not stays.stopped for plan in plans)
        done, steps = 0, len(plans) + size.calls
        serials: dict[str, int] = {}
        for _, group in groupby(plans, key=lambda plan: np.datetime64(plan.begin, "m").astype("datetime64[M]")):
            month = list(group)
            out.append(list(_tell(month, dice, serials, truth)))
            done += len(month)
            if progress:
                progress(done, steps)
        for calls in draw_calls(bureaus, size.calls - called, size.valid - called, seed):
            out.append_calls(calls)
            done += len(calls.at) // 4
            if progress:
                progress(min(done, steps), steps)
        if progress:
            progress(steps, steps)
    write_mapping(folder / "mapping.yaml")
    own, owed = ([line for line in truth if bool(line["owed_by"]) is others] for others in (False, True))
    write_table(folder / "truth.csv", TRUTH, own)
    _write_roster(folder / "roster.csv", bureaus)
    decisions = folder / "decisions.yaml"
    decisions.write_bytes(files(__package__).joinpath("tables/decisions.yaml").read_bytes())
    counts = {
        "events": out.rows,
        "calls": size.calls,
        "valid": size.valid,
        "cases": called,
        "stops": len(plans) - called,
        "planted": sum(plan.plant is not None and bool(plan.plant.breaches) for plan in plans),
        "breaches": len(own),
        "units": sum(len(bureau.units) for bureau in bureaus),
        "officers": sum(len(unit.police()) for bureau in bureaus for unit in bureau.units),
    }
    return Sample(path, folder / "mapping.yaml", folder / "truth.csv", decisions, counts, tuple(owed))


def _plan(size: Scale, bureaus: list[Bureau], dice: Random) -> Iterator[_Plan]:
    """Which histories are told where: chance chooses place and people of a planted one, never its instants."""
    table = plants()
    if not size.copies:
        table = tuple(dice.sample(table, min(STATION_PLANTS, len(table))))
    for plant in table:
        for bureau in dice.sample(bureaus, max(size.copies, 1)):
            module, name = plant.flow.split(".")
            station = bureau.offices["criminal"] if plant.squad else dice.choice(bureau.stations)
            yield _Plan(minute(plant.begin), getattr(_MODULES[module], name), bureau, station, plant)
    slow = list(_slow(bureaus))
    yield from slow
    told, weights = [one[0] for one in ORDINARY], [one[1] for one in ORDINARY]
    first, last, early = day("2026-01-01"), day("2026-12-30"), day("2025-11-24")
    for nth in range(size.cases - len(table) * max(size.copies, 1) - len(slow)):
        number = dice.randrange(early, first) if nth % 60 == 0 else dice.randrange(first, last)
        bureau = dice.choice(bureaus)
        which = dice.choices(told, weights)[0]
        if which is administrative.heard:
            number = dice.choice(CALM) - 5
        squad = which.__module__ == criminal.__name__ and dice.random() < 0.6
        station = bureau.offices["criminal"] if squad else dice.choice(bureau.stations)
        yield _Plan(number * DAY + dice.randrange(6 * 60, 23 * 60), which, bureau, station)


def _slow(bureaus: list[Bureau]) -> Iterator[_Plan]:
    for plant, names in unhurried():
        module, name = plant.flow.split(".")
        for bureau in bureaus:
            for station in (one for one in bureau.stations if one.short in names):
                yield _Plan(minute(plant.begin), getattr(_MODULES[module], name), bureau, station, plant)


def _tell(plans: list[_Plan], dice: Random, serials: dict[str, int], truth: list[dict[str, str]]) -> Iterator[Row]:
    for plan in plans:
        place = plan.station.code[2:6]
        serials[place] = serials.get(place, 0) + 1
        number = f"{'Q' if plan.told is stays.stopped else 'A'}{place}26{serials[place]:05}"
        crew = crew_of(plan.bureau, plan.station, dice)
        moments = {name: minute(str(at)) for name, at in plan.plant.moments.items()} if plan.plant else {}
        flow = Flow(number, crew, plan.begin, Still() if plan.plant else Chance(dice), moments)
        if not plan.plant and dice.random() < 0.15:
            flow.facts |= WOMAN
        if not plan.plant and dice.random() < 0.02:
            flow.facts |= {"needs_interpreter": True, "interpreter_present": True}
        plan.told(flow)
        join_some(flow, f"{plan.told.__module__.rpartition('.')[2]}.{plan.told.__name__}")
        if plan.plant:
            alter(flow, plan.plant)
            truth += truth_rows(flow, plan.plant)
        yield from sorted((row for row in flow.rows if row["at"] < END), key=lambda row: int(row["at"]))


def crew_of(bureau: Bureau, unit: Unit, dice: Random) -> Crew:
    """The people of one history: two who handle it, and others to review, approve, keep and guard."""
    offices = bureau.offices
    one, two, spare = dice.sample(unit.police("investigator"), 3)
    return Crew(
        unit=unit.name,
        pair=(one, two),
        spare=spare,
        unit_head=unit.police("unit_head")[0],
        legal_officer=unit.police("legal_officer")[0],
        legal_reviewer=dice.choice(offices["legal"].police()),
        leader=dice.choice(offices["leaders"].police()),
        custodian=dice.choice(offices["store"].police()),
        keepers=tuple(dice.sample(offices["area"].police(), 2)),  # type: ignore[arg-type]
        dispatcher=dice.choice(offices["desk"].police()),
        auxiliaries=_two_of(bureau.auxiliaries(), dice),
        desk=offices["desk"].name,
        area=offices["area"].name,
        store=offices["store"].name,
        station=unit in bureau.stations,
    )


def _two_of(members: list[str], dice: Random) -> tuple[str, str]:
    nth = dice.randrange(len(members))
    return members[nth], members[nth - 1]


def _write_roster(path: Path, bureaus: list[Bureau]) -> None:
    names = ("unit_code", "unit", "code", "display", "kind", "post")
    write_table(
        path,
        names,
        (
            dict(zip(names, (unit.code, unit.name, m.code, m.display, m.kind, m.post), strict=True))
            for bureau in bureaus
            for unit in bureau.units
            for m in unit.members
        ),
    )
