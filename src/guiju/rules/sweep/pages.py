"""Law pages as integer records: what each edition asks, and which limits, columns and names it needs.

Law: engine.md §2; every page becomes one fixed row per edition plus a few lists.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from guiju.rules.matching import Matcher
from guiju.rules.model import Edition, Happen, Hold, NotHappen, Pack, Reference, Repeat, Rule, Span, Wait
from guiju.rules.sweep import layout as L
from guiju.rules.sweep.asking import Asked, day_parts
from guiju.values.clock import Clock
from guiju.values.event import COMMON_KEYS, KEYS
from guiju.values.limit import SUBDAY, Limit

SOURCE = "source"
UNIT = {"days": L.DAYS, "workdays": L.WORKDAYS, "months": L.MONTHS, "years": L.YEARS}
_CLOCK = {
    Clock.PERIOD: L.CLOCK_PERIOD,
    Clock.WORKDAYS: L.CLOCK_WORKDAYS,
    Clock.CUSTODY_FIRST_DAY: L.CLOCK_FIRST_DAY,
}


def unit_and_amount(limit: Limit | None) -> tuple[int, int]:
    """A limit in the kernel's units; (-1, 0) where there is none."""
    if limit is None:
        return -1, 0
    return (L.ELAPSED, limit.micros) if limit.is_elapsed else (UNIT[limit.unit], limit.amount)


@dataclass(slots=True)
class Memory:
    """The flat ``law`` array while it grows."""

    data: list[int] = field(default_factory=lambda: [0] * L.HEADER)
    arrays: list[np.ndarray] = field(default_factory=list)

    def put(self, values: Iterable[int]) -> int:
        """Append values; where they begin."""
        place = len(self.data)
        self.data.extend(values)
        return place

    def put_array(self, values: np.ndarray) -> int:
        """Keep a long table behind everything else; where it begins. Nothing may be ``put`` afterwards."""
        place = len(self.data) + sum(len(array) for array in self.arrays)
        self.arrays.append(np.asarray(values, np.int64))
        return place

    def law(self) -> np.ndarray:
        """All of it as one array."""
        return np.concatenate([np.array(self.data, np.int64), *self.arrays])

    def put_list(self, values: Sequence[int]) -> int:
        """Append a list preceded by its length."""
        return self.put([len(values), *values])


class Index:
    """Words in the order in which they were first needed."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words: dict[str, int] = {word: number for number, word in enumerate(words)}

    def of(self, word: str) -> int:
        """The number of a word, a new one if need be."""
        return self.words.setdefault(word, len(self.words))


def opening_types(pack: Pack, edition: Edition) -> Iterator[str]:
    """The event types that can open a duty of an edition, through the pages behind it, too."""
    for reference in (edition.trigger.event, edition.trigger.opens):
        if reference is not None:
            yield from reference.types
    for page in edition.trigger.overdue:
        behind = pack.rule(page)
        for other in behind.editions if behind is not None else ():
            yield from opening_types(pack, other)


@dataclass(slots=True)
class Program:
    """Everything the pages need from the rows: questions, columns, words."""

    pack: Pack
    kind: str
    matcher: Matcher
    only_active: bool = True
    rules: list[Rule] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    wakes: list[frozenset[str]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    columns: Index = field(default_factory=Index)
    numbers: Index = field(default_factory=Index)
    bounds: list[float] = field(default_factory=list)
    names: Index = field(default_factory=lambda: Index(KEYS))
    reasons: Index = field(default_factory=lambda: Index(("", SOURCE)))
    credentials: Index = field(default_factory=Index)
    parts: list[int] = field(default_factory=lambda: [0])
    slots: int = 0
    stops: int = 0
    days_added: int = 0
    reach: int = 0

    @classmethod
    def of(cls, pack: Pack, kind: str, matcher: Matcher, *, only_active: bool) -> "Program":
        """The pages that histories of ``kind`` wake, with those behind them."""
        program = cls(pack, kind, matcher, only_active)
        wanted: dict[str, frozenset[str]] = {}
        for rule in pack.rules:
            if rule.is_active or not only_active:
                own = [edition for edition in rule.editions if edition.history == kind]
                if own:
                    wanted[rule.id] = frozenset(name for edition in own for name in opening_types(pack, edition))
                for edition in own:
                    for page in edition.trigger.overdue:
                        wanted.setdefault(page, frozenset())
        for rule in pack.rules:
            if rule.id in wanted:
                program.rules.append(rule)
                program.wakes.append(wanted[rule.id])
                program.editions.extend(rule.editions)
        conditions = [reference.where for edition in program.editions for reference in references_of(edition)]
        conditions += [getattr(edition.verb, "condition", None) for edition in program.editions]
        program.parts = day_parts(conditions)
        return program

    def ask_links(self) -> None:
        """Want the columns by which an end finds its beginning."""
        for key in ("recording", "act"):
            self.columns.of(f"link {key}")

    def lent_mask(self, edition: Edition, fan: Reference) -> int:
        """The keys by which rows of a fan differ: those of ``same`` that it has, else all but officer and unit."""
        declares = self.pack.vocabulary.declares
        own = [key for key in edition.same if any(declares(name, key) for name in fan.types) and key != self.kind]
        return self.mask(own or [key for key in KEYS if key not in COMMON_KEYS])

    def mask(self, same: Sequence[str]) -> int:
        """Keys as bits; that of the history itself always agrees."""
        bits = 0
        for key in same:
            if key != self.kind:
                self.columns.of(f"key {key}")
                bits |= 1 << KEYS.index(key)
        return bits

    def ask(self, reference: Reference | None, edition: Edition) -> int:
        """The number of the question that a reference asks; -1 for none."""
        if reference is None:
            return -1
        self.asked.append(Asked.of(reference, self.mask(edition.same if reference.same is None else reference.same)))
        return len(self.asked) - 1

    def ask_bare(self, reference: Asked) -> int:
        """The same question at each time of day, of whole rows and then of rows that show only their keys."""
        first = len(self.asked)
        for bare in (False, True):
            for second in self.parts:
                self.asked.append(
                    Asked(reference.types, reference.condition, reference.same, reference.lenient, bare, second)
                )
        return first

    def span(self, span: Span | None, memory: Memory) -> int:
        """The record of a limit; -1 for none."""
        if span is None:
            return -1
        record = [0] * L.SPAN
        record[L.SPAN_CLOCK] = _CLOCK.get(span.clock, L.CLOCK_OTHER)
        record[L.SPAN_COLUMN] = record[L.SPAN_CAP] = record[L.SPAN_MOST_UNIT] = -1
        record[L.SPAN_FACTOR] = 1
        if span.term and span.limit is None:
            record[L.SPAN_KIND], record[L.SPAN_WHY] = L.UNDECIDED, self.reasons.of(f"term {span.term}")
        elif span.limit is not None:
            record[L.SPAN_KIND] = L.FIXED
            record[L.SPAN_UNIT], record[L.SPAN_AMOUNT] = unit_and_amount(span.limit)
            self.days_added += days_at_most(span.limit)
        else:
            self._read_span(span, record)
        return memory.put(record)

    def _read_span(self, span: Span, record: list[int]) -> None:
        record[L.SPAN_WHY], record[L.SPAN_NAME] = self.reasons.of(span.attribute), self.names.of(span.attribute)
        if span.is_date:
            record[L.SPAN_KIND] = L.BY_DATE
            record[L.SPAN_COLUMN] = L.COLUMNS + self.columns.of(f"date {span.attribute}")
            return
        record[L.SPAN_KIND] = L.BY_AMOUNT
        record[L.SPAN_COLUMN] = L.COLUMNS + self.columns.of(f"number {span.attribute} {span.unit}")
        unit = "workdays" if span.clock is Clock.WORKDAYS and span.unit == "days" else span.unit
        record[L.SPAN_UNIT] = UNIT.get(unit, L.ELAPSED)
        record[L.SPAN_FACTOR] = SUBDAY[unit] * 1_000_000 if unit in SUBDAY else 1
        if span.at_most is not None:
            record[L.SPAN_MOST_UNIT], record[L.SPAN_MOST] = unit_and_amount(span.at_most)
            if span.at_most.unit in (unit, span.unit):
                record[L.SPAN_CAP] = span.at_most.amount

    def lacks_source(self, edition: Edition, groups: Iterable[Sequence[Reference]]) -> bool:
        """Whether no source records what the verb needs."""
        source = self.matcher.source
        if source.types is None:
            return False
        if isinstance(edition.verb, Hold):
            return self.pack.vocabulary.credential_types[0] not in source.types
        return any(not any(source.records_any(reference) for reference in group) for group in groups)


def days_at_most(limit: Limit) -> int:
    """A bound on the calendar days of a limit, holidays included."""
    factor = {"minutes": 1, "hours": 1, "days": 1, "workdays": 3, "months": 31, "years": 366}[limit.unit]
    return limit.amount * factor + 60


def has_due(edition: Edition) -> bool:
    """Whether a period cut short binds where its due instant came before."""
    verb = edition.verb
    return isinstance(verb, Happen | Wait) or (isinstance(verb, NotHappen) and verb.after is not None)


def main_span(edition: Edition) -> Span | None:
    """The limit that the page's modifiers work on, where they do."""
    verb = edition.verb
    if isinstance(verb, Happen):
        return verb.within
    if isinstance(verb, NotHappen):
        return verb.after
    if isinstance(verb, Wait):
        return verb.span
    return verb.every if isinstance(verb, Repeat) else None


def answer_groups(edition: Edition) -> list[list[Reference]]:
    """The groups of which one reference each must be recorded for the verb to be judged."""
    verb, groups = edition.verb, []
    if isinstance(verb, Happen):
        groups = [[answer] for answer in verb.answers]
    else:
        for name in ("answer", "forbidden", "until", "before", "opens", "closes", "start", "end", "others"):
            reference = getattr(verb, name, None)
            if isinstance(reference, Reference):
                groups.append([reference])
    if edition.count_from is not None:
        groups.append([edition.count_from[1]])
    return groups


def references_of(edition: Edition) -> Iterator[Reference]:
    """Every reference of an edition."""
    trigger = edition.trigger
    for reference in (trigger.event, trigger.for_each, *(trigger.window or ()), trigger.opens, trigger.closes):
        if reference is not None:
            yield reference
    for group in answer_groups(edition):
        yield from group
    for pair in (edition.count_from, edition.edition_by):
        if pair is not None:
            yield pair[1]
    yield from edition.unless
    yield from edition.restart
    yield from (item.by for item in edition.extend)
    for stop in edition.stop:
        yield from (stop.start, stop.end)
