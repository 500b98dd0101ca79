"""The statements by which threads are written: the same text on SQLite and PostgreSQL."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from guiju.facts.appending import in_parts
from guiju.facts.tables.driver import Statement
from guiju.screens.threads.fold import Place, Told

Row = tuple[Any, ...]
TOLD = ("unit", "placed_at", "title", "category", "opened_at", "last_at", "closed_at", "extra")
"""The columns that the events of a thread decide."""
DUE = ("next_due_at", "remind_at", "warn_at", "open_findings")
"""The columns that follow from the findings and running duties which concern it."""
COLUMNS = ("kind", "value", *TOLD, "unit_path", *DUE)
DUTY = ("kind", "value", "duty", "is_finding", "is_standing", "due_at", "remind_at", "warn_at")
PART = ("officer", "kind", "value")
GRAM = ("gram", "title")

PATH = (
    "coalesce((SELECT p.path FROM unit_period p WHERE p.code = thread.unit AND p.since <= thread.placed_at "
    "AND p.until > thread.placed_at), '')"
)
SUMMED = (
    "min(d.due_at), min(d.remind_at), min(d.warn_at), "
    "coalesce(sum(CASE WHEN d.is_finding = %s AND d.is_standing = %s THEN 1 ELSE 0 END), 0)"
)
_PATH_OF = "coalesce((SELECT p.path FROM unit_period p WHERE p.code = %s AND p.since <= %s AND p.until > %s), '')"
_DUE = (
    f"UPDATE thread SET ({', '.join(DUE)}) = (SELECT {SUMMED} FROM thread_duty d WHERE d.kind = thread.kind "
    "AND d.value = thread.value) WHERE kind = %s AND value = %s"
)
_STANDING = f"SELECT {', '.join(TOLD)} FROM thread WHERE kind = %s AND value = %s"
_NEW = (
    f"INSERT INTO thread (kind, value, {', '.join(TOLD)}, unit_path, open_findings) VALUES (%s, %s, "
    f"{', '.join(['%s'] * len(TOLD))}, {_PATH_OF}, 0) ON CONFLICT (kind, value) DO UPDATE SET "
    f"{', '.join(f'{name} = excluded.{name}' for name in (*TOLD, 'unit_path'))}"
)
_TITLE = TOLD.index("title")


def row_of(told: Told) -> Row:
    """What the events decide, in the order of ``TOLD``."""
    return (
        told.unit, told.placed_at, told.title, told.category, told.opened_at, told.last_at, told.closed_at, told.extra,
    )  # fmt: skip


def standing_of(place: Place) -> Statement:
    """The statement that reads what stands of a thread, in the order of ``TOLD``: one row or none."""
    return _STANDING, place


def putting(place: Place, standing: Row | None, told: Told | None) -> list[Statement]:
    """How to let the row of a thread, and who takes part in it, say what its events say; the rest is left alone."""
    if told is None:
        return [(f"DELETE FROM {table} WHERE kind = %s AND value = %s", place) for table in ("thread", "thread_part")]
    officers = sorted(told.officers)
    statements = changing(place, standing, row_of(told)) + taking_part(place, officers)
    if standing is not None:
        others = f" AND officer NOT IN ({', '.join(['%s'] * len(officers))})" if officers else ""
        statements.append((f"DELETE FROM thread_part WHERE kind = %s AND value = %s{others}", (*place, *officers)))
    return statements


def changing(place: Place, standing: Row | None, row: Row) -> list[Statement]:
    """How to let a row say what the events decide, and where its unit stood in the tree; only what it says differently.

    What is due in it was written when it changed, except where the thread is new.
    """
    where = row[0], row[1], row[1]
    if standing is None:
        return [(_NEW, (*place, *row, *where)), due_in(place), *_findable(row[_TITLE])]
    changed = {name: now for name, before, now in zip(TOLD, standing, row, strict=True) if before != now}
    if not changed:
        return []
    # An index is written where one of its columns is named, whether or not its value is another.
    said, values = [f"{name} = %s" for name in changed], [*changed.values()]
    if "unit" in changed or "placed_at" in changed:
        said.append(f"unit_path = {_PATH_OF}")
        values += where
    change = f"UPDATE thread SET {', '.join(said)} WHERE kind = %s AND value = %s", (*values, *place)
    return [change, *(_findable(row[_TITLE]) if "title" in changed else [])]


def taking_part(place: Place, officers: Iterable[str]) -> list[Statement]:
    """How to let these officers take part in a thread."""
    return inserting_once("thread_part", PART, [(officer, *place) for officer in sorted(officers)])


def due_in(place: Place) -> Statement:
    """How to let a thread say what is due and found in it, by the rows that concern it."""
    return _DUE, (True, True, *place)


def put_paths(cursor: Any, kinds: Collection[str], units: Collection[str] | None = None) -> None:
    """Let the threads of some units say where these stood in the tree; all of them where the tree itself changed."""
    if not kinds or (units is not None and not units):
        return
    named, wanted = sorted(kinds), sorted(units or ())
    chosen = f"kind IN ({', '.join(['%s'] * len(named))})"
    if wanted:
        chosen += f" AND unit IN ({', '.join(['%s'] * len(wanted))})"
    cursor.execute(f"UPDATE thread SET unit_path = {PATH} WHERE {chosen} AND unit_path <> {PATH}", [*named, *wanted])


def _findable(title: str) -> list[Statement]:
    """How to make a title findable by what stands in it."""
    return inserting_once("thread_gram", GRAM, [(gram, title) for gram in sorted(grams(title))])


def grams(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text; a single character stands for itself.

    >>> sorted(grams("治安案件"))
    ['安案', '案件', '治安']
    """
    plain = "".join(text.split()).casefold()
    return {plain[start : start + 2] for start in range(max(1, len(plain) - 1))} - {""}


def inserting_once(table: str, columns: Sequence[str], rows: Sequence[Row]) -> list[Statement]:
    """How to insert rows; those that are there already stay as they are."""
    mark = "(" + ", ".join(["%s"] * len(columns)) + ")"
    return [
        (
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([mark] * len(part))} ON CONFLICT DO NOTHING",
            [value for row in part for value in row],
        )
        for part in in_parts(rows)
    ]


def insert_once(cursor: Any, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows; those that are there already stay as they are."""
    for statement, values in inserting_once(table, columns, rows):
        cursor.execute(statement, values)
