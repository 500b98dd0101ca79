"""What every step begins and ends with: the submission as it stands, the draft, and what is refused is recorded too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.bureau.scope import scope_of
from guiju.facts.commands import Appended, IdemKeyReused, append
from guiju.facts.draft import Actor, Draft
from guiju.facts.events import APPROVAL_REFUSED
from guiju.facts.histories import latest
from guiju.facts.wiring import wiring
from guiju.findings.law import law_in_force
from guiju.findings.life.entitlement import Hand
from guiju.findings.life.recording import Asked, need_person, record
from guiju.findings.life.steps import NotForYou
from guiju.subjects.cases.commands.content import is_what_was_signed
from guiju.subjects.cases.commands.hands import NotEntitled, OneLevelUp, OwnCase, Unqualified
from guiju.subjects.cases.commands.seeing import visible
from guiju.subjects.cases.events.review import SUBMITTED, WITHDRAWN
from guiju.subjects.cases.projector.submission import (
    COLUMNS,
    ContentChanged,
    StepRefused,
    Submission,
    check_content,
    check_state,
    submission_of,
    submission_stream,
)
from guiju.values.clock import from_micros
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue
from guiju.values.scope import Scope

LONGEST = 1_000
REFUSED = (
    ContentChanged, IdemKeyReused, NotEntitled, NotForYou, OneLevelUp, OwnCase, StepRefused, Unqualified,
)  # fmt: skip
"""What is recorded for the inspectors when it was tried and refused; a form filled in badly is not."""


class SubmissionNotFound(GuijuError):
    """There is no such submission, or none that the viewer may see: one answer for both."""

    code = "approvals.not_found"
    remedy = "请核对送审编号；如需查看其他单位的内容，请按规定申请。"


class ReasonMissing(GuijuError):
    """A step without the reason that it needs, or with one that cannot be kept."""

    code = "approvals.reason"
    remedy = "请写明意见或者理由，一千字以内。"


@dataclass(frozen=True, slots=True)
class Read:
    """The version that somebody read before he signed: its number and the hash of its content."""

    version: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A submission as the one who takes a step finds it, and his scope; ``now`` is the server's time."""

    viewer: Scope
    one: Submission
    now: int


def standing_for(viewer: Scope, name: str) -> Standing:
    """A submission that the viewer may see.

    Raises:
        SubmissionNotFound: it does not exist, or not for this viewer.
    """
    now = wiring().clock()
    seen, values = visible(viewer, now)
    named: list[Any] = [name, *values]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f's.{one}' for one in COLUMNS)} FROM case_submission s WHERE s.name = %s AND {seen}",
            named,
        )
        row = cursor.fetchone()
    if row is None:
        raise SubmissionNotFound("没有找到这份送审。")
    return Standing(viewer, submission_of(row), now)


def standing_by(actor: Actor, name: str, kind: str, read: Read) -> Standing:
    """A submission with which a person would do something: in the right state, and just as he read it.

    Raises:
        SubmissionNotFound: it does not exist, or not for him.
        NotForYou: the actor is no person.
        ContentChanged: another version stands now, or this one cannot be read any more.
        StepRefused: the submission does not stand so.
    """
    need_person(actor)
    standing = standing_for(scope_of(actor.name, wiring().clock()), name)
    check_content(standing.one, read.version, read.content_hash)
    check_state(kind, standing.one.state)
    if kind not in (SUBMITTED, WITHDRAWN):
        _check_sound(standing.one)
    return standing


def _check_sound(one: Submission) -> None:
    """Make sure that the version which stands can still be read, and is what its hash says.

    Raises:
        ContentChanged: it is not.
    """
    [version] = latest([one.said["versions"][-1]["event"]])
    if not is_what_was_signed(version.event.fields) or version.event.fields["content_hash"] != one.content_hash:
        raise ContentChanged(
            "送审的内容与摘要不符，或者其中的个人信息已经销毁。", remedy="请核查账本；需要时撤回后重新送审。"
        )


def draft_on(
    standing: Standing, kind: str, hand: Hand, fields: Mapping[str, FieldValue], *, reason: str = "", at: int
) -> Draft:
    """The draft of a step, on the submission's own stream, naming the version and the content that it speaks of.

    Raises:
        StepRefused: ``at`` lies ahead of the server's time.
    """
    if at > standing.now:
        raise StepRefused("办理时间晚于系统时间。", remedy="请校准时间后重新提交。")
    one = standing.one
    said: dict[str, FieldValue] = {
        "case": one.case_number, "unit": one.unit, "submission": one.name, "submission_version": one.version,
        "content_hash": one.content_hash, "decision_reason": reason, **fields,
    }  # fmt: skip
    local = law_in_force().local
    return Draft.of(
        kind, from_micros(at, local.zone), {name: value for name, value in said.items() if value not in ("", ())},
        local=local, stream=submission_stream(one.name), unit_as_of=one.unit[:32], on_behalf=hand.on_behalf,
    )  # fmt: skip


def taken(
    work: Callable[[], Sequence[Draft]], name: str, kind: str, asked: Asked, *, read: Read | None, actor: Actor,
    at: int, idem_key: str,
) -> Appended:  # fmt: skip
    """Record a step; where it is refused, that it was tried is recorded too, and the refusal goes on.

    Raises:
        GuijuError: whatever ``work`` or the ledger refuses.
    """
    try:
        return record(work, [submission_stream(name)], kind=kind, asked=asked, actor=actor, idem_key=idem_key)
    except REFUSED as error:
        _note_refusal(name, kind, error, read, actor, at, idem_key)
        raise


def checked_reason(reason: str, *, is_needed: bool = True) -> str:
    """The reason without blanks around it.

    Raises:
        ReasonMissing: it is needed and empty, or too long.
    """
    said = reason.strip()
    if (is_needed and not said) or len(said) > LONGEST or "\x00" in said:
        raise ReasonMissing("没有写明意见，或者意见太长。")
    return said


def _note_refusal(
    name: str, kind: str, error: GuijuError, read: Read | None, actor: Actor, at: int, idem_key: str
) -> None:
    """What was tried, and which rule of the house stood against it: a record, not a finding about anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_number, unit FROM case_submission WHERE name = %s", (name,))
        found = cursor.fetchone()
    if found is None:
        return
    now = wiring().clock()
    local = law_in_force().local
    said: dict[str, FieldValue] = {
        "case": found[0], "unit": found[1], "submission": name, "attempted_type": kind, "refusal_code": error.code,
    }  # fmt: skip
    if read is not None:
        said |= {"submission_version": read.version, "content_hash": read.content_hash}
    told = Draft.of(
        APPROVAL_REFUSED, from_micros(min(at, now), local.zone), {key: one for key, one in said.items() if one != ""},
        local=local, stream=f"refusals:{name}", unit_as_of=found[1][:32],
    )  # fmt: skip
    append([told], actor=actor, idem_key=f"refused:{kind}:{error.code}:{now}:{idem_key}"[:150])
