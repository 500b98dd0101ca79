"""Whether a ledger is whole: read with SQL alone and held against docs/ledger-format.md."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction

from guiju.facts.tables.moved_dates import LEDGER
from guiju.facts.verify.parts.event_leaf import keys_in_body, leaf_hash
from guiju.facts.verify.parts.tree import Peaks


@dataclass
class Found:
    """What stands in a ledger and what is wrong with it; ``own`` are the events that the ledger itself has told."""

    events: int = 0
    own: int = 0
    unsealed: int = 0
    marks: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def handed_in(self) -> int:
        """How many events somebody has handed in, and was told of."""
        return self.events - self.own


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a query answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def examine(acknowledged: Mapping[str, int], public: bytes) -> Found:
    """Everything that was promised, at one instant: nothing acknowledged is lost, nothing doubled, nothing half.

    ``acknowledged`` is the id that each mark was told.
    """
    found = Found()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            rows_set("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        leaves = _events(found)
        _places(found, leaves)
        _checkpoints(found, leaves, public)
    lost = [mark for mark, number in acknowledged.items() if found.marks.get(mark) != number]
    found.wrong += [f"acknowledged {mark} is lost" for mark in lost]
    return found


def rows_set(statement: str) -> None:
    """Run a statement that answers nothing."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _events(found: Found) -> dict[int, bytes]:
    keys: dict[int, list[tuple[str, str]]] = {}
    for kind, value, number in rows("SELECT kind, value, event FROM event_key"):
        keys.setdefault(number, []).append((kind, value))
    corrected = {by: event for event, by in rows("SELECT event, by FROM correction")}
    heads: dict[str, tuple[int, bytes]] = {}
    leaves: dict[int, bytes] = {}
    told: Counter[str] = Counter()
    for row in rows(
        "SELECT id, stream, seq, type, schema, happened_at, recorded_at, actor, actor_kind, on_behalf, unit_as_of, "
        "idem_key, body, prev, leaf FROM event ORDER BY stream, seq"
    ):
        number, stream, seq = row[:3]
        body, prev, leaf = (bytes(value) for value in row[12:])
        said = json.loads(body)
        mark = said["fields"].get("mark", f"#{number}")
        found.own += row[7] == LEDGER.name
        told[mark] += 1
        found.marks[mark] = number
        if heads.get(stream, (0, bytes(32))) != (seq - 1, prev):
            found.wrong.append(f"{stream} has a gap or a break before {seq}")
        heads[stream] = seq, leaf
        if sorted(keys.pop(number, [])) != keys_in_body(said["fields"]):
            found.wrong.append(f"event {number} is half: its keys are not those of its body")
        if leaf_hash(row[1:12], prev, keys_in_body(said["fields"]), body) != leaf:
            found.wrong.append(f"event {number} does not give its leaf")
        if corrected.get(number) != said.get("corrects"):
            found.wrong.append(f"event {number} is half: its correction is not noted")
        leaves[number] = leaf
    found.events = len(leaves)
    found.wrong += [f"{mark} stands {count} times" for mark, count in told.items() if count > 1]
    found.wrong += [f"keys of event {number} without the event" for number in keys]
    return leaves


def _places(found: Found, leaves: dict[int, bytes]) -> None:
    waiting = {number for (number,) in rows("SELECT event FROM outbox")}
    found.unsealed = len(waiting)
    placed: Counter[int] = Counter()
    for place, (stands, number, leaf) in enumerate(rows("SELECT place, event, hash FROM leaf ORDER BY place")):
        placed[number] += 1
        if stands != place or leaves.get(number) != bytes(leaf):
            found.wrong.append(f"leaf {stands} is not at {place} or not of event {number}")
    for number in leaves:
        if placed[number] + (number in waiting) != 1:
            found.wrong.append(f"event {number} is half: {placed[number]} leaves, waiting {number in waiting}")


def _checkpoints(found: Found, leaves: dict[int, bytes], public: bytes) -> None:
    key, peaks, previous = Ed25519PublicKey.from_public_bytes(public), Peaks(), bytes(32)
    order = [number for (number,) in rows("SELECT event FROM leaf ORDER BY place")]
    for size, text, signature in rows("SELECT size, text, signature FROM checkpoint ORDER BY number"):
        said = dict(line.split(": ", 1) for line in bytes(text).decode().splitlines() if ": " in line)
        peaks.extend([leaves.get(number, b"") for number in order[peaks.size : size]])
        if (peaks.size, said["root"], said["previous"]) != (size, peaks.root().hex(), previous.hex()):
            found.wrong.append(f"checkpoint {size} is not of these leaves or not after the one before")
        try:
            key.verify(bytes(signature), bytes(text))
        except InvalidSignature:
            found.wrong.append(f"checkpoint {size} is not signed by this key")
        previous = hashlib.sha256(bytes(text)).digest()
    if peaks.size != len(order):
        found.wrong.append(f"{len(order)} leaves, but the last checkpoint is of {peaks.size}")
