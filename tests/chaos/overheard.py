"""Django on apsw's SQLite with a recording file system, so that the very code of the append path can be overheard.

Nothing of guiju.facts is replaced: it finds this connection as Django's default one, with Django's own transactions.
apsw carries a SQLite of its own, of another release than pysqlite3's.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
from django.db import connections
from django.db.backends.sqlite3.base import Database
from django.db.backends.sqlite3.base import DatabaseWrapper as OnSqlite
from tests.chaos.recording import NAME, Log, RecordingSystem

from guiju.project.ledger.database import settings_of


class _Cursor:
    """What Django wants of a cursor, on apsw's."""

    def __init__(self, held: apsw.Connection) -> None:
        self._cursor = held.cursor()
        self.lastrowid, self.rowcount = None, -1

    def execute(self, statement: str, values: Sequence[Any] | None = None) -> "_Cursor":
        try:
            self._cursor.execute(statement.replace("%s", "?"), tuple(values or ()))
        except apsw.ConstraintError as error:
            raise Database.IntegrityError(str(error)) from error
        except apsw.Error as error:
            raise Database.OperationalError(str(error)) from error
        return self

    def executemany(self, statement: str, many: Iterable[Sequence[Any]]) -> "_Cursor":
        for values in many:
            self.execute(statement, values)
        return self

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    def close(self) -> None:
        self._cursor.close()


class _Held:
    """What Django wants of a connection; it begins transactions itself, by statements."""

    isolation_level: str | None = None

    def __init__(self, held: apsw.Connection) -> None:
        self.held = held

    def cursor(self, *_: Any) -> _Cursor:
        return _Cursor(self.held)

    def commit(self) -> None:
        if self.held.in_transaction:
            _Cursor(self.held).execute("COMMIT")

    def rollback(self) -> None:
        if self.held.in_transaction:
            _Cursor(self.held).execute("ROLLBACK")

    def close(self) -> None:
        self.held.close()


class _Overheard(OnSqlite):
    """Django's SQLite backend with the library exchanged."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        held = apsw.Connection(conn_params["database"], vfs=NAME)
        # All of them: apsw runs a statement only when its rows are asked for.
        held.execute(self.settings_dict["OPTIONS"]["init_command"]).fetchall()
        return _Held(held)

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor()


@contextmanager
def overheard(path: Path, log: Log, *, synchronous: str) -> Iterator[None]:
    """This thread's default connection at ``path``, in the mode that we ship but for ``synchronous``."""
    system = RecordingSystem(log)
    before = connections["default"]
    said = settings_of(f"sqlite:///{path}", is_sound=True)
    options = said["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", f"synchronous={synchronous}")
    settings = {**before.settings_dict, **said, "CONN_HEALTH_CHECKS": False}
    connections["default"] = _Overheard(settings, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = before
        system.unregister()
