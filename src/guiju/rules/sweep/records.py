"""Each edition as one fixed row of integers.

Law: engine.md §2; what a field means for a verb stands in layout.py and in the verb's own function.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from guiju.rules.model import (
    Count,
    Cover,
    Differ,
    Edition,
    Happen,
    HaveHappened,
    Hold,
    NotHappen,
    Repeat,
    Rule,
    Satisfy,
    Wait,
)
from guiju.rules.sweep import layout as L
from guiju.rules.sweep.almanac import PERIODS
from guiju.rules.sweep.asking import Asked
from guiju.rules.sweep.pages import (
    Memory,
    Program,
    answer_groups,
    days_at_most,
    has_due,
    main_span,
    opening_types,
    unit_and_amount,
)
from guiju.values.event import KEYS

NO_END = 1 << 40


def edition_record(program: Program, memory: Memory, rule: Rule, edition: Edition) -> list[int]:
    """The row of one edition; lists and limits that it points to are put into ``memory``."""
    record = [-1] * L.EDITION
    program.days_added = 0
    record[L.E_RULE] = program.rules.index(rule)
    record[L.E_FROM] = edition.from_day
    record[L.E_TO] = NO_END if edition.to_day is None else edition.to_day
    record[L.E_IS_FIRST] = int(edition is rule.editions[0])
    record[L.E_IS_LAST] = int(edition is rule.editions[-1])
    record[L.E_IS_KIND] = int(edition.history == program.kind and (edition.is_active or not program.only_active))
    record[L.E_REF0] = len(program.asked)
    record[L.E_SAME] = program.mask(edition.same)
    record[L.E_LACKS] = int(program.lacks_source(edition, answer_groups(edition)))
    record[L.E_HAS_DUE] = int(has_due(edition))
    record[L.E_IS_INSTANT] = int(isinstance(edition.verb, HaveHappened | Satisfy | Differ | Hold))
    record[L.E_MODIFIES] = 0
    record[L.E_SPAN] = program.span(main_span(edition), memory)
    _trigger(program, memory, edition, record)
    _modifiers(program, memory, edition, record)
    record[L.E_UNLESS] = memory.put_list([program.ask(reference, edition) for reference in edition.unless])
    _VERBS[type(edition.verb)](program, memory, edition, record)
    program.slots = max(program.slots, len(program.asked) - record[L.E_REF0])
    _extensions(program, memory, edition, record)
    program.reach = max(program.reach, program.days_added)
    return record


def _trigger(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    trigger, source = edition.trigger, program.matcher.source
    record[L.E_TRIGGER] = L.BY_OVERRUN if trigger.overdue else L.BY_PERIOD if trigger.each else L.BY_EVENT
    record[L.E_EVENT] = program.ask(trigger.event, edition)
    record[L.E_FAN] = program.ask(trigger.for_each, edition)
    if trigger.for_each is not None:
        program.asked[-1] = replace(program.asked[-1], same=program.mask(trigger.for_each.same or ()))
        record[L.E_MARK] = program.lent_mask(edition, trigger.for_each)
    record[L.E_FAN_RECORDED] = int(trigger.for_each is None or source.records_any(trigger.for_each))
    if trigger.window is not None:
        opens, closes = trigger.window
        record[L.E_WINDOW], record[L.E_CLOSE] = program.ask(opens, edition), program.ask(closes, edition)
        record[L.E_INSIDE] = int(trigger.inside)
        record[L.E_WINDOW_RECORDED] = int(
            all(source.records_any(reference) for reference in trigger.window if reference is not None)
        )
    numbers = {rule.id: number for number, rule in enumerate(program.rules) if rule.is_active}
    record[L.E_OVERDUE] = memory.put_list([numbers[page] for page in trigger.overdue if page in numbers])
    if trigger.each:
        record[L.E_EACH] = PERIODS.index(trigger.each)
        record[L.E_OPENS], record[L.E_CLOSES] = (
            program.ask(trigger.opens, edition),
            program.ask(trigger.closes, edition),
        )
    record[L.E_EDITION_BY] = record[L.E_COUNT_FROM] = 0
    if edition.edition_by is not None:
        which, reference = edition.edition_by
        record[L.E_EDITION_BY] = 1 if which == "last" else 2
        record[L.E_EDITION_REF] = program.ask(reference, edition)
    if edition.count_from is not None:
        direction, reference = edition.count_from
        record[L.E_COUNT_FROM] = 1 if direction == "last" else 2
        record[L.E_COUNT_REF] = program.ask(reference, edition)
        record[L.E_COUNT_WHY] = program.reasons.of("、".join(reference.types))


def _modifiers(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    pairs = [program.ask(part, edition) for stop in edition.stop for part in (stop.start, stop.end)]
    record[L.E_STOP] = memory.put([len(edition.stop), *pairs])
    record[L.E_RESTART] = memory.put_list([program.ask(reference, edition) for reference in edition.restart])
    program.stops = max(program.stops, len(edition.stop))
    if edition.stop:
        program.ask_links()


def _extensions(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    """Extensions come last: their slots for choices lie behind those of all references."""
    first = len(program.asked)
    by = [program.ask(item.by, edition) for item in edition.extend]
    program.slots = max(program.slots, len(program.asked) - record[L.E_REF0] + 2 * len(by))
    places = []
    for number, item in enumerate(edition.extend):
        step = [-1] * L.EXTENSION
        step[L.X_BY] = first + number
        step[L.X_START_UNIT], step[L.X_START] = unit_and_amount(item.start)
        step[L.X_TIMES] = item.times
        ranks = list(program.pack.ranks)
        step[L.X_RANKS] = memory.put_list([ranks.index(name) for name in item.approved_by])
        if item.approved_by:
            program.columns.of("approver")
            program.names.of("approver")
        step[L.X_ADD_UNIT], step[L.X_ADD] = unit_and_amount(item.add)
        if item.add is not None:
            program.days_added += min(item.times, L.MAX_STEPS) * days_at_most(item.add)
        step[L.X_SPAN] = program.span(item.to, memory)
        step[L.X_SLOT] = first + len(by) - record[L.E_REF0] + 2 * number
        places.append(memory.put(step))
    record[L.E_EXTEND] = memory.put_list(places)


def modifier_questions(memory: Memory, record: list[int]) -> list[int]:
    """The questions of an edition's stops, restarts and extensions."""
    data = memory.data
    stops, restarts, steps = record[L.E_STOP], record[L.E_RESTART], record[L.E_EXTEND]
    questions = data[stops + 1 : stops + 1 + 2 * data[stops]]
    questions += data[restarts + 1 : restarts + 1 + data[restarts]]
    return questions + [data[place + L.X_BY] for place in data[steps + 1 : steps + 1 + data[steps]]]


def _happen(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    verb: Any = edition.verb
    record[L.E_VERB] = L.HAPPEN
    record[L.E_A] = memory.put_list([program.ask(reference, edition) for reference in verb.answers])


def _have_happened(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    verb: Any = edition.verb
    record[L.E_VERB], record[L.E_A] = L.HAVE_HAPPENED, program.ask(verb.answer, edition)
    record[L.E_B] = program.span(verb.within or verb.ahead, memory)
    record[L.E_C] = int(verb.within is None)


def _trigger_types(program: Program, edition: Edition) -> tuple[str, ...]:
    return tuple(dict.fromkeys(opening_types(program.pack, edition)))


def _satisfy(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    verb: Any = edition.verb
    record[L.E_VERB] = L.SATISFY
    asked = Asked(_trigger_types(program, edition), verb.condition, 0)
    if edition.trigger.event is not None:
        program.asked.append(asked)
        record[L.E_A] = len(program.asked) - 1
    else:
        record[L.E_A] = program.ask_bare(asked)
        record[L.E_B] = record[L.E_A] + len(program.parts)


def _not_happen(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    verb: Any = edition.verb
    record[L.E_VERB] = L.NOT_HAPPEN
    record[L.E_A], record[L.E_B] = program.ask(verb.forbidden, edition), program.ask(verb.until, edition)
    record[L.E_C], record[L.E_D] = unit_and_amount(verb.less)
    program.days_added += days_at_most(verb.less) if verb.less is not None else 0


def _wait(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    verb: Any = edition.verb
    record[L.E_VERB], record[L.E_A], record[L.E_B] = L.WAIT, program.ask(verb.before, edition), int(verb.whole)


def _cover(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    verb: Any = edition.verb
    record[L.E_VERB] = L.COVER
    record[L.E_A], record[L.E_B] = program.ask(verb.opens, edition), program.ask(verb.closes, edition)
    record[L.E_C], record[L.E_D] = program.ask(verb.start, edition), program.ask(verb.end, edition)
    record[L.E_F] = verb.gap
    program.ask_links()
    if verb.start is not None and verb.start.where is not None and edition.trigger.event is None:
        record[L.E_BARE] = program.ask_bare(program.asked[record[L.E_C]])


def _differ(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    verb: Any = edition.verb
    record[L.E_VERB], record[L.E_A] = L.DIFFER, program.ask(verb.others, edition)
    record[L.E_B] = KEYS.index(verb.field)
    program.columns.of(f"key {verb.field}")


def _hold(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    verb: Any = edition.verb
    record[L.E_VERB] = L.HOLD
    record[L.E_A] = memory.put_list([program.credentials.of(name) for name in verb.names])
    program.columns.of("key officer")


def _repeat(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    verb: Any = edition.verb
    record[L.E_VERB] = L.REPEAT
    record[L.E_A], record[L.E_B] = program.ask(verb.answer, edition), program.ask(verb.until, edition)


def _count(program: Program, memory: Memory, edition: Edition, record: list[int]) -> None:
    verb: Any = edition.verb
    record[L.E_VERB] = L.COUNT
    record[L.E_A], record[L.E_B] = program.ask(verb.answer, edition), program.ask(verb.until, edition)
    record[L.E_AT_MOST] = int(verb.at_most is not None)
    program.bounds.append(float(verb.at_most if verb.at_most is not None else verb.at_least))
    record[L.E_F] = len(program.bounds) - 1
    if verb.sum_of:
        record[L.E_C], record[L.E_D] = program.numbers.of(verb.sum_of), program.names.of(verb.sum_of)


_VERBS: Mapping[type[Any], Callable[[Program, Memory, Edition, list[int]], None]] = {
    Happen: _happen,
    HaveHappened: _have_happened,
    Satisfy: _satisfy,
    NotHappen: _not_happen,
    Wait: _wait,
    Cover: _cover,
    Differ: _differ,
    Hold: _hold,
    Repeat: _repeat,
    Count: _count,
}
