"""What a page may ask of one row, answered yes, no, or unclear.

Law: none of its own; 以上、以下、以内 include the number (治安管理处罚法 143). Unit: as the attribute. Every answer is
three-valued: ``None`` means that a declared field is empty and the question cannot be decided.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from math import isfinite

from guiju.values.event import UNREADABLE, FieldValue

Ranks = Mapping[str, tuple[str, int]]
"""Rank name → (ladder, height)."""

_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})(?!\d)", re.ASCII)
TRUE_WORDS = frozenset({"true", "yes", "y", "1", "是", "有", "√"})
FALSE_WORDS = frozenset({"false", "no", "n", "0", "否", "无", "×"})

OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
}


@dataclass(frozen=True, slots=True)
class Literal:
    """Equal to any of the values."""

    values: tuple[str | int | float | bool, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """A number compared with a number."""

    operator: str
    number: float


@dataclass(frozen=True, slots=True)
class CompareField:
    """A number compared with a multiple of another attribute of the same row."""

    operator: str
    factor: float
    field: str


@dataclass(frozen=True, slots=True)
class CompareRank:
    """A rank compared on its own ladder."""

    operator: str
    rank: str


@dataclass(frozen=True, slots=True)
class Between:
    """A number from ``low`` to ``high``, both included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """The row's local time lies in [start, end), across midnight where end is not after start. Unit: seconds."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filled:
    """The field is filled in (``present``) or not (``absent``)."""

    present: bool


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    inner: "Predicate"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one holds."""

    inner: tuple["Predicate", ...]


Predicate = Literal | Compare | CompareField | CompareRank | Between | TimeOfDay | Filled | Not | AnyOf


@dataclass(frozen=True, slots=True)
class FieldTest:
    """One predicate on one field."""

    field: str
    predicate: Predicate


@dataclass(frozen=True, slots=True)
class AllTests:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyTests:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class NotTests:
    """The part does not hold."""

    part: "Condition"


Condition = FieldTest | AllTests | AnyTests | NotTests


class Absence(Enum):
    """Why a row says nothing: its type has no such field, the field was left empty, or the source has no column."""

    UNDECLARED = "undeclared"
    EMPTY = "empty"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True, slots=True)
class RowView:
    """How a predicate sees a row: values, why one is absent, the local second, the ranks, our words for theirs."""

    value: Callable[[str], FieldValue | None]
    absence: Callable[[str], Absence]
    second: int
    ranks: Ranks
    word: Callable[[str, str], str] = lambda field, written: written


def conjunction(parts: Sequence[bool | None]) -> bool | None:
    """Kleene's and."""
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True


def disjunction(parts: Sequence[bool | None]) -> bool | None:
    """Kleene's or."""
    if any(part is True for part in parts):
        return True
    return None if any(part is None for part in parts) else False


def holds(condition: Condition, row: RowView, missing: list[str]) -> bool | None:
    """Whether ``condition`` holds for the row; the names that leave it open are added to ``missing``."""
    if isinstance(condition, FieldTest):
        answer = _test(condition.field, condition.predicate, row)
        if answer is None:
            missing.append(condition.field)
        return answer
    if isinstance(condition, NotTests):
        inner = holds(condition.part, row, missing)
        return None if inner is None else not inner
    lacking: list[str] = []
    parts = [holds(part, row, lacking) for part in condition.parts]
    answer = conjunction(parts) if isinstance(condition, AllTests) else disjunction(parts)
    if answer is None:
        missing.extend(lacking)
    return answer


def _test(field: str, predicate: Predicate, row: RowView) -> bool | None:
    if isinstance(predicate, Not):
        inner = _test(field, predicate.inner, row)
        return None if inner is None else not inner
    if isinstance(predicate, AnyOf):
        return disjunction([_test(field, part, row) for part in predicate.inner])
    if isinstance(predicate, TimeOfDay):
        if predicate.start < predicate.end:
            return predicate.start <= row.second < predicate.end
        return row.second >= predicate.start or row.second < predicate.end
    value = row.value(field)
    if value is None:
        absence = row.absence(field)
        if isinstance(predicate, Filled):
            return None if absence is Absence.UNRECORDED else not predicate.present
        return False if absence is Absence.UNDECLARED else None
    if isinstance(predicate, Filled):
        return predicate.present
    if value in UNREADABLE:
        return None
    return _compare(field, predicate, value, row)


def _compare(field: str, predicate: Predicate, value: FieldValue, row: RowView) -> bool | None:
    if isinstance(predicate, Literal):
        ours = row.word(field, value.strip()) if isinstance(value, str) else value
        return any(is_same(literal, value) or is_same(literal, ours) for literal in predicate.values)
    if isinstance(predicate, CompareRank):
        wanted, given = row.ranks[predicate.rank], row.ranks.get(str(value).strip())
        if given is None:
            return None
        return given[0] == wanted[0] and OPERATORS[predicate.operator](given[1], wanted[1])
    number = as_number(value)
    if number is None:
        if isinstance(predicate, CompareField) and predicate.factor == 1:
            return _compare_words(predicate, value, row.value(predicate.field))
        return None
    if isinstance(predicate, Between):
        return predicate.low <= number <= predicate.high
    if isinstance(predicate, Compare):
        return OPERATORS[predicate.operator](number, predicate.number)
    assert isinstance(predicate, CompareField)
    other_value = row.value(predicate.field)
    other = None if other_value is None else as_number(other_value)
    return None if other is None else OPERATORS[predicate.operator](number, predicate.factor * other)


def _compare_words(predicate: CompareField, value: FieldValue, other: FieldValue | None) -> bool | None:
    """Two fields that are no numbers: dates by their days, other words only for being the same."""
    days = as_day(value), as_day(other)
    if other in UNREADABLE:
        return None
    if days[0] is not None and days[1] is not None:
        return OPERATORS[predicate.operator](days[0], days[1])
    return None if other is None or predicate.operator != "=" else str(value).strip() == str(other).strip()


def as_number(value: FieldValue) -> float | None:
    """The number a field says, or None where it says none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, tuple):
        return None
    try:
        number = value if isinstance(value, int | float) else float(value.replace(",", ""))
    except ValueError:
        return None
    return number if isfinite(number) else None


def as_day(value: FieldValue | None) -> int | None:
    """The day (ordinal) that a date or a time names, or None where it names none.

    >>> as_day("2026-03-05T10:00") == as_day("2026/3/5") == as_day("20260305")
    True
    """
    match = _DAY.match(str(value))
    try:
        return date(*(int(part) for part in match.groups())).toordinal() if match else None
    except ValueError:
        return None


def is_same(literal: str | int | float | bool, value: FieldValue) -> bool:
    """Whether a field says what the page's literal says, whatever the source's way of writing it.

    >>> is_same(True, "是"), is_same(14, "14.0"), is_same("0123", "123")
    (True, True, False)
    """
    if isinstance(value, tuple):
        return any(is_same(literal, part) for part in value)
    if isinstance(literal, bool):
        if isinstance(value, bool):
            return value is literal
        word = str(value).strip().lower()
        return word in (TRUE_WORDS if literal else FALSE_WORDS)
    if isinstance(literal, int | float):
        number = as_number(value)
        return number is not None and number == literal
    if isinstance(value, bool):
        return literal.lower() in (TRUE_WORDS if value else FALSE_WORDS)
    if isinstance(value, float) and value.is_integer():
        return literal in (str(value), str(int(value)))
    return str(value).strip() == literal
