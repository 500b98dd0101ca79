"""Who looked at what, one row a look: a projection of the events about reading."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection

from guiju.facts.appending import insert_rows
from guiju.facts.events import LIST_EXPORTED, PAPER_OPENED, PERSONS_SEARCHED, RECORD_UNMASKED, RECORDS_VIEWED
from guiju.facts.privacy.look_log import LONGEST, PAGE, Look, read_looks
from guiju.values.recorded import Recorded
from guiju.values.scope import FOREVER

COLUMNS = "event, place, at, account, officer, page, kind, value, purposes, detail, is_withheld"
TOLD_BY = (RECORDS_VIEWED, RECORD_UNMASKED, PAPER_OPENED, PERSONS_SEARCHED, LIST_EXPORTED)
PIECE = 5_000
"""Events whose rows are compared at a time: all looks of a year at once would fill the memory."""
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class LookDifference:
    """A row that the ledger does not bear out, or that it demands and the table lacks."""

    is_extra: bool
    row: Row


def follow_looks(recorded: Sequence[Recorded]) -> None:
    """Keep the table up to date with newly recorded events, in their transaction."""
    rows = [row for one in recorded for row in _rows_of(one)]
    if rows:
        with connection.cursor() as cursor:
            insert_rows(cursor, f"look ({COLUMNS})", rows)


def rebuild_looks(every: Iterable[Recorded]) -> int:
    """Make the table again from all events by id, in the caller's transaction; its number of rows."""
    total = 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM look")
        for _, _, rows in _pieces(every):
            insert_rows(cursor, f"look ({COLUMNS})", rows)
            total += len(rows)
    return total


def check_looks(every: Iterable[Recorded]) -> list[LookDifference]:
    """What stands in the table and should not, or should and does not, given all events by id; changes nothing."""
    found: list[LookDifference] = []
    for after, until, rows in _pieces(every):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {COLUMNS} FROM look WHERE event > %s AND event <= %s", (after, until))
            standing: set[Row] = {tuple(row) for row in cursor.fetchall()}
        wanted = set(rows)
        found += [LookDifference(True, row) for row in sorted(standing - wanted)]
        found += [LookDifference(False, row) for row in sorted(wanted - standing)]
    return found


def _pieces(every: Iterable[Recorded]) -> Iterator[tuple[int, int, list[Row]]]:
    """The rows of so many events at a time, and between which ids; the last piece is open."""
    events, before = iter(every), 0
    while part := list(islice(events, PIECE)):
        yield before, part[-1].id, [row for one in part for row in _rows_of(one)]
        before = part[-1].id
    yield before, FOREVER, []


def _rows_of(one: Recorded) -> list[Row]:
    if one.event.type not in TOLD_BY:
        return []
    return [(one.id, place, *look[:-1], int(look.is_withheld)) for place, look in enumerate(_looks_of(one), start=1)]


def _looks_of(one: Recorded) -> list[Look]:
    fields = one.event.fields
    if one.event.type == RECORDS_VIEWED:
        told = fields.get("looks", ())
        return read_looks(told) if isinstance(told, tuple) else []
    purpose = str(fields.get("purpose", ""))
    withheld = fields.get("withheld_work") is True
    return [
        Look(one.event.at, one.actor, "", one.event.type, kind, value, purpose, "", withheld)
        for kind, value in _things_of(one)
    ]


def _things_of(one: Recorded) -> list[tuple[str, str]]:
    """What somebody saw who searched for persons, unmasked a record, opened a paper or took a list away."""
    fields = one.event.fields
    if one.event.type == LIST_EXPORTED:
        return [(PAGE, str(fields.get("list_name", ""))[:LONGEST])]
    if one.event.type == PERSONS_SEARCHED:
        found = fields.get("found", ())
        return [("person", person) for person in found] if isinstance(found, tuple) else []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, value FROM event_key WHERE event = %s AND kind NOT IN ('officer', 'unit') "
            "ORDER BY kind, value",
            (fields.get("read_event"),),
        )
        return [(str(kind), str(value)) for kind, value in cursor.fetchall()]
