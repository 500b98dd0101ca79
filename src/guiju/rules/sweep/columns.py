"""The rows' keys and attributes as small integers: what the kernel compares instead of words.

Law: none; an empty key is not a missing one (engine.md §2 "Keys").
"""

from collections.abc import Callable
from datetime import date

import numpy as np

from guiju.rules.matching import Matcher
from guiju.rules.predicate import as_day, as_number
from guiju.rules.sweep import layout as L
from guiju.rules.sweep.pages import Memory, Program
from guiju.values.event import FieldValue
from guiju.values.event_table import Column, EventTable
from guiju.values.limit import LONGEST

_LAST_DAY = date(9000, 1, 1).toordinal()


def recoded(column: Column | None, length: int, number: Callable[[FieldValue], int]) -> np.ndarray:
    """Each row's value as ``number`` says; -1 where the row is silent."""
    if column is None or not column.values:
        return np.full(length, -1, np.int32)
    codes = np.array([-1 if value in ("", ()) else number(value) for value in column.values] + [-1], np.int64)
    return codes.astype(np.int32)[column.codes]


class RowColumns:
    """The columns that one program wants of one table, each as int32 per row of the table."""

    def __init__(self, table: EventTable, columns: dict[str, Column], program: Program) -> None:
        self.table, self.columns, self.program = table, columns, program
        self.matcher: Matcher = program.matcher
        self.officers: dict[str, int] = {}
        self.teams: dict[tuple[str, ...], int] = {}

    def all(self) -> list[np.ndarray]:
        """The columns in the order of ``program.columns``."""
        found = []
        for word in self.program.columns.words:
            what, _, name = word.partition(" ")
            found.append(getattr(self, f"_{what}")(name))
        return found

    def sums(self, order: np.ndarray) -> np.ndarray:
        """The summed attributes as numbers, NaN where a row says none; last the bounds of the counts."""
        program = self.program
        width = max(len(program.bounds), len(order) if program.numbers.words else 0, 1)
        found = np.full((len(program.numbers.words) + 1, width), np.nan)
        found[-1, : len(program.bounds)] = program.bounds
        for name, place in program.numbers.words.items():
            column = self._column(name)
            if column is not None and column.values:
                said = [as_number(value) for value in column.values]
                values = np.array([np.nan if value is None else value for value in said] + [np.nan], float)
                found[place, : len(order)] = values[column.codes[order]]
        return found

    def _column(self, name: str) -> Column | None:
        return self.table.keys.get(name) or self.columns.get(name)

    def _key(self, name: str) -> np.ndarray:
        table, vocabulary = self.table, self.matcher.pack.vocabulary
        if name == "officer":
            raw = recoded(table.keys.get(name), len(table), self._team)
        else:
            words: dict[FieldValue, int] = {}
            raw = recoded(self._column(name), len(table), lambda value: words.setdefault(value, len(words)))
        declared = np.array([vocabulary.declares(str(kind), name) for kind in table.type.values], bool)
        carried = declared[table.type.codes] if len(declared) else np.zeros(len(table), bool)
        undeclared = np.where(raw >= 0, -3 - raw, L.NOT_CARRIED)
        return np.where(carried, np.where(raw >= 0, raw, L.EMPTY), undeclared).astype(np.int32)

    def _team(self, value: FieldValue) -> int:
        members = value if isinstance(value, tuple) else (str(value),)
        for member in members:
            self.officers.setdefault(member, len(self.officers))
        return self.teams.setdefault(members, len(self.teams))

    def _link(self, name: str) -> np.ndarray:
        words: dict[FieldValue, int] = {}
        return recoded(self._column(name), len(self.table), lambda value: words.setdefault(value, len(words)))

    def _approver(self, name: str) -> np.ndarray:
        ranks = {rank: number for number, rank in enumerate(self.program.pack.ranks)}
        return recoded(self._column("approver"), len(self.table), lambda value: ranks.get(str(value).strip(), -1))

    def _number(self, words: str) -> np.ndarray:
        name, _, unit = words.rpartition(" ")
        return recoded(self._column(name), len(self.table), lambda value: whole(value, LONGEST[unit]))

    def _date(self, name: str) -> np.ndarray:
        return recoded(self._column(name), len(self.table), ordinal)

    def teams_table(self, memory: Memory) -> None:
        """Put the members of every set of officers, and the credentials of every officer, into ``memory``."""
        starts = []
        for members in self.teams:
            starts.append(memory.put(self.officers[member] for member in members))
        starts.append(len(memory.data))
        memory.data[L.H_OFFICERS] = memory.put(starts)
        granted = self._credentials() if self.program.credentials.words else {}
        starts = []
        for officer in self.officers:
            starts.append(memory.put(item for row in granted.get(officer, []) for item in row))
        starts.append(len(memory.data))
        memory.data[L.H_CREDENTIALS] = memory.put(starts)

    def _credentials(self) -> dict[str, list[tuple[int, int, int, int, int]]]:
        table = self.table
        found: dict[str, list[tuple[int, int, int, int, int]]] = {}
        granted, ended = self.matcher.pack.vocabulary.credential_types
        types = {kind: number for number, kind in enumerate(table.type.values)}
        wanted = [types[kind] for kind in {granted, ended} if kind in types]
        rows = np.flatnonzero(np.isin(table.type.codes, wanted))
        name_column, until_column, team = self._column("name"), self._column("until"), table.keys.get("officer")
        for row in rows[np.argsort(table.at[rows], kind="stable")].tolist():
            members = (team.at(row) if team is not None else None) or ()
            name = str((name_column.at(row) if name_column is not None else None) or "")
            until = as_day(until_column.at(row)) if until_column is not None else None
            is_end = int(table.type.at(row) != granted)
            number, last = self.program.credentials.words.get(name, -1), L.FAR if until is None else until
            record = (int(table.at[row]), row, is_end, number, last)
            for member in members if isinstance(members, tuple) else (str(members),):
                found.setdefault(member, []).append(record)
        return found


def whole(value: FieldValue, longest: int) -> int:
    """The whole number up to ``longest`` that a field says, or -1."""
    number = as_number(value)
    if number is None or number != int(number) or not 0 <= number <= longest:
        return -1
    return int(number)


def ordinal(value: FieldValue) -> int:
    """The day that a field names, or -1; the last days of the calendar mean "never"."""
    day = as_day(value)
    return -1 if day is None else min(day, _LAST_DAY)
