"""The one loop over all histories: which rules a history wakes, and their verdicts as narrow columns.

Nothing here knows a date or a name; ``law``, ``col``, ``at`` and ``num`` are the tables of records.py and snapshot.py.
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.openings import open_rule

Table = Any

DONE, NEED_ROOM, NEED_EXTRA, NEED_SCRATCH = range(4)

# Where the loop stopped, what it filled, and why it came back.
P_HISTORY, P_RULE, P_DUTIES, P_EXTRAS, P_INSTANTS, P_STATE, PROGRESS = range(7)

TAG_FAN, TAG_WHY, TAG_NAME = range(3)


def store(
    col: Table, law: Table, w: Table, page: Table, trigger: Table, outcome: Table, due: Table, settled: Table,
    extras: Table, instants: Table, outside: Table, progress: Table,
) -> int:  # fmt: skip
    """Move the spooled duties into the columns; DONE, or what must grow first (then nothing was moved)."""
    count, width = w[L.W_SPOOL], L.SPOOLED
    n, x, y = progress[P_DUTIES], progress[P_EXTRAS], progress[P_INSTANTS]
    if n + count > len(page):
        return NEED_ROOM
    if x + 2 * count + w[L.W_NAMES_USED] > len(extras) or y + 2 * count > len(instants):
        return NEED_EXTRA
    for k in range(count):
        place = w[L.W_SPOOL_AT] + k * width
        said, number = w[place + L.S_OUT], (w[place + L.S_EDITION] - law[L.H_EDITIONS]) // L.EDITION
        if said == L.OUTSIDE:
            outside[law[w[place + L.S_EDITION] + L.E_RULE]] += 1
            continue
        page[n], outcome[n] = number, said
        trigger[n] = col[L.C_SEQ, w[place + L.S_TRIGGER]]
        due[n] = settled[n] = -1
        if w[place + L.S_DUE_ON] != L.NONE:
            due[n] = w[place + L.S_DUE_ON]
        elif w[place + L.S_DUE_AT] != L.NONE:
            instants[y], due[n], y = w[place + L.S_DUE_AT], -2 - y, y + 1
        if w[place + L.S_SETTLED] != L.NONE:
            instants[y], settled[n], y = w[place + L.S_SETTLED], -2 - y, y + 1
        if w[place + L.S_FAN] != -1:
            extras[x, 0], extras[x, 1], extras[x, 2], x = n, TAG_FAN, w[place + L.S_FAN], x + 1
        if w[place + L.S_WHY] > 0:
            extras[x, 0], extras[x, 1], extras[x, 2], x = n, TAG_WHY, w[place + L.S_WHY], x + 1
        for j in range(w[place + L.S_NAME_COUNT]):
            name = w[w[L.W_NAMES_AT] + w[place + L.S_NAMES] + j]
            extras[x, 0], extras[x, 1], extras[x, 2], x = n, TAG_NAME, name, x + 1
        n += 1
    progress[P_DUTIES], progress[P_EXTRAS], progress[P_INSTANTS] = n, x, y
    return DONE


def run(
    law: Table, col: Table, at: Table, num: Table, offsets: Table, wanted: Table, first: int, until: int, w: Table,
    page: Table, trigger: Table, outcome: Table, due: Table, settled: Table, extras: Table, instants: Table,
    outside: Table, ends: Table, progress: Table,
) -> None:  # fmt: skip
    """Judge the ``wanted`` histories from where ``progress`` stands; come back where memory must grow."""
    rules, words = law[L.H_RULE_COUNT], (law[L.H_RULE_COUNT] + 61) // 62
    history, from_rule = progress[P_HISTORY], progress[P_RULE]
    while history < until:
        low, high = offsets[wanted[history]], offsets[wanted[history] + 1]
        while high > low and at[high - 1] > law[L.H_AS_OF_AT]:
            high -= 1
        w[L.W_LO], w[L.W_HI] = low, high
        for word in range(words):
            woken = 0
            for row in range(low, high):
                woken |= law[law[L.H_OPENING] + col[L.C_CODE, row] * words + word]
            for rule in range(word * 62, min(rules, word * 62 + 62)):
                if woken >> (rule - word * 62) & 1 == 0 or rule < from_rule:
                    continue
                w[L.W_SPOOL] = w[L.W_NAMES_USED] = w[L.W_FULL] = 0
                open_rule(law, col, at, num, w, rule)
                state = NEED_SCRATCH
                if w[L.W_FULL] == 0:
                    state = DONE
                    if w[L.W_SPOOL] > 0:
                        state = store(
                            col, law, w, page, trigger, outcome, due, settled, extras, instants, outside, progress
                        )
                if state != DONE:
                    progress[P_HISTORY], progress[P_RULE], progress[P_STATE] = history, rule, state
                    return
        ends[history - first] = progress[P_DUTIES]
        from_rule = 0
        history += 1
    progress[P_HISTORY], progress[P_RULE], progress[P_STATE] = history, 0, DONE
