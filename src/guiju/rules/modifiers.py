"""Stops, restarts and extensions in the order in which they came, each only while the limit still runs."""

from guiju.rules.countdown import Countdown, Pause, begin
from guiju.rules.duty import Decision, Duty, Moment
from guiju.rules.model import Reference, Span
from guiju.values.event import Event
from guiju.values.verdict import Outcome


def modify(countdown: Countdown, until: int) -> Countdown:
    """Let every stop, restart and extension up to ``until`` take effect, each only while the limit still runs.

    Raises:
        CalendarMissing: whether one came in time depends on a year without a calendar.
    """
    duty = countdown.duty
    edition = duty.edition
    for row in _modifiers(duty, until):
        if not countdown.is_in_time(row.at, row.day):
            duty.note_row("too_late", row)
            continue
        for stop in edition.stop:
            if _is(duty, stop.end, row):
                _close(countdown, stop.start, row)
        if any(_is(duty, reference, row) for reference in edition.restart):
            countdown.start, countdown.total, countdown.used = Moment(row.at, row.day), countdown.base, {}
            countdown.fixed_day = None if countdown.base else countdown.fixed_day
            duty.note_row("restarted", row)
        for stop in edition.stop:
            if _is(duty, stop.start, row):
                countdown.pauses.append(Pause(row))
                duty.note_row("stopped", row)
        if any(row.type in item.by.types for item in edition.extend):
            countdown.extend_by(row)
    return countdown


def _is(duty: Duty, reference: Reference, row: Event) -> bool:
    return row.type in reference.types and duty.is_row(reference, row)


def _modifiers(duty: Duty, until: int) -> list[Event]:
    edition = duty.edition
    references = [
        *(item.by for item in edition.extend),
        *(reference for stop in edition.stop for reference in (stop.start, stop.end)),
        *edition.restart,
    ]
    if not references:
        return []
    types = {name for reference in references for name in reference.types}
    rows = [row for name in types for row in duty.history.rows.get(name, ()) if duty.trigger.at <= row.at <= until]
    return sorted((row for row in rows if not duty.is_trigger(row)), key=lambda row: (row.at, row.seq))


def _close(countdown: Countdown, opened_by: Reference, row: Event) -> None:
    standing = [pause for pause in countdown.pauses if pause.until is None and pause.since.type in opened_by.types]
    pause = pair([item.since for item in standing], row)
    if pause is not None:
        standing[pause].until = row
        countdown.duty.note_row("resumed", row)


def pair(opened: list[Event], closing: Event) -> int | None:
    """Which of the ``opened`` rows ``closing`` ends: by recording or act where both carry one, else the first in."""
    links = [_is_linked(row, closing) for row in opened]
    return next((links.index(wanted) for wanted in (True, None) if wanted in links), None)


def _is_linked(opening: Event, closing: Event) -> bool | None:
    """Whether both rows carry the same recording, or else the same act; None where they share neither key."""
    for key in ("recording", "act"):
        left, right = opening.get(key), closing.get(key)
        if left is not None and right is not None:
            return left == right
    return None


def counting_start(duty: Duty) -> Moment | None:
    """Where the clock starts: the trigger, or the row that ``count_from`` names; None while that row is awaited."""
    if duty.edition.count_from is None:
        return duty.start
    direction, reference = duty.edition.count_from
    if direction == "last":
        row = next(duty.answering(reference, until=duty.trigger.at, backwards=True), None)
    else:
        row = duty.first(reference, since=duty.trigger.at)
    if row is None:
        return None
    duty.note_row("counted_from", row)
    return Moment(row.at, row.day)


def running(duty: Duty, span: Span, until: int) -> Countdown | Decision:
    """The modified countdown of the page's limit, or the decision that there is none yet."""
    start = counting_start(duty)
    if start is None:
        assert duty.edition.count_from is not None
        if duty.edition.count_from[0] == "next":
            return Decision(Outcome.RUNNING)
        return Decision(Outcome.UNKNOWN, missing="、".join(duty.edition.count_from[1].types))
    return modify(begin(duty, span, duty.trigger, start), until)
