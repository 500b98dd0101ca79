"""Which findings and duties a viewer may see: those of units within his reach, and those that name himself.

A row counts to its unit as that unit stood in the tree when the duty arose. Until somebody has verified it, nothing
leaves the unit, those above it and those who look after legality.
"""

from collections.abc import Sequence

from guiju.values.scope import Reach, Scope

Clause = tuple[str, list[object]]
_PLACE = "SELECT 1 FROM unit_period p WHERE p.code = f.unit AND p.since <= f.trigger_at AND p.until > f.trigger_at"
_OF_STREAM = (
    "SELECT 1 FROM event t JOIN event w ON w.stream = t.stream JOIN event_key o ON o.event = w.id "
    "WHERE t.id = f.trigger AND o.kind IN ('officer', 'person') AND o.value IN"
)
_CONFIRMED = "SELECT 1 FROM finding_life v WHERE v.finding = f.id AND v.is_confirmed = %s"
_TYPE = "SELECT 1 FROM event t WHERE t.id = f.trigger AND"


def visible(viewer: Scope, now: int, *, is_duty: bool = False) -> Clause:
    """What must hold of a row ``f`` of findings (or of duties) for this viewer to see it; ``now`` in microseconds."""
    clauses = [_within(reach, is_duty) for reach in viewer.reaches_at(now)]
    if viewer.officers:
        kinds, values = _of_kinds(viewer.own_kinds)
        # The officers as the latest version of the act names them.
        named = " OR ".join(["'、' || f.officers || '、' LIKE %s ESCAPE '!'"] * len(viewer.officers))
        clauses.append((f"{kinds} AND ({named})", [*values, *(_within_list(one) for one in viewer.officers)]))
    seen = " OR ".join(f"({text})" for text, _ in clauses) or "1 = 0"
    values = [value for _, part in clauses for value in part]
    open_to_him, more = not_withheld(viewer)
    return f"({seen}) AND {open_to_him}", [*values, *more]


def not_withheld(viewer: Scope) -> Clause:
    """Whoever is named anywhere in what is withheld from those concerned sees nothing of a row ``f`` about it."""
    own = [*viewer.officers, *([viewer.natural_person] if viewer.natural_person else [])]
    if not viewer.withheld or not own:
        return "1 = 1", []
    hidden, values = _of_kinds(viewer.withheld)
    named = ", ".join(["%s"] * len(own))
    return f"NOT ({hidden} AND EXISTS ({_OF_STREAM} ({named})))", [*values, *own]


def _within(reach: Reach, is_duty: bool) -> Clause:
    kinds, values = _of_kinds(reach.kinds)
    if not (reach.sees_suspected or is_duty):
        kinds, values = f"{kinds} AND EXISTS ({_CONFIRMED})", [*values, True]
    if reach.is_everywhere:
        return kinds, values
    ranges = " OR ".join(["(p.path >= %s AND p.path < %s)"] * len(reach.ranges)) or "1 = 0"
    placed = f"EXISTS ({_PLACE} AND ({ranges}))"
    if reach.sees_unplaced:
        placed = f"({placed} OR NOT EXISTS ({_PLACE}))"
    return f"{kinds} AND {placed}", [*values, *(end for one in reach.ranges for end in one)]


def _within_list(name: str) -> str:
    """A pattern that finds the name among those of a list."""
    plain = name.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%、{plain}、%"


def _of_kinds(kinds: Sequence[str]) -> Clause:
    """Whether the event that opened the duty is of one of these kinds."""
    if "" in kinds:
        return "1 = 1", []
    tests = " OR ".join(f"substr(t.type, 1, {len(kind)}) = %s" for kind in kinds)
    return (f"EXISTS ({_TYPE} ({tests}))" if tests else "1 = 0"), list(kinds)
