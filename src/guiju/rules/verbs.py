"""What each verb answers for one duty. Law: engine.md §2 "What each verb answers"; equal instants are in order."""

from collections.abc import Callable, Mapping
from datetime import date

from guiju.rules.countdown import Countdown, begin, modify
from guiju.rules.duty import Decision, Duty, Moment
from guiju.rules.intervals import judge_cover, judge_count, judge_repeat
from guiju.rules.model import (
    Count,
    Cover,
    Differ,
    Happen,
    HaveHappened,
    Hold,
    NotHappen,
    Reference,
    Repeat,
    Satisfy,
    Span,
    Verb,
    Wait,
)
from guiju.values.calendar import CalendarMissing
from guiju.values.clock import add_months
from guiju.values.event import Event
from guiju.values.limit import Limit
from guiju.values.verdict import Outcome


def decide(duty: Duty) -> Decision:
    """The outcome of ``duty`` in the scenario it carries, excuses included.

    Law: the edition of the duty. Unit: instants in microseconds. Clock: as the page's limit says.

    Raises:
        CalendarMissing: the outcome depends on a year without a calendar.
        Unresolved: the limit is read from an empty attribute or an undecided term.
    """
    return _VERBS[type(duty.edition.verb)](duty, duty.edition.verb)


def excused(duty: Duty, decision: Decision, counts: Callable[[Event], bool]) -> Decision:
    """``decision``, unless an excuse came while ``counts`` still allows it; kept wins over excused.

    An excuse may lie before the trigger: it counts at any time up to the deciding instant.
    """
    if decision.outcome is Outcome.KEPT:
        return decision
    for reference in duty.edition.unless:
        for row in duty.rows(reference):
            if counts(row):
                duty.note("excused", at=row.at, day=row.day, type=row.type)
                return Decision(Outcome.EXCUSED, decision.due_at, decision.due_on, row.at)
            duty.note("excuse_too_late", at=row.at, day=row.day, type=row.type)
    return decision


def counting_start(duty: Duty) -> Moment | None:
    """Where the clock starts: the trigger, or the row that ``count_from`` names; None while that row is awaited."""
    if duty.edition.count_from is None:
        return duty.start
    direction, reference = duty.edition.count_from
    if direction == "last":
        rows = duty.rows(reference, until=duty.trigger.at)
        row = rows[-1] if rows else None
    else:
        row = duty.first(reference, since=duty.trigger.at)
    if row is None:
        return None
    duty.note("counted_from", at=row.at, day=row.day, type=row.type)
    return Moment(row.at, row.day)


def _countdown(duty: Duty, span: Span, until: int) -> Countdown | Decision:
    """The modified countdown of the page's limit, or the decision that there is none yet."""
    start = counting_start(duty)
    if start is None:
        assert duty.edition.count_from is not None
        if duty.edition.count_from[0] == "next":
            return Decision(Outcome.RUNNING)
        return Decision(Outcome.UNKNOWN, missing="、".join(duty.edition.count_from[1].types))
    return modify(begin(duty, span, duty.trigger, start), until)


def _happen(duty: Duty, verb: Happen) -> Decision:
    firsts = [duty.first(reference, since=duty.trigger.at) for reference in verb.answers]
    answered = [row for row in firsts if row is not None]
    settled = max(answered, key=lambda row: (row.at, row.seq)) if len(answered) == len(firsts) else None
    countdown = _countdown(duty, verb.within, settled.at if settled else duty.as_of.at)
    if isinstance(countdown, Decision):
        if settled is not None and countdown.outcome is Outcome.RUNNING:
            return Decision(Outcome.KEPT, settled_at=settled.at)
        return excused(duty, countdown, lambda row: True)
    due_at, due_on = countdown.due_if_known()
    if settled is not None:
        in_time = countdown.is_in_time(settled.at, settled.day)
        duty.note("answered", at=settled.at, day=settled.day, type=settled.type)
        decision = Decision(Outcome.KEPT if in_time else Outcome.LATE, due_at, due_on, settled.at)
    else:
        still_open = countdown.is_in_time(duty.as_of.at, duty.as_of.day)
        decision = Decision(Outcome.RUNNING if still_open else Outcome.OVERDUE, due_at, due_on)
    return excused(duty, decision, lambda row: countdown.is_in_time(row.at, row.day))


def _have_happened(duty: Duty, verb: HaveHappened) -> Decision:
    found: Event | None = None
    pending: CalendarMissing | None = None
    rows = duty.rows(verb.answer, until=duty.trigger.at)
    for row in reversed(rows) if verb.within else rows:
        try:
            if _lies_well(duty, verb, row):
                found = row
                break
        except CalendarMissing as missing:
            pending = missing
    if found is not None:
        duty.note("answered", at=found.at, day=found.day, type=found.type)
        return Decision(Outcome.KEPT, settled_at=found.at)
    decision = excused(duty, Decision(Outcome.BROKEN), lambda row: row.at <= duty.trigger.at)
    if pending is not None and decision.outcome is Outcome.BROKEN:
        raise pending
    return decision


def _lies_well(duty: Duty, verb: HaveHappened, row: Event) -> bool:
    start, here = Moment(row.at, row.day), duty.trigger
    if verb.within is not None:
        return begin(duty, verb.within, row, start).is_in_time(here.at, here.day)
    if verb.ahead is not None:
        countdown = begin(duty, verb.ahead, row, start)
        if countdown.is_elapsed:
            return here.at >= countdown.due_at
        return here.day >= countdown.raw_last_day
    return True


def _satisfy(duty: Duty, verb: Satisfy) -> Decision:
    names: list[str] = []
    answer = duty.history.matcher.satisfies(verb.condition, duty.trigger, names, lenient_flags=False)
    if answer is None:
        answer = duty.scenario.choose(("satisfy",), names)
    decision = Decision(Outcome.KEPT if answer else Outcome.BROKEN)
    return excused(duty, decision, lambda row: row.at <= duty.trigger.at)


def _not_happen(duty: Duty, verb: NotHappen) -> Decision:
    end = duty.first(verb.until, since=duty.trigger.at) if verb.until else None
    horizon = end.at if end else duty.as_of.at
    rows = [
        row
        for row in duty.rows(verb.forbidden, since=duty.trigger.at + 1, until=horizon)
        if end is None or row.at < end.at
    ]
    settled_at = end.at if end else None
    if verb.after is None:
        if not rows:
            return Decision(Outcome.KEPT, settled_at=settled_at)
        first = rows[0]
        duty.note("forbidden", at=first.at, day=first.day, type=first.type)
        broken = Decision(Outcome.BROKEN, settled_at=first.at)
        return excused(duty, broken, lambda row: row.at <= first.at)
    return _not_after(duty, verb, rows, settled_at)


def _not_after(duty: Duty, verb: NotHappen, rows: list[Event], settled_at: int | None) -> Decision:
    assert verb.after is not None
    for row in rows:
        countdown = _countdown(duty, verb.after, row.at)
        if isinstance(countdown, Decision):
            return countdown if countdown.outcome is Outcome.UNKNOWN else Decision(Outcome.KEPT)
        if _is_allowed(countdown, verb.less, row.at, row.day):
            continue
        due_at, due_on = _shortened(countdown, verb.less)
        duty.note("forbidden", at=row.at, day=row.day, type=row.type)
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


def _wait(duty: Duty, verb: Wait) -> Decision:
    first = duty.first(verb.before, since=duty.trigger.at)
    countdown = _countdown(duty, verb.span, first.at if first else duty.as_of.at)
    if isinstance(countdown, Decision):
        if first is None or countdown.outcome is Outcome.UNKNOWN:
            return countdown
        return excused(duty, Decision(Outcome.BROKEN, settled_at=first.at), lambda row: row.at <= first.at)
    due_at, due_on = _window_end(countdown, verb)
    if first is None:
        over = not _is_early(countdown, verb, duty.as_of.at, duty.as_of.day)
        decision = Decision(Outcome.KEPT if over else Outcome.RUNNING, due_at, due_on)
        return excused(duty, decision, lambda row: True)
    duty.note("answered", at=first.at, day=first.day, type=first.type)
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


def _differ(duty: Duty, verb: Differ) -> Decision:
    mine = _names(duty.trigger, verb.field)
    decision = Decision(Outcome.KEPT)
    for row in duty.rows(verb.others, until=duty.trigger.at):
        theirs = _names(row, verb.field)
        if mine and theirs:
            overlaps = not mine.isdisjoint(theirs)
        else:
            overlaps = duty.scenario.choose(("differ", row.seq), [verb.field])
        if overlaps:
            duty.note("same_hand", at=row.at, day=row.day, type=row.type, names=sorted(mine & theirs))
            decision = Decision(Outcome.BROKEN, settled_at=duty.trigger.at)
            break
    return excused(duty, decision, lambda row: row.at <= duty.trigger.at)


def _names(event: Event, field: str) -> set[str]:
    if field == "officer":
        return set(event.officers)
    value = event.get(field)
    return set() if value is None else {str(value)}


def _hold(duty: Duty, verb: Hold) -> Decision:
    trigger = duty.trigger
    if not trigger.officers:
        held = duty.scenario.choose(("hold",), ["officer"])
        return excused(
            duty, Decision(Outcome.KEPT if held else Outcome.BROKEN), lambda row: row.at <= trigger.at
        )
    granted, ended = duty.history.matcher.pack.vocabulary.credential_types
    without = [name for name in trigger.officers if not _holds(duty, name, verb.names, granted, ended)]
    if without:
        duty.note("not_held", at=trigger.at, day=trigger.day, names=without, credentials=list(verb.names))
    decision = Decision(Outcome.BROKEN if without else Outcome.KEPT)
    return excused(duty, decision, lambda row: row.at <= trigger.at)


def _holds(duty: Duty, officer: str, names: tuple[str, ...], granted: str, ended: str) -> bool:
    """Whether one officer held one of the credentials at the trigger; ``until`` is its last day.

    Rows after the trigger do not count: no later grant cures a breach.
    """
    trigger = duty.trigger
    held: dict[str, str] = {}
    for row in duty.history.holders(officer):
        if row.at > trigger.at or (row.at == trigger.at and row.type == ended and row.seq > trigger.seq):
            continue
        name = str(row.get("name") or "")
        if row.type == granted:
            held[name] = str(row.get("until") or "")
        elif row.type == ended:
            held.pop(name, None)
    today = date.fromordinal(trigger.day).isoformat()
    return any(name in held and (not held[name] or today <= held[name][:10].replace("/", "-")) for name in names)


_VERBS: Mapping[type[Verb], Callable[..., Decision]] = {
    Happen: _happen,
    HaveHappened: _have_happened,
    Satisfy: _satisfy,
    NotHappen: _not_happen,
    Wait: _wait,
    Differ: _differ,
    Hold: _hold,
    Cover: judge_cover,
    Repeat: judge_repeat,
    Count: judge_count,
}


def answer_references(verb: Verb) -> tuple[tuple[Reference, ...], ...]:
    """The groups of references that must be recorded for the verb to be judged: any one of each group suffices."""
    if isinstance(verb, Happen):
        return tuple((answer,) for answer in verb.answers)
    if isinstance(verb, HaveHappened):
        return ((verb.answer,),)
    if isinstance(verb, NotHappen):
        return ((verb.forbidden,), *(((verb.until,),) if verb.until else ()))
    if isinstance(verb, Wait):
        return ((verb.before,),)
    if isinstance(verb, Cover):
        ends = tuple((end,) for end in (verb.start, verb.end) if end is not None)
        return ((verb.opens,), (verb.closes,), *ends)
    if isinstance(verb, Differ):
        return ((verb.others,),)
    if isinstance(verb, Repeat | Count):
        return ((verb.answer,), *(((verb.until,),) if verb.until else ()))
    return ()


def has_due(verb: Verb) -> bool:
    """Whether the verb has a due instant of its own."""
    return isinstance(verb, Happen | Wait) or (isinstance(verb, NotHappen) and verb.after is not None)


def is_instant(verb: Verb) -> bool:
    """Whether the verb is decided at the trigger itself."""
    return isinstance(verb, HaveHappened | Satisfy | Differ | Hold)
