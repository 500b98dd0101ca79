"""What the verbs answer that look at a stretch of time: cover it, repeat within it, count in it.

Law: engine.md §2 "What each verb answers".
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.deciding import UNTIL, excuse, find_due, say, say_unknown
from guiju.rules.sweep.loops.rows import (
    add_name,
    ask,
    choose,
    first,
    following,
    is_own,
    is_row,
    is_row_as,
    link,
    part_of_day,
)
from guiju.rules.sweep.loops.running import begin, in_time

Table = Any


def cover_start(law: Table, col: Table, at: Table, w: Table) -> int:
    """The row that begins the interval, -1 while it is awaited, -2 where the trigger itself is such a row."""
    edition = w[L.W_EDITION]
    ref, shown = law[edition + L.E_C], law[edition + L.E_BARE]
    if ref < 0:
        return -2
    if shown < 0:
        shown = ref
    else:
        shown += part_of_day(law, w[L.W_SECOND]) + w[L.W_STRIPPED] * law[law[L.H_CLASSES]]
    if is_row_as(law, col, w, shown, ref, w[L.W_TRIGGER]) == 1:
        return -2
    return first(law, col, at, w, ref, w[L.W_AT], L.FAR)


def stretch(law: Table, col: Table, at: Table, w: Table) -> int:
    """Leave the covered stretches as (since, until) pairs in the spans, in order of since; how many there are."""
    opens, closes = law[w[L.W_EDITION] + L.E_A], law[w[L.W_EDITION] + L.E_B]
    ask(law, col, at, w, opens, -L.FAR, L.FAR)
    ask(law, col, at, w, closes, -L.FAR, L.FAR)
    count, spans, opened = 0, w[L.W_SPANS], w[L.W_OPENED]
    for row in range(w[L.W_LO], w[L.W_HI]):
        if is_own(w, row):
            continue
        if is_row(law, col, w, opens, row) == 1:
            w[opened + count] = row
            w[spans + 2 * count], w[spans + 2 * count + 1] = at[row], L.FAR
            count += 1
        if is_row(law, col, w, closes, row) == 0:
            continue
        found = -1
        for k in range(count):
            if w[spans + 2 * k + 1] == L.FAR:
                linked = link(law, col, w[opened + k], row)
                if linked == L.YES:
                    found = k
                    break
                if linked == L.UNCLEAR and found < 0:
                    found = k
        if found >= 0:
            w[spans + 2 * found + 1] = at[row]
    return count


def cover(law: Table, col: Table, at: Table, w: Table) -> None:  # noqa: C901 — the ways in which an interval ends
    """The interval lies inside the union of the stretches; a hole no longer than the gap is forgiven."""
    edition = w[L.W_EDITION]
    opener = cover_start(law, col, at, w)
    if opener == -1:
        say(w, L.RUNNING, L.NONE, L.NONE, L.NONE)
        excuse(law, col, at, w, UNTIL, law[L.H_AS_OF_AT])
        return
    start = w[L.W_AT]
    if opener >= 0:
        start = at[opener]
    else:
        opener = w[L.W_TRIGGER]
    end, closed = law[L.H_AS_OF_AT], 0
    if w[L.W_PERIOD_AT] != L.NONE and w[L.W_PERIOD_AT] <= end:
        end, closed = w[L.W_PERIOD_AT], 1
    if law[edition + L.E_D] >= 0:
        ref = law[edition + L.E_D]
        ask(law, col, at, w, ref, start, end)
        row = first(law, col, at, w, ref, start, end)
        if row == opener:
            row = following(law, col, at, w, ref, row + 1, end)
        if row >= 0:
            end, closed = at[row], 1
    count, spans, gap = stretch(law, col, at, w), w[L.W_SPANS], law[edition + L.E_F]
    reached, hole = start, L.NONE
    for k in range(count):
        low, high = w[spans + 2 * k], w[spans + 2 * k + 1]
        if low >= end:
            break
        if low - reached > gap:
            hole = reached
            break
        reached = max(reached, high)
    if hole == L.NONE and end - reached > gap:
        hole = reached
    if hole != L.NONE:
        say(w, L.BROKEN, L.NONE, L.NONE, hole)
    elif closed == 1:
        say(w, L.KEPT, L.NONE, L.NONE, end)
    else:
        say(w, L.RUNNING, L.NONE, L.NONE, L.NONE)
    excuse(law, col, at, w, UNTIL, end)


def repeat(law: Table, col: Table, at: Table, w: Table) -> None:
    """No gap between the trigger, each row and the end is longer than the limit."""
    edition = w[L.W_EDITION]
    final_at, final_day, closed = law[L.H_AS_OF_AT], law[L.H_AS_OF_DAY], 0
    if w[L.W_PERIOD_AT] != L.NONE and w[L.W_PERIOD_AT] <= final_at:
        final_at, final_day, closed = w[L.W_PERIOD_AT], w[L.W_PERIOD_DAY], 1
    if law[edition + L.E_B] >= 0:
        end = first(law, col, at, w, law[edition + L.E_B], w[L.W_AT], final_at)
        if end >= 0:
            final_at, final_day, closed = at[end], col[L.C_DAY, end] + 0, 1
    ref = law[edition + L.E_A]
    ask(law, col, at, w, ref, w[L.W_AT], final_at)
    row = first(law, col, at, w, ref, w[L.W_AT], final_at)
    last_at, last_day = w[L.W_START_AT], w[L.W_START_DAY]
    own = -1 if w[L.W_STRIPPED] == 1 else w[L.W_TRIGGER]
    done = 0
    while done == 0:
        here_at, here_day = final_at, final_day
        if row >= 0:
            here_at, here_day = at[row], col[L.C_DAY, row] + 0
            row = following(law, col, at, w, ref, row + 1, final_at)
        else:
            done = 1
        reason = begin(law, col, w, law[edition + L.E_SPAN], own, last_at, last_day)
        if reason == 0:
            runs = in_time(law, col, at, w, here_at, here_day)
            if runs == 0:
                runs = find_due(law, col, at, w, 1)
                if runs == 0:
                    say(w, L.BROKEN, w[L.W_DUE_AT], w[L.W_DUE_ON], here_at)
                    excuse(law, col, at, w, UNTIL, final_at)
                    return
            reason = min(runs, 0)
        if reason != 0:
            say_unknown(w, reason)
            return
        last_at, last_day = here_at, here_day
    if closed == 1:
        say(w, L.KEPT, L.NONE, L.NONE, final_at)
        return
    say(w, L.RUNNING, L.NONE, L.NONE, L.NONE)
    excuse(law, col, at, w, UNTIL, final_at)


def amount_of(law: Table, num: Table, w: Table, row: int) -> float:
    """What ``row`` adds to the sum; an empty amount may be nothing or more than enough."""
    column = law[w[L.W_EDITION] + L.E_C]
    if column < 0:
        return 1.0
    amount = num[column, row]
    if amount == amount:
        return float(amount)
    chosen = choose(law, w, law[L.H_SLOTS] + 3, row)
    if chosen >= 2:
        chosen -= 2
        add_name(w, law[w[L.W_EDITION] + L.E_D])
    return float("inf") if chosen == 1 else 0.0


def count(law: Table, col: Table, at: Table, num: Table, w: Table) -> None:
    """At most, or at least, so many rows (or so much of an attribute) until the end."""
    edition = w[L.W_EDITION]
    horizon, closed = law[L.H_AS_OF_AT], 0
    if w[L.W_PERIOD_AT] != L.NONE and w[L.W_PERIOD_AT] <= horizon:
        horizon, closed = w[L.W_PERIOD_AT] - 1, 1
    if law[edition + L.E_B] >= 0:
        end = first(law, col, at, w, law[edition + L.E_B], w[L.W_AT], horizon)
        if end >= 0:
            horizon, closed = at[end], 1
    ref, bound = law[edition + L.E_A], num[len(num) - 1, law[edition + L.E_F]]
    at_most = law[edition + L.E_AT_MOST] == 1
    ask(law, col, at, w, ref, w[L.W_AT], horizon)
    row = first(law, col, at, w, ref, w[L.W_AT], horizon)
    total, crossed = 0.0, L.NONE
    if not at_most and bound <= 0:
        crossed = w[L.W_AT]
    while row >= 0 and crossed == L.NONE:
        total += amount_of(law, num, w, row)
        if (total > bound) if at_most else (total >= bound):
            crossed = at[row]
        row = following(law, col, at, w, ref, row + 1, horizon)
    endless = law[edition + L.E_B] < 0 and w[L.W_PERIOD_AT] == L.NONE
    if at_most and crossed != L.NONE:
        say(w, L.BROKEN, L.NONE, L.NONE, crossed)
    elif at_most and (closed == 1 or endless):
        say(w, L.KEPT, L.NONE, L.NONE, horizon if closed == 1 else L.NONE)
    elif not at_most and crossed != L.NONE:
        say(w, L.KEPT, L.NONE, L.NONE, crossed)
    elif not at_most and closed == 1:
        say(w, L.BROKEN, L.NONE, L.NONE, horizon)
    else:
        say(w, L.RUNNING, L.NONE, L.NONE, L.NONE)
    excuse(law, col, at, w, UNTIL, horizon)
