"""How the records of a thread are called on its page: events, fields, rules, people and units of their time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guiju.actions.inspections.checklists import find_question
from guiju.bureau.names import NamesThen, officer_names, unit_names
from guiju.facts.queries import EventShown
from guiju.findings.law import law_in_force
from guiju.findings.queries import DutyShown, FindingShown
from guiju.screens.kit.figures import is_english, said_date, said_instant
from guiju.screens.threads.fold import is_yes
from guiju.screens.threads.queries import Contents, ThreadShown
from guiju.screens.threads.wiring import wiring
from guiju.values.event import KEYS, FieldValue

SHOWN_FIELDS = 4


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the officers and units of one page."""

    officers: NamesThen
    units: NamesThen

    def said(self, numbers: Iterable[str], at: int) -> str:
        """Officers as they were called at an instant, with their numbers."""
        return "、".join(f"{name}（{one}）" if (name := self.officers.at(one, at)) != one else one for one in numbers)


def names_of(thread: ThreadShown, contents: Contents, more: Iterable[str] = ()) -> Names:
    """The names that one page needs, those of ``more`` officers among them: two statements."""
    numbers = {*thread.lead, *more}
    units = {thread.unit}
    for event in contents.events:
        numbers.update(officers_of(event))
        units.add(event.unit_as_of)
    rows: list[DutyShown | FindingShown] = [*contents.duties, *contents.findings]
    for one in rows:
        numbers.update(one.officers)
        units.add(one.unit)
    return Names(officer_names(numbers), unit_names(units - {""}))


def officers_of(event: EventShown) -> tuple[str, ...]:
    """The officers whom a record names."""
    value = event.fields.get("officer", ())
    return value if isinstance(value, tuple) else (str(value),) if value else ()


def event_label(type_name: str) -> str:
    """What people call an event."""
    kind = wiring().vocabulary.types.get(type_name)
    if kind is None or not kind.label:
        return type_name
    return _ours(type_name.partition(".")[2]) if is_english() else kind.label


def field_label(name: str) -> str:
    """What people call a field; on an English page our own word, which is English."""
    return _field_label(name, is_english=is_english())


def value_label(name: str, value: str) -> str:
    """What people write for one of our words in a field; on an English page the word itself. Others stay as written."""
    return _value_label(name, value, is_english=is_english())


def _field_label(name: str, *, is_english: bool) -> str:
    label = wiring().vocabulary.field_label(name)
    return _ours(name) if is_english and label != name else label


def _value_label(name: str, value: str, *, is_english: bool) -> str:
    label = wiring().word(name, value)
    return _ours(value) if is_english and label != value else label


def _ours(word: str) -> str:
    return word.replace("_", " ")


def purposes_said(purposes: str) -> str:
    """For what somebody looked, as his roles at that time let him."""
    words = {
        "case_handling": _("办案"), "supervision": _("监督"), "personnel": _("队伍管理"), "audit": _("审计"),
        "operation": _("运行维护"),
    }  # fmt: skip
    return "、".join(words.get(one, one) for one in purposes.split(",") if one)


def rule_title(rule_id: str) -> str:
    """What people call a rule, or the question of a check-list; its id where it is in force no more."""
    rule = law_in_force().pack.rule(rule_id)
    if rule is None:
        question = find_question(rule_id)
        return rule_id if question is None else question.finding_title
    return rule.title.get("en" if is_english() else "zh", rule.title["zh"])


def fields_said(event: EventShown, most: int = SHOWN_FIELDS) -> str:
    """What a record says besides whom and what it is about, in a line."""
    kind = wiring().vocabulary.types.get(event.type)
    flags = kind.flags if kind is not None else ()
    said = [
        (name, True if name in flags else value)
        for name, value in event.fields.items()
        if not (name in KEYS or value is False or value in ("", ()) or (name in flags and not is_yes(value)))
    ]
    more = "…" if len(said) > most else ""
    # The language is asked for once: a page says hundreds of fields.
    english = is_english()
    return "，".join(_field_said(*one, english) for one in said[:most]) + more


def _field_said(name: str, value: FieldValue, english: bool) -> str:
    label = _field_label(name, is_english=english)
    if value in (True, "true"):
        return label
    if value == "false":
        return _("%(field)s：否") % {"field": label}
    parts = value if isinstance(value, tuple) else (value,)
    return f"{label} {'、'.join(_value_label(name, str(part), is_english=english) for part in parts)}"


def instant_due_said(at: int | None) -> str:
    """An instant by which something is due; the end of a day is said as such, and not as the beginning of the next."""
    if at is None:
        return said_instant(at)
    day, second = law_in_force().local.locate(at)
    return _("%(day)s 24时止") % {"day": said_date(day - 1)} if second == 0 else said_instant(at)


def due_said(row: DutyShown | FindingShown) -> str:
    """The date by which something is, or was, to be done."""
    if row.due_on is not None:
        return _("%(day)s 24时止") % {"day": said_date(row.due_on)}
    return said_instant(row.due_at)


def cited(law: Iterable[Mapping[str, object]]) -> str:
    """Where a duty comes from."""
    return "；".join(f"《{one['instrument']}》{one['article']}" for one in law)


def cited_by(rule_id: str) -> str:
    """Where a rule comes from, in its latest edition."""
    rule = law_in_force().pack.rule(rule_id)
    laws = () if rule is None or not rule.editions else max(rule.editions, key=lambda one: one.label).laws
    return "；".join(f"《{one.instrument}》{one.article}" for one in laws)
