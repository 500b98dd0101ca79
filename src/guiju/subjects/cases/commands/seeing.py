"""Which submissions a viewer may see, and which of them wait for him: what every query of them is narrowed to.

It needs no table of the bureau: which kinds of tasks there are must be known before the tables are.
"""

from collections.abc import Sequence

from guiju.bureau.wiring import wiring as bureau
from guiju.subjects.cases.commands.chain import ACTS, roles_of_step
from guiju.subjects.cases.projector import State
from guiju.values.scope import Scope

Clause = tuple[str, list[object]]
_ABOVE = (
    "(s.commanded = '' OR EXISTS (SELECT 1 FROM unit_period a JOIN unit_period b ON b.code = s.commanded "
    "WHERE a.code = %s AND a.since <= s.submitted_at AND a.until > s.submitted_at AND b.since <= s.submitted_at "
    "AND b.until > s.submitted_at AND length(a.path) < length(b.path) "
    "AND substr(b.path, 1, length(a.path)) = a.path))"
)
"""Where one of those who began it commands the unit, it waits for those above him."""


def visible(viewer: Scope, now: int) -> Clause:
    """What must hold of a submission ``s`` for this viewer to see it.

    It lies within a reach of his that shows the procedure of cases, or he submitted, handled or signed it himself.
    """
    clauses: list[Clause] = [("s.hands LIKE %s ESCAPE '!'", [within_list(viewer.account)])]
    clauses += [("s.handlers LIKE %s ESCAPE '!'", [within_list(one)]) for one in viewer.officers]
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
    reached, values = _reached(viewer, state, now)
    text = f"s.state = %s AND s.submitter <> %s AND ({reached})"
    values = [state.value, viewer.account, *values]
    for number in viewer.officers:
        text, values = f"{text} AND s.handlers NOT LIKE %s ESCAPE '!'", [*values, within_list(number)]
    if state is State.APPROVE:
        text, values = f"{text} AND s.hands NOT LIKE %s ESCAPE '!'", [*values, within_list(viewer.account)]
    return text, values


def _reached(viewer: Scope, state: State, now: int) -> Clause:
    roles, clauses = bureau().roles, list[Clause]()
    steps = roles_of_step(state)
    for reach in viewer.reaches_at(now):
        taken = [name for name, allowed in steps if reach.role in allowed]
        if taken and reach.role in roles and ACTS[state] in roles[reach.role].may:
            placed_there, values = placed(reach.ranges, is_everywhere=reach.is_everywhere)
            marks = ", ".join(["%s"] * len(taken))
            clauses.append((f"s.decision IN ({marks}) AND {placed_there} AND {_ABOVE}", [*taken, *values, reach.unit]))
    text = " OR ".join(f"({words})" for words, _ in clauses) or "1 = 0"
    return text, [value for _, values in clauses for value in values]
