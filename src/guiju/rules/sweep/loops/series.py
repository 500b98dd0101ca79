"""The short way of the verbs that look at a row of answers: repeat them, count them, lie under them, be someone else.

Law: engine.md §2 "What each verb answers".
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.instants import holds
from guiju.rules.sweep.loops.rows import meet

Table = Any


def count(
    rows: Table, answers: Table, place: Table, whole: int, bound: int, closes: int, pos: Table, ends: Table, upto: Table,
    outcome: Table, due: Table, settled: Table,
) -> None:  # fmt: skip
    """More than ``bound`` answers until the end: too many where ``whole`` is 1, else enough."""
    for i in range(len(rows)):
        t, end = rows[i], ends[i]
        until = place[end, L.AFTER] if end >= 0 else place[t, L.HIGH]
        total, k = 0, pos[i]
        while answers[k] < until:
            if answers[k] != t:
                total += 1
                if total > bound:
                    break
            k += 1
        due[i], settled[i], upto[i] = -1, end, until
        if total > bound:
            outcome[i], settled[i] = (L.BROKEN if whole == 1 else L.KEPT), answers[k]
        elif whole == 1:
            outcome[i] = L.KEPT if end >= 0 or closes == 0 else L.RUNNING
        else:
            outcome[i] = L.BROKEN if end >= 0 else L.RUNNING


def repeat(
    law: Table, kind: int, amount: int, rows: Table, answers: Table, place: Table, col: Table, at: Table, pos: Table,
    ends: Table, upto: Table, outcome: Table, due: Table, settled: Table, instants: Table,
) -> None:  # fmt: skip
    """No gap between the trigger, each answer and the end longer than the limit; ``instants[0]`` is as_of."""
    table = amount - law[L.H_DAY0]
    for i in range(len(rows)):
        t, end, k = rows[i], ends[i], pos[i]
        until = place[end, L.AFTER] if end >= 0 else place[t, L.HIGH]
        outcome[i], settled[i], upto[i] = (L.KEPT if end >= 0 else L.RUNNING), end, until
        here, done, shows = t, 0, 0
        last_day, last_at = 0, 0
        while done == 0:
            if kind == L.DAYS_ADDED:
                last_day = col[L.C_DAY, here] + amount
            elif kind == L.BY_TABLE:
                last_day = law[table + col[L.C_DAY, here]]
            else:
                last_at = at[here] + amount
            if answers[k] == t:
                k += 1
            here = answers[k]
            if here >= until:
                here, done = end, 1
            k += 1
            if kind == L.IN_TIME_ELAPSED:
                in_time = (at[here] if here >= 0 else law[L.H_AS_OF_AT]) <= last_at
            else:
                in_time = (col[L.C_DAY, here] if here >= 0 else law[L.H_AS_OF_DAY]) <= last_day
            if not in_time:
                outcome[i], settled[i] = L.BROKEN, here if here >= 0 else -2
                done = shows = 1
        if shows == 0:
            due[i] = -1
        elif kind == L.IN_TIME_ELAPSED:
            instants[-2 - due[i]] = last_at
        else:
            due[i] = last_day


def cover(
    rows: Table, opens: Table, closes: Table, place: Table, at: Table, gap: int, as_of: int, pos: Table, ends: Table,
    upto: Table, outcome: Table, due: Table, settled: Table,
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
        due[i], settled[i], upto[i] = -1, end, (place[end, L.AFTER] if end >= 0 else high)
        outcome[i] = L.KEPT if end >= 0 else L.RUNNING
        if hole == 1:
            outcome[i], settled[i] = L.BROKEN, reached


def differ(
    law: Table, rows: Table, answers: Table, place: Table, col: Table, column: int, of_sets: int, pos: Table,
    upto: Table, outcome: Table, due: Table, settled: Table,
) -> None:  # fmt: skip
    """The trigger's officers, or unit, are none of those of the earlier rows."""
    for i in range(len(rows)):
        t, k = rows[i], pos[i]
        mine, after = col[column, t], place[t, L.AFTER]
        outcome[i], due[i], settled[i], upto[i] = L.KEPT, -1, -1, after
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
    law: Table, rows: Table, place: Table, col: Table, at: Table, wanted: int, column: int, upto: Table, outcome: Table,
    due: Table, settled: Table,
) -> None:  # fmt: skip
    """Each of the trigger's officers held one of the credentials on that day."""
    index = law[L.H_OFFICERS]
    for i in range(len(rows)):
        t = rows[i]
        team = col[column, t]
        outcome[i], due[i], settled[i], upto[i] = L.KEPT, -1, -1, place[t, L.AFTER]
        for k in range(law[index + team], law[index + team + 1]):
            if not holds(law, wanted, law[k], at[t], col[L.C_DAY, t] + 0, col[L.C_SEQ, t] + 0):
                outcome[i] = L.BROKEN
