"""Forms that a program fills in: their fields told, and what it sends read as a page would read it."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Annotated

from pydantic import AfterValidator, StrictBool, StrictInt
from pydantic import Field as Bounded

from guiju.project.site.api.acting import StepInvalid
from guiju.project.site.api.door import token_of
from guiju.project.site.api.words import LARGEST, Name, Told, plain
from guiju.screens.components.form import Field, Filled, Form, Kind, Value
from guiju.screens.kit.visit import Visit
from guiju.screens.recording.entry import OFFICER

MOST_FIELDS, MOST_CHOSEN, LONGEST = 80, 50, 4_000
Whole = Annotated[StrictInt, Bounded(ge=0, le=LARGEST)]
Words = Annotated[str, Bounded(max_length=LONGEST), AfterValidator(plain)]
Chosen = Annotated[list[Name], Bounded(max_length=MOST_CHOSEN)]
Sent = StrictBool | Whole | Words | Chosen
"""What may be said in a field: true or false, a whole number, a text, or several choices."""
Fields = Annotated[dict[Name, Sent], Bounded(max_length=MOST_FIELDS)]


class ChoiceTold(Told):
    """One answer that a field takes."""

    value: str
    label: str


class FieldTold(Told):
    """One field of a form; ``standing`` is what a page would open it with."""

    name: str
    label: str
    kind: str
    is_required: bool
    choices: list[ChoiceTold]
    standing: list[str]


def filled_in(form: Form, sent: Mapping[str, Sent], visit: Visit, idem_key: str, *, act: str = "") -> Filled:
    """A form as a program fills it in; one submission of a token is one, as it is of a page.

    Raises:
        StepInvalid: a field that the form does not have, or something that it does not take.
    """
    fields = {one.name: one for one in form.fields}
    strange = sorted(set(sent) - set(fields))
    if strange:
        raise StepInvalid(f"没有栏目：{'、'.join(strange)[:200]}。")
    typed = {name: _typed(fields[name], said) for name, said in sent.items()}
    # What the record numbers anew is numbered from the key: it must be as good as that of a page.
    key = sha256(f"api:{token_of(visit).name}:{idem_key}".encode()).hexdigest()[:32]
    filled = form.told(typed, key=key, act=act)
    if not filled.is_sound:
        raise StepInvalid("".join(f"{fields[name].label}：{why}" for name, why in filled.errors.items()))
    return filled


def _typed(field: Field, said: Sent) -> tuple[str, ...]:
    """What was sent, in the words of the form.

    Raises:
        StepInvalid: it is not of the kind that the field asks for.
    """
    if isinstance(said, bool):
        ways = {Kind.YES: ((), ("on",)), Kind.RADIO: (("no",), ("yes",))}
        if field.kind not in ways:
            raise StepInvalid(f"{field.label}：不是填 true 或 false 的栏目。")
        return ways[field.kind][said]
    if isinstance(said, list):
        if field.name == OFFICER:
            return ("、".join(said),)
        if field.kind is not Kind.CHOICES:
            raise StepInvalid(f"{field.label}：只能填写一项。")
        return tuple(said)
    if field.kind is Kind.INSTANT and str(said) and not _has_offset(str(said)):
        raise StepInvalid(f"{field.label}：请写明时区，如 2026-03-02T09:05:00+08:00。")
    return (str(said),) if said != "" else ()


def _has_offset(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def field_told(field: Field, value: Value = None) -> FieldTold:
    """A field as the interface tells it; ``value`` is what a page would open it with."""
    return FieldTold(
        name=field.name, label=str(field.label), kind=field.kind.value, is_required=field.is_required,
        choices=[ChoiceTold(value=one.value, label=str(one.label)) for one in field.choices],
        standing=list(field.written(value)),
    )  # fmt: skip
