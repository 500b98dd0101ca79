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


def pair(rows: Table, answers: Table, place: Table, where: int, pos: Table, found: Table) -> None:
    """Per trigger its first answer from ``where`` on: its place in the list, and its row or -1."""
    k = 0
    for i in range(len(rows)):
        t = rows[i]
        begin, end = place[t, where], place[t, L.HIGH]
        # One step without asking is most often the only one, and spares the processor a guess.
        k += 1 if answers[k] < begin else 0
        while answers[k] < begin:
            k += 1
        own = 1 if answers[k] == t else 0
        row = answers[k + own]
        pos[i] = k + own
        found[i] = row if row < end else -1


def days_of(found: Table, col: Table, otherwise: int, here: Table) -> None:
    """The local day of each row, or another day where there is none."""
    for i in range(len(found)):
        row = found[i]
        day = col[L.C_DAY, max(row, 0)]
        here[i] = day if row >= 0 else otherwise


def reach(verb: int, rows: Table, place: Table, ends: Table, settled: Table, upto: Table) -> None:
    """Before which row an excuse must stand: up to the trigger, the forbidden or early row, the end, or anywhere."""
    for i in range(len(rows)):
        t, row = rows[i], settled[i]
        if verb == L.WAIT:
            upto[i] = place[t, L.HIGH] if row < 0 else place[row, L.AFTER]
        elif verb == L.NOT_HAPPEN:
            upto[i] = place[max(row, 0), L.AFTER]
        elif verb == L.COUNT or verb == L.REPEAT or verb == L.COVER:
            upto[i] = place[t, L.HIGH] if ends[i] < 0 else place[ends[i], L.AFTER]
        else:
            upto[i] = place[t, L.AFTER]


def excuse_by_row(found: Table, upto: Table, outcome: Table, settled: Table) -> None:
    """Excuse what is not kept where the first excuse stands before the row ``upto``."""
    for i in range(len(found)):
        counts = 0 <= found[i] < upto[i] and outcome[i] > L.EXCUSED
        outcome[i] = L.EXCUSED if counts else outcome[i]
        settled[i] = found[i] if counts else settled[i]


def excuse_by_day(found: Table, here: Table, due: Table, outcome: Table, settled: Table) -> None:
    """Excuse what is not kept where the first excuse came in time; while the clock stands, any counts."""
    for i in range(len(found)):
        counts = found[i] >= 0 and (here[i] <= due[i] or due[i] < 0) and outcome[i] > L.EXCUSED
        outcome[i] = L.EXCUSED if counts else outcome[i]
        settled[i] = found[i] if counts else settled[i]


def excuse_by_instant(
    found: Table, at: Table, instants: Table, due: Table, outcome: Table, settled: Table
) -> None:  # fmt: skip
    """The same on elapsed time."""
    for i in range(len(found)):
        if found[i] < 0 or outcome[i] <= L.EXCUSED:
            continue
        if due[i] == -1 or at[found[i]] <= instants[-2 - due[i]]:
            outcome[i], settled[i] = L.EXCUSED, found[i]
