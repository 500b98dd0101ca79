"""What was drawn for the blind cross-review: one's own, and per month how far two opinions agree; nobody is ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.bureau.names import holders_of, officer_names
from guiju.facts.wiring import wiring
from guiju.findings.life.entitlement import reaches_for
from guiju.findings.life.projection import read_stream
from guiju.subjects.cases.commands.chain import CROSS_REVIEW, DRAW_CROSS_REVIEW
from guiju.subjects.cases.commands.content import Content, content_in
from guiju.subjects.cases.commands.crossing import handed_to
from guiju.subjects.cases.commands.records import everybody_at
from guiju.subjects.cases.commands.seeing import placed
from guiju.subjects.cases.events.review import SUBMITTED
from guiju.subjects.cases.projector.crossing import CROSS_PREFIX
from guiju.subjects.cases.projector.submission import Submission, submission_stream
from guiju.values.scope import Scope

LARGEST_PAGE = 500
_PERSON, _UNIT, _CASE = "〔办案人员〕", "〔办案单位〕", "〔案件编号〕"


@dataclass(frozen=True, slots=True)
class CrossShown:
    """One submission that was drawn for the viewer: which month, which decision, since when, and what he has said."""

    name: str
    month: str
    decision: str
    drawn_at: int
    done_at: int | None
    second: str


@dataclass(frozen=True, slots=True)
class MonthShown:
    """One month's draw: how many, how many are read, how many second opinions agree with the first.

    ``unread`` counts what could be handed to nobody.
    """

    month: str
    drawn: int
    done: int
    agreeing: int
    unread: int


@dataclass(frozen=True, slots=True)
class BlindShown:
    """What a cross-reviewer reads: the content without those who handled it; ``seed`` and ``share`` tell the draw."""

    one: Submission
    content: Content
    month: str
    seed: str
    is_done: bool


def list_cross_reviews(viewer: Scope, *, skip: int = 0, limit: int = 50) -> list[CrossShown]:
    """What was drawn for the viewer himself, the open ones first."""
    rows = _read(
        "SELECT c.name, c.month, s.decision, c.drawn_at, c.done_at, c.second FROM case_cross_review c "
        "JOIN case_submission s ON s.name = c.name WHERE c.reviewer = %s "
        "ORDER BY CASE WHEN c.done_at IS NULL THEN 0 ELSE 1 END, c.drawn_at DESC, c.name LIMIT %s OFFSET %s",
        [viewer.account, min(limit, LARGEST_PAGE), skip],
    )
    return [CrossShown(*row) for row in rows]


def count_cross_reviews(viewer: Scope, *, most: int) -> int:
    """How many were drawn for him, counted no further than ``most``."""
    rows = _read(
        "SELECT count(*) FROM (SELECT 1 FROM case_cross_review c WHERE c.reviewer = %s LIMIT %s) AS found",
        [viewer.account, most],
    )
    return int(rows[0][0])


def list_months(viewer: Scope, *, limit: int = 24) -> list[MonthShown]:
    """Per month, of the submissions that the viewer may see, how far the opinions agree."""
    now = wiring().clock()
    reaches = [*reaches_for(viewer, DRAW_CROSS_REVIEW, now), *reaches_for(viewer, CROSS_REVIEW, now)]
    if not reaches:
        return []
    # By the roles alone: who handled or reviewed one of few would read off the second opinion upon himself.
    clauses = [placed(reach.ranges, is_everywhere=reach.is_everywhere) for reach in reaches]
    seen, values = " OR ".join(f"({words})" for words, _ in clauses), [one for _, more in clauses for one in more]
    rows = _read(
        "SELECT c.month, count(*), sum(CASE WHEN c.second <> '' THEN 1 ELSE 0 END), "
        "sum(CASE WHEN c.second <> '' AND c.second = c.first THEN 1 ELSE 0 END), "
        "sum(CASE WHEN c.reviewer = '' THEN 1 ELSE 0 END) FROM case_cross_review c "
        f"JOIN case_submission s ON s.name = c.name WHERE ({seen}) GROUP BY c.month ORDER BY c.month DESC LIMIT %s",
        [*values, limit],
    )
    return [MonthShown(str(month), *map(int, counts)) for month, *counts in rows]


def get_blind(viewer: Scope, name: str) -> BlindShown:
    """What was drawn for the viewer, with names and units of those who handled it left out of the text too.

    Raises:
        SubmissionNotFound: it was not drawn for him.
    """
    one = handed_to(viewer.account, name)
    told = read_stream(CROSS_PREFIX + name)
    latest = [step for step in read_stream(submission_stream(name)) if step.one.event.type == SUBMITTED][-1]
    content = content_in(latest.one.event.fields)
    words = _telling(one)
    facts, grounds, proposal = (_without(text, words) for text in (content.facts, content.grounds, content.proposal))
    blind = Content(facts, grounds, proposal)
    return BlindShown(one, blind, told[0].text("draw_month"), told[0].text("draw_seed"), len(told) > 1)


def _telling(one: Submission) -> Sequence[tuple[str, str]]:
    """The words that would tell whose case it was and who handled, reviewed or decided it, the longest first."""
    steps = [step for part in one.said.values() for step in part]
    accounts = {account for step in steps for account in step["by"] if account}
    voters = {number for step in steps for number in step.get("ballots", {})}
    held, _ = holders_of(accounts)
    numbers = {*one.handlers, *everybody_at(one.case_number), *voters, *held.values()}
    names = officer_names(numbers)
    people = {*numbers, *accounts, *(names.at(number, one.submitted_at) for number in numbers)}
    units = {one.unit, *_line_of(one.unit, one.submitted_at)}
    found = [
        (one.case_number, _CASE), *((word, _PERSON) for word in people), *((word, _UNIT) for word in units)
    ]  # fmt: skip
    return sorted(((word, mark) for word, mark in found if len(word) > 1), key=lambda pair: -len(pair[0]))


def _line_of(unit: str, at: int) -> list[str]:
    """Codes and names of a unit and of those above it, but for the top, which is over every reader too."""
    rows = _read(
        "SELECT p.code, p.path FROM unit_period p JOIN unit_period u ON u.code = %s AND u.since <= %s AND u.until > %s "
        "WHERE p.since <= %s AND p.until > %s AND substr(u.path, 1, length(p.path)) = p.path",
        [unit, at, at, at, at],
    )
    top = min((len(path) for _, path in rows), default=0)
    return [str(code) for code, path in rows if len(path) > top]


def _without(text: str, words: Sequence[tuple[str, str]]) -> str:
    for word, mark in words:
        text = text.replace(word, mark)
    return text


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
