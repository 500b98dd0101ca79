"""How many fields people have typed for a case: derived from what was recorded here, less what the form fills in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from guiju.facts.queries import LARGEST_PAGE, EventSaid, EventShown, list_events
from guiju.screens.recording.procedure import Procedure, procedures
from guiju.screens.threads.wiring import wiring
from guiju.values.clock import SECOND
from guiju.values.event import KEYS
from guiju.values.scope import Scope

CASE = "case"
_BY_PERSON, _BY_IMPORT = "person", "import"
_NUMBERED = (*(key for key in KEYS if key not in ("officer", "room")), "unit")
_NOW = 10 * 60 * SECOND
"""A form that is opened and sent within this time was sent with its own instant."""


@dataclass(slots=True)
class Weight:
    """Where the fields of a case came from; ``typed_in`` and ``sent`` say it by the step that asked for them.

    ``typed`` somebody filled in by hand on this site, ``derived`` the site filled in, ``imported`` came from a file.
    """

    derived: int = 0
    imported: int = 0
    typed_in: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)

    @property
    def typed(self) -> int:
        """How many fields were typed, in all steps together."""
        return self.typed_in.total()


def count_typed_fields(viewer: Scope, case: str) -> int:
    """How many fields of a case, as far as the viewer may see it, somebody filled in by hand on this site.

    Not counted: numbers that the site gives, what a step always says, what is taken from earlier records, officers who
    stand in an earlier record of the case, an instant that was that of the form. What was typed just as it would have
    been filled in is not seen.
    """
    return weigh(list_events(viewer, CASE, case, limit=LARGEST_PAGE)).typed


def weigh(events: Sequence[EventShown | EventSaid]) -> Weight:
    """Where the fields of the records of one case came from; the instant of a record counts as one of its fields.

    What the machine records by itself, such as a paper that was made or a finding, weighs nothing; nor does a
    correction: it says again what was recorded, and whoever sets a mistake right does not add to the form.
    """
    told = [one for one in events if one.corrects is None and not wiring().vocabulary.is_internal(one.type)]
    by_hand = sorted((one for one in told if one.actor_kind == _BY_PERSON), key=lambda one: one.id)
    procedure = _procedure_of(by_hand)
    weight, sent = Weight(imported=sum(_said(one) for one in told if one.actor_kind == _BY_IMPORT)), (0, 0)
    crews: set[object] = set()
    for event in by_hand:
        typed = _typed(procedure, event)
        crew = event.fields.get("officer")
        typed += int(crew is not None and crew not in crews)
        crews.add(crew)
        # What one form records shares its instants: each is typed once.
        instant = (event.recorded_at, event.happened_at)
        typed += int(event.recorded_at - event.happened_at > _NOW and instant != sent)
        sent = instant
        weight.typed_in[event.type] += typed
        weight.sent[event.type] += 1
        weight.derived += _said(event) - typed
    return weight


def _procedure_of(events: Sequence[EventShown | EventSaid]) -> Procedure:
    said = {str(one.fields["kind"]) for one in events if one.fields.get("kind")}
    found = procedures()
    return next((found[name] for name in found if name in said), next(iter(found.values())))


def _said(event: EventShown | EventSaid) -> int:
    return len(event.fields) + 1


def _typed(procedure: Procedure, event: EventShown | EventSaid) -> int:
    steps = [step for step in procedure if event.type in step.events]
    known = {name for step in steps if step.event == event.type for name in (*step.sets, *step.fills)}
    known |= {name for step in steps for one in step.also if one.event == event.type for name in one.sets}
    return sum(1 for name in event.fields if name not in known and name not in _NUMBERED and name != "officer")
