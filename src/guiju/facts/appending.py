"""The statements by which events enter the ledger: the same text on SQLite and PostgreSQL, no objects in between.

Law: ledger.md, docs/ledger-format.md. Everything here runs inside the transaction that ``commands.append`` holds.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection

from guiju.facts.draft import Actor, Prepared
from guiju.facts.verify.parts.event_leaf import leaf_hash
from guiju.values.errors import GuijuError
from guiju.values.event import Event
from guiju.values.recorded import Recorded

SCHEMA = 1
NOTHING_BEFORE = bytes(32)
AT_ONCE = 500
"""So many rows are written by one statement; SQLite and PostgreSQL both bound the number of parameters."""

_COLUMNS = (
    "stream, seq, type, schema, happened_at, recorded_at, actor, actor_kind, on_behalf, unit_as_of, idem_key, "
    "body, prev, leaf"
)
_ROW = "(" + ", ".join(["%s"] * 14) + ")"
_HEAD = (
    "SELECT s.sealed_at, e.seq, e.leaf FROM sealer s LEFT JOIN event e ON e.stream = %s "
    "AND e.seq = (SELECT max(seq) FROM event WHERE stream = %s) WHERE s.id = 1"
)


class LedgerNotOpen(GuijuError):
    """There is no ledger in this database yet."""

    code = "ledger.not_open"
    remedy = "请先执行 guiju open，建立账本和签名密钥。"


def write(prepared: Sequence[Prepared], *, actor: Actor, idem_keys: Sequence[str], clock: int) -> list[Recorded]:
    """Put events at the ends of their streams, with their keys and their places in the outbox.

    ``clock`` is the server's time in microseconds; what is recorded is never earlier than the last checkpoint.

    Raises:
        LedgerNotOpen: there is no ledger.
        IntegrityError: another writer took the place, or the idempotency key is used.
    """
    with _drivers_own() as cursor:
        sealed_at, heads = _heads(cursor, [one.stream for one in prepared])
        recorded_at = max(clock, sealed_at)
        rows = []
        for one, idem_key in zip(prepared, idem_keys, strict=True):
            draft = one.draft
            seq, prev = heads.get(one.stream, (0, NOTHING_BEFORE))
            row = (
                one.stream, seq + 1, draft.type, SCHEMA, draft.at, recorded_at, actor.name, actor.kind,
                draft.on_behalf, draft.unit_as_of, idem_key,
            )  # fmt: skip
            leaf = leaf_hash(row, prev, one.keys, one.body)
            heads[one.stream] = seq + 1, leaf
            rows.append((*row, one.body, prev, leaf))
        ids = _insert_events(cursor, rows)
        insert_rows(cursor, "event_key (kind, value, event)", _key_rows(prepared, ids))
        insert_rows(cursor, "outbox (event)", [(number,) for number in ids])
        return [_recorded(one, number, row, actor) for one, number, row in zip(prepared, ids, rows, strict=True)]


class _Cursor:
    """The driver's cursor under Django's connection, in its transaction.

    Django's own wrappers, and its binding of values on PostgreSQL, cost the client as much again as the database does.
    """

    def __init__(self, cursor: Any, *, is_postgresql: bool) -> None:
        self._cursor, self._is_postgresql = cursor, is_postgresql
        self.fetchone, self.fetchall = cursor.fetchone, cursor.fetchall

    def execute(self, statement: str, values: Sequence[Any]) -> None:
        """Run one statement; PostgreSQL keeps the plan of those that come again and again."""
        if self._is_postgresql:
            self._cursor.execute(statement, values, prepare=len(values) <= _FEW)
        else:
            self._cursor.execute(_on_sqlite(statement), values)


_FEW = 60
"""Values of a statement that is worth planning once: a single event or a few, not the pieces of an import."""


@contextmanager
def _drivers_own() -> Iterator[_Cursor]:
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor != "postgresql":
            yield _Cursor(connection.connection.cursor(), is_postgresql=False)
            return
        from psycopg import Cursor

        with Cursor(connection.connection) as cursor:
            yield _Cursor(cursor, is_postgresql=True)


@lru_cache(maxsize=64)
def _on_sqlite(statement: str) -> str:
    return statement.replace("%s", "?")


def _heads(cursor: _Cursor, streams: Sequence[str]) -> tuple[int, dict[str, tuple[int, bytes]]]:
    distinct = list(dict.fromkeys(streams))
    cursor.execute(_HEAD, (distinct[0], distinct[0]))
    found = cursor.fetchone()
    if found is None:
        raise LedgerNotOpen("这个数据库里还没有账本。")
    heads = {distinct[0]: (found[1], bytes(found[2]))} if found[1] is not None else {}
    for part in in_parts(distinct[1:]):
        marks = ", ".join(["%s"] * len(part))
        cursor.execute(
            "SELECT e.stream, e.seq, e.leaf FROM event e JOIN (SELECT stream, max(seq) AS seq FROM event "
            f"WHERE stream IN ({marks}) GROUP BY stream) h ON h.stream = e.stream AND h.seq = e.seq",
            part,
        )
        heads |= {stream: (seq, bytes(leaf)) for stream, seq, leaf in cursor.fetchall()}
    return found[0], heads


def _insert_events(cursor: _Cursor, rows: Sequence[tuple[Any, ...]]) -> list[int]:
    if len(rows) == 1:
        cursor.execute(f"INSERT INTO event ({_COLUMNS}) VALUES {_ROW} RETURNING id", rows[0])
        return [cursor.fetchone()[0]]
    ids: dict[tuple[str, int], int] = {}
    for part in in_parts(rows):
        values = ", ".join([_ROW] * len(part))
        cursor.execute(
            f"INSERT INTO event ({_COLUMNS}) VALUES {values} RETURNING stream, seq, id",
            [value for row in part for value in row],
        )
        ids |= {(stream, seq): number for stream, seq, number in cursor.fetchall()}
    return [ids[row[0], row[1]] for row in rows]


def insert_rows(cursor: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows, so many at once; ``table`` names the table and, in brackets, the columns."""
    for part in in_parts(rows):
        mark = "(" + ", ".join(["%s"] * len(part[0])) + ")"
        cursor.execute(
            f"INSERT INTO {table} VALUES {', '.join([mark] * len(part))}", [value for row in part for value in row]
        )


def _key_rows(prepared: Sequence[Prepared], ids: Sequence[int]) -> list[tuple[str, str, int]]:
    return [(kind, value, number) for one, number in zip(prepared, ids, strict=True) for kind, value in one.keys]


def in_parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows in pieces that both databases take in one statement."""
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _recorded(one: Prepared, number: int, row: Sequence[Any], actor: Actor) -> Recorded:
    """The event as it stands in its ``row``, in the order of the columns."""
    draft, seq, recorded_at, leaf = one.draft, row[1], row[5], row[-1]
    first = one.first or number
    event = Event(draft.type, draft.at, draft.day, draft.second, first, draft.fields, recorded_at)
    return Recorded(
        number, one.stream, seq, event, recorded_at, actor.name, actor.kind, draft.unit_as_of, draft.batch,
        draft.corrects, first, leaf,
    )  # fmt: skip
