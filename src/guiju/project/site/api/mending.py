"""Corrections that imports brought, and 补录 and corrections that people propose: looked at, and decided by another."""

from hashlib import sha256
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field

from guiju.bureau.commands.mending import approve_record, refuse_batch, refuse_record, release_batch
from guiju.bureau.roles import APPROVE_CORRECTION, CORRECT
from guiju.facts.commands import IdemKeyReused
from guiju.facts.draft import Actor
from guiju.facts.importing.mending.lists import (
    HeldShown,
    ProposalShown,
    count_held,
    count_proposals,
    get_held,
    get_proposal,
    list_held,
    list_proposals,
)
from guiju.facts.importing.mending.proposals import ProposalUnknown
from guiju.facts.importing.release import AT_ONCE
from guiju.facts.turns import queue_for, writing
from guiju.project.site.api.cases import Value
from guiju.project.site.api.door import acting, reading, token_of
from guiju.project.site.api.models import SentDecision
from guiju.project.site.api.words import Asked, At, IdemKey, Listed, MaybeAt, Number, Paged, Text, Told
from guiju.screens.imports.uploads import KEPT_DAYS
from guiju.screens.kit.figures import ZONE
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import event_label
from guiju.values.clock import DAY_SECONDS, SECOND, from_micros
from guiju.values.errors import GuijuError

TAG = "补录和更正"


class CorrectionTold(Told):
    """One correction that an import brought, beside what it would correct."""

    number: int
    batch: int
    source: str
    importer: str
    event: int
    type_before: str
    type: str
    label: str
    happened_before: At
    happened_at: At
    is_earlier: bool
    fields_before: dict[str, Value]
    fields: dict[str, Value]
    state: str
    decided_by: str
    decided_at: MaybeAt


class ProposalTold(Told):
    """One 补录 or correction that somebody proposed; ``content_hash`` is what an approval signs."""

    number: int
    is_correction: bool
    type: str
    label: str
    happened_at: At
    unit: str
    fields: dict[str, Value]
    initiator: str
    proposed_at: At
    reason: str
    content_hash: str
    is_decided: bool


class Waiting(Paged):
    """Whether only what waits is asked for."""

    waiting: bool = True
    batch: Number | None = None


class WaitingProposals(Paged):
    """Whether only what waits is asked for."""

    waiting: bool = True


class BatchDecision(Asked):
    """What is decided of corrections of one import: of those ``only`` that whoever decides has seen."""

    decision: Literal["release", "refuse"]
    reason: Text
    only: Annotated[list[Number], Field(min_length=1, max_length=AT_ONCE)]


class ProposalDecision(Asked):
    """What is decided of a proposal; whoever approves names the content that he saw."""

    decision: Literal["approve", "refuse"]
    reason: Text
    content_hash: Text = ""


class Decided(Told):
    """What came of it; ``overtaken`` corrections concern records that have a later version by now."""

    number: int
    decision: str
    count: int
    overtaken: int = 0


def corrections(visit: Visit, wanted: Query[Waiting]) -> Listed[CorrectionTold]:
    """导入带来的更正；时间改早的排在最前。"""
    said = {"is_waiting": wanted.waiting, "batch": wanted.batch}
    rows = list_held(visit.viewer, **said, offset=wanted.skip, at_most=wanted.limit)  # type: ignore[arg-type]
    count = count_held(visit.viewer, **said)  # type: ignore[arg-type]
    return Listed(items=[_held_told(one) for one in rows], count=count, page=wanted.page, limit=wanted.limit)


def correction(visit: Visit, number: Number) -> CorrectionTold:
    """一条更正，新旧对照。"""
    return _held_told(get_held(visit.viewer, number))


def decide_batch(visit: Visit, number: Number, asked: BatchDecision, idem_key: IdemKey) -> Decided:
    """放行或驳回一个批次中写明编号的更正；导入人本人不能放行。"""
    kept = _kept(visit, idem_key, sha256(f"{number}\n{asked.model_dump_json()}".encode()).hexdigest())
    if kept.answer:
        return Decided.model_validate_json(kept.answer)
    try:
        if not count_held(visit.viewer, batch=number):
            raise ProposalUnknown("这一批次没有待决定的更正。")
        act = release_batch if asked.decision == "release" else refuse_batch
        done = act(number, reason=asked.reason, actor=Actor(visit.holder.account), only=asked.only)
    except GuijuError:
        # What was refused used up no key: it may be put right and sent again.
        SentDecision.objects.filter(id=kept.id, answer="").delete()
        raise
    told = Decided(number=number, decision=asked.decision, count=done.count, overtaken=done.overtaken)
    SentDecision.objects.filter(id=kept.id).update(answer=told.model_dump_json())
    return told


def proposals(visit: Visit, wanted: Query[WaitingProposals]) -> Listed[ProposalTold]:
    """提请的补录和更正。"""
    rows = list_proposals(visit.viewer, is_waiting=wanted.waiting, offset=wanted.skip, at_most=wanted.limit)
    count = count_proposals(visit.viewer, is_waiting=wanted.waiting)
    return Listed(items=[_proposal_told(one) for one in rows], count=count, page=wanted.page, limit=wanted.limit)


def proposal(visit: Visit, number: Number) -> ProposalTold:
    """一份提请。"""
    return _proposal_told(get_proposal(visit.viewer, number))


def decide_proposal(visit: Visit, number: Number, asked: ProposalDecision, idem_key: IdemKey) -> Decided:
    """批准或驳回一份提请；批准须写明所看到内容的 content_hash。提请人驳回即为撤回。"""
    get_proposal(visit.viewer, number)
    actor, at = Actor(visit.holder.account), from_micros(visit.at, ZONE)
    key = f"api:{token_of(visit).name}:{idem_key}"
    if asked.decision == "approve":
        seen = asked.content_hash
        approve_record(number, content_hash=seen, reason=asked.reason, actor=actor, at=at, idem_key=key)
    else:
        refuse_record(number, reason=asked.reason, actor=actor, at=at, idem_key=key)
    return Decided(number=number, decision=asked.decision, count=1)


def _kept(visit: Visit, key: str, digest: str) -> SentDecision:
    """What is kept of a decision: the same again is the same one, and is answered as it was.

    Raises:
        IdemKeyReused: the key was used for something else.
    """
    token = token_of(visit).name
    with writing():
        queue_for([f"api:{token}:{key}"])
        SentDecision.objects.filter(sent_at__lte=visit.at - KEPT_DAYS * DAY_SECONDS * SECOND).delete()
        row, _ = SentDecision.objects.get_or_create(
            token=token, key=key, defaults={"digest": digest, "sent_at": visit.at}
        )
    if row.digest != digest:
        raise IdemKeyReused("这个键已经用于另一次提交。")
    return row


def _held_told(row: HeldShown) -> CorrectionTold:
    return CorrectionTold(
        number=row.number, batch=row.batch, source=row.source, importer=row.importer, event=row.event,
        type_before=row.type_before, type=row.type, label=event_label(row.type), happened_before=row.happened_before,
        happened_at=row.happened_at, is_earlier=row.is_earlier, fields_before=dict(row.fields_before),
        fields=dict(row.fields), state=row.state, decided_by=row.decided_by, decided_at=row.decided_at,
    )  # fmt: skip


def _proposal_told(row: ProposalShown) -> ProposalTold:
    return ProposalTold(
        number=row.number, is_correction=row.is_correction, type=row.type, label=event_label(row.type),
        happened_at=row.happened_at, unit=row.unit, fields=dict(row.fields), initiator=row.initiator,
        proposed_at=row.proposed_at, reason=row.reason, content_hash=row.content_hash,
        is_decided=row.decision is not None,
    )  # fmt: skip


ENDPOINTS = (
    reading("corrections", "corrections", corrections, CORRECT, "导入带来的更正", Listed[CorrectionTold], TAG),
    reading("correction", "corrections/<int:number>", correction, CORRECT, "一条更正", CorrectionTold, TAG),
    acting(
        "batch_decision", "imports/<int:number>/decision", decide_batch, APPROVE_CORRECTION, "决定更正", Decided, TAG
    ),
    reading("proposals", "proposals", proposals, CORRECT, "补录和更正的提请", Listed[ProposalTold], TAG),
    reading("proposal", "proposals/<int:number>", proposal, CORRECT, "一份提请", ProposalTold, TAG),
    acting(
        "proposal_decision", "proposals/<int:number>/decision", decide_proposal, APPROVE_CORRECTION, "决定提请",
        Decided, TAG,
    ),
)  # fmt: skip
