"""What people read of threads: every function takes the viewer's scope, and nothing reads around it.

A list is one statement, its count another. What is foreign and what does not exist get the same answer. Unit: instants
in microseconds since the epoch.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.facts.queries import EventShown, list_events
from guiju.facts.wiring import wiring as ledger
from guiju.findings.queries import DutyShown, FindingShown, list_duties_named, list_findings_named
from guiju.scores.reports.lights import GREY, RED, Light
from guiju.screens.threads.lights import light_at
from guiju.screens.threads.seeing import knows_suspected, visible
from guiju.screens.threads.wanted import SORTS, Clause, Wanted, conditions
from guiju.screens.threads.wiring import wiring
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope

MANY = 10_000
"""Counts beyond this are shown as 10,000+."""
LARGEST_PAGE = 500
MOST_EVENTS = 500
"""So many events of one thread are shown on its page; of more, the earliest."""
EVERYTHING = Wanted()
_COLUMNS = (
    "t.kind, t.value, t.title, t.category, t.unit, t.opened_at, t.last_at, t.closed_at, t.next_due_at, t.remind_at, "
    "t.warn_at, t.open_findings, t.extra"
)


class ThreadNotFound(GuijuError):
    """There is no such thread, or none that the viewer may see: one answer for both."""

    code = "threads.not_found"
    remedy = "请核对编号；如需查看其他单位的案件，请按规定申请。"


@dataclass(frozen=True, slots=True)
class ThreadShown:
    """One thread as it stands at an instant.

    ``open_findings`` is None, and a red light grey, where the viewer may not know of what nobody has verified yet.
    """

    kind: str
    value: str
    title: str
    category: str
    unit: str
    opened_at: int
    last_at: int
    closed_at: int | None
    next_due_at: int | None
    open_findings: int | None
    light: Light
    lead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies in a thread, as far as the viewer may see it: events in the order of happening, duties, findings."""

    events: Sequence[EventShown]
    duties: Sequence[DutyShown]
    findings: Sequence[FindingShown]
    is_cut: bool = False


def get_thread(viewer: Scope, kind: str, value: str, *, at: int) -> ThreadShown:
    """One thread by its key.

    Raises:
        ThreadNotFound: it does not exist, or not for this viewer.
    """
    seen, values = visible(wiring(), viewer, kind, ledger().clock())
    rows = _read(f"SELECT {_COLUMNS} FROM thread t WHERE {seen} AND t.value = %s", [*values, value])
    if not rows:
        raise ThreadNotFound("没有找到这个案件或事项。")
    return _shown(rows[0], at, knows=_knows(viewer, kind))


def list_threads(
    viewer: Scope, kind: str, wanted: Wanted = EVERYTHING, *, at: int, sort: str = "last", is_descending: bool = True,
    skip: int = 0, limit: int = 50,
) -> list[ThreadShown]:  # fmt: skip
    """Threads of one kind; ``sort`` is one of ``wanted.SORTS``."""
    seen, values = _chosen(viewer, kind, wanted, at)
    knows = _knows(viewer, kind)
    turn = "DESC" if is_descending else "ASC"
    order = SORTS[sort if knows or sort != "findings" else "last"]
    rows = _read(
        f"SELECT {_COLUMNS} FROM thread t WHERE {seen} ORDER BY {order} {turn}, t.value {turn} LIMIT %s OFFSET %s",
        [*values, min(limit, LARGEST_PAGE), skip],
    )
    return [_shown(row, at, knows=knows) for row in rows]


def count_threads(viewer: Scope, kind: str, wanted: Wanted = EVERYTHING, *, at: int, most: int = MANY + 1) -> int:
    """How many threads of one kind there are, counted no further than ``most``."""
    seen, values = _chosen(viewer, kind, wanted, at)
    [[count]] = _read(f"SELECT count(*) FROM (SELECT 1 FROM thread t WHERE {seen} LIMIT %s) AS found", [*values, most])
    return int(count)


def list_units(viewer: Scope, kind: str) -> list[str]:
    """The units that have threads of one kind which the viewer may see, as their records name them."""
    seen, values = visible(wiring(), viewer, kind, ledger().clock())
    rows = _read(f"SELECT DISTINCT t.unit FROM thread t WHERE {seen} ORDER BY t.unit LIMIT %s", [*values, LARGEST_PAGE])
    return [unit for (unit,) in rows if unit]


def list_contents(viewer: Scope, thread: ThreadShown) -> Contents:
    """What lies in a thread that the viewer was shown: four statements."""
    events = list_events(viewer, thread.kind, thread.value, limit=MOST_EVENTS)
    names = _read(
        "SELECT duty, is_finding FROM thread_duty WHERE kind = %s AND value = %s ORDER BY duty",
        [thread.kind, thread.value],
    )
    duties = list_duties_named(viewer, [name for name, is_finding in names if not is_finding])
    findings = list_findings_named(viewer, [name for name, is_finding in names if is_finding])
    ordered = sorted(events, key=lambda event: (event.happened_at, event.id))
    return Contents(ordered, duties, findings, is_cut=len(events) == MOST_EVENTS)


def is_in_thread(thread: ThreadShown, duty: str) -> bool:
    """Whether a finding or a running duty concerns a thread that the viewer was shown."""
    return bool(
        _read(
            "SELECT 1 FROM thread_duty WHERE kind = %s AND value = %s AND duty = %s LIMIT 1",
            [thread.kind, thread.value, duty],
        )
    )


def _chosen(viewer: Scope, kind: str, wanted: Wanted, at: int) -> Clause:
    seen, values = visible(wiring(), viewer, kind, ledger().clock(), suspected=wanted.asks_for_suspected)
    asked, more = conditions(wanted, viewer, kind, at)
    return f"{seen} AND {asked}", [*values, *more]


def _knows(viewer: Scope, kind: str) -> bool:
    return kind in wiring().words and knows_suspected(wiring(), viewer, kind, ledger().clock())


def _shown(row: Sequence[Any], at: int, *, knows: bool) -> ThreadShown:
    kind, value, title, category, unit, opened_at, last_at, closed_at, next_due_at, remind_at, warn_at = row[:11]
    light = light_at(at, next_due_at, remind_at, warn_at, is_closed=closed_at is not None)
    if light is RED and not knows:
        light = GREY
    return ThreadShown(
        kind, value, title, category, unit, opened_at, last_at, closed_at, next_due_at,
        int(row[11]) if knows else None, light, tuple(json.loads(row[12])["lead"]),
    )  # fmt: skip


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
