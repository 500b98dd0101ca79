"""What the key store remembers: the last checkpoint that it signed, so that an older database cannot pass for today's.

The store lies outside the database and has backups of its own (ledger.md, "restore yesterday's backup over today").
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from guiju.facts.verify.parts.checkpoint import Checkpoint, read_checkpoint
from guiju.values.errors import GuijuError

REMEMBERED = "last-checkpoint"


class RolledBack(GuijuError):
    """The database does not hold the last checkpoint that the key store signed: an older one was put in its place."""

    code = "ledger.rolled_back"
    remedy = (
        "请换回正确的数据库；确须从备份恢复的，由两人执行 guiju ledger restore-accept 写明理由，另起新纪元，"
        "并用 guiju verify 查明丢失了什么。"
    )


class MemoryUnreadable(GuijuError):
    """The note of the last checkpoint is damaged."""

    code = "ledger.memory"
    remedy = "请从密钥目录的备份恢复 last-checkpoint 文件。"


class Signed(NamedTuple):
    """A checkpoint as it was signed."""

    text: bytes
    signature: bytes
    key_id: str

    @property
    def said(self) -> Checkpoint:
        """What it says."""
        return read_checkpoint(self.text)

    def to_json(self) -> dict[str, str | int]:
        """The form of a checkpoint in a receipt, which the verifier takes as held outside."""
        text = self.text.decode()
        return {"size": self.said.size, "text": text, "signature": self.signature.hex(), "key_id": self.key_id}


def remember(folder: Path, signed: Signed) -> None:
    """Keep a checkpoint that has been committed, on the disk for sure; an older one never replaces a newer one."""
    with _alone(folder):
        before = recall(folder)
        if before is not None and _order(before) >= _order(signed):
            return
        new = folder / f"{REMEMBERED}.new"
        with new.open("w", encoding="utf-8") as file:
            json.dump(signed.to_json(), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        new.replace(folder / REMEMBERED)
        _sync(folder)


def recall(folder: Path) -> Signed | None:
    """The last checkpoint that this store has signed; None where it has signed none yet.

    Raises:
        MemoryUnreadable: the note is damaged.
    """
    try:
        said = json.loads((folder / REMEMBERED).read_text(encoding="utf-8"))
        found = Signed(said["text"].encode(), bytes.fromhex(said["signature"]), said["key_id"])
        read_checkpoint(found.text)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise MemoryUnreadable("密钥目录里的 last-checkpoint 文件读不出来。") from error
    return found


def refuse_rollback(folder: Path) -> None:
    """Make sure that the database holds, to the byte, the last checkpoint that the key store signed.

    Raises:
        RolledBack: it is older, or another one.
        MemoryUnreadable: the note of the last checkpoint is damaged.
    """
    known = recall(folder)
    if known is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM checkpoint WHERE size = %s", (known.said.size,))
        if any(bytes(text) == known.text for (text,) in cursor.fetchall()):
            return
        cursor.execute("SELECT max(size) FROM checkpoint")
        held = cursor.fetchone()[0]
    raise RolledBack(
        f"密钥目录记得签过大小为 {known.said.size} 的检查点，数据库里没有它（数据库只到 {held or 0}）："
        "数据库被换成了旧的或别的。"
    )


def last_signed() -> Signed | None:
    """The last checkpoint of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, signature, key_id FROM checkpoint ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
    return None if row is None else Signed(bytes(row[0]), bytes(row[1]), row[2])


def _order(signed: Signed) -> tuple[int, int]:
    return signed.said.epoch, signed.said.size


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        flock(handle, LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
