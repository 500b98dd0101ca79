"""Copies of the store of the persons' keys: none is older than thirty days, or a destroyed key would live on in it."""

import secrets
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from guiju.facts.draft import Actor
from guiju.facts.events import KEYS_COPIED
from guiju.facts.privacy.acts import act
from guiju.facts.proof.answering import append_sealed
from guiju.facts.wiring import NotWired, personal_hand
from guiju.values.clock import DAY_SECONDS, SECOND, from_micros
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue

KEPT = 30 * DAY_SECONDS * SECOND
"""Microseconds after which a copy is deleted."""


class CopyRefused(GuijuError):
    """The keys of persons cannot be copied there."""

    code = "privacy.copy"
    remedy = "请检查目录的权限和空间；人员密钥库的备份不要与数据库备份放在一起。"


@dataclass(frozen=True, slots=True)
class Copied:
    """What was made, what was deleted because it was too old, and what ought to be and is out of reach."""

    path: Path
    deleted: tuple[str, ...]
    unreachable: tuple[str, ...]


def copy_keys(folder: Path, *, actor: Actor, at: int) -> Copied:
    """Copy the store of the persons' keys and delete the copies that are older than thirty days.

    Unit:   ``at`` microseconds since the epoch.
    Raises:
        CopyRefused: the copy cannot be written.
    """
    hand = personal_hand()
    if hand is None:
        raise NotWired("没有接好人员密钥库。")
    path = folder.absolute() / f"persons-{from_micros(at, UTC):%Y%m%dT%H%M%S%fZ}.sqlite3"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        hand.keys.copy_to(path)
    except OSError as error:
        raise CopyRefused(f"人员密钥库没有复制成：{error.strerror}。") from error
    deleted, unreachable = delete_old_copies(at)
    fields: dict[str, FieldValue] = {"copy_name": path.name, "key_count": hand.keys.count()[0]}
    append_sealed([act(KEYS_COPIED, fields, at=at)], actor=actor, idem_key=secrets.token_hex(16))
    return Copied(path, deleted, unreachable)


def delete_old_copies(at: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Delete the copies that are older than thirty days: those deleted, and those whose folder is out of reach."""
    hand = personal_hand()
    deleted: list[str] = []
    unreachable: list[str] = []
    for name, made_at in hand.keys.copies() if hand is not None else ():
        if hand is None or made_at + KEPT > at:
            continue
        path = Path(name)
        if not path.parent.is_dir():
            # A disk that is not there: the copy may be on it.
            unreachable.append(name)
            continue
        path.unlink(missing_ok=True)
        hand.keys.note_gone(name)
        deleted.append(name)
    return tuple(deleted), tuple(unreachable)
