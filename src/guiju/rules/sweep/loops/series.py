"""The short way of the verbs that look at a row of answers: repeat them, count them, lie under them, be someone else.

Law: engine.md §2 "What each verb answers".
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.instants import holds
from guiju.rules.sweep.loops.meeting import place_in
from guiju.rules.sweep.loops.rows import meet

Table = Any


def count(
    rows: Table, answers: Table, place: Table, whole: int, bound: int, closes: int, pos: Table, ends: Table,
    outcome: Table, due: Table, settled: Table,
) -> None:  # fmt: skip
    """More than ``bound`` answers until the end: too many where ``whole`` is 1, else enough."""
    beyond = len(answers) - 1
    for i in range(len(rows)):
        end = ends[i]
        until = place[rows[i] if end < 0 else end, L.HIGH if end < 0 else L.AFTER]
        k = min(pos[i] + bound, beyond)
        # A trigger may be such a row itself; it is never its own answer.
        own = 1 if answers[pos[i]] < rows[i] <= answers[k] and is_listed(answers, pos[i], k, rows[i]) else 0
        row = answers[min(k + own, beyond)]
        due[i] = -1
        settled[i] = row if row < until else end
        open_said = (L.KEPT if closes == 0 else L.RUNNING) if whole == 1 else L.RUNNING
        closed_said = L.KEPT if whole == 1 else L.BROKEN
        crossed_said = L.BROKEN if whole == 1 else L.KEPT
        outcome[i] = crossed_said if row < until else closed_said if end >= 0 else open_said


def is_listed(answers: Table, low: int, high: int, row: int) -> bool:
    """Whether ``row`` stands in a list, from place ``low`` to ``high``."""
    return bool(answers[place_in(answers, low, high, row)] == row)


def repeat(
    law: Table, kind: int, amount: int, rows: Table, answers: Table, place: Table, col: Table, at: Table, pos: Table,
    ends: Table, outcome: Table, due: Table, settled: Table, instants: Table,
) -> None:  # fmt: skip
    """No gap between the trigger, each answer and the end longer than the limit; ``instants[0]`` is as_of."""
    for i in range(len(rows)):
        t, end, k, until = rows[i], ends[i], pos[i], place[rows[i], L.HIGH]
        final_at, final_day = law[L.H_AS_OF_AT], law[L.H_AS_OF_DAY]
        if end >= 0:
            until, final_at, final_day = place[end, L.AFTER], at[end], col[L.C_DAY, end] + 0
        row, last, here = t, limit_after(law, kind, amount, col, at, t), t
        while answers[k] < until:
            here = answers[k]
            k += 1
            if here == t:
                continue
            if (at[here] if kind == L.IN_TIME_ELAPSED else col[L.C_DAY, here] + 0) > last:
                break
            row, last = here, limit_after(law, kind, amount, col, at, here)
        broken = here != row and here != t
        settled[i], outcome[i] = here if broken else end, L.KEPT if end >= 0 else L.RUNNING
        if not broken and (final_at if kind == L.IN_TIME_ELAPSED else final_day) > last:
            broken, settled[i] = True, end if end >= 0 else -2
        if kind == L.IN_TIME_ELAPSED:
            instants[-2 - due[i]] = last
            due[i] = due[i] if broken else -1
        else:
            due[i] = last if broken else -1
        if broken:
            outcome[i] = L.BROKEN


def limit_after(law: Table, kind: int, amount: int, col: Table, at: Table, row: int) -> int:
    """The last day, or on elapsed time the instant, of a limit that begins with ``row``."""
    if kind == L.DAYS_ADDED:
        return col[L.C_DAY, row] + amount
    if kind == L.BY_TABLE:
        return law[amount + col[L.C_DAY, row] - law[L.H_DAY0]]
    return at[row] + amount


def cover(
    rows: Table, opens: Table, closes: Table, place: Table, at: Table, gap: int, as_of: int, pos: Table, ends: Table,
    outcome: Table, due: Table, settled: Table,
) -> None:  # fmt: skip
    """The time from the trigger to the end lies under the stretches; first opened, first closed."""
    c = 0
    for i in range(len(rows)):
        t, end, k = rows[i], ends[i], pos[i]
        high, low = place[t, L.HIGH], place[t, L.LOW]
        final = at[end] if end >= 0 else as_of
        while closes[c] < low:
            c += 1
        q, reached, reached_at, is_open, hole = c, t, at[t], 0, 0
        while opens[k] < high and at[opens[k]] < final and is_open == 0:
            row = opens[k]
            k += 1
            if row == t:
                continue
            if at[row] - reached_at > gap:
                hole = 1
                break
            while closes[q] < row or closes[q] == t:
                q += 1
            if closes[q] >= high:
                is_open = 1
            elif at[closes[q]] > reached_at:
                reached, reached_at = closes[q] + 0, at[closes[q]]
            q += 1
        if is_open == 0 and final - reached_at > gap:
            hole = 1
        due[i], settled[i] = -1, end
        outcome[i] = L.KEPT if end >= 0 else L.RUNNING
        if hole == 1:
            outcome[i], settled[i] = L.BROKEN, reached


def differ(
    law: Table, rows: Table, answers: Table, place: Table, col: Table, column: int, of_sets: int, pos: Table,
    outcome: Table, due: Table, settled: Table,
) -> None:  # fmt: skip
    """The trigger's officers, or unit, are none of those of the earlier rows."""
    for i in range(len(rows)):
        t, k = rows[i], pos[i]
        mine, after = col[column, t], place[t, L.AFTER]
        outcome[i], due[i], settled[i] = L.KEPT, -1, -1
        while answers[k] < after:
            theirs = col[column, answers[k]]
            overlaps = mine == theirs
            if of_sets == 1 and not overlaps:
                overlaps = meet(law, mine, theirs) == 1
            if overlaps and answers[k] != t:
                outcome[i], settled[i] = L.BROKEN, t
                break
            k += 1


def hold(
    law: Table, rows: Table, col: Table, at: Table, wanted: int, column: int, outcome: Table, due: Table, settled: Table
) -> None:  # fmt: skip
    """Each of the trigger's officers held one of the credentials on that day."""
    index = law[L.H_OFFICERS]
    for i in range(len(rows)):
        t = rows[i]
        team = col[column, t]
        outcome[i], due[i], settled[i] = L.KEPT, -1, -1
        for k in range(law[index + team], law[index + team + 1]):
            if not holds(law, wanted, law[k], at[t], col[L.C_DAY, t] + 0, col[L.C_SEQ, t] + 0):
                outcome[i] = L.BROKEN
