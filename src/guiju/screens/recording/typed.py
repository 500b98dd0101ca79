"""How many fields people have typed for a case: derived from what was recorded here, less what the form fills in."""

from guiju.facts.queries import LARGEST_PAGE, EventShown, list_events
from guiju.screens.recording.procedure import Procedure, procedures
from guiju.values.clock import SECOND
from guiju.values.event import KEYS
from guiju.values.scope import Scope

CASE = "case"
_BY_PERSON = "person"
_NUMBERED = (*(key for key in KEYS if key not in ("officer", "room")), "unit")
_NOW = 10 * 60 * SECOND
"""A form that is opened and sent within this time was sent with its own instant."""


def count_typed_fields(viewer: Scope, case: str) -> int:
    """How many fields of a case, as far as the viewer may see it, somebody filled in by hand on this site.

    Not counted: numbers that the site gives, what a step always says, what is taken from earlier records, officers who
    stand in an earlier record of the case, an instant that was that of the form. What was typed just as it would have
    been filled in is not seen.
    """
    events = [one for one in list_events(viewer, CASE, case, limit=LARGEST_PAGE) if one.actor_kind == _BY_PERSON]
    said = {str(one.fields["kind"]) for one in events if one.fields.get("kind")}
    found = procedures()
    procedure = next((found[name] for name in found if name in said), next(iter(found.values())))
    total, sent = 0, (0, 0)
    crews: set[object] = set()
    for event in sorted(events, key=lambda one: one.id):
        total += _typed(procedure, event)
        crew = event.fields.get("officer")
        total += int(crew is not None and crew not in crews)
        crews.add(crew)
        # What one form records shares its instants: each is typed once.
        instant = (event.recorded_at, event.happened_at)
        is_typed = event.recorded_at - event.happened_at > _NOW and instant != sent
        total, sent = total + int(is_typed), instant
    return total


def _typed(procedure: Procedure, event: EventShown) -> int:
    steps = [step for step in procedure if event.type in step.events]
    known = {name for step in steps if step.event == event.type for name in (*step.sets, *step.fills)}
    known |= {name for step in steps for one in step.also if one.event == event.type for name in one.sets}
    return sum(1 for name in event.fields if name not in known and name not in _NUMBERED and name != "officer")
