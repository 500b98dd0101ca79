"""What may be chosen in the form of a step: who is to mend, and which record proves it."""

from django.utils.translation import gettext as _

from guiju.bureau.queries import list_posted
from guiju.facts.queries import list_events
from guiju.screens.components.form.field import Choice
from guiju.screens.findings.acts.target import Target
from guiju.screens.kit.figures import said_instant
from guiju.screens.threads.wiring import wiring
from guiju.screens.threads.words import event_label

UNIT, OFFICER = "unit:", "officer:"
MOST = 60


def receivers_of(target: Target) -> tuple[Choice, ...]:
    """The unit of the finding, the officers whom it names, and those of the unit whom the visitor may see."""
    at = target.visit.at
    units, named = target.people.units, target.people.officers
    keys = {target.unit, units.at(target.unit, at)} - {""}
    others = dict(list_posted(target.visit.viewer, keys, at=at, size=MOST))
    offered = [(number, named.at(number, at)) for number in target.officers]
    offered += [one for one in sorted(others.items()) if one[0] not in target.officers]
    people = [Choice(f"{OFFICER}{number}", f"{name}（{number}）") for number, name in offered]
    unit = [Choice(f"{UNIT}{target.unit}", units.at(target.unit, at))] if target.unit else []
    return (*unit, *people)


def events_of(target: Target) -> tuple[Choice, ...]:
    """The records of the history that were entered after the order was dispatched, the latest first."""
    events = list_events(target.visit.viewer, target.kind, target.value, limit=500)
    vocabulary = wiring().vocabulary
    told = [
        one for one in events
        if one.recorded_at > target.since_at and one.corrected_by is None and not vocabulary.is_internal(one.type)
    ]  # fmt: skip
    said = _("%(what)s，%(when)s（记录 %(number)s）")
    return tuple(
        Choice(
            str(one.id),
            said % {"what": event_label(one.type), "when": said_instant(one.happened_at), "number": one.id},
        )
        for one in reversed(told[-MOST:])
    )
