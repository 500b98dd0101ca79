"""The short way of ``happen`` whose limit one stop and one extension may change, on a clock that never rolls.

Law: engine.md §2 "Modifiers"; the long way is lengthening.py.
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.dates import add

Table = Any


def happen_pausing(
    law: Table, changes: int, rows: Table, answers: Table, place: Table, col: Table, at: Table, first: int, pos: Table,
    found: Table, outcome: Table, due: Table, settled: Table, instants: Table,
) -> None:  # fmt: skip
    """Each answer no later than the due instant; ``answers`` are the rows that may stop or lengthen."""
    by_instant = law[changes + L.M_UNIT] == L.ELAPSED
    for i in range(len(rows)):
        t, row = rows[i], found[i]
        until = place[row, L.AFTER] if row >= 0 else place[t, L.HIGH]
        start = at[t] if by_instant else col[L.C_DAY, t] + 0
        end, is_open = last_of(law, changes, answers, place, col, at, pos[i], t, start, until)
        settled[i] = row
        if by_instant:
            here = at[row] if row >= 0 else law[L.H_AS_OF_AT]
            instants[first + i], due[i] = end, -2 - first - i
        else:
            here = col[L.C_DAY, row] + 0 if row >= 0 else law[L.H_AS_OF_DAY]
            due[i] = end
        if is_open == 1:
            due[i] = -1
        if is_open == 1 or here <= end:
            outcome[i] = L.RUNNING if row < 0 else L.KEPT
        else:
            outcome[i] = L.OVERDUE if row < 0 else L.LATE


def last_of(
    law: Table, changes: int, answers: Table, place: Table, col: Table, at: Table, k: int, t: int, start: int,
    until: int,
) -> tuple[int, int]:  # fmt: skip
    """The end of the limit (a day, or on elapsed time an instant), and 1 where a stop is open."""
    unit, amount = law[changes + L.M_UNIT], law[changes + L.M_AMOUNT]
    by_instant = unit == L.ELAPSED
    before, end = start, lengthened(law, unit, amount, start)
    opened, closed, oldest, skipped, reached, times = 0, 0, k, 0, start, 0
    while answers[k] < until:
        row = answers[k]
        k += 1
        moment = at[row] if by_instant else col[L.C_DAY, row] + 0
        if row == t:
            continue
        if opened == closed and moment > end + skipped:
            break
        code = col[L.C_CODE, row]
        if opened > closed and law[law[changes + L.M_ENDS] + code] == L.YES:
            while answers[oldest] == t or law[law[changes + L.M_STARTS] + col[L.C_CODE, answers[oldest]]] != L.YES:
                oldest += 1
            since = at[answers[oldest]] if by_instant else col[L.C_DAY, answers[oldest]] + 0
            skipped += max(0, moment - max(since, reached))
            reached = max(reached, moment)
            closed += 1
            oldest += 1
        if law[law[changes + L.M_STARTS] + code] == L.YES:
            opened += 1
        if times < law[changes + L.M_TIMES] and law[law[changes + L.M_LONGER] + code] == L.YES:
            add_unit, added = law[changes + L.M_ADD_UNIT], law[changes + L.M_ADD]
            if add_unit >= L.MONTHS and unit >= L.MONTHS:
                unit, amount = L.MONTHS, months(unit, amount) + months(add_unit, added)
            else:
                before, unit, amount = end, add_unit, added
            longer = lengthened(law, unit, amount, before)
            if longer > end:
                end, times = longer, times + 1
    return end + skipped, 1 if opened > closed else 0


def months(unit: int, amount: int) -> int:
    """Years as months: months join months, counted from the same day."""
    return amount * 12 if unit == L.YEARS else amount


def lengthened(law: Table, unit: int, amount: int, start: int) -> int:
    """The end of so much from a day, or on elapsed time from an instant."""
    return start + amount if unit == L.ELAPSED else add(law, unit, amount, start)
