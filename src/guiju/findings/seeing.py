"""Which findings and duties a viewer may see: those of units within his reach, and those that name himself.

A row counts to its unit as that unit stood in the tree when the duty arose.
"""

from collections.abc import Sequence

from guiju.values.scope import Reach, Scope

Clause = tuple[str, list[object]]
_PLACE = "SELECT 1 FROM unit_period p WHERE p.code = f.unit AND p.since <= f.trigger_at AND p.until > f.trigger_at"
_NAMED = "SELECT 1 FROM event_key o WHERE o.event = f.trigger AND o.kind = 'officer' AND o.value IN"
_TYPE = "SELECT 1 FROM event t WHERE t.id = f.trigger AND"


def visible(viewer: Scope, now: int) -> Clause:
    """What must hold of a row ``f`` of findings or duties for this viewer to see it; ``now`` in microseconds."""
    clauses = [_within(reach) for reach in viewer.reaches_at(now)]
    if viewer.officers:
        kinds, values = _of_kinds(viewer.own_kinds)
        named = ", ".join(["%s"] * len(viewer.officers))
        clauses.append((f"{kinds} AND EXISTS ({_NAMED} ({named}))", [*values, *viewer.officers]))
    seen = " OR ".join(f"({text})" for text, _ in clauses) or "1 = 0"
    values = [value for _, part in clauses for value in part]
    if viewer.withheld and viewer.officers:
        hidden, more = _of_kinds(viewer.withheld)
        named = ", ".join(["%s"] * len(viewer.officers))
        return f"({seen}) AND NOT ({hidden} AND EXISTS ({_NAMED} ({named})))", [*values, *more, *viewer.officers]
    return f"({seen})", values


def _within(reach: Reach) -> Clause:
    kinds, values = _of_kinds(reach.kinds)
    if reach.is_everywhere:
        return kinds, values
    ranges = " OR ".join(["(p.path >= %s AND p.path < %s)"] * len(reach.ranges)) or "1 = 0"
    placed = f"EXISTS ({_PLACE} AND ({ranges}))"
    if reach.sees_unplaced:
        placed = f"({placed} OR NOT EXISTS ({_PLACE}))"
    return f"{kinds} AND {placed}", [*values, *(end for one in reach.ranges for end in one)]


def _of_kinds(kinds: Sequence[str]) -> Clause:
    """Whether the event that opened the duty is of one of these kinds."""
    if "" in kinds:
        return "1 = 1", []
    tests = " OR ".join(f"substr(t.type, 1, {len(kind)}) = %s" for kind in kinds)
    return (f"EXISTS ({_TYPE} ({tests}))" if tests else "1 = 0"), list(kinds)
