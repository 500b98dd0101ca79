"""Who hears, in the same transaction, which findings and running duties have changed: those who keep lists of them.

What is judged crosses histories: a release in one case may end a duty that arose in another. So it is not the event but
the changed row that says whom it concerns. Where the whole ledger was judged nobody is told row by row: whoever keeps
lists makes them again from ``every_duty``.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.db import connection

from guiju.findings.life.acts import State
from guiju.values.verdict import Outcome


class Duty(NamedTuple):
    """A finding or a running duty: whom it concerns (pairs of kind and value), and by when something is to be done.

    ``is_standing`` is false for a finding that was withdrawn, or that people have done with: it was not true, is waived
    or closed. ``due_at`` is None where nothing is to be done any more, or by somebody else than the unit. Unit:
    microseconds since the epoch.
    """

    id: str
    rule: str
    is_finding: bool
    is_standing: bool
    places: tuple[tuple[str, str], ...]
    trigger_at: int
    due_at: int | None


Name = tuple[str, bool]
"""The id of a duty, and whether as a finding."""
Ear = Callable[[Sequence[Name], Sequence[Duty]], None]
"""Told the names of rows that are gone, and the rows that are new or changed; it writes only its own tables."""

_DONE_WITH = tuple(state.value for state in (State.REJECTED, State.WAIVED, State.CLOSED))
_OF_FINDINGS = (
    "SELECT f.id, f.rule, f.kind, f.value, f.trigger_at, f.outcome, f.due_at, f.keys, "
    "CASE WHEN f.is_standing = %s AND coalesce(l.state, '') NOT IN (%s, %s, %s) THEN 1 ELSE 0 END "
    "FROM finding f LEFT JOIN finding_life l ON l.finding = f.id"
)
_OF_RUNNING = "SELECT id, rule, kind, value, trigger_at, owed_by, due_at, keys FROM running_duty"
AT_ONCE = 400
_ears: list[Ear] = []
_is_silent: ContextVar[bool] = ContextVar("is_silent", default=False)


def let_hear(*ears: Ear) -> None:
    """Tell these from now on, and nobody else."""
    _ears[:] = ears


@contextmanager
def silence() -> Iterator[None]:
    """Nobody hears of what is judged meanwhile: it goes into tables that are only compared."""
    before = _is_silent.set(True)
    try:
        yield
    finally:
        _is_silent.reset(before)


def tell(gone: Sequence[Name], duties: Sequence[Duty]) -> None:
    """Let everybody who listens hear of rows that are gone, new or changed."""
    if not _ears or _is_silent.get() or not (gone or duties):
        return
    found = [one.id for one in duties if one.is_finding]
    told = [*(one for one in duties if not one.is_finding), *_read(found)]
    for ear in _ears:
        ear(gone, told)


def tell_again(findings: Sequence[str]) -> None:
    """The same of findings about which people have decided something."""
    duties = _read(findings) if _ears and not _is_silent.get() else []
    for ear in _ears if duties else ():
        ear([], duties)


def duty_of_finding(row: Sequence[Any]) -> Duty:
    """A finding as news; ``row`` in the order id, rule, kind, value, trigger_at, outcome, due_at, keys, is_standing."""
    name, rule, kind, value, trigger_at, outcome, due_at, keys, is_standing = row
    is_open = bool(is_standing) and outcome == Outcome.OVERDUE.value
    return Duty(
        name, rule, True, bool(is_standing), _places(kind, value, keys), trigger_at, due_at if is_open else None
    )


def duty_of_running(row: Sequence[Any]) -> Duty:
    """A running duty as news; ``row`` in the order id, rule, kind, value, trigger_at, owed_by, due_at, keys."""
    name, rule, kind, value, trigger_at, owed_by, due_at, keys = row
    return Duty(name, rule, False, True, _places(kind, value, keys), trigger_at, None if owed_by else due_at)


def every_duty() -> Iterator[Duty]:
    """All findings and running duties, one after another."""
    sources: tuple[tuple[str, tuple[Any, ...], Callable[[Sequence[Any]], Duty]], ...] = (
        (_OF_FINDINGS, (True, *_DONE_WITH), duty_of_finding),
        (_OF_RUNNING, (), duty_of_running),
    )
    for statement, values, read in sources:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            while rows := cursor.fetchmany(2_000):
                yield from map(read, rows)


def _read(findings: Sequence[str]) -> list[Duty]:
    """Findings as they stand after what people have decided about them."""
    found: list[Duty] = []
    if not findings:
        return found
    with connection.cursor() as cursor:
        for start in range(0, len(findings), AT_ONCE):
            part = findings[start : start + AT_ONCE]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"{_OF_FINDINGS} WHERE f.id IN ({marks})", (True, *_DONE_WITH, *part))
            found += map(duty_of_finding, cursor.fetchall())
    return found


def _places(kind: str, value: str, keys: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(kind, value), *json.loads(keys).items()}))
