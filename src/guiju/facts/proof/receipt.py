"""A receipt: one event, its place in the tree and the signed checkpoint over it, in somebody else's hand.

Law: ledger.md (events of class A), docs/ledger-format.md §6.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.verify.parts.checkpoint import read_checkpoint
from guiju.facts.verify.parts.digests import DIGESTS, Digest
from guiju.facts.verify.parts.event_leaf import short_code
from guiju.facts.verify.parts.tree import inclusion_holds, inclusion_path, node_hash
from guiju.values.errors import GuijuError

_COLUMNS = (
    "stream", "seq", "type", "schema", "happened_at", "recorded_at", "actor", "actor_kind", "on_behalf", "unit_as_of",
    "idem_key", "body", "prev", "leaf",
)  # fmt: skip
_TILE_STEP = 8
_CODE = re.compile(r"G1-?([0-9A-HJKMNP-TV-Z]{16})")
_CROCKFORD = {letter: value for value, letter in enumerate("0123456789ABCDEFGHJKMNPQRSTVWXYZ")}


class NoReceipt(GuijuError):
    """There is nothing that a receipt could be made of."""

    code = "ledger.no_receipt"
    remedy = "请核对编号或短码；刚提交的记录请稍候再取回执。"


class ProofBroken(GuijuError):
    """The ledger's own rows do not prove what its checkpoint says."""

    code = "ledger.proof_broken"
    remedy = "账本可能被改动过，请立即执行 guiju verify。"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person who reported, handed over or was released takes along; it holds without us."""

    said: Mapping[str, Any]

    @property
    def leaf(self) -> bytes:
        """The hash of the event in all its columns."""
        return bytes.fromhex(self.said["event"]["leaf"])

    @property
    def code(self) -> str:
        """The short code, by which the event is found; it proves nothing by itself."""
        return short_code(self.leaf)

    def to_json(self) -> str:
        """The receipt as a file."""
        return json.dumps(self.said, ensure_ascii=False, indent=1) + "\n"

    def to_qr_text(self) -> str:
        """What the QR code says: ledger, index, leaf, and size and root of the checkpoint, in its densest alphabet."""
        checkpoint = read_checkpoint(self.said["checkpoint"]["text"].encode())
        parts = (checkpoint.ledger, self.said["index"], self.leaf.hex(), checkpoint.size, checkpoint.root.hex())
        return "/".join(("GUIJU1", *(str(part).upper() for part in parts)))


def find_event(text: str) -> int:
    """The id of the event that an id or a short code names.

    Raises:
        NoReceipt: there is none, or the short code fits more than one.
    """
    if text.isascii() and text.isdecimal():
        return int(text)
    said = _CODE.fullmatch(text.strip().upper().replace("-", "").translate(str.maketrans("OIL", "011")))
    if said is None:
        raise NoReceipt(f"“{text}”既不是记录编号，也不是短码。")
    number = 0
    for letter in said[1]:
        number = number << 5 | _CROCKFORD[letter]
    low = number.to_bytes(10, "big")
    with connection.cursor() as cursor:
        cursor.execute("SELECT event FROM leaf WHERE hash >= %s AND hash <= %s", (low + bytes(22), low + b"\xff" * 22))
        found = cursor.fetchall()
    if len(found) != 1:
        raise NoReceipt(f"没有短码为“{text}”的已封存记录。" if not found else f"短码“{text}”不止一条记录。")
    return int(found[0][0])


def receipt_of(event: int, publics: Mapping[str, bytes]) -> Receipt:
    """The receipt of a sealed event; ``publics`` are the public keys of the key store by their id.

    Raises:
        NoReceipt: the event is not there, or not sealed yet.
        ProofBroken: leaves or tiles were altered, so that no proof comes about.
    """
    with connection.cursor() as cursor:
        row = _read_event(cursor, event)
        cursor.execute("SELECT place, hash FROM leaf WHERE event = %s", (event,))
        place = cursor.fetchone()
        if place is None:
            raise NoReceipt(f"记录 {event} 还没有封存。")
        cursor.execute(
            "SELECT size, text, signature, key_id FROM checkpoint WHERE size > %s ORDER BY size LIMIT 1", (place[0],)
        )
        sealed = cursor.fetchone()
        if sealed is None:
            raise ProofBroken(f"没有检查点涵盖记录 {event}。")
        checkpoint = read_checkpoint(bytes(sealed[1]))
        digest = DIGESTS[checkpoint.hash_name]
        proof = inclusion_path(StoredTree(cursor, digest).root_of, place[0], checkpoint.size, digest)
    if not inclusion_holds(bytes.fromhex(row["leaf"]), place[0], checkpoint.size, proof, checkpoint.root, digest):
        raise ProofBroken(f"记录 {event} 的叶值不能推到检查点（大小 {checkpoint.size}）的树根。")
    said = {
        "guiju": "receipt-1",
        "ledger": checkpoint.ledger,
        "hash": checkpoint.hash_name,
        "event": row,
        "index": place[0],
        "proof": [step.hex() for step in proof],
        "checkpoint": {
            "size": sealed[0],
            "text": bytes(sealed[1]).decode(),
            "signature": bytes(sealed[2]).hex(),
            "key_id": sealed[3],
        },
        "keys": {sealed[3]: publics[sealed[3]].hex()} if sealed[3] in publics else {},
    }
    return Receipt(said)


def stored_event(event: int) -> dict[str, Any] | None:
    """An event as it stands in the database now, in the form of a receipt; None where it is not there."""
    with connection.cursor() as cursor:
        try:
            return _read_event(cursor, event)
        except NoReceipt:
            return None


def _read_event(cursor: Any, event: int) -> dict[str, Any]:
    cursor.execute(f"SELECT {', '.join(_COLUMNS)} FROM event WHERE id = %s", (event,))
    found = cursor.fetchone()
    if found is None:
        raise NoReceipt(f"账本里没有编号为 {event} 的记录。")
    row = dict(
        zip(
            _COLUMNS,
            (bytes(value).hex() if isinstance(value, bytes | memoryview) else value for value in found),
            strict=True,
        )
    )
    row["body"] = _text_of(row["body"])
    cursor.execute("SELECT kind, value FROM event_key WHERE event = %s", (event,))
    row["keys"] = sorted(([kind, value] for kind, value in cursor.fetchall()), key=_in_bytes)
    return row


def _text_of(body: str) -> str | dict[str, str]:
    try:
        return bytes.fromhex(body).decode()
    except ValueError:
        return {"hex": body}


def _in_bytes(pair: Sequence[str]) -> list[bytes]:
    return [str(part).encode() for part in pair]


class StoredTree:
    """The tree as leaves and tiles give it: a proof reads a few hundred rows."""

    def __init__(self, cursor: Any, digest: Digest) -> None:
        self._cursor, self._digest = cursor, digest

    def root_of(self, level: int, place: int) -> bytes:
        """The root of the full subtree of 2^level leaves at ``place``."""
        step = level - level % _TILE_STEP
        first, count = place << (level - step), 1 << (level - step)
        table, where = ("tile", f"level = {step} AND ") if step else ("leaf", "")
        self._cursor.execute(
            f"SELECT hash FROM {table} WHERE {where}place >= %s AND place < %s ORDER BY place", (first, first + count)
        )
        row = [bytes(found) for (found,) in self._cursor.fetchall()]
        if len(row) != count:
            raise ProofBroken(f"从第 {first} 个起，树中应有的 {count} 个摘要不全。")
        while len(row) > 1:
            pairs = iter(row)
            row = [node_hash(left, right, self._digest) for left, right in zip(pairs, pairs, strict=True)]
        return row[0]
