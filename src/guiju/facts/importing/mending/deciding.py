"""Proposing what was not recorded in time or is to be corrected, and deciding it; who may, the bureau asks first."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import connection

from guiju.facts.commands import (
    Appended,
    CorrectionRefused,
    IdemKeyReused,
    append,
    append_chunk,
    attempting,
    corrected_by,
)
from guiju.facts.draft import Actor, Draft, check_hand, names_of, prepare
from guiju.facts.events import (
    CORRECTION_PROPOSED,
    LATE_RECORD_PROPOSED,
    PROPOSAL_APPROVED,
    PROPOSAL_REFUSED,
    PROPOSAL_WITHDRAWN,
)
from guiju.facts.importing.mending.opening import ask_to_open, check_still_free
from guiju.facts.importing.mending.proposals import (
    STREAM,
    Proposal,
    ProposalUnknown,
    content_of,
    find_proposal,
    find_sent,
    hash_of,
    prepared_alone,
    said_of,
    stands_already,
)
from guiju.facts.keys.personal_fields import opened_fields
from guiju.facts.proof.answering import Answered, answered
from guiju.facts.take_in.mapping import DEFAULT_ZONE
from guiju.facts.wiring import personal_hand, wiring
from guiju.values.clock import LocalTime
from guiju.values.errors import GuijuError
from guiju.values.event import UNREADABLE, FieldValue
from guiju.values.vocabulary import Vocabulary

T = TypeVar("T")
LONGEST_REASON = 300
_LOCAL = LocalTime(ZoneInfo(DEFAULT_ZONE))


class ProposalRefused(GuijuError):
    """What was proposed cannot be proposed like this."""

    code = "mending.proposal"
    remedy = "请补充或更正后重新提请；账本没有改变。"


class ProposalDecided(GuijuError):
    """Somebody has decided this proposal already."""

    code = "mending.decided"
    remedy = "请用 guiju corrections show 查看办理结果；需要时重新提请。"


class ContentChanged(GuijuError):
    """What is to be approved is not what the approver looked at."""

    code = "mending.content"
    remedy = "请重新查看提请的内容，核对无误后再批准。"


def propose(
    drafts: Sequence[Draft], *, opens: str = "", known: Vocabulary, actor: Actor, at: datetime, idem_key: str
) -> Appended:
    """Ask for something to be recorded that happened earlier, or, where ``corrects`` names an event, corrected.

    What one submission asks for is asked for as a whole or not at all; each of it is decided alone. Nothing of it
    counts before it is approved; that it was proposed stands in the ledger for good. ``opens`` is the number of the
    case that it opens: it must be free now, and again when the first of it is approved.

    Raises:
        ProposalRefused: no reason, a word that nobody knows, what only the machine records, or what lies ahead.
        CorrectionRefused: the event to be corrected is not there, or is corrected already.
        CaseNumberTaken: the case that it opens has a number which is not free.
        IdemKeyReused: the same submission came with something else.
    """
    told = [_asked(draft, opens, known, actor, at) for draft in drafts]
    try:
        if opens:
            return ask_to_open(told, opens, actor=actor, idem_key=idem_key)
        return append(told, actor=actor, idem_key=idem_key)
    except IdemKeyReused:
        # A second click comes at another instant: it is the same submission if it asks for the same.
        numbers = _asked_before(told, actor, idem_key)
        if numbers is None:
            raise
        return Appended(numbers, is_repeat=True)


def _asked(draft: Draft, opens: str, known: Vocabulary, actor: Actor, at: datetime) -> Draft:
    _check_words(draft, known)
    if draft.approver or not _is_sentence(draft.reason):
        raise ProposalRefused("必须写明理由（三百字以内），批准人由批准时写入。")
    if draft.at > wiring().clock():
        raise ProposalRefused("补录或更正后的发生时间晚于现在。")
    prepared = prepared_alone(draft)
    content = content_of(draft, prepared)
    fields: dict[str, FieldValue] = {
        "proposed_type": draft.type, "proposed_content": content, "content_hash": hash_of(content)
    }  # fmt: skip
    if opens:
        fields["opens_case"] = opens
    if draft.corrects is not None:
        corrected = corrected_by(replace(draft, approver=actor.name))
        if stands_already(draft, said_of(prepared.body)):
            raise ProposalRefused("更正后的内容与现有记录相同。")
        fields |= {"corrected_event": draft.corrects, "corrected_event_leaf": corrected.leaf.hex()}
    kind = LATE_RECORD_PROPOSED if draft.corrects is None else CORRECTION_PROPOSED
    return Draft.of(
        kind, at, fields, local=_LOCAL, stream=STREAM, unit_as_of=draft.unit_as_of, on_behalf=draft.on_behalf,
        reason=draft.reason,
    )  # fmt: skip


def _asked_before(told: Sequence[Draft], actor: Actor, idem_key: str) -> tuple[int, ...] | None:
    names = names_of(idem_key, len(told))
    before = [find_sent(actor, name) for name in names]
    hashes = [None if one is None else one.content_hash for one in before]
    if hashes != [draft.fields["content_hash"] for draft in told]:
        return None
    return tuple(one.number for one in before if one is not None)


def draft_of_version(event: int, changes: Mapping[str, FieldValue], happened_at: datetime | None) -> Draft:
    """A correction of an event, in which only ``changes`` and the instant differ; an empty value leaves a field out.

    Raises:
        CorrectionRefused: there is no such event.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, happened_at, unit_as_of, body FROM event WHERE id = %s", (event,))
        found = cursor.fetchone()
    if found is None:
        raise CorrectionRefused("要更正的记录不存在。")
    kind, at, unit, body = found
    said = json.loads(bytes(body))
    fields = {**opened_fields(personal_hand(), kind, at, said), **changes}
    kept = {name: value for name, value in fields.items() if value not in ("", (), None)}
    named = str(changes.get("unit", "")) or unit
    if happened_at is None:
        return Draft(kind, at, said["day"], said["second"], said["offset"], kept, unit_as_of=named, corrects=event)
    return Draft.of(kind, happened_at, kept, local=_LOCAL, unit_as_of=named, corrects=event)


def get_open(number: int) -> Proposal:
    """The proposal of a number, for whoever decides it.

    Raises:
        ProposalUnknown: there is none.
    """
    found = find_proposal(number)
    if found is None:
        raise ProposalUnknown(f"没有提请 {number}。")
    return found


def approve(number: int, *, content_hash: str, actor: Actor, at: datetime, reason: str, idem_key: str) -> Answered:
    """Record what was proposed, in the name of who proposed it and with the approver in what is sealed.

    ``content_hash`` is that of the content which the approver saw. The time of recording is now. The same submission
    again answers alike.

    Law:    ledger.md: initiator ≠ approver; approval signs the content hash; unique(decision, version).
    Raises:
        ProposalUnknown: there is none.
        ProposalDecided: somebody was quicker, or has refused it.
        ContentChanged: it says something else than the approver saw.
        CorrectionRefused: what it corrects was corrected meanwhile.
        CaseNumberTaken: it opens a case, and another record has its number since.
        NotSealed: it stands, its checkpoint does not.
    """
    check_hand(actor, idem_key)

    def work() -> tuple[int, str, bool]:
        found = get_open(number)
        repeated = _repeat(found, actor, idem_key)
        if repeated is not None:
            return repeated, found.draft.type, True
        if content_hash != found.content_hash:
            raise ContentChanged("批准的内容与提请的内容不一致。")
        check_still_free(found)
        draft = replace(found.draft, approver=actor.name)
        if not UNREADABLE.isdisjoint(draft.fields.values()):
            raise ContentChanged("提请里的个人信息已经销毁，不能再记录。", remedy="请驳回，需要时重新提请。")
        corrected = corrected_by(draft) if draft.corrects is not None else None
        if corrected is not None and corrected.leaf.hex() != found.corrected_leaf:
            raise CorrectionRefused("要更正的记录不是提请时的那一条。")
        [made] = append_chunk(
            [prepare(draft, corrected)], actor=found.initiator, idem_keys=[f"proposal:{found.leaf.hex()}"]
        )
        more: dict[str, FieldValue] = {"recorded_event": made.id, "recorded_event_leaf": made.leaf.hex()}
        _tell(found, PROPOSAL_APPROVED, more, actor, at, reason, idem_key)
        return made.id, draft.type, False

    made, kind, is_repeat = _attempt(number, work)
    return answered(Appended((made,), is_repeat), [kind])


def refuse(number: int, *, actor: Actor, at: datetime, reason: str, idem_key: str, is_own: bool = False) -> None:
    """Turn a proposal down, or, if it is one's own, take it back; the ledger keeps what it says.

    Raises:
        ProposalUnknown: there is none.
        ProposalDecided: it is decided already.
        ProposalRefused: no reason.
    """
    check_hand(actor, idem_key)
    if not _is_sentence(reason):
        raise ProposalRefused("必须写明理由（三百字以内）。")

    def work() -> None:
        found = get_open(number)
        if found.decision is not None and (found.decision.by, found.decision.idem_key) == (actor.name, idem_key):
            return
        if found.decision is not None:
            raise ProposalDecided(f"提请 {number} 已由“{found.decision.by}”办理。")
        _check_key(actor, idem_key)
        _tell(found, PROPOSAL_WITHDRAWN if is_own else PROPOSAL_REFUSED, {}, actor, at, reason, idem_key)

    _attempt(number, work)


def _attempt(number: int, work: Callable[[], T]) -> T:
    return attempting(work, [get_open(number).decision_stream])


def _repeat(found: Proposal, actor: Actor, idem_key: str) -> int | None:
    """What the same submission recorded before; None where nobody has decided yet."""
    decision = found.decision
    if decision is None:
        _check_key(actor, idem_key)
        return None
    if decision.recorded is None or (decision.by, decision.idem_key) != (actor.name, idem_key):
        raise ProposalDecided(f"提请 {found.number} 已由“{decision.by}”办理。")
    return decision.recorded


def _check_key(actor: Actor, idem_key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM event WHERE actor = %s AND idem_key = %s", (actor.name, idem_key))
        if cursor.fetchone() is not None:
            raise IdemKeyReused("同一个提交号已经用于另一项内容。")


def _tell(
    found: Proposal, kind: str, more: dict[str, FieldValue], actor: Actor, at: datetime, reason: str, idem_key: str
) -> None:
    fields: dict[str, FieldValue] = {
        "proposal": found.number, "proposal_leaf": found.leaf.hex(), "content_hash": found.content_hash, **more
    }  # fmt: skip
    told = Draft.of(
        kind, at, fields, local=_LOCAL, stream=found.decision_stream, unit_as_of=found.draft.unit_as_of, reason=reason
    )
    append_chunk([prepare(told)], actor=actor, idem_keys=[idem_key])


def _check_words(draft: Draft, known: Vocabulary) -> None:
    kind = known.types.get(draft.type)
    if kind is None or kind.is_internal:
        near = known.nearest(draft.type)
        hint = f"，最接近的是“{near}”" if kind is None and near else ""
        raise ProposalRefused(f"“{draft.type}”不是可以由人记录的环节{hint}。")
    carried = _carried(draft)
    strange = [
        name for name, value in draft.fields.items()
        if not known.declares(draft.type, name) and carried.get(name) != value
    ]  # fmt: skip
    if strange:
        raise ProposalRefused(f"“{kind.label}”没有“{strange[0]}”这一项。")


def _carried(draft: Draft) -> Mapping[str, Any]:
    """What the event to be corrected says: a word of its source that nobody declared stays, and nobody adds one."""
    if draft.corrects is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event WHERE id = %s", (draft.corrects,))
        found = cursor.fetchone()
    return {} if found is None else json.loads(bytes(found[0]))["fields"]


def _is_sentence(text: str) -> bool:
    return bool(text.strip()) and len(text) <= LONGEST_REASON and text.isprintable()
