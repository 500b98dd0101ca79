"""The one way into the ledger."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import IntegrityError, connection

from guiju.facts.appending import write
from guiju.facts.draft import Actor, Corrected, Draft, Prepared, check_draft, check_hand, names_of, prepare
from guiju.facts.tables.moved_dates import LEDGER, moved_dates
from guiju.facts.turns import queue_for, writing
from guiju.facts.wiring import wiring
from guiju.values.errors import GuijuError
from guiju.values.recorded import Recorded

T = TypeVar("T")
TRIES = 6
"""The first attempt and five more, where another writer was quicker on the same stream."""


class IdemKeyReused(GuijuError):
    """The same idempotency key came with something else to record."""

    code = "ledger.idem_key_reused"
    remedy = "请刷新页面，用新的提交再试一次；已记录的内容没有改变。"


class TooBusy(GuijuError):
    """Others kept writing to the same stream."""

    code = "ledger.too_busy"
    remedy = "请稍后再提交；重复提交不会记两次。"


class CorrectionRefused(GuijuError):
    """What was to be corrected cannot be, or was corrected by somebody else in the meantime."""

    code = "ledger.correction"
    remedy = "请查看这条记录的最新版本后再更正。"


@dataclass(frozen=True, slots=True)
class Appended:
    """What was recorded: the ids in the order of the drafts, and whether it had been recorded before."""

    ids: tuple[int, ...]
    is_repeat: bool = False


def append(drafts: Sequence[Draft], *, actor: Actor, idem_key: str) -> Appended:
    """Record events: event, keys, outbox, and all that follows from them, in one transaction.

    The same actor and ``idem_key`` again with the same content records nothing and answers with the first ids.

    Law:    ledger.md: time of recording is the server's; a correction names its reason and its approver.
    Raises:
        DraftRefused: a draft names nothing that it is about, or does not fit.
        IdemKeyReused: the key was used for something else.
        CorrectionRefused: the corrected event is not there, is corrected already, or reason or approver is missing.
        TooBusy: five further attempts found the stream taken.
    """
    if not drafts:
        return Appended(())
    check_hand(actor, idem_key)
    names = names_of(idem_key, len(drafts))
    for attempt in range(TRIES):
        try:
            with writing():
                return _append_once(drafts, actor, names, is_again=attempt > 0)
        except (IntegrityError, CorrectionRefused) as error:
            repeated = _find_repeat(drafts, actor, names)
            if repeated is not None:
                return repeated
            if isinstance(error, CorrectionRefused):
                raise
    raise TooBusy("同一记录正有多人在写。")


def _append_once(drafts: Sequence[Draft], actor: Actor, names: Sequence[str], *, is_again: bool) -> Appended:
    prepared = [prepare(draft, corrected_by(draft) if draft.corrects is not None else None) for draft in drafts]
    if is_again:
        queue_for(one.stream for one in prepared)
    return Appended(tuple(one.id for one in append_chunk(prepared, actor=actor, idem_keys=names)))


def append_chunk(prepared: Sequence[Prepared], *, actor: Actor, idem_keys: Sequence[str]) -> list[Recorded]:
    """Record what is prepared already, inside the transaction that the caller holds; followers hear of it as one list.

    Where a correction moves a date earlier, the ledger itself says so with an event of its own.

    Raises:
        IntegrityError: another writer was quicker, or a key is used; ``attempting`` tries the whole work again.
    """
    if not prepared:
        return []
    clock = wiring().clock()
    recorded = write(prepared, actor=actor, idem_keys=idem_keys, clock=clock)
    _note_corrections(recorded)
    marks, names = moved_dates(recorded)
    told = write(marks, actor=LEDGER, idem_keys=names, clock=clock) if marks else []
    follow([*recorded, *told])
    return recorded


def attempting(work: Callable[[], T], streams: Sequence[str] = ()) -> T:
    """What ``work`` gives in a transaction that may write; done again, from the start, where another was quicker.

    ``streams`` are those that it writes to, as far as it has found out: they are queued for after a lost race.

    Raises:
        TooBusy: five further attempts found the streams taken.
    """
    for attempt in range(TRIES):
        try:
            with writing():
                if attempt:
                    queue_for(streams)
                return work()
        except IntegrityError:
            continue
    raise TooBusy("同一记录正有多人在写。")


def follow(recorded: Sequence[Recorded]) -> None:
    """Let everybody who was installed hear of new events, in their order, in this transaction."""
    for follower in wiring().followers:
        follower(recorded)


def corrected_by(draft: Draft) -> Corrected:
    """What a correction stands upon: the first version, and the version that it replaces.

    Raises:
        CorrectionRefused: the event is not there, is corrected already, or reason or approver is missing.
    """
    check_draft(draft)
    if not draft.reason or not draft.approver:
        raise CorrectionRefused("更正必须写明理由和批准人。")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(c.first, e.id), e.leaf, later.by FROM event e LEFT JOIN correction c ON c.by = e.id "
            "LEFT JOIN correction later ON later.event = e.id WHERE e.id = %s",
            (draft.corrects,),
        )
        found = cursor.fetchone()
    if found is None:
        raise CorrectionRefused("要更正的记录不存在。")
    if found[2] is not None:
        raise CorrectionRefused("这条记录已经更正过。")
    return Corrected(int(found[0]), bytes(found[1]))


def _note_corrections(recorded: Sequence[Recorded]) -> None:
    rows = [(one.corrects, one.id, one.first) for one in recorded if one.corrects is not None]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO correction (event, by, first) VALUES (%s, %s, %s)", rows)


def _find_repeat(drafts: Sequence[Draft], actor: Actor, names: Sequence[str]) -> Appended | None:
    """What the same key recorded before; None where it is new and another writer merely took the place in a stream."""
    found: dict[str, tuple[int, str, int, bytes]] = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(
                "SELECT id, type, happened_at, body FROM event WHERE actor = %s AND idem_key = %s", (actor.name, name)
            )
            row = cursor.fetchone()
            if row is not None:
                found[name] = row[0], row[1], row[2], bytes(row[3])
    if not found:
        return None
    bodies = [_body_as_stored(draft) for draft in drafts]
    same = len(found) == len(names) and all(
        found[name][1:] == (draft.type, draft.at, body) for name, draft, body in zip(names, drafts, bodies, strict=True)
    )
    if not same:
        raise IdemKeyReused("同一个提交号已经用于另一项内容。")
    return Appended(tuple(found[name][0] for name in names), is_repeat=True)


def _body_as_stored(draft: Draft) -> bytes:
    """The body as it was written the first time, empty where it was not: what it corrects is read from what stands."""
    if draft.corrects is None:
        return prepare(draft).body
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.first, e.leaf FROM correction c JOIN event e ON e.id = c.event WHERE c.event = %s",
            (draft.corrects,),
        )
        found = cursor.fetchone()
    return prepare(draft, Corrected(int(found[0]), bytes(found[1]))).body if found else b""
