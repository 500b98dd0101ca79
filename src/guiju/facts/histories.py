"""What the machine itself reads from the ledger: histories in their latest version, for rules and projections.

Nothing here is shown to a person: what people read goes through ``queries`` with their scope.
"""

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from django.db import connection

from guiju.values.event import Event, FieldValue
from guiju.values.recorded import Recorded

_COLUMNS = (
    "e.id, e.stream, e.seq, e.type, e.happened_at, e.recorded_at, e.actor, e.actor_kind, e.unit_as_of, e.body, "
    "b.first, f.recorded_at, e.leaf"
)
_JOINS = (
    "LEFT JOIN correction later ON later.event = e.id LEFT JOIN correction b ON b.by = e.id "
    "LEFT JOIN event f ON f.id = b.first"
)
_ORDER = "ORDER BY e.happened_at, coalesce(b.first, e.id)"
_AT_ONCE = 500
NO_BOUND = 2**31 - 1
REMEMBERED = 20_000
"""So many bodies are kept as read, by their leaves: what has the same hash says the same."""


def history(kind: str, value: str, types: Sequence[str] = (), *, at_most: int = NO_BOUND) -> list[Recorded]:
    """The latest versions of the events that carry one key, in the order of happening; ``types`` leaves out others.

    No more than ``at_most`` are read: who gets as many knows that there may be more.
    """
    wanted = f"AND e.type IN ({_marks(types)}) " if types else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM event_key k JOIN event e ON e.id = k.event {_JOINS} "
            f"WHERE k.kind = %s AND k.value = %s AND later.event IS NULL {wanted}{_ORDER} LIMIT %s",
            (kind, value, *types, at_most),
        )
        return [_recorded(row) for row in cursor.fetchall()]


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
        yield [_recorded(row, is_passing=True) for row in rows if all_versions or row[13] is None]


def _recorded(row: tuple[Any, ...], *, is_passing: bool = False) -> Recorded:
    number, stream, seq, kind, at, recorded_at, actor, actor_kind, unit, body, first, first_recorded_at, leaf = row[:13]
    said = _parsed(bytes(body)) if is_passing else _read_body(bytes(leaf), bytes(body))
    first = number if first is None else first
    event = Event(kind, at, said.day, said.second, first, said.fields, first_recorded_at or recorded_at)
    return Recorded(
        number, stream, seq, event, recorded_at, actor, actor_kind, unit, said.batch, said.corrects, first, bytes(leaf)
    )


class _Said(NamedTuple):
    day: int
    second: int
    fields: Mapping[str, FieldValue]
    batch: int | None
    corrects: int | None


_read: OrderedDict[bytes, tuple[bytes, _Said]] = OrderedDict()


def _read_body(leaf: bytes, body: bytes) -> _Said:
    """What a body says; one that was read before, byte for byte, is not read again."""
    known = _read.get(leaf)
    if known is not None and known[0] == body:
        return known[1]
    said = _parsed(body)
    _read[leaf] = body, said
    if len(_read) > REMEMBERED:
        with suppress(KeyError):
            _read.popitem(last=False)
    return said


def _parsed(body: bytes) -> _Said:
    said = json.loads(body)
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in said["fields"].items()}
    source = said.get("source")
    return _Said(said["day"], said["second"], fields, source["batch"] if source else None, said.get("corrects"))


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
