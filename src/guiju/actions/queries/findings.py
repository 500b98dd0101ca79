"""Findings as a list is asked for them: each with how it stands and the order that is open. Instants in microseconds.

The term of a row is what it waits for now: the end of its order while that is not mended, or of the time for missing
data.
"""

import json
from dataclasses import dataclass
from typing import Any

from guiju.actions.acts import OrderState
from guiju.actions.campaign import Campaign, items_clause
from guiju.actions.rows import read
from guiju.facts.wiring import wiring
from guiju.findings.duties import light_clause
from guiju.findings.events import MADE
from guiju.findings.life.acts import State
from guiju.findings.queries import FINDING_COLUMNS, LARGEST_PAGE, MANY, FindingShown, finding_of
from guiju.findings.seeing import visible
from guiju.values.scope import Scope

Clause = tuple[str, list[object]]
WITHDRAWN = "withdrawn"
"""Asked for as if it were a state: what the ledger itself no longer bears out."""
NO_TERM = "none"
JUDGED, BY_HAND = "judged", "made"
_STATE = "coalesce(l.state, 'suspected')"
_UNMENDED = "o.state IN ('dispatched', 'signed', 'returned', 'rework')"
_DUE = f"CASE WHEN {_UNMENDED} THEN o.due_at WHEN l.state = 'data_wanted' THEN l.wanted_until END"
_SINCE = f"CASE WHEN {_UNMENDED} THEN o.dispatched_at ELSE l.since_at END"
SORTS = {
    "severity": "CASE f.severity WHEN 'fatal' THEN 2 WHEN 'major' THEN 1 ELSE 0 END", "trigger": "f.trigger_at",
    "found": "f.found_at", "unit": "f.unit", "rule": "f.rule", "due": f"coalesce({_DUE}, 9223372036854775807)",
    "case": "f.value",
}  # fmt: skip
_FROM = (
    "FROM finding f LEFT JOIN finding_life l ON l.finding = f.id "
    "LEFT JOIN action_order o ON o.finding = f.id AND o.is_open = %s"
)


@dataclass(frozen=True, slots=True)
class Sought:
    """The conditions of a list of findings; an empty one asks for nothing.

    ``states`` are those of ``State``, or ``WITHDRAWN``; ``orders`` states of the open order; ``lights`` colours of the
    term at the hour of asking, or ``NO_TERM``; ``text`` a case, person or other number, whole. The periods are
    half-open: when the duty arose, and when its state last changed, its being found included. ``sources`` are
    ``JUDGED`` (by a rule) and ``BY_HAND`` (by somebody who looked).
    """

    rules: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    text: str = ""
    arose: tuple[int | None, int | None] = (None, None)
    changed: tuple[int | None, int | None] = (None, None)
    group: str = ""
    campaign: Campaign | None = None
    mine: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dissent:
    """An opinion that a decision did not follow: whose, whether he held the finding to be true, and why."""

    by: str
    holds: bool
    reason: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One row: the finding, its state since when, and its open order; ``term`` is from when until when it waits."""

    finding: FindingShown
    state: State
    since_at: int
    term: tuple[int, int] | None
    order: str
    order_state: OrderState | None
    group: str
    dissents: tuple[Dissent, ...] = ()


def list_sought(
    viewer: Scope, sought: Sought, *, at: int, sort: str = "severity", is_descending: bool = True, skip: int = 0,
    limit: int = 50,
) -> list[FindingRow]:  # fmt: skip
    """Findings; ``sort`` is one of ``SORTS``, then the latest first."""
    words, values = _chosen(viewer, sought, at)
    turn = "DESC" if is_descending else "ASC"
    rows = read(
        f"SELECT {', '.join(f'f.{one}' for one in FINDING_COLUMNS)}, {_STATE}, coalesce(l.since_at, f.found_at), "
        f"{_SINCE}, {_DUE}, o.name, o.state, l.finding_group, l.said {_FROM} WHERE {words} "
        f"ORDER BY {SORTS[sort]} {turn}, f.trigger_at DESC, f.id LIMIT %s OFFSET %s",
        [*values, min(limit, LARGEST_PAGE), skip],
    )
    return [_row(row) for row in rows]


def count_sought(viewer: Scope, sought: Sought, *, at: int, most: int = MANY + 1) -> int:
    """How many findings there are, counted no further than ``most``."""
    words, values = _chosen(viewer, sought, at)
    [[count]] = read(f"SELECT count(*) FROM (SELECT 1 {_FROM} WHERE {words} LIMIT %s) AS found", [*values, most])
    return int(count)


def list_finding_places(viewer: Scope) -> list[tuple[str, str]]:
    """The units and rules of which the viewer may see findings."""
    seen, values = visible(viewer, wiring().clock())
    return [
        (unit, rule)
        for unit, rule in read(
            f"SELECT DISTINCT f.unit, f.rule FROM finding f WHERE f.found_at IS NOT NULL AND {seen} "
            "ORDER BY f.unit, f.rule LIMIT %s",
            [*values, LARGEST_PAGE],
        )
    ]


def count_by_state(viewer: Scope, since: int) -> dict[State, tuple[int, int]]:
    """How many standing findings are in each state, and how many of them came to it since an instant.

    New ones came to be suspected when they were found.
    """
    seen, values = visible(viewer, wiring().clock())
    rows = read(
        f"SELECT {_STATE}, count(*), sum(CASE WHEN coalesce(l.since_at, f.found_at) >= %s THEN 1 ELSE 0 END) "
        "FROM finding f LEFT JOIN finding_life l ON l.finding = f.id "
        f"WHERE f.is_standing = %s AND f.found_at IS NOT NULL AND {seen} GROUP BY {_STATE}",
        [since, True, *values],
    )
    return {State(state): (int(count), int(changed or 0)) for state, count, changed in rows}


def count_terms(viewer: Scope, at: int) -> dict[str, int]:
    """How many orders that are not mended yet there are, by the colour of their term."""
    seen, values = visible(viewer, wiring().clock())
    parts = []
    filled: list[object] = []
    for name in ("red", "yellow", "blue", "green"):
        words, more = light_clause([name], "o.dispatched_at", "o.due_at", at)
        parts.append(f"sum(CASE WHEN {words} THEN 1 ELSE 0 END)")
        filled += more
    [row] = read(
        f"SELECT {', '.join(parts)} FROM action_order o JOIN finding f ON f.id = o.finding "
        f"WHERE {_UNMENDED} AND {seen}",
        [*filled, *values],
    )
    return {name: int(count or 0) for name, count in zip(("red", "yellow", "blue", "green"), row, strict=True)}


def _chosen(viewer: Scope, sought: Sought, at: int) -> Clause:
    now = wiring().clock()
    seen, more = visible(viewer, now)
    words, values = f"f.found_at IS NOT NULL AND {seen}", [True, *more]
    for column, chosen in (
        ("f.rule", sought.rules), ("f.severity", sought.severities), ("f.outcome", sought.outcomes),
        ("f.unit", sought.units), ("o.state", sought.orders), ("l.finding_group", (sought.group,) * bool(sought.group)),
    ):  # fmt: skip
        if chosen:
            words, values = f"{words} AND {column} IN ({', '.join(['%s'] * len(chosen))})", [*values, *chosen]
    for clause, filled in _conditions(viewer, sought, at, now):
        words, values = f"{words} AND {clause}", [*values, *filled]
    return words, values


def _conditions(viewer: Scope, sought: Sought, at: int, now: int) -> list[Clause]:
    found = [_in_states(sought.states)]
    if sought.lights:
        colours = [one for one in sought.lights if one != NO_TERM]
        none = f" OR ({_DUE}) IS NULL" if NO_TERM in sought.lights else ""
        words, values = light_clause(colours, f"({_SINCE})", f"({_DUE})", at) if colours else ("1 = 0", [])
        found.append((f"({words}{none})", values))
    for column, (since, until) in (
        ("f.trigger_at", sought.arose),
        ("coalesce(l.since_at, f.found_at)", sought.changed),
    ):
        if since is not None:
            found.append((f"{column} >= %s", [since]))
        if until is not None:
            found.append((f"{column} < %s", [until]))
    if sought.text:
        held = (
            "EXISTS (SELECT 1 FROM event_key s WHERE s.value = %s AND s.event IN "
            "(SELECT f.trigger UNION ALL SELECT c.by FROM correction c WHERE c.first = f.trigger))"
        )
        found.append((f"(f.value = %s OR {held})", [sought.text, sought.text]))
    if sought.campaign is not None:
        found.append(items_clause(sought.campaign, now))
    if len(set(sought.sources)) == 1:
        found.append((f"f.trigger_type {'=' if BY_HAND in sought.sources else '<>'} %s", [MADE]))
    if sought.mine:
        named = " OR ".join(["'、' || f.officers || '、' LIKE %s"] * len(viewer.officers)) or "1 = 0"
        found.append((f"({named})", [f"%、{number}、%" for number in viewer.officers]))
    return found


def _in_states(states: tuple[str, ...]) -> Clause:
    """Without any state: all that stand."""
    chosen = [one for one in states if one != WITHDRAWN]
    if not states:
        return "f.is_standing = %s", [True]
    tests: list[Clause] = []
    if chosen:
        tests.append((f"f.is_standing = %s AND {_STATE} IN ({', '.join(['%s'] * len(chosen))})", [True, *chosen]))
    if WITHDRAWN in states:
        tests.append(("f.is_standing = %s", [False]))
    return f"({' OR '.join(f'({text})' for text, _ in tests)})", [one for _, values in tests for one in values]


def _row(row: tuple[Any, ...]) -> FindingRow:
    shown = finding_of(row[: len(FINDING_COLUMNS)])
    state, since_at, begun, due, order, order_state, group, said = row[len(FINDING_COLUMNS) :]
    return FindingRow(
        shown, State(state), since_at, None if due is None else (begun or since_at, due), order or "",
        None if order_state is None else OrderState(order_state), group or "", _dissents(said),
    )  # fmt: skip


def _dissents(said: str | None) -> tuple[Dissent, ...]:
    opinions = () if said is None else json.loads(said)["opinions"]
    return tuple(
        Dissent(one["by"][0], bool(one["holds"]), one["reason"]) for one in opinions if one.get("is_adopted") is False
    )
