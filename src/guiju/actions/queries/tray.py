"""The in-tray: 待办 待阅 已办 已阅. What lies in it follows from how things stand and from what the viewer may do.

Unit: instants in microseconds. What was delegated to the viewer lies in his tray too, as long as that lasts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guiju.actions.asking import OrderNotFound
from guiju.actions.beside import COPY
from guiju.actions.rows import NOTE_WORDS, NoteShown, note_of, read
from guiju.actions.waiting import Branch, branches_for, installed_tasks, without_delegation
from guiju.findings.life.projection import told_of
from guiju.findings.life.story import StepShown, step_of
from guiju.findings.seeing import not_withheld
from guiju.values.scope import Scope

MANY = 10_000
LARGEST_PAGE = 500
TASKS = {
    "sign_for": "待签收", "mend": "待整改", "redispatch": "待重派", "review": "待复核", "close": "待销号",
    "countersign": "待会签", "verify": "待核查", "check_again": "待补数据", "dispatch": "待派单",
    "decide_dispute": "待处理申辩", "approve_waiver": "待批豁免", "reply": "可申辩",
}  # fmt: skip
"""What there is to do, and the word for it."""


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One thing to do: which (a key of ``TASKS``), about which finding and, where there is one, which order or note.

    What a subject has put in has no finding: ``rule`` says what it is about in the subject's own words.

    ``since_at`` is when it began to wait, ``due_at`` when its time is over, None where it has no term. ``on_behalf``
    says that it is there because somebody has delegated to the viewer (代).
    """

    task: str
    ref: str
    finding: str
    rule: str
    unit: str
    severity: str
    since_at: int
    due_at: int | None
    on_behalf: bool

    @property
    def label(self) -> str:
        """What to do, in words."""
        return task_labels()[self.task]


def task_labels() -> dict[str, str]:
    """Every kind of task with the word for it: the tray's own, and those that subjects put into it."""
    return {**TASKS, **{name: one.label for name, one in installed_tasks().items()}}


def list_to_do(
    viewer: Scope, *, tasks: Sequence[str] = (), skip: int = 0, limit: int = 50
) -> list[TaskShown]:  # fmt: skip
    """待办: what waits for the viewer, what falls due first before the rest."""
    most = min(limit, LARGEST_PAGE)
    rows = _united(branches_for(viewer), tasks, skip + most)
    shown = rows[skip : skip + most]
    own = without_delegation(viewer)
    mine = {row[:2] for row in (shown if own == viewer else _among(branches_for(own), shown))}
    return [_task(row, is_delegated=row[:2] not in mine) for row in shown]


def count_to_do(viewer: Scope) -> dict[str, int]:
    """How much of each kind waits for the viewer, each counted no further than ``MANY`` + 1."""
    branches = branches_for(viewer)
    parts = [
        f"SELECT '{name}' AS task, count(*) FROM (SELECT 1 FROM ({words}) AS every_{name} LIMIT %s) AS some_{name}"
        for name, (words, _) in branches.items()
    ]
    found = read(" UNION ALL ".join(parts), [value for _, values in branches.values() for value in (*values, MANY + 1)])
    return {name: int(count) for name, count in found}


def list_to_read(viewer: Scope, *, skip: int = 0, limit: int = 50) -> list[NoteShown]:
    """待阅: copies that the viewer has not marked as read."""
    return _copies(viewer, "IS NULL", skip, limit)


def count_to_read(viewer: Scope) -> int:
    """How many copies the viewer has not marked as read, counted no further than ``MANY`` + 1."""
    return _count_copies(viewer, "IS NULL")


def list_read(viewer: Scope, *, skip: int = 0, limit: int = 50) -> list[NoteShown]:
    """已阅: copies that the viewer has marked as read."""
    return _copies(viewer, "IS NOT NULL", skip, limit)


def count_read(viewer: Scope) -> int:
    """How many copies the viewer has marked as read, counted no further than ``MANY`` + 1."""
    return _count_copies(viewer, "IS NOT NULL")


def get_note(viewer: Scope, name: str) -> NoteShown:
    """One note that was sent to the viewer himself.

    Raises:
        OrderNotFound: there is none, or it was sent to somebody else.
    """
    marks = ", ".join(["%s"] * len(viewer.officers)) or "''"
    open_to_him, more = not_withheld(viewer)
    rows = read(
        f"SELECT {NOTE_WORDS} FROM action_note n JOIN finding f ON f.id = n.finding "
        f"WHERE n.name = %s AND n.officer IN ({marks}) AND {open_to_him}",
        [name, *viewer.officers, *more],
    )
    if not rows:
        raise OrderNotFound("没有找到送给您的这份文书。", remedy="会签和阅知须由本人办理。")
    return note_of(rows[0])


def count_papers_of(viewer: Scope) -> dict[str, int]:
    """How many lie in 待阅, 已阅 and 已办, each counted no further than ``MANY`` + 1, by the names of their lists."""
    unread, values = _copies_of(viewer, "IS NULL")
    marked, more = _copies_of(viewer, "IS NOT NULL")
    done, rest = _done_of(viewer)
    parts = (("to_read", f"SELECT 1 {unread}"), ("read", f"SELECT 1 {marked}"), ("done", f"SELECT 1 {done}"))
    words = " UNION ALL ".join(
        f"SELECT '{name}' AS name, count(*) FROM ({part} LIMIT %s) AS some_{name}" for name, part in parts
    )
    found = read(words, [*values, MANY + 1, *more, MANY + 1, *rest, MANY + 1])
    return {name: int(count) for name, count in found}


def list_done(viewer: Scope, *, skip: int = 0, limit: int = 50) -> list[StepShown]:
    """已办: what the viewer's account has done with findings and orders, the latest first; his own doing alone."""
    words, values = _done_of(viewer)
    rows = read(f"SELECT e.id {words} ORDER BY e.id DESC LIMIT %s OFFSET %s", [*values, min(limit, LARGEST_PAGE), skip])
    return [step_of(told) for told in told_of([row[0] for row in rows])]


def count_done(viewer: Scope) -> int:
    """How many steps the viewer's account has taken, counted no further than ``MANY`` + 1."""
    words, values = _done_of(viewer)
    [[count]] = read(f"SELECT count(*) FROM (SELECT 1 {words} LIMIT %s) AS found", [*values, MANY + 1])
    return int(count)


def _task(row: tuple[Any, ...], *, is_delegated: bool) -> TaskShown:
    task, ref, finding, rule, unit, severity, since_at, due_at = row
    return TaskShown(task, ref, finding, rule, unit, severity, since_at, due_at, is_delegated)


def _united(branches: dict[str, Branch], tasks: Sequence[str], most: int) -> list[tuple[Any, ...]]:
    chosen = [branches[name] for name in branches if not tasks or name in tasks]
    if not chosen:
        return []
    order = "ORDER BY coalesce(due_at, 9223372036854775807), since_at, ref, finding LIMIT %s"
    parts = [f"SELECT * FROM (SELECT * FROM ({words}) AS inner_{n} {order}) AS part_{n}"
             for n, (words, _) in enumerate(chosen)]  # fmt: skip
    values = [value for _, own in chosen for value in (*own, most)]
    return read(f"SELECT * FROM ({' UNION ALL '.join(parts)}) AS whole {order}", [*values, most])


def _among(own: dict[str, Branch], rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Which of these rows would be there without any delegation."""
    found: list[tuple[Any, ...]] = []
    for name in sorted({row[0] for row in rows}):
        refs = [row[1] for row in rows if row[0] == name]
        words, values = own[name]
        marks = ", ".join(["%s"] * len(refs))
        found += read(f"SELECT * FROM ({words}) AS own WHERE ref IN ({marks})", [*values, *refs])
    return found


def _copies(viewer: Scope, answered: str, skip: int, limit: int) -> list[NoteShown]:
    words, values = _copies_of(viewer, answered)
    rows = read(
        f"SELECT {NOTE_WORDS} {words} ORDER BY n.asked_at DESC, n.name LIMIT %s OFFSET %s",
        [*values, min(limit, LARGEST_PAGE), skip],
    )
    return [note_of(row) for row in rows]


def _count_copies(viewer: Scope, answered: str) -> int:
    words, values = _copies_of(viewer, answered)
    return int(read(f"SELECT count(*) FROM (SELECT 1 {words} LIMIT %s) AS found", [*values, MANY + 1])[0][0])


def _done_of(viewer: Scope) -> Branch:
    return (
        "FROM event e WHERE e.actor = %s AND e.actor_kind = %s AND (substr(e.type, 1, 9) = %s "
        "OR substr(e.type, 1, 8) = %s)"
    ), [viewer.account, "person", "findings.", "actions."]


def _copies_of(viewer: Scope, answered: str) -> Branch:
    marks = ", ".join(["%s"] * len(viewer.officers)) or "''"
    open_to_him, more = not_withheld(viewer)
    return (
        f"FROM action_note n JOIN finding f ON f.id = n.finding WHERE n.kind = %s AND n.officer IN ({marks}) "
        f"AND n.answered_at {answered} AND {open_to_him}"
    ), [COPY, *viewer.officers, *more]
