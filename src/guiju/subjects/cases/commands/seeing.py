"""Which submissions a viewer may see, and which of them wait for him: what every query of them is narrowed to.

It needs no table of the bureau: which kinds of tasks there are must be known before the tables are.
"""

from collections.abc import Sequence

from guiju.bureau.wiring import wiring as bureau
from guiju.subjects.cases.commands.chain import ACTS, handling, steps_of
from guiju.subjects.cases.projector.submission import State
from guiju.values.scope import Scope

Clause = tuple[str, list[object]]
_ABOVE = (
    "(s.commanded = '' OR EXISTS (SELECT 1 FROM unit_period a JOIN unit_period b ON b.code = s.commanded "
    "WHERE a.code = %s AND a.since <= s.submitted_at AND a.until > s.submitted_at AND b.since <= s.submitted_at "
    "AND b.until > s.submitted_at AND length(a.path) < length(b.path) "
    "AND substr(b.path, 1, length(a.path)) = a.path))"
)
"""Where one of those who began it commands the unit, it waits for those above him."""

SUPERIOR = (
    "EXISTS (SELECT 1 FROM unit_period a JOIN unit_period b ON length(a.path) < length(b.path) "
    "AND substr(b.path, 1, length(a.path)) = a.path JOIN bureau_unit_state k ON k.code = b.code AND k.kind = 'bureau' "
    "JOIN unit_period p ON p.code = s.unit AND substr(p.path, 1, length(b.path)) = b.path WHERE a.code = %s "
    "AND a.since <= s.submitted_at AND a.until > s.submitted_at AND b.since <= s.submitted_at "
    "AND b.until > s.submitted_at AND k.since <= s.submitted_at AND k.until > s.submitted_at "
    "AND p.since <= s.submitted_at AND p.until > s.submitted_at)"
)
"""Between the unit of a role and that of a submission ``s`` lies a bureau: the role is held at its superior."""
_TOOK_PART = (
    "SELECT 1 FROM event_key k JOIN event_key o ON o.kind = 'officer' AND o.value IN (%s) AND o.event = k.event "
    "JOIN event e ON e.id = k.event AND e.type IN (%s) WHERE k.kind = 'case' AND k.value = s.case_number "
    "AND NOT EXISTS (SELECT 1 FROM correction v JOIN event w ON w.id = v.by WHERE v.event = e.id "
    "AND w.actor_kind = 'person' AND w.actor <> %%s)"
)
"""Whoever handled the case in the case area or keeps its property is not offered what he may not do; what others have
corrected counts as it says now."""


def visible(viewer: Scope, now: int) -> Clause:
    """What must hold of a submission ``s`` for this viewer to see it.

    It lies within a reach of his that shows the procedure of cases, or he submitted, handled or signed it himself, or
    voted on it.
    """
    clauses: list[Clause] = [("s.hands LIKE %s ESCAPE '!'", [within_list(viewer.account)])]
    for one in viewer.officers:
        clauses += [(f"s.{part} LIKE %s ESCAPE '!'", [within_list(one)]) for part in ("handlers", "voters")]
    if not viewer.own_kinds:
        # An administrator reads no case, not even those that he once took part in.
        clauses = []
    for reach in viewer.reaches_at(now, "cases.reviewed"):
        clauses.append(placed(reach.ranges, is_everywhere=reach.is_everywhere))
    text = " OR ".join(f"({words})" for words, _ in clauses) or "1 = 0"
    return f"({text})", [value for _, values in clauses for value in values]


def placed(ranges: Sequence[tuple[str, str]], *, is_everywhere: bool = False) -> Clause:
    """What must hold of a submission ``s`` for its unit to have lain in these places when it was submitted."""
    if is_everywhere:
        return "1 = 1", []
    tests = " OR ".join(["(p.path >= %s AND p.path < %s)"] * len(ranges)) or "1 = 0"
    return (
        "EXISTS (SELECT 1 FROM unit_period p WHERE p.code = s.unit AND p.since <= s.submitted_at "
        f"AND p.until > s.submitted_at AND ({tests}))"
    ), [end for one in ranges for end in one]


def within_list(name: str) -> str:
    """A pattern that finds a name among those of a list."""
    plain = name.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%、{plain}、%"


def waiting(viewer: Scope, state: State, now: int) -> Clause:
    """What must hold of a submission ``s`` to wait, in this state, for the viewer; the command looks closer."""
    if state is State.RETURNED:
        tests = ["s.submitter = %s", *["s.handlers LIKE %s ESCAPE '!'"] * len(viewer.officers)]
        return f"s.state = %s AND ({' OR '.join(tests)})", [
            state.value, viewer.account, *(within_list(one) for one in viewer.officers)
        ]  # fmt: skip
    if state is State.CONFIRM:
        own = " OR ".join(["s.unstated LIKE %s ESCAPE '!'"] * len(viewer.officers)) or "1 = 0"
        # What a majority has settled already still waits for the vote of who has not spoken: his dissent stands.
        return f"s.state IN (%s, %s) AND ({own})", [
            state.value, State.APPROVE.value, *(within_list(one) for one in viewer.officers)
        ]  # fmt: skip
    reached, values = _reached(viewer, state, now)
    text = f"s.state = %s AND s.submitter <> %s AND ({reached})"
    values = [state.value, viewer.account, *values]
    for number in viewer.officers:
        text, values = f"{text} AND s.handlers NOT LIKE %s ESCAPE '!'", [*values, within_list(number)]
    if viewer.officers and handling():
        text = f"{text} AND NOT EXISTS ({_TOOK_PART % (_marks(viewer.officers), _marks(handling()))})"
        values = [*values, *viewer.officers, *handling(), viewer.account]
    if state is State.APPROVE:
        text, values = f"{text} AND s.hands NOT LIKE %s ESCAPE '!'", [*values, within_list(viewer.account)]
    return text, values


def _reached(viewer: Scope, state: State, now: int) -> Clause:
    roles, clauses = bureau().roles, list[Clause]()
    steps = steps_of(state)
    for reach in viewer.reaches_at(now):
        if reach.role not in roles or ACTS[state] not in roles[reach.role].may:
            continue
        placed_there, values = placed(reach.ranges, is_everywhere=reach.is_everywhere)
        for is_superior, narrowed in ((False, _ABOVE), (True, f"{_ABOVE} AND {SUPERIOR}")):
            taken = [name for name, one in steps if reach.role in one.roles and one.is_superior is is_superior]
            if taken:
                units = [reach.unit] * (2 if is_superior else 1)
                text = f"s.decision IN ({_marks(taken)}) AND {placed_there} AND {narrowed}"
                clauses.append((text, [*taken, *values, *units]))
    text = " OR ".join(f"({words})" for words, _ in clauses) or "1 = 0"
    return text, [value for _, values in clauses for value in values]


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))
