"""The statements by which events enter the ledger: the same text on SQLite and PostgreSQL, no objects in between.

Law: ledger.md, docs/ledger-format.md. Everything here runs inside the transaction that ``commands.append`` holds.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from guiju.facts.draft import Actor, Prepared
from guiju.facts.tables.driver import Hand, Statement, drivers_own
from guiju.facts.verify.parts.event_leaf import leaf_hash
from guiju.facts.wiring import wiring
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
_EVENT = f"INSERT INTO event ({_COLUMNS}) VALUES {_ROW} RETURNING id"
_OUTBOX = "INSERT INTO outbox (event) SELECT id FROM event WHERE stream = %s AND seq = %s"
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
    digest = wiring().digest
    with drivers_own() as hand:
        sealed_at, heads = _heads(hand, [one.stream for one in prepared])
        recorded_at = max(clock, sealed_at)
        rows = []
        for one, idem_key in zip(prepared, idem_keys, strict=True):
            draft = one.draft
            seq, prev = heads.get(one.stream, (0, NOTHING_BEFORE))
            row = (
                one.stream, seq + 1, draft.type, SCHEMA, draft.at, recorded_at, actor.name, actor.kind,
                draft.on_behalf, draft.unit_as_of, idem_key,
            )  # fmt: skip
            leaf = leaf_hash(row, prev, one.keys, one.body, digest)
            heads[one.stream] = seq + 1, leaf
            rows.append((*row, one.body, prev, leaf))
        ids = _insert_one(hand, rows[0], prepared[0].keys) if len(rows) == 1 else _insert_many(hand, rows, prepared)
        return [_recorded(one, number, row, actor) for one, number, row in zip(prepared, ids, rows, strict=True)]


def _heads(hand: Hand, streams: Sequence[str]) -> tuple[int, dict[str, tuple[int, bytes]]]:
    distinct = list(dict.fromkeys(streams))
    [rows] = hand.run((_HEAD, (distinct[0], distinct[0])))
    if not rows:
        raise LedgerNotOpen("这个数据库里还没有账本。")
    found = rows[0]
    heads = {distinct[0]: (found[1], bytes(found[2]))} if found[1] is not None else {}
    for part in in_parts(distinct[1:]):
        marks = ", ".join(["%s"] * len(part))
        hand.execute(
            "SELECT e.stream, e.seq, e.leaf FROM event e JOIN (SELECT stream, max(seq) AS seq FROM event "
            f"WHERE stream IN ({marks}) GROUP BY stream) h ON h.stream = e.stream AND h.seq = e.seq",
            part,
        )
        heads |= {stream: (seq, bytes(leaf)) for stream, seq, leaf in hand.fetchall()}
    return found[0], heads


def _insert_one(hand: Hand, row: tuple[Any, ...], keys: Sequence[tuple[str, str]]) -> list[int]:
    """Put in one event in a single journey: its keys and its place in the outbox find its id by its place."""
    place = row[:2]
    statements: list[Statement] = [(_EVENT, row), (_OUTBOX, place)]
    if keys:
        statements.append((_keys_of_one(len(keys)), [*(word for key in keys for word in key), *place]))
    [[number]] = hand.run(*statements)[0]
    return [int(number)]


def _insert_many(hand: Hand, rows: Sequence[tuple[Any, ...]], prepared: Sequence[Prepared]) -> list[int]:
    known: dict[tuple[str, int], int] = {}
    for part in in_parts(rows):
        values = ", ".join([_ROW] * len(part))
        hand.execute(
            f"INSERT INTO event ({_COLUMNS}) VALUES {values} RETURNING stream, seq, id",
            [value for row in part for value in row],
        )
        known |= {(stream, seq): number for stream, seq, number in hand.fetchall()}
    ids = [known[row[0], row[1]] for row in rows]
    insert_rows(hand, "event_key (kind, value, event)", _key_rows(prepared, ids))
    insert_rows(hand, "outbox (event)", [(number,) for number in ids])
    return ids


@lru_cache(maxsize=64)
def _keys_of_one(count: int) -> str:
    said = ", ".join(["(%s, %s)"] * count)
    return (
        f"INSERT INTO event_key (kind, value, event) SELECT column1, column2, id FROM (VALUES {said}) AS said, event "
        "WHERE stream = %s AND seq = %s"
    )


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
