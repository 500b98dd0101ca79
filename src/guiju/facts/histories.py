"""What the machine itself reads from the ledger: histories in their latest version, for rules and projections.

Nothing here is shown to a person: what people read goes through ``queries`` with their scope.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from guiju.values.event import Event, FieldValue
from guiju.values.recorded import Recorded

_COLUMNS = (
    "e.id, e.stream, e.seq, e.type, e.happened_at, e.recorded_at, e.actor, e.actor_kind, e.unit_as_of, e.body, "
    "b.first, f.recorded_at"
)
_JOINS = (
    "LEFT JOIN correction later ON later.event = e.id LEFT JOIN correction b ON b.by = e.id "
    "LEFT JOIN event f ON f.id = b.first"
)
_ORDER = "ORDER BY e.happened_at, coalesce(b.first, e.id)"
_AT_ONCE = 500


def history(kind: str, value: str, types: Sequence[str] = ()) -> list[Recorded]:
    """The latest versions of the events that carry one key, in the order of happening; ``types`` leaves out others."""
    wanted = f"AND e.type IN ({_marks(types)}) " if types else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM event_key k JOIN event e ON e.id = k.event {_JOINS} "
            f"WHERE k.kind = %s AND k.value = %s AND later.event IS NULL {wanted}{_ORDER}",
            (kind, value, *types),
        )
        return [_recorded(row) for row in cursor.fetchall()]


def count_history(kind: str, value: str, types: Sequence[str], at_most: int) -> int:
    """How many events of these types carry the key, counted no further than ``at_most`` + 1."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM event_key k JOIN event e ON e.id = k.event "
            f"WHERE k.kind = %s AND k.value = %s AND e.type IN ({_marks(types)}) LIMIT %s) AS found",
            (kind, value, *types, at_most + 1),
        )
        return int(cursor.fetchone()[0])


def latest(ids: Sequence[int]) -> list[Recorded]:
    """Events by id, whichever version was asked for; what is not there is left out."""
    found: list[Recorded] = []
    with connection.cursor() as cursor:
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            cursor.execute(
                f"SELECT {_COLUMNS} FROM event e {_JOINS} WHERE e.id IN ({_marks(part)}) ORDER BY e.id", part
            )
            found += [_recorded(row) for row in cursor.fetchall()]
    return found


def every_event(after: int = 0, *, chunk: int = 5_000, all_versions: bool = False) -> Iterator[list[Recorded]]:
    """Every event of the ledger by id, in pieces; what was corrected is left out unless ``all_versions`` are wanted."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {_COLUMNS}, later.event FROM event e {_JOINS} WHERE e.id > %s ORDER BY e.id LIMIT %s",
                (after, chunk),
            )
            rows = cursor.fetchall()
        if not rows:
            return
        after = rows[-1][0]
        yield [_recorded(row) for row in rows if all_versions or row[12] is None]


def _recorded(row: tuple[Any, ...]) -> Recorded:
    number, stream, seq, kind, at, recorded_at, actor, actor_kind, unit, body, first, first_recorded_at = row[:12]
    said = json.loads(bytes(body))
    fields: dict[str, FieldValue] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said["fields"].items()
    }
    first = number if first is None else first
    event = Event(kind, at, said["day"], said["second"], first, fields, first_recorded_at or recorded_at)
    source = said.get("source")
    batch = source["batch"] if source else None
    corrects = said.get("corrects")
    return Recorded(number, stream, seq, event, recorded_at, actor, actor_kind, unit, batch, corrects, first)


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
