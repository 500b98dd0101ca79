"""What the verbs with a limit answer for one duty, in integers; the decision is left in ``w``.

Law: engine.md §2 "What each verb answers"; equal instants are in order.
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.dates import midnight
from guiju.rules.sweep.loops.deciding import (
    ALWAYS,
    RUNNING_LIMIT,
    SHORTENED_LIMIT,
    UNTIL,
    count_down,
    excuse,
    find_due,
    is_allowed,
    say,
    say_unknown,
    shortened,
)
from guiju.rules.sweep.loops.rows import first, following, since
from guiju.rules.sweep.loops.running import due_instant, in_time, is_elapsed, raw_last_day

Table = Any


def happen(law: Table, col: Table, at: Table, w: Table) -> None:
    """Each answer after the trigger, no later than the due instant."""
    listed = law[w[L.W_EDITION] + L.E_A]
    settled, complete = -1, 1
    for k in range(law[listed]):
        row = first(law, col, at, w, law[listed + 1 + k], w[L.W_AT], L.FAR)
        settled = max(settled, row)
        if row < 0:
            complete = 0
    state = count_down(law, col, at, w, at[settled] if complete == 1 else law[L.H_AS_OF_AT])
    if state == 2:
        return
    if state == 1:
        if complete == 1 and w[L.W_OUT] == L.RUNNING:
            say(w, L.KEPT, L.NONE, L.NONE, at[settled])
            return
        excuse(law, col, at, w, ALWAYS, 0)
        return
    find_due(law, col, at, w, 0)
    if complete == 1:
        moment, day = at[settled], col[L.C_DAY, settled] + 0
    else:
        moment, day = law[L.H_AS_OF_AT], law[L.H_AS_OF_DAY]
    runs = in_time(law, col, at, w, moment, day)
    if runs < 0:
        say_unknown(w, runs)
        return
    if complete == 1:
        say(w, L.KEPT if runs == 1 else L.LATE, w[L.W_DUE_AT], w[L.W_DUE_ON], moment)
    else:
        say(w, L.RUNNING if runs == 1 else L.OVERDUE, w[L.W_DUE_AT], w[L.W_DUE_ON], L.NONE)
    excuse(law, col, at, w, RUNNING_LIMIT, 0)


def not_happen(law: Table, col: Table, at: Table, w: Table) -> None:
    """None of the forbidden after the trigger, or once the limit has passed, until the end."""
    edition = w[L.W_EDITION]
    horizon, settled = law[L.H_AS_OF_AT], L.NONE
    if law[edition + L.E_B] >= 0:
        end = first(law, col, at, w, law[edition + L.E_B], w[L.W_AT], L.FAR)
        if end >= 0:
            horizon = settled = at[end]
    over = w[L.W_PERIOD_AT]
    if over != L.NONE and over <= law[L.H_AS_OF_AT] and (settled == L.NONE or over < settled):
        horizon = settled = over
    ref = law[edition + L.E_A]
    last_at = horizon if settled == L.NONE else horizon - 1
    row = following(law, col, at, w, ref, since(at, w[L.W_LO], w[L.W_HI], w[L.W_AT] + 1), last_at)
    if law[edition + L.E_SPAN] < 0:
        if row < 0:
            say(w, L.KEPT, L.NONE, L.NONE, settled)
            return
        say(w, L.BROKEN, L.NONE, L.NONE, at[row])
        excuse(law, col, at, w, UNTIL, at[row])
        return
    while row >= 0:
        state = count_down(law, col, at, w, at[row])
        if state == 1 and w[L.W_OUT] != L.UNKNOWN:
            say(w, L.KEPT, L.NONE, L.NONE, L.NONE)
        if state != 0:
            return
        allowed = is_allowed(law, col, at, w, at[row], col[L.C_DAY, row])
        if allowed == 0:
            allowed = shortened(law, col, at, w)
            if allowed == 0:
                say(w, L.BROKEN, w[L.W_DUE_AT], w[L.W_DUE_ON], at[row])
                excuse(law, col, at, w, SHORTENED_LIMIT, 0)
                return
        if allowed < 0:
            say_unknown(w, allowed)
            return
        row = following(law, col, at, w, ref, row + 1, last_at)
    say(w, L.KEPT, L.NONE, L.NONE, settled)


def is_early(law: Table, col: Table, at: Table, w: Table, moment: int, day: int) -> int:
    """1 or 0: whether an instant lies before the end of the wait; minus a year where that is open."""
    if w[L.W_OPEN] > 0:
        return 1
    if law[w[L.W_EDITION] + L.E_B] == 1:
        return in_time(law, col, at, w, moment, day)
    if is_elapsed(w):
        return 1 if moment < due_instant(col, at, w) else 0
    end = raw_last_day(law, col, at, w)
    if end < 0:
        return end
    return 1 if day < end else 0


def wait(law: Table, col: Table, at: Table, w: Table) -> None:
    """The row not earlier than the end of the limit, or only when the window has passed whole."""
    edition = w[L.W_EDITION]
    row = first(law, col, at, w, law[edition + L.E_A], w[L.W_AT], L.FAR)
    moment, day = law[L.H_AS_OF_AT], law[L.H_AS_OF_DAY]
    if row >= 0:
        moment, day = at[row], col[L.C_DAY, row] + 0
    state = count_down(law, col, at, w, moment)
    if state == 1 and row >= 0 and w[L.W_OUT] != L.UNKNOWN:
        say(w, L.BROKEN, L.NONE, L.NONE, moment)
        excuse(law, col, at, w, UNTIL, moment)
    if state != 0:
        return
    if law[edition + L.E_B] == 1 or is_elapsed(w) or w[L.W_OPEN] > 0:
        find_due(law, col, at, w, 0)
    else:
        end = raw_last_day(law, col, at, w)
        w[L.W_DUE_AT] = w[L.W_DUE_ON] = L.NONE
        if end >= 0:
            w[L.W_DUE_AT], w[L.W_DUE_ON] = midnight(law, end), end
    early = is_early(law, col, at, w, moment, day)
    if early < 0:
        say_unknown(w, early)
    elif row < 0:
        say(w, L.RUNNING if early == 1 else L.KEPT, w[L.W_DUE_AT], w[L.W_DUE_ON], L.NONE)
        excuse(law, col, at, w, ALWAYS, 0)
    else:
        say(w, L.BROKEN if early == 1 else L.KEPT, w[L.W_DUE_AT], w[L.W_DUE_ON], moment)
        excuse(law, col, at, w, UNTIL, moment)
