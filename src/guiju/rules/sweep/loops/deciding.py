"""What the verbs have in common: leaving a decision, setting up the limit, letting excuses count.

Law: engine.md §2 "Modifiers", "Excuses".
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.dates import midnight, months_after, work_before
from guiju.rules.sweep.loops.lengthening import modify
from guiju.rules.sweep.loops.rows import first, following, last
from guiju.rules.sweep.loops.running import begin, due_instant, in_time, is_elapsed, last_day

Table = Any

ALWAYS, UNTIL, RUNNING_LIMIT, SHORTENED_LIMIT = range(4)


def say(w: Table, outcome: int, due_at: int, due_on: int, settled: int) -> None:
    """Leave a decision."""
    w[L.W_OUT], w[L.W_DUE_AT], w[L.W_DUE_ON], w[L.W_SETTLED] = outcome, due_at, due_on, settled
    w[L.W_REASON] = 0


def say_unknown(w: Table, reason: int) -> None:
    """Leave the decision that something is missing; minus a year means its calendar."""
    say(w, L.UNKNOWN, L.NONE, L.NONE, L.NONE)
    w[L.W_REASON] = reason if reason >= 0 else L.WHY_CALENDAR - reason


def excuse(law: Table, col: Table, at: Table, w: Table, how: int, limit: int) -> None:
    """Turn the decision into ``excused`` where an excuse came while it still counts."""
    if w[L.W_OUT] == L.KEPT:
        return
    listed = law[w[L.W_EDITION] + L.E_UNLESS]
    for k in range(law[listed]):
        ref = law[listed + 1 + k]
        row = following(law, col, at, w, ref, w[L.W_LO], L.FAR)
        while row >= 0:
            counts = 1
            if how == UNTIL:
                counts = 1 if at[row] <= limit else 0
            elif how == RUNNING_LIMIT:
                counts = in_time(law, col, at, w, at[row], col[L.C_DAY, row])
            elif how == SHORTENED_LIMIT:
                counts = is_allowed(law, col, at, w, at[row], col[L.C_DAY, row])
            if counts < 0:
                say_unknown(w, counts)
                return
            if counts == 1:
                say(w, L.EXCUSED, w[L.W_DUE_AT], w[L.W_DUE_ON], at[row])
                return
            row = following(law, col, at, w, ref, row + 1, L.FAR)


def count_down(law: Table, col: Table, at: Table, w: Table, until: int) -> int:
    """Set up and modify the page's limit: 0 done, 1 its start is awaited or unknown (said), 2 unreadable (said)."""
    edition = w[L.W_EDITION]
    start_at, start_day = w[L.W_START_AT], w[L.W_START_DAY]
    if law[edition + L.E_COUNT_FROM] != 0:
        if law[edition + L.E_COUNT_FROM] == 1:
            row = last(law, col, at, w, law[edition + L.E_COUNT_REF], w[L.W_AT])
        else:
            row = first(law, col, at, w, law[edition + L.E_COUNT_REF], w[L.W_AT], L.FAR)
        if row < 0:
            if law[edition + L.E_COUNT_FROM] == 2:
                say(w, L.RUNNING, L.NONE, L.NONE, L.NONE)
            else:
                say_unknown(w, law[edition + L.E_COUNT_WHY])
            return 1
        start_at, start_day = at[row], col[L.C_DAY, row] + 0
    own = -1 if w[L.W_STRIPPED] == 1 else w[L.W_TRIGGER]
    reason = begin(law, col, w, law[edition + L.E_SPAN], own, start_at, start_day)
    if reason == 0:
        reason = modify(law, col, at, w, until)
    if reason != 0:
        say_unknown(w, reason)
        return 2
    return 0


def find_due(law: Table, col: Table, at: Table, w: Table, strict: int) -> int:
    """Leave the due instant and day where they are known; with ``strict`` minus a year where they are not."""
    w[L.W_DUE_AT] = w[L.W_DUE_ON] = L.NONE
    if w[L.W_OPEN] > 0:
        return 0
    if is_elapsed(w):
        w[L.W_DUE_AT] = due_instant(col, at, w)
        return 0
    day = last_day(law, col, at, w)
    if day < 0:
        return day if strict == 1 or day == L.FAULT else 0
    w[L.W_DUE_AT], w[L.W_DUE_ON] = midnight(law, day + 1), day
    return 0


def shortened(law: Table, col: Table, at: Table, w: Table) -> int:
    """Leave the due instant and day less the page's ``less``; 0, or minus a year."""
    fault = find_due(law, col, at, w, 1)
    unit, amount = law[w[L.W_EDITION] + L.E_C], law[w[L.W_EDITION] + L.E_D]
    if fault < 0 or unit < 0 or w[L.W_DUE_AT] == L.NONE:
        return fault
    if w[L.W_DUE_ON] == L.NONE:
        w[L.W_DUE_AT] -= amount
        return 0
    if unit == L.WORKDAYS:
        day = work_before(law, w[L.W_DUE_ON], amount)
    elif unit == L.DAYS:
        day = w[L.W_DUE_ON] - amount
    else:
        day = months_after(law, w[L.W_DUE_ON], -amount * (12 if unit == L.YEARS else 1))
    if day < 0:
        return day
    w[L.W_DUE_AT], w[L.W_DUE_ON] = midnight(law, day + 1), day
    return 0


def is_allowed(law: Table, col: Table, at: Table, w: Table, moment: int, day: int) -> int:
    """1 or 0: whether the forbidden thing may still happen; minus a year where that is open."""
    if w[L.W_OPEN] > 0:
        return 1
    if law[w[L.W_EDITION] + L.E_C] < 0:
        return in_time(law, col, at, w, moment, day)
    due_at, due_on = w[L.W_DUE_AT], w[L.W_DUE_ON]
    fault = shortened(law, col, at, w)
    if fault < 0:
        return fault
    allowed = moment <= w[L.W_DUE_AT] if w[L.W_DUE_ON] == L.NONE else day <= w[L.W_DUE_ON]
    w[L.W_DUE_AT], w[L.W_DUE_ON] = due_at, due_on
    return 1 if allowed else 0
