"""Where each unit stood in the tree, and when: what the ledger must know to apply a scope.

The bureau fills this table from its own events; queries of the ledger join it to the unit of an event.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

Place = tuple[str, int, int, str]
"""Code or name of a unit, from, until, path."""
_AT_ONCE = 200
_NEIGHBOUR = "SELECT s.unit_as_of FROM event s WHERE s.stream = e.stream AND s.unit_as_of <> '' AND s.seq"
UNIT_OF_EVENT = (
    f"CASE WHEN e.unit_as_of <> '' THEN e.unit_as_of ELSE coalesce(({_NEIGHBOUR} < e.seq ORDER BY s.seq DESC LIMIT 1), "
    f"({_NEIGHBOUR} > e.seq ORDER BY s.seq LIMIT 1), '') END"
)
"""The unit that answers for an event ``e``: the one it names, else the one its stream was with then, else none."""


def replace_places(wanted: Iterable[Place]) -> None:
    """Let the table hold exactly these rows; rows that stand already are left alone."""
    standing, rows = standing_places(), set(wanted)
    with connection.cursor() as cursor:
        for code, since, _, _ in standing - rows:
            cursor.execute("DELETE FROM unit_period WHERE code = %s AND since = %s", (code, since))
        new = sorted(rows - standing)
        for start in range(0, len(new), _AT_ONCE):
            part = new[start : start + _AT_ONCE]
            marks = ", ".join(["(%s, %s, %s, %s)"] * len(part))
            values = [value for row in part for value in row]
            cursor.execute(f"INSERT INTO unit_period (code, since, until, path) VALUES {marks}", values)


def standing_places() -> set[Place]:
    """All rows of the table."""
    return {(row[0], row[1], row[2], row[3]) for row in _read("SELECT code, since, until, path FROM unit_period", ())}


def path_at(code: str, at: int) -> str | None:
    """Where a unit stood at an instant, by its code or its name of then; None where nobody knows it."""
    found = _read("SELECT path FROM unit_period WHERE code = %s AND since <= %s AND until > %s", (code, at, at))
    return str(found[0][0]) if found else None


def paths_at(at: int) -> dict[str, str]:
    """Where every unit stood at an instant, by its code and by its name of then."""
    return dict(_read("SELECT code, path FROM unit_period WHERE since <= %s AND until > %s", (at, at)))


def paths_of(code: str) -> tuple[str, ...]:
    """Every path that a unit ever had; nobody else ever has one of them."""
    return tuple(
        row[0] for row in _read("SELECT DISTINCT path FROM unit_period WHERE code = %s ORDER BY path", (code,))
    )


def periods_of(codes: Collection[str]) -> dict[str, tuple[tuple[int, int, str], ...]]:
    """Where some units stood and when, by code or name: half-open periods, each with its path."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    if codes:
        marks = ", ".join(["%s"] * len(codes))
        for code, since, until, path in _read(
            f"SELECT code, since, until, path FROM unit_period WHERE code IN ({marks})", sorted(codes)
        ):
            found.setdefault(str(code), []).append((since, until, path))
    return {code: tuple(periods) for code, periods in found.items()}


def codes_within(ranges: Sequence[tuple[str, str]], at: int) -> list[str]:
    """The codes, and the names of then, of the units that stood within at an instant."""
    tests = " OR ".join(["(path >= %s AND path < %s)"] * len(ranges)) or "1 = 0"
    ends = [end for one in ranges for end in one]
    found = _read(f"SELECT code FROM unit_period WHERE since <= %s AND until > %s AND ({tests})", [at, at, *ends])
    return [row[0] for row in found]


def unit_of(event: int) -> str:
    """The unit that answers for an event; empty where none does."""
    found = _read(f"SELECT {UNIT_OF_EVENT} FROM event e WHERE e.id = %s", (event,))
    return str(found[0][0]) if found else ""


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
