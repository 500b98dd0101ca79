"""The running of one limit in integers: start, length, stops, extensions, restarts, and where it ends.

Law: engine.md §2 "Modifiers". What cannot be computed for want of a calendar comes back as minus the year.
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.dates import add, roll, work_after, work_between

Table = Any


def begin(law: Table, col: Table, w: Table, span: int, row: int, start_at: int, start_day: int) -> int:
    """Set up the countdown of ``span``; 0, or the reason for which the limit cannot be read."""
    w[L.W_CD_AT], w[L.W_CD_DAY], w[L.W_CD_SPAN] = start_at, start_day, span
    w[L.W_CD_CLOCK] = law[span + L.SPAN_CLOCK]
    w[L.W_CD_FIXED] = L.NONE
    w[L.W_PAUSES] = w[L.W_OPEN] = 0
    w[L.W_BASE_COUNT] = 1
    for k in range(8):
        w[L.W_TIMES + k] = 0
    kind = law[span + L.SPAN_KIND]
    if kind == L.UNDECIDED:
        return law[span + L.SPAN_WHY]
    if kind == L.FIXED:
        w[L.W_BASE_UNIT], w[L.W_BASE] = law[span + L.SPAN_UNIT], law[span + L.SPAN_AMOUNT]
    else:
        value = -1
        if row >= 0:
            value = col[law[span + L.SPAN_COLUMN], row]
        if value < 0:
            return law[span + L.SPAN_WHY]
        if kind == L.BY_DATE:
            w[L.W_BASE_COUNT] = 0
            w[L.W_CD_FIXED] = value
        else:
            w[L.W_BASE_UNIT] = law[span + L.SPAN_UNIT]
            w[L.W_BASE] = capped(law, span, value)
    take_base(w)
    return 0


def capped(law: Table, span: int, value: int) -> int:
    """The amount that a row says, no more than the page allows."""
    cap = law[span + L.SPAN_CAP]
    if cap >= 0 and value > cap:
        value = cap
    return value * law[span + L.SPAN_FACTOR]


def take_base(w: Table) -> None:
    """Let the total be the limit as written."""
    w[L.W_TOTAL_COUNT] = w[L.W_BASE_COUNT]
    w[L.W_TOTAL_UNITS], w[L.W_TOTALS] = w[L.W_BASE_UNIT], w[L.W_BASE]


def is_elapsed(w: Table) -> bool:
    """True where instants decide."""
    return bool(w[L.W_TOTAL_COUNT] > 0 and w[L.W_TOTAL_UNITS] == L.ELAPSED)


def merge(w: Table, of_days: int, col: Table, at: Table) -> int:
    """Unite the closed pauses, clipped at the start, as (after, last] pairs in the spans; how many there are."""
    count = 0
    spans = w[L.W_SPANS]
    for k in range(w[L.W_PAUSES]):
        opened = w[w[L.W_PAUSE_AT] + 2 * k]
        closed = w[w[L.W_PAUSE_AT] + 2 * k + 1]
        if closed < 0:
            continue
        if of_days == 1:
            low, high = max(col[L.C_DAY, opened], w[L.W_CD_DAY]), col[L.C_DAY, closed] + 0
        else:
            low, high = max(at[opened], w[L.W_CD_AT]), at[closed]
        if high <= low:
            continue
        place = count
        while place > 0 and w[spans + 2 * place - 2] > low:
            w[spans + 2 * place], w[spans + 2 * place + 1] = w[spans + 2 * place - 2], w[spans + 2 * place - 1]
            place -= 1
        w[spans + 2 * place], w[spans + 2 * place + 1] = low, high
        count += 1
    kept = 0
    for k in range(count):
        low, high = w[spans + 2 * k], w[spans + 2 * k + 1]
        if kept > 0 and low < w[spans + 2 * kept - 1]:
            low = w[spans + 2 * kept - 1]
        if high > low:
            w[spans + 2 * kept], w[spans + 2 * kept + 1] = low, high
            kept += 1
    return kept


def due_instant(col: Table, at: Table, w: Table) -> int:
    """The due instant on elapsed time."""
    due = w[L.W_CD_AT]
    for k in range(w[L.W_TOTAL_COUNT]):
        due += w[L.W_TOTALS + k]
    if w[L.W_PAUSES] > 0:
        for k in range(merge(w, 0, col, at)):
            due += w[w[L.W_SPANS] + 2 * k + 1] - w[w[L.W_SPANS] + 2 * k]
    return due


def counted_from(w: Table) -> int:
    """The day that is not counted: that of the start, or the one before where the first day counts."""
    day = w[L.W_CD_DAY]
    return day - 1 if w[L.W_CD_CLOCK] == L.CLOCK_FIRST_DAY else day


def raw_last_day(law: Table, col: Table, at: Table, w: Table) -> int:
    """The last day before any rolling."""
    day = counted_from(w) if w[L.W_CD_FIXED] == L.NONE else w[L.W_CD_FIXED]
    for k in range(w[L.W_TOTAL_COUNT]):
        day = add(law, w[L.W_TOTAL_UNITS + k], w[L.W_TOTALS + k], day)
        if day < 0:
            return day
    if w[L.W_PAUSES] == 0:
        return day
    skipped = 0
    for k in range(merge(w, 1, col, at)):
        low, high = w[w[L.W_SPANS] + 2 * k], w[w[L.W_SPANS] + 2 * k + 1]
        if w[L.W_CD_CLOCK] == L.CLOCK_WORKDAYS:
            step = work_between(law, low, high)
            if step < 0:
                return step
            skipped += step
        else:
            skipped += high - low
    if w[L.W_CD_CLOCK] == L.CLOCK_WORKDAYS:
        return work_after(law, day, skipped)
    return day + skipped


def last_day(law: Table, col: Table, at: Table, w: Table) -> int:
    """The last day, rolled where the clock rolls."""
    day = raw_last_day(law, col, at, w)
    return day if day < 0 else roll(law, day, w[L.W_CD_CLOCK])


def in_time(law: Table, col: Table, at: Table, w: Table, moment: int, day: int) -> int:
    """1 or 0: whether an instant is no later than the end; or minus the year whose calendar it takes to say so."""
    if w[L.W_OPEN] > 0:
        return 1
    if is_elapsed(w):
        return 1 if moment <= due_instant(col, at, w) else 0
    floor = raw_last_day(law, col, at, w)
    if floor < 0:
        floor = counted_from(w)
        for k in range(w[L.W_TOTAL_COUNT]):
            floor += w[L.W_TOTALS + k]
    if day <= floor:
        return 1
    end = last_day(law, col, at, w)
    if end < 0:
        return end
    return 1 if day <= end else 0
