"""The witness's own database: whom it trusts, what it has signed, and what it refused and keeps as evidence."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from guiju.facts.verify.parts.checkpoint import Checkpoint, read_checkpoint
from guiju.facts.verify.parts.outside.cosignature import Cosignature
from guiju.facts.verify.parts.saying import Unreadable
from guiju.facts.witness.parts.witness_home import DATABASE_FILE
from guiju.facts.witness.parts.witness_request import Request

_RECORD_TABLES = (
    "CREATE TABLE IF NOT EXISTS trusted (key_id TEXT PRIMARY KEY, public BLOB NOT NULL, ledger TEXT NOT NULL, "
    "trusted_at INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS signed (number INTEGER PRIMARY KEY AUTOINCREMENT, ledger TEXT NOT NULL, "
    "text BLOB NOT NULL UNIQUE, ledger_key TEXT NOT NULL, ledger_signature BLOB NOT NULL, witness TEXT NOT NULL, "
    "signed_at INTEGER NOT NULL, signature BLOB NOT NULL, remark TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS refused (number INTEGER PRIMARY KEY AUTOINCREMENT, ledger TEXT NOT NULL, "
    "code TEXT NOT NULL, text BLOB NOT NULL UNIQUE, ledger_key TEXT NOT NULL, ledger_signature BLOB NOT NULL, "
    "refused_at INTEGER NOT NULL)",
    *(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the witness forgets nothing'); END"
        for table in ("trusted", "signed", "refused")
        for verb in ("UPDATE", "DELETE")
    ),
)
_SIGNED = "SELECT text, ledger_key, ledger_signature, witness, signed_at, signature, remark FROM signed"


class SignedRow(NamedTuple):
    """A checkpoint that the witness has signed; ``remark`` says what its operator decided."""

    text: bytes
    ledger_key: str
    ledger_signature: bytes
    cosignature: Cosignature
    remark: str

    @property
    def said(self) -> Checkpoint:
        """What the checkpoint says."""
        return read_checkpoint(self.text)


class RefusedRow(NamedTuple):
    """A checkpoint with the ledger's own signature that contradicts what was signed before: kept as evidence."""

    code: str
    text: bytes
    ledger_key: str
    ledger_signature: bytes
    refused_at: int


class WitnessRecord:
    """The database while somebody works with it; rows are added and never changed."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def trust(self, key_id: str, public: bytes, ledger: str, now: int) -> None:
        """Believe that this key signs for this ledger.

        Raises:
            Unreadable: it signs for another one.
        """
        known = self.trusted().get(key_id)
        if known is not None and known[1] != ledger:
            raise Unreadable(
                f"密钥“{key_id}”已经是账本 {known[1]} 的。", f"The key “{key_id}” is that of ledger {known[1]} already."
            )
        if known is None:
            self._raw.execute("INSERT INTO trusted VALUES (?, ?, ?, ?)", (key_id, public, ledger, now))

    def trusted(self) -> dict[str, tuple[bytes, str]]:
        """Public key and ledger by the id of each trusted key."""
        found = self._raw.execute("SELECT key_id, public, ledger FROM trusted ORDER BY ledger, trusted_at")
        return {key_id: (bytes(public), ledger) for key_id, public, ledger in found}

    def sign(self, request: Request, one: Cosignature, remark: str) -> None:
        """Keep what was signed."""
        self._raw.execute(
            "INSERT INTO signed (ledger, text, ledger_key, ledger_signature, witness, signed_at, signature, remark) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (request.said.ledger, request.text, request.key_id, request.signature, *one, remark),
        )

    def find(self, text: bytes) -> SignedRow | None:
        """What was signed under this very text, if it was."""
        row = self._raw.execute(f"{_SIGNED} WHERE text = ?", (text,)).fetchone()
        return None if row is None else _signed_row(row)

    def signed(self, ledger: str, at_most: int = -1) -> list[SignedRow]:
        """The last ``at_most`` of what was signed of a ledger, or all of it, in order."""
        found = self._raw.execute(f"{_SIGNED} WHERE ledger = ? ORDER BY number DESC LIMIT ?", (ledger, at_most))
        return [_signed_row(row) for row in found][::-1]

    def refuse(self, code: str, request: Request, now: int) -> None:
        """Keep a contradiction; the same one is kept once."""
        self._raw.execute(
            "INSERT OR IGNORE INTO refused (ledger, code, text, ledger_key, ledger_signature, refused_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (request.said.ledger, code, request.text, request.key_id, request.signature, now),
        )

    def refused(self, ledger: str) -> list[RefusedRow]:
        """All contradictions of a ledger, in order."""
        found = self._raw.execute(
            "SELECT code, text, ledger_key, ledger_signature, refused_at FROM refused WHERE ledger = ? ORDER BY number",
            (ledger,),
        )
        return [RefusedRow(code, bytes(text), key, bytes(proof), at) for code, text, key, proof, at in found]


def _signed_row(row: tuple[Any, ...]) -> SignedRow:
    text, ledger_key, ledger_signature, witness, signed_at, signature, remark = row
    one = Cosignature(witness, signed_at, bytes(signature))
    return SignedRow(bytes(text), ledger_key, bytes(ledger_signature), one, remark)


@contextmanager
def open_record(home: str) -> Iterator[WitnessRecord]:
    """The database for one piece of work: what it adds stands on the disk when the work ends, or not at all.

    Raises:
        Unreadable: there is none, or it is damaged.
    """
    path = os.path.join(home, DATABASE_FILE)
    if not os.path.isfile(path):
        raise Unreadable("这个目录里没有见证方数据库，请先执行 init。", "No witness's database here; begin with init.")
    raw = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("BEGIN IMMEDIATE")
        for statement in _RECORD_TABLES:
            raw.execute(statement)
        yield WitnessRecord(raw)
        raw.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        raise Unreadable(f"见证方数据库不能用：{error}", f"The witness's database cannot be used: {error}") from error
    finally:
        # What was not committed is undone.
        raw.close()
