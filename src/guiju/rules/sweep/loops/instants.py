"""What the verbs answer that are decided at the trigger itself: before, as it is, by whom.

Law: engine.md §2 "What each verb answers".
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.deciding import UNTIL, excuse, say, say_unknown
from guiju.rules.sweep.loops.rows import (
    add_name,
    add_open_names,
    answer_of,
    choose,
    following,
    meet,
    part_of_day,
    since,
)
from guiju.rules.sweep.loops.running import begin, due_instant, in_time, is_elapsed, raw_last_day

Table = Any


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
    excuse(law, col, at, w, UNTIL, w[L.W_AT])
    if pending < 0 and w[L.W_OUT] == L.BROKEN:
        say_unknown(w, pending)


def satisfy(law: Table, col: Table, at: Table, w: Table) -> None:
    """The trigger's own fields; after midnight-made triggers the time of day is that of the trigger."""
    edition = w[L.W_EDITION]
    ref, code = law[edition + L.E_A], col[L.C_CODE, w[L.W_TRIGGER]]
    if w[L.W_STRIPPED] == 1:
        ref = law[edition + L.E_B] + part_of_day(law, w[L.W_SECOND])
    elif law[edition + L.E_TRIGGER] == L.BY_OVERRUN:
        ref += part_of_day(law, w[L.W_SECOND])
    said = answer_of(law, ref, code)
    good = 1 if said == L.YES else 0
    if said == L.UNCLEAR:
        good = choose(law, w, law[L.H_SLOTS], w[L.W_LO])
        if good >= 2:
            good -= 2
            add_open_names(law, w, ref, code)
    say(w, L.KEPT if good == 1 else L.BROKEN, L.NONE, L.NONE, L.NONE)
    excuse(law, col, at, w, UNTIL, w[L.W_AT])


def differ(law: Table, col: Table, at: Table, w: Table) -> None:
    """The trigger's officers, or unit, are none of those of the earlier rows."""
    edition = w[L.W_EDITION]
    key = law[edition + L.E_B]
    column = law[law[L.H_KEY_COLUMN] + key]
    mine = col[column, w[L.W_TRIGGER]]
    ref = law[edition + L.E_A]
    say(w, L.KEPT, L.NONE, L.NONE, L.NONE)
    row = following(law, col, at, w, ref, w[L.W_LO], w[L.W_AT])
    while row >= 0:
        theirs = col[column, row]
        if mine >= 0 and theirs >= 0:
            overlaps = meet(law, mine, theirs) if key == 7 else 1 if mine == theirs else 0
        else:
            overlaps = choose(law, w, law[L.H_SLOTS] + 1, row)
            if overlaps >= 2:
                overlaps -= 2
                add_name(w, key)
        if overlaps == 1:
            say(w, L.BROKEN, L.NONE, L.NONE, w[L.W_AT])
            break
        row = following(law, col, at, w, ref, row + 1, w[L.W_AT])
    excuse(law, col, at, w, UNTIL, w[L.W_AT])


def holds(law: Table, wanted: int, officer: int, moment: int, day: int, own_seq: int) -> bool:
    """Whether an officer held one of the ``wanted`` credentials at an instant; rows after it do not count."""
    index = law[L.H_CREDENTIALS]
    for k in range(law[wanted]):
        until = L.NONE
        for record in range(law[index + officer], law[index + officer + 1], 5):
            if law[record] > moment:
                break
            if law[record + 3] != law[wanted + 1 + k]:
                continue
            if law[record + 2] == 1 and law[record] == moment and law[record + 1] > own_seq:
                continue
            until = L.NONE if law[record + 2] == 1 else law[record + 4]
        if until != L.NONE and day <= until:
            return True
    return False


def hold(law: Table, col: Table, at: Table, w: Table) -> None:
    """Each of the trigger's officers held one of the credentials on that day."""
    team = col[law[law[L.H_KEY_COLUMN] + 7], w[L.W_TRIGGER]]
    if team < 0:
        held = choose(law, w, law[L.H_SLOTS] + 2, w[L.W_LO])
        if held >= 2:
            held -= 2
            add_name(w, 7)
    else:
        held = 1
        index, wanted, own_seq = law[L.H_OFFICERS], law[w[L.W_EDITION] + L.E_A], col[L.C_SEQ, w[L.W_TRIGGER]] + 0
        for k in range(law[index + team], law[index + team + 1]):
            if not holds(law, wanted, law[k], w[L.W_AT], w[L.W_DAY], own_seq):
                held = 0
    say(w, L.KEPT if held == 1 else L.BROKEN, L.NONE, L.NONE, L.NONE)
    excuse(law, col, at, w, UNTIL, w[L.W_AT])
