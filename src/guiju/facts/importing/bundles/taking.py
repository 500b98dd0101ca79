"""Taking a bundle in: checked whole, then recorded chunk after chunk with the journal of imports, and sealed.

A chunk is one transaction: which leaves it did not bring, the events, how far the journal is. So a crash goes on where
it was, and whoever counts the origin's leaves here meets every one of them, in order.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from guiju.facts.commands import append, attempting
from guiju.facts.draft import Actor
from guiju.facts.events import BUNDLE_BEGUN, BUNDLE_REFUSED, BUNDLE_TAKEN
from guiju.facts.importing.bundles.checking import CHUNK, BundleForged, Checked, Row, check_bundle, peek_head
from guiju.facts.importing.bundles.form import Lines
from guiju.facts.importing.bundles.origins import find_origin, local_draft
from guiju.facts.importing.bundles.recording import Done, Recorder, list_refused_leaves, tell
from guiju.facts.importing.bundles.translating import Ground
from guiju.facts.importing.journal import (
    OPEN,
    Batch,
    Tally,
    find_batches,
    get_batch,
    last_batch,
    note_begun,
    note_finished,
    note_tally,
    take_rows,
)
from guiju.facts.importing.order import digest_of_file
from guiju.facts.importing.refused import forget_refused, note_refused
from guiju.facts.seal.sealer import seal
from guiju.facts.wiring import wiring
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue

RECORDING = "记账"
_SEAL_AFTER = 10_000
_OPENING = 2
Progress = Callable[[str, float], None]


class BundleUnfinished(GuijuError):
    """Another bundle of the same ledger was begun and not finished."""

    code = "bundle.unfinished"
    remedy = "请先用原来的那个文件再执行一次 guiju bundle import，它会接着上次中断处。"


@dataclass(frozen=True, slots=True)
class BundleTaken:
    """How taking a bundle in ended: its place in the journal, what it held, and whether it was known or went on.

    ``late`` rows of a known one had been refused, and could now be recorded.
    """

    batch: Batch | None
    checked: Checked
    was_known: bool = False
    was_resumed: bool = False
    late: int = 0


def take_bundle(path: Path, *, by: str, stays: Callable[[str], bool], progress: Progress) -> BundleTaken:
    """Take a bundle in, or go on where the same one stopped; one that was taken in changes nothing.

    ``stays`` tells of which types no bundle may bring more than the leaf.

    Raises:
        OriginUnknown, BundleDamaged, BundleForged, BundleForked, BundleOutOfTurn: as ``check_bundle``.
        BundleUnfinished: another one of this ledger is not finished.
        ImportedElsewhere: another process took it over.
    """
    try:
        checked = check_bundle(path, progress=progress)
    except GuijuError as error:
        _note_refusal(path, by, error)
        raise
    recorder = Recorder(checked, Ground(checked.origin, stays))
    if checked.is_held:
        late = _catch_up(path, checked, recorder)
        return BundleTaken(_known_batch(checked), checked, was_known=True, late=late)
    batch, was_resumed = attempting(partial(_open_batch, checked, path.name, by), [checked.origin.actor.name])
    sealed = batch.done
    for start, rows in _chunks(path, checked, batch.done):
        stop = start + len(rows)
        attempting(partial(_settle, recorder, batch, start, rows))
        progress(RECORDING, stop / batch.rows)
        if stop - sealed >= _SEAL_AFTER:
            seal()
            sealed = stop
    attempting(partial(_finish, checked, batch.event), [checked.origin.actor.name])
    while seal():
        pass
    return BundleTaken(get_batch(batch.event), checked, was_resumed=was_resumed)


def _note_refusal(path: Path, by: str, error: GuijuError) -> None:
    """Record that a file was turned away, and what it claimed to be."""
    head, at, digest = peek_head(path), wiring().clock(), digest_of_file(path)
    said: dict[str, FieldValue] = {"importer": by, "file_digest": digest, "refusal_code": error.code}
    if head is not None:
        said |= {"origin_ledger": head.ledger, "bundle_number": head.number}
    told = local_draft(BUNDLE_REFUSED, said, at)
    append([told], actor=Actor(by, "operator"), idem_key=f"{BUNDLE_REFUSED}@{at}:{digest[:16]}")


def _known_batch(checked: Checked) -> Batch | None:
    """What the journal knows of this very bundle; None where another file brought the same range."""
    found = find_batches("WHERE source = %s AND file_digest = %s", (checked.origin.source, checked.digest))
    return found[0] if found else None


def _catch_up(path: Path, checked: Checked, recorder: Recorder) -> int:
    """Record what was refused when the bundle was taken in and can stand here now; how many that were."""
    wanted = list_refused_leaves(checked.origin)
    late = [row for _, rows in _chunks(path, checked, 0) for row in rows if row[1] in wanted] if wanted else []

    def record() -> Done:
        done = recorder.record_late(late)
        batch = _known_batch(checked)
        if batch is not None and done.recorded:
            note_tally(batch.event, Tally(done.recorded, 0, 0, -done.recorded))
            still = {one.row for one in done.refused}
            forget_refused(batch.event, [row[1] for row in late if row[1] not in still])
        return done

    count = attempting(record).recorded if late else 0
    while count and seal():
        pass
    return count


def _open_batch(checked: Checked, name: str, by: str) -> tuple[Batch, bool]:
    """The unfinished import of this very bundle, or a new one; whether it is the former."""
    origin = checked.origin
    last = last_batch(origin.source)
    if last is not None and last.state == OPEN:
        if last.file_digest != checked.digest:
            raise BundleUnfinished("上一个报送包还没有收完。")
        return last, True
    if find_origin(origin.ledger).held != origin.held:
        raise BundleUnfinished("另一个进程刚刚收下了这本账的报送包。", remedy="请再执行一次。")
    said = _said(checked) | {"importer": by, "row_count": checked.rows}
    number = tell(BUNDLE_BEGUN, origin, said, key=f"{BUNDLE_BEGUN}:{checked.head.number}")
    batch = Batch(
        number, origin.source, name[:150], checked.digest, "", origin.unit, by, wiring().clock(), None, OPEN,
        checked.rows, 0, 0, 0, 0, 0, 0,
    )  # fmt: skip
    note_begun(batch, None)
    return batch, False


def _chunks(path: Path, checked: Checked, done: int) -> Iterator[tuple[int, list[Row]]]:
    """The rows that are not settled yet, chunk by chunk, each the very bytes that were checked.

    Raises:
        BundleForged: the file was changed meanwhile.
    """
    each = islice(Lines(path).each(), _OPENING, None)
    for number, start in enumerate(range(0, checked.rows, CHUNK)):
        told = list(islice(each, min(CHUNK, checked.rows - start)))
        if hashlib.sha256(b"".join(raw for raw, _ in told)).digest() != checked.chunks[number]:
            raise BundleForged("文件在核对之后被改动。", remedy="请等文件拷贝完毕后再执行一次。")
        if start + len(told) > done:
            # An earlier version may have settled chunks of another length.
            settled = max(done - start, 0)
            yield start + settled, [row for _, row in told[settled:]]


def _settle(recorder: Recorder, batch: Batch, start: int, rows: Sequence[Row]) -> None:
    """One chunk in the transaction that the caller holds."""
    take_rows(batch.event, start, start + len(rows))
    done = recorder.record(rows)
    note_refused(batch.event, done.refused, wiring().clock())
    note_tally(batch.event, Tally(done.recorded, done.repeated, 0, len(done.refused)))


def _finish(checked: Checked, event: int) -> None:
    note_finished(event, checked.rows, 0, wiring().clock())
    batch = get_batch(event)
    tell(
        BUNDLE_TAKEN, checked.origin,
        {
            **_said(checked), "batch_number": batch.event, "recorded_count": batch.recorded,
            "repeated_count": batch.repeated, "refused_count": batch.refused,
            "origin_checkpoint": checked.checkpoint_text, "origin_signature": checked.signature,
            "origin_key_id": checked.key_id,
            "subtree_roots": tuple(f"{level}:{root.hex()}" for level, root in checked.tree.subtrees()),
        },
        key=f"{BUNDLE_TAKEN}:{checked.head.number}",
    )  # fmt: skip


def _said(checked: Checked) -> dict[str, FieldValue]:
    head = checked.head
    return {
        "bundle_number": head.number, "bundle_digest": checked.digest, "first_size": head.first, "tree_size": head.size
    }  # fmt: skip
