"""What the verbs that look at single rows answer for one duty, in integers; the decision is left in ``w``.

Law: engine.md §2 "What each verb answers"; equal instants are in order.
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.dates import add, midnight, months_after, work_before
from guiju.rules.sweep.rows import add_name, add_open_names, answer_of, ask, choose, first, following, last, meet, since
from guiju.rules.sweep.running import begin, due_instant, in_time, is_elapsed, last_day, modify, raw_last_day

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


def excuse(law: Table, col: Table, at: Table, w: Table, how: int, limit: int, end: int) -> None:
    """Turn the decision into ``excused`` where an excuse came while it still counts."""
    if w[L.W_OUT] == L.KEPT:
        return
    listed = law[w[L.W_EDITION] + L.E_UNLESS]
    for k in range(law[listed]):
        ref = law[listed + 1 + k]
        ask(law, col, at, w, ref, -L.FAR, end)
        row = following(law, col, at, w, ref, w[L.W_LO], end)
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
            row = following(law, col, at, w, ref, row + 1, end)


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
        excuse(law, col, at, w, ALWAYS, 0, L.FAR)
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
    excuse(law, col, at, w, RUNNING_LIMIT, 0, L.FAR)


def lies_well(law: Table, col: Table, at: Table, w: Table, row: int) -> int:
    """1 or 0: whether an earlier row is near, or far, enough; minus a year, or 10 + a reason where unreadable."""
    edition = w[L.W_EDITION]
    span = law[edition + L.E_B]
    if span < 0:
        return 1
    reason = begin(law, col, w, span, row, at[row], col[L.C_DAY, row])
    if reason != 0:
        return 10 + reason
    if law[edition + L.E_C] == 0:
        return in_time(law, col, at, w, w[L.W_AT], w[L.W_DAY])
    if is_elapsed(w):
        return 1 if w[L.W_AT] >= due_instant(col, at, w) else 0
    day = raw_last_day(law, col, at, w)
    if day < 0:
        return day
    return 1 if w[L.W_DAY] >= day else 0


def have_happened(law: Table, col: Table, at: Table, w: Table) -> None:
    """The answer before or with the trigger; the nearest first where it must not be too long ago."""
    edition = w[L.W_EDITION]
    ref = law[edition + L.E_A]
    ask(law, col, at, w, ref, -L.FAR, w[L.W_AT])
    low, high = w[L.W_LO], since(at, w[L.W_LO], w[L.W_HI], w[L.W_AT] + 1)
    backwards = law[edition + L.E_B] >= 0 and law[edition + L.E_C] == 0
    pending = 0
    for k in range(high - low):
        row = high - 1 - k if backwards else low + k
        if following(law, col, at, w, ref, row, at[row]) != row:
            continue
        well = lies_well(law, col, at, w, row)
        if well >= 10:
            say_unknown(w, well - 10)
            return
        if well < 0:
            pending = well
        if well == 1:
            say(w, L.KEPT, L.NONE, L.NONE, at[row])
            return
    say(w, L.BROKEN, L.NONE, L.NONE, L.NONE)
    excuse(law, col, at, w, UNTIL, w[L.W_AT], L.FAR)
    if pending < 0 and w[L.W_OUT] == L.BROKEN:
        say_unknown(w, pending)


def satisfy(law: Table, col: Table, at: Table, w: Table) -> None:
    """The trigger's own fields; after midnight-made triggers the time of day is that of the trigger."""
    edition = w[L.W_EDITION]
    ref, code = law[edition + L.E_A], col[L.C_CODE, w[L.W_TRIGGER]]
    if w[L.W_STRIPPED] == 1:
        ref = law[edition + L.E_B]
    elif law[edition + L.E_TRIGGER] == L.BY_OVERRUN:
        bounds = law[L.H_CLASSES]
        part = 0
        while part + 1 < law[bounds] and law[bounds + 2 + part] <= w[L.W_SECOND]:
            part += 1
        ref += part
    said = answer_of(law, ref, code)
    good = 1 if said == L.YES else 0
    if said == L.UNCLEAR:
        good = choose(law, w, law[L.H_SLOTS], w[L.W_LO])
        if good >= 2:
            good -= 2
            add_open_names(law, w, ref, code)
    say(w, L.KEPT if good == 1 else L.BROKEN, L.NONE, L.NONE, L.NONE)
    excuse(law, col, at, w, UNTIL, w[L.W_AT], L.FAR)


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


def not_happen(law: Table, col: Table, at: Table, w: Table) -> None:
    """None of the forbidden after the trigger, or once the limit has passed, until the end."""
    edition = w[L.W_EDITION]
    horizon, settled = law[L.H_AS_OF_AT], L.NONE
    if law[edition + L.E_B] >= 0:
        end = first(law, col, at, w, law[edition + L.E_B], w[L.W_AT], L.FAR)
        if end >= 0:
            horizon = settled = at[end]
    ref = law[edition + L.E_A]
    ask(law, col, at, w, ref, w[L.W_AT] + 1, horizon)
    last_at = horizon if settled == L.NONE else horizon - 1
    row = following(law, col, at, w, ref, since(at, w[L.W_LO], w[L.W_HI], w[L.W_AT] + 1), last_at)
    if law[edition + L.E_SPAN] < 0:
        if row < 0:
            say(w, L.KEPT, L.NONE, L.NONE, settled)
            return
        say(w, L.BROKEN, L.NONE, L.NONE, at[row])
        excuse(law, col, at, w, UNTIL, at[row], L.FAR)
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
                excuse(law, col, at, w, SHORTENED_LIMIT, 0, L.FAR)
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
        excuse(law, col, at, w, UNTIL, moment, L.FAR)
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
        excuse(law, col, at, w, ALWAYS, 0, L.FAR)
    else:
        say(w, L.BROKEN if early == 1 else L.KEPT, w[L.W_DUE_AT], w[L.W_DUE_ON], moment)
        excuse(law, col, at, w, UNTIL, moment, L.FAR)
