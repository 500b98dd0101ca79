"""The driver's own cursor under Django's connection, in its transaction: what every append goes through.

Django's wrappers, and its binding of values on PostgreSQL, cost the client as much again as the database does. The text
of a statement is the same on SQLite and PostgreSQL.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection

Row = tuple[Any, ...]
Statement = tuple[str, Sequence[Any]]
FEW = 120
"""Values of a statement whose plan is worth keeping: a single event or a few, not the pieces of an import."""
PLANS_KEPT = 400


class Hand:
    """Runs statements in the transaction that stands, on either database."""

    def __init__(self, cursor: Any, *, is_postgresql: bool) -> None:
        self._cursor, self._is_postgresql = cursor, is_postgresql
        self.fetchone, self.fetchall = cursor.fetchone, cursor.fetchall

    def execute(self, statement: str, values: Sequence[Any]) -> None:
        """Run one statement; PostgreSQL keeps the plan of those that come again and again."""
        if self._is_postgresql:
            self._cursor.execute(statement, values, prepare=len(values) <= FEW)
        else:
            self._cursor.execute(_on_sqlite(statement), values)

    def run(self, *statements: Statement) -> list[list[Row]]:
        """Run statements one after another in a single journey to the server; the rows that each of them answers."""
        if not self._is_postgresql:
            found = []
            for statement, values in statements:
                self.execute(statement, values)
                found.append(self.fetchall())
            return found
        from psycopg import Cursor

        hands = [Cursor(connection.connection) for _ in statements]
        with connection.connection.pipeline():
            for hand, (statement, values) in zip(hands, statements, strict=True):
                hand.execute(statement, values, prepare=len(values) <= FEW)
        return [hand.fetchall() if hand.description else [] for hand in hands]


@contextmanager
def drivers_own() -> Iterator[Hand]:
    """A hand on the connection; what the driver refuses is told in Django's words.

    Raises:
        IntegrityError: a unique key is taken.
        DatabaseError: anything else that the database refuses.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor != "postgresql":
            yield Hand(connection.connection.cursor(), is_postgresql=False)
            return
        from psycopg import Cursor

        connection.connection.prepared_max = PLANS_KEPT
        with Cursor(connection.connection) as cursor:
            yield Hand(cursor, is_postgresql=True)


@lru_cache(maxsize=1024)
def _on_sqlite(statement: str) -> str:
    return statement.replace("%s", "?")
