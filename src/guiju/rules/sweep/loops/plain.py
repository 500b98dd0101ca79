"""The short way for plain pages: lists of rows instead of histories, a block of rows and a page at a time.

Which editions are plain, and in which order they run, says plainness.py; all others go the long way (kernel.run).
A block stays in the cache while every page looks at it; pages with the same triggers and answers share the walk.
Law: engine.md §2.
"""

from typing import Any

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.deadlines import (
    compare,
    happen,
    have_happened,
    not_happen,
    pass_limit,
    satisfy,
    set_due,
    wait,
)
from guiju.rules.sweep.loops.meeting import (
    days_of,
    excuse_by_day,
    excuse_by_instant,
    excuse_by_row,
    pair,
    place_in,
    reach,
)
from guiju.rules.sweep.loops.pausing import happen_pausing
from guiju.rules.sweep.loops.series import count, cover, differ, hold, repeat

Table = Any
BLOCK = 4096
SCRATCH = 10


def locate(
    law: Table, postings: Table, low: int, high: int, spots: Table, outside: Table, progress: Table
) -> None:  # fmt: skip
    """Where the duties of each plain page belong that rows from ``low`` to ``high`` open, and how many there are."""
    total, aside = 0, 1
    for turn in range(law[L.H_PLAIN_COUNT]):
        number = law[law[L.H_TURNS] + turn]
        p = law[L.H_PLAIN] + number * L.PLAIN
        listed = law[L.H_LISTS] + 2 * law[p + L.P_ROWS]
        begin = place_in(postings, law[listed], law[listed] + law[listed + 1], low)
        end = place_in(postings, begin, law[listed] + law[listed + 1], high)
        spots[2 * number], spots[2 * number + 1] = total - begin, aside - begin
        total += end - begin
        changes = law[p + L.P_CHANGES]
        if law[p + L.P_KIND] == L.IN_TIME_ELAPSED or (changes >= 0 and law[changes + L.M_UNIT] == L.ELAPSED):
            aside += end - begin
    for k in range(law[law[L.H_OUTSIDE]]):
        record = law[L.H_OUTSIDE] + 1 + 2 * k
        listed = law[L.H_LISTS] + 2 * law[record]
        begin = place_in(postings, law[listed], law[listed] + law[listed + 1], low)
        outside[law[record + 1]] += place_in(postings, begin, law[listed] + law[listed + 1], high) - begin
    progress[0], progress[1] = total, aside


def run_plain(
    law: Table, postings: Table, place: Table, col: Table, at: Table, low: int, high: int, spots: Table, scratch: Table,
    page: Table, trigger: Table, outcome: Table, due: Table, settled: Table, instants: Table,
) -> None:  # fmt: skip
    """Judge the plain editions in the histories whose rows lie from ``low`` to ``high``, to where ``spots`` says."""
    instants[0] = law[L.H_AS_OF_AT]
    block = low
    while block < high:
        until = place[min(block + BLOCK, high) - 1, L.HIGH] + 0
        run_block(
            law, postings, place, col, at, block, until, spots, scratch, page, trigger, outcome, due, settled, instants
        )
        block = until


def run_block(
    law: Table, postings: Table, place: Table, col: Table, at: Table, low: int, high: int, spots: Table, scratch: Table,
    page: Table, trigger: Table, outcome: Table, due: Table, settled: Table, instants: Table,
) -> None:  # fmt: skip
    """Every plain page over one block of rows, the triggers of several pages at once."""
    number = 0
    while number < law[L.H_PLAIN_COUNT]:
        listed = law[law[L.H_PLAIN] + number * L.PLAIN + L.P_ROWS]
        until = number + 1
        while until < law[L.H_PLAIN_COUNT] and law[law[L.H_PLAIN] + until * L.PLAIN + L.P_ROWS] == listed:
            until += 1
        record = law[L.H_LISTS] + 2 * listed
        begin = place_in(postings, law[record], law[record] + law[record + 1], low)
        end = place_in(postings, begin, law[record] + law[record + 1], high)
        if begin < end:
            run_pages(
                law, postings, place, col, at, low, number, until, begin, end, spots, scratch, page, trigger, outcome,
                due, settled, instants,
            )  # fmt: skip
        number = until


def run_pages(
    law: Table, postings: Table, place: Table, col: Table, at: Table, low: int, first: int, until: int, begin: int,
    end: int, spots: Table, scratch: Table, page: Table, trigger: Table, outcome: Table, due: Table, settled: Table,
    instants: Table,
) -> None:  # fmt: skip
    """The pages from ``first`` to ``until`` over their triggers; what they share is worked out once."""
    size, length, met, met_days, met_end, met_excuse = len(scratch) // SCRATCH, end - begin, -1, -1, -2, -1
    rows, days, pos = postings[begin:end], scratch[0:length], scratch[size : size + length]
    found, here = scratch[2 * size : 2 * size + length], scratch[3 * size : 3 * size + length]
    ends, spare = scratch[4 * size : 4 * size + length], scratch[5 * size : 5 * size + length]
    excuse, excuse_day = scratch[6 * size : 6 * size + length], scratch[7 * size : 7 * size + length]
    excuse_pos, upto = scratch[8 * size : 8 * size + length], scratch[9 * size : 9 * size + length]
    for i in range(length):
        days[i] = col[L.C_DAY, rows[i]]
    for number in range(first, until):
        p = law[L.H_PLAIN] + number * L.PLAIN
        answers, wanted = answers_of(law, postings, law[p + L.P_A], low), L.STANDS * law[p + L.P_A] + law[p + L.P_WHERE]
        if law[p + L.P_A] >= 0 and wanted != met:
            met = wanted
            if met == met_excuse:
                pos[:], found[:] = excuse_pos, excuse
            else:
                pair(rows, answers, place, law[p + L.P_WHERE], pos, found)
        if met != met_days and (law[p + L.P_VERB] == L.HAPPEN or law[p + L.P_VERB] == L.WAIT):
            met_days = met
            days_of(found, col, law[L.H_AS_OF_DAY], here)
        if law[p + L.P_B] != met_end:
            met_end = law[p + L.P_B]
            if met_end >= 0:
                pair(rows, answers_of(law, postings, met_end, low), place, L.SINCE, spare, ends)
            else:
                ends[:] = -1
        spot, aside = spots[2 * number] + begin, spots[2 * number + 1] + begin
        page[spot : spot + length] = law[p + L.P_PAGE]
        trigger[spot : spot + length] = rows
        said, last, row = outcome[spot : spot + length], due[spot : spot + length], settled[spot : spot + length]
        if law[p + L.P_KIND] == L.CHANGING:
            changers = answers_of(law, postings, law[law[p + L.P_CHANGES] + L.M_ROWS], low)
            pair(rows, changers, place, L.SINCE, spare, upto)
            happen_pausing(
                law, law[p + L.P_CHANGES], rows, changers, place, col, at, aside, spare, found, said, last, row,
                instants,
            )  # fmt: skip
        elif law[p + L.P_VERB] <= L.WAIT:
            by_limit(
                law, p, rows, answers, place, col, at, aside, days, pos, found, here, ends, spare, said, last, row,
                instants,
            )  # fmt: skip
        else:
            by_row(
                law, p, postings, low, rows, answers, place, col, at, aside, days, pos, ends, said, last, row, instants
            )
        if law[law[p + L.P_UNLESS]] > 0:
            reach(law[p + L.P_VERB], rows, place, ends, row, upto)
            met_excuse = run_excuses(
                law, p, postings, low, met_excuse, rows, place, col, at, excuse, excuse_day, excuse_pos, upto, said,
                last, row, instants,
            )  # fmt: skip


def answers_of(law: Table, postings: Table, number: int, low: int) -> Table:
    """A list of rows from the first that is not before ``low``, with the row beyond all others at its end."""
    record = law[L.H_LISTS] + 2 * max(number, 0)
    end = law[record] + law[record + 1]
    return postings[place_in(postings, law[record], end, low) : end + 1]


def by_limit(
    law: Table, p: int, rows: Table, answers: Table, place: Table, col: Table, at: Table, aside: int, days: Table,
    pos: Table, found: Table, here: Table, ends: Table, spare: Table, outcome: Table, due: Table, settled: Table,
    instants: Table,
) -> None:  # fmt: skip
    """The verbs that one row, or a limit and one row, decide."""
    verb, kind = law[p + L.P_VERB], law[p + L.P_KIND]
    if kind == L.NO_LIMIT:
        due[:] = -1
    else:
        set_due(law, kind, law[p + L.P_AMOUNT], rows, days, at, aside, due, instants)
    if verb == L.HAPPEN:
        compare(law, rows, at, found, here, due, instants, spare)
        happen(found, spare, outcome, settled)
    elif verb == L.WAIT:
        compare(law, rows, at, found, here, due, instants, spare)
        wait(law[p + L.P_WHOLE], found, spare, outcome, settled)
    elif verb == L.HAVE_HAPPENED:
        have_happened(rows, place, found, outcome, settled)
    elif verb == L.SATISFY:
        satisfy(law, law[p + L.P_MATCH], rows, col, outcome, settled)
    else:
        spare[:] = found
        if kind != L.NO_LIMIT:
            pass_limit(rows, answers, place, col, at, instants, pos, due, spare)
        not_happen(kind, place, spare, ends, outcome, due, settled)


def by_row(
    law: Table, p: int, postings: Table, low: int, rows: Table, answers: Table, place: Table, col: Table, at: Table,
    aside: int, days: Table, pos: Table, ends: Table, outcome: Table, due: Table, settled: Table, instants: Table,
) -> None:  # fmt: skip
    """The verbs that look at many rows."""
    verb, kind, amount = law[p + L.P_VERB], law[p + L.P_KIND], law[p + L.P_AMOUNT]
    bound, match, whole = law[p + L.P_BOUND], law[p + L.P_MATCH], law[p + L.P_WHOLE]
    if verb == L.COUNT:
        closes = 1 if law[p + L.P_B] >= 0 else 0
        count(rows, answers, place, whole, bound, closes, pos, ends, outcome, due, settled)
    elif verb == L.REPEAT:
        set_due(law, kind, amount, rows, days, at, aside, due, instants)
        repeat(law, kind, amount, rows, answers, place, col, at, pos, ends, outcome, due, settled, instants)
    elif verb == L.COVER:
        closers = answers_of(law, postings, match, low)
        cover(rows, answers, closers, place, at, bound, law[L.H_AS_OF_AT], pos, ends, outcome, due, settled)
    elif verb == L.DIFFER:
        differ(law, rows, answers, place, col, match, whole, pos, outcome, due, settled)
    else:
        hold(law, rows, col, at, match, bound, outcome, due, settled)


def run_excuses(
    law: Table, p: int, postings: Table, low: int, met: int, rows: Table, place: Table, col: Table, at: Table,
    excuse: Table, excuse_day: Table, excuse_pos: Table, upto: Table, outcome: Table, due: Table, settled: Table,
    instants: Table,
) -> int:  # fmt: skip
    """The page's excuses in their order, of each the first row in each history; the list that was looked at last."""
    verb, kind, changes, listed = law[p + L.P_VERB], law[p + L.P_KIND], law[p + L.P_CHANGES], law[p + L.P_UNLESS]
    for k in range(law[listed]):
        wanted = L.STANDS * law[listed + 1 + k] + law[p + L.P_FIRST]
        if wanted != met:
            met = wanted
            answers = answers_of(law, postings, law[listed + 1 + k], low)
            pair(rows, answers, place, law[p + L.P_FIRST], excuse_pos, excuse)
            days_of(excuse, col, 0, excuse_day)
        if verb != L.HAPPEN and (verb != L.NOT_HAPPEN or kind == L.NO_LIMIT):
            excuse_by_row(excuse, upto, outcome, settled)
        elif kind == L.IN_TIME_ELAPSED or (changes >= 0 and law[changes + L.M_UNIT] == L.ELAPSED):
            excuse_by_instant(excuse, at, instants, due, outcome, settled)
        else:
            excuse_by_day(excuse, excuse_day, due, outcome, settled)
    return met
