"""The running of one limit: start, length, stops, extensions, restarts, and the date they lead to.

Modifiers count from the trigger until the due instant then running, or while the clock stands; later ones cure nothing.
"""

from dataclasses import dataclass, field
from datetime import date

from guiju.rules.duty import Duty, Moment
from guiju.rules.model import Extension, Span
from guiju.rules.predicate import as_day, as_number
from guiju.values.calendar import CalendarMissing
from guiju.values.clock import Clock, add_days, roll
from guiju.values.event import Event
from guiju.values.limit import LONGEST, Limit

_LAST_DAY = date(9000, 1, 1).toordinal()


class Unresolved(Exception):
    """The limit itself cannot be read; ``missing`` says what is absent. Caught by the judge, never shown raw."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


@dataclass(slots=True)
class Pause:
    """One standing of the clock; ``until`` is None while it stands."""

    since: Event
    until: Event | None = None


@dataclass(slots=True)
class Countdown:
    """A limit that runs from ``start``; ``total`` is what extensions have made of it."""

    duty: Duty
    span: Span
    start: Moment
    base: tuple[Limit, ...]
    fixed_day: int | None = None
    total: tuple[Limit, ...] = ()
    pauses: list[Pause] = field(default_factory=list)
    used: dict[int, int] = field(default_factory=dict)

    # -- where it ends ---------------------------------------------------------------------------------------------

    @property
    def is_elapsed(self) -> bool:
        """True where instants decide, not local days."""
        return bool(self.total) and self.total[0].is_elapsed

    @property
    def is_standing(self) -> bool:
        """True while a stop is open: there is no due instant yet."""
        return any(pause.until is None for pause in self.pauses)

    @property
    def counted_from(self) -> int:
        """The day that is not counted: that of the start, or the one before where the first day counts."""
        return self.start.day - (self.span.clock is Clock.CUSTODY_FIRST_DAY)

    @property
    def due_at(self) -> int:
        """The due instant on elapsed time. Unit: microseconds, inclusive."""
        return self.start.at + sum(limit.micros for limit in self.total) + self._paused_micros()

    @property
    def raw_last_day(self) -> int:
        """The last day before any rolling.

        Raises:
            CalendarMissing: working days run through a year without a calendar.
        """
        calendar = self.duty.history.matcher.pack.calendar
        day = self.counted_from if self.fixed_day is None else self.fixed_day
        for limit in self.total:
            day = add_days(day, limit, calendar)
        if self.span.clock is Clock.WORKDAYS:
            skipped = sum(calendar.is_workday(day) for day in sorted(self._paused_days()))
            return add_days(day, Limit(skipped, "workdays"), calendar)
        return day + len(self._paused_days())

    @property
    def last_day(self) -> int:
        """The last day, rolled where the clock rolls.

        Raises:
            CalendarMissing: the roll or the working days need a year without a calendar.
        """
        return roll(self.raw_last_day, self.span.clock, self.duty.history.matcher.pack.calendar)

    def is_in_time(self, at: int, day: int) -> bool:
        """Whether an instant (on its local day) is no later than the end; a roll is looked up only if it matters.

        Raises:
            CalendarMissing: the answer depends on a year without a calendar.
        """
        if self.is_standing:
            return True
        if self.is_elapsed:
            return at <= self.due_at
        if day <= self._floor():
            return True
        return day <= self.last_day

    def _floor(self) -> int:
        """A day up to which everything is in time whatever the calendar says."""
        try:
            return self.raw_last_day
        except CalendarMissing:
            return self.counted_from + sum(limit.amount for limit in self.total)

    def due(self) -> tuple[int | None, int | None]:
        """The due instant (exclusive midnight for days) and the last local day; both None while the clock stands.

        Raises:
            CalendarMissing: the date depends on a year without a calendar.
        """
        if self.is_standing:
            return None, None
        if self.is_elapsed:
            return self.due_at, None
        raw, last = self.raw_last_day, self.last_day
        if self.duty.trace is not None:
            if self._paused_days():
                self.duty.note("paused", days=len(self._paused_days()), total=self.total)
            if last != raw:
                self.duty.note("rolled", day=raw, to=last)
        return self.duty.history.local.midnight(last + 1), last

    def due_if_known(self) -> tuple[int | None, int | None]:
        """As ``due``, or nothing where a calendar is missing and nothing depends on it."""
        try:
            return self.due()
        except CalendarMissing:
            return None, None

    # -- pauses ----------------------------------------------------------------------------------------------------

    def _paused_micros(self) -> int:
        spans = sorted((max(p.since.at, self.start.at), p.until.at) for p in self.pauses if p.until is not None)
        total, reached = 0, self.start.at
        for since, until in spans:
            since = max(since, reached)
            if until > since:
                total, reached = total + until - since, until
        return total

    def _paused_days(self) -> set[int]:
        days: set[int] = set()
        for pause in self.pauses:
            if pause.until is not None:
                days.update(range(max(pause.since.day, self.start.day) + 1, pause.until.day + 1))
        return days

    # -- extensions ------------------------------------------------------------------------------------------------

    def reach(self, limits: tuple[Limit, ...]) -> int:
        """How far a total reaches from the start, for comparing totals."""
        if limits and limits[0].is_elapsed:
            return sum(limit.micros for limit in limits)
        calendar, day = self.duty.history.matcher.pack.calendar, self.counted_from
        for limit in limits:
            day = add_days(day, limit, calendar)
        return day

    def is_running_total(self, limit: Limit) -> bool:
        """Whether ``limit`` is the total now running."""
        if limit.is_elapsed:
            return self.is_elapsed and sum(step.micros for step in self.total) == limit.micros
        wanted, steps = _in_months(limit), [_in_months(step) for step in self.total]
        return all(step.unit == wanted.unit for step in steps) and sum(step.amount for step in steps) == wanted.amount

    def extend_by(self, row: Event) -> None:
        """Apply the first step of the ladder that ``row`` may take; otherwise name why it lengthens nothing."""
        reason = ""
        for number, item in enumerate(self.duty.edition.extend):
            if not self.duty.is_row(item.by, row):
                continue
            reason = self._refusal(number, item, row)
            if not reason:
                self.used[number] = self.used.get(number, 0) + 1
                self.total = self._target(item, row) or self.total
                self.duty.note("extended", at=row.at, day=row.day, total=self.total, approver=row.get("approver"))
                return
        if reason:
            self.duty.note("extension_ignored", at=row.at, day=row.day, reason=reason, approver=row.get("approver"))

    def _refusal(self, number: int, item: Extension, row: Event) -> str:
        if item.start is not None and not self.is_running_total(item.start):
            return "out_of_order"
        if self.used.get(number, 0) >= item.times:
            return "too_often"
        if item.approved_by and not self._is_approved(item, row):
            return "approver_too_low"
        target = self._target(item, row)
        if target is None:
            return "no_length"
        if self.fixed_day is None and self.reach(target) <= self.reach(self.total):
            return "lengthens_nothing"
        return ""

    def _is_approved(self, item: Extension, row: Event) -> bool:
        ranks, given = self.duty.history.matcher.pack.ranks, row.get("approver")
        held = None if given is None else ranks.get(str(given).strip())
        if held is None:
            return self.duty.scenario.choose(("approver", id(item), row.seq), ["approver"])
        wanted = [ranks[name] for name in item.approved_by]
        return any(held[0] == ladder and held[1] >= height for ladder, height in wanted)

    def _target(self, item: Extension, row: Event) -> tuple[Limit, ...] | None:
        if item.add is not None:
            return _added(self.total, item.add)
        assert item.to is not None
        if item.to.attribute:
            amount = _whole(row, item.to.attribute, item.to.unit)
            if amount is None:
                lengthened = self.duty.scenario.choose(("amount", id(item), row.seq), [item.to.attribute])
                return (item.to.at_most,) if lengthened and item.to.at_most else None
            return (_capped(amount, item.to),)
        return None if item.to.limit is None else (item.to.limit,)


def _in_months(limit: Limit) -> Limit:
    return Limit(limit.amount * 12, "months") if limit.unit == "years" else limit


def _added(total: tuple[Limit, ...], add: Limit) -> tuple[Limit, ...]:
    """The total with one more step; months join months, because totals are counted from the start of the clock."""
    last, step = (_in_months(total[-1]) if total else add), _in_months(add)
    if total and last.unit == step.unit == "months":
        return (*total[:-1], Limit(last.amount + step.amount, "months"))
    return (*total, add)


def _whole(row: Event, attribute: str, unit: str) -> int | None:
    value = row.get(attribute)
    number = None if value is None else as_number(value)
    return None if number is None or number != int(number) or not 0 <= number <= LONGEST[unit] else int(number)


def _capped(amount: int, span: Span) -> Limit:
    unit = "workdays" if span.clock is Clock.WORKDAYS and span.unit == "days" else span.unit
    if span.at_most is not None and span.at_most.unit in (unit, span.unit):
        amount = min(amount, span.at_most.amount)
    return Limit(amount, unit)


def begin(duty: Duty, span: Span, row: Event, start: Moment) -> Countdown:
    """The countdown of ``span`` from ``start``; a limit read from an attribute is read from ``row``.

    Raises:
        Unresolved: the attribute is empty or says nothing usable, or the named limit is undecided.
    """
    if span.term and span.limit is None:
        raise Unresolved(f"term {span.term}")
    if span.limit is not None:
        return Countdown(duty, span, start, (span.limit,), None, (span.limit,))
    if not span.is_date:
        amount = _whole(row, span.attribute, span.unit)
        if amount is None:
            raise Unresolved(span.attribute)
        limit = _capped(amount, span)
        return Countdown(duty, span, start, (limit,), None, (limit,))
    day = as_day(row.get(span.attribute))
    if day is None:
        raise Unresolved(span.attribute)
    # "9999-12-31" is how many systems write "never"; a day later there is no date.
    return Countdown(duty, span, start, (), min(day, _LAST_DAY), ())
