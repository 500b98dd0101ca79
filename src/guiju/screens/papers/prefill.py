"""What a case knows of a paper that is to be made: so much of it is filled in, and only the rest is typed.

Papers are Chinese, in whatever language the pages are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import override

from guiju.bureau.names import officer_names, organ_name, unit_names
from guiju.facts.events import PAPERS
from guiju.facts.papers.producing.forms import PROCEDURES, PaperForm, Source
from guiju.facts.queries import LARGEST_PAGE, EventShown, list_events
from guiju.findings.law import law_in_force
from guiju.screens.kit.figures import ZONE, local_day
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.queries import ThreadShown
from guiju.screens.threads.wiring import wiring
from guiju.screens.threads.words import officers_of, value_label
from guiju.values.clock import from_micros
from guiju.values.errors import GuijuError
from guiju.values.event import IDENTIFYING, UNREADABLE

_DIGITS = "零一二三四五六七八九"


class PaperOfAnother(GuijuError):
    """The paper belongs to another kind of procedure than the case."""

    code = "papers.procedure"
    remedy = "请从案件页的“制作文书”选择本类案件的文书；案件类别登记错的，先更正。"


class PaperNotPossible(GuijuError):
    """The case has no record that this paper could be of."""

    code = "papers.not_possible"
    remedy = "请先记录相应的步骤，或登记当事人，再制作文书。"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: the record that the paper is of, others that it could be of, and the filled-in blanks.

    ``told`` are values by blank; ``identities`` say for each blank about somebody's identity which record holds it, and
    what it says masked. ``former`` are papers of the same kind about the same.
    """

    record: EventShown
    others: tuple[EventShown, ...]
    told: Mapping[str, str]
    identities: Mapping[str, tuple[EventShown, str]]
    former: tuple[EventShown, ...]


def events_of(visit: Visit, thread: ThreadShown) -> list[EventShown]:
    """The records of a case as far as the visitor sees them, in the order of happening, without what was corrected."""
    found = list_events(visit.viewer, thread.kind, thread.value, limit=LARGEST_PAGE)
    return sorted((one for one in found if one.corrected_by is None), key=lambda one: (one.happened_at, one.id))


def records_for(form: PaperForm, events: Sequence[EventShown]) -> list[EventShown]:
    """The records that a paper could be of, the likeliest first: its own steps, the latest before the others."""
    facts = [one for one in events if one.type not in PAPERS and (not form.is_of_person or _person(one))]
    of_steps = [one for step in form.steps for one in reversed(facts) if one.type == step]
    if of_steps or not form.is_of_person:
        return of_steps or facts[:1]
    return list({_person(one): one for one in facts}.values())


def fits(form: PaperForm, thread: ThreadShown) -> bool:
    """Whether a paper belongs to the procedure of a case; of a case that does not say which, any may be made."""
    return thread.category not in PROCEDURES or thread.category in form.procedures


def is_unsure(form: PaperForm, records: Sequence[EventShown]) -> bool:
    """Whether the records leave open to whom a paper is given: none of its own steps says of whom it was."""
    if not form.is_of_person or any(one.type in form.steps for one in records):
        return False
    # Who reported a case stands in no record: the only person who is named may be the one who was reported.
    types = wiring().vocabulary.types
    return len(records) > 1 or not any("person" in types[step].keys for step in form.steps)


def said_person(events: Sequence[EventShown], person: str) -> str:
    """A person of a case as a choice: masked name, what he is in it, his number."""
    told = [one.fields for one in events if _person(one) == person]
    name = next((str(one["person_name"]) for one in told if one.get("person_name")), "")
    role = next((value_label("role", str(one["role"])) for one in told if one.get("role")), "")
    return " · ".join(part for part in (name, role, person) if part)


def known_of(visit: Visit, thread: ThreadShown, form: PaperForm, events: Sequence[EventShown], asked: str) -> Known:
    """What a case knows of a paper; ``asked`` is the number of the record that it is to be of, "" for the likeliest.

    Raises:
        PaperNotPossible: there is no such record.
    """
    records = records_for(form, events)
    record = next((one for one in records if str(one.id) == asked or not asked), None)
    if record is None:
        raise PaperNotPossible(f"本案还没有可以制作《{form.title}》的记录。")
    with override("zh-hans"):
        filler = _Filler(visit, thread, events, record, form)
        told = {
            one.name: said for one in form.blanks
            if not one.source.is_identity and (said := filler.said(one.source) or one.default)
        }  # fmt: skip
    identities = {
        one.name: held for one in form.blanks
        if one.source.is_identity and (held := _identity(events, record, one.source.what)) is not None
    }  # fmt: skip
    former = tuple(
        one for one in events
        if one.type in PAPERS and one.fields.get("paper_form") == form.id and _person(one) == _person(record)
    )  # fmt: skip
    return Known(record, tuple(one for one in records if one is not record), told, identities, former)


class _Filler:
    """Finds what a source names."""

    def __init__(
        self, visit: Visit, thread: ThreadShown, events: Sequence[EventShown], record: EventShown, form: PaperForm
    ) -> None:
        self.visit, self.thread, self.events, self.record, self.form = visit, thread, events, record, form
        self.unit = record.unit_as_of or str(record.fields.get("unit", "")) or thread.unit
        self.officers = officer_names({number for one in events for number in officers_of(one)})

    def said(self, source: Source) -> str:
        """What stands in a blank; empty where nobody knows it."""
        if source.law:
            return cited_fully(source.law, self.record.happened_at)
        asked = {
            "case": lambda: self.thread.value,
            "unit": lambda: unit_names([self.unit]).at(self.unit, self.record.happened_at),
            "organ": lambda: organ_name(self.unit, self.record.happened_at),
            "maker": lambda: self.visit.holder.name,
            "today": lambda: said_day(self.visit.at),
            "person": lambda: _person(self.record),
            "items": self._items,
        }
        if source.what in asked:
            return asked[source.what]()
        found = self._record(source.of)
        return "" if found is None or not source.what else self._of(found, source.what)

    def _record(self, type_name: str) -> EventShown | None:
        """The latest record of a type, of the same person where it names one."""
        if type_name in ("", self.record.type):
            return self.record
        person = _person(self.record)
        found = [one for one in self.events if one.type == type_name and _person(one) in ("", person)]
        return found[-1] if found else None

    def _of(self, found: EventShown, what: str) -> str:
        if what == "at":
            return said_minute(found.happened_at)
        if what == "day":
            return said_day(found.happened_at)
        if what == "officers":
            return "、".join(self.officers.at(one, found.happened_at) for one in officers_of(found))
        value = found.fields.get(what)
        if value is None or value == () or value in UNREADABLE:
            return ""
        if isinstance(value, bool):
            return "是" if value else "否"
        return "、".join(value) if isinstance(value, tuple) else value_label(what, str(value))

    def _items(self) -> str:
        """The things that the steps of the paper name, a line each: its number, the rest is written beside it."""
        items = {
            str(one.fields["item"]) for one in self.events if one.type in self.form.steps and one.fields.get("item")
        }
        return "\n".join(f"{item} | " for item in sorted(items))


def _identity(events: Sequence[EventShown], record: EventShown, what: str) -> tuple[EventShown, str] | None:
    """The latest record of the same person that says this of him, and what it shows masked."""
    person = _person(record)
    if what not in IDENTIFYING or not person:
        return None
    for one in reversed(events):
        value = one.fields.get(what)
        if _person(one) == person and value not in (None, "", ()) and value not in UNREADABLE:
            return one, str(value)
    return None


def _person(event: EventShown) -> str:
    return str(event.fields.get("person", ""))


def said_day(at: int) -> str:
    """A day as it stands in a paper. Unit: ``at`` microseconds since the epoch."""
    then = from_micros(at, ZONE)
    return f"{then.year}年{then.month}月{then.day}日"


def said_minute(at: int) -> str:
    """An instant as it stands in a paper. Unit: ``at`` microseconds since the epoch."""
    then = from_micros(at, ZONE)
    return f"{said_day(at)}{then.hour}时{then.minute:02d}分"


def cited_fully(rule_id: str, at: int) -> str:
    """The articles on which a page of law stands on a day, as a paper cites them. Unit: ``at`` microseconds."""
    pack = law_in_force().pack
    rule = pack.rule(rule_id)
    edition = next((one for one in rule.editions if one.in_force_on(local_day(at))), None) if rule else None
    told = []
    for law in edition.laws if edition else ():
        instrument = pack.instruments.get(law.instrument)
        name = (instrument.full_name if instrument else "") or law.instrument
        told.append(f"《{name}》{in_words(law.article)}")
    return "、".join(told)


def in_words(article: str) -> str:
    """The number of an article in Chinese numerals, as laws themselves and papers write it.

    >>> in_words("第96条"), in_words("第110条第2款"), in_words("第200条")
    ('第九十六条', '第一百一十条第二款', '第二百条')
    """
    out, number = [], ""
    for sign in f"{article} ":
        if sign.isdigit() and sign.isascii():
            number += sign
            continue
        out.append(_numeral(int(number)) if number else "")
        out.append(sign)
        number = ""
    return "".join(out).rstrip()


def _numeral(number: int) -> str:
    if number >= 1_000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += f"{'' if tens == 1 and not hundreds else _DIGITS[tens]}十"
    elif hundreds and ones:
        said += "零"
    return said + (_DIGITS[ones] if ones or not said else "")
