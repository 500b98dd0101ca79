"""Letting held corrections pass, or turning them down: never by the person who imported them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection

from guiju.facts.commands import append_chunk, attempting
from guiju.facts.draft import Corrected, Draft, Prepared, prepare
from guiju.facts.events import BATCH_REJECTED, BATCH_RELEASED
from guiju.facts.importing.holding import OVERTAKEN, REJECTED, RELEASED, WAITING
from guiju.facts.importing.journal import OPEN, Batch, get_batch, with_bytes
from guiju.facts.importing.order import actor_of
from guiju.facts.importing.own_events import begun_of, stream_of, tell
from guiju.facts.keys.personal_fields import opened_fields
from guiju.facts.wiring import personal_hand, wiring
from guiju.values.errors import GuijuError
from guiju.values.event import UNREADABLE

AT_ONCE = 500
LONGEST_REASON = 300
_COLUMNS = "id, row, identity, event, first, type, happened_at, unit_as_of, body"


class ReleaseRefused(GuijuError):
    """These corrections cannot be decided by this person, or not now."""

    code = "import.release"
    remedy = "放行或驳回须由导入人以外的人执行，并写明理由（--by、--reason）。"


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a batch's corrections: decided now, and overtaken because the record had changed meanwhile."""

    count: int
    overtaken: int = 0


@dataclass(frozen=True, slots=True)
class _Held:
    number: int
    row: int
    identity: str
    event: int
    first: int
    type: str
    happened_at: int
    unit_as_of: str
    body: bytes


def release(number: int, *, by: str, reason: str, only: Sequence[int] | None = None) -> Decided:
    """Record the corrections that wait in a batch, each in the place of the version that it corrects.

    ``only`` names some of them by their numbers; the others go on waiting.

    Law:    ledger.md: a correction's reason is the import, its approver who released the batch.
    Raises:
        BatchUnknown: there is no such import.
        ReleaseRefused: it is under way, the reason is empty, or the importer would release his own import.
    """
    batch = _decidable(number, by, reason)
    count, overtaken, more = 0, 0, True
    while more:
        streams: list[str] = []
        passed, late, more = attempting(partial(_release_some, batch, by, reason, streams, only), streams)
        count, overtaken = count + passed, overtaken + late
    return Decided(count, overtaken)


def reject(number: int, *, by: str, reason: str, only: Sequence[int] | None = None) -> Decided:
    """Turn down the corrections that wait in a batch, or ``only`` some of them; the ledger keeps what it says.

    Raises:
        BatchUnknown: there is no such import.
        ReleaseRefused: as for ``release``.
    """
    batch = _decidable(number, by, reason)

    def turn_down() -> Decided:
        with connection.cursor() as cursor:
            chosen, numbers = _only(only)
            cursor.execute(
                "UPDATE held_correction SET state = %s, decided_by = %s, decided_at = %s, reason = %s "
                f"WHERE batch = %s AND state = %s {chosen}",
                (REJECTED, by, wiring().clock(), reason, number, WAITING, *numbers),
            )
            count = int(cursor.rowcount)
        if count:
            fields = {"batch_number": number, "rejected_count": count}
            tell(BATCH_REJECTED, batch.source, fields, reason=reason, approver=by)
        return Decided(count)

    return attempting(turn_down, [stream_of(batch.source)])


def _decidable(number: int, by: str, reason: str) -> Batch:
    batch = get_batch(number)
    if not by.strip() or not reason.strip():
        raise ReleaseRefused("没有写明由谁决定、为什么。")
    if len(by) > 160 or len(reason) > LONGEST_REASON or not by.isprintable() or not reason.isprintable():
        raise ReleaseRefused("姓名或理由太长，或含有不可见字符。")
    if by.strip().casefold() == batch.begun_by.strip().casefold():
        raise ReleaseRefused(f"“{by.strip()}”是这一批次的导入人，不能决定自己导入的更正。")
    if batch.state == OPEN:
        raise ReleaseRefused(f"批次 {number} 还没有导入完。", remedy="请先用同样的命令把它导入完。")
    return batch


def _release_some(
    batch: Batch, by: str, reason: str, streams: list[str], only: Sequence[int] | None
) -> tuple[int, int, bool]:
    """Some of the waiting corrections, in the transaction that the caller holds; whether more are waiting."""
    with connection.cursor() as cursor:
        # Locks the rows on PostgreSQL, where two may release at once.
        held = _waiting(cursor, batch.event, only)
        if not held:
            return 0, 0, False
        late = _corrected(cursor, [one.event for one in held]) | {one.event for one in held if _is_unreadable(one)}
        passing = [one for one in held if one.event not in late]
        leaves, begun = _leaves(cursor, [one.event for one in passing]), begun_of(batch.event)
        prepared = [_prepared(one, leaves[one.event], (batch.event, begun), by, reason) for one in passing]
        streams[:] = [one.stream for one in prepared]
        recorded = append_chunk(
            prepared, actor=actor_of(batch.source), idem_keys=[f"{one.identity}@{batch.event}" for one in passing]
        )
        at = wiring().clock()
        made = {one.number: told.id for one, told in zip(passing, recorded, strict=True)}
        cursor.executemany(
            "UPDATE held_correction SET state = %s, decided_by = %s, decided_at = %s, reason = %s, by_event = %s "
            "WHERE id = %s",
            [
                (RELEASED if one.number in made else OVERTAKEN, by, at, reason, made.get(one.number), one.number)
                for one in held
            ],
        )
        more = len(held) == AT_ONCE and bool(_waiting(cursor, batch.event, only, at_most=1))
        if not more:
            _tell_released(cursor, batch, by, reason, only)
    return len(passing), len(late), more


def _only(numbers: Sequence[int] | None) -> tuple[str, Sequence[int]]:
    """What narrows a statement to some of the corrections.

    Raises:
        ReleaseRefused: they are none, or too many for one decision.
    """
    if numbers is None:
        return "", ()
    if not 0 < len(numbers) <= AT_ONCE:
        raise ReleaseRefused(f"一次可以单独决定 1 至 {AT_ONCE} 条更正。", remedy="请分几次决定，或者按批次决定。")
    return f"AND id IN ({', '.join(['%s'] * len(numbers))})", numbers


def _waiting(cursor: Any, number: int, only: Sequence[int] | None, at_most: int = AT_ONCE) -> list[_Held]:
    lock = "FOR UPDATE" if connection.vendor == "postgresql" else ""
    chosen, numbers = _only(only)
    cursor.execute(
        f"SELECT {_COLUMNS} FROM held_correction WHERE batch = %s AND state = %s {chosen} ORDER BY id LIMIT %s {lock}",
        (number, WAITING, *numbers, at_most),
    )
    return [_Held(*with_bytes(row)) for row in cursor.fetchall()]


def _corrected(cursor: Any, events: Sequence[int]) -> set[int]:
    """Those of the events that somebody has corrected meanwhile."""
    cursor.execute(f"SELECT event FROM correction WHERE event IN ({', '.join(['%s'] * len(events))})", events)
    return {event for (event,) in cursor.fetchall()}


def _leaves(cursor: Any, events: Sequence[int]) -> dict[int, bytes]:
    if not events:
        return {}
    cursor.execute(f"SELECT id, leaf FROM event WHERE id IN ({', '.join(['%s'] * len(events))})", events)
    return {event: bytes(leaf) for event, leaf in cursor.fetchall()}


def _is_unreadable(held: _Held) -> bool:
    """Whether the key of what it holds was destroyed while it waited: then there is nothing left to be recorded."""
    said = json.loads(held.body)
    if "personal" not in said:
        return False
    return not UNREADABLE.isdisjoint(opened_fields(personal_hand(), held.type, held.happened_at, said).values())


def _prepared(held: _Held, leaf: bytes, batch: tuple[int, int], by: str, reason: str) -> Prepared:
    said = json.loads(held.body)
    fields = opened_fields(personal_hand(), held.type, held.happened_at, said)
    draft = Draft(
        held.type, held.happened_at, said["day"], said["second"], said["offset"], fields,
        unit_as_of=held.unit_as_of, corrects=held.event, reason=f"数据源更正导入：{reason}", approver=by,
        batch=batch[0], row=held.row, begun=batch[1],
    )  # fmt: skip
    return prepare(draft, Corrected(held.first, leaf))


def _tell_released(cursor: Any, batch: Batch, by: str, reason: str, only: Sequence[int] | None) -> None:
    """The end of a release, in the transaction of its last portion, so that it is told once and of all of it."""
    chosen, numbers = _only(only)
    cursor.execute(
        f"SELECT state, count(*) FROM held_correction WHERE batch = %s AND decided_by = %s {chosen} GROUP BY state",
        (batch.event, by, *numbers),
    )
    counts = dict(cursor.fetchall())
    tell(
        BATCH_RELEASED, batch.source,
        {
            "batch_number": batch.event, "released_count": counts.get(RELEASED, 0),
            "overtaken_count": counts.get(OVERTAKEN, 0),
        },
        reason=reason, approver=by,
    )  # fmt: skip
