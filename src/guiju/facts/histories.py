"""What the machine itself reads from the ledger: histories in their latest version, for rules and projections.

Nothing here is shown to a person: what people read goes through ``queries`` with their scope.
"""

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from guiju.facts.keys.personal_fields import open_sealed
from guiju.facts.take_in.mapping import DEFAULT_ZONE
from guiju.facts.wiring import personal_hand, tolerance_of
from guiju.values.event import ENTERED_AT, ENTERED_LATE, Event, FieldValue
from guiju.values.recorded import Recorded
from guiju.values.timeliness import entered_instant

_COLUMNS = (
    "e.id, e.stream, e.seq, e.type, e.happened_at, e.recorded_at, e.actor, e.actor_kind, e.unit_as_of, e.body, "
    "b.first, f.recorded_at, e.leaf, f.actor_kind"
)
_JOINS = (
    "LEFT JOIN correction later ON later.event = e.id LEFT JOIN correction b ON b.by = e.id "
    "LEFT JOIN event f ON f.id = b.first"
)
_ORDER = "ORDER BY e.happened_at, coalesce(b.first, e.id)"
_AT_ONCE = 500
NO_BOUND = 2**31 - 1
IMPORTED = "import"
_ZONE = ZoneInfo(DEFAULT_ZONE)
REMEMBERED = 20_000
"""So many events are kept as read, beside the very row that they were read from."""


def history(kind: str, value: str, types: Sequence[str] = (), *, at_most: int = NO_BOUND) -> list[Recorded]:
    """The latest versions of the events that carry one key, in the order of happening; ``types`` leaves out others.

    No more than ``at_most`` are read: who gets as many knows that there may be more.
    """
    with connection.cursor() as cursor:
        cursor.execute(*statement_of(kind, value, types, at_most=at_most))
        return read_history(cursor.fetchall())


def statement_of(
    kind: str, value: str, types: Sequence[str] = (), *, at_most: int = NO_BOUND
) -> tuple[str, Sequence[Any]]:
    """The statement that reads what ``history`` gives."""
    return _statement(len(types)), (kind, value, *types, at_most)


@lru_cache(maxsize=256)
def _statement(types: int) -> str:
    wanted = f"AND e.type IN ({', '.join(['%s'] * types)}) " if types else ""
    return (
        f"SELECT {_COLUMNS} FROM event_key k JOIN event e ON e.id = k.event {_JOINS} "
        f"WHERE k.kind = %s AND k.value = %s AND later.event IS NULL {wanted}{_ORDER} LIMIT %s"
    )


def read_history(rows: Iterable[tuple[Any, ...]]) -> list[Recorded]:
    """What that statement answered."""
    return [_recorded(row) for row in rows]


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
        yield [_recorded(row, is_passing=True) for row in rows if all_versions or row[14] is None]


def _recorded(row: tuple[Any, ...], *, is_passing: bool = False) -> Recorded:
    """One event; what was read before, byte for byte, is not read again."""
    number, kind = row[0], row[3]
    tolerance = tolerance_of(kind)
    known = _known.get(number)
    if known is not None and known.row == row and known.tolerance == tolerance:
        return known.recorded
    said = _parsed(bytes(row[9]))
    recorded = _told(row, said)
    # What is personal is opened each time: a key that was destroyed must not live on in what was read before.
    if not is_passing and said.personal is None:
        _known[number] = _Known(row, tolerance, recorded)
        if len(_known) > REMEMBERED:
            with suppress(KeyError):
                _known.popitem(last=False)
    return recorded


def _told(row: tuple[Any, ...], said: "_Said") -> Recorded:
    number, stream, seq, kind, at, recorded_at, actor, actor_kind, unit, _, first, first_recorded_at, leaf = row[:13]
    first = number if first is None else first
    begun_at, begun_by = first_recorded_at or recorded_at, row[13] or actor_kind
    fields = said.fields
    if said.personal is not None:
        fields = {**fields, **open_sealed(personal_hand(), kind, at, said.personal)}
    fields = with_lateness(kind, at, fields, begun_at, is_imported=begun_by == IMPORTED)
    event = Event(kind, at, said.day, said.second, first, fields, begun_at)
    return Recorded(
        number, stream, seq, event, recorded_at, actor, actor_kind, unit, said.batch, said.corrects, first, bytes(leaf)
    )


def with_lateness(
    type_name: str, at: int, fields: Mapping[str, FieldValue], first_recorded_at: int, *, is_imported: bool
) -> Mapping[str, FieldValue]:
    """The fields of an event, and whether it was entered later than its type allows, where that is known.

    Of what was written here the first version's time of recording decides. When an import ran says nothing of when its
    source took a row in: only a column ``entered_at`` does, and without one nobody knows.

    Law:    engine.md §4, ledger.md: lateness of recording is that of the first version.
    Unit:   microseconds since the epoch.
    """
    tolerance = tolerance_of(type_name)
    if tolerance is None:
        return fields
    entered_at = entered_instant(fields.get(ENTERED_AT), _ZONE) if is_imported else first_recorded_at
    told = {name: value for name, value in fields.items() if name != ENTERED_LATE}
    if entered_at is not None:
        told[ENTERED_LATE] = entered_at - at > tolerance
    return told


class _Said(NamedTuple):
    day: int
    second: int
    fields: Mapping[str, FieldValue]
    batch: int | None
    corrects: int | None
    personal: Mapping[str, Any] | None


class _Known(NamedTuple):
    row: tuple[Any, ...]
    tolerance: int | None
    recorded: Recorded


_known: OrderedDict[int, _Known] = OrderedDict()


def _parsed(body: bytes) -> _Said:
    said = json.loads(body)
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in said["fields"].items()}
    source = said.get("source")
    batch = source["batch"] if source else None
    return _Said(said["day"], said["second"], fields, batch, said.get("corrects"), said.get("personal"))


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
