"""What a filled form says, as drafts for the ledger: one for each person, and what the same form records besides."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from guiju.facts.draft import Draft
from guiju.facts.events import PERSON_IDENTIFIED
from guiju.facts.keys.blind_index import is_document_number
from guiju.findings.law import law_in_force
from guiju.screens.components.form import Filled, Value
from guiju.screens.kit.figures import ZONE
from guiju.screens.recording.entry import (
    ENDED,
    HAPPENED,
    NEW_NAME,
    NEW_NUMBER,
    NEW_ROLE,
    OFFICER,
    PERSON,
    TYPED_KEYS,
    officers_of_text,
    said_by,
)
from guiju.screens.recording.procedure import Step
from guiju.screens.recording.situation import NUMBERED, Situation
from guiju.screens.threads.wiring import wiring
from guiju.values.clock import from_micros
from guiju.values.event import FieldValue

UNKNOWN = "不详"
_LETTERS = {"item": "W", "recording": "L"}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whom the case does not know yet: the number he gets, his name and document, what he is here."""

    person: str
    name: str
    document: str
    role: str


def newcomer_in(case: str, filled: Filled) -> Newcomer | None:
    """The new person that a form speaks of, if it does; the number is made from that of the submission.

    A resident's document number is handed on in the place of a number: the ledger makes its code of it.
    """
    name, document, role = (filled.text(one).strip() for one in (NEW_NAME, NEW_NUMBER, NEW_ROLE))
    if not (name or document or role):
        return None
    number = document if is_document_number(document) else f"{case}-R{filled.key[:NUMBERED]}"
    return Newcomer(number, "" if name == UNKNOWN else name, document, role)


def persons_in(filled: Filled, newcomer: Newcomer | None) -> list[str]:
    """Everybody of whom a form speaks."""
    chosen = filled.values.get(PERSON)
    known = list(chosen) if isinstance(chosen, tuple) else []
    return [*known, *([newcomer.person] if newcomer is not None else [])]


def drafts_of(situation: Situation, step: Step, filled: Filled) -> list[Draft]:
    """What a form records: the new person first, then the step for each person, then what belongs to it."""
    at = filled.number(HAPPENED)
    assert at is not None
    newcomer = newcomer_in(situation.case, filled)
    made = [] if newcomer is None else introduced(situation, step, newcomer, filled)
    persons = persons_in(filled, newcomer) if "person" in wiring().vocabulary.types[step.event].keys else [""]
    for person in persons:
        keys = _keys(situation, step, filled, person)
        said = {**_asked(step, filled.values), **_filled_in(situation, step, person), **step.sets}
        officers = officers_of_text(filled.text(OFFICER))
        made.append(_draft(situation, step.event, at, keys, {**said, OFFICER: officers}))
        for one in step.also:
            then = filled.number(ENDED) if one.is_at_end else at
            if then is not None:
                by = _first(filled.text(OFFICER)) if one.is_by_first else officers
                made.append(_draft(situation, one.event, then, keys, {**one.sets, OFFICER: by}))
    return made


def introduced(situation: Situation, step: Step, newcomer: Newcomer, filled: Filled) -> list[Draft]:
    """How a new person enters the case: who he is, sealed with his own key, and what he is in it."""
    at, new = filled.number(HAPPENED) or 0, situation.procedure.newcomers
    keys = {"case": situation.case, PERSON: newcomer.person}
    officers = officers_of_text(filled.text(OFFICER)) if not step.is_by_another else ()
    made = []
    if newcomer.name or newcomer.document:
        who = {"person_name": newcomer.name, "document_number": newcomer.document}
        made.append(_draft(situation, PERSON_IDENTIFIED, at, keys, {**who, OFFICER: officers}))
    is_meant = new.event != step.event and newcomer.role and (not new.only or newcomer.role == new.only)
    if is_meant:
        said: dict[str, FieldValue] = {new.says: newcomer.role} if new.says else {}
        made.append(_draft(situation, new.event, at, keys, {**said, OFFICER: officers}))
    return made


def _draft(situation: Situation, event: str, at: int, keys: Mapping[str, str], said: Mapping[str, FieldValue]) -> Draft:
    kind, unit = wiring().vocabulary.types[event], situation.thread.unit
    fields: dict[str, FieldValue] = {name: value for name, value in keys.items() if name in kind.keys}
    fields |= {name: value for name, value in said.items() if value not in ("", (), None)}
    fields |= {"unit": unit}
    return Draft.of(event, from_micros(at, ZONE), fields, local=law_in_force().local, unit_as_of=unit)


def _keys(situation: Situation, step: Step, filled: Filled, person: str) -> dict[str, str]:
    about = wiring().vocabulary.types[step.event].keys
    keys = {"case": situation.case, PERSON: person, "act": situation.act_for(step, person, filled.key)}
    for name in TYPED_KEYS:
        known, typed = situation.values_of(name), filled.text(name).strip()
        is_first = name == "item" or (name == "recording" and step.event == _first_with(situation, step, name))
        if not typed and known and not is_first and (name != "call" or "recording" not in about):
            typed = known[-1]
        # A call that nobody has written down is none.
        new = f"{situation.case}-{_LETTERS[name]}{filled.key[:NUMBERED]}" if name in _LETTERS else ""
        keys[name] = typed or new
    return keys


def _first_with(situation: Situation, step: Step, key: str) -> str:
    """The event with which things of a kind begin: the first in the procedure that is about such a key."""
    types = wiring().vocabulary.types
    return next((one.event for one in situation.procedure if key in types[one.event].keys), step.event)


def _asked(step: Step, values: Mapping[str, Value]) -> dict[str, FieldValue]:
    said = {one.field: said_by(one, values.get(one.field)) for one in (*step.asks, *step.more)}
    return {name: value for name, value in said.items() if value is not None}


def _filled_in(situation: Situation, step: Step, person: str) -> dict[str, FieldValue]:
    said = {name: situation.latest(*source, person) for name, source in step.fills.items()}
    return {name: value for name, value in said.items() if value is not None}


def _first(text: str) -> tuple[str, ...]:
    """The first of the officers as they were typed: who leads."""
    return officers_of_text(re.split(r"[、;；,，\s]", text.strip())[0])
