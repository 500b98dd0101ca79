"""The guided form as it is drawn: the questions of one duty after another, then its worked cases."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import ClassVar

from guiju.findings.law import LawInForce, current_law
from guiju.findings.lawmaking.drafting import MOST_CONDITIONS, TIMED, Draft, Shape
from guiju.screens.components.form import Choice, FormShown
from guiju.screens.components.form.form import FieldShown
from guiju.screens.law.changing.guided.answers import asked_of
from guiju.screens.law.changing.guided.fields import ACTS, ADD_ROW
from guiju.screens.law.changing.guided.names import (
    ANSWER_ONLY,
    MOST_CASES,
    MOST_ROWS,
    PARTS_OF_CONDITION,
    SAYS,
)
from guiju.values.limit import SUBDAY, UNITS


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of a worked case: which step, when, and what it is asked for."""

    role: FieldShown
    at: FieldShown
    said: Sequence[FieldShown]


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A worked case; ``add`` is the act that gives it another row, "" where it has as many as there may be."""

    number: int
    name: FieldShown
    why: FieldShown
    rows: Sequence[RowShown]
    expected: FieldShown
    due_on: FieldShown
    add: str


@dataclass(frozen=True, slots=True)
class GuidedShown(FormShown):
    """The form, with the answers that decide what else is asked."""

    template: ClassVar[str] = "law_change/guided_form.html"
    draft: Draft = Draft()

    @property
    def main_acts(self) -> tuple[Choice, ...]:
        """The buttons below the fields; those that add rows stand beside the rows."""
        return ACTS

    @property
    def at(self) -> dict[str, FieldShown]:
        """The fields by their names."""
        return {one.field.name: one for one in self.fields}

    @property
    def is_timed(self) -> bool:
        """Whether the shape asks for a limit."""
        return self.draft.shape in TIMED

    @property
    def asks_itself(self) -> bool:
        """Whether the duty is about what the trigger itself says."""
        return self.draft.shape == Shape.SATISFY

    @property
    def is_never(self) -> bool:
        """Whether a step is forbidden."""
        return self.draft.shape == Shape.NEVER

    @property
    def has_last_day(self) -> bool:
        """Whether the limit ends with a day: one of hours or minutes ends at an instant."""
        return self.draft.shape == Shape.WITHIN and self.draft.unit in set(UNITS) - set(SUBDAY)

    @property
    def only(self) -> list[list[FieldShown]]:
        """In which circumstances the duty arises."""
        return self._group("only")

    @property
    def needs(self) -> list[list[FieldShown]]:
        """What the trigger itself must say."""
        return self._group("need")

    @property
    def answer_only(self) -> list[FieldShown]:
        """What the other step must say."""
        return [self.at[f"{ANSWER_ONLY}_{part}"] for part in PARTS_OF_CONDITION]

    def _group(self, group: str) -> list[list[FieldShown]]:
        """The rows of conditions that are filled in, and one more."""
        at = self.at
        found = [
            [at[f"{group}{number}_{part}"] for part in PARTS_OF_CONDITION] for number in range(1, MOST_CONDITIONS + 1)
        ]
        filled = [place for place, row in enumerate(found, 1) if any(one.text or one.error for one in row)]
        return found[: max(filled, default=0) + 1]

    @property
    def cases(self) -> list[CaseShown]:
        """The worked cases."""
        law, at = current_law(), self.at
        return [
            CaseShown(
                number, at[f"case{number}_name"], at[f"case{number}_why"],
                [
                    self._row(law, at, f"case{number}_row{place}", row.role)
                    for place, row in enumerate(case.happened, 1)
                ],
                at[f"case{number}_expected"], at[f"case{number}_due_on"],
                f"{ADD_ROW}{number}" if len(case.happened) < MOST_ROWS else "",
            )
            for number, case in enumerate(self.draft.cases, 1)
        ]  # fmt: skip

    def _row(self, law: LawInForce, at: dict[str, FieldShown], spot: str, role: str) -> RowShown:
        asked = asked_of(self.draft, law, role)
        return RowShown(at[f"{spot}_role"], at[f"{spot}_at"], [at[f"{spot}_{SAYS}{name}"] for name in asked])

    @property
    def may_add_case(self) -> bool:
        """Whether there is room for another worked case."""
        return len(self.draft.cases) < MOST_CASES


def shown_with(shown: FormShown, draft: Draft) -> GuidedShown:
    """A form as this one draws it."""
    return GuidedShown(**{one.name: getattr(shown, one.name) for one in fields(shown)}, draft=draft)
