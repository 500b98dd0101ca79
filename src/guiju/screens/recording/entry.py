"""The form of a step: few fields stand open, the others are folded away, and what is known is filled in already."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from guiju.bureau.commands.recording import BY_HAND
from guiju.bureau.names import officer_names
from guiju.facts.wiring import tolerance_of
from guiju.findings.law import law_in_force
from guiju.screens.components.form import Choice, Field, Form, Kind, Value
from guiju.screens.kit.figures import said_span
from guiju.screens.kit.visit import Visit
from guiju.screens.recording.procedure import Asked, Asking, Step
from guiju.screens.recording.situation import Situation, role_labels
from guiju.screens.threads.wiring import wiring
from guiju.screens.threads.words import field_label, officers_of, value_label
from guiju.values.clock import SECOND
from guiju.values.event import FieldValue

YES, NO = "yes", "no"
HAPPENED, ENDED, OFFICER, PERSON, REASON = "happened_at", "ended_at", "officer", "person", "late_reason"
NEW_NAME, NEW_NUMBER, NEW_ROLE = "new_name", "new_number", "new_role"
TYPED_KEYS = ("item", "recording", "call")
"""Keys that somebody may type; left empty they are numbered, or taken from the case."""
MOST_NAMED = 12
_MINUTE = 60 * SECOND
_PARTS = re.compile(r"[、;；,，\s]+")


def form_of(situation: Situation, step: Step) -> Form:
    """The questions of a step for one case."""
    kind = wiring().vocabulary.types[step.event]
    fields = [Field(HAPPENED, _("发生时间"), Kind.INSTANT, help=_("默认为现在；补记时改成实际发生的时间。"))]
    if step.has_end:
        fields.append(Field(ENDED, _("结束时间"), Kind.INSTANT, is_required=False, help=_("还没有结束的，留空。")))
    if "person" in kind.keys:
        fields += _whom(situation, step)
    # What is about nothing but a call needs its number, until a record of the case has named it.
    is_needed = "case" not in kind.keys
    fields += [_key(situation, name, is_needed=is_needed) for name in TYPED_KEYS if name in kind.keys]
    fields += [_field(one) for one in step.asks]
    fields.append(_officer(situation, step))
    fields += [_field(one, is_minor=True) for one in step.more]
    fields.append(_lateness(step))
    return Form("record", tuple(fields), (Choice("save", _("登记")),), keeps_draft=True)


def opened_with(situation: Situation, step: Step, visit: Visit) -> dict[str, Value]:
    """What stands in the form when it is opened."""
    before = situation.officers_before(step, visit.holder.officer)
    persons = situation.values_of(PERSON)
    kind = wiring().vocabulary.types[step.event]
    values: dict[str, Value] = {HAPPENED: visit.at // _MINUTE * _MINUTE, OFFICER: "、".join(before)}
    # Whoever registers a person means another than those who are known.
    if len(persons) == 1 and step.event != situation.procedure.newcomers.event:
        values[PERSON] = (persons[0],)
    for name in ("item", "call"):
        if name in kind.keys and (known := situation.values_of(name)):
            values[name] = known[-1] if name == "call" or len(known) == 1 else None
    for one in (*step.asks, *step.more):
        said = situation.latest(step.event, one.field) or _elsewhere(situation, step, one) if one.is_carried else None
        values[one.field] = _opened(one, said)
    return values


def _elsewhere(situation: Situation, step: Step, asked: Asked) -> FieldValue | None:
    """What the latest record of the same subject says in this field; else what the case was opened as.

    A case that was opened with a mark which is one of the choices is that: 治安案件 before 行政案件.
    """
    subject = f"{step.event.partition('.')[0]}."
    for one in reversed(situation.events):
        said = one.fields.get(asked.field)
        if one.type.startswith(subject) and said is not None and str(said) in asked.choices:
            return said
    first = situation.procedure.step(situation.procedure.opens).event
    marks = [choice for choice in asked.choices if situation.latest(first, choice) is True]
    return marks[0] if marks else situation.latest(first, asked.field)


def _opened(asked: Asked, said: FieldValue | None) -> Value:
    if asked.asking is Asking.CHOICE:
        only = asked.choices[0] if len(asked.choices) == 1 else asked.default
        return str(said) if said is not None and str(said) in asked.choices else only
    return None


def officers_of_text(text: str) -> tuple[str, ...]:
    """The police numbers in a field."""
    return tuple(sorted({part for part in _PARTS.split(text) if part}))


def officers_said(numbers: Iterable[str], at: int) -> str:
    """Which of these numbers nobody in the roster bears, joined; empty where all are known."""
    numbers = tuple(numbers)
    names = officer_names(numbers)
    return "、".join(one for one in numbers if names.at(one, at) == one)


def _whom(situation: Situation, step: Step) -> list[Field]:
    known = situation.values_of(PERSON)
    choices = tuple(Choice(one, situation.person_said(one)) for one in known)
    roles = tuple(Choice(word, label) for word, label in role_labels().items())
    fields = []
    if choices:
        fields.append(
            Field(PERSON, _("人员"), Kind.CHOICES, is_required=False, choices=choices, help=_("可以一次登记几个人。"))
        )
    name_help = _("本案还没有的人员填在这里；姓名加密保存，页面上遮盖显示。身份不明的填“不详”。")
    is_registering = step.event == situation.procedure.newcomers.event
    is_minor = bool(choices) and not is_registering
    fields.append(Field(NEW_NAME, _("新的人员姓名"), is_required=False, longest=60, help=name_help, is_minor=is_minor))
    if not is_registering:
        fields.append(
            Field(NEW_ROLE, _("新的人员是"), Kind.CHOICE, is_required=False, choices=roles, is_minor=is_minor)
        )
    fields.append(Field(NEW_NUMBER, _("新的人员证件号码"), is_required=False, longest=40, is_minor=True))
    return fields


def _key(situation: Situation, name: str, *, is_needed: bool) -> Field:
    known = situation.values_of(name)
    label = field_label(name)
    if name == "call":
        return Field(name, label, is_required=is_needed and not known, longest=80, is_minor=bool(known))
    if known:
        said = _("已有：%(known)s。新的留空，由系统编号。") % {"known": "、".join(known[:10])}
        return Field(name, label, is_required=False, longest=80, help=said)
    return Field(name, label, is_required=False, longest=80, help=_("留空则由系统编号。"), is_minor=True)


def _officer(situation: Situation, step: Step) -> Field:
    label = _("由谁办理（警号）") if step.is_by_another else _("民警（警号）")
    numbers = sorted({one for event in situation.events for one in officers_of(event)})
    names = officer_names(numbers)
    known = "、".join(f"{names.at(one, situation.thread.last_at)} {one}" for one in numbers[:MOST_NAMED])
    said = _("两人以上用顿号分开。")
    if known:
        said = _("%(rule)s本案民警：%(known)s。") % {"rule": said, "known": known}
    return Field(OFFICER, label, is_required=False, longest=200, help=said)


def _field(asked: Asked, *, is_minor: bool = False) -> Field:
    label, name = field_label(asked.field), asked.field
    if asked.asking is Asking.CHOICE:
        choices = tuple(Choice(one, value_label(name, one)) for one in asked.choices)
        return Field(name, label, Kind.CHOICE, is_required=False, choices=choices, is_minor=is_minor)
    if asked.asking is Asking.RANK:
        ranks = tuple(Choice(one, value_label(name, one)) for one in law_in_force().pack.ranks if one.isascii())
        return Field(name, label, Kind.CHOICE, is_required=False, choices=ranks, is_minor=is_minor)
    if asked.asking is Asking.YES_NO:
        both = (Choice(YES, _("是")), Choice(NO, _("否")))
        return Field(name, label, Kind.RADIO, is_required=False, choices=both, is_minor=is_minor)
    if asked.asking in (Asking.NUMBER, Asking.YUAN):
        said = _("%(field)s（元）") % {"field": label} if asked.asking is Asking.YUAN else label
        return Field(name, said, Kind.NUMBER, is_required=False, least=0, is_minor=is_minor)
    kinds = {Asking.DATE: Kind.DATE, Asking.FLAG: Kind.YES, Asking.TEXT: Kind.TEXT}
    return Field(name, label, kinds[asked.asking], is_required=False, is_minor=is_minor)


def _lateness(step: Step) -> Field:
    """Why it comes late: beyond the time within which such a step is to be entered another must approve."""
    spans = [BY_HAND if (span := tolerance_of(name)) is None else span for name in step.events]
    said = _(
        "本环节应在发生后%(span)s内录入。超过的属于补录：写明理由，由另一名有权人员批准后才入账，及时性按入账的时间计算。"
    ) % {"span": said_span(min(spans))}
    return Field(REASON, _("补录理由"), is_required=False, longest=300, help=said, is_minor=True)


def said_by(asked: Asked, value: Value) -> FieldValue | None:
    """What a record says for what was filled in; None where nothing was, which makes the record unclear and no more."""
    read: Mapping[Asking, Callable[[Value], FieldValue | None]] = {
        Asking.YES_NO: lambda given: {YES: True, NO: False}.get(str(given)),
        Asking.FLAG: lambda given: True if given is True else None,
        Asking.DATE: lambda given: given.isoformat() if isinstance(given, date) else None,
        Asking.NUMBER: lambda given: given if isinstance(given, int) else None,
        Asking.YUAN: lambda given: given if isinstance(given, int) else None,
    }
    if asked.asking in read:
        return read[asked.asking](value)
    return value if isinstance(value, str) and value else None
