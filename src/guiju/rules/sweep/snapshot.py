"""A table of events made ready for one pack: rows as integers, history by history, and the law as one array.

Law: engine.md §5. Unit: instants in microseconds, days as ordinals.
"""

from dataclasses import dataclass, field

import numpy as np

from guiju.rules.duty import Moment
from guiju.rules.matching import Matcher, Source
from guiju.rules.model import Edition, Pack, Rule
from guiju.rules.sweep import layout as L
from guiju.rules.sweep.almanac import LAST, PERIODS, Almanac
from guiju.rules.sweep.asking import Coded, Coder
from guiju.rules.sweep.columns import RowColumns
from guiju.rules.sweep.lanes import place_plain
from guiju.rules.sweep.pages import Memory, Program
from guiju.rules.sweep.plainness import Plain
from guiju.rules.sweep.postings import Postings, stands_of
from guiju.rules.sweep.records import edition_record, modifier_questions
from guiju.rules.sweep.rooms import Rooms
from guiju.rules.sweep.standing import complete_standing
from guiju.values.clock import LocalTime
from guiju.values.event import KEYS, FieldValue
from guiju.values.event_table import EventTable

MARGIN = 800


@dataclass(slots=True)
class Snapshot:
    """What the kernel reads: ``law``, ``col``, ``at``, ``num``, and where each history begins in them."""

    law: np.ndarray
    col: np.ndarray
    at: np.ndarray
    num: np.ndarray
    postings: np.ndarray
    place: np.ndarray
    offsets: np.ndarray
    longest: int
    histories: list[str]
    rules: list[Rule]
    editions: list[Edition]
    reasons: list[str]
    names: list[str]
    slots: int
    stops: int
    expected: int
    others: np.ndarray
    as_of: Moment
    local: LocalTime = field(repr=False)
    kind: str = "case"
    rooms: Rooms = field(default_factory=Rooms, repr=False)

    @classmethod
    def of(
        cls, pack: Pack, table: EventTable, *, as_of: Moment, local: LocalTime, kind: str = "case",
        source: Source | None = None, only_active: bool = True,
    ) -> "Snapshot":  # fmt: skip
        """Order the rows by history and answer every question that a page asks of a single row."""
        program = Program.of(pack, kind, Matcher(pack, source or Source()), only_active=only_active)
        memory = Memory()
        records = [
            edition_record(program, memory, rule, edition) for rule in program.rules for edition in rule.editions
        ]
        table = complete_standing(table, pack.vocabulary)
        attributes = table.attributes
        coder = Coder(table, {**attributes, **table.keys}, program.matcher, program.parts)
        coded = coder.code(program.asked)
        columns = RowColumns(table, attributes, program)
        order, offsets, histories = _histories(table, kind)
        wanted = columns.all()
        col = np.empty((L.COLUMNS + len(wanted), len(order)), np.int32)
        for place, column in enumerate((coded.codes, table.day, np.arange(len(table), dtype=np.int32), *wanted)):
            col[place] = column[order]
        _place_questions(program, memory, coded, table)
        _place_editions(program, memory, records, coded)
        columns.teams_table(memory)
        _place_columns(program, memory)
        _place_days(program, memory, table, wanted, as_of, local)
        days = (int(table.day.min()), int(table.day.max())) if len(table) else (as_of.day, as_of.day)
        at = table.at[order]
        postings = Postings(col[L.C_CODE], col[L.C_DAY], at, as_of.at, len(coded.type_of))
        stands, go_back = stands_of(at, offsets), _days_go_back(col[L.C_DAY], offsets)
        plain = Plain(program, memory, coded, col, postings, stands, days, go_back, memory.law())
        short, rows = place_plain(plain, records)
        law = memory.law()
        return cls(
            law, col, at, columns.sums(order), rows, stands, offsets,
            int(np.diff(offsets).max(initial=0)), histories, program.rules, program.editions,
            list(program.reasons.words), list(program.names.words), program.slots, program.stops,
            _expected(records, coded, short, col), _woken(law, col, offsets), as_of, local, kind,
        )  # fmt: skip


def _histories(table: EventTable, kind: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """The rows in the order of (history, at, seq), where each history begins, and the values of the key."""
    column = table.keys.get(kind)
    if column is None:
        return np.zeros(0, np.int64), np.zeros(1, np.int64), []
    words: dict[str, int] = {}
    parts: list[list[int]] = []
    for value in column.values:
        members: tuple[FieldValue, ...] = value if isinstance(value, tuple) else () if value == "" else (value,)
        parts.append([words.setdefault(str(member), len(words)) for member in members])
    if all(len(part) <= 1 for part in parts):
        code = np.array([part[0] if part else -1 for part in parts] + [-1], np.int64)[column.codes]
        rows = np.flatnonzero(code >= 0)
        code = code[rows]
    else:
        lengths = np.array([len(part) for part in parts] + [0], np.int64)
        starts = np.cumsum(lengths) - lengths
        flat = np.array([word for part in parts for word in part], np.int64)
        rows = np.repeat(np.arange(len(table)), lengths[column.codes])
        within = np.arange(len(rows)) - np.repeat(
            np.cumsum(lengths[column.codes]) - lengths[column.codes], lengths[column.codes]
        )
        code = flat[starts[column.codes[rows]] + within]
    sorter = np.lexsort((table.at[rows], code))
    order = rows[sorter]
    counts = np.bincount(code, minlength=len(words))
    return order, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), list(words)


def _place_questions(program: Program, memory: Memory, coded: Coded, table: EventTable) -> None:
    data, codes = memory.data, len(coded.type_of)
    types = {str(name): number for number, name in enumerate(table.type.values)}
    rows = []
    for asked in program.asked:
        listed = [types[name] for name in asked.types if name in types]
        rows += [len(listed), memory.put(listed), asked.same]
    data[L.H_REFS] = memory.put(rows)
    data[L.H_CODES] = codes
    data[L.H_MATCH] = memory.put(said for answers in coded.answers for said, _ in answers)
    lists: dict[tuple[str, ...], int] = {}
    for answers in coded.answers:
        for _, names in answers:
            if names not in lists:
                lists[names] = memory.put_list([program.names.of(name) for name in names])
    data[L.H_OPEN_NAMES] = memory.put(lists[names] for answers in coded.answers for _, names in answers)
    data[L.H_TYPE_OF] = memory.put(coded.type_of)
    data[L.H_CLASSES] = memory.put_list(program.parts)
    data[L.H_SLOTS] = program.slots
    words = (len(program.rules) + 61) // 62
    opening = [0] * (codes * words)
    for code, kind in enumerate(coded.type_of):
        for number, wakes in enumerate(program.wakes):
            if str(table.type.values[kind]) in wakes:
                opening[code * words + number // 62] |= 1 << (number % 62)
    data[L.H_OPENING] = memory.put(opening)


def _place_editions(program: Program, memory: Memory, records: list[list[int]], coded: Coded) -> None:
    for record in records:
        questions = modifier_questions(memory, record)
        if questions:
            touched = [
                int(any(coded.answers[question][code][0] != L.NOT_ITS_TYPE for question in questions))
                for code in range(len(coded.type_of))
            ]
            record[L.E_MODIFIES] = memory.put(touched)
    place = memory.put(value for record in records for value in record)
    memory.data[L.H_EDITIONS] = place
    rules = []
    for rule in program.rules:
        rules += [place, len(rule.editions)]
        place += len(rule.editions) * L.EDITION
    memory.data[L.H_RULES] = memory.put(rules)
    memory.data[L.H_RULE_COUNT] = len(program.rules)


def _place_columns(program: Program, memory: Memory) -> None:
    data, words = memory.data, program.columns.words
    data[L.H_KEY_COLUMN] = memory.put(L.COLUMNS + words[f"key {key}"] if f"key {key}" in words else -1 for key in KEYS)
    data[L.H_RECORDING], data[L.H_ACT] = (L.COLUMNS + words.get(f"link {key}", 0) for key in ("recording", "act"))
    data[L.H_APPROVER] = L.COLUMNS + words.get("approver", 0)
    data[L.H_APPROVER_NAME] = program.names.of("approver")
    data[L.H_NAME_COUNT] = len(program.names.words)
    ranks = program.pack.ranks.values()
    ladders = {ladder: number for number, ladder in enumerate(dict.fromkeys(ladder for ladder, _ in ranks))}
    data[L.H_LADDER] = memory.put(ladders[ladder] for ladder, _ in ranks)
    data[L.H_HEIGHT] = memory.put(height for _, height in ranks)


def _place_days(
    program: Program, memory: Memory, table: EventTable, wanted: list[np.ndarray], as_of: Moment, local: LocalTime
) -> None:
    """Let the calendar reach as far as any limit, extension or pause can."""
    data = memory.data
    dates = [column for column, word in zip(wanted, program.columns.words, strict=True) if word.startswith("date ")]
    amounts = [column for column, word in zip(wanted, program.columns.words, strict=True) if word.startswith("number ")]
    first = min([as_of.day, *(int(days.min()) for days in (table.day,) if len(days))])
    last = max([as_of.day, *(int(days.max()) for days in (table.day, *dates) if len(days))])
    longest = max([0, *(int(column.max()) for column in amounts if len(column))])
    reach = program.reach + 366 * min(longest, 10_000) + 3 * (last - first if program.stops else 0)
    almanac = Almanac(first - MARGIN - program.reach, min(last + reach + MARGIN, LAST), program.pack.calendar, local)
    asked = [edition.trigger.each for edition in program.editions]
    places = [memory.put([len(days), *days]) for days in almanac.periods(program.pack.bureau_year, asked)]
    assert len(places) == len(PERIODS)
    data[L.H_PERIODS] = memory.put(places)
    low = min([as_of.at, *([int(table.at.min())] if len(table) else [])])
    has_overrun = any(edition.trigger.overdue for edition in program.editions)
    changes, shifts = almanac.zone(low, max(as_of.at, low) + 1) if has_overrun else ([-L.FAR], [0])
    data[L.H_ZONE_COUNT] = len(changes)
    data[L.H_ZONE_AT], data[L.H_ZONE_OFFSET] = memory.put(changes), memory.put(shifts)
    data[L.H_AS_OF_AT], data[L.H_AS_OF_DAY] = as_of.at, as_of.day
    month0, starts = almanac.month_starts()
    before, listed, missing = almanac.workdays()
    data[L.H_DAY0], data[L.H_DAYS] = almanac.first, len(almanac.days)
    data[L.H_MIDNIGHT], data[L.H_MONTH_OF] = memory.put_array(almanac.midnights()), memory.put_array(almanac.month_of())
    data[L.H_MONTH0], data[L.H_MONTH_COUNT] = month0, len(starts)
    data[L.H_MONTH_START] = memory.put_array(starts)
    data[L.H_WORK_CUM], data[L.H_WORK_COUNT] = memory.put_array(before), len(listed)
    data[L.H_WORK_LIST], data[L.H_NEXT_MISSING] = memory.put_array(listed), memory.put_array(missing)


def _woken(law: np.ndarray, col: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The histories in which a row may open a duty that goes the long way."""
    words = (int(law[L.H_RULE_COUNT]) + 61) // 62
    bits = law[law[L.H_OPENING] :][: law[L.H_CODES] * words].reshape(-1, max(words, 1))
    opening = np.bitwise_or.reduce(bits, axis=1) != 0
    opens = np.concatenate([[0], np.cumsum(opening[col[L.C_CODE]])]) if len(opening) else np.zeros(1, np.int64)
    return np.flatnonzero(np.diff(opens[offsets])) if len(opens) > 1 else np.zeros(0, np.int64)


def _days_go_back(day: np.ndarray, offsets: np.ndarray) -> bool:
    """Whether in some history a later row lies on an earlier local day, as where clocks change at midnight."""
    back = np.flatnonzero(day[1:] < day[:-1]) + 1
    return bool(len(np.setdiff1d(back, offsets, assume_unique=True)))


def _expected(records: list[list[int]], coded: Coded, short: set[int], col: np.ndarray) -> int:
    """At least how many duties the rows open that go the long way."""
    counts, total = np.bincount(col[L.C_CODE], minlength=len(coded.type_of)), 0
    for record in records:
        if record[L.E_EVENT] >= 0 and record[L.E_RULE] not in short:
            said = coded.answers[record[L.E_EVENT]]
            total += sum(int(counts[code]) for code in range(len(said)) if said[code][0] >= L.YES)
    return total
