"""交叉复审: a share of what was approved in a month is read again, by a legal officer of another unit, without names.

Nobody chooses: the seed comes from the first checkpoint over the month's last approval, as with the draws of the
inspection, and anybody can draw again from the ledger.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import connection

from guiju.actions.inspections.drawing import digest_of, draw, seed_of
from guiju.bureau.models import RoleGrant
from guiju.bureau.permissions.holding import persons_behind_any, whole_own_roles
from guiju.bureau.scope import scope_of
from guiju.bureau.wiring import wiring as bureau
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.histories import latest
from guiju.facts.seal.covering import first_checkpoint_over
from guiju.facts.tables.places import path_at
from guiju.facts.wiring import wiring
from guiju.findings.law import law_in_force
from guiju.findings.life.entitlement import persons_of, reaches_for
from guiju.findings.life.recording import need_person, record
from guiju.subjects.cases.commands.chain import CROSS_REVIEW, DRAW_CROSS_REVIEW, approvals, decision
from guiju.subjects.cases.commands.hands import NotEntitled, initiators
from guiju.subjects.cases.commands.opinions import Checks, answers_of
from guiju.subjects.cases.commands.seeing import placed
from guiju.subjects.cases.commands.taking import SubmissionNotFound, checked_reason
from guiju.subjects.cases.events.review import CROSS_DRAWN, CROSS_REVIEWED
from guiju.subjects.cases.projector.crossing import CROSS_PREFIX
from guiju.subjects.cases.projector.submission import (
    AGREED,
    COLUMNS,
    DISAGREED,
    State,
    StepRefused,
    Submission,
    submission_of,
)
from guiju.values.clock import from_micros
from guiju.values.event import FieldValue


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a month's draw gives: the population, its digest, the seed, and the submissions drawn, in their order."""

    month: str
    population: Sequence[str]
    digest: str
    seed: str
    names: Sequence[str]


def drawn_of(population: Mapping[str, int], month: str, share: int) -> Drawn:
    """The draw of a month over submissions, each with the event of its approval: the ledger alone decides it.

    Raises:
        StepRefused: nothing was approved, or no checkpoint covers the month yet.
    """
    if not population:
        raise StepRefused("这个月没有已批准的送审。", remedy="不必抽取。")
    last = max(population.values())
    checkpoint = first_checkpoint_over(last)
    if checkpoint is None:
        raise StepRefused("这个月最后一次审批还没有签名的检查点。", remedy="请稍后再抽取。")
    seed = seed_of(checkpoint.root.hex(), latest([last])[0].leaf.hex())
    size = -(-len(population) * share // 1_000)
    names = sorted(population)
    return Drawn(month, names, digest_of(names), seed, draw(names, size, seed))


def draw_cross_reviews(month: str, *, actor: Actor, at: int, idem_key: str) -> Appended:
    """Draw from what was approved in a month ("2026-03") within the actor's reach, and hand out what is drawn.

    What is drawn already stays as it is: a month is drawn again only where more has come into reach.

    Raises:
        NotEntitled: no role of his allows it.
        StepRefused: the month is not over, nothing was approved, or nothing new is drawn.
    """

    def work() -> list[Draft]:
        need_person(actor)
        now = wiring().clock()
        return drafts_of_month(_approved(actor, *bounds_of(month, now), now), month, at)

    asked: dict[str, FieldValue] = {"draw_month": month}
    return record(work, [f"cross-draw:{month}"], kind=CROSS_DRAWN, asked=asked, actor=actor, idem_key=idem_key)


def drafts_of_month(rows: Sequence[Submission], month: str, at: int) -> list[Draft]:
    """What hands out the draw of a month over these approvals, without what is handed out already.

    What nobody may read is recorded as drawn without a reader: it is counted, keeps nothing back of the rest, and is
    handed out by a later draw once there is somebody.

    Raises:
        StepRefused: nothing was approved or is new, or no checkpoint covers it yet.
    """
    share, now = approvals().cross_share, wiring().clock()
    drawn = drawn_of({one.name: one.said["endings"][-1]["event"] for one in rows}, month, share)
    known, by_name = _drawn_already(drawn.names), {one.name: one for one in rows}
    drafts = []
    for name in drawn.names:
        reader = None if known.get(name) else _reviewer_for(by_name[name], drawn.seed, now)
        if reader is not None or name not in known:
            drafts.append(_drawn(by_name[name], drawn, share, reader or ("", ""), at))
    if not drafts:
        raise StepRefused("这个月已经抽取过。", remedy="请查看抽取结果。")
    return drafts


def cross_review(
    name: str, *, opinion: str, reason: str, checks: Checks, actor: Actor, at: int, idem_key: str
) -> Appended:
    """Give the second opinion on what was drawn: whether one would have agreed.

    Raises:
        SubmissionNotFound: it was not drawn for this actor.
        StepRefused: the opinion is given already.
        ReasonMissing, ChecksMissing: something is not said.
    """
    said = checked_reason(reason, is_needed=opinion != AGREED)
    if opinion not in (AGREED, DISAGREED):
        raise StepRefused("没有写明同意还是不同意。", remedy="请选择意见。")

    def work() -> list[Draft]:
        need_person(actor)
        one = handed_to(actor.name, name)
        step = decision(one.decision).step(State.REVIEW)
        viewer = scope_of(actor.name, wiring().clock())
        if not reaches_for(viewer, CROSS_REVIEW, wiring().clock()):
            raise NotEntitled("您没有交叉复审的权限。")
        fields: dict[str, FieldValue] = {
            "opinion": opinion, "decision_reason": said, "check_answers": answers_of(step, checks),
            "officer": viewer.officers, "first_opinion": _first_opinion(one),
        }  # fmt: skip
        return [_draft(one, CROSS_REVIEWED, fields, at)]

    asked: dict[str, FieldValue] = {"opinion": opinion, "decision_reason": said, "submission": name}
    return record(work, [CROSS_PREFIX + name], kind=CROSS_REVIEWED, asked=asked, actor=actor, idem_key=idem_key)


def handed_to(account: str, name: str) -> Submission:
    """A submission that was drawn and handed to an account, while a role of it still allows the reading.

    Raises:
        SubmissionNotFound: it was not, or no role does any more.
    """
    now = wiring().clock()
    if not reaches_for(scope_of(account, now), CROSS_REVIEW, now):
        raise SubmissionNotFound("没有找到这份送审。")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f's.{one}' for one in COLUMNS)} FROM case_cross_review c JOIN case_submission s "
            "ON s.name = c.name WHERE c.name = %s AND c.reviewer = %s",
            [name, account],
        )
        row = cursor.fetchone()
    if row is None:
        raise SubmissionNotFound("没有找到这份送审。")
    return submission_of(row)


def bounds_of(month: str, now: int) -> tuple[int, int]:
    """The half-open period of a month ("2026-03") that is over.

    Raises:
        StepRefused: it is none, or is not over.
    """
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise StepRefused("月份应写成 2026-03。", remedy="请核对月份。") from None
    midnight = law_in_force().local.midnight
    until = midnight(first.toordinal() + monthrange(first.year, first.month)[1])
    if until > now:
        raise StepRefused("这个月还没有过完。", remedy="请在下个月抽取。")
    return midnight(first.toordinal()), until


def _approved(actor: Actor, since: int, until: int, now: int) -> list[Submission]:
    reaches = reaches_for(scope_of(actor.name, now), DRAW_CROSS_REVIEW, now)
    if not reaches:
        raise NotEntitled("您没有抽取交叉复审的权限。", remedy="请由法制部门抽取。")
    clauses = [placed(reach.ranges, is_everywhere=reach.is_everywhere) for reach in reaches]
    within = " OR ".join(f"({words})" for words, _ in clauses)
    return approved_in(since, until, within, [value for _, values in clauses for value in values])


def approved_in(since: int, until: int, within: str = "1 = 1", values: Sequence[object] = ()) -> list[Submission]:
    """What was approved in a half-open period; ``within`` is a clause on ``s``, written in this package."""
    named: list[Any] = [State.APPROVED.value, since, until, *values]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f's.{one}' for one in COLUMNS)} FROM case_submission s WHERE s.state = %s "
            f"AND s.ended_at >= %s AND s.ended_at < %s AND ({within}) ORDER BY s.name",
            named,
        )
        return [submission_of(row) for row in cursor.fetchall()]


def _drawn_already(names: Sequence[str]) -> dict[str, str]:
    """To whom each is handed that was drawn before; empty where nobody might read it."""
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, reviewer FROM case_cross_review WHERE name IN ({marks})", list(names))
        return {str(name): str(reviewer) for name, reviewer in cursor.fetchall()}


def _reviewer_for(one: Submission, seed: str, now: int) -> tuple[str, str] | None:
    """Whom the seed gives it to, of all legal officers of other units who took no part; with the unit of his role.

    None where there is nobody.
    """
    if path_at(one.unit, one.submitted_at) is None:
        # Of a case whose place nobody knows nobody can be said to be of another unit.
        return None
    barred = initiators(one) | took_part(one)
    roles = [name for name, role in bureau().roles.items() if CROSS_REVIEW in role.may]
    accounts = RoleGrant.objects.filter(role__in=roles, since__lte=now, until__gt=now)
    found: dict[str, str] = {}
    for account in sorted(set(accounts.values_list("account", flat=True))):
        units = [held.unit for held in whole_own_roles(account, now) if held.role.name in roles]
        # Whoever has moved since then may know the case from the place that he had.
        held_then = [(held.unit, at) for at in (now, one.submitted_at) for held in whole_own_roles(account, at)]
        if units and not _is_near(one, held_then, now) and not persons_of((account,)) & barred:
            found[account] = units[0]
    order = sorted(found, key=lambda account: sha256(f"{seed}\n{one.name}\n{account}".encode()).hexdigest())
    return (order[0], found[order[0]]) if order else None


def took_part(one: Submission) -> set[str]:
    """The natural persons who gave an opinion, voted or decided on any version."""
    steps = (*one.said["opinions"], *one.said["endings"])
    signed = {person for step in steps for person in persons_of(step["by"])}
    voters = {number for step in steps for number in step.get("ballots", {})}
    return signed | persons_behind_any(officers=voters)


def _is_near(one: Submission, units: Sequence[tuple[str, int]], now: int) -> bool:
    """Whether a unit, where it stood when it was held, commands that of the case, or lies below it or who decided."""
    # A unit that was moved since has its people of today near as well.
    places = {path for at in (one.submitted_at, now) if (path := path_at(one.unit, at))}
    line: set[str] = set()
    for step in one.said["endings"]:
        held = [path_at(role.unit, step["at"]) for role in whole_own_roles(step["by"][0], step["at"])]
        line |= {path for path in held if path and any(place.startswith(path) for place in places)}
    # The whole bureau lies below its top: where that has decided, or where the case is its own, any other line may
    # read it again.
    below = [path for path in (*places, *line) if not _is_top(path)]
    paths = [path for unit, at in units if (path := path_at(unit, at))]
    return not paths or any(
        any(place.startswith(path) for place in places) or any(path.startswith(near) for near in below)
        for path in paths
    )


def _is_top(path: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM unit_period WHERE length(path) < %s LIMIT 1", [len(path)])
        return cursor.fetchone() is None


def _drawn(one: Submission, drawn: Drawn, share: int, reviewer: tuple[str, str], at: int) -> Draft:
    fields: dict[str, FieldValue] = {
        "draw_month": drawn.month, "draw_seed": drawn.seed, "draw_share": share, "drawn_from": len(drawn.population),
        "population_digest": drawn.digest, "cross_reviewer": reviewer[0], "unit": reviewer[1],
    }  # fmt: skip
    return _draft(one, CROSS_DRAWN, fields, at)


def _first_opinion(one: Submission) -> str:
    """What the reviewer thought: nobody is told before the second opinion is given."""
    return next((str(given["opinion"]) for given in one.opinions if given["step"] == State.REVIEW.value), "")


def _draft(one: Submission, kind: str, fields: Mapping[str, FieldValue], at: int) -> Draft:
    local = law_in_force().local
    said = {
        "submission": one.name, "submission_version": one.version, "content_hash": one.content_hash, **fields
    }  # fmt: skip
    return Draft.of(
        kind, from_micros(min(at, wiring().clock()), local.zone),
        {name: value for name, value in said.items() if value not in ("", ())}, local=local,
        stream=CROSS_PREFIX + one.name, unit_as_of=str(fields.get("unit", ""))[:32],
        sealed_for=f"case:{one.case_number}",
    )  # fmt: skip
