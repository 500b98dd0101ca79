"""Which duties arise in a history: from events, from calendar periods, from the overrun of another page.

Law: engine.md §2 "When a duty arises".
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.dates import midnight, offset_at
from guiju.rules.sweep.loops.rows import add_name, add_open_names, answer_of, is_own, load_keys, share, start_over
from guiju.rules.sweep.loops.settling import decides, edition_day, is_inside, report_outside, settle, take_up

Table = Any


def by_event(law: Table, col: Table, at: Table, num: Table, w: Table, edition: int) -> None:
    """The duties of an edition that events open."""
    ref = law[edition + L.E_EVENT]
    for row in range(w[L.W_LO], w[L.W_HI]):
        code = col[L.C_CODE, row]
        said = answer_of(law, ref, code)
        if said < L.YES:
            continue
        take_up(law, col, w, edition, row, at[row], col[L.C_DAY, row] + 0)
        applies = decides(law, edition, edition_day(law, col, at, w))
        if applies == 2 and said == L.YES:
            report_outside(w)
        if applies != 1 or law[edition + L.E_IS_KIND] == 0:
            continue
        if law[edition + L.E_FAN] >= 0:
            fan_out(law, col, at, num, w, said)
        else:
            let_in(law, col, at, num, w, said, L.YES, 0)


def let_in(law: Table, col: Table, at: Table, num: Table, w: Table, said: int, fanned: int, doubt: int) -> None:
    """Settle the duty where ``while`` and ``not_while`` let it arise; the rest tells of unclear rows."""
    edition, inside = w[L.W_EDITION], 1
    if law[edition + L.E_WINDOW] >= 0:
        inside = is_inside(law, col, at, w) if law[edition + L.E_WINDOW_RECORDED] == 1 else 2
    if inside == 0:
        return
    if w[L.W_WHY] == 0:
        if said == L.UNCLEAR or fanned == L.UNCLEAR or doubt != 0:
            start_over(w)
            if said == L.UNCLEAR:
                add_open_names(law, w, law[edition + L.E_EVENT], col[L.C_CODE, w[L.W_TRIGGER]])
            else:
                add_open_names(law, w, law[edition + L.E_FAN], col[L.C_CODE, w[L.W_FAN]])
                for key in range(10):
                    if doubt >> key & 1:
                        add_name(w, key)
            w[L.W_WHY] = L.WHY_NAMES
        elif inside == 2:
            w[L.W_WHY] = L.WHY_NAMES if law[edition + L.E_WINDOW_RECORDED] == 1 else L.WHY_SOURCE
    settle(law, col, at, num, w)


def fan_out(law: Table, col: Table, at: Table, num: Table, w: Table, opened: int) -> None:
    """One duty per distinct row at or before the trigger, lending its keys."""
    edition, trigger = w[L.W_EDITION], w[L.W_TRIGGER]
    if law[edition + L.E_FAN_RECORDED] == 0:
        w[L.W_WHY] = L.WHY_SOURCE
        let_in(law, col, at, num, w, opened, L.YES, 0)
        return
    ref, same = law[edition + L.E_FAN], law[edition + L.E_SAME]
    for row in range(w[L.W_LO], w[L.W_HI]):
        if at[row] > w[L.W_AT]:
            break
        load_keys(law, col, w, trigger)
        shared = fans(law, col, w, ref, row)
        if shared == L.NO or not is_new(law, col, w, ref, law[edition + L.E_MARK], row):
            continue
        for key in range(10):
            if same >> key & 1:
                lent = col[law[law[L.H_KEY_COLUMN] + key], row]
                if lent > L.NOT_CARRIED:
                    w[L.W_KEYS + key] = lent
        w[L.W_FAN], w[L.W_FAN_SEQ], w[L.W_WHY] = row, col[L.C_SEQ, row], 0
        let_in(law, col, at, num, w, opened, answer_of(law, ref, col[L.C_CODE, row]), shared // 4)


def fans(law: Table, col: Table, w: Table, ref: int, row: int) -> int:
    """Whether the duty fans out over ``row``: NO, or what ``share`` says of its keys."""
    if answer_of(law, ref, col[L.C_CODE, row]) < L.YES or is_own(w, row):
        return L.NO
    return share(law, col, w, law[law[L.H_REFS] + ref * L.REF + L.R_SAME], row)


def is_new(law: Table, col: Table, w: Table, ref: int, mark: int, row: int) -> bool:
    """Whether no earlier row of the fan has the same keys."""
    for other in range(w[L.W_LO], row):
        if fans(law, col, w, ref, other) != L.NO:
            differs = 0
            for key in range(10):
                if mark >> key & 1:
                    column = law[law[L.H_KEY_COLUMN] + key]
                    if written(col[column, row]) != written(col[column, other]):
                        differs = 1
            if differs == 0:
                return False
    return True


def written(key: int) -> int:
    """The key that a row has, whether or not its type should carry it."""
    if key < L.NOT_CARRIED:
        return -3 - key
    return max(key, L.EMPTY)


def by_period(law: Table, col: Table, at: Table, num: Table, w: Table, edition: int) -> None:
    """The duties of calendar periods between an opening row and the next closing one that shares its keys."""
    opens, closes, same = law[edition + L.E_OPENS], law[edition + L.E_CLOSES], law[edition + L.E_SAME]
    standing, openers = 0, w[L.W_STAYS]
    for row in range(w[L.W_LO], w[L.W_HI]):
        code = col[L.C_CODE, row]
        if answer_of(law, opens, code) == L.YES and not is_standing(law, col, w, standing, same, row):
            w[openers + standing] = row
            standing += 1
        if closes < 0 or answer_of(law, closes, code) != L.YES:
            continue
        kept = 0
        for k in range(standing):
            opener = w[openers + k]
            load_keys(law, col, w, opener)
            if share(law, col, w, same, row) == L.NO:
                w[openers + kept] = opener
                kept += 1
            else:
                stay(law, col, at, num, w, edition, opener, at[row])
        standing = kept
    for k in range(standing):
        stay(law, col, at, num, w, edition, w[openers + k], L.NONE)


def is_standing(law: Table, col: Table, w: Table, standing: int, same: int, row: int) -> bool:
    """Whether a stay with the same keys stands open already."""
    for k in range(standing):
        other, differs = w[w[L.W_STAYS] + k], 0
        for key in range(10):
            if same >> key & 1:
                column = law[law[L.H_KEY_COLUMN] + key]
                if max(col[column, row], L.EMPTY) != max(col[column, other], L.EMPTY):
                    differs = 1
        if differs == 0:
            return True
    return False


def stay(law: Table, col: Table, at: Table, num: Table, w: Table, edition: int, opener: int, closed_at: int) -> None:
    """The duties of the periods that begin in one stay."""
    each, day = law[edition + L.E_EACH], col[L.C_DAY, opener] + 0
    length, place, listed = 1, 0, law[L.H_PERIODS]
    if each == 0:
        begins = day
    elif each == 1:
        begins, length = day + (1 - day) % 7, 7
    else:
        listed = law[law[L.H_PERIODS] + each]
        while law[listed + 1 + place] < day:
            place += 1
        begins = law[listed + 1 + place]
    while True:
        begins_at = midnight(law, begins)
        if begins_at > law[L.H_AS_OF_AT] or (closed_at != L.NONE and begins_at >= closed_at):
            return
        following = begins + length if each < 2 else law[listed + 2 + place]
        if begins_at < at[opener]:
            begins, place = following, place + 1
            continue
        take_up(law, col, w, edition, opener, begins_at, begins)
        w[L.W_SYNTHETIC] = w[L.W_STRIPPED] = 1
        w[L.W_SECOND] = 0
        w[L.W_START_DAY], w[L.W_FAN_SEQ] = begins - 1, begins
        w[L.W_PERIOD_AT], w[L.W_PERIOD_DAY], w[L.W_CUT] = midnight(law, following), following, closed_at
        applies = decides(law, edition, begins)
        if applies == 2:
            report_outside(w)
        elif applies == 1 and law[edition + L.E_IS_KIND] == 1:
            settle(law, col, at, num, w)
        begins, place = following, place + 1


def open_plain(law: Table, col: Table, at: Table, num: Table, w: Table, rule: int) -> None:
    """The duties of a rule, those behind which another page's overrun stands aside."""
    record = law[L.H_RULES] + 2 * rule
    for number in range(law[record + 1]):
        edition = law[record] + number * L.EDITION
        if law[edition + L.E_TRIGGER] == L.BY_EVENT:
            by_event(law, col, at, num, w, edition)
        elif law[edition + L.E_TRIGGER] == L.BY_PERIOD:
            by_period(law, col, at, num, w, edition)


def by_overrun(law: Table, col: Table, at: Table, num: Table, w: Table, edition: int) -> None:
    """The duties of an edition that the overrun of other pages opens."""
    pages = law[edition + L.E_OVERDUE]
    for k in range(law[pages]):
        behind = w[L.W_SPOOL]
        open_plain(law, col, at, num, w, law[pages + 1 + k])
        end = w[L.W_SPOOL]
        for number in range(behind, end):
            overrun(law, col, at, num, w, edition, w[L.W_SPOOL_AT] + number * L.SPOOLED)
        fresh = w[L.W_SPOOL] - end
        for j in range(fresh * L.SPOOLED):
            w[w[L.W_SPOOL_AT] + behind * L.SPOOLED + j] = w[w[L.W_SPOOL_AT] + end * L.SPOOLED + j]
        w[L.W_SPOOL] = behind + fresh


def overrun(law: Table, col: Table, at: Table, num: Table, w: Table, edition: int, place: int) -> None:
    """The duty that one overrun duty opens."""
    outcome, due = w[place + L.S_OUT], w[place + L.S_DUE_AT]
    if (outcome != L.LATE and outcome != L.OVERDUE) or due == L.NONE:
        return
    row, day, stripped = w[place + L.S_TRIGGER], w[place + L.S_DAY], w[place + L.S_STRIPPED]
    local = due + offset_at(law, due)
    due_day = local // 86_400_000_000 + 719_163
    take_up(law, col, w, edition, row, due, due_day)
    w[L.W_SECOND] = local % 86_400_000_000 // 1_000_000
    w[L.W_SYNTHETIC], w[L.W_STRIPPED], w[L.W_FAN_SEQ] = 1, stripped, w[place + L.S_FAN]
    fan, same = w[place + L.S_FAN_ROW], law[w[place + L.S_EDITION] + L.E_SAME]
    for key in range(10):
        own, lent = w[L.W_KEYS + key], L.NOT_CARRIED
        if fan >= 0 and same >> key & 1:
            lent = col[law[law[L.H_KEY_COLUMN] + key], fan]
        if lent >= 0:
            own = lent
        elif lent == L.NOT_CARRIED and own < L.NOT_CARRIED:
            own = L.NOT_CARRIED if stripped == 1 else -3 - own
        w[L.W_KEYS + key] = own
    applies = decides(law, edition, day)
    if applies == 2:
        report_outside(w)
    if applies == 1 and due <= law[L.H_AS_OF_AT] and law[edition + L.E_IS_KIND] == 1:
        settle(law, col, at, num, w)


def open_rule(law: Table, col: Table, at: Table, num: Table, w: Table, rule: int) -> None:
    """Every duty of a rule in the history at hand."""
    open_plain(law, col, at, num, w, rule)
    record = law[L.H_RULES] + 2 * rule
    for number in range(law[record + 1]):
        edition = law[record] + number * L.EDITION
        if law[edition + L.E_TRIGGER] == L.BY_OVERRUN:
            by_overrun(law, col, at, num, w, edition)
