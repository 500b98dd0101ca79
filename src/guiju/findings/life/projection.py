"""Tables of which each row is a function of one stream: folded anew whenever the stream grows, and again at a rebuild.

Law: ledger.md, "Projections are not believed".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.histories import latest
from guiju.facts.turns import writing
from guiju.values.errors import GuijuError
from guiju.values.recorded import Recorded

AT_ONCE = 400


class DecisionKept(GuijuError):
    """A decision was to be corrected, or brought in by a file."""

    code = "findings.decision_kept"
    remedy = "处理记录不能更正或导入；请按程序另作处理，原记录保留。"


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a stream, and the account in whose place it was recorded."""

    one: Recorded
    on_behalf: str

    @property
    def hand(self) -> tuple[str, str]:
        """Who signed: the account, and the account in whose place; empty where it was its own."""
        return self.one.actor, self.on_behalf

    def text(self, field: str) -> str:
        """A field as text, empty where the event is silent."""
        return str(self.one.event.get(field) or "")

    def number(self, field: str) -> int | None:
        """A field as a whole number, None where the event is silent."""
        value = self.one.event.get(field)
        return value if isinstance(value, int) and not isinstance(value, bool) else None


Row = tuple[Any, ...]
Fold = Callable[[Sequence[Told], bool], Row | None]
"""The row of a stream; the flag says whether its last event must be one that may stand there."""


@dataclass(frozen=True, slots=True)
class StreamTable:
    """A table with one row per stream: its name, its columns (the key first), the events it listens to, the fold.

    ``streams`` is how the names of its streams begin, where such events stand in others as well.
    """

    table: str
    columns: tuple[str, ...]
    types: frozenset[str]
    fold: Fold
    streams: str = ""

    def follow(self, recorded: Sequence[Recorded]) -> None:
        """Bring the rows of the touched streams up to date, in the transaction of the events.

        Raises:
            DecisionKept: an event corrects another one or comes from a file.
            GuijuError: the event may not stand where it is put (the fold says why).
        """
        touched = [one for one in recorded if one.event.type in self.types and one.stream.startswith(self.streams)]
        if any(one.corrects is not None or one.batch is not None for one in touched) or self._is_corrected(recorded):
            raise DecisionKept("处理记录只能由人当场作出。")
        for stream in sorted({one.stream for one in touched}):
            row = self.fold(read_stream(stream), True)
            if row is not None:
                self._put([row])

    def rows_from_ledger(self) -> list[Row]:
        """Every row as the ledger alone gives it."""
        rows = [self.fold(told, False) for told in _streams(self.types, self.streams).values()]
        return [row for row in rows if row is not None]

    def rebuild(self) -> None:
        """Drop every row and make it again from the ledger."""
        with writing():
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {self.table}")
            self._put(self.rows_from_ledger())

    def differences(self) -> list[tuple[bool, Row]]:
        """The rows that stand and should not (True), and those that should and do not (False)."""
        with _one_state():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {', '.join(self.columns)} FROM {self.table}")
                standing = {_plain(row) for row in cursor.fetchall()}
            wanted = {_plain(row) for row in self.rows_from_ledger()}
        return [(True, row) for row in sorted(standing - wanted, key=str)] + [
            (False, row) for row in sorted(wanted - standing, key=str)
        ]

    def _is_corrected(self, recorded: Sequence[Recorded]) -> bool:
        """Whether one of these events corrects one of a stream of this table, in whatever stream it stands itself."""
        corrected = [one.corrects for one in recorded if one.corrects is not None] if self.streams else []
        if not corrected:
            return False
        marks = ", ".join(["%s"] * len(corrected))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM event WHERE id IN ({marks}) AND substr(stream, 1, {len(self.streams)}) = %s LIMIT 1",
                [*corrected, self.streams],
            )
            return cursor.fetchone() is not None

    def _put(self, rows: Sequence[Row]) -> None:
        key, rest = self.columns[0], self.columns[1:]
        changed = ", ".join(f"{name} = excluded.{name}" for name in rest)
        with connection.cursor() as cursor:
            for part in _in_parts(rows):
                marks = ", ".join(["(" + ", ".join(["%s"] * len(self.columns)) + ")"] * len(part))
                cursor.execute(
                    f"INSERT INTO {self.table} ({', '.join(self.columns)}) VALUES {marks} "
                    f"ON CONFLICT ({key}) DO UPDATE SET {changed}",
                    [value for row in part for value in row],
                )


@contextmanager
def _one_state() -> Iterator[None]:
    """A transaction that sees one state of ledger and tables, whoever decides something meanwhile."""
    with writing():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def read_stream(stream: str) -> list[Told]:
    """The events of one stream in their order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, on_behalf FROM event WHERE stream = %s ORDER BY seq", (stream,))
        behalf = dict(cursor.fetchall())
    return _told(behalf)


def read_streams(streams: Sequence[str]) -> dict[str, list[Told]]:
    """The events of several streams, each in its order; a stream of which nothing is recorded is left out."""
    behalf: dict[int, str] = {}
    for start in range(0, len(streams), AT_ONCE):
        part = list(streams[start : start + AT_ONCE])
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, on_behalf FROM event WHERE stream IN ({', '.join(['%s'] * len(part))})", part)
            behalf |= dict(cursor.fetchall())
    return _by_stream(behalf)


def told_of(ids: Sequence[int]) -> list[Told]:
    """Events by id, in the order asked for."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, on_behalf FROM event WHERE id IN ({', '.join(['%s'] * len(ids))})", list(ids))
        found = {told.one.id: told for told in _told(dict(cursor.fetchall()))}
    return [found[one] for one in ids if one in found]


def _streams(types: Iterable[str], beginning: str) -> Mapping[str, list[Told]]:
    names = sorted(types)
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, on_behalf FROM event WHERE stream IN "
            f"(SELECT DISTINCT stream FROM event WHERE type IN ({marks}) "
            f"AND substr(stream, 1, {len(beginning)}) = %s)",
            [*names, beginning],
        )
        behalf = dict(cursor.fetchall())
    return _by_stream(behalf)


def _by_stream(behalf: Mapping[int, str]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for told in _told(behalf):
        found.setdefault(told.one.stream, []).append(told)
    return found


def _told(behalf: Mapping[int, str]) -> list[Told]:
    read = sorted(latest(list(behalf)), key=lambda one: (one.stream, one.seq))
    return [Told(one, behalf[one.id]) for one in read]


def _in_parts(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    return (rows[start : start + AT_ONCE // 4] for start in range(0, len(rows), AT_ONCE // 4))


def _plain(row: Sequence[Any]) -> Row:
    return tuple(int(value) if isinstance(value, bool) else value for value in row)
