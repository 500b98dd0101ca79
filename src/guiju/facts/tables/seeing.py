"""Which events a viewer may see: what every query of the ledger for people is narrowed to.

An event counts to the unit that it names, else to the unit that its stream was with at that time; what that unit was
part of when the event happened decides who sees it.
"""

from collections.abc import Sequence

from guiju.facts.events import RECORDS, REPORTS
from guiju.facts.tables.places import UNIT_OF_EVENT
from guiju.facts.wiring import wiring
from guiju.values.scope import Reach, Scope

_PLACE = (
    "SELECT 1 FROM unit_period p WHERE p.code = "
    + UNIT_OF_EVENT
    + " AND p.since <= e.happened_at AND p.until > e.happened_at"
)
_NAMED = "SELECT 1 FROM event_key o WHERE o.event = e.id AND o.kind = 'officer' AND o.value IN"
_TAKING_PART = (
    "((e.stream LIKE 'case:%%' OR e.stream LIKE 'call:%%') AND EXISTS (SELECT 1 FROM event w JOIN event_key o "
    "ON o.event = w.id WHERE w.stream = e.stream AND o.kind = 'officer' AND o.value IN"
)
"""Asked of the one stream of an event: whoever has worked for years takes part in thousands of them."""

_NO_REPORT = " AND ".join(f"substr(e.type, 1, {len(kind)}) <> '{kind}'" for kind in (REPORTS, RECORDS))
"""A report about a record, or a proposal to change it, would tell of what may be withheld: who may see findings sees
them as findings, who may see the record sees the proposal with it.
"""

Clause = tuple[str, list[object]]


def visible_events(viewer: Scope) -> Clause:
    """What must hold of an event ``e`` for this viewer to see it."""
    clauses = [_within(viewer, reach) for reach in viewer.reaches_at(wiring().clock())]
    if viewer.officers and viewer.own_kinds:
        clauses.append(_own(viewer))
    seen = " OR ".join(f"({text})" for text, _ in clauses)
    return seen or "1 = 0", [value for _, values in clauses for value in values]


def _within(viewer: Scope, reach: Reach) -> Clause:
    kinds, values = _of_kinds(reach.kinds)
    parts = [kinds]
    if not reach.is_everywhere:
        ranges = " OR ".join(["(p.path >= %s AND p.path < %s)"] * len(reach.ranges)) or "1 = 0"
        placed = f"EXISTS ({_PLACE} AND ({ranges}))"
        parts.append(f"({placed} OR NOT EXISTS ({_PLACE}))" if reach.sees_unplaced else placed)
        values += [end for one in reach.ranges for end in one]
    if not reach.handles_withheld:
        parts.append(_NO_REPORT)
    withheld, more = _withheld(viewer, ("person",) if reach.handles_withheld else ("officer", "person"))
    return " AND ".join([*parts, withheld]), [*values, *more]


def _own(viewer: Scope) -> Clause:
    """The events that name the viewer, and the cases and calls in which he takes part."""
    kinds, values = _of_kinds(viewer.own_kinds)
    marks = _marks(viewer.officers)
    withheld, more = _withheld(viewer, ("officer", "person"))
    taking_part = f"(EXISTS ({_NAMED} ({marks})) OR {_TAKING_PART} ({marks}))))"
    text = f"{kinds} AND {_NO_REPORT} AND {taking_part} AND {withheld}"
    return text, [*values, *viewer.officers, *viewer.officers, *more]


def _of_kinds(kinds: Sequence[str]) -> Clause:
    if "" in kinds:
        return "1 = 1", []
    tests = [f"substr(e.type, 1, {len(kind)}) = %s" for kind in kinds]
    return f"({' OR '.join(tests) or '1 = 0'})", list(kinds)


def _withheld(viewer: Scope, named_as: Sequence[str]) -> Clause:
    """Nobody sees what is withheld from those concerned where the stream names him."""
    own = [*viewer.officers, *([viewer.natural_person] if viewer.natural_person else [])]
    if not own or not viewer.withheld:
        return "1 = 1", []
    kinds, values = _of_kinds(viewer.withheld)
    text = (
        f"NOT ({kinds} AND EXISTS (SELECT 1 FROM event w JOIN event_key o ON o.event = w.id WHERE w.stream = e.stream "
        f"AND o.kind IN ({_marks(named_as)}) AND o.value IN ({_marks(own)})))"
    )
    return text, [*values, *named_as, *own]


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
