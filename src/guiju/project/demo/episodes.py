"""Lawful episodes told as data: what joins an ordinary history now and then, and how planted histories begin.

An entry of ``tables/episodes/*.yaml`` has a ``name``, the ``flows`` it may join (``module.function``), the ``share``
of these histories that it joins, and ``rows``, each one of

- ``add`` an event ``after`` (or ``before``) another row of the history: ``minutes`` from it, or on the first day
  worked at least ``days`` after it at ``hour`` (and ``minute``), or ``elapsed_days`` later to the minute. It inherits
  person, item, act, room, call and recording from that row; ``new`` gives it an act, item or recording of its own,
  which the rows after it inherit with ``after``;
- ``set`` the ``fields`` of a row; ``drop`` a row.

``where`` and ``nth`` pick the row. Values that begin with ``$`` name one of the crew, the victim or a room; ``$date+5``
is the date five days after the row. An episode whose rows find no place joins no ordinary history; a planted one that
asks for it is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from guiju.project.demo.flow import Flow, Row
from guiju.project.demo.headings import TOLD
from guiju.project.demo.tables import read_folder
from guiju.project.demo.wall_calendar import DAY, date_of, office
from guiju.values.errors import GuijuError

INHERITED = ("person", "item", "act", "recording", "room", "call", "plan")
_WORDS = {"add", "set", "drop", "after", "before", "minutes", "days", "elapsed_days", "hour", "minute", "fields", "new",
          "where", "nth", "officer", "unit"}  # fmt: skip


class EpisodeMisplaced(GuijuError):
    """An episode finds no row to begin from, or is not written as one."""

    code = "demo.episode"
    remedy = "请核对 project/demo/tables/episodes 中该条的写法和所接的环节。"


@dataclass(frozen=True, slots=True)
class Episode:
    """A few lawful rows, and the histories that they may join."""

    name: str
    flows: tuple[str, ...]
    share: float
    rows: tuple[Mapping[str, Any], ...]


@cache
def episodes() -> Mapping[str, Episode]:
    """Every episode by its name.

    Raises:
        EpisodeMisplaced: one has an unknown word or a name that is taken.
    """
    found: dict[str, Episode] = {}
    for page in read_folder("episodes"):
        for entry in page:
            one = Episode(entry["name"], tuple(entry["flows"]), float(entry["share"]), tuple(entry["rows"]))
            unknown = {word for row in one.rows for word in row} - _WORDS
            if unknown or one.name in found:
                raise EpisodeMisplaced(f"“{one.name}”重名，或有不认识的字：{'、'.join(sorted(unknown))}。")
            found[one.name] = one
    return found


@cache
def joining(flow: str) -> tuple[Episode, ...]:
    """The episodes that may join histories of one kind."""
    return tuple(one for one in episodes().values() if flow in one.flows)


def join_some(flow: Flow, told: str) -> None:
    """Let chance add episodes to a history; one whose share is 1 belongs to every history of its kind."""
    for episode in joining(told):
        if episode.share >= 1 or flow.chance.often(episode.share):
            try_joining(flow, episode)


def try_joining(flow: Flow, episode: Episode) -> bool:
    """Add an episode if all its rows find their place, else leave the history as it is."""
    kept = [dict(row) for row in flow.rows]
    try:
        join(flow, episode)
    except EpisodeMisplaced:
        flow.rows[:] = kept
        return False
    return True


def join(flow: Flow, episode: Episode) -> None:
    """Add the rows of an episode to a history that has been told.

    Raises:
        EpisodeMisplaced: the history lacks a row from which the episode goes on.
    """
    for step in episode.rows:
        if "add" in step:
            _add(flow, episode, step)
            continue
        row = find_row(flow.rows, step.get("set", step.get("drop")), step)
        if row is None:
            raise EpisodeMisplaced(f"“{episode.name}”要改动的环节 {step.get('set', step.get('drop'))} 不存在。")
        if "drop" in step:
            flow.rows.remove(row)
        row.update({name: named(value, flow, row["at"]) for name, value in step.get("fields", {}).items()})


def _add(flow: Flow, episode: Episode, step: Mapping[str, Any]) -> None:
    kind, before = step.get("after", step.get("before")), "before" in step
    anchor = find_row(flow.rows, kind, step)
    if anchor is None:
        raise EpisodeMisplaced(f"“{episode.name}”接着的环节 {kind} 不存在。")
    follow(flow, anchor, step, before)


def follow(flow: Flow, anchor: Row, step: Mapping[str, Any], before: bool = False) -> None:
    """Add one row after (or before) another, whose person, item, act, room, call, recording and plan it shares."""
    at = _moment(anchor["at"], step, before)
    declared = TOLD[step["add"]].keys
    inherited = {key: anchor[key] for key in INHERITED if key in anchor and key in declared}
    for key in step.get("new", ()):
        inherited[key] = flow.act() if key == "act" else flow.serial(key)
    fields = {name: named(value, flow, at) for name, value in step.get("fields", {}).items()}
    officer = named(step.get("officer", anchor["officer"] if step.get("new") is None else ""), flow, at)
    unit = named(step.get("unit", ""), flow, at)
    flow.add(at, step["add"], officer, unit, **{**inherited, **fields})


def _moment(at: int, step: Mapping[str, Any], before: bool) -> int:
    if "days" in step:
        return office(at, int(step["days"]), int(step.get("hour", 10)), int(step.get("minute", 0)))
    ahead = int(step.get("minutes", 0)) + int(step.get("elapsed_days", 0)) * DAY
    return at - ahead if before else at + ahead


def find_row(rows: Sequence[Row], kind: Any, step: Mapping[str, Any]) -> Row | None:
    """The row that a step speaks of: of that kind, meeting ``where``, the ``nth`` of these (-1: the last)."""
    where = step.get("where", {})
    found = [row for row in rows if row["type"] == kind and all(row.get(name) == said for name, said in where.items())]
    nth = int(step.get("nth", 0))
    return found[nth] if -len(found) <= nth < len(found) else None


def named(value: Any, flow: Flow, at: int = 0) -> Any:
    """A value as written, or the member of the crew, the person, the room or the date that it names."""
    if isinstance(value, list):
        return "、".join(str(named(one, flow, at)) for one in value)
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    crew, name = flow.crew, value[1:]
    if name.startswith("date"):
        return date_of(at + int(name[4:] or 0) * DAY)
    people = {
        "victim": flow.victim,
        "suspect": flow.keys.get("person", ""),
        "witness": f"T{flow.number[1:]}",
        "another": f"S{flow.number[1:]}",
        "one": crew.pair[0],
        "two": crew.pair[1],
        "pair": flow.officer,
        "keepers": "、".join(crew.keepers),
        "mixed": f"{crew.pair[0]}、{crew.auxiliary}",
        "auxiliaries": "、".join(crew.auxiliaries),
        "room": f"{crew.area}候问室9",
        "new_room": f"{crew.area}候问室10",
        "waiting_room": f"{crew.area}{'女' if flow.facts.get('female') else '男'}候问室5",
    }
    return people[name] if name in people else getattr(crew, name)
