"""What people read from the ledger: every function takes the viewer's scope, and nothing reads around it.

An event counts to the unit that it names, else to the unit that its stream was with at that time; what that unit was
part of when the event happened decides who sees it. What is foreign and what does not exist get the same answer.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.events import REPORTS
from guiju.facts.tables.places import UNIT_OF_EVENT
from guiju.facts.wiring import wiring
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue
from guiju.values.scope import Reach, Scope

MANY = 10_000
"""Counts beyond this are shown as 10,000+."""
LARGEST_PAGE = 500

_COLUMNS = (
    "e.id, e.stream, e.seq, e.type, e.happened_at, e.recorded_at, e.actor, e.actor_kind, e.on_behalf, e.unit_as_of, "
    "e.body, later.by"
)
_FROM = "event e LEFT JOIN correction later ON later.event = e.id"
_PLACE = (
    "SELECT 1 FROM unit_period p WHERE p.code = "
    + UNIT_OF_EVENT
    + " AND p.since <= e.happened_at AND p.until > e.happened_at"
)
_NAMED = "SELECT 1 FROM event_key o WHERE o.event = e.id AND o.kind = 'officer' AND o.value IN"
_STREAMS = (
    "SELECT w.stream FROM event_key o JOIN event w ON w.id = o.event WHERE o.kind = 'officer' AND o.value IN ({marks}) "
    "AND (w.stream LIKE 'case:%%' OR w.stream LIKE 'call:%%')"
)

_NO_REPORT = f"substr(e.type, 1, {len(REPORTS)}) <> '{REPORTS}'"
"""A report about a record would tell of what may be withheld: who may see findings, sees them as findings."""

Clause = tuple[str, list[object]]


class NotFound(GuijuError):
    """There is no such record, or none that the viewer may see: one answer for both."""

    code = "ledger.not_found"
    remedy = "请核对编号；如需查看其他单位的记录，请按规定申请。"


@dataclass(frozen=True, slots=True)
class EventShown:
    """One event as people see it; ``corrected_by`` is the id of the event that corrects it, if one does."""

    id: int
    stream: str
    seq: int
    type: str
    happened_at: int
    recorded_at: int
    actor: str
    actor_kind: str
    on_behalf: str
    unit_as_of: str
    fields: Mapping[str, FieldValue]
    corrects: int | None
    corrected_by: int | None
    reason: str
    approver: str


def get_event(viewer: Scope, number: int) -> EventShown:
    """One event by its id.

    Raises:
        NotFound: it does not exist, or not for this viewer.
    """
    seen, values = _visible(viewer)
    rows = _read(f"SELECT {_COLUMNS} FROM {_FROM} WHERE e.id = %s AND ({seen})", [number, *values])
    if not rows:
        raise NotFound("没有找到这条记录。")
    return _shown(rows[0])


def list_events(viewer: Scope, kind: str, value: str, *, after: int = 0, limit: int = 100) -> list[EventShown]:
    """The events about one case, officer, room …, all versions, by id from ``after`` on."""
    seen, values = _visible(viewer)
    rows = _read(
        f"SELECT {_COLUMNS} FROM event_key k JOIN {_FROM.replace('event e', 'event e ON e.id = k.event', 1)} "
        f"WHERE k.kind = %s AND k.value = %s AND e.id > %s AND ({seen}) ORDER BY e.id LIMIT %s",
        [kind, value, after, *values, min(limit, LARGEST_PAGE)],
    )
    return [_shown(row) for row in rows]


def list_stream(viewer: Scope, stream: str, *, after: int = 0, limit: int = 100) -> list[EventShown]:
    """The events of one stream in their order, from the place ``after`` on."""
    seen, values = _visible(viewer)
    rows = _read(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE e.stream = %s AND e.seq > %s AND ({seen}) ORDER BY e.seq LIMIT %s",
        [stream, after, *values, min(limit, LARGEST_PAGE)],
    )
    return [_shown(row) for row in rows]


def count_events(viewer: Scope, kind: str, value: str) -> int:
    """How many events about one case, officer, room … the viewer may see, counted no further than ``MANY`` + 1."""
    seen, values = _visible(viewer)
    [[count]] = _read(
        "SELECT count(*) FROM (SELECT 1 FROM event_key k JOIN event e ON e.id = k.event "
        f"WHERE k.kind = %s AND k.value = %s AND ({seen}) LIMIT %s) AS found",
        [kind, value, *values, MANY + 1],
    )
    return int(count)


def _visible(viewer: Scope) -> Clause:
    """What must hold of an event ``e`` for this viewer to see it."""
    clauses = [_within(viewer, reach) for reach in viewer.reaches_at(wiring().clock())]
    if viewer.officers and viewer.own_kinds:
        clauses.append(_own(viewer))
    seen = " OR ".join(f"({text})" for text, _ in clauses)
    return seen or "1 = 0", [value for _, values in clauses for value in values]


def _within(viewer: Scope, reach: Reach) -> Clause:
    kinds, values = _of_kinds(reach.kinds)
    parts = [kinds]
    if not reach.is_everywhere:
        ranges = " OR ".join(["(p.path >= %s AND p.path < %s)"] * len(reach.ranges)) or "1 = 0"
        placed = f"EXISTS ({_PLACE} AND ({ranges}))"
        parts.append(f"({placed} OR NOT EXISTS ({_PLACE}))" if reach.sees_unplaced else placed)
        values += [end for one in reach.ranges for end in one]
    if not reach.handles_withheld:
        parts.append(_NO_REPORT)
    withheld, more = _withheld(viewer, ("person",) if reach.handles_withheld else ("officer", "person"))
    return " AND ".join([*parts, withheld]), [*values, *more]


def _own(viewer: Scope) -> Clause:
    """The events that name the viewer, and the cases and calls in which he takes part."""
    kinds, values = _of_kinds(viewer.own_kinds)
    marks = _marks(viewer.officers)
    withheld, more = _withheld(viewer, ("officer", "person"))
    taking_part = f"(EXISTS ({_NAMED} ({marks})) OR e.stream IN ({_STREAMS.format(marks=marks)}))"
    text = f"{kinds} AND {_NO_REPORT} AND {taking_part} AND {withheld}"
    return text, [*values, *viewer.officers, *viewer.officers, *more]


def _of_kinds(kinds: Sequence[str]) -> Clause:
    if "" in kinds:
        return "1 = 1", []
    tests = [f"substr(e.type, 1, {len(kind)}) = %s" for kind in kinds]
    return f"({' OR '.join(tests) or '1 = 0'})", list(kinds)


def _withheld(viewer: Scope, named_as: Sequence[str]) -> Clause:
    """Nobody sees what is withheld from those concerned where the stream names him."""
    own = [*viewer.officers, *([viewer.natural_person] if viewer.natural_person else [])]
    if not own or not viewer.withheld:
        return "1 = 1", []
    kinds, values = _of_kinds(viewer.withheld)
    text = (
        f"NOT ({kinds} AND EXISTS (SELECT 1 FROM event w JOIN event_key o ON o.event = w.id WHERE w.stream = e.stream "
        f"AND o.kind IN ({_marks(named_as)}) AND o.value IN ({_marks(own)})))"
    )
    return text, [*values, *named_as, *own]


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _shown(row: tuple[Any, ...]) -> EventShown:
    number, stream, seq, kind, at, recorded_at, actor, actor_kind, on_behalf, unit, body, later = row
    said = json.loads(bytes(body))
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in said["fields"].items()}
    return EventShown(
        number, stream, seq, kind, at, recorded_at, actor, actor_kind, on_behalf, unit, fields,
        said.get("corrects"), later, said.get("reason", ""), said.get("approver", ""),
    )  # fmt: skip


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
