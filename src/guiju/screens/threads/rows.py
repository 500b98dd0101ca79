"""The statements by which threads are written: the same text on SQLite and PostgreSQL."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from guiju.facts.appending import in_parts
from guiju.screens.threads.fold import Place, Told

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
_CHANGE = (
    f"UPDATE thread SET {', '.join(f'{name} = %s' for name in TOLD)}, unit_path = coalesce((SELECT p.path FROM "
    "unit_period p WHERE p.code = %s AND p.since <= %s AND p.until > %s), '') WHERE kind = %s AND value = %s"
)
_DUE_OF = f"SELECT {SUMMED} FROM thread_duty d WHERE d.kind = thread.kind AND d.value = thread.value"


def row_of(told: Told) -> tuple[Any, ...]:
    """What the events decide, in the order of ``TOLD``."""
    return (
        told.unit, told.placed_at, told.title, told.category, told.opened_at, told.last_at, told.closed_at, told.extra,
    )  # fmt: skip


def standing_row(cursor: Any, place: Place) -> tuple[Any, ...] | None:
    """What stands of a thread, in the order of ``TOLD``; None where there is no such row."""
    cursor.execute(f"SELECT {', '.join(TOLD)} FROM thread WHERE kind = %s AND value = %s", place)
    row = cursor.fetchone()
    return None if row is None else tuple(row)


def put_thread(cursor: Any, place: Place, told: Told | None) -> None:
    """Let the row of a thread, and who takes part in it, say what its events say.

    What is due in it was written when it changed, except where the thread is new.
    """
    standing = standing_row(cursor, place)
    if told is None:
        for table in ("thread", "thread_part"):
            cursor.execute(f"DELETE FROM {table} WHERE kind = %s AND value = %s", place)
        return
    row = row_of(told)
    if standing is None:
        columns = ("kind", "value", *TOLD, "unit_path", "open_findings")
        marks = ", ".join(["%s"] * len(columns))
        cursor.execute(
            f"INSERT INTO thread ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT (kind, value) DO NOTHING",
            (*place, *row, "", 0),
        )
        put_due(cursor, [place])
    if standing != row:
        change_row(cursor, place, row)
    if standing is None or standing[2] != told.title:
        put_grams(cursor, [told.title])
    cursor.execute("SELECT officer FROM thread_part WHERE kind = %s AND value = %s", place)
    for (officer,) in cursor.fetchall():
        if officer not in told.officers:
            cursor.execute("DELETE FROM thread_part WHERE officer = %s AND kind = %s AND value = %s", (officer, *place))
    put_parts(cursor, place, told.officers)


def change_row(cursor: Any, place: Place, row: Sequence[Any]) -> None:
    """Write what the events of a thread decide, and where its unit stood in the tree."""
    cursor.execute(_CHANGE, (*row, row[0], row[1], row[1], *place))


def put_parts(cursor: Any, place: Place, officers: Collection[str]) -> None:
    """Let these officers take part in a thread."""
    insert_once(cursor, "thread_part", PART, [(officer, *place) for officer in sorted(officers)])


def put_paths(cursor: Any, kinds: Collection[str], units: Collection[str] | None = None) -> None:
    """Let the threads of some units say where these stood in the tree; all of them where the tree itself changed."""
    if not kinds or (units is not None and not units):
        return
    named, wanted = sorted(kinds), sorted(units or ())
    chosen = f"kind IN ({', '.join(['%s'] * len(named))})"
    if wanted:
        chosen += f" AND unit IN ({', '.join(['%s'] * len(wanted))})"
    cursor.execute(f"UPDATE thread SET unit_path = {PATH} WHERE {chosen} AND unit_path <> {PATH}", [*named, *wanted])


def put_due(cursor: Any, places: Iterable[Place]) -> None:
    """Let threads say what is due and found in them, by the rows that concern them."""
    for place in places:
        cursor.execute(
            f"UPDATE thread SET ({', '.join(DUE)}) = ({_DUE_OF}) WHERE kind = %s AND value = %s", (True, True, *place)
        )


def put_grams(cursor: Any, titles: Iterable[str]) -> None:
    """Make titles findable by what stands in them."""
    insert_once(
        cursor, "thread_gram", ("gram", "title"), [(gram, one) for one in titles for gram in sorted(grams(one))]
    )


def grams(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text; a single character stands for itself.

    >>> sorted(grams("治安案件"))
    ['安案', '案件', '治安']
    """
    plain = "".join(text.split()).casefold()
    return {plain[start : start + 2] for start in range(max(1, len(plain) - 1))} - {""}


def insert_once(cursor: Any, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows; those that are there already stay as they are."""
    for part in in_parts(rows):
        marks = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(part))
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks} ON CONFLICT DO NOTHING",
            [value for row in part for value in row],
        )
