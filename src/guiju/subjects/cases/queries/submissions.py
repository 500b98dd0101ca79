"""Lists of submissions, one of them whole, and what was refused.

Unit: instants in microseconds since the epoch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from guiju.facts.events import APPROVAL_REFUSED
from guiju.facts.tables.seeing import visible_events
from guiju.facts.wiring import wiring
from guiju.findings.life.projection import Told, read_stream, told_of
from guiju.subjects.cases.commands.content import Content, content_in, is_what_was_signed
from guiju.subjects.cases.commands.seeing import Clause, visible, waiting, within_list
from guiju.subjects.cases.commands.taking import standing_for
from guiju.subjects.cases.events.review import SUBMITTED, VOTED
from guiju.subjects.cases.projector.submission import (
    COLUMNS,
    FROM,
    OPEN,
    State,
    Submission,
    submission_of,
    submission_stream,
)
from guiju.values.scope import Scope

LARGEST_PAGE = 500
WAITING, MINE, DONE, ALL = "waiting", "mine", "done", "all"
PARTS = (WAITING, MINE, DONE, ALL)
SORTS = {"since": "s.since_at", "submitted": "s.submitted_at", "case": "s.case_number"}


@dataclass(frozen=True, slots=True)
class Sought:
    """Which submissions are asked for: a part of the list, and conditions."""

    part: str = ALL
    states: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class SubmissionShown:
    """One submission with what was submitted and every step as it was recorded, oldest first.

    ``content`` is that of the version that stands; ``is_sound`` says whether it has the hash that everybody signed.
    """

    one: Submission
    content: Content
    features: tuple[str, ...]
    is_sound: bool
    steps: Sequence[Told] = field(default_factory=tuple)


def list_submissions(
    viewer: Scope, sought: Sought, *, sort: str = "since", is_descending: bool = True, skip: int = 0, limit: int = 50
) -> list[Submission]:
    """Submissions that the viewer may see, one part of them."""
    words, values = _sought(viewer, sought)
    turn = "DESC" if is_descending else "ASC"
    rows = _read(
        f"SELECT {', '.join(f's.{one}' for one in COLUMNS)} FROM case_submission s WHERE {words} "
        f"ORDER BY {SORTS[sort]} {turn}, s.name LIMIT %s OFFSET %s",
        [*values, min(limit, LARGEST_PAGE), skip],
    )
    return [submission_of(row) for row in rows]


def count_submissions(viewer: Scope, sought: Sought, *, most: int) -> int:
    """How many there are, counted no further than ``most``."""
    words, values = _sought(viewer, sought)
    return int(
        _read(
            f"SELECT count(*) FROM (SELECT 1 FROM case_submission s WHERE {words} LIMIT %s) AS found", [*values, most]
        )[0][0]
    )


def count_parts(viewer: Scope, *, most: int) -> Mapping[str, int]:
    """How many lie in each part, in one statement."""
    statements, values = list[str](), list[object]()
    for part in PARTS:
        words, more = _sought(viewer, Sought(part))
        statements.append(
            f"SELECT '{part}' AS part, count(*) FROM (SELECT 1 FROM case_submission s WHERE {words} LIMIT %s) AS "
            f"of_{part}"
        )
        values += [*more, most]
    return {str(part): int(count) for part, count in _read(" UNION ALL ".join(statements), values)}


def get_submission(viewer: Scope, name: str) -> SubmissionShown:
    """One submission, whole.

    Raises:
        SubmissionNotFound: it does not exist, or not for this viewer.
    """
    one = standing_for(viewer, name).one
    steps = read_stream(submission_stream(name))
    latest = [told for told in steps if told.one.event.type == SUBMITTED][-1]
    fields = latest.one.event.fields
    features = fields.get("case_features", ())
    return SubmissionShown(
        one, content_in(fields), features if isinstance(features, tuple) else (str(features),),
        is_what_was_signed(fields), steps,
    )  # fmt: skip


def waits_for(viewer: Scope, name: str) -> bool:
    """Tell whether a submission waits for the viewer, as the in-tray has it."""
    words, values = _waiting(viewer, wiring().clock())
    return bool(_read(f"SELECT 1 FROM case_submission s WHERE s.name = %s AND ({words})", [name, *values]))


def turn_of(viewer: Scope, one: Submission) -> State:
    """What the viewer is asked for: his own vote, if he still owes it, before anything else."""
    if one.state in FROM[VOTED] and any(one.voters.get(number) is False for number in viewer.officers):
        return State.CONFIRM
    return one.state


@dataclass(frozen=True, slots=True)
class RefusedShown:
    """One attempt that was refused: what was tried, by which account, and the rule of the house against it."""

    at: int
    account: str
    case: str
    submission: str
    attempted: str
    code: str


def list_refused(viewer: Scope, *, skip: int = 0, limit: int = 50) -> list[RefusedShown]:
    """Attempts that were refused, the latest first: for those who look into such things, by the scope alone."""
    seen, values = visible_events(viewer)
    rows = _read(
        f"SELECT e.id FROM event e WHERE e.type = %s AND ({seen}) ORDER BY e.id DESC LIMIT %s OFFSET %s",
        [APPROVAL_REFUSED, *values, min(limit, LARGEST_PAGE), skip],
    )
    return [
        RefusedShown(
            told.one.recorded_at, told.one.actor, told.text("case"), told.text("submission"),
            told.text("attempted_type"), told.text("refusal_code"),
        )
        for told in told_of([row[0] for row in rows])
    ]  # fmt: skip


def count_refused(viewer: Scope, *, most: int) -> int:
    """How many there are, counted no further than ``most``."""
    seen, values = visible_events(viewer)
    rows = _read(
        f"SELECT count(*) FROM (SELECT 1 FROM event e WHERE e.type = %s AND ({seen}) LIMIT %s) AS found",
        [APPROVAL_REFUSED, *values, most],
    )
    return int(rows[0][0])


def _sought(viewer: Scope, sought: Sought) -> Clause:
    now = wiring().clock()
    text, values = visible(viewer, now)
    parts = {WAITING: _waiting, MINE: _mine, DONE: _done}
    if sought.part in parts:
        more, given = parts[sought.part](viewer, now)
        text, values = f"{text} AND ({more})", [*values, *given]
    for column, wanted in (("s.state", sought.states), ("s.decision", sought.decisions)):
        if wanted:
            text, values = f"{text} AND {column} IN ({', '.join(['%s'] * len(wanted))})", [*values, *wanted]
    if sought.text:
        text, values = f"{text} AND s.case_number LIKE %s ESCAPE '!'", [*values, _part_of(sought.text)]
    return text, values


def _waiting(viewer: Scope, now: int) -> Clause:
    clauses = [waiting(viewer, state, now) for state in OPEN]
    return " OR ".join(f"({text})" for text, _ in clauses), [value for _, values in clauses for value in values]


def _mine(viewer: Scope, now: int) -> Clause:
    tests = ["s.submitter = %s", *["s.handlers LIKE %s ESCAPE '!'"] * len(viewer.officers)]
    return " OR ".join(tests), [viewer.account, *(within_list(one) for one in viewer.officers)]


def _done(viewer: Scope, now: int) -> Clause:
    return "s.hands LIKE %s ESCAPE '!' AND s.submitter <> %s", [within_list(viewer.account), viewer.account]


def _part_of(text: str) -> str:
    plain = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{plain}%"


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
