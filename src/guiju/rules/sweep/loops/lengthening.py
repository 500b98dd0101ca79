"""Stops, restarts and extensions in integers, in the order in which they came, each only while the limit still runs.

Law: engine.md §2 "Modifiers". What cannot be computed for want of a calendar comes back as minus the year.
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.dates import add
from guiju.rules.sweep.loops.rows import add_name, answer_of, choose, is_own, is_row, link, since
from guiju.rules.sweep.loops.running import capped, counted_from, in_time, take_base

Table = Any


def reach(law: Table, w: Table, count: int, unit: int, amount: int) -> int:
    """How far the first ``count`` steps of the total, and one more where ``unit`` ≥ 0, reach from the start."""
    first = w[L.W_TOTAL_UNITS] if count > 0 else unit
    if first == L.ELAPSED:
        total = 0 if unit < 0 else amount
        for k in range(count):
            total += w[L.W_TOTALS + k]
        return total
    day = counted_from(w)
    for k in range(count):
        day = add(law, w[L.W_TOTAL_UNITS + k], w[L.W_TOTALS + k], day)
        if day < 0:
            return day
    return day if unit < 0 else add(law, unit, amount, day)


def is_running_total(w: Table, unit: int, amount: int) -> bool:
    """Whether so much is the total now running."""
    total, factor = 0, 12 if unit == L.YEARS else 1
    for k in range(w[L.W_TOTAL_COUNT]):
        steps = w[L.W_TOTALS + k]
        if w[L.W_TOTAL_UNITS + k] == L.YEARS and unit >= L.MONTHS:
            steps *= 12
        elif w[L.W_TOTAL_UNITS + k] != unit and not (unit == L.YEARS and w[L.W_TOTAL_UNITS + k] == L.MONTHS):
            return False
        total += steps
    if unit == L.ELAPSED and w[L.W_TOTAL_COUNT] == 0:
        return False
    return bool(total == amount * factor)


def in_months(unit: int, amount: int) -> int:
    """Years as months; totals are counted from the start of the clock, so that months join months."""
    return amount * 12 if unit == L.YEARS else amount


def is_approved(law: Table, col: Table, w: Table, item: int, row: int) -> int:
    """Whether the approver of ``row`` stands high enough; an unknown one is tried both ways."""
    held = col[law[L.H_APPROVER], row]
    if held < 0:
        chosen = choose(law, w, law[item + L.X_SLOT], row)
        if chosen >= 2:
            add_name(w, law[L.H_APPROVER_NAME])
            chosen -= 2
        return chosen
    wanted = law[item + L.X_RANKS]
    for k in range(law[wanted]):
        rank = law[wanted + 1 + k]
        if law[law[L.H_LADDER] + held] != law[law[L.H_LADDER] + rank]:
            continue
        if law[law[L.H_HEIGHT] + held] >= law[law[L.H_HEIGHT] + rank]:
            return 1
    return 0


def target_span(law: Table, col: Table, w: Table, item: int, row: int) -> tuple[int, int]:
    """The total that ``row`` lengthens to as (unit, amount); unit -1 where it gives no length."""
    span = law[item + L.X_SPAN]
    kind = law[span + L.SPAN_KIND]
    if kind == L.FIXED:
        return law[span + L.SPAN_UNIT], law[span + L.SPAN_AMOUNT]
    if kind == L.UNDECIDED:
        return -1, 0
    value = col[law[span + L.SPAN_COLUMN], row] if law[span + L.SPAN_COLUMN] >= 0 else -1
    if value >= 0:
        return law[span + L.SPAN_UNIT], capped(law, span, value)
    chosen = choose(law, w, law[item + L.X_SLOT] + 1, row)
    if chosen >= 2:
        add_name(w, law[span + L.SPAN_NAME])
        chosen -= 2
    if chosen == 1 and law[span + L.SPAN_MOST_UNIT] >= 0:
        return law[span + L.SPAN_MOST_UNIT], law[span + L.SPAN_MOST]
    return -1, 0


def try_extension(law: Table, col: Table, w: Table, item: int, number: int, row: int) -> int:
    """1 where ``row`` lengthens by this step of the ladder, 0 where not, or minus a missing year."""
    if law[item + L.X_START_UNIT] >= 0 and not is_running_total(w, law[item + L.X_START_UNIT], law[item + L.X_START]):
        return 0
    if w[L.W_TIMES + number] >= law[item + L.X_TIMES]:
        return 0
    if law[law[item + L.X_RANKS]] > 0 and is_approved(law, col, w, item, row) == 0:
        return 0
    count = w[L.W_TOTAL_COUNT]
    if law[item + L.X_ADD_UNIT] >= 0:
        unit, amount, kept = law[item + L.X_ADD_UNIT], law[item + L.X_ADD], count
        if count > 0 and unit >= L.MONTHS and w[L.W_TOTAL_UNITS + count - 1] >= L.MONTHS:
            amount = in_months(unit, amount) + in_months(w[L.W_TOTAL_UNITS + count - 1], w[L.W_TOTALS + count - 1])
            unit, kept = L.MONTHS, count - 1
    else:
        unit, amount = target_span(law, col, w, item, row)
        kept = 0
        if unit < 0:
            return 0
    if w[L.W_CD_FIXED] == L.NONE:
        longer = reach(law, w, kept, unit, amount)
        if longer < 0:
            return longer
        now = reach(law, w, count, -1, 0)
        if now < 0:
            return now
        if longer <= now:
            return 0
    if kept >= L.MAX_STEPS:
        return L.FAULT
    w[L.W_TOTAL_UNITS + kept], w[L.W_TOTALS + kept] = unit, amount
    w[L.W_TOTAL_COUNT] = kept + 1
    w[L.W_TIMES + number] += 1
    return 1


def extend_by(law: Table, col: Table, w: Table, row: int) -> int:
    """Apply the first step of the ladder that ``row`` may take; 0, or minus a missing year."""
    listed = law[w[L.W_EDITION] + L.E_EXTEND]
    for number in range(law[listed]):
        item = law[listed + 1 + number]
        if is_row(law, col, w, law[item + L.X_BY], row) == 0:
            continue
        done = try_extension(law, col, w, item, number, row)
        if done < 0:
            return done
        if done == 1:
            return 0
    return 0


def close(law: Table, col: Table, w: Table, opened_by: int, row: int) -> None:
    """End the pause that ``row`` answers to: by recording or act where both carry one, else first in, first out."""
    plain = -1
    for k in range(w[L.W_PAUSES]):
        place = w[L.W_PAUSE_AT] + 2 * k
        if w[place + 1] >= 0 or answer_of(law, opened_by, col[L.C_CODE, w[place]]) == L.NOT_ITS_TYPE:
            continue
        linked = link(law, col, w[place], row)
        if linked == L.YES:
            plain = k
            break
        if linked == L.UNCLEAR and plain < 0:
            plain = k
    if plain >= 0:
        w[w[L.W_PAUSE_AT] + 2 * plain + 1] = row
        w[L.W_OPEN] -= 1


def modify(law: Table, col: Table, at: Table, w: Table, until: int) -> int:  # noqa: C901 — one row, four modifiers in order
    """Let every stop, restart and extension up to ``until`` take effect; 0, or minus a missing year."""
    edition = w[L.W_EDITION]
    if law[edition + L.E_MODIFIES] == 0:
        return 0
    stops, restarts, steps = law[edition + L.E_STOP], law[edition + L.E_RESTART], law[edition + L.E_EXTEND]
    for row in range(since(at, w[L.W_LO], w[L.W_HI], w[L.W_AT]), w[L.W_HI]):
        if at[row] > until:
            break
        code = col[L.C_CODE, row]
        if law[law[edition + L.E_MODIFIES] + code] == 0 or is_own(w, row):
            continue
        runs = in_time(law, col, at, w, at[row], col[L.C_DAY, row])
        if runs < 0:
            return runs
        if runs == 0:
            continue
        for k in range(law[stops]):
            ends = law[stops + 2 + 2 * k]
            if answer_of(law, ends, code) != L.NOT_ITS_TYPE and is_row(law, col, w, ends, row) == 1:
                close(law, col, w, law[stops + 1 + 2 * k], row)
        for k in range(law[restarts]):
            if is_row(law, col, w, law[restarts + 1 + k], row) == 1:
                w[L.W_CD_AT], w[L.W_CD_DAY], w[L.W_CD_FIXED] = at[row], col[L.C_DAY, row], L.NONE
                take_base(w)
                for number in range(8):
                    w[L.W_TIMES + number] = 0
                break
        for k in range(law[stops]):
            if is_row(law, col, w, law[stops + 1 + 2 * k], row) == 1:
                place = w[L.W_PAUSE_AT] + 2 * w[L.W_PAUSES]
                w[place], w[place + 1] = row, -1
                w[L.W_PAUSES] += 1
                w[L.W_OPEN] += 1
        for k in range(law[steps]):
            if answer_of(law, law[law[steps + 1 + k] + L.X_BY], code) != L.NOT_ITS_TYPE:
                done = extend_by(law, col, w, row)
                if done < 0:
                    return done
                break
    return 0
