"""Windows in which something must not happen: forbidden, forbidden after a limit, or not before one has passed."""

from collections.abc import Iterator

from guiju.rules.countdown import Countdown
from guiju.rules.duty import Decision, Duty, excused
from guiju.rules.model import NotHappen, Wait
from guiju.rules.modifiers import running
from guiju.values.calendar import CalendarMissing
from guiju.values.clock import add_months
from guiju.values.event import Event
from guiju.values.limit import Limit
from guiju.values.verdict import Outcome


def judge_not_happen(duty: Duty, verb: NotHappen) -> Decision:
    """Whether nothing forbidden came after the trigger, or once the limit had passed, before the end.

    The duty of a calendar period ends with the period.

    Law: the edition of the duty. Unit: microseconds. Clock: as the page's limit says; the limit's last day is allowed.
    """
    end = duty.first(verb.until, since=duty.trigger.at) if verb.until else None
    settled_at = end.at if end else None
    over = duty.period_end.at if duty.period_end is not None and duty.period_end.at <= duty.as_of.at else None
    if over is not None and (settled_at is None or over < settled_at):
        settled_at = over
    horizon = duty.as_of.at if settled_at is None else settled_at - 1
    rows = duty.answering(verb.forbidden, since=duty.trigger.at + 1, until=horizon)
    if verb.after is None:
        first = next(rows, None)
        if first is None:
            return Decision(Outcome.KEPT, settled_at=settled_at)
        duty.note_row("forbidden", first)
        broken = Decision(Outcome.BROKEN, settled_at=first.at)
        return excused(duty, broken, lambda row: row.at <= first.at)
    return _not_after(duty, verb, rows, settled_at)


def _not_after(duty: Duty, verb: NotHappen, rows: Iterator[Event], settled_at: int | None) -> Decision:
    assert verb.after is not None
    for row in rows:
        countdown = running(duty, verb.after, row.at)
        if isinstance(countdown, Decision):
            return countdown if countdown.outcome is Outcome.UNKNOWN else Decision(Outcome.KEPT)
        if _is_allowed(countdown, verb.less, row.at, row.day):
            continue
        due_at, due_on = _shortened(countdown, verb.less)
        duty.note_row("forbidden", row)
        broken = Decision(Outcome.BROKEN, due_at, due_on, row.at)
        return excused(duty, broken, lambda other, c=countdown: _is_allowed(c, verb.less, other.at, other.day))  # type: ignore[misc]
    return Decision(Outcome.KEPT, settled_at=settled_at)


def _shortened(countdown: Countdown, less: Limit | None) -> tuple[int | None, int | None]:
    due_at, due_on = countdown.due()
    if less is None or due_at is None:
        return due_at, due_on
    if due_on is None:
        return due_at - less.micros, None
    last = _days_back(due_on, less, countdown)
    return countdown.duty.history.local.midnight(last + 1), last


def _days_back(day: int, less: Limit, countdown: Countdown) -> int:
    if less.unit == "workdays":
        calendar = countdown.duty.history.matcher.pack.calendar
        left = less.amount
        while left:
            day -= 1
            left -= calendar.is_workday(day)
        return day
    if less.unit == "days":
        return day - less.amount
    return add_months(day, -less.amount * (12 if less.unit == "years" else 1))


def _is_allowed(countdown: Countdown, less: Limit | None, at: int, day: int) -> bool:
    if countdown.is_standing:
        return True
    if less is None:
        return countdown.is_in_time(at, day)
    due_at, due_on = _shortened(countdown, less)
    assert due_at is not None
    return at <= due_at if due_on is None else day <= due_on


def judge_wait(duty: Duty, verb: Wait) -> Decision:
    """Whether the act waited until day n (``wait``), or until the window had passed whole (``wait_out``).

    Law: the edition of the duty. Unit: microseconds. Clock: ``wait`` counts unrolled days, ``wait_out`` rolls.
    """
    first = duty.first(verb.before, since=duty.trigger.at)
    countdown = running(duty, verb.span, first.at if first else duty.as_of.at)
    if isinstance(countdown, Decision):
        if first is None or countdown.outcome is Outcome.UNKNOWN:
            return countdown
        return excused(duty, Decision(Outcome.BROKEN, settled_at=first.at), lambda row: row.at <= first.at)
    due_at, due_on = _window_end(countdown, verb)
    if first is None:
        over = not _is_early(countdown, verb, duty.as_of.at, duty.as_of.day)
        decision = Decision(Outcome.KEPT if over else Outcome.RUNNING, due_at, due_on)
        return excused(duty, decision, lambda row: True)
    duty.note_row("answered", first)
    early = _is_early(countdown, verb, first.at, first.day)
    decision = Decision(Outcome.BROKEN if early else Outcome.KEPT, due_at, due_on, first.at)
    return excused(duty, decision, lambda row: row.at <= first.at)


def _window_end(countdown: Countdown, verb: Wait) -> tuple[int | None, int | None]:
    """For ``wait_out`` the last day of the window; for ``wait`` the first day that is allowed."""
    if verb.whole or countdown.is_elapsed or countdown.is_standing:
        return countdown.due_if_known()
    try:
        day = countdown.raw_last_day
    except CalendarMissing:
        return None, None
    return countdown.duty.history.local.midnight(day), day


def _is_early(countdown: Countdown, verb: Wait, at: int, day: int) -> bool:
    if countdown.is_standing:
        return True
    if verb.whole:
        return countdown.is_in_time(at, day)
    return at < countdown.due_at if countdown.is_elapsed else day < countdown.raw_last_day
