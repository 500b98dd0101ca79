"""Which threads a viewer may see.

Those whose unit lies within a reach that shows the events by which such threads are opened, and those in which he takes
part, if his own kinds show them. A case that went to another unit is that unit's from then on: what happened before
stays with the former unit event by event, but the row, with what is due and found now, is the new one's. Inside, each
event, duty and finding is shown by the rule of its own query.
"""

from guiju.screens.threads.wiring import ThreadsWiring
from guiju.values.scope import Reach, Scope

Clause = tuple[str, list[object]]
NOTHING: Clause = ("1 = 0", [])


def visible(hand: ThreadsWiring, viewer: Scope, kind: str, now: int, *, suspected: bool = False) -> Clause:
    """What must hold of a row ``t`` of threads of one kind for this viewer to see it; ``now`` in microseconds.

    ``suspected``: only those of which he may also know what nobody has verified yet.
    """
    words = hand.words.get(kind)
    if words is None:
        return NOTHING
    clauses = [
        _within(reach)
        for reach in viewer.reaches_at(now)
        if _shows(reach.kinds, words.opened_by) and (reach.sees_suspected or not suspected)
    ]
    if viewer.officers and _shows(viewer.own_kinds, words.opened_by):
        marks = ", ".join(["%s"] * len(viewer.officers))
        part = f"t.value IN (SELECT o.value FROM thread_part o WHERE o.officer IN ({marks}) AND o.kind = %s)"
        clauses.append((part, [*viewer.officers, kind]))
    seen = " OR ".join(f"({text})" for text, _ in clauses) or "1 = 0"
    return f"t.kind = %s AND ({seen})", [kind, *(value for _, values in clauses for value in values)]


def knows_suspected(hand: ThreadsWiring, viewer: Scope, kind: str, now: int) -> bool:
    """Whether every reach that shows threads of this kind also shows what nobody has verified yet."""
    words = hand.words[kind]
    return all(reach.sees_suspected for reach in viewer.reaches_at(now) if _shows(reach.kinds, words.opened_by))


def _shows(kinds: tuple[str, ...], types: tuple[str, ...]) -> bool:
    return any(name.startswith(kinds) for name in types)


def _within(reach: Reach) -> Clause:
    if reach.is_everywhere:
        return "1 = 1", []
    tests = ["(t.unit_path >= %s AND t.unit_path < %s)"] * len(reach.ranges)
    if reach.sees_unplaced:
        tests.append("t.unit_path = ''")
    return " OR ".join(tests) or "1 = 0", [end for one in reach.ranges for end in one]
