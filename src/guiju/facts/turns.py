"""One writer after another on SQLite, first come first served; PostgreSQL needs no such queue."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock, local

from django.db import connection, transaction


class Turns:
    """A lock that is given to those who wait in the order in which they came (eight bare writers starve each other)."""

    def __init__(self) -> None:
        self._door = Lock()
        self._waiting: deque[Lock] = deque()
        self._is_held = False

    def acquire(self) -> None:
        """Wait for one's turn."""
        with self._door:
            if not self._is_held:
                self._is_held = True
                return
            gate = Lock()
            gate.acquire()
            self._waiting.append(gate)
        gate.acquire()

    def release(self) -> None:
        """Give the turn to whoever has waited longest."""
        with self._door:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_held = False


_turns = Turns()
_mine = local()


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that may write. Inside another one of the same thread it is part of that one."""
    if getattr(_mine, "is_writing", False):
        yield
        return
    queued = connection.vendor == "sqlite"
    if queued:
        _turns.acquire()
    _mine.is_writing = True
    try:
        with transaction.atomic():
            yield
    finally:
        _mine.is_writing = False
        if queued:
            _turns.release()


def queue_for(streams: Iterable[str]) -> None:
    """Wait, until the end of this transaction, for the others who queue for these streams.

    Called only by who has lost a race: unique keys alone decide races, this keeps many writers of one stream from
    losing again and again. SQLite's writers stand in one queue anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for stream in sorted(set(streams)):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (stream,))
