"""What was filled into the guided form, as the answers that a page of law is put together from."""

from datetime import date

from guiju.findings.law import LawInForce
from guiju.findings.lawmaking.drafting import (
    MOST_CONDITIONS,
    SAME,
    Case,
    Circumstance,
    Draft,
    Happening,
)
from guiju.screens.components.form import Filled
from guiju.screens.kit.figures import ZONE
from guiju.screens.law.changing.guided.names import ANSWER_ONLY, SAYS, Size
from guiju.values.clock import from_micros

_TEXTS = (
    "subject", "name", "title", "title_en", "severity", "trigger", "shape", "answer", "other", "until", "excuse",
    "unit", "clock", "same", "owed_by", "laws",
)  # fmt: skip
OFFICER = "officer"


def draft_of(filled: Filled, size: Size) -> Draft:
    """The answers, "" where one lacks or could not be read."""
    amount, first_day = filled.number("amount"), filled.values.get("first_day")
    return Draft(
        **{name: filled.text(name) for name in _TEXTS},
        amount="" if amount is None else str(amount),
        first_day=first_day.isoformat() if isinstance(first_day, date) else "",
        only=_group(filled, "only"),
        needs=_group(filled, "need"),
        answer_only=_circumstance(filled, ANSWER_ONLY),
        cases=tuple(_case(filled, number, rows) for number, rows in enumerate(size.rows, 1)),
    )


def _group(filled: Filled, name: str) -> tuple[Circumstance, ...]:
    return tuple(_circumstance(filled, f"{name}{number}") for number in range(1, MOST_CONDITIONS + 1))


def _circumstance(filled: Filled, name: str) -> Circumstance:
    return Circumstance(
        filled.text(f"{name}_field"), filled.text(f"{name}_comparison"), filled.text(f"{name}_value").strip()
    )


def _case(filled: Filled, number: int, rows: int) -> Case:
    spot = f"case{number}"
    due_on = filled.values.get(f"{spot}_due_on")
    return Case(
        filled.text(f"{spot}_name"), filled.text(f"{spot}_why"),
        tuple(_row(filled, f"{spot}_row{place}") for place in range(1, rows + 1)), filled.text(f"{spot}_expected"),
        due_on.isoformat() if isinstance(due_on, date) else "",
    )  # fmt: skip


def _row(filled: Filled, spot: str) -> Happening:
    at = filled.number(f"{spot}_at")
    said = f"{spot}_{SAYS}"
    return Happening(
        filled.text(f"{spot}_role"),
        "" if at is None else from_micros(at, ZONE).isoformat(timespec="minutes"),
        {name.removeprefix(said): filled.text(name).strip() for name in filled.values if name.startswith(said)},
    )


def asked_of(draft: Draft, law: LawInForce, role: str) -> list[str]:
    """What a row of that step is asked for: the keys that the steps share, and the fields that conditions look at.

    Before a step is chosen only the keys are asked for.
    """
    keys = [key for key in SAME[draft.same][1] if key != "case"] if draft.same in SAME else []
    of_trigger = [*draft.only, *draft.needs] if role == "trigger" else []
    fields = [one.field for one in (of_trigger or ([draft.answer_only] if role == "answer" else [])) if one.field]
    named = dict.fromkeys([*keys, *(OFFICER if name == "officers" else name for name in fields)])
    event = draft.steps.get(role)
    if event is None:
        return list(named)
    words = law.pack.vocabulary
    return [name for name in named if words.declares(event, name)]
