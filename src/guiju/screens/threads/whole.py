"""Every thread made again from the whole ledger: after an import, for ``guiju rebuild``, or only to be compared.

Law: ledger.md, "Projections are not believed".
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from guiju.facts.commands import attempting
from guiju.facts.histories import every_event, latest
from guiju.facts.tables.places import standing_places
from guiju.findings.law import law_in_force
from guiju.findings.news import every_duty
from guiju.screens.threads.duties import rows_of
from guiju.screens.threads.fold import Fold, Place, threads_of
from guiju.screens.threads.projector import put_off
from guiju.screens.threads.rows import COLUMNS, DUTY, GRAM, PART, grams, insert_once, row_of
from guiju.screens.threads.wiring import wiring

TABLES = {"thread": COLUMNS, "thread_part": PART, "thread_duty": DUTY, "thread_gram": GRAM}
TAIL = 20_000
"""So far back an event may still be committed after a later one, on PostgreSQL."""
Row = tuple[Any, ...]
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class ThreadDifference:
    """A row that stands and should not (``is_extra``), or should stand and does not: an edited one gives both."""

    table: str
    row: Row
    is_extra: bool
    stream: str


@dataclass(slots=True)
class _Whole:
    """All threads as far as they were read; ``tail`` are the last ids that were."""

    folds: dict[Place, Fold] = field(default_factory=dict)
    tail: deque[int] = field(default_factory=lambda: deque(maxlen=TAIL))


def build_threads(*, progress: Progress | None = None) -> int:
    """Make every thread from the ledger, in the place of those that stand; how many.

    What is recorded while the ledger is read waits for ``projector.make_waiting``.
    """
    whole = _read(progress)

    def write() -> int:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("LOCK TABLE thread, thread_duty IN SHARE ROW EXCLUSIVE MODE")
            for table in (*TABLES, "thread_waiting"):
                cursor.execute(f"DELETE FROM {table}")
            for table, rows in _rows(whole).items():
                _insert(cursor, table, rows)
            put_off(cursor, _unseen(cursor, whole))
        return len(whole.folds)

    return attempting(write)


def check_threads() -> list[ThreadDifference]:
    """What stands in the tables and should not, or should and does not, at one moment; changes nothing."""
    with _one_moment(), connection.cursor() as cursor:
        wanted = _rows(_read(None))
        return [one for table in TABLES for one in _differences(cursor, table, wanted[table])]


def _differences(cursor: Any, table: str, wanted: Iterable[Row]) -> Iterator[ThreadDifference]:
    cursor.execute(f"SELECT {', '.join(TABLES[table])} FROM {table}")
    standing, rows = set(map(tuple, cursor.fetchall())), set(wanted)
    # A title that no thread bears any more leads nowhere: it does no harm.
    extra = [(row, True) for row in standing - rows if table != "thread_gram"]
    for row, is_extra in sorted([*extra, *((row, False) for row in rows - standing)], key=str):
        said = dict(zip(TABLES[table], row, strict=True))
        stream = f"{said['kind']}:{said['value']}" if "kind" in said else said["title"]
        yield ThreadDifference(table, row, is_extra, stream)


def _read(progress: Progress | None) -> _Whole:
    hand, whole = wiring(), _Whole()
    total = _count() if progress is not None else 0
    read = 0
    for chunk in every_event():
        whole.tail.extend(one.id for one in chunk)
        for one in chunk:
            for place in threads_of(hand, one):
                known = whole.folds.get(place)
                if known is None:
                    known = whole.folds[place] = Fold(hand.words[place[0]])
                known.add(one)
        read += len(chunk)
        if progress is not None and total:
            progress("卷宗", min(1.0, read / total))
    return whole


def _rows(whole: _Whole) -> dict[str, Collection[Row]]:
    """What the tables should hold."""
    hand, law = wiring(), law_in_force()
    duties = {row for duty in every_duty() for row in rows_of(hand, law, duty)}
    due: dict[Place, list[Row]] = {}
    for row in duties:
        due.setdefault((row[0], row[1]), []).append(row)
    paths = _paths()
    threads: set[Row] = set()
    parts: set[Row] = set()
    titles: set[str] = set()
    for place, folded in whole.folds.items():
        told = folded.told(hand)
        if told is not None:
            path = next(
                (path for since, until, path in paths.get(told.unit, ()) if since <= told.placed_at < until), ""
            )
            threads.add((*place, *row_of(told), path, *_due(due.get(place, ()))))
            parts |= {(officer, *place) for officer in told.officers}
            titles.add(told.title)
    found = {(gram, title) for title in titles for gram in grams(title)}
    return {"thread": threads, "thread_part": parts, "thread_duty": duties, "thread_gram": found}


def _due(rows: Iterable[Row]) -> Row:
    held = list(rows)
    firsts = [min((row[place] for row in held if row[place] is not None), default=None) for place in (5, 6, 7)]
    return (*firsts, sum(1 for row in held if row[3] and row[4]))


def _paths() -> dict[str, list[tuple[int, int, str]]]:
    found: dict[str, list[tuple[int, int, str]]] = {}
    for code, since, until, path in standing_places():
        found.setdefault(code, []).append((since, until, path))
    return found


def _insert(cursor: Any, table: str, rows: Collection[Row]) -> None:
    # In the order of the key: the index is then written from left to right.
    insert_once(cursor, table, TABLES[table], sorted(rows, key=lambda row: row[:2]))


def _unseen(cursor: Any, whole: _Whole) -> set[Place]:
    """The threads of what was recorded, or became visible, after it should have been read."""
    known = set(whole.tail)
    cursor.execute("SELECT id FROM event WHERE id >= %s ORDER BY id", (min(known, default=0),))
    ids = [row[0] for row in cursor.fetchall()]
    corrected = _corrected(cursor, ids)
    missed = [one for one in ids if one not in known and one not in corrected]
    before = [one for one, by in corrected.items() if by not in known]
    return {place for one in latest([*missed, *before]) for place in threads_of(wiring(), one)}


def _corrected(cursor: Any, ids: Collection[int]) -> dict[int, int]:
    """Which events were corrected by one of these, or lately: every_event leaves them out."""
    cursor.execute("SELECT event, by FROM correction WHERE by >= %s OR event >= %s", (min(ids, default=0),) * 2)
    return dict(cursor.fetchall())


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event")
        return int(cursor.fetchone()[0])


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees one state of the ledger and writes nothing."""
    hand: Any = connection
    mode = getattr(hand, "transaction_mode", None)
    if connection.vendor == "sqlite":
        hand.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    finally:
        if connection.vendor == "sqlite":
            hand.transaction_mode = mode
