"""One import from its file to its last row: begun, chunk after chunk, finished; and again from where it stopped."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from guiju.facts.commands import append_chunk, attempting
from guiju.facts.events import IMPORT_BEGUN, IMPORT_FINISHED
from guiju.facts.importing.coded_persons import with_coded_persons
from guiju.facts.importing.holding import Changed, hold
from guiju.facts.importing.identity import identities_of
from guiju.facts.importing.journal import (
    FINISHED,
    OPEN,
    Batch,
    Tally,
    get_batch,
    last_batch,
    note_begun,
    note_finished,
    note_tally,
    take_rows,
)
from guiju.facts.importing.known import Known, has_facts, known_facts
from guiju.facts.importing.lines import Lines, RowReader
from guiju.facts.importing.missing import note_missing
from guiju.facts.importing.occurrences import settle_occurrences
from guiju.facts.importing.order import ImportOrder, actor_of, digest_of_file
from guiju.facts.importing.own_events import begun_of, stream_of, tell
from guiju.facts.importing.refused import note_refused
from guiju.facts.seal.sealer import seal
from guiju.facts.take_in.caps import FileRefused, shown
from guiju.facts.take_in.door import Taken, take_in
from guiju.facts.wiring import wiring
from guiju.values.event_table import EventTable

CHUNK = 2_000
SEAL_AFTER = 10_000
READING, WRITING = "读入", "记账"
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import ended; ``was_known`` where the same file had been imported and nothing was done."""

    batch: Batch
    was_known: bool = False
    was_resumed: bool = False
    unmapped: tuple[tuple[str, int], ...] = ()
    unknown_events: tuple[str, ...] = ()


def import_file(order: ImportOrder, *, progress: Progress, chunk: int = CHUNK) -> Imported:
    """Bring a file into the ledger, or go on where the same import stopped.

    Raises:
        TakeInRefused: the file is refused whole, or changed while it was read.
        ImportedElsewhere: another process took this import over.
        LedgerNotOpen: there is no ledger.
    """
    digest = digest_of_file(order.path)
    last = last_batch(order.source)
    if last is not None and last.state == FINISHED and _is_same(last, order, digest):
        return Imported(last, was_known=True)
    taken = take_in(
        order.path, order.mapping, vocabulary_known=order.known, progress=lambda share: progress(READING, share)
    )
    if digest_of_file(order.path) != digest:
        raise FileRefused(f"“{order.path.name}”在读取时被改动。", remedy="请等导出结束后再导入。")
    if order.check is not None:
        order.check(taken.table)
    taken = replace(taken, table=with_coded_persons(taken.table))
    batch, was_resumed = attempting(partial(_open_batch, order, digest, taken), [stream_of(order.source)])
    _settle_rows(batch, order, taken.table, progress, chunk)
    return Imported(
        get_batch(batch.event), was_resumed=was_resumed,
        unmapped=tuple(taken.table.unmapped.items()), unknown_events=taken.unknown_events,
    )  # fmt: skip


def _is_same(batch: Batch, order: ImportOrder, digest: str) -> bool:
    return (batch.file_digest, batch.mapping_digest, batch.unit) == (digest, order.mapping_digest, order.unit)


def _open_batch(order: ImportOrder, digest: str, taken: Taken) -> tuple[Batch, bool]:
    """The unfinished import of this very file, or a new one; whether it is the former."""
    last, count = last_batch(order.source), len(taken.table)
    unfinished = last if last is not None and last.state == OPEN else None
    if unfinished is not None and unfinished.rows == count and _is_same(unfinished, order, digest):
        return unfinished, True
    table, abandoned = taken.table, None if unfinished is None else unfinished.event
    number = tell(
        IMPORT_BEGUN, order.source,
        {
            "importer": order.by, "file_digest": digest, "mapping_digest": order.mapping_digest,
            "time_zone": table.zone, "default_unit": order.unit, "recorded_types": "、".join(sorted(table.recorded)),
            "carried_columns": "、".join(_carried(table, order.unit)), "row_count": count,
            "abandoned_batch": abandoned or "",
        },
    )  # fmt: skip
    at, refused = wiring().clock(), len(taken.refused_rows)
    batch = Batch(
        number, order.source, shown(order.path.name, 150), digest, order.mapping_digest, order.unit, order.by, at,
        None, OPEN, count, 0, 0, 0, 0, refused, 0,
    )  # fmt: skip
    note_begun(batch, abandoned)
    note_refused(number, taken.refused_rows, at)
    return batch, False


def _carried(table: EventTable, unit: str) -> list[str]:
    return sorted({*table.keys, *table.attributes, *(["unit"] if unit else [])})


def _settle_rows(batch: Batch, order: ImportOrder, table: EventTable, progress: Progress, chunk: int) -> None:
    actor = actor_of(batch.source)
    identities = identities_of(table, batch.source, is_wide=bool(order.mapping.wide))
    reader = RowReader(
        table,
        identities,
        batch=(batch.event, begun_of(batch.event)),
        unit=batch.unit,
        is_internal=order.known.is_internal,
    )
    has_earlier = has_facts(actor, batch.event)
    if has_earlier:
        settle_occurrences(identities, reader, actor)
    sealed = batch.done
    for start, stop, lines in _read_ahead(reader, range(batch.done, batch.rows, chunk), batch.rows):
        streams = [line.prepared.stream for line in lines.kept]
        attempting(partial(_settle_chunk, batch, lines, (start, stop), has_earlier), streams)
        progress(WRITING, stop / batch.rows)
        if stop - sealed >= SEAL_AFTER:
            seal()
            sealed = stop

    def finish() -> None:
        missing = note_missing(batch.event, actor, reader.table, identities) if has_earlier and len(table) else 0
        note_finished(batch.event, batch.rows, missing, wiring().clock())
        _tell_finished(get_batch(batch.event))

    attempting(finish, [stream_of(batch.source)])
    while seal():
        pass


def _read_ahead(reader: RowReader, starts: range, rows: int) -> Iterator[tuple[int, int, Lines]]:
    """The chunks in their order; while one is being written, the next is prepared beside it."""
    with ThreadPoolExecutor(1) as other:
        ahead: Future[Lines] | None = None
        for start in starts:
            stop = min(start + starts.step, rows)
            lines = reader.lines(start, stop) if ahead is None else ahead.result()
            if stop < rows:
                ahead = other.submit(reader.lines, stop, min(stop + starts.step, rows))
            yield start, stop, lines


def _settle_chunk(batch: Batch, lines: Lines, rows: tuple[int, int], has_earlier: bool) -> None:
    """One chunk in the transaction that the caller holds: its rows, what follows from them, and its journal."""
    take_rows(batch.event, *rows)
    actor = actor_of(batch.source)
    known = known_facts(actor, [line.identity for line in lines.kept]) if has_earlier else {}
    fresh = [line for line in lines.kept if line.identity not in known]
    changed: list[Changed] = []
    unchanged: list[Known] = []
    for line in lines.kept if known else ():
        before = known.get(line.identity)
        if before is not None and not before.says(line.event):
            changed.append((line, before))
        elif before is not None:
            unchanged.append(before)
    append_chunk([line.prepared for line in fresh], actor=actor, idem_keys=[line.identity for line in fresh])
    held = hold(batch.event, changed, unchanged) if known else 0
    note_refused(batch.event, lines.refused, wiring().clock())
    repeated = lines.repeated + len(unchanged) + len(changed) - held
    note_tally(batch.event, Tally(len(fresh), repeated, held, len(lines.refused)))


def _tell_finished(batch: Batch) -> None:
    tell(
        IMPORT_FINISHED, batch.source,
        {
            "batch_number": batch.event, "row_count": batch.rows, "recorded_count": batch.recorded,
            "repeated_count": batch.repeated, "held_count": batch.held, "refused_count": batch.refused,
            "missing_count": batch.missing,
        },
    )  # fmt: skip
