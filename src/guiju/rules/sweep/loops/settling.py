"""One duty: taken up, decided whichever way its unclear rows are taken, and spooled in ``w``.

Law: engine.md §2 "Editions", "unknown"; §4 "Verdict".
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.answers import happen, not_happen, wait
from guiju.rules.sweep.loops.deciding import say_unknown
from guiju.rules.sweep.loops.instants import differ, have_happened, hold, satisfy
from guiju.rules.sweep.loops.rows import advance, ask, first, is_row, last, load_keys, start_over
from guiju.rules.sweep.loops.stretches import count, cover, repeat

Table = Any


def decide(law: Table, col: Table, at: Table, num: Table, w: Table) -> None:
    """One run of the verb, excuses included."""
    verb = law[w[L.W_EDITION] + L.E_VERB]
    if verb == L.HAPPEN:
        happen(law, col, at, w)
    elif verb == L.HAVE_HAPPENED:
        have_happened(law, col, at, w)
    elif verb == L.SATISFY:
        satisfy(law, col, at, w)
    elif verb == L.NOT_HAPPEN:
        not_happen(law, col, at, w)
    elif verb == L.WAIT:
        wait(law, col, at, w)
    elif verb == L.COVER:
        cover(law, col, at, w)
    elif verb == L.DIFFER:
        differ(law, col, at, w)
    elif verb == L.HOLD:
        hold(law, col, at, w)
    elif verb == L.REPEAT:
        repeat(law, col, at, w)
    else:
        count(law, col, at, num, w)


def kind_of(outcome: int) -> int:
    """Late and overdue are one class."""
    return L.LATE if outcome == L.OVERDUE else outcome


def settle(law: Table, col: Table, at: Table, num: Table, w: Table) -> None:
    """Leave the decision that holds whichever way the unclear rows are taken, and spool the duty."""
    if w[L.W_WHY] != 0:
        say_unknown(w, 0)
        w[L.W_REASON] = w[L.W_WHY]
    elif law[w[L.W_EDITION] + L.E_LACKS] == 1:
        say_unknown(w, L.WHY_SOURCE)
    else:
        start_over(w)
        decide(law, col, at, num, w)
        outcome, due_at, due_on = w[L.W_OUT], w[L.W_DUE_AT], w[L.W_DUE_ON]
        settled, reason = w[L.W_SETTLED], w[L.W_REASON]
        same, runs = 1, 0
        while same == 1 and w[L.W_USED] > 0:
            if runs == L.MAX_RUNS:
                same = 0
                break
            if advance(w) == 0:
                break
            runs += 1
            decide(law, col, at, num, w)
            if kind_of(w[L.W_OUT]) != kind_of(outcome):
                same = 0
        if same == 1:
            w[L.W_OUT], w[L.W_DUE_AT], w[L.W_DUE_ON] = outcome, due_at, due_on
            w[L.W_SETTLED], w[L.W_REASON] = settled, reason
        else:
            say_unknown(w, 0)
            w[L.W_REASON] = L.WHY_NAMES
    if w[L.W_CUT] == L.NONE or not is_cut_short(law, w):
        spool(w, w[L.W_OUT])


def is_cut_short(law: Table, w: Table) -> bool:
    """A period that was cut short binds only where its due instant came before the cut."""
    if w[L.W_PERIOD_AT] <= w[L.W_CUT]:
        return False
    if law[w[L.W_EDITION] + L.E_HAS_DUE] == 1:
        return bool(w[L.W_DUE_AT] == L.NONE or w[L.W_DUE_AT] > w[L.W_CUT])
    return bool(law[w[L.W_EDITION] + L.E_IS_INSTANT] == 0)


def spool(w: Table, outcome: int) -> None:
    """Keep the decision, or mark that the scratch memory must grow."""
    names = w[L.W_NAME_COUNT] if w[L.W_REASON] == L.WHY_NAMES else 0
    if w[L.W_SPOOL] >= w[L.W_SPOOL_CAP] or w[L.W_NAMES_USED] + names > w[L.W_NAMES_CAP]:
        w[L.W_FULL] = 1
        return
    place = w[L.W_SPOOL_AT] + w[L.W_SPOOL] * L.SPOOLED
    w[L.W_SPOOL] += 1
    w[place + L.S_EDITION], w[place + L.S_TRIGGER], w[place + L.S_FAN] = w[L.W_EDITION], w[L.W_TRIGGER], w[L.W_FAN_SEQ]
    w[place + L.S_OUT], w[place + L.S_DUE_AT], w[place + L.S_DUE_ON] = outcome, w[L.W_DUE_AT], w[L.W_DUE_ON]
    w[place + L.S_SETTLED], w[place + L.S_WHY] = w[L.W_SETTLED], w[L.W_REASON]
    w[place + L.S_AT], w[place + L.S_DAY] = w[L.W_AT], w[L.W_DAY]
    w[place + L.S_FAN_ROW], w[place + L.S_STRIPPED] = w[L.W_FAN], w[L.W_STRIPPED]
    w[place + L.S_NAMES], w[place + L.S_NAME_COUNT] = w[L.W_NAMES_USED], names
    for k in range(names):
        w[w[L.W_NAMES_AT] + w[L.W_NAMES_USED] + k] = w[w[L.W_NAMES] + k]
    w[L.W_NAMES_USED] += names


def take_up(law: Table, col: Table, w: Table, edition: int, row: int, moment: int, day: int) -> None:
    """Set up a duty of ``edition`` whose trigger is ``row``, as happened at ``moment``."""
    w[L.W_EDITION], w[L.W_TRIGGER], w[L.W_AT], w[L.W_DAY] = edition, row, moment, day
    w[L.W_START_AT], w[L.W_START_DAY] = moment, day
    w[L.W_SYNTHETIC] = w[L.W_STRIPPED] = w[L.W_WHY] = 0
    w[L.W_FAN] = w[L.W_FAN_SEQ] = -1
    w[L.W_PERIOD_AT] = w[L.W_CUT] = L.NONE
    load_keys(law, col, w, row)


def decides(law: Table, edition: int, day: int) -> int:
    """1 where the edition decides for a day, 2 where none does and this is the nearest one, else 0."""
    if law[edition + L.E_FROM] <= day < law[edition + L.E_TO]:
        return 1
    if law[edition + L.E_IS_FIRST] == 1 and day < law[edition + L.E_FROM]:
        return 2
    return 2 if law[edition + L.E_IS_LAST] == 1 and day >= law[edition + L.E_TO] else 0


def report_outside(w: Table) -> None:
    """Count a trigger that no edition covers."""
    w[L.W_REASON] = 0
    spool(w, L.OUTSIDE)


def edition_day(law: Table, col: Table, at: Table, w: Table) -> int:
    """The day that chooses the edition."""
    how = law[w[L.W_EDITION] + L.E_EDITION_BY]
    row = -1
    if how != 0:
        start_over(w)
        ref = law[w[L.W_EDITION] + L.E_EDITION_REF]
        row = last(law, col, at, w, ref, w[L.W_AT]) if how == 1 else first(law, col, at, w, ref, -L.FAR, w[L.W_AT])
    return w[L.W_DAY] if row < 0 else col[L.C_DAY, row] + 0


def is_inside(law: Table, col: Table, at: Table, w: Table) -> int:
    """1 or 0: whether the trigger lies where ``while`` or ``not_while`` wants it; 2 where that is open."""
    edition = w[L.W_EDITION]
    start_over(w)
    answer = -1
    for _ in range(L.MAX_WINDOW_RUNS):
        state = 1 if state_at(law, col, at, w) == law[edition + L.E_INSIDE] else 0
        if answer >= 0 and state != answer:
            return 2
        answer = state
        if advance(w) == 0:
            break
    return answer


def state_at(law: Table, col: Table, at: Table, w: Table) -> int:
    """1 after the last opening row before the trigger, 0 after the last closing one."""
    opens, closes = law[w[L.W_EDITION] + L.E_WINDOW], law[w[L.W_EDITION] + L.E_CLOSE]
    ask(law, col, at, w, opens, -L.FAR, w[L.W_AT])
    if closes >= 0:
        ask(law, col, at, w, closes, -L.FAR, w[L.W_AT])
    for row in range(w[L.W_TRIGGER] - 1, w[L.W_LO] - 1, -1):
        if is_row(law, col, w, opens, row) == 1:
            return 1
        if closes >= 0 and is_row(law, col, w, closes, row) == 1:
            return 0
    return 0
