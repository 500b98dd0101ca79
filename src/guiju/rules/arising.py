"""Which duties arise in a history: from events, from calendar periods, from the overrun of another page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from guiju.rules.duty import Duty, History, Moment, Scenario
from guiju.rules.model import Edition, Reference, Rule, Trigger
from guiju.values.clock import add_months
from guiju.values.event import COMMON_KEYS, KEYS, Event
from guiju.values.verdict import Outcome, Verdict

SOURCE = "source"
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "bureau_year": 12}


@dataclass(frozen=True, slots=True)
class Outside:
    """A trigger that no edition of the rule covers; counted, never dropped silently."""

    rule: str
    trigger_seq: int


Behind = Callable[[str], Sequence[tuple[Verdict, Event]]]
"""Rule id → its verdicts in this history with the event that triggered each."""


def arise(rule: Rule, history: History, behind: Behind) -> Iterator[Duty | Outside]:
    """Every duty of ``rule`` in ``history``, in the order of editions and triggers."""
    for edition in rule.editions:
        if edition.trigger.overdue:
            yield from _from_overdue(rule, edition, history, behind)
        elif edition.trigger.each:
            yield from _from_periods(rule, edition, history)
        else:
            yield from _from_events(rule, edition, history)


def _decides(rule: Rule, edition: Edition, day: int) -> bool | None:
    """True where ``edition`` decides, None where no edition does and this is the nearest one, else False."""
    if edition.in_force_on(day):
        return True
    first, last = rule.editions[0], rule.editions[-1]
    if edition is first and day < first.from_day:
        return None
    if edition is last and last.to_day is not None and day >= last.to_day:
        return None
    return False


def _edition_day(edition: Edition, history: History, event: Event, duty: Duty) -> int:
    if edition.edition_by is None:
        return event.day
    which, reference = edition.edition_by
    rows = duty.rows(reference, until=event.at)
    if not rows:
        return event.day
    return rows[-1].day if which == "last" else rows[0].day


def _from_events(rule: Rule, edition: Edition, history: History) -> Iterator[Duty | Outside]:
    trigger = edition.trigger
    assert trigger.event is not None
    matcher = history.matcher
    rows = [row for name in trigger.event.types for row in history.rows.get(name, ())]
    for event in sorted(rows, key=lambda row: (row.at, row.seq)):
        names: list[str] = []
        meets = matcher.meets(trigger.event, event, names)
        if meets is False:
            continue
        duty = Duty(rule, edition, history, event, matcher.keys_of(event), Moment(event.at, event.day))
        decides = _decides(rule, edition, _edition_day(edition, history, event, duty))
        if decides is None and meets:
            yield Outside(rule.id, event.seq)
        if not decides:
            continue
        if meets is None:
            duty.unclear = "、".join(sorted(set(names)))
        duty.scenario = Scenario()
        for each in _fanned(duty) if trigger.for_each is not None else [duty]:
            if trigger.window is None or _is_in_window(each):
                each.scenario = Scenario()
                yield each


def _is_in_window(duty: Duty) -> bool:
    """Whether ``while`` or ``not_while`` lets the duty arise for its keys; an open answer marks it unclear."""
    trigger = duty.edition.trigger
    inside = _is_inside(duty, trigger)
    if inside is None and not duty.unclear:
        duty.unclear = SOURCE if _unrecorded(duty.history, trigger) else "、".join(sorted(duty.scenario.missing))
    return inside is not False


def _unrecorded(history: History, trigger: Trigger) -> bool:
    assert trigger.window is not None
    references = [reference for reference in trigger.window if reference is not None]
    return any(not history.matcher.source.records_any(reference) for reference in references)


def _is_inside(duty: Duty, trigger: Trigger) -> bool | None:
    """Whether the trigger lies where ``while`` (or ``not_while``) wants it; None where that is open."""
    assert trigger.window is not None
    if _unrecorded(duty.history, trigger):
        return None
    duty.scenario = type(duty.scenario)()  # what left the edition open is no doubt about the window
    answers = set()
    for _ in range(64):
        answers.add(_state(duty, *trigger.window) == trigger.inside)
        if len(answers) > 1 or not duty.scenario.advance():
            break
    return answers.pop() if len(answers) == 1 else None


def _state(duty: Duty, opens: Reference, closes: Reference | None) -> bool:
    """On after the last opening row at or before the trigger, off after the last closing one."""
    here = (duty.trigger.at, duty.trigger.seq)
    marks = [(row.at, row.seq, True) for row in duty.rows(opens, until=here[0])]
    if closes is not None:
        marks += [(row.at, row.seq, False) for row in duty.rows(closes, until=here[0])]
    marks = [mark for mark in marks if mark[:2] < here]
    return max(marks)[2] if marks else False


def _fanned(duty: Duty) -> Iterator[Duty]:
    """One duty per distinct row of ``for_each`` at or before the trigger, lending its keys."""
    reference, history = duty.edition.trigger.for_each, duty.history
    assert reference is not None
    if not history.matcher.source.records_any(reference):
        yield replace(duty, unclear=SOURCE)
        return
    seen, marking = set(), _lent_keys(duty, reference)
    rows = [row for name in reference.types for row in history.rows.get(name, ()) if row.at <= duty.trigger.at]
    for row in sorted(rows, key=lambda item: (item.at, item.seq)):
        names: list[str] = []
        meets = history.matcher.meets(reference, row, names)
        if meets is False or row.seq == duty.trigger.seq:
            continue
        shares = history.matcher.shares(duty.keys, reference.same or (), history.kind, row, names)
        mark = tuple(row.get(key) for key in marking)
        if shares is False or mark in seen:
            continue
        meets = meets and shares
        seen.add(mark)
        lent = history.matcher.keys_of(row)
        keys = {**duty.keys, **{key: value for key, value in lent.items() if key in duty.edition.same}}
        unclear = duty.unclear or ("、".join(sorted(set(names))) if meets is None else "")
        yield replace(duty, keys=keys, fan_seq=row.seq, unclear=unclear, scenario=Scenario())


def _lent_keys(duty: Duty, reference: Reference) -> tuple[str, ...]:
    """The keys by which rows of ``for_each`` differ: those of ``same``, or all where ``same`` has none for them."""
    declares = duty.history.matcher.pack.vocabulary.declares
    named = [key for key in duty.edition.same if key != duty.history.kind]
    own = tuple(key for key in named if any(declares(name, key) for name in reference.types))
    return own or tuple(key for key in KEYS if key not in COMMON_KEYS)


def _from_overdue(rule: Rule, edition: Edition, history: History, behind: Behind) -> Iterator[Duty | Outside]:
    for page in edition.trigger.overdue:
        for verdict, event in behind(page):
            if verdict.outcome not in (Outcome.LATE, Outcome.OVERDUE) or verdict.due_at is None:
                continue
            decides = _decides(rule, edition, event.day)
            if decides is None:
                yield Outside(rule.id, event.seq)
            if not decides or verdict.due_at > history.as_of.at:
                continue
            day, second = history.local.locate(verdict.due_at)
            overrun = replace(event, at=verdict.due_at, day=day, second=second)
            # The keys of the duty behind, those that a fanned-out row lent it included.
            keys = {**history.matcher.keys_of(event), **dict(verdict.keys)}
            yield Duty(
                rule, edition, history, overrun, keys, Moment(overrun.at, day),
                fan_seq=verdict.fan_seq, is_synthetic=True, behind_unverified=verdict.unverified,
            )  # fmt: skip


def _from_periods(rule: Rule, edition: Edition, history: History) -> Iterator[Duty | Outside]:
    for opener, closer in _stays(edition, history):
        for first, following in _periods(edition.trigger.each, opener.day, history):
            begins = history.local.midnight(first)
            if begins < opener.at:
                continue
            if begins > history.as_of.at or (closer is not None and begins >= closer.at):
                break
            decides = _decides(rule, edition, first)
            if decides is None:
                yield Outside(rule.id, opener.seq)
            if not decides:
                continue
            keys = history.matcher.keys_of(opener)
            fields = {key: value for key, value in opener.fields.items() if key in keys}
            trigger = replace(opener, at=begins, day=first, second=0, fields=fields)
            yield Duty(
                rule, edition, history, trigger, keys, Moment(begins, first - 1), fan_seq=first,
                period_end=Moment(history.local.midnight(following), following),
                cut_at=closer.at if closer else None, is_synthetic=True,
            )  # fmt: skip


def _stays(edition: Edition, history: History) -> Iterator[tuple[Event, Event | None]]:
    """The stretches between an opening row and the next closing one that shares its keys.

    A second opening with the same keys changes nothing.
    """
    trigger, matcher = edition.trigger, history.matcher
    marks = []
    for reference, is_open in ((trigger.opens, True), (trigger.closes, False)):
        for name in reference.types if reference is not None else ():
            for row in history.rows.get(name, ()):
                if reference is not None and matcher.meets(reference, row, []):
                    marks.append((row.at, row.seq, is_open, row))
    openers: dict[tuple[object, ...], Event] = {}
    for _, _, is_open, row in sorted(marks, key=lambda mark: mark[:2]):
        keys = matcher.keys_of(row)
        if is_open:
            openers.setdefault(tuple(keys.get(key) for key in edition.same if key != history.kind), row)
            continue
        for mark, opener in list(openers.items()):
            if matcher.shares(matcher.keys_of(opener), edition.same, history.kind, row, []) is not False:
                yield openers.pop(mark), row
    for opener in openers.values():
        yield opener, None


def _periods(each: str, from_day: int, history: History) -> Iterator[tuple[int, int]]:
    """Calendar periods as (first day, first day of the next) that begin on or after ``from_day``, without end."""
    if each in ("day", "week"):
        length = 1 if each == "day" else 7
        first = from_day if each == "day" else from_day + (1 - from_day) % 7
        while True:
            yield first, first + length
            first += length
    months, start = _MONTHS[each], date.fromordinal(from_day)
    if each == "bureau_year":
        month, day = history.matcher.pack.bureau_year
        first = date(start.year, month, day).toordinal()
    else:
        first = date(start.year, (start.month - 1) // months * months + 1, 1).toordinal()
    while first < from_day:
        first = add_months(first, months)
    while True:
        following = add_months(first, months)
        yield first, following
        first = following
