"""Which editions may go the short way, and their records for it.

Plain is: opened by an event, no fan, window, source lacking or count_from, no row in doubt, keys that cannot part rows,
and a fixed limit whose last day every calendar knows. Modifiers among the rows are plain only for ``happen`` with one
stop and one extension that anyone may grant, on a clock that never rolls.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.asking import Coded
from guiju.rules.sweep.loops.dates import add, roll
from guiju.rules.sweep.pages import Memory, Program
from guiju.rules.sweep.postings import Postings
from guiju.values.event import KEYS

_LIMITED = (L.HAPPEN, L.WAIT, L.REPEAT)
_MOST_TIMES = 8


@dataclass(slots=True)
class Plain:
    """What decides whether editions are plain, and the records of those that are."""

    program: Program
    memory: Memory
    coded: Coded
    col: np.ndarray
    postings: Postings
    place: np.ndarray
    days: tuple[int, int]
    days_go_back: bool
    law: np.ndarray
    tables: dict[tuple[int, ...], int] = field(default_factory=dict)
    begun: dict[int, bool] = field(default_factory=dict)

    def questions_are_clear(self, questions: Sequence[int]) -> bool:
        """Whether no row is in doubt and no key could part rows."""
        asked, answers = self.program.asked, self.coded.answers
        return not any(asked[number].same for number in questions) and not any(
            said == L.UNCLEAR for number in questions for said, _ in answers[number]
        )

    def codes(self, question: int) -> list[int]:
        """The codes of the rows that answer a question with yes."""
        return [code for code, (said, _) in enumerate(self.coded.answers[question]) if said == L.YES]

    def list_of(self, question: int) -> int:
        """The list of the rows of a question; -1 for none."""
        return -1 if question < 0 else self.postings.of(self.codes(question))

    def match(self, question: int) -> int:
        """Where the answers of a question stand, per code."""
        return self.memory.data[L.H_MATCH] + question * self.memory.data[L.H_CODES]

    def begin(self, number: int) -> bool:
        """Whether all rows of a list stand at the first instant of their history."""
        if number not in self.begun:
            rows = self.postings.rows(number)
            self.begun[number] = bool((self.place[rows, L.LOW] == self.place[rows, L.SINCE]).all())
        return self.begun[number]

    def shows(self, column: int, *questions: int) -> bool:
        """Whether the rows of some questions all say something in a column."""
        rows = (self.postings.rows(self.list_of(question)) for question in questions)
        return all(bool((self.col[column][listed] >= 0).all()) for listed in rows)

    def is_silent(self, word: str, question: int) -> bool:
        """Whether no row of a question says anything in a column."""
        place = self.program.columns.words.get(word)
        rows = self.postings.rows(self.list_of(question))
        return place is None or bool((self.col[L.COLUMNS + place][rows] < 0).all())


def is_plain(plain: Plain, record: Sequence[int], questions: Sequence[int]) -> bool:
    """Whether one edition is plain, its limit aside."""
    data, verb = plain.memory.data, record[L.E_VERB]
    if record[L.E_TRIGGER] != L.BY_EVENT or record[L.E_IS_KIND] == 0 or record[L.E_LACKS] == 1:
        return False
    if record[L.E_FAN] >= 0 or record[L.E_WINDOW] >= 0 or record[L.E_COUNT_FROM] or record[L.E_EDITION_BY]:
        return False
    if not plain.questions_are_clear(questions):
        return False
    if is_changing(plain, record) and not can_change(plain, record):
        return False
    # Only the first excuse is looked at: no later one lies on an earlier day.
    if plain.days_go_back and data[record[L.E_UNLESS]]:
        return False
    if verb == L.HAPPEN:
        return data[record[L.E_A]] == 1
    if verb == L.HAVE_HAPPENED:
        return record[L.E_B] < 0
    if verb == L.NOT_HAPPEN:
        return record[L.E_C] < 0
    if verb in (L.COVER, L.DIFFER, L.HOLD):
        return _is_plain_of_persons(plain, record)
    return verb != L.COUNT or (record[L.E_C] < 0 and not _is_odd(plain.program, record))


def _is_plain_of_persons(plain: Plain, record: Sequence[int]) -> bool:
    """Whether the columns that the verb compares are filled, or for stretches empty, so that nothing is in doubt."""
    words = plain.program.columns.words
    if record[L.E_VERB] == L.COVER:
        opens, start = record[L.E_A], record[L.E_C]
        begins = set(plain.codes(start)) if start >= 0 else set()
        if start >= 0 and not begins.issuperset(plain.codes(record[L.E_EVENT])):
            return False
        return plain.is_silent("link recording", opens) and plain.is_silent("link act", opens)
    if record[L.E_VERB] == L.DIFFER:
        column = L.COLUMNS + words[f"key {KEYS[record[L.E_B]]}"]
        return plain.shows(column, record[L.E_EVENT], record[L.E_A])
    return plain.shows(L.COLUMNS + words["key officer"], record[L.E_EVENT])


def _is_odd(program: Program, record: Sequence[int]) -> bool:
    """A count over fractions is left to the long way, and so is one that is reached before it begins."""
    bound = program.bounds[record[L.E_F]]
    return bound != int(bound) or bound < 0 or (record[L.E_AT_MOST] == 0 and bound <= 0)


def is_changing(plain: Plain, record: Sequence[int]) -> bool:
    """Whether a row of the table may stop, restart or lengthen the limit."""
    place = record[L.E_MODIFIES]
    return bool(place) and any(plain.memory.data[place : place + len(plain.coded.type_of)])


def can_change(plain: Plain, record: Sequence[int]) -> bool:
    """Whether the modifiers are of the plain sort."""
    data, span = plain.memory.data, record[L.E_SPAN]
    stops, restarts, steps = record[L.E_STOP], record[L.E_RESTART], record[L.E_EXTEND]
    if record[L.E_VERB] != L.HAPPEN or data[restarts] or data[stops] > 1 or data[steps] > 1 or plain.days_go_back:
        return False
    if data[stops] and not all(plain.is_silent(f"link {key}", data[stops + 1]) for key in ("recording", "act")):
        return False
    unit = data[span + L.SPAN_UNIT]
    if data[span + L.SPAN_KIND] != L.FIXED or (unit != L.ELAPSED and data[span + L.SPAN_CLOCK] != L.CLOCK_OTHER):
        return False
    return unit != L.WORKDAYS and (data[steps] == 0 or _can_lengthen(plain, data[steps + 1], span))


def _can_lengthen(plain: Plain, item: int, span: int) -> bool:
    data = plain.memory.data
    unit, added, times = data[span + L.SPAN_UNIT], data[item + L.X_ADD_UNIT], data[item + L.X_TIMES]
    if data[item + L.X_START_UNIT] >= 0 or data[data[item + L.X_RANKS]] or times > _MOST_TIMES:
        return False
    if added < 0 or added == L.WORKDAYS or (added == L.ELAPSED) != (unit == L.ELAPSED):
        return False
    day = plain.days[1]
    for step_unit, amount in ((unit, data[span + L.SPAN_AMOUNT]), *[(added, data[item + L.X_ADD])] * times):
        day = day if step_unit == L.ELAPSED else add(plain.law, step_unit, amount, day)
        if day < 0:
            return False
    return True


def plain_limit(plain: Plain, record: Sequence[int]) -> tuple[int, int] | None:
    """The limit as (kind, amount or table); None where it is not fixed or a calendar is missing."""
    span, law, tables = record[L.E_SPAN], plain.law, plain.tables
    if span < 0:
        return None if record[L.E_VERB] in _LIMITED else (L.NO_LIMIT, 0)
    if law[span + L.SPAN_KIND] != L.FIXED:
        return None
    unit, amount, clock = (int(law[span + part]) for part in (L.SPAN_UNIT, L.SPAN_AMOUNT, L.SPAN_CLOCK))
    if is_changing(plain, record):
        return L.CHANGING, amount
    if unit == L.ELAPSED:
        return L.IN_TIME_ELAPSED, amount
    rolls = clock == L.CLOCK_PERIOD and not (record[L.E_VERB] == L.WAIT and record[L.E_B] == 0)
    ahead = int(clock == L.CLOCK_FIRST_DAY)
    if unit == L.DAYS and not rolls:
        return L.DAYS_ADDED, amount - ahead
    key = (unit, amount, int(rolls), ahead)
    if key not in tables:
        first, last = plain.days
        ends = [_end(law, day - ahead, unit, amount, rolls) for day in range(first, last + 1)]
        if min(ends) < 0:
            return None
        tables[key] = plain.memory.put_array(np.array(ends)) - (first - int(law[L.H_DAY0]))
    return L.BY_TABLE, tables[key]


def _end(law: np.ndarray, day: int, unit: int, amount: int, rolls: bool) -> int:
    end = add(law, unit, amount, day)
    return end if end < 0 or not rolls else int(roll(law, end, L.CLOCK_PERIOD))
