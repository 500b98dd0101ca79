"""What the imports of this ledger have to tell: their journal, what waits, what was refused, what is missing.

A file holds rows of many units and of every kind: only who may see all of them sees these lists, and who imported it
sees what became of it; for others they are empty. That there was an import, and how it ended in numbers, those see too
who answer for records that no unit answers for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.importing.holding import WAITING
from guiju.facts.importing.journal import Batch, find_batches, with_bytes
from guiju.facts.importing.refused import opened
from guiju.facts.wiring import wiring
from guiju.values.scope import Scope


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A held correction beside what it would correct.

    Unit: instants in microseconds since the epoch.
    """

    row: int
    event: int
    type: str
    type_before: str
    stream: str
    happened_at: int
    happened_before: int
    is_earlier: bool
    state: str
    decided_by: str
    reason: str
    body: bytes
    body_before: bytes


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that was not recorded."""

    row: int
    reason: str
    case: str


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A fact that its source no longer carries."""

    event: int
    stream: str
    type: str
    happened_at: int


def find_batch(viewer: Scope, number: int) -> Batch | None:
    """One import by its number."""
    seen, values = _journal(viewer)
    found = find_batches(f"WHERE event = %s AND {seen}", (number, *values))
    return found[0] if found else None


def list_batches(
    viewer: Scope, *, search: str = "", among: Collection[int] | None = None, offset: int = 0, at_most: int = 50
) -> list[Batch]:
    """Imports, the latest first; ``search`` is looked for in source, file, person and number.

    ``among``: none but these, by their numbers.
    """
    clause, values = _search(viewer, search, among)
    return find_batches(f"{clause} ORDER BY event DESC LIMIT %s OFFSET %s", (*values, at_most, offset))


def count_batches(viewer: Scope, *, search: str = "", among: Collection[int] | None = None) -> int:
    """How many imports ``list_batches`` would give in all."""
    clause, values = _search(viewer, search, among)
    return _counted(f"import_batch {clause}", values)


def list_held(viewer: Scope, batch: int, *, offset: int = 0, at_most: int = 50) -> list[HeldLine]:
    """The corrections that an import brought, those which still wait and those moved earlier first."""
    return [
        HeldLine(*with_bytes(row))
        for row in _rows(
            viewer,
            None,
            "SELECT h.row, h.event, h.type, e.type, e.stream, h.happened_at, e.happened_at, h.is_earlier, h.state, "
            "h.decided_by, h.reason, h.body, e.body FROM held_correction h JOIN event e ON e.id = h.event "
            "WHERE h.batch = %s ORDER BY CASE WHEN h.state = %s THEN 0 ELSE 1 END, h.is_earlier DESC, h.id "
            "LIMIT %s OFFSET %s",
            (batch, WAITING, at_most, offset),
        )
    ]


def list_refused(viewer: Scope, batch: int, *, offset: int = 0, at_most: int = 50) -> list[RefusedLine]:
    """The rows of an import that were not recorded, in the order of the file.

    Raises:
        PersonalAltered: somebody has changed one of them in the database.
    """
    found = _rows(
        viewer, batch,
        "SELECT batch, row, key_id, sealed FROM refused_row WHERE batch = %s ORDER BY row, id LIMIT %s OFFSET %s",
        (batch, at_most, offset),
    )  # fmt: skip
    return [RefusedLine(one.row, one.reason, one.case) for one in (opened(*with_bytes(row)) for row in found)]


def list_missing(viewer: Scope, batch: int, *, offset: int = 0, at_most: int = 50) -> list[MissingLine]:
    """The facts that an import no longer brought, in the order in which they were recorded."""
    return [
        MissingLine(*row)
        for row in _rows(
            viewer,
            None,
            "SELECT e.id, e.stream, e.type, e.happened_at FROM missing_row m JOIN event e ON e.id = m.event "
            "WHERE m.batch = %s ORDER BY e.id LIMIT %s OFFSET %s",
            (batch, at_most, offset),
        )
    ]


def count_held(viewer: Scope, batch: int, *, is_waiting: bool = False, is_earlier: bool = False) -> int:
    """How many corrections an import brought; only those that wait, or that move a date earlier, where asked for."""
    clause, values = "WHERE batch = %s", [batch]
    clause += " AND state = %s" if is_waiting else ""
    clause += " AND is_earlier = %s" if is_earlier else ""
    return _count(
        viewer,
        f"held_correction {clause}",
        [*values, *([WAITING] if is_waiting else []), *([True] if is_earlier else [])],
    )


def count_refused(viewer: Scope, batch: int) -> int:
    """How many refused rows of an import are still kept."""
    return _counted("refused_row WHERE batch = %s", (batch,)) if _sees(viewer) or _is_own(viewer, batch) else 0


def _journal(viewer: Scope) -> tuple[str, tuple[Any, ...]]:
    reaches = viewer.reaches_at(wiring().clock())
    if _sees(viewer) or any(reach.sees_unplaced for reach in reaches):
        return "1 = 1", ()
    return "begun_by = %s AND begun_by <> ''", (viewer.account,)


def _is_own(viewer: Scope, batch: int) -> bool:
    found = find_batches("WHERE event = %s", (batch,)) if viewer.account else []
    return bool(found) and found[0].begun_by == viewer.account


def _sees(viewer: Scope) -> bool:
    reaches = viewer.reaches_at(wiring().clock())
    return any(reach.is_everywhere and "" in reach.kinds and reach.handles_withheld for reach in reaches)


def _search(viewer: Scope, text: str, among: Collection[int] | None) -> tuple[str, tuple[Any, ...]]:
    seen, own = _journal(viewer)
    if among is not None:
        seen += f" AND event IN ({', '.join(['%s'] * len(among))})" if among else " AND 1 = 0"
        own = (*own, *among)
    if not text:
        return f"WHERE {seen}", own
    escaped = text.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    columns = ("source", "file_name", "begun_by")
    clause = " OR ".join(f"lower({column}) LIKE %s ESCAPE '!'" for column in columns)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else -1
    return f"WHERE {seen} AND ({clause} OR event = %s)", (*own, *[f"%{escaped}%"] * len(columns), number)


def _count(viewer: Scope, clause: str, values: Sequence[Any]) -> int:
    return _counted(clause, values) if _sees(viewer) else 0


def _counted(clause: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {clause}", values)
        return int(cursor.fetchone()[0])


def _rows(viewer: Scope, own: int | None, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a statement finds, for who sees everything, or who brought the batch ``own``."""
    if not _sees(viewer) and (own is None or not _is_own(viewer, own)):
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
