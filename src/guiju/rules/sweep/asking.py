"""What the pages ask of single rows, answered once per distinct content: rows become small codes.

Law: the predicates of engine.md §2, evaluated by ``Matcher`` as everywhere; no row is evaluated twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from guiju.rules.matching import Matcher
from guiju.rules.model import Reference
from guiju.rules.predicate import AnyOf, CompareField, Condition, FieldTest, Not, NotTests, Predicate, TimeOfDay
from guiju.rules.sweep import layout as L
from guiju.values.event import KEYS, Event, FieldValue
from guiju.values.event_table import Column, EventTable

Answer = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: rows of these types that meet the condition, sharing the keys of ``same`` (bits).

    ``bare`` sees only the keys of the row, ``second`` sees it at another time of day.
    """

    types: tuple[str, ...]
    condition: Condition | None
    same: int
    lenient: bool = False
    bare: bool = False
    second: int | None = None

    @classmethod
    def of(cls, reference: Reference, same: int) -> "Asked":
        """The question that a reference asks."""
        return cls(reference.types, reference.where, same, reference.lenient_flags)


def fields_read(condition: Condition) -> Iterator[str]:
    """The fields whose values a condition looks at; ``local_time`` stands for the time of day."""
    if isinstance(condition, FieldTest):
        yield from _read(condition.field, condition.predicate)
    elif isinstance(condition, NotTests):
        yield from fields_read(condition.part)
    else:
        for part in condition.parts:
            yield from fields_read(part)


def _read(name: str, predicate: Predicate) -> Iterator[str]:
    if isinstance(predicate, TimeOfDay):
        yield "local_time"
        return
    yield name
    if name == "officers":
        yield "officer"
    if isinstance(predicate, CompareField):
        yield predicate.field
        if predicate.field == "officers":
            yield "officer"
    if isinstance(predicate, Not):
        yield from _read(name, predicate.inner)
    if isinstance(predicate, AnyOf):
        for part in predicate.inner:
            yield from _read(name, part)


def day_parts(conditions: Iterable[Condition | None]) -> list[int]:
    """The seconds at which some condition changes its mind about the time of day, from 0."""
    bounds = {0}

    def walk(condition: Condition) -> None:
        if isinstance(condition, FieldTest):
            look(condition.predicate)
        elif isinstance(condition, NotTests):
            walk(condition.part)
        else:
            for part in condition.parts:
                walk(part)

    def look(predicate: Predicate) -> None:
        if isinstance(predicate, TimeOfDay):
            bounds.update((predicate.start, predicate.end))
        elif isinstance(predicate, Not):
            look(predicate.inner)
        elif isinstance(predicate, AnyOf):
            for part in predicate.inner:
                look(part)

    for condition in conditions:
        if condition is not None:
            walk(condition)
    return sorted(bounds)


@dataclass(slots=True)
class Coded:
    """Rows as codes: per row its code; per code its type; per question and code the answer."""

    codes: np.ndarray
    type_of: list[int]
    answers: list[list[Answer]] = field(default_factory=list)


class Coder:
    """The rows of one table, seen by the questions of one pack."""

    def __init__(self, table: EventTable, columns: dict[str, Column], matcher: Matcher, bounds: list[int]) -> None:
        self.table, self.columns, self.matcher = table, columns, matcher
        self.bounds = np.array(bounds, np.int64)
        self._parts: np.ndarray | None = None

    def code(self, asked: Sequence[Asked]) -> Coded:
        """Give each row the code of its type and of what the questions say of it."""
        table = self.table
        codes = np.zeros(len(table), np.int32)
        coded = Coded(codes, [], [[] for _ in asked])
        for number, name in enumerate(table.type.values):
            concerned = [index for index, one in enumerate(asked) if name in one.types]
            rows = np.flatnonzero(table.type.codes == number)
            if not len(rows):
                continue
            answers = self._answers(str(name), rows, [asked[index] for index in concerned])
            keys = np.zeros(len(rows), np.int64)
            for said, of_row in answers:
                if len(said) > 1:
                    keys = np.unique(keys * len(said) + of_row, return_inverse=True)[1]
            distinct, first, of_row = np.unique(keys, return_index=True, return_inverse=True)
            codes[rows] = of_row + len(coded.type_of)
            by_index = dict(zip(concerned, answers, strict=True))
            for place in first:
                for index in range(len(asked)):
                    given = by_index.get(index)
                    coded.answers[index].append(
                        (L.NOT_ITS_TYPE, ()) if given is None else given[0][int(given[1][place])]
                    )
            coded.type_of += [number] * len(distinct)
        return coded

    def _answers(self, name: str, rows: np.ndarray, asked: Sequence[Asked]) -> list[tuple[list[Answer], np.ndarray]]:
        """Per question the distinct answers, and which of them each row gives."""
        known: dict[object, tuple[list[Answer], np.ndarray]] = {}
        found = []
        for one in asked:
            key = (one.condition, one.lenient, one.bare, one.second)
            if key not in known:
                known[key] = self._answer(name, rows, one)
            found.append(known[key])
        return found

    def _answer(self, name: str, rows: np.ndarray, asked: Asked) -> tuple[list[Answer], np.ndarray]:
        if asked.condition is None:
            return [(L.YES, ())], np.zeros(len(rows), np.int64)
        names = list(dict.fromkeys(fields_read(asked.condition)))
        keys = np.zeros(len(rows), np.int64)
        for field_name in names:
            part = self._part_codes(field_name, rows, asked)
            if part is not None:
                keys = np.unique(keys * (int(part.max()) + 2) + part + 1, return_inverse=True)[1]
        _, first, of_row = np.unique(keys, return_index=True, return_inverse=True)
        said: dict[Answer, int] = {}
        mapped = np.array(
            [said.setdefault(self._evaluate(name, int(rows[place]), names, asked), len(said)) for place in first],
            np.int64,
        )
        return list(said), mapped[of_row]

    def _part_codes(self, name: str, rows: np.ndarray, asked: Asked) -> np.ndarray | None:
        if name == "local_time":
            if asked.second is not None:
                return None
            if self._parts is None:
                self._parts = np.searchsorted(self.bounds, self.table.second, side="right").astype(np.int64)
            return self._parts[rows]
        column = self.columns.get(name)
        return None if column is None else column.codes[rows].astype(np.int64)

    def _evaluate(self, name: str, row: int, names: Sequence[str], asked: Asked) -> Answer:
        fields: dict[str, FieldValue] = {}
        for field_name in names:
            column = self.columns.get(field_name)
            value = None if column is None else column.at(row)
            declared = field_name in KEYS and self.matcher.pack.vocabulary.declares(name, field_name)
            if value is not None and (declared or not asked.bare):
                fields[field_name] = value
        second = int(self.table.second[row]) if asked.second is None else asked.second
        event = Event(name, 0, 1, second, row, fields)
        missing: list[str] = []
        assert asked.condition is not None
        met = self.matcher.satisfies(asked.condition, event, missing, lenient_flags=asked.lenient)
        if met is None:
            return L.UNCLEAR, tuple(sorted(set(missing)))
        return (L.YES if met else L.NO), ()
