"""What each verb answers for one duty. Law: engine.md §2 "What each verb answers"; equal instants are in order."""

from collections.abc import Callable, Mapping

from guiju.rules.countdown import begin
from guiju.rules.duty import Decision, Duty, Moment, excused
from guiju.rules.intervals import judge_count, judge_cover, judge_repeat
from guiju.rules.model import (
    Count,
    Cover,
    Differ,
    Happen,
    HaveHappened,
    Hold,
    NotHappen,
    Repeat,
    Satisfy,
    Verb,
    Wait,
)
from guiju.rules.modifiers import running
from guiju.rules.predicate import as_day
from guiju.rules.prohibitions import judge_not_happen, judge_wait
from guiju.values.calendar import CalendarMissing
from guiju.values.event import Event
from guiju.values.verdict import Outcome


def decide(duty: Duty) -> Decision:
    """The outcome of ``duty`` in the scenario it carries, excuses included.

    Law: the edition of the duty. Unit: instants in microseconds. Clock: as the page's limit says.

    Raises:
        CalendarMissing: the outcome depends on a year without a calendar.
        Unresolved: the limit is read from an empty attribute or an undecided term.
    """
    return _VERBS[type(duty.edition.verb)](duty, duty.edition.verb)


def _happen(duty: Duty, verb: Happen) -> Decision:
    firsts = [duty.first(reference, since=duty.trigger.at) for reference in verb.answers]
    answered = [row for row in firsts if row is not None]
    settled = max(answered, key=lambda row: (row.at, row.seq)) if len(answered) == len(firsts) else None
    countdown = running(duty, verb.within, settled.at if settled else duty.as_of.at)
    if isinstance(countdown, Decision):
        if settled is not None and countdown.outcome is Outcome.RUNNING:
            return Decision(Outcome.KEPT, settled_at=settled.at)
        return excused(duty, countdown, lambda row: True)
    due_at, due_on = countdown.due_if_known()
    if settled is not None:
        in_time = countdown.is_in_time(settled.at, settled.day)
        duty.note_row("answered", settled)
        decision = Decision(Outcome.KEPT if in_time else Outcome.LATE, due_at, due_on, settled.at)
    else:
        still_open = countdown.is_in_time(duty.as_of.at, duty.as_of.day)
        decision = Decision(Outcome.RUNNING if still_open else Outcome.OVERDUE, due_at, due_on)
    return excused(duty, decision, lambda row: countdown.is_in_time(row.at, row.day))


def _have_happened(duty: Duty, verb: HaveHappened) -> Decision:
    found: Event | None = None
    pending: CalendarMissing | None = None
    for row in duty.answering(verb.answer, until=duty.trigger.at, backwards=verb.within is not None):
        try:
            if _lies_well(duty, verb, row):
                found = row
                break
        except CalendarMissing as missing:
            pending = missing
    if found is not None:
        duty.note_row("answered", found)
        return Decision(Outcome.KEPT, settled_at=found.at)
    seen = any(row.at <= duty.trigger.at for name in verb.answer.types for row in duty.history.rows.get(name, ()))
    duty.note("lacking", seen=seen)
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


def _differ(duty: Duty, verb: Differ) -> Decision:
    mine = _names(duty.trigger, verb.field)
    decision = Decision(Outcome.KEPT)
    for row in duty.answering(verb.others, until=duty.trigger.at):
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
        return excused(duty, Decision(Outcome.KEPT if held else Outcome.BROKEN), lambda row: row.at <= trigger.at)
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
    held: dict[str, int | None] = {}
    for row in duty.history.holders(officer):
        if row.at > trigger.at or (row.at == trigger.at and row.type == ended and row.seq > trigger.seq):
            continue
        name = str(row.get("name") or "")
        if row.type == granted:
            held[name] = as_day(row.get("until"))
        elif row.type == ended:
            held.pop(name, None)
    return any(name in held and ((last := held[name]) is None or trigger.day <= last) for name in names)


_VERBS: Mapping[type[Verb], Callable[..., Decision]] = {
    Happen: _happen,
    HaveHappened: _have_happened,
    Satisfy: _satisfy,
    NotHappen: judge_not_happen,
    Wait: judge_wait,
    Differ: _differ,
    Hold: _hold,
    Cover: judge_cover,
    Repeat: judge_repeat,
    Count: judge_count,
}
