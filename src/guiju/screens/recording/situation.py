"""What a case holds so far, as far as the visitor may see it: whom and what it knows, and which acts are under way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guiju.facts.queries import LARGEST_PAGE, EventShown, list_events
from guiju.screens.kit.visit import Visit
from guiju.screens.recording.procedure import Procedure, Sharing, Step, procedures
from guiju.screens.threads.queries import ThreadShown, get_thread
from guiju.screens.threads.words import officers_of, value_label
from guiju.values.event import FieldValue

KIND = "case"
NUMBERED = 6
"""So many characters of the submission's number make what it numbers anew its own."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One case: its row, the usual order for its kind, and its records, corrected ones left out, as they happened."""

    thread: ThreadShown
    procedure: Procedure
    events: Sequence[EventShown]

    @property
    def case(self) -> str:
        """The number of the case."""
        return self.thread.value

    def values_of(self, key: str) -> list[str]:
        """The persons, items, recordings … that the records of the case name, in the order of first mention."""
        return list(dict.fromkeys(str(one.fields[key]) for one in self.events if one.fields.get(key)))

    def person_said(self, person: str) -> str:
        """A person as a form offers him: the masked name, what he is in the case, his number."""
        mine = [one for one in self.events if str(one.fields.get("person", "")) == person]
        name = next((str(one.fields["person_name"]) for one in mine if one.fields.get("person_name")), "")
        role = next((str(one.fields["role"]) for one in mine if one.fields.get("role")), "")
        said = " ".join(part for part in (name, f"（{value_label('role', role)}）" if role else "") if part)
        return f"{said} {person}".strip()

    def told(self, step: Step) -> list[EventShown]:
        """The records of a step.

        Where several steps record one event, its act says which of them it was; what no act tells counts for all.
        """
        found = [one for one in self.events if step.is_told_by(one.type, one.fields)]
        rivals = [one for one in self.procedure if one.event == step.event and one.series != step.series]
        if not rivals or not found:
            return found
        own = self._acts_of(step.series)
        others = {act for one in rivals for act in self._acts_of(one.series)} - own
        return [one for one in found if str(one.fields.get("act", "")) not in others]

    def act_for(self, step: Step, person: str, key: str) -> str:
        """The act of a new record of a step; "" where its event is about none."""
        new = f"{self.case}-{step.series or step.name}-{key[:NUMBERED]}"
        if step.sharing is None or step.sharing is Sharing.BEGINS:
            return new
        last = self._last_act(step.series, person)
        if not last:
            return new
        if step.sharing is Sharing.ONCE and any(
            one.type == step.event and str(one.fields.get("act", "")) == last and _is_of(one, person)
            for one in self.events
        ):
            return new
        return last

    def latest(self, event: str, field: str, person: str = "") -> FieldValue | None:
        """What the latest record of an event says in a field, of that person where it is about one."""
        for one in reversed(self.events):
            if one.type == event and one.fields.get(field) is not None and _is_of(one, person):
                return one.fields[field]
        return None

    def officers_before(self, step: Step, officer: str) -> tuple[str, ...]:
        """Who did such a step last; else who handled anything here together with this officer."""
        for one in reversed(self.events):
            if one.type == step.event and officers_of(one):
                return officers_of(one)
        if step.is_by_another:
            return ()
        for one in reversed(self.events):
            if officer in officers_of(one) and len(officers_of(one)) > 1:
                return officers_of(one)
        return (officer,) if officer else ()

    def _last_act(self, series: str, person: str) -> str:
        acts = self._acts_of(series)
        for one in reversed(self.events):
            if str(one.fields.get("act", "")) in acts and _is_of(one, person):
                return str(one.fields["act"])
        return ""

    def _acts_of(self, series: str) -> frozenset[str]:
        """The acts of a series: those numbered for it, and those that carry an event which no other series has."""
        own = self.procedure.series(series)
        for one in self.procedure:
            if one.series != series:
                own -= set(one.events)
        named = f"{self.case}-{series}-"
        return frozenset(
            act for one in self.events
            if (act := str(one.fields.get("act", ""))) and (act.startswith(named) or one.type in own)
        )  # fmt: skip


def situation_of(visit: Visit, case: str) -> Situation:
    """A case with its records.

    Raises:
        ThreadNotFound: it does not exist, or not for this visitor.
    """
    thread = get_thread(visit.viewer, KIND, case, at=visit.at)
    return situation_from(visit, thread, list_events(visit.viewer, KIND, case, limit=LARGEST_PAGE))


def situation_from(visit: Visit, thread: ThreadShown, events: Iterable[EventShown]) -> Situation:
    """The same from records that were read already, with those of the call that led to the case."""
    known = {one.id: one for one in events}
    for call in sorted({str(one.fields["call"]) for one in known.values() if one.fields.get("call")})[:1]:
        known |= {one.id: one for one in list_events(visit.viewer, "call", call, limit=LARGEST_PAGE)}
    standing = sorted(
        (one for one in known.values() if one.corrected_by is None), key=lambda one: (one.happened_at, one.id)
    )
    found = procedures()
    return Situation(thread, found.get(thread.category) or next(iter(found.values())), standing)


def role_labels() -> dict[str, str]:
    """What somebody may be in a case."""
    return {"suspect": _("嫌疑人"), "victim": _("被侵害人"), "witness": _("证人")}


def _is_of(event: EventShown, person: str) -> bool:
    """Whether a record is of a person, or of nobody in particular."""
    said = str(event.fields.get("person", ""))
    return not said or not person or said == person
