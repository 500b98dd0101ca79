"""Who is found by which name, document number or telephone number: a projection, kept in keyed form only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.appending import in_parts, insert_rows
from guiju.facts.events import KEY_DESTROYED
from guiju.facts.wiring import personal_hand
from guiju.values.event import UNREADABLE
from guiju.values.recorded import Recorded

SOUGHT = ("person_name", "document_number", "phone")
"""By nothing else is anybody found."""
_COLUMNS = "kind, digest, first, person"
Row = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class IndexDifference:
    """A row that the ledger does not bear out, or that it demands and the table lacks."""

    is_extra: bool
    row: Row


def follow_persons(recorded: Sequence[Recorded]) -> None:
    """Keep the index up to date with newly recorded events, in their transaction."""
    gone = [one for one in recorded if one.event.type == KEY_DESTROYED]
    told = [one for one in recorded if any(name in one.event.fields for name in SOUGHT)]
    corrections = [one.first for one in recorded if one.corrects is not None]
    if not (gone or told or corrections):
        return
    rows = [row for one in told for row in _rows_of(one)]
    with connection.cursor() as cursor:
        _delete(cursor, "first", sorted({*corrections, *(one.first for one in told)}))
        insert_rows(cursor, f"person_index ({_COLUMNS})", rows)
        _delete(cursor, "person", sorted({value for one in gone for kind, value in one.keys if kind == "person"}))


def erase_person(person: str) -> int:
    """Take a person out of the index; how many rows that were."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM person_index WHERE person = %s", (person,))
        return int(cursor.rowcount)


def rebuild_index(every: Iterable[Recorded]) -> int:
    """Make the index again from the latest versions of all events, in the caller's transaction; its number of rows."""
    rows = sorted({row for one in every for row in _rows_of(one)})
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM person_index")
        insert_rows(cursor, f"person_index ({_COLUMNS})", rows)
    return len(rows)


def check_index(every: Iterable[Recorded]) -> list[IndexDifference]:
    """What stands in the index and should not, or should and does not; changes nothing."""
    wanted = {row for one in every for row in _rows_of(one)}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM person_index")
        standing: set[Row] = {tuple(row) for row in cursor.fetchall()}
    return [
        *(IndexDifference(True, row) for row in sorted(standing - wanted)),
        *(IndexDifference(False, row) for row in sorted(wanted - standing)),
    ]


def persons_with(kind: str, digest: str, at_most: int) -> list[str]:
    """The codes of the persons of whom something with this digest is recorded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT person FROM person_index WHERE kind = %s AND digest = %s ORDER BY person LIMIT %s",
            (kind, digest, at_most),
        )
        return [str(person) for (person,) in cursor.fetchall()]


def _rows_of(one: Recorded) -> list[Row]:
    hand, person = personal_hand(), str(one.event.fields.get("person") or "")
    if hand is None or not person:
        return []
    said = [(name, one.event.fields.get(name)) for name in SOUGHT]
    return [
        (name, hand.index.digest(name, str(value)), one.first, person)
        for name, value in said
        if value not in (None, "", ()) and value not in UNREADABLE
    ]


def _delete(cursor: Any, column: str, values: Sequence[object]) -> None:
    for part in in_parts(values):
        marks = ", ".join(["%s"] * len(part))
        cursor.execute(f"DELETE FROM person_index WHERE {column} IN ({marks})", part)
