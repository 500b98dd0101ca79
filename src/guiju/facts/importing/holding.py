"""Corrections that wait: what a later export says otherwise than the ledger's latest version."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from django.db import connection

from guiju.facts.importing.known import AT_ONCE, Known
from guiju.facts.importing.lines import Line
from guiju.facts.wiring import personal_hand

WAITING, RELEASED, REJECTED, OVERTAKEN = "waiting", "released", "rejected", "overtaken"
Changed = tuple[Line, Known]


def hold(batch: int, changed: Sequence[Changed], unchanged: Iterable[Known]) -> int:
    """Let changed rows wait, and withdraw what waited where the source says otherwise again; how many wait anew.

    What waits already, or was rejected, is not held a second time.
    """
    told = {known.latest: _digest(line) for line, known in changed}
    with connection.cursor() as cursor:
        before = _decided(cursor, list(told))
        states = [before.get((known.latest, told[known.latest])) for _, known in changed]
        fresh = [one for one, state in zip(changed, states, strict=True) if state is None]
        otherwise = [known.latest for (_, known), state in zip(changed, states, strict=True) if state != WAITING]
        _withdraw(cursor, [*otherwise, *(known.latest for known in unchanged)])
        cursor.executemany(
            "INSERT INTO held_correction (batch, row, identity, event, first, type, happened_at, unit_as_of, body, "
            "digest, is_earlier, state, decided_by, reason) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '')",
            [_row(batch, line, known, told[known.latest]) for line, known in fresh],
        )
    return len(fresh)


def _row(batch: int, line: Line, known: Known, digest: str) -> tuple[Any, ...]:
    draft = line.prepared.draft
    return (
        batch, line.row, line.identity, known.latest, known.first, draft.type, draft.at, draft.unit_as_of,
        line.prepared.body, digest, draft.at < known.at, WAITING,
    )  # fmt: skip


def _digest(line: Line) -> str:
    """By which the same correction is known again; keyed where it holds something personal, which could be guessed."""
    content, hand = line.content.encode(), personal_hand()
    if hand is not None and hand.names(line.event.type, line.event.fields):
        return hand.index.of_bytes("held correction", content)
    return sha256(content).hexdigest()


def _decided(cursor: Any, events: Sequence[int]) -> dict[tuple[int, str], str]:
    found: dict[tuple[int, str], str] = {}
    for start in range(0, len(events), AT_ONCE):
        part = events[start : start + AT_ONCE]
        cursor.execute(
            f"SELECT event, digest, state FROM held_correction WHERE event IN ({', '.join(['%s'] * len(part))}) "
            "AND state IN (%s, %s)",
            (*part, WAITING, REJECTED),
        )
        found |= {(event, digest): state for event, digest, state in cursor.fetchall()}
    return found


def _withdraw(cursor: Any, events: Sequence[int]) -> None:
    for start in range(0, len(events), AT_ONCE):
        part = events[start : start + AT_ONCE]
        cursor.execute(
            f"UPDATE held_correction SET state = %s WHERE event IN ({', '.join(['%s'] * len(part))}) AND state = %s",
            (OVERTAKEN, *part, WAITING),
        )
