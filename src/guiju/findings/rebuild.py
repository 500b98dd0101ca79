"""Findings are not believed: they are made again from the ledger alone, and every difference is named.

Law: ledger.md, "Projections are not believed". Unit: instants in microseconds since the epoch.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from guiju.facts.histories import every_event, latest
from guiju.facts.turns import writing
from guiju.facts.wiring import wiring
from guiju.findings.follower import note_reports, note_sources
from guiju.findings.law import current_law
from guiju.findings.news import silence
from guiju.findings.rows import FINDING, RUNNING, parts, put_findings, row_of_report
from guiju.findings.whole import judge_whole

TABLES = {
    "finding": FINDING,
    "running_duty": RUNNING,
    "data_gap": ("kind", "value", "rule", "missing", "duties"),
    "history_source": ("kind", "value", "batch", "first"),
}
"""What is compared. The agenda is not: when something is looked at again says nothing of what is so."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that stands and should not (``is_extra``), or should stand and does not: an edited one gives both."""

    table: str
    row: tuple[Any, ...]
    is_extra: bool
    stream: str


def rebuild_findings(as_of: int, *, progress: Progress | None = None) -> None:
    """Drop every finding, running duty and gap, and make them again from the ledger."""
    with writing():
        _fill(as_of, progress)


def check_findings(as_of: int | None = None, *, progress: Progress | None = None) -> list[Difference]:
    """Make them again in temporary tables beside those that stand, and compare; nobody is kept from writing.

    ``as_of`` is by default the instant at which that state of the ledger is seen. What waits on the agenda up to the
    next midnight must have been judged before (``judge_due`` with ``nightly``).
    """
    with _beside(), silence():
        _fill(wiring().clock() if as_of is None else as_of, progress)
        return [one for table, columns in TABLES.items() for one in _differences(table, columns)]


def _fill(as_of: int, progress: Progress | None) -> None:
    law = current_law()
    with connection.cursor() as cursor:
        for table in (*TABLES, "agenda"):
            cursor.execute(f"DELETE FROM {table}")
    reports = []
    for chunk in every_event(all_versions=True):
        note_sources(law, chunk)
        reports += [one for one in chunk if "finding" in one.event.fields]
    judge_whole(as_of, progress=progress)
    note_reports(reports)
    with connection.cursor() as cursor:
        cursor.execute("SELECT found_event FROM finding WHERE is_standing = %s ORDER BY id", (False,))
        events = [row[0] for row in cursor.fetchall()]
        for part in parts(events):
            put_findings(cursor, [row_of_report(one) for one in latest(part)])


@contextmanager
def _beside() -> Iterator[None]:
    """A transaction that sees one state of the ledger, in which the tables' names mean empty temporary copies."""
    hand: Any = connection
    mode = getattr(hand, "transaction_mode", None)
    if connection.vendor == "sqlite":
        hand.transaction_mode = "DEFERRED"  # only temporary tables are written: no lock on the ledger is needed
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            for table in (*TABLES, "agenda"):
                cursor.execute(_copy_of(cursor, table))
            yield
            for table in (*TABLES, "agenda"):
                cursor.execute(f"DROP TABLE {_temporary()}.{table}")
    finally:
        if connection.vendor == "sqlite":
            hand.transaction_mode = mode


def _copy_of(cursor: Any, table: str) -> str:
    if connection.vendor == "postgresql":
        return f"CREATE TEMPORARY TABLE {table} (LIKE {_standing()}.{table} INCLUDING ALL)"
    cursor.execute("SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = %s", (table,))
    return str(cursor.fetchone()[0]).replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1)


def _temporary() -> str:
    return "temp" if connection.vendor == "sqlite" else "pg_temp"


def _standing() -> str:
    return "main" if connection.vendor == "sqlite" else "public"


def _differences(table: str, columns: tuple[str, ...]) -> Iterator[Difference]:
    listed = ", ".join(columns)
    for first, second, is_extra in ((_standing(), _temporary(), True), (_temporary(), _standing(), False)):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {listed} FROM {first}.{table} EXCEPT SELECT {listed} FROM {second}.{table} ORDER BY 1, 2, 3"
            )
            for row in cursor.fetchall():
                said = dict(zip(columns, row, strict=True))
                yield Difference(table, row, is_extra, f"{said['kind']}:{said['value']}")
