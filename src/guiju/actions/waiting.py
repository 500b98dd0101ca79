"""The statements of the in-tray: for each kind of task, what waits for a viewer as things stand.

What belongs to a task follows from roles (``may``), from who was asked, and from who is named; a command looks closer
than these statements do, and says why it refuses.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from guiju.actions.acts import CLOSE, DISPATCH, REVIEW, OrderState
from guiju.actions.asking import sent_to
from guiju.actions.beside import COUNTERSIGN
from guiju.facts.wiring import wiring
from guiju.findings.life.acts import APPROVE_WAIVER, DECIDE_DISPUTE, VERIFY, State
from guiju.findings.life.entitlement import scope_for
from guiju.findings.seeing import not_withheld, visible
from guiju.values.scope import Scope
from guiju.values.subject import TaskWords

Branch = tuple[str, list[object]]
"""A statement with its values: task, ref, finding, rule, unit, severity, since_at, due_at."""

_installed: dict[str, TaskWords] = {}


def install_tasks(tasks: Iterable[TaskWords]) -> None:
    """Hand over what subjects put into the in-tray; a later call replaces the former."""
    _installed.clear()
    _installed.update({one.name: one for one in tasks})


def installed_tasks() -> Mapping[str, TaskWords]:
    """The kinds of tasks that subjects put into the in-tray, by name."""
    return _installed


def without_delegation(viewer: Scope) -> Scope:
    """The same viewer without what others have delegated to him."""
    return replace(viewer, reaches=tuple(one for one in viewer.reaches if not one.on_behalf))


def branches_for(viewer: Scope) -> dict[str, Branch]:
    """Per kind of task the statement that lists it."""
    now = wiring().clock()
    sent, values = sent_to(viewer, now)
    open_to_him, more = not_withheld(viewer)
    mine: Branch = f"{sent} AND {open_to_him}", [*values, *more]
    return {
        "sign_for": _of_order("sign_for", mine, OrderState.DISPATCHED),
        "mend": _of_order("mend", mine, OrderState.SIGNED, OrderState.REWORK),
        "redispatch": _of_order("redispatch", _may(viewer, DISPATCH, now), OrderState.RETURNED),
        "review": _of_order("review", _outside(viewer, _may(viewer, REVIEW, now)), OrderState.MENDED),
        "close": _of_order("close", _others(viewer, _may(viewer, CLOSE, now)), OrderState.REVIEWED),
        "countersign": _countersign(viewer),
        "verify": _of_finding("verify", _may(viewer, VERIFY, now), State.SUSPECTED),
        "check_again": _of_finding("check_again", _may(viewer, VERIFY, now), State.DATA_WANTED),
        "dispatch": _of_finding(
            "dispatch", _may(viewer, DISPATCH, now), State.VERIFIED,
            "NOT EXISTS (SELECT 1 FROM action_order o WHERE o.finding = f.id AND o.is_open = %s)", True,
        ),
        "decide_dispute": _of_finding("decide_dispute", _may(viewer, DECIDE_DISPUTE, now), State.DISPUTED),
        "approve_waiver": _of_finding(
            "approve_waiver", _may(viewer, APPROVE_WAIVER, now), None, "l.waiver_asked > 0"
        ),
        "reply": _reply(viewer, now),
        **{name: one.waiting(viewer, now) for name, one in _installed.items()},
    }  # fmt: skip


def _may(viewer: Scope, act: str, now: int) -> Branch:
    """What the viewer may do something to, and what is none of his own."""
    seen, values = visible(scope_for(viewer, act, now), now)
    for number in viewer.officers:
        seen, values = f"{seen} AND '、' || f.officers || '、' NOT LIKE %s ESCAPE '!'", [*values, _within_list(number)]
    return seen, values


def _others(viewer: Scope, may: Branch) -> Branch:
    return f"{may[0]} AND o.mender <> %s", [*may[1], viewer.account]


def _outside(viewer: Scope, may: Branch) -> Branch:
    """Leaves out what was mended by the viewer or in a unit in which he serves; the command looks closer."""
    words, values = _others(viewer, may)
    if viewer.officers:
        marks = ", ".join(["%s"] * len(viewer.officers))
        served = f"SELECT g.unit FROM bureau_posting g WHERE g.officer IN ({marks}) AND g.since <= %s AND g.until > %s"
        now = wiring().clock()
        words += f" AND o.unit NOT IN ({served}) AND o.to_unit NOT IN ({served})"
        values = [*values, *([*viewer.officers, now, now] * 2)]
    return words, values


def _of_order(task: str, of: Branch, *states: OrderState) -> Branch:
    marks = ", ".join(["%s"] * len(states))
    return (
        f"SELECT '{task}' AS task, o.name AS ref, f.id AS finding, f.rule, f.unit, f.severity, o.since_at AS since_at, "
        "o.due_at AS due_at FROM action_order o JOIN finding f ON f.id = o.finding "
        f"WHERE o.state IN ({marks}) AND {of[0]}"
    ), [*(state.value for state in states), *of[1]]


def _of_finding(task: str, of: Branch, state: State | None, extra: str = "1 = 1", *more: object) -> Branch:
    due = {"check_again": "l.wanted_until"}.get(task, "NULL")
    values: list[object] = []
    if state is State.SUSPECTED:
        tables = "finding f LEFT JOIN finding_life l ON l.finding = f.id"
        held = "(l.state IS NULL OR l.state = 'suspected')"
    else:
        # The few that somebody has decided about lead to their findings, not the other way round.
        tables, held = "finding_life l JOIN finding f ON f.id = l.finding", "1 = 1"
        if state is not None:
            held, values = "l.state = %s", [state.value]
    return (
        f"SELECT '{task}' AS task, f.id AS ref, f.id AS finding, f.rule, f.unit, f.severity, "
        f"coalesce(l.since_at, f.found_at) AS since_at, CAST({due} AS bigint) AS due_at FROM {tables} "
        f"WHERE f.is_standing = %s AND f.found_at IS NOT NULL AND {held} AND {extra} AND {of[0]}"
    ), [True, *values, *more, *of[1]]


def _reply(viewer: Scope, now: int) -> Branch:
    """Findings that name the viewer and to which he has not replied yet, while he may."""
    named = " OR ".join(["'、' || f.officers || '、' LIKE %s ESCAPE '!'"] * len(viewer.officers)) or "1 = 0"
    own, values = visible(replace(viewer, reaches=()), now)
    replied = " AND ".join(["l.said NOT LIKE %s"] * len(viewer.officers)) or "1 = 1"
    return (
        "SELECT 'reply' AS task, f.id AS ref, f.id AS finding, f.rule, f.unit, f.severity, l.since_at AS since_at, "
        "l.dispute_until AS due_at FROM finding f JOIN finding_life l ON l.finding = f.id WHERE f.is_standing = %s "
        f"AND l.state IN (%s, %s) AND l.dispute_until > %s AND ({named}) AND {replied} AND {own}"
    ), [
        True, State.VERIFIED.value, State.DISPUTED.value, now, *(_within_list(one) for one in viewer.officers),
        *(f'%"officer": "{one}"%' for one in viewer.officers), *values,
    ]  # fmt: skip


def _countersign(viewer: Scope) -> Branch:
    marks = ", ".join(["%s"] * len(viewer.officers)) or "''"
    open_to_him, more = not_withheld(viewer)
    return (
        "SELECT 'countersign' AS task, n.name AS ref, f.id AS finding, f.rule, f.unit, f.severity, "
        "n.asked_at AS since_at, o.due_at AS due_at FROM action_note n JOIN action_order o ON o.name = n.order_name "
        f"JOIN finding f ON f.id = n.finding WHERE n.kind = %s AND n.officer IN ({marks}) AND n.answered_at IS NULL "
        f"AND o.is_open = %s AND {open_to_him}"
    ), [COUNTERSIGN, *viewer.officers, True, *more]


def _within_list(name: str) -> str:
    plain = name.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%、{plain}、%"
