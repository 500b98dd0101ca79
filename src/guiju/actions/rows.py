"""Reading rows of the tables of actions, and notes as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

NOTE_WORDS = "n.name, n.kind, n.order_name, n.finding, n.officer, n.asked_at, n.answered_at, n.agrees"


@dataclass(frozen=True, slots=True)
class NoteShown:
    """An order sent to somebody to countersign or to read; ``agrees`` is None until he has countersigned."""

    name: str
    kind: str
    order: str
    finding: str
    officer: str
    asked_at: int
    answered_at: int | None
    agrees: bool | None


def note_of(row: Sequence[Any]) -> NoteShown:
    """The note that a row holds."""
    agrees = None if row[7] is None else bool(row[7])
    return NoteShown(row[0], row[1], row[2], row[3], row[4], row[5], row[6], agrees)


def read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
