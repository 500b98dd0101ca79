"""What only one of several services may do at a time. On SQLite there is but one service."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_KEY = "hashtextextended('guiju.' || %s, 0)"


@contextmanager
def sole(name: str) -> Iterator[bool]:
    """Whether this service may do it now; the others may not until the end of the block, or of this connection."""
    if connection.vendor != "postgresql":
        yield True
        return
    is_mine = try_hold(name)
    try:
        yield is_mine
    finally:
        if is_mine:
            let_go(name)


def try_hold(name: str) -> bool:
    """Hold a name on this connection, unless another connection does; PostgreSQL only."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({_KEY})", (name,))
        return bool(cursor.fetchone()[0])


def let_go(name: str) -> None:
    """Let go of a name that this connection holds; PostgreSQL only."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_unlock({_KEY})", (name,))
