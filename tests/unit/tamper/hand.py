"""The hand of the database owner: bare SQL on a copy of the ledger, triggers out of the way, no trace in the schema."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

COLUMNS = (
    "stream", "seq", "type", "schema", "happened_at", "recorded_at", "actor", "actor_kind", "on_behalf", "unit_as_of",
    "idem_key",
)  # fmt: skip


class Hand:
    """Statements in one dialect for both databases."""

    def __init__(self, raw: Any, *, is_sqlite: bool) -> None:
        self.raw, self.is_sqlite = raw, is_sqlite
        self.kept_away: set[str] = set()

    def __call__(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement and give its rows."""
        cursor = self.raw.execute(statement.replace("%s", "?") if self.is_sqlite else statement, values)
        return [] if cursor.description is None else [tuple(map(_plain, row)) for row in cursor.fetchall()]

    def tables(self) -> list[str]:
        """Every table that the database has."""
        if self.is_sqlite:
            found = self("SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'")
        else:
            found = self("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return sorted(name for (name,) in found)

    def columns(self, table: str) -> list[tuple[str, str]]:
        """The columns of a table, each ``number``, ``small number``, ``text`` or ``bytes``."""
        if self.is_sqlite:
            found = [(row[1], row[2].lower()) for row in self(f"PRAGMA table_info({table})")]
        else:
            found = self(
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' "
                "AND table_name = %s ORDER BY ordinal_position", table,
            )  # fmt: skip
        return [(name, _kind(declared)) for name, declared in found]

    def drop_trigger(self, table: str) -> None:
        """Take the triggers off a table for good."""
        if self.is_sqlite:
            self.kept_away.add(table)
        else:
            self(f"DROP TRIGGER {table}_no_change ON {table}")

    def unbind(self, table: str) -> None:
        """Take every constraint off a table."""
        if self.is_sqlite:
            self(f"CREATE TABLE free AS SELECT * FROM {table}")
            self(f"DROP TABLE {table}")
            self(f"ALTER TABLE free RENAME TO {table}")
            return
        for (name,) in self(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('u', 'p')", table
        ):
            self(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _kind(declared: str) -> str:
    if "int" in declared:
        return "small number" if "small" in declared else "number"
    return "bytes" if declared in ("blob", "bytea") else "text"


@contextmanager
def hand_on(address: str) -> Iterator[Hand]:
    """Full SQL write on a database; afterwards the triggers are as they were."""
    if address.startswith("sqlite:"):
        raw = sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
        hand = Hand(raw, is_sqlite=True)
        triggers = hand("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        for name, *_ in triggers:
            hand(f"DROP TRIGGER {name}")
        yield hand
        standing = {name for (name,) in hand("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        for name, text, table in triggers:
            if name not in standing and table not in hand.kept_away:
                hand(text)
        raw.close()
        return
    import psycopg

    with psycopg.connect(address, autocommit=True) as raw:
        raw.execute("SET session_replication_role = replica")
        yield Hand(raw, is_sqlite=False)
