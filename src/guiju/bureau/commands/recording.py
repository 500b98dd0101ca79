"""A step of a case recorded here: who may, what may stand in it, and what of it is a 补录 that another must approve.

The order of steps is nobody's condition for recording one: what happened is recorded as it happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.commands.mending import propose_records
from guiju.bureau.permissions.holding import roles_of
from guiju.bureau.roles import RECORD, Role
from guiju.bureau.scope import scope_of
from guiju.facts.commands import Appended, append, append_chunk, attempting
from guiju.facts.draft import Actor, Draft, names_of, prepare
from guiju.facts.events import LATE_RECORD_PROPOSED, PERSON_IDENTIFIED
from guiju.facts.importing.mending.opening import check_free
from guiju.facts.importing.mending.proposals import read_waiting
from guiju.facts.proof.answering import answered, append_sealed
from guiju.facts.proof.lateness import LateRecordUnapproved, is_late, record
from guiju.facts.queries import count_events
from guiju.facts.wiring import tolerance_of, wiring
from guiju.values.clock import DAY_SECONDS, SECOND
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope
from guiju.values.vocabulary import Vocabulary

BY_HAND = DAY_SECONDS * SECOND
"""Microseconds after which what a person types needs approval, where no law lays down a time: 内部口径，待核."""
_AT_ONCE = 200
_NAMED = ("call", "item", "room", "recording", "act")


class StepRefused(GuijuError):
    """What was to be recorded is no step that a person records, or says what such a step does not say."""

    code = "recording.step"
    remedy = "请从案件的登记页面选择环节，按所列栏目填写；账本没有改变。"


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
    """Record what one form says of a case; where a part of it comes too late, all is proposed, for ``reason``.

    Law:    ledger.md: 补录 needs approval and scores by ``recorded_at``; a step is never blocked for its order.
    Raises:
        StepRefused: it lies ahead, is nothing that people record, or has a field that such a record does not have.
        NotEntitled: the actor may not record such things for this unit, or the case is not his to see.
        LateRecordUnapproved: some of it is a 补录, and no reason was given.
        DraftRefused, IdemKeyReused, TooBusy, NotSealed, ProposalRefused: as ``append_sealed`` and ``propose_records``.
    """
    now = wiring().clock()
    _check(drafts, known, actor, now)
    viewer = scope_of(actor.name, now)
    if not count_events(viewer, "case", case):
        raise NotEntitled("没有找到您可以登记的案件。")
    _check_named(drafts, viewer)
    sent = _sent_as(actor, idem_key, len(drafts))
    if _waits(drafts, reason, sent, now):
        return _proposed(drafts, reason, known=known, actor=actor, at=at, idem_key=idem_key)
    # Sent before, it stands whatever the hour is now: it is only answered again.
    written = (record if sent is None else append_sealed)(drafts, actor=actor, idem_key=idem_key)
    done = written.appended
    return StepTaken(done.ids, is_repeat=done.is_repeat)


def open_case(
    drafts: Sequence[Draft], *, case: str, reason: str = "", known: Vocabulary, actor: Actor, at: datetime,
    idem_key: str,
) -> StepTaken:  # fmt: skip
    """Open a case under a number that no record knows yet, with what its first form says.

    What was accepted too long ago is proposed for ``reason``, under the day on which it was: the case is there once
    another person has approved it.

    Raises:
        CaseNumberTaken: a record of that number exists, whoever may see it, or waits for approval.
        StepRefused, NotEntitled, LateRecordUnapproved, DraftRefused, IdemKeyReused, TooBusy: as ``record_step``.
    """
    now = wiring().clock()
    _check(drafts, known, actor, now)
    sent = _sent_as(actor, idem_key, len(drafts))
    if _waits(drafts, reason, sent, now):
        return _proposed(drafts, reason, opens=case, known=known, actor=actor, at=at, idem_key=idem_key)
    prepared = [prepare(draft) for draft in drafts]
    names = names_of(idem_key, len(drafts))

    def work() -> Appended | None:
        if _sent_as(actor, idem_key, len(drafts)) is not None:
            return None
        check_free(case)
        return Appended(tuple(one.id for one in append_chunk(prepared, actor=actor, idem_keys=names)))

    # The same submission again: append finds what it recorded, and refuses it where it says something else.
    done = attempting(work, [one.stream for one in prepared]) or append(drafts, actor=actor, idem_key=idem_key)
    answered(done, [draft.type for draft in drafts])
    return StepTaken(done.ids, is_repeat=done.is_repeat)


def find_sent(actor: Actor, idem_key: str) -> int | None:
    """The first record that this submission has left already; None where it is new."""
    first = (names_of(idem_key, 1)[0], names_of(idem_key, 2)[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT MIN(id) FROM event WHERE actor = %s AND idem_key IN (%s, %s)", (actor.name, *first))
        found = cursor.fetchone()
    return None if found is None or found[0] is None else int(found[0])


def next_case_number(beginning: str, *, digits: int, after: int = 0) -> str:
    """The first number of these that no case bears or waits for; of the numbers before ``after`` none is looked at.

    Whoever is told learns how many cases there are whose numbers begin so, and nothing else of them.
    """
    wanted = {number for one in read_waiting() if (number := str(one.content["body"]["fields"].get("case", "")))}
    while True:
        numbers = [f"{beginning}{serial:0{digits}}" for serial in range(after + 1, after + 1 + _AT_ONCE)]
        marks = ", ".join(["%s"] * _AT_ONCE)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT value FROM event_key WHERE kind = 'case' AND value IN ({marks})", numbers)
            taken = wanted | {str(value) for (value,) in cursor.fetchall()}
        free = next((one for one in numbers if one not in taken), None)
        if free is not None:
            return free
        after += _AT_ONCE


def is_late_by_hand(type_name: str, happened_at: int, recorded_at: int) -> bool:
    """Whether what a person types is a 补录: also of a type for which no time is laid down, a house measure (待核).

    Without it a forgotten notice would be cured by typing an instant. Unit: microseconds since the epoch.
    """
    is_free = tolerance_of(type_name) is None
    return is_late(type_name, happened_at, recorded_at) or (is_free and recorded_at - happened_at > BY_HAND)


def _waits(drafts: Sequence[Draft], reason: str, sent: str | None, now: int) -> bool:
    """Whether a form has to wait for another person: one part of it that is late takes the whole with it.

    A form that was sent before, as ``sent``, stays what it was, however late it has become since.

    Raises:
        LateRecordUnapproved: it is late, and no reason was given.
    """
    if sent is not None:
        return sent == LATE_RECORD_PROPOSED
    late = any(is_late_by_hand(draft.type, draft.at, now) for draft in drafts)
    if late and not reason.strip():
        raise LateRecordUnapproved("已超过应录入的时限，属于补录。")
    return late


def _proposed(
    drafts: Sequence[Draft], reason: str, *, opens: str = "", known: Vocabulary, actor: Actor, at: datetime,
    idem_key: str,
) -> StepTaken:  # fmt: skip
    told = propose_records(
        [replace(draft, reason=reason.strip()) for draft in drafts], opens=opens, known=known, actor=actor, at=at,
        idem_key=idem_key,
    )  # fmt: skip
    return StepTaken((), told.ids, told.is_repeat)


def _sent_as(actor: Actor, idem_key: str, count: int) -> str | None:
    """As what the same submission was recorded before; None where it is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type FROM event WHERE actor = %s AND idem_key = %s", (actor.name, names_of(idem_key, count)[0])
        )
        found = cursor.fetchone()
    return None if found is None else str(found[0])


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
            one.answers_for(draft.unit_as_of, draft.at, now) and _is_of(one.role, draft, drafts) for one in held
        ):
            raise NotEntitled("没有找到您可以这样登记的单位。")


def _is_of(role: Role, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a role records such things: its own kinds, and who somebody is of whom the same form records one."""
    if draft.type.startswith(role.kinds) or draft.type != PERSON_IDENTIFIED:
        return draft.type.startswith(role.kinds)
    person = draft.fields.get("person")
    return any(one.type.startswith(role.kinds) and one.fields.get("person") == person for one in drafts)
