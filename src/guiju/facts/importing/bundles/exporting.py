"""Making a bundle: what a county's ledger has sealed since the last one, as a file that its superior can check.

Every leaf goes up, so that none can be left out unseen; of what stays at home (the bureau's own affairs) only the leaf:
the superior sees that it is withheld, not what it is. Personal fields go up as they stand, sealed, and their keys stay:
what is erased here is erased there.

Law: ledger.md, "Two networks".
"""

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import connection

from guiju.facts.events import BUNDLE_EXPORTED, IMPORT_BEGUN
from guiju.facts.importing.bundles.form import EVENT, FIRST, LEAF, Head, encoded, head_row, statement
from guiju.facts.proof.notes import STREAM, note
from guiju.facts.proof.snapshot import snapshot
from guiju.facts.seal.sealer import seal
from guiju.facts.verify.parts.checkpoint import Checkpoint, read_checkpoint
from guiju.facts.wiring import wiring
from guiju.values.errors import GuijuError

WRITING = "写包"
_ROWS = (
    "SELECT l.place, l.hash, e.stream, e.seq, e.type, e.schema, e.happened_at, e.recorded_at, e.actor, e.actor_kind, "
    "e.on_behalf, e.unit_as_of, e.idem_key, e.body, e.prev FROM leaf l LEFT JOIN event e ON e.id = l.event "
    "WHERE l.place >= {first} AND l.place < {size} ORDER BY l.place"
)
_TOLD = 2_000
_LEVEL = 6


class NothingToReport(GuijuError):
    """There is no such bundle, or nothing that one could be made of."""

    code = "bundle.nothing"
    remedy = "用 guiju bundle list 查看已制作的报送包。"


class BundleDiffers(GuijuError):
    """What would be written again is not what was written the first time."""

    code = "bundle.differs"
    remedy = "账本可能被改动过，请立即执行 guiju verify。"


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle that was made: its number, the leaves that it holds, its digest, how many of them are events."""

    number: int
    first: int
    size: int
    digest: str
    previous: str
    events: int = 0


def list_exported() -> list[Exported]:
    """The bundles that were made of this ledger, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body FROM event WHERE stream = %s AND type = %s ORDER BY seq DESC", (STREAM, BUNDLE_EXPORTED)
        )
        told = [json.loads(bytes(body))["fields"] for (body,) in cursor.fetchall()]
    return [
        Exported(
            one["bundle_number"], one["first_size"], one["tree_size"], one["bundle_digest"], one["previous_digest"]
        )
        for one in told
    ]


def export_bundle(
    path: Path, *, by: str, stays: Callable[[str], bool], since: int | None = None,
    progress: Callable[[str, float], None],
) -> Exported:  # fmt: skip
    """Write the next bundle: all leaves since the last one, or from ``since`` on, up to the last checkpoint.

    ``stays`` tells of which types the leaf alone goes up. What was made is an event, and the next bundle names it.

    Raises:
        NothingToReport: nothing was recorded since.
        OSError: the file cannot be written.
    """
    while seal():
        pass
    made = list_exported()
    number, previous = (made[0].number + 1, made[0].digest) if made else (1, FIRST)
    first = since if since is not None else made[0].size if made else 0
    done = _write(path, Head("", "", number, first, 0, previous), stays, progress)
    note(
        BUNDLE_EXPORTED,
        {
            "bundle_number": done.number, "first_size": done.first, "tree_size": done.size,
            "bundle_digest": done.digest, "previous_digest": previous,
        },
        by=by,
    )  # fmt: skip
    _unveil(path)
    seal()
    return done


def export_again(
    path: Path, number: int, *, stays: Callable[[str], bool], progress: Callable[[str, float], None]
) -> Exported:
    """Write a bundle that was made before once more, to the byte.

    Raises:
        NothingToReport: there is none of this number.
        BundleDiffers: it would not be the same.
        OSError: the file cannot be written.
    """
    found = next((one for one in list_exported() if one.number == number), None)
    if found is None:
        raise NothingToReport(f"没有制作过第 {number} 包。")
    done = _write(path, Head("", "", number, found.first, found.size, found.previous), stays, progress)
    if done.digest != found.digest:
        _partial(path).unlink()
        raise BundleDiffers(f"重新写出的第 {number} 包与当时的摘要不同。")
    _unveil(path)
    return done


def _write(path: Path, wanted: Head, stays: Callable[[str], bool], progress: Callable[[str, float], None]) -> Exported:
    """Write the file beside its place; a head without a size means up to the last checkpoint."""
    signer, digest, events = wiring().signer, hashlib.sha256(), 0
    with snapshot() as source:
        checkpoints = source.rows(
            "SELECT size, text, signature, key_id FROM checkpoint "
            + (f"WHERE size = {wanted.size} " if wanted.size else "")
            + "ORDER BY number DESC LIMIT 1"
        )
        found = next(checkpoints, None)
        if found is None:
            raise NothingToReport("账本里没有这样的检查点。")
        said = read_checkpoint(bytes(found[1]))
        head = wanted._replace(ledger=said.ledger, hash_name=said.hash_name, size=said.size)
        if not 0 <= head.first < head.size:
            raise NothingToReport(f"账本只封存到 {said.size}，从 {head.first} 起没有可以报送的记录。")
        with _partial(path).open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0,
                                                            compresslevel=_LEVEL) as out:  # fmt: skip
            rows = source.rows(_ROWS.format(first=head.first, size=head.size))
            for place, row in enumerate(chain(_opening(head, said, found), _told(rows, stays)), head.first - 2):
                line = encoded(row)
                digest.update(line)
                out.write(line)
                events += row[0] == EVENT
                if place % _TOLD == 0:
                    progress(WRITING, (place - head.first) / (head.size - head.first))
            last = encoded(["end", head.size - head.first])
            digest.update(last)
            out.write(last)
            text = statement(head, digest.hexdigest())
            out.write(encoded(["signature", signer.key_id, signer.sign(text).hex()]))
        progress(WRITING, 1.0)
    _sync(_partial(path))
    return Exported(head.number, head.first, head.size, digest.hexdigest(), head.previous, events)


def _opening(head: Head, said: Checkpoint, row: tuple[Any, ...]) -> Iterator[list[Any]]:
    yield head_row(head)
    yield ["checkpoint", said.size, bytes(row[1]).decode(), bytes(row[2]).hex(), row[3]]


def _told(rows: Iterator[tuple[Any, ...]], stays: Callable[[str], bool]) -> Iterator[list[Any]]:
    """A row per leaf. Where an import began, and what it declared, goes up too: its rows cannot be judged without."""
    for place, leaf, *columns, body, prev in rows:
        kind = columns[2]
        if kind is None or (stays(kind) and kind != IMPORT_BEGUN):
            yield [LEAF, place, bytes(leaf).hex()]
        else:
            yield [EVENT, place, bytes(leaf).hex(), *columns, bytes(body).decode(), bytes(prev).hex()]


def _partial(path: Path) -> Path:
    return path.with_name(f".{path.name}.partial")


def _unveil(path: Path) -> None:
    _partial(path).replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
