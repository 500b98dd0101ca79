"""Sealing: what waits in the outbox gets its gap-free place in the tree, and a signed checkpoint says so.

Law: ledger.md, docs/ledger-format.md §3 and §4. Unit: instants in microseconds since the epoch.
"""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from django.db import IntegrityError, connection, transaction

from guiju.facts.appending import LedgerNotOpen, in_parts, insert_rows
from guiju.facts.seal.schema_text import schema_digest
from guiju.facts.turns import writing
from guiju.facts.verify.parts.checkpoint import checkpoint_text, read_checkpoint
from guiju.facts.verify.parts.tree import OnFull, Peaks
from guiju.facts.wiring import SHA256, wiring
from guiju.values.errors import GuijuError

AT_MOST = 10_000
TILE_LEVELS = (8, 16, 24, 32)


class LedgerStands(GuijuError):
    """A ledger was to be opened where there is one."""

    code = "ledger.stands"
    remedy = "直接使用现有账本；要另建账本，请换一个 GUIJU_HOME。"


class TreeAltered(GuijuError):
    """Leaves or tiles are not those that the last checkpoint signed; nothing more is sealed over them."""

    code = "ledger.tree_altered"
    remedy = "账本被改动过：请立即执行 guiju verify，并由两人执行 guiju ledger repair 从备份补回。"


class HashDiffers(GuijuError):
    """Leaves are made with another hash than the ledger was opened with; nothing is sealed with a mixture."""

    code = "ledger.hash"
    remedy = "请重新打开账本；仍然如此的，请执行 guiju verify 并联系开发单位。"


def hash_of_ledger() -> str:
    """The hash that the ledger was opened with, as its checkpoints say it; SHA-256 where none can be read."""
    for order in ("DESC", "ASC"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT text FROM checkpoint ORDER BY number {order} LIMIT 1")
            found = cursor.fetchone()
        # A text that was altered is named by the verifier; the ledger opens, so that it can be repaired.
        with suppress(ValueError):
            if found is not None:
                return read_checkpoint(bytes(found[0])).hash_name
    return SHA256


def open_ledger() -> str:
    """Write the opening checkpoint of an empty ledger; its name, drawn here once.

    Raises:
        LedgerStands: the database holds a ledger.
    """
    hand = wiring()
    refuse_second_ledger()
    with writing(), connection.cursor() as cursor:
        name, sealed_at = secrets.token_hex(16), hand.clock()
        try:
            cursor.execute("INSERT INTO sealer (id, sealed_at) VALUES (1, %s)", (sealed_at,))
        except IntegrityError as error:
            raise LedgerStands("这个数据库里已经有账本。") from error
        text = checkpoint_text(
            ledger=name, epoch=0, hash_name=hand.hash_name, size=0, root=Peaks(hand.digest).root(),
            sealed_at=sealed_at, previous=bytes(32), schema=schema_digest(hand.digest),
        )  # fmt: skip
        _store(cursor, 0, text)
    return name


def refuse_second_ledger() -> None:
    """Make sure that the database holds no ledger yet.

    Raises:
        LedgerStands: it does.
    """
    if _stands():
        raise LedgerStands("这个数据库里已经有账本。")


def check_ledger() -> None:
    """Make sure that the database holds a ledger.

    Raises:
        LedgerNotOpen: its tables, or the opening checkpoint, are not there.
    """
    if not _stands():
        raise LedgerNotOpen("这个数据库里还没有账本。")


def _stands() -> bool:
    if "checkpoint" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM checkpoint")
        return bool(cursor.fetchone()[0])


def seal(*, epoch: int | None = None) -> int:
    """Seal what waits, at most ``AT_MOST`` events; how many were sealed. A restored ledger goes on in a new ``epoch``.

    Raises:
        LedgerNotOpen: there is no ledger.
        HashDiffers: leaves are made with another hash than the ledger's.
        TreeAltered: the tree is not the one that was signed last.
    """
    with writing(), connection.cursor() as cursor:
        # One sealer at a time: the row is locked until the end of the transaction.
        cursor.execute("UPDATE sealer SET sealed_at = sealed_at WHERE id = 1")
        cursor.execute(
            "SELECT o.event, e.leaf, e.recorded_at FROM outbox o JOIN event e ON e.id = o.event "
            "ORDER BY o.event LIMIT %s", (AT_MOST,),
        )  # fmt: skip
        waiting = [(event, bytes(leaf), recorded_at) for event, leaf, recorded_at in cursor.fetchall()]
        if waiting:
            _seal(cursor, waiting, epoch)
    return len(waiting)


def _seal(cursor: Any, waiting: Sequence[tuple[int, bytes, int]], epoch: int | None) -> None:
    cursor.execute("SELECT text FROM checkpoint ORDER BY number DESC LIMIT 1")
    found = cursor.fetchone()
    if found is None:
        raise LedgerNotOpen("这个数据库里还没有账本。")
    last, digest = read_checkpoint(bytes(found[0])), wiring().digest
    if last.hash_name != wiring().hash_name:
        raise HashDiffers(f"账本的摘要算法是 {last.hash_name}，接好的却是 {wiring().hash_name}，停止封存。")
    tiles: list[tuple[int, int, bytes]] = []
    peaks = _peaks(cursor, last.size, lambda *tile: tiles.append(tile))
    if peaks.size != last.size or peaks.root() != last.root:
        # A root over altered leaves would be signed for good, and no repair could undo that.
        raise TreeAltered(f"树中的叶与大小为 {last.size} 的检查点不符，停止封存。")
    peaks.extend([leaf for _, leaf, _ in waiting])
    sealed_at = max(wiring().clock(), last.sealed_at, *(recorded_at for _, _, recorded_at in waiting))
    text = checkpoint_text(
        ledger=last.ledger, epoch=last.epoch if epoch is None else epoch, hash_name=last.hash_name,
        size=last.size + len(waiting), root=peaks.root(), sealed_at=sealed_at,
        previous=digest(bytes(found[0])), schema=schema_digest(digest),
    )  # fmt: skip
    rows = [(place, event, leaf) for place, (event, leaf, _) in enumerate(waiting, last.size)]
    insert_rows(cursor, "leaf (place, event, hash)", rows)
    insert_rows(cursor, "tile (level, place, hash)", tiles)
    _store(cursor, last.size + len(waiting), text)
    for part in in_parts([event for event, _, _ in waiting]):
        cursor.execute(f"DELETE FROM outbox WHERE event IN ({', '.join(['%s'] * len(part))})", part)
    cursor.execute("UPDATE sealer SET sealed_at = %s WHERE id = 1", (sealed_at,))


def _store(cursor: Any, size: int, text: bytes) -> None:
    hand, told = wiring().signer, wiring().remember
    signature = hand.sign(text)
    cursor.execute(
        "INSERT INTO checkpoint (size, text, signature, key_id) VALUES (%s, %s, %s, %s)",
        (size, text, signature, hand.key_id),
    )
    if told is not None:
        transaction.on_commit(partial(told, text, signature, hand.key_id))


def _peaks(cursor: Any, size: int, on_full: OnFull) -> Peaks:
    """The full subtrees that make up the tree of ``size`` leaves, from tiles and the leaves beyond the last tile."""
    peaks, done = Peaks(wiring().digest, on_full), 0
    for level in reversed(TILE_LEVELS):
        span = 1 << level
        cursor.execute(
            "SELECT hash FROM tile WHERE level = %s AND place >= %s AND place < %s ORDER BY place",
            (level, done >> level, size >> level),
        )
        for (found,) in cursor.fetchall():
            peaks.append_subtree(bytes(found), level)
            done += span
    cursor.execute("SELECT hash FROM leaf WHERE place >= %s AND place < %s ORDER BY place", (done, size))
    for (found,) in cursor.fetchall():
        peaks.append(bytes(found))
    return peaks
