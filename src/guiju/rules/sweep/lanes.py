"""The plain editions as records, in the order in which the short way runs them: pages of the same rows side by side."""

from collections.abc import Sequence

import numpy as np

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.plainness import Plain, is_changing, is_plain, plain_limit
from guiju.values.event import KEYS

_SINCE_LOW = (L.HAVE_HAPPENED, L.DIFFER, L.COVER)


def place_plain(plain: Plain, records: list[list[int]]) -> tuple[set[int], np.ndarray]:
    """Write the records of the plain rules, and take these rules from the long way; their numbers, and the lists."""
    program, memory, data = plain.program, plain.memory, plain.memory.data
    found: list[list[int]] = []
    outside: list[int] = []
    rules: set[int] = set()
    place = 0
    bounds = [record[L.E_REF0] for record in records] + [len(program.asked)]
    for number, rule in enumerate(program.rules):
        own = range(place, place + len(rule.editions))
        place += len(rule.editions)
        limits = [
            plain_limit(plain, records[index])
            if is_plain(plain, records[index], range(bounds[index], bounds[index + 1]))
            else None
            for index in own
        ]
        known = [limit for limit in limits if limit is not None]
        if len(known) == len(own):
            rules.add(number)
            for index, limit in zip(own, known, strict=True):
                found.append(_record(plain, records[index], index, limit))
                outside += _outside(plain, records[index])
    order = sorted(range(len(found)), key=lambda lane: [found[lane][part] for part in _TOGETHER])
    turns = np.argsort(np.array(order, np.int64))
    data[L.H_PLAIN_COUNT] = len(found)
    data[L.H_PLAIN] = memory.put_array(np.array([value for lane in order for value in found[lane]], np.int64))
    data[L.H_TURNS] = memory.put_array(turns)
    data[L.H_OUTSIDE] = memory.put_array(np.array([len(outside) // 2, *outside], np.int64))
    postings, lists = plain.postings.lists()
    data[L.H_LISTS] = memory.put_array(lists)
    general = (len(program.rules) + 61) // 62
    for code in range(len(plain.coded.type_of)):
        for number in rules:
            data[data[L.H_OPENING] + code * general + number // 62] &= ~(1 << (number % 62))
    return rules, postings


_TOGETHER = (L.P_ROWS, L.P_A, L.P_WHERE, L.P_B, L.P_RULE)


def _outside(plain: Plain, record: Sequence[int]) -> list[int]:
    """The lists of triggers before the first edition and after the last, each with the rule that counts them."""
    codes, found = plain.codes(record[L.E_EVENT]), []
    if record[L.E_IS_FIRST]:
        found += [plain.postings.of(codes, None, record[L.E_FROM]), record[L.E_RULE]]
    if record[L.E_IS_LAST]:
        found += [plain.postings.of(codes, record[L.E_TO], None), record[L.E_RULE]]
    return [value for k in range(0, len(found), 2) if len(plain.postings.rows(found[k])) for value in found[k : k + 2]]


def _record(plain: Plain, record: Sequence[int], index: int, limit: tuple[int, int]) -> list[int]:
    program, data, verb = plain.program, plain.memory.data, record[L.E_VERB]
    words = program.columns.words
    found = [-1] * L.PLAIN
    found[L.P_VERB], found[L.P_RULE], found[L.P_PAGE] = verb, record[L.E_RULE], index
    found[L.P_KIND], found[L.P_AMOUNT] = limit
    found[L.P_ROWS] = plain.postings.of(plain.codes(record[L.E_EVENT]), record[L.E_FROM], record[L.E_TO])
    # Where every trigger stands at the beginning of its history, both walks are one, and shared.
    found[L.P_FIRST] = L.SINCE if plain.begin(found[L.P_ROWS]) else L.LOW
    found[L.P_WHERE] = found[L.P_FIRST] if verb in _SINCE_LOW else L.AFTER if verb == L.NOT_HAPPEN else L.SINCE
    if verb not in (L.SATISFY, L.HOLD):
        found[L.P_A] = plain.list_of(data[record[L.E_A] + 1] if verb == L.HAPPEN else record[L.E_A])
    if verb in (L.NOT_HAPPEN, L.REPEAT, L.COUNT):
        found[L.P_B] = plain.list_of(record[L.E_B])
    if verb == L.SATISFY:
        found[L.P_MATCH] = plain.match(record[L.E_A])
    elif verb == L.WAIT:
        found[L.P_WHOLE] = record[L.E_B]
    elif verb == L.COUNT:
        found[L.P_WHOLE] = int(record[L.E_AT_MOST] == 1)
        found[L.P_BOUND] = int(program.bounds[record[L.E_F]]) - int(record[L.E_AT_MOST] == 0)
    elif verb == L.COVER:
        found[L.P_B], found[L.P_MATCH] = plain.list_of(record[L.E_D]), plain.list_of(record[L.E_B])
        found[L.P_BOUND] = record[L.E_F]
    elif verb == L.DIFFER:
        found[L.P_MATCH] = L.COLUMNS + words[f"key {KEYS[record[L.E_B]]}"]
        found[L.P_WHOLE] = int(KEYS[record[L.E_B]] == "officer")
    elif verb == L.HOLD:
        found[L.P_MATCH], found[L.P_BOUND] = record[L.E_A], L.COLUMNS + words["key officer"]
    listed = record[L.E_UNLESS]
    excuses = [plain.list_of(question) for question in data[listed + 1 : listed + 1 + data[listed]]]
    found[L.P_UNLESS] = plain.memory.put_array(np.array([len(excuses), *excuses], np.int64))
    if is_changing(plain, record):
        found[L.P_CHANGES] = _changes(plain, record)
    return found


def _changes(plain: Plain, record: Sequence[int]) -> int:
    """Where the record of a stop and an extension stands."""
    memory, data, codes = plain.memory, plain.memory.data, len(plain.coded.type_of)
    stops, steps, span = record[L.E_STOP], record[L.E_EXTEND], record[L.E_SPAN]
    never = memory.put_array(np.zeros(codes, np.int64))
    change = [0] * L.CHANGES
    change[L.M_UNIT], change[L.M_AMOUNT] = data[span + L.SPAN_UNIT], data[span + L.SPAN_AMOUNT]
    change[L.M_STARTS] = change[L.M_ENDS] = change[L.M_LONGER] = never
    questions = list(data[stops + 1 : stops + 1 + 2 * data[stops]])
    if questions:
        change[L.M_STARTS], change[L.M_ENDS] = plain.match(questions[0]), plain.match(questions[1])
    if data[steps]:
        item = data[steps + 1]
        questions.append(data[item + L.X_BY])
        change[L.M_LONGER] = plain.match(questions[-1])
        change[L.M_ADD_UNIT], change[L.M_ADD] = data[item + L.X_ADD_UNIT], data[item + L.X_ADD]
        change[L.M_TIMES] = data[item + L.X_TIMES]
    change[L.M_ROWS] = plain.postings.of(sorted({code for number in questions for code in plain.codes(number)}))
    return memory.put_array(np.array(change, np.int64))
