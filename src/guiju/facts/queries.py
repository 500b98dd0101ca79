"""What people read from the ledger: every function takes the viewer's scope, and nothing reads around it.

An event counts to the unit that it names, else to the unit that its stream was with at that time; what that unit was
part of when the event happened decides who sees it. What is foreign and what does not exist get the same answer.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.draft import STREAM_KINDS
from guiju.facts.keys.masking import masked
from guiju.facts.keys.personal_fields import opened_fields
from guiju.facts.tables.seeing import visible_events
from guiju.facts.wiring import personal_hand
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue
from guiju.values.scope import FOREVER, Scope

MANY = 10_000
"""Counts beyond this are shown as 10,000+."""
LARGEST_PAGE = 500

_COLUMNS = (
    "e.id, e.stream, e.seq, e.type, e.happened_at, e.recorded_at, e.actor, e.actor_kind, e.on_behalf, e.unit_as_of, "
    "e.body, later.by"
)
_WORK = (*STREAM_KINDS[:7], "finding", "order", "talk", "campaign")
_BESIDE_WORK = "e.id IN (SELECT x.id FROM event x WHERE {})".format(
    " AND ".join(f"substr(x.stream, 1, {len(kind) + 1}) <> '{kind}:'" for kind in _WORK)
)
"""Read off the index of streams alone: what a bureau records of itself lies among millions of records of its work."""
_FROM = "event e LEFT JOIN correction later ON later.event = e.id"


class NotFound(GuijuError):
    """There is no such record, or none that the viewer may see: one answer for both."""

    code = "ledger.not_found"
    remedy = "请核对编号；如需查看其他单位的记录，请按规定申请。"


@dataclass(frozen=True, slots=True)
class EventShown:
    """One event as people see it; ``corrected_by`` is the id of the event that corrects it, if one does.

    What identifies somebody shows masked; ``privacy.reads.unmask`` shows it, and says so in the ledger.
    """

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
    if number >= 2**63:
        raise NotFound("没有找到这条记录。")
    seen, values = visible_events(viewer)
    rows = _read(f"SELECT {_COLUMNS} FROM {_FROM} WHERE e.id = %s AND ({seen})", [number, *values])
    if not rows:
        raise NotFound("没有找到这条记录。")
    return _shown(rows[0])


def list_events(
    viewer: Scope, kind: str, value: str, *, after: int = 0, limit: int = 100, types: Sequence[str] = ()
) -> list[EventShown]:
    """The events about one case, officer, room …, all versions, by id from ``after`` on; of ``types`` alone, if any."""
    seen, values = visible_events(viewer)
    if types:
        seen, values = f"e.type IN ({', '.join(['%s'] * len(types))}) AND ({seen})", [*types, *values]
    rows = _read(
        f"SELECT {_COLUMNS} FROM event_key k JOIN {_FROM.replace('event e', 'event e ON e.id = k.event', 1)} "
        f"WHERE k.kind = %s AND k.value = %s AND e.id > %s AND ({seen}) ORDER BY e.id LIMIT %s",
        [kind, value, after, *values, min(limit, LARGEST_PAGE)],
    )
    return [_shown(row) for row in rows]


def list_stream(viewer: Scope, stream: str, *, after: int = 0, limit: int = 100) -> list[EventShown]:
    """The events of one stream in their order, from the place ``after`` on."""
    seen, values = visible_events(viewer)
    rows = _read(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE e.stream = %s AND e.seq > %s AND ({seen}) ORDER BY e.seq LIMIT %s",
        [stream, after, *values, min(limit, LARGEST_PAGE)],
    )
    return [_shown(row) for row in rows]


@dataclass(frozen=True, slots=True)
class EventSaid:
    """What kind of thing one event says, for counting: of what is personal only that something stands there."""

    id: int
    about: str
    type: str
    happened_at: int
    recorded_at: int
    actor_kind: str
    fields: Mapping[str, FieldValue]
    corrects: int | None


def list_said(viewer: Scope, kind: str, values: Sequence[str]) -> list[EventSaid]:
    """The events about some cases, officers, rooms …, all versions, by id, nothing personal opened: one statement."""
    if not values:
        return []
    seen, more = visible_events(viewer)
    rows = _read(
        "SELECT e.id, k.value, e.type, e.happened_at, e.recorded_at, e.actor_kind, e.body FROM event_key k "
        f"JOIN event e ON e.id = k.event WHERE k.kind = %s AND k.value IN ({', '.join(['%s'] * len(values))}) "
        f"AND ({seen}) ORDER BY e.id",
        [kind, *values, *more],
    )
    return [
        EventSaid(number, about, type_name, at, recorded_at, actor_kind, _named_in(said), said.get("corrects"))
        for number, about, type_name, at, recorded_at, actor_kind, said in (
            (*row[:-1], json.loads(bytes(row[-1]))) for row in rows
        )
    ]


def _named_in(said: Mapping[str, Any]) -> Mapping[str, FieldValue]:
    personal = said.get("personal", {}).get("fields", ())
    return {name: tuple(value) if isinstance(value, list) else value for name, value in said["fields"].items()} | (
        dict.fromkeys(personal, True)
    )


def count_events(viewer: Scope, kind: str, value: str) -> int:
    """How many events about one case, officer, room … the viewer may see, counted no further than ``MANY`` + 1."""
    seen, values = visible_events(viewer)
    [[count]] = _read(
        "SELECT count(*) FROM (SELECT 1 FROM event_key k JOIN event e ON e.id = k.event "
        f"WHERE k.kind = %s AND k.value = %s AND ({seen}) LIMIT %s) AS found",
        [kind, value, *values, MANY + 1],
    )
    return int(count)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for among all records: of which types (none: of any), by whom or about whom, recorded when.

    ``who`` is an account, an officer or a unit; the period is half-open, in microseconds.
    """

    types: tuple[str, ...] = ()
    who: str = ""
    since: int = 0
    until: int = FOREVER


def list_recorded(viewer: Scope, sought: Sought, *, skip: int = 0, limit: int = 50) -> list[EventShown]:
    """What was recorded of the bureau, its permissions and the ledger itself, the latest first.

    What was recorded in the work itself (cases, calls, rooms, findings …) is read where it belongs.
    """
    asked, values = _sought(viewer, sought)
    rows = _read(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE {asked} ORDER BY e.id DESC LIMIT %s OFFSET %s",
        [*values, min(limit, LARGEST_PAGE), skip],
    )
    return [_shown(row) for row in rows]


def count_recorded(viewer: Scope, sought: Sought) -> int:
    """How many records ``list_recorded`` would give in all, counted no further than ``MANY`` + 1."""
    asked, values = _sought(viewer, sought)
    statement = f"SELECT count(*) FROM (SELECT 1 FROM event e WHERE {asked} LIMIT %s) AS found"
    [[count]] = _read(statement, [*values, MANY + 1])
    return int(count)


def _sought(viewer: Scope, sought: Sought) -> tuple[str, list[Any]]:
    seen, values = visible_events(viewer)
    parts, said = [_BESIDE_WORK, seen], list[Any](values)
    if sought.types:
        parts.append(f"e.type IN ({', '.join(['%s'] * len(sought.types))})")
        said += sought.types
    if sought.who:
        parts.append(
            "(e.actor = %s OR e.on_behalf = %s OR e.stream = %s OR EXISTS "
            "(SELECT 1 FROM event_key o WHERE o.event = e.id AND o.value = %s))"
        )
        said += [sought.who, sought.who, f"account:{sought.who}", sought.who]
    parts.append("e.recorded_at >= %s AND e.recorded_at < %s")
    return " AND ".join(f"({part})" for part in parts), [*said, sought.since, sought.until]


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _shown(row: tuple[Any, ...]) -> EventShown:
    number, stream, seq, kind, at, recorded_at, actor, actor_kind, on_behalf, unit, body, later = row
    said = json.loads(bytes(body))
    fields = masked(opened_fields(personal_hand(), kind, at, said))
    return EventShown(
        number, stream, seq, kind, at, recorded_at, actor, actor_kind, on_behalf, unit, fields,
        said.get("corrects"), later, said.get("reason", ""), said.get("approver", ""),
    )  # fmt: skip
