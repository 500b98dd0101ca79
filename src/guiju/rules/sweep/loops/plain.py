"""The short way for plain pages: one trigger, clear rows, a fixed limit, no modifiers; most duties of most logs.

Which editions are plain says plainness.py; all others go the long way (kernel.run). Law: engine.md §2.
"""

from typing import Any

from guiju.rules.sweep import layout as L

Table = Any
BLOCK = 512


def find(law: Table, col: Table, at: Table, match: int, row: int, high: int, end: int, own: int) -> int:
    """The first row from ``row`` on that matches and is no later than ``end``, or -1; never the trigger."""
    while row < high and at[row] <= end:
        if law[match + col[L.C_CODE, row]] == L.YES and row != own:
            return row
        row += 1
    return -1


def run_plain(  # noqa: PLR0915, C901 — one loop, for speed
    law: Table, col: Table, at: Table, offsets: Table, first: int, until: int, page: Table, trigger: Table,
    outcome: Table, due: Table, settled: Table, instants: Table, outside: Table, progress: Table,
) -> None:  # fmt: skip
    """Judge the plain editions in the histories from ``first`` to ``until``; ``trigger`` is a row of the snapshot."""
    n, y = 0, 0
    as_of_at, as_of_day = law[L.H_AS_OF_AT], law[L.H_AS_OF_DAY]
    # Page by page within a block of histories: the block stays in the cache, and the page's branches repeat.
    for block in range(first, until, BLOCK):
        for number in range(law[L.H_PLAIN_COUNT]):
            p = law[L.H_PLAIN] + number * L.PLAIN
            event, verb, kind, amount = law[p + L.P_EVENT], law[p + L.P_VERB], law[p + L.P_KIND], law[p + L.P_AMOUNT]
            match, other, whole = law[p + L.P_A], law[p + L.P_B], law[p + L.P_WHOLE]
            for history in range(block, min(block + BLOCK, until)):
                low, high = offsets[history], offsets[history + 1]
                while high > low and at[high - 1] > as_of_at:
                    high -= 1
                for t in range(low, high):
                    if law[event + col[L.C_CODE, t]] != L.YES:
                        continue
                    day, moment = col[L.C_DAY, t], at[t]
                    if day < law[p + L.P_FROM] or day >= law[p + L.P_TO]:
                        if law[p + (L.P_IS_FIRST if day < law[p + L.P_FROM] else L.P_IS_LAST)] == 1:
                            outside[law[p + L.P_RULE]] += 1
                        continue
                    start = t
                    while start > low and at[start - 1] == moment:
                        start -= 1
                    said, settles, last, excused_until = L.KEPT, -1, L.NONE, -L.FAR
                    by_limit = 0
                    if kind == 1:
                        last = day + amount
                    elif kind == 2:
                        last = law[amount + day - law[L.H_DAY0]]
                    elif kind == 3:
                        last = moment + amount
                    shows_due = kind != 0
                    if verb == L.HAPPEN:
                        settles = find(law, col, at, match, start, high, L.FAR, t)
                        if settles >= 0:
                            in_time = at[settles] <= last if kind == 3 else col[L.C_DAY, settles] <= last
                            said = L.KEPT if in_time else L.LATE
                        else:
                            in_time = as_of_at <= last if kind == 3 else as_of_day <= last
                            said = L.RUNNING if in_time else L.OVERDUE
                        by_limit = 1
                    elif verb == L.HAVE_HAPPENED:
                        settles = find(law, col, at, match, low, high, moment, t)
                        if settles < 0:
                            said, excused_until = L.BROKEN, moment
                    elif verb == L.SATISFY:
                        if law[match + col[L.C_CODE, t]] != L.YES:
                            said, excused_until = L.BROKEN, moment
                    elif verb == L.NOT_HAPPEN:
                        end, shows_due = L.FAR, False
                        if other >= 0:
                            settles = find(law, col, at, other, start, high, L.FAR, t)
                            if settles >= 0:
                                end = at[settles] - 1
                        row = start
                        while row < high and at[row] <= moment:
                            row += 1
                        row = find(law, col, at, match, row, high, end, t)
                        while row >= 0 and kind != 0 and (at[row] <= last if kind == 3 else col[L.C_DAY, row] <= last):
                            row = find(law, col, at, match, row + 1, high, end, t)
                        if row >= 0:
                            said, settles, shows_due = L.BROKEN, row, kind != 0
                            by_limit, excused_until = int(kind != 0), at[row]
                    elif verb == L.WAIT:
                        settles = find(law, col, at, match, start, high, L.FAR, t)
                        here_at, here_day = as_of_at, as_of_day
                        if settles >= 0:
                            here_at, here_day = at[settles], col[L.C_DAY, settles] + 0
                        here = here_at if kind == 3 else here_day
                        if here < last or (whole == 1 and here == last):
                            said = L.RUNNING if settles < 0 else L.BROKEN
                            excused_until = L.FAR if settles < 0 else here_at
                    elif verb == L.REPEAT:
                        horizon, here_day, end_row = as_of_at, as_of_day, -1
                        if other >= 0:
                            end_row = find(law, col, at, other, start, high, as_of_at, t)
                            if end_row >= 0:
                                horizon, here_day = at[end_row], col[L.C_DAY, end_row] + 0
                        said = L.KEPT if end_row >= 0 else L.RUNNING
                        settles, shows_due, excused_until = end_row, False, horizon
                        row = find(law, col, at, match, start, high, horizon, t)
                        while True:
                            if row < 0:
                                in_time = horizon <= last if kind == 3 else here_day <= last
                            else:
                                in_time = at[row] <= last if kind == 3 else col[L.C_DAY, row] <= last
                            if not in_time:
                                said, shows_due = L.BROKEN, True
                                settles = row if row >= 0 else end_row
                                if settles < 0:
                                    instants[y], settles, y = as_of_at, -2 - y, y + 1
                            if row < 0 or not in_time:
                                break
                            last = at[row] + amount if kind == 3 else col[L.C_DAY, row] + amount
                            if kind == 2:
                                last = law[amount + col[L.C_DAY, row] - law[L.H_DAY0]]
                            row = find(law, col, at, match, row + 1, high, horizon, t)
                    else:
                        horizon, closed = as_of_at, 0
                        if other >= 0:
                            settles = find(law, col, at, other, start, high, as_of_at, t)
                            if settles >= 0:
                                horizon, closed = at[settles], 1
                        total, crossed = 0, -1
                        row = find(law, col, at, match, start, high, horizon, t)
                        while row >= 0:
                            total += 1
                            if total > amount:
                                crossed = row
                                break
                            row = find(law, col, at, match, row + 1, high, horizon, t)
                        shows_due = False
                        if crossed >= 0:
                            said, settles = (L.BROKEN if whole == 1 else L.KEPT), crossed
                        elif whole == 1:
                            said = L.KEPT if closed == 1 or other < 0 else L.RUNNING
                        else:
                            said = L.BROKEN if closed == 1 else L.RUNNING
                        excused_until = horizon
                    if said != L.KEPT:
                        listed = law[p + L.P_UNLESS]
                        for k in range(law[listed]):
                            row = find(law, col, at, law[listed + 1 + k], low, high, L.FAR, t)
                            while row >= 0:
                                if by_limit == 1:
                                    counts = at[row] <= last if kind == 3 else col[L.C_DAY, row] <= last
                                else:
                                    counts = at[row] <= excused_until
                                if counts:
                                    said, settles = L.EXCUSED, row
                                    break
                                row = find(law, col, at, law[listed + 1 + k], row + 1, high, L.FAR, t)
                            if said == L.EXCUSED:
                                break
                    page[n], trigger[n], outcome[n], settled[n] = law[p + L.P_PAGE], t, said, settles
                    due[n] = -1
                    if shows_due and kind == 3:
                        instants[y], due[n], y = last, -2 - y, y + 1
                    elif shows_due:
                        due[n] = last
                    n += 1
    progress[0], progress[1] = n, y
