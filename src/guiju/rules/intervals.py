"""The verbs that look at a stretch of time: cover it, repeat within it, count in it."""

from guiju.rules.countdown import begin
from guiju.rules.duty import FAR_FUTURE, Decision, Duty, Moment, excused
from guiju.rules.model import Count, Cover, Repeat
from guiju.rules.modifiers import pair
from guiju.rules.predicate import as_number
from guiju.values.event import Event
from guiju.values.verdict import Outcome


def _until_excused(duty: Duty, decision: Decision, end: int) -> Decision:
    """An excuse counts up to the end of the interval or period."""
    return excused(duty, decision, lambda row: row.at <= end)


def judge_cover(duty: Duty, verb: Cover) -> Decision:
    """Whether recordings (or presences) cover the interval without a hole longer than the gap.

    Law: the edition of the duty. Unit: microseconds; one second uncovered beyond the gap is a breach.
    """
    begins = _cover_start(duty, verb)
    if begins is None:
        return _until_excused(duty, Decision(Outcome.RUNNING), duty.as_of.at)
    start, opener = begins
    end, closed = duty.as_of.at, False
    if duty.period_end is not None and duty.period_end.at <= end:
        end, closed = duty.period_end.at, True
    if verb.end is not None:
        last = next((row for row in duty.rows(verb.end, since=start, until=end) if row.seq != opener), None)
        if last is not None:
            end, closed = last.at, True
    hole = _hole(_stretches(duty, verb), start, end, verb.gap)
    if hole is not None:
        duty.note("uncovered", at=hole[0], until=hole[1])
        return _until_excused(duty, Decision(Outcome.BROKEN, settled_at=hole[0]), end)
    if closed:
        return Decision(Outcome.KEPT, settled_at=end)
    return _until_excused(duty, Decision(Outcome.RUNNING), end)


def _cover_start(duty: Duty, verb: Cover) -> tuple[int, int] | None:
    """Where the interval begins, and the seq of the row that opens it; the trigger where it is such a row."""
    if verb.start is None or (duty.trigger.type in verb.start.types and duty.is_row(verb.start, duty.trigger)):
        return duty.trigger.at, duty.trigger.seq
    row = duty.first(verb.start, since=duty.trigger.at)
    return None if row is None else (row.at, row.seq)


def _stretches(duty: Duty, verb: Cover) -> list[tuple[int, int]]:
    """The A–B intervals, paired by recording or act, else first in, first out; an open one lasts."""
    rows = [(row.at, row.seq, 0, row) for row in duty.rows(verb.opens)]
    rows += [(row.at, row.seq, 1, row) for row in duty.rows(verb.closes)]
    opened: list[Event] = []
    stretches: list[tuple[int, int]] = []
    for at, _, closing, row in sorted(rows, key=lambda item: item[:3]):
        if not closing:
            opened.append(row)
            continue
        index = pair(opened, row)
        if index is not None:
            stretches.append((opened.pop(index).at, at))
    return sorted([*stretches, *((row.at, FAR_FUTURE) for row in opened)])


def _hole(stretches: list[tuple[int, int]], start: int, end: int, gap: int) -> tuple[int, int] | None:
    reached = start
    for since, until in stretches:
        if since >= end:
            break
        if since - reached > gap:
            return reached, since
        reached = max(reached, until)
    return (reached, end) if end - reached > gap else None


def judge_repeat(duty: Duty, verb: Repeat) -> Decision:
    """Whether no gap between the trigger, each row and the end is longer than the limit.

    Law: the edition of the duty. Clock: as the page's limit says; each gap is counted anew.
    """
    is_over = duty.period_end is not None and duty.period_end.at <= duty.as_of.at
    limit = duty.period_end if is_over and duty.period_end is not None else duty.as_of
    end = duty.first(verb.until, since=duty.trigger.at, until=limit.at) if verb.until else None
    final = Moment(end.at, end.day) if end else limit
    horizon, closed = final.at, is_over or end is not None
    stops = [Moment(row.at, row.day) for row in duty.rows(verb.answer, duty.trigger.at, horizon)]
    last = duty.start
    for here in [*stops, final]:
        countdown = begin(duty, verb.every, duty.trigger, last)
        if not countdown.is_in_time(here.at, here.day):
            due_at, due_on = countdown.due()
            duty.note("gap", at=last.at, day=last.day, until=here.at)
            return _until_excused(duty, Decision(Outcome.BROKEN, due_at, due_on, here.at), horizon)
        last = here
    if closed:
        return Decision(Outcome.KEPT, settled_at=final.at)
    return _until_excused(duty, Decision(Outcome.RUNNING), horizon)


def judge_count(duty: Duty, verb: Count) -> Decision:
    """Whether there are at most, or at least, so many rows (or so much of an attribute) until the end.

    Law: the edition of the duty. Unit: rows, or the unit of the summed attribute.
    """
    horizon, closed = duty.as_of.at, False
    if duty.period_end is not None and duty.period_end.at <= horizon:
        horizon, closed = duty.period_end.at - 1, True
    if verb.until is not None:
        end = duty.first(verb.until, since=duty.trigger.at, until=horizon)
        if end is not None:
            horizon, closed = end.at, True
    endless = verb.until is None and duty.period_end is None
    rows = duty.rows(verb.answer, since=duty.trigger.at, until=horizon)
    total, crossed = _tally(duty, verb, rows)
    duty.note("counted", at=horizon, total=total)
    if verb.at_most is not None:
        if crossed is not None:
            return _until_excused(duty, Decision(Outcome.BROKEN, settled_at=crossed), horizon)
        kept = closed or endless
    else:
        kept = crossed is not None
        if closed and not kept:
            return _until_excused(duty, Decision(Outcome.BROKEN, settled_at=horizon), horizon)
    if kept:
        return Decision(Outcome.KEPT, settled_at=crossed if crossed is not None else horizon if closed else None)
    return _until_excused(duty, Decision(Outcome.RUNNING), horizon)


def _tally(duty: Duty, verb: Count, rows: list[Event]) -> tuple[float, int | None]:
    """The total, and the instant at which it went past ``at_most`` or came up to ``at_least``."""

    def crosses(total: float) -> bool:
        return total > verb.at_most if verb.at_most is not None else total >= (verb.at_least or 0)

    total: float = 0
    if verb.at_least is not None and verb.at_least <= 0:
        return total, duty.trigger.at
    for row in rows:
        if verb.sum_of:
            value = row.get(verb.sum_of)
            number = None if value is None else as_number(value)
            if number is None:
                # An empty amount may be anything: tried once as nothing and once as more than enough.
                number = float("inf") if duty.scenario.choose(("amount", row.seq), [verb.sum_of]) else 0
            total += number
        else:
            total += 1
        if crosses(total):
            return total, row.at
    return total, None
