"""Two ascending lists of rows walked side by side: what follows each trigger, and the excuses that count.

Every list ends with a row beyond all others, so that no walk needs to look where it ends. Law: engine.md §2.
"""

from typing import Any

from guiju.rules.sweep import layout as L

Table = Any


def place_in(answers: Table, low: int, high: int, row: int) -> int:
    """The first place in [low, high) of a list whose row is ``row`` or a later one."""
    while low < high:
        middle = (low + high) // 2
        if answers[middle] < row:
            low = middle + 1
        else:
            high = middle
    return low


def pair(
    rows: Table, answers: Table, place: Table, col: Table, where: int, as_of_day: int, pos: Table, sett: Table,
    here: Table,
) -> None:  # fmt: skip
    """Per trigger its first answer from ``where`` on: its place in the list, its row or -1, its day or that of as_of."""
    k = 0
    for i in range(len(rows)):
        t = rows[i]
        begin = place[t, where]
        while answers[k] < begin:
            k += 1
        own = 1 if answers[k] == t else 0
        row = answers[k + own]
        has = row < place[t, L.HIGH]
        pos[i] = k + own
        sett[i] = row if has else -1
        day = col[L.C_DAY, row if has else t]
        here[i] = day if has else as_of_day


def excuse_by_row(
    rows: Table, answers: Table, place: Table, upto: Table, outcome: Table, settled: Table
) -> None:  # fmt: skip
    """Excuse what is not kept where an excuse stands before the row ``upto``."""
    k = 0
    for i in range(len(rows)):
        if outcome[i] == L.KEPT or outcome[i] == L.EXCUSED:
            continue
        t = rows[i]
        begin = place[t, L.LOW]
        while answers[k] < begin:
            k += 1
        row = answers[k + 1] if answers[k] == t else answers[k]
        if row < upto[i]:
            outcome[i], settled[i] = L.EXCUSED, row


def excuse_by_limit(
    rows: Table, answers: Table, place: Table, col: Table, at: Table, instants: Table, due: Table, outcome: Table,
    settled: Table,
) -> None:  # fmt: skip
    """Excuse what is not kept where an excuse came in time; without a due instant the clock stands, and any counts."""
    k = 0
    for i in range(len(rows)):
        if outcome[i] == L.KEPT or outcome[i] == L.EXCUSED:
            continue
        t, last = rows[i], due[i]
        begin, end = place[t, L.LOW], place[t, L.HIGH]
        while answers[k] < begin:
            k += 1
        j = k
        while answers[j] < end:
            row = answers[j]
            if last >= 0:
                counts = col[L.C_DAY, row] <= last
            elif last == -1:
                counts = True
            else:
                counts = at[row] <= instants[-2 - last]
            if counts and row != t:
                outcome[i], settled[i] = L.EXCUSED, row
                break
            j += 1
