"""One moment of a whole database, read row by row without holding it in memory or hindering a writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

AT_ONCE = 2_000


class Snapshot(Protocol):
    """Rows of one moment; what is written meanwhile is not seen."""

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """The rows that ``statement`` gives, a few thousand at a time."""
        ...


class SqliteSnapshot:
    """A read transaction on a SQLite file; text that is no UTF-8 comes as the bytes that it is."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """The rows of one statement."""
        cursor = self._raw.cursor()
        cursor.execute(statement)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


class PostgresSnapshot:
    """A REPEATABLE READ transaction; cursors stay on the server, and ``name`` lets pg_dump see the same moment."""

    def __init__(self, raw: Any) -> None:
        self._raw, self._made = raw, 0
        self.name: str = raw.execute("SELECT pg_export_snapshot()").fetchone()[0]

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """The rows of one statement."""
        self._made += 1
        with self._raw.cursor(name=f"guiju_{self._made}") as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(statement)
            yield from cursor


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """This moment of the ledger's own database, seen through a connection of its own."""
    if connection.vendor == "sqlite":
        with sqlite_snapshot(Path(str(connection.settings_dict["NAME"]))) as found:
            yield found
        return
    words: dict[str, Any] = {**connection.get_connection_params()}
    for name in ("cursor_factory", "context"):
        words.pop(name, None)
    with postgres_snapshot("", **words) as seen:
        yield seen


@contextmanager
def postgres_snapshot(address: str, **words: Any) -> Iterator[PostgresSnapshot]:
    """This moment of a PostgreSQL database."""
    import psycopg

    with psycopg.connect(address, **words) as raw:
        raw.read_only = True
        raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield PostgresSnapshot(raw)
        raw.rollback()


@contextmanager
def sqlite_snapshot(path: Path) -> Iterator[Snapshot]:
    """This moment of a SQLite file."""
    # Here, because before Django has loaded the name may stand for another library than the one that holds the file.
    import sqlite3

    raw = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    raw.text_factory = _text
    try:
        raw.execute("PRAGMA query_only=ON")
        raw.execute("BEGIN")
        yield SqliteSnapshot(raw)
    finally:
        raw.close()


def _text(data: bytes) -> str | bytes:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data
