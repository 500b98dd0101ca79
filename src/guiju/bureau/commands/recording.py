"""A step of a case recorded here: who may, what may stand in it, and what of it is a 补录 that another must approve.

The order of steps is nobody's condition for recording one: what happened is recorded as it happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.commands.mending import propose_record
from guiju.bureau.permissions.holding import roles_of
from guiju.bureau.roles import RECORD
from guiju.bureau.scope import scope_of
from guiju.facts.commands import Appended, append, append_chunk, attempting
from guiju.facts.draft import Actor, Draft, prepare
from guiju.facts.proof.answering import answered
from guiju.facts.proof.lateness import LateRecordUnapproved, is_late, record
from guiju.facts.queries import count_events
from guiju.facts.wiring import tolerance_of, wiring
from guiju.values.clock import DAY_SECONDS, SECOND
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope
from guiju.values.vocabulary import Vocabulary

BY_HAND = DAY_SECONDS * SECOND
"""Microseconds after which what a person types needs approval, where no law lays down a time: 内部口径，待核."""
_NAMED = ("call", "item", "room", "recording", "act")


class StepRefused(GuijuError):
    """What was to be recorded is no step that a person records, or says what such a step does not say."""

    code = "recording.step"
    remedy = "请从案件的登记页面选择环节，按所列栏目填写；账本没有改变。"


class CaseNumberTaken(GuijuError):
    """A case was to be opened under a number that the ledger knows already."""

    code = "recording.number_taken"
    remedy = "请换一个编号；如果就是这个案件，请到该案登记。"


@dataclass(frozen=True, slots=True)
class StepTaken:
    """What became of it: the events recorded, the proposals that wait for another, and whether it came twice."""

    ids: tuple[int, ...]
    proposals: tuple[int, ...] = ()
    is_repeat: bool = False


def record_step(
    drafts: Sequence[Draft], *, case: str, reason: str = "", known: Vocabulary, actor: Actor, at: datetime,
    idem_key: str,
) -> StepTaken:  # fmt: skip
    """Record what one form says of a case; what is entered too late is proposed instead, for ``reason``.

    Law:    ledger.md: 补录 needs approval and scores by ``recorded_at``; a step is never blocked for its order.
    Raises:
        StepRefused: it lies ahead, is nothing that people record, or has a field that such a record does not have.
        NotEntitled: the actor may not record such things for this unit, or the case is not his to see.
        LateRecordUnapproved: some of it is a 补录, and no reason was given.
        DraftRefused, IdemKeyReused, TooBusy, NotSealed, ProposalRefused: as ``record`` and ``propose_record``.
    """
    now = wiring().clock()
    _check(drafts, known, actor, now)
    viewer = scope_of(actor.name, now)
    if not count_events(viewer, "case", case):
        raise NotEntitled("没有找到您可以登记的案件。")
    _check_named(drafts, viewer)
    late = [draft for draft in drafts if is_late_by_hand(draft.type, draft.at, now)]
    if late and not reason.strip():
        raise LateRecordUnapproved("已超过应录入的时限，属于补录。")
    if not late:
        done = record(drafts, actor=actor, idem_key=idem_key).appended
        return StepTaken(done.ids, is_repeat=done.is_repeat)
    timely = [draft for draft in drafts if draft not in late]
    ids = record(timely, actor=actor, idem_key=idem_key).appended.ids if timely else ()
    told = [
        propose_record(
            replace(draft, reason=reason.strip()), known=known, actor=actor, at=at, idem_key=f"{idem_key}+{number}"
        )
        for number, draft in enumerate(late)
    ]
    return StepTaken(ids, tuple(one.ids[0] for one in told), any(one.is_repeat for one in told))


def open_case(
    drafts: Sequence[Draft], *, case: str, known: Vocabulary, actor: Actor, at: datetime, idem_key: str
) -> StepTaken:
    """Open a case under a number that no record knows yet, with what its first form says.

    Raises:
        CaseNumberTaken: a record of that number exists, whoever may see it.
        StepRefused, NotEntitled, LateRecordUnapproved, DraftRefused, IdemKeyReused, TooBusy: as ``record_step``.
    """
    now = wiring().clock()
    _check(drafts, known, actor, now)
    if any(is_late(draft.type, draft.at, now) for draft in drafts):
        raise StepRefused(
            "受案已超过应录入的时限。", remedy="请按现在受案登记后，把此前的环节作为补录提请；或导入原有记录。"
        )
    prepared = [prepare(draft) for draft in drafts]
    names = [idem_key] if len(drafts) == 1 else [f"{idem_key}#{number}" for number in range(len(drafts))]

    def work() -> Appended | None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM event WHERE actor = %s AND idem_key = %s", (actor.name, names[0]))
            if cursor.fetchone() is not None:
                return None
            cursor.execute("SELECT 1 FROM event_key WHERE kind = 'case' AND value = %s LIMIT 1", (case,))
            if cursor.fetchone() is not None:
                raise CaseNumberTaken(f"编号“{case}”已有案件。")
        return Appended(tuple(one.id for one in append_chunk(prepared, actor=actor, idem_keys=names)))

    # The same submission again: append finds what it recorded, and refuses it where it says something else.
    done = attempting(work, [one.stream for one in prepared]) or append(drafts, actor=actor, idem_key=idem_key)
    answered(done, [draft.type for draft in drafts])
    return StepTaken(done.ids, is_repeat=done.is_repeat)


def is_late_by_hand(type_name: str, happened_at: int, recorded_at: int) -> bool:
    """Whether what a person types is a 补录: also of a type for which no time is laid down, a house measure (待核).

    Without it a forgotten notice would be cured by typing an instant. Unit: microseconds since the epoch.
    """
    is_free = tolerance_of(type_name) is None
    return is_late(type_name, happened_at, recorded_at) or (is_free and recorded_at - happened_at > BY_HAND)


def _check_named(drafts: Sequence[Draft], viewer: Scope) -> None:
    """What a record names besides its case is new, or the actor sees it: nobody writes into another unit's call."""
    named = {(key, str(draft.fields[key])) for draft in drafts for key in _NAMED if draft.fields.get(key)}
    for kind, value in sorted(named):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM event_key WHERE kind = %s AND value = %s LIMIT 1", (kind, value))
            is_known = cursor.fetchone() is not None
        if is_known and not count_events(viewer, kind, value):
            raise NotEntitled(f"没有找到您可以登记的“{value}”。", remedy="请核对编号，或使用新的编号。")


def _check(drafts: Sequence[Draft], known: Vocabulary, actor: Actor, now: int) -> None:
    if not drafts:
        raise StepRefused("没有要登记的内容。")
    for draft in drafts:
        kind = known.types.get(draft.type)
        if kind is None or kind.is_internal:
            raise StepRefused(f"“{draft.type}”不是可以由人登记的环节。")
        strange = [name for name in draft.fields if not known.declares(draft.type, name)]
        if strange:
            raise StepRefused(f"“{kind.label}”没有“{known.field_label(strange[0])}”这一项。")
        if draft.at > now:
            raise StepRefused(f"“{kind.label}”的时间晚于现在。", remedy="请填写实际发生的时间；尚未发生的不登记。")
    held = [one for one in roles_of(actor.name, now) if RECORD in one.role.may] if actor.kind == "person" else []
    for draft in drafts:
        if not draft.unit_as_of or not any(
            one.answers_for(draft.unit_as_of, draft.at, now) and draft.type.startswith(one.role.kinds) for one in held
        ):
            raise NotEntitled("没有找到您可以这样登记的单位。")
