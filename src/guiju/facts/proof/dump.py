"""The dump: every row of the ledger as lines that anybody can check (docs/ledger-format.md §5).

It hides and repairs nothing: what does not fit its column is written as what it is, and the verifier names it.
"""

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, TextIO

from guiju.facts.proof.snapshot import Snapshot
from guiju.facts.verify.parts.checkpoint import Checkpoint, read_checkpoint

_EVENT = (
    "e.id, e.stream, e.seq, e.type, e.schema, e.happened_at, e.recorded_at, e.actor, e.actor_kind, e.on_behalf, "
    "e.unit_as_of, e.idem_key, e.body, e.prev, e.leaf"
)
_SEALED = (
    f"SELECT l.place, l.event, l.hash, {_EVENT} FROM leaf l LEFT JOIN event e ON e.id = l.event "
    "ORDER BY l.place, l.event"
)
_SEALED_KEYS = (
    "SELECT l.place, l.event, k.kind, k.value FROM event_key k JOIN event e ON e.id = k.event "
    "JOIN leaf l ON l.event = k.event ORDER BY l.place, l.event"
)
_WAITING = f"SELECT {_EVENT} FROM event e LEFT JOIN leaf l ON l.event = e.id WHERE l.event IS NULL ORDER BY e.id"
_WAITING_KEYS = (
    "SELECT k.event, k.kind, k.value FROM event_key k JOIN event e ON e.id = k.event "
    "LEFT JOIN leaf l ON l.event = k.event WHERE l.event IS NULL ORDER BY k.event"
)
_ORPHANS = (
    "SELECT k.event, k.kind, k.value FROM event_key k LEFT JOIN event e ON e.id = k.event WHERE e.id IS NULL "
    "ORDER BY k.event, k.kind, k.value"
)
_CHECKPOINTS = "SELECT size, text, signature, key_id FROM checkpoint ORDER BY number"
_COSIGNATURES = (
    "SELECT p.size, c.witness, c.signature, c.signed_at FROM cosignature c LEFT JOIN checkpoint p "
    "ON p.number = c.checkpoint ORDER BY c.checkpoint, c.witness"
)
_TILES = "SELECT level, place, hash FROM tile ORDER BY level, place"
_OUTBOX = "SELECT event FROM outbox ORDER BY event"
_CORRECTIONS = "SELECT event, by, first FROM correction ORDER BY by"
_UNKNOWN = "0" * 32
_PLAIN = {int, str}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Told(NamedTuple):
    """What stands in the last line of a dump, and the last checkpoint of those that can be read."""

    events: int
    leaves: int
    checkpoints: int
    last: Checkpoint | None


def write_dump(
    source: Snapshot, publics: dict[str, bytes], out: TextIO, tell: Callable[[int], None] = lambda number: None
) -> Told:
    """Write the whole ledger into ``out``; ``tell`` hears now and then how many events are written.

    ``publics`` are the public keys of this bureau's key store by their id: a convenience for the reader, who trusts
    only those that he got elsewhere.
    """
    said = [_checkpoint(row) for row in source.rows(_CHECKPOINTS)]
    readable = [one for one in (_read(line[1]) for line in said) if one is not None]
    name, hash_name = (readable[0].ledger, readable[0].hash_name) if readable else (_UNKNOWN, "sha256")

    def write(*row: Any) -> None:
        out.write(_encode(row) + "\n")

    write("guiju-dump", 1, name, hash_name)
    for key_id, public in sorted(publics.items()):
        write("key", key_id, public.hex())
    for line in said:
        write("checkpoint", *line)
    for size, witness, signature, signed_at in source.rows(_COSIGNATURES):
        write("cosignature", _plain(size), _plain(witness), _hex(signature), _plain(signed_at))
    for level, place, root in source.rows(_TILES):
        write("tile", _plain(level), _plain(place), _hex(root))
    events = leaves = 0
    keys = _Keys(source.rows(_SEALED_KEYS), 2)
    for row in source.rows(_SEALED):
        place, number, root = row[:3]
        leaves += 1
        if row[3] is None:
            write("leaf", _plain(place), _plain(number), _hex(root))
            continue
        events += 1
        write("event", _plain(place), _hex(root), *_event(row[3:]), keys.of((place, number)))
        if events % 10_000 == 0:
            tell(events)
    keys = _Keys(source.rows(_WAITING_KEYS), 1)
    for row in source.rows(_WAITING):
        events += 1
        write("unsealed", *_event(row), keys.of((row[0],)))
    for kind, statement in (("outbox", _OUTBOX), ("orphan-key", _ORPHANS), ("correction", _CORRECTIONS)):
        for row in source.rows(statement):
            write(kind, *(_plain(value) for value in row))
    write("end", events, leaves, len(said))
    return Told(events, leaves, len(said), readable[-1] if readable else None)


class _Keys:
    """The keys of events, read along with them: both come in the same order from the database."""

    def __init__(self, rows: Iterator[tuple[Any, ...]], width: int) -> None:
        self._groups = groupby(rows, itemgetter(slice(width)))
        self._width = width
        self._next = next(self._groups, None)

    def of(self, owner: tuple[Any, ...]) -> list[list[Any]]:
        """The keys of one event, in the order of the format."""
        if self._next is None or self._next[0] != owner:
            return []
        pairs = [[_plain(value) for value in row[self._width :]] for row in self._next[1]]
        self._next = next(self._groups, None)
        # By code point is by UTF-8 byte.
        return sorted(pairs, key=lambda pair: [str(value) for value in pair])


def _event(row: tuple[Any, ...]) -> list[Any]:
    columns = row[:12]
    if not _PLAIN.issuperset(map(type, columns)):
        columns = tuple(_plain(value) for value in columns)
    return [*columns, _body(row[12]), _hex(row[13]), _hex(row[14])]


def _checkpoint(row: tuple[Any, ...]) -> list[Any]:
    size, text, signature, key_id = row
    return [_plain(size), _body(text), _hex(signature), _plain(key_id)]


def _read(text: Any) -> Checkpoint | None:
    try:
        return read_checkpoint(text.encode())
    except (AttributeError, ValueError):
        return None


def _plain(value: Any) -> Any:
    """A number or a text as it is; anything else as an object that no reader can take for one."""
    if value is None or isinstance(value, int | str):
        return value
    return {"real": repr(value)} if isinstance(value, float) else {"hex": bytes(value).hex()}


def _hex(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return {"text": value} if isinstance(value, str) else _plain(value)


def _body(value: Any) -> Any:
    """Exact bytes as a string where they are UTF-8; a string that was put in the place of bytes shows as such."""
    if not isinstance(value, bytes | memoryview):
        return {"text": value} if isinstance(value, str) else _plain(value)
    try:
        return bytes(value).decode()
    except UnicodeDecodeError:
        return {"hex": bytes(value).hex()}
