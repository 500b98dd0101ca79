"""Which editions may go the short way, and their records for it.

Plain is: opened by an event, no fan, window, source lacking or count_from, no row in doubt, keys that cannot part rows,
no modifier among the rows, and a fixed limit whose last day every calendar knows.
"""

from collections.abc import Sequence

import numpy as np

from guiju.rules.model import Edition
from guiju.rules.sweep import layout as L
from guiju.rules.sweep.asking import Coded
from guiju.rules.sweep.loops.dates import add, roll
from guiju.rules.sweep.pages import Memory, Program

_VERBS = (L.HAPPEN, L.HAVE_HAPPENED, L.SATISFY, L.NOT_HAPPEN, L.WAIT, L.REPEAT, L.COUNT)


def is_plain(program: Program, coded: Coded, memory: Memory, record: Sequence[int], questions: Sequence[int]) -> bool:
    """Whether one edition is plain, its limit aside."""
    data, verb = memory.data, record[L.E_VERB]
    if record[L.E_TRIGGER] != L.BY_EVENT or record[L.E_IS_KIND] == 0 or record[L.E_LACKS] == 1 or verb not in _VERBS:
        return False
    if record[L.E_FAN] >= 0 or record[L.E_WINDOW] >= 0 or record[L.E_COUNT_FROM] or record[L.E_EDITION_BY]:
        return False
    if record[L.E_MODIFIES] and any(data[record[L.E_MODIFIES] :][: len(coded.type_of)]):
        return False
    if any(program.asked[question].same for question in questions):
        return False
    if any(said == L.UNCLEAR for question in questions for said, _ in coded.answers[question]):
        return False
    if verb == L.HAPPEN:
        return data[record[L.E_A]] == 1
    if verb == L.HAVE_HAPPENED:
        return record[L.E_B] < 0
    if verb == L.NOT_HAPPEN:
        return record[L.E_C] < 0
    return verb != L.COUNT or record[L.E_C] < 0


def plain_limit(
    law: np.ndarray, memory: Memory, record: Sequence[int], first: int, last: int, tables: dict[tuple[int, ...], int]
) -> tuple[int, int] | None:
    """The limit as (kind, amount or table); None where it is not fixed or a calendar is missing."""
    span = record[L.E_SPAN]
    if span < 0:
        return 0, 0
    if law[span + L.SPAN_KIND] != L.FIXED:
        return None
    unit, amount, clock = (int(law[span + part]) for part in (L.SPAN_UNIT, L.SPAN_AMOUNT, L.SPAN_CLOCK))
    if unit == L.ELAPSED:
        return 3, amount
    rolls = clock == L.CLOCK_PERIOD and not (record[L.E_VERB] == L.WAIT and record[L.E_B] == 0)
    ahead = int(clock == L.CLOCK_FIRST_DAY)
    if unit == L.DAYS and not rolls:
        return 1, amount - ahead
    key = (unit, amount, int(rolls), ahead)
    if key not in tables:
        ends = [_end(law, day - ahead, unit, amount, rolls) for day in range(first, last + 1)]
        if min(ends) < 0:
            return None
        tables[key] = memory.put_array(np.array(ends)) - (first - int(law[L.H_DAY0]))
    return 2, tables[key]


def _end(law: np.ndarray, day: int, unit: int, amount: int, rolls: bool) -> int:
    end = add(law, unit, amount, day)
    return end if end < 0 or not rolls else int(roll(law, end, L.CLOCK_PERIOD))


def place_plain(
    program: Program, memory: Memory, coded: Coded, records: list[list[int]], days: tuple[int, int]
) -> set[int]:
    """Write the records of the plain rules, and take these rules from the long way; their numbers."""
    data, law, tables = memory.data, memory.law(), dict[tuple[int, ...], int]()
    found: list[list[int]] = []
    rules: set[int] = set()
    place = 0
    bounds = [record[L.E_REF0] for record in records] + [len(program.asked)]
    for number, rule in enumerate(program.rules):
        own = range(place, place + len(rule.editions))
        place += len(rule.editions)
        plain = []
        for index in own:
            record = records[index]
            if is_plain(program, coded, memory, record, range(bounds[index], bounds[index + 1])):
                limit = plain_limit(law, memory, record, *days, tables)
                if limit is not None and not _is_odd(program, record, program.editions[index]):
                    plain.append(_record(program, memory, record, index, limit))
        if len(plain) == len(own):
            rules.add(number)
            found += plain
    data[L.H_PLAIN_COUNT] = len(found)
    data[L.H_PLAIN] = memory.put_array(np.array([value for record in found for value in record], np.int64))
    words, codes = (len(found) + 61) // 62, len(coded.type_of)
    opening = np.zeros(codes * words, np.int64)
    for number, plain_record in enumerate(found):
        for code in range(codes):
            if data[plain_record[L.P_EVENT] + code] == L.YES:
                opening[code * words + number // 62] |= 1 << (number % 62)
    data[L.H_PLAIN_OPENING] = memory.put_array(opening)
    general = (len(program.rules) + 61) // 62
    for code in range(codes):
        for number in rules:
            data[data[L.H_OPENING] + code * general + number // 62] &= ~(1 << (number % 62))
    return rules


def _is_odd(program: Program, record: Sequence[int], edition: Edition) -> bool:
    """A count over fractions is left to the long way, and so is one that is reached before it begins."""
    if record[L.E_VERB] != L.COUNT:
        return False
    bound = program.bounds[record[L.E_F]]
    return bound != int(bound) or bound < 0 or (record[L.E_AT_MOST] == 0 and bound <= 0)


def _record(program: Program, memory: Memory, record: Sequence[int], index: int, limit: tuple[int, int]) -> list[int]:
    data = memory.data

    def match(question: int) -> int:
        return -1 if question < 0 else data[L.H_MATCH] + question * data[L.H_CODES]

    found, verb = [0] * L.PLAIN, record[L.E_VERB]
    found[L.P_EVENT], found[L.P_VERB] = match(record[L.E_EVENT]), verb
    found[L.P_KIND], found[L.P_AMOUNT] = limit
    found[L.P_A] = match(data[record[L.E_A] + 1] if verb == L.HAPPEN else record[L.E_A])
    found[L.P_B] = match(record[L.E_B]) if verb in (L.NOT_HAPPEN, L.REPEAT, L.COUNT) else -1
    found[L.P_WHOLE] = record[L.E_B] if verb == L.WAIT else int(record[L.E_AT_MOST] == 1)
    if verb == L.COUNT:
        found[L.P_AMOUNT] = int(program.bounds[record[L.E_F]]) - int(record[L.E_AT_MOST] == 0)
    for mine, theirs in ((L.P_FROM, L.E_FROM), (L.P_TO, L.E_TO), (L.P_IS_FIRST, L.E_IS_FIRST), (L.P_RULE, L.E_RULE)):
        found[mine] = record[theirs]
    found[L.P_IS_LAST], found[L.P_PAGE] = record[L.E_IS_LAST], index
    listed = record[L.E_UNLESS]
    excuses = [match(question) for question in data[listed + 1 : listed + 1 + data[listed]]]
    found[L.P_UNLESS] = memory.put_array(np.array([len(excuses), *excuses], np.int64))
    return found
