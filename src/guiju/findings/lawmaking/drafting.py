"""A new page of law put together from the answers of somebody who need not know the language it is written in.

Only the commonest shapes of a duty; whoever wants more goes on in the text that comes out. Law: engine.md, §2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from guiju.values.errors import GuijuError
from guiju.values.limit import UNITS


class Shape(StrEnum):
    """What the duty asks of the step that ought, or ought not, to be there."""

    WITHIN = "within"
    BEFORE = "before"
    RECENT = "recent"
    AHEAD = "ahead"
    NEVER = "never"
    SATISFY = "satisfy"


TIMED = (Shape.WITHIN, Shape.RECENT, Shape.AHEAD)
"""The shapes that need a limit."""


class Comparison(StrEnum):
    """How what a record says is compared."""

    EQUALS = "equals"
    DIFFERS = "differs"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    MORE = "more"
    AT_MOST = "at_most"
    LESS = "less"
    PRESENT = "present"
    ABSENT = "absent"


NEEDS_NO_VALUE = (Comparison.PRESENT, Comparison.ABSENT)


class Role(StrEnum):
    """Which of the duty's own steps a row of a worked case is."""

    TRIGGER = "trigger"
    ANSWER = "answer"
    OTHER = "other"
    EXCUSE = "excuse"
    UNTIL = "until"


class Expected(StrEnum):
    """What a worked case ought to come to; all but the last are outcomes of a verdict."""

    KEPT = "kept"
    LATE = "late"
    OVERDUE = "overdue"
    BROKEN = "broken"
    EXCUSED = "excused"
    UNKNOWN = "unknown"
    NO_DUTY = "no_duty"


SAME: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "case_person": ("case", ("case", "person")),
    "case": ("case", ("case",)),
    "case_item": ("case", ("case", "item")),
    "case_act": ("case", ("case", "act")),
    "case_person_act": ("case", ("case", "person", "act")),
    "person": ("person", ("person",)),
    "call": ("call", ("call",)),
    "room": ("room", ("room",)),
    "recording": ("recording", ("recording",)),
    "officer": ("officer", ("officer",)),
    "unit": ("unit", ("unit",)),
}
"""What the steps must share: the history they stand in, and the keys."""
MOST_CONDITIONS = 3
_DUTY = ("subject", "name", "title", "severity", "trigger", "shape", "same", "laws", "first_day")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class DraftRefused(GuijuError):
    """An answer cannot be part of a page of law; ``field`` says which one."""

    code = "law.draft"
    remedy = "请改正该栏目；现行规则没有改变。"

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What a record must say: a field of its event, and the value as people write it."""

    field: str = ""
    comparison: str = ""
    value: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.field or self.value)


@dataclass(frozen=True, slots=True)
class Happening:
    """A row of a worked case: a step of the duty, an instant with its offset, and what the record says."""

    role: str = ""
    at: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case as somebody fills it in; rows without step and time are not counted.

    ``due_on`` is the last day that he worked out, as 2026-01-01; "" where it is not asked.
    """

    name: str = ""
    why: str = ""
    happened: tuple[Happening, ...] = ()
    expected: str = ""
    due_on: str = ""

    @property
    def rows(self) -> tuple[Happening, ...]:
        """The rows in which something was filled in."""
        return tuple(one for one in self.happened if one.role or one.at)

    @property
    def is_begun(self) -> bool:
        """Whether anything of it was filled in."""
        return bool(self.name or self.why or self.expected or self.rows)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it lacks."""
        rows = self.rows
        return bool(self.name and self.why and self.expected and rows and all(one.role and one.at for one in rows))


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers; "" where there is none yet.

    ``only`` says in which circumstances the duty arises, ``needs`` what the trigger itself must say, ``answer_only``
    what the answer must say. ``unit`` may be a named limit of the law, such as at_once. ``laws`` has a line for each
    article. ``first_day`` is a day as 2026-01-01.
    """

    subject: str = ""
    name: str = ""
    title: str = ""
    title_en: str = ""
    severity: str = ""
    trigger: str = ""
    only: tuple[Circumstance, ...] = ()
    shape: str = ""
    needs: tuple[Circumstance, ...] = ()
    answer: str = ""
    answer_only: Circumstance = Circumstance()
    other: str = ""
    until: str = ""
    excuse: str = ""
    amount: str = ""
    unit: str = ""
    clock: str = ""
    same: str = ""
    owed_by: str = ""
    laws: str = ""
    first_day: str = ""
    cases: tuple[Case, ...] = ()

    @property
    def id(self) -> str:
        """The id that the page will have."""
        return f"{self.subject}.{self.name}"

    @property
    def steps(self) -> Mapping[str, str]:
        """The events that are the steps of this duty, by their role; a role that its shape does not know has none."""
        is_simple, is_never = self.shape == Shape.SATISFY, self.shape == Shape.NEVER
        named = {
            Role.TRIGGER: self.trigger, Role.ANSWER: "" if is_simple else self.answer,
            Role.OTHER: "" if is_simple else self.other, Role.EXCUSE: self.excuse,
            Role.UNTIL: self.until if is_never else "",
        }  # fmt: skip
        return {role.value: event for role, event in named.items() if event}

    @property
    def whole_cases(self) -> list[tuple[int, Case]]:
        """The worked cases that can be run, with their numbers from 1."""
        return [(number, case) for number, case in enumerate(self.cases, 1) if case.is_whole]


def lacking(draft: Draft) -> tuple[str, ...]:
    """The answers that a duty of this shape still needs before any worked case can be run."""
    found = [name for name in _DUTY if not getattr(draft, name)]
    if draft.shape and draft.shape != Shape.SATISFY and not draft.answer:
        found.append("answer")
    if draft.shape == Shape.SATISFY and not any(one.is_asked for one in draft.needs):
        found.append("need1_field")
    if draft.shape in TIMED:
        # A word of the law such as 及时 has no number of its own.
        found += ["amount"] if draft.unit in UNITS and not draft.amount else []
        found += [] if draft.unit else ["unit"]
    return tuple(found if draft.whole_cases else [*found, "case1_name"])


def lacking_of_cases(draft: Draft) -> tuple[str, ...]:
    """What lacks of the worked cases that somebody has begun: the names of the fields, case1_why among them."""
    found = []
    for number, case in enumerate(draft.cases, 1):
        if not case.is_begun:
            continue
        found += [f"case{number}_{name}" for name in ("name", "why", "expected") if not getattr(case, name)]
        found += [] if case.rows else [f"case{number}_row1_role"]
        for place, row in enumerate(case.happened, 1):
            if row.role or row.at:
                found += [f"case{number}_row{place}_{name}" for name in ("role", "at") if not getattr(row, name)]
    return tuple(found)


def check_name(draft: Draft) -> None:
    """Make sure that the short name can be part of an id.

    Raises:
        DraftRefused: it cannot.
    """
    if not _NAME.fullmatch(draft.name):
        raise DraftRefused("编号只能用小写英文字母、数字和中间的连字符，以字母开头。", "name")
