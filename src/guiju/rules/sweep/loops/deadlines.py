"""The short way of the verbs with a limit: a list of triggers at a time, their answers found before.

Law: engine.md §2 "What each verb answers"; equal instants are in order.
"""

from typing import Any

from guiju.rules.sweep import layout as L

Table = Any


def set_due(
    law: Table, kind: int, amount: int, rows: Table, days: Table, at: Table, first: int, due: Table, instants: Table
) -> None:  # fmt: skip
    """The last day of each limit, or its instant set aside from ``first`` on."""
    if kind == L.DAYS_ADDED:
        for i in range(len(rows)):
            due[i] = days[i] + amount
    elif kind == L.BY_TABLE:
        table = amount - law[L.H_DAY0]
        for i in range(len(rows)):
            due[i] = law[table + days[i]]
    elif kind == L.IN_TIME_ELAPSED:
        for i in range(len(rows)):
            instants[first + i] = at[rows[i]] + amount
            due[i] = -2 - first - i


def compare(
    law: Table, rows: Table, at: Table, found: Table, here: Table, due: Table, instants: Table, beside: Table
) -> None:  # fmt: skip
    """Whether each answer, or as_of, lies before (-1), at (0) or after (1) the end of the limit."""
    if len(rows) == 0:
        return
    if due[0] >= 0:
        for i in range(len(rows)):
            beside[i] = (1 if here[i] > due[i] else 0) - (1 if here[i] < due[i] else 0)
        return
    for i in range(len(rows)):
        moment = at[found[i]] if found[i] >= 0 else law[L.H_AS_OF_AT]
        last = instants[-2 - due[i]]
        beside[i] = (1 if moment > last else 0) - (1 if moment < last else 0)


def happen(found: Table, beside: Table, outcome: Table, settled: Table) -> None:
    """Each answer no later than the due instant."""
    for i in range(len(found)):
        late = beside[i] > 0
        open_said = L.OVERDUE if late else L.RUNNING
        closed_said = L.LATE if late else L.KEPT
        outcome[i] = open_said if found[i] < 0 else closed_said
        settled[i] = found[i]


def wait(whole: int, found: Table, beside: Table, outcome: Table, settled: Table) -> None:
    """The row not earlier than the end of the limit; ``whole`` wants the last day over, too."""
    for i in range(len(found)):
        early = beside[i] < whole
        early_said = L.RUNNING if found[i] < 0 else L.BROKEN
        outcome[i] = early_said if early else L.KEPT
        settled[i] = found[i]


def have_happened(rows: Table, place: Table, found: Table, outcome: Table, settled: Table) -> None:
    """The answer before or with the trigger."""
    for i in range(len(found)):
        kept = 0 <= found[i] < place[rows[i], L.AFTER]
        outcome[i] = L.KEPT if kept else L.BROKEN
        settled[i] = found[i] if kept else -1


def satisfy(law: Table, match: int, rows: Table, col: Table, outcome: Table, settled: Table) -> None:
    """The trigger's own fields."""
    for i in range(len(rows)):
        outcome[i] = L.KEPT if law[match + col[L.C_CODE, rows[i]]] == L.YES else L.BROKEN
        settled[i] = -1


def not_happen(
    kind: int, place: Table, found: Table, ends: Table, outcome: Table, due: Table, settled: Table
) -> None:  # fmt: skip
    """None of the forbidden after the trigger and before the end; ``found`` is the first once the limit has passed."""
    for i in range(len(found)):
        end, row = ends[i], found[i]
        broken = row >= 0 and (end < 0 or row < place[max(end, 0), L.SINCE])
        outcome[i] = L.BROKEN if broken else L.KEPT
        settled[i] = row if broken else end
        due[i] = due[i] if broken and kind != L.NO_LIMIT else -1


def pass_limit(
    rows: Table, answers: Table, place: Table, col: Table, at: Table, instants: Table, pos: Table, due: Table,
    found: Table,
) -> None:  # fmt: skip
    """Let ``found`` be the first answer that comes when the limit has passed."""
    for i in range(len(rows)):
        k, end, last = pos[i], place[rows[i], L.HIGH], due[i]
        if last >= 0:
            while answers[k] < end and col[L.C_DAY, answers[k]] <= last:
                k += 1
        else:
            while answers[k] < end and at[answers[k]] <= instants[-2 - last]:
                k += 1
        found[i] = answers[k] if answers[k] < end else -1
