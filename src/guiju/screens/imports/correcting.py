"""A record that is wrong: whoever may asks for a correction of it, and another human being decides."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.commands.mending import propose_record
from guiju.facts.draft import Actor
from guiju.facts.importing.mending.deciding import LONGEST_REASON, draft_of_version
from guiju.facts.queries import EventShown, NotFound, get_event
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind, Value
from guiju.screens.imports.compared import Side, compare, event_label
from guiju.screens.kit.figures import ZONE, said_instant
from guiju.screens.kit.messages import say
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.view import address_of
from guiju.screens.threads.wiring import wiring
from guiju.screens.threads.words import field_label, value_label
from guiju.values.clock import SECOND, from_micros
from guiju.values.event import ENTERED_AT, ENTERED_LATE, IDENTIFYING, KEYS, EventType, FieldValue

HAPPENED, REASON = "happened_at", "reason"
YES, NO = "yes", "no"
LONG_TEXT, LONGEST_TEXT = 60, 500
_WRITTEN = ("true", "false")
"""How an export writes a flag."""
_DENIED = (False, "false")
_MINUTE = 60 * SECOND
_BEFORE = "field-"
"""Before the name of each field of the record, so that none is taken for one of the form's own."""


def correct(visit: Visit, kind: str, value: str, number: int) -> HttpResponse:
    """Show a record of a thread with the form that asks for its correction; a POST proposes it.

    Raises:
        NotFound: there is no such record that people may correct, or not for this visitor.
    """
    record = get_event(visit.viewer, number)
    if str(record.fields.get(kind, "")) != value or wiring().vocabulary.is_internal(record.type):
        raise NotFound("没有找到这条可以更正的记录。")
    if record.corrected_by is not None:
        say(visit, _("这条记录已经更正过，以下是更正后的版本。"), "info")
        now = get_event(visit.viewer, record.corrected_by)
        about = str(now.fields.get(kind, value))
        return HttpResponseRedirect(reverse("imports.correct", args=[kind, about, now.id]))
    form, made = form_of(record), list[int]()

    def propose(filled: Filled) -> str:
        at = filled.number(HAPPENED)
        moved = at is not None and at // _MINUTE != record.happened_at // _MINUTE
        draft = draft_of_version(number, changes_in(record, filled), from_micros(at, ZONE) if moved and at else None)
        done = propose_record(
            replace(draft, reason=filled.text(REASON)), known=wiring().vocabulary, actor=Actor(visit.holder.account),
            at=from_micros(visit.at, ZONE), idem_key=filled.key,
        )  # fmt: skip
        made.extend(done.ids)
        return _("已提请更正，待另一名有权人员批准后入账；原记录仍然保留。")

    filled = form.taken(visit, propose, about=f"correct {number}", values=dict(_standing(record)))
    if filled.is_done:
        return HttpResponseRedirect(reverse("imports.proposal", args=made[:1]))
    crumbs = (Crumb(value, address_of(kind, value)), Crumb(_("提请更正")))
    title = _("提请更正：%(event)s") % {"event": event_label(record.type)}
    affirmed = {name: value for name, value in record.fields.items() if value is not False and value != "false"}
    said = {
        "record": record,
        "recorded": said_instant(record.recorded_at),
        "lines": compare(None, Side(record.type, record.happened_at, affirmed)),
        "leaves_out": len(affirmed) < len(record.fields),
        "form": form.show(visit, filled, back=address_of(kind, value)),
    }
    return show(visit, "imports/correct.html", said, title=title, crumbs=crumbs, status=filled.status)


def form_of(record: EventShown) -> Form:
    """The questions of a correction: when it happened, what the record says, what it might say besides, and why."""
    kind = wiring().vocabulary.types.get(record.type)
    fields = [Field(HAPPENED, _("发生时间"), Kind.INSTANT)]
    fields += [_field(name, value, kind, is_minor=value in _DENIED) for name, value in _sayable(record, kind)]
    unsaid = [name for name in (kind.attributes if kind else ()) if name not in record.fields]
    fields += [_field(name, None, kind, is_minor=True) for name in unsaid if not _is_fixed(name, kind)]
    fields.append(
        Field(
            REASON, _("更正理由"), longest=LONGEST_REASON,
            help=_("写明哪里记错、依据什么材料改正。批准人和以后查看的人都能看到。"),
        )
    )  # fmt: skip
    return Form("correct", tuple(fields), (Choice("propose", _("提请更正")),), keeps_draft=True)


def changes_in(record: EventShown, filled: Filled) -> dict[str, FieldValue]:
    """What the form says otherwise than the record; an emptied field is left out of the corrected version."""
    standing = dict(_standing(record))
    changes: dict[str, FieldValue] = {}
    for name, value in filled.values.items():
        before = standing.get(name, "" if isinstance(value, str) else None)
        is_same = value == (before.strip() if isinstance(before, str) else before)
        if name.startswith(_BEFORE) and not is_same:
            field = name.removeprefix(_BEFORE)
            changes[field] = _said(field, value, record.fields.get(field))
    return changes


def _said(name: str, value: Value, before: FieldValue | None) -> FieldValue:
    """What was typed, as a record says it: an export may have written its flags as words."""
    if name == "officer":
        return tuple(sorted({part for part in str(value).replace("，", "、").split("、") if part.strip()}))
    if value in (YES, NO):
        return value == YES if before not in _WRITTEN else "true" if value == YES else "false"
    if isinstance(value, int):
        return value
    text = "" if value is None else str(value)
    ranks = {label: word for word, label in wiring().ranks.items()}
    return ranks.get(text) or wiring().vocabulary.word_of(name, text)


def _standing(record: EventShown) -> Iterator[tuple[str, Value]]:
    """What stands in the form when it is opened, as the form reads it back."""
    yield HAPPENED, record.happened_at // _MINUTE * _MINUTE
    for name, value in _sayable(record, wiring().vocabulary.types.get(record.type)):
        if isinstance(value, bool) or value in _WRITTEN:
            yield _BEFORE + name, YES if value in (True, "true") else NO
        elif isinstance(value, tuple):
            yield _BEFORE + name, "、".join(value)
        elif isinstance(value, int):
            yield _BEFORE + name, value
        else:
            text = str(value)
            yield _BEFORE + name, text if text in _words(name) else value_label(name, text)


def _sayable(record: EventShown, kind: EventType | None) -> Iterator[tuple[str, FieldValue]]:
    """The fields of a record that can be put right here: not what it is about, nor what is masked on this page."""
    for name, value in record.fields.items():
        is_text = isinstance(value, str | int) or name == "officer"
        if is_text and not _is_fixed(name, kind):
            yield name, (value,) if name == "officer" and isinstance(value, str) else value


def _is_fixed(name: str, kind: EventType | None) -> bool:
    is_key = name in KEYS and name != "officer"
    personal = (*IDENTIFYING, *(kind.personal if kind is not None else ()))
    return is_key or name in personal or name in (ENTERED_AT, ENTERED_LATE)


def _field(name: str, value: FieldValue | None, kind: EventType | None, *, is_minor: bool = False) -> Field:
    label, own = field_label(name), _BEFORE + name
    is_flag = isinstance(value, bool) or value in _WRITTEN or (kind is not None and name in kind.flags)
    words = _words(name)
    if name == "officer":
        said = _("警号，两人以上用顿号分开。")
        return Field(own, label, is_required=False, longest=200, help=said, is_minor=is_minor)
    if is_flag:
        both = (Choice(YES, _("是")), Choice(NO, _("否")))
        return Field(own, label, Kind.RADIO, is_required=False, choices=both, is_minor=is_minor)
    if words and (value is None or value in words):
        choices = tuple(Choice(word, value_label(name, word)) for word in words)
        return Field(own, label, Kind.CHOICE, is_required=False, choices=choices, is_minor=is_minor)
    if isinstance(value, int):
        return Field(own, label, Kind.NUMBER, is_required=False, is_minor=is_minor)
    is_long = isinstance(value, str) and len(value) > LONG_TEXT
    return Field(
        own, label, Kind.LONG if is_long else Kind.TEXT, is_required=False, longest=LONGEST_TEXT, is_minor=is_minor
    )


def _words(name: str) -> Mapping[str, str]:
    """Our words for what may stand in a field, where there are any."""
    return wiring().vocabulary.value_labels.get(name, {})
