"""One writer after another on SQLite, first come first served; PostgreSQL needs no such queue."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock, local
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction

from guiju.values.errors import GuijuError

_DEADLOCK, _FULL = "40P01", "53100"
_FULL_ON_SQLITE = "database or disk is full"
_LOST = ("57P01", "57P02", "57P03", "08000", "08001", "08003", "08006")


class DiskFull(GuijuError):
    """The disk of the database takes nothing more; nothing of what was handed in was recorded."""

    code = "ledger.disk_full"
    remedy = "请腾出或扩充数据库所在磁盘的空间，再重新提交；已记录的内容没有改变，重复提交不会记两次。"


class DatabaseLost(GuijuError):
    """The database went away while something was being recorded; it may stand, and asking again tells."""

    code = "ledger.database_lost"
    remedy = "请在数据库恢复后重新提交同一内容：已经记录的不会记两次。"


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
    """A transaction that may write. Inside another one of the same thread it is part of that one.

    Raises:
        DiskFull: the disk takes nothing more.
        DatabaseLost: the server went away.
        IntegrityError: another writer was quicker; where two wait for one another PostgreSQL lets one of them lose.
    """
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
    except OperationalError as error:
        raise _said(error) from error
    finally:
        _mine.is_writing = False
        if queued:
            _turns.release()


def _said(error: OperationalError) -> Exception:
    """A failure of the database in the words of whoever was writing."""
    state = getattr(error.__cause__, "sqlstate", "")
    if state == _DEADLOCK:
        return IntegrityError(str(error))
    if state == _FULL or str(error) == _FULL_ON_SQLITE:
        return DiskFull("磁盘已满，没有记录。")
    if state is None or state in _LOST:
        return DatabaseLost("数据库连接中断，不能确定是否已经记录。")
    return error


def queue_for(streams: Iterable[str]) -> None:
    """Wait, until the end of this transaction, for the others who queue for these streams.

    Called only by who has lost a race: unique keys alone decide races, this keeps many writers of one stream from
    losing again and again. SQLite's writers stand in one queue anyway.
    """
    for statement, values in queueing(streams):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)


def queueing(names: Iterable[str]) -> list[tuple[str, Sequence[Any]]]:
    """The statement that waits for all others who queue for these names; none where all writers stand in one queue."""
    wanted = sorted(set(names))
    if connection.vendor != "postgresql" or not wanted:
        return []
    # In the order of the list: who waits for several, waits for them in the same order as everybody.
    return [("SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name", [wanted])]
