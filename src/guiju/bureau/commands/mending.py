"""补录 and corrections: one person proposes, another human being approves, and only then it counts.

Who imported a file does not release what it would correct, in whatever shape he comes back.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection

from guiju.bureau.commands.corrections import OwnAct, lenders, may_approve, reaches, took_part
from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.models import Account
from guiju.bureau.permissions.holding import account_at, persons_behind
from guiju.bureau.roles import CORRECT
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.histories import latest
from guiju.facts.importing import release as importing
from guiju.facts.importing.holding import WAITING
from guiju.facts.importing.journal import get_batch
from guiju.facts.importing.mending import deciding
from guiju.facts.importing.mending.proposals import Proposal
from guiju.facts.importing.release import Decided
from guiju.facts.proof.answering import Answered
from guiju.facts.tables.places import UNIT_OF_EVENT, unit_of
from guiju.facts.wiring import wiring
from guiju.values.event import Event
from guiju.values.vocabulary import Vocabulary

_SELF = "不能批准自己提请的、自己所办或所记事项的补录和更正。"


def propose_record(draft: Draft, *, known: Vocabulary, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """Ask for a 补录, or, where ``draft.corrects`` names an event, for a correction; the id is its number.

    Law:    ledger.md: 补录 needs approval and scores by ``recorded_at``; corrections are new events.
    Raises:
        NotEntitled: the actor may not record or correct there, or the event is not there.
        ProposalRefused: it cannot be proposed like this.
    """
    return propose_records([draft], known=known, actor=actor, at=at, idem_key=idem_key)


def propose_records(
    drafts: Sequence[Draft], *, opens: str = "", known: Vocabulary, actor: Actor, at: datetime, idem_key: str
) -> Appended:
    """Ask for all that one form says: the whole of it waits for another person, or nothing was asked for.

    Raises:
        NotEntitled, ProposalRefused: as ``propose_record``, for any of it.
        CaseNumberTaken: the case that it ``opens`` has a number which is not free.
    """
    now, placed = wiring().clock(), [_placed(draft) for draft in drafts]
    for draft in placed:
        places = _places(draft)
        if not places or not all(
            reaches(actor.name, CORRECT, unit, then, now, kind) for unit, then in places for kind in _kinds(draft)
        ):
            raise NotEntitled("没有找到您可以补录或更正的记录。")
    return deciding.propose(placed, opens=opens, known=known, actor=actor, at=at, idem_key=idem_key)


def approve_record(
    proposal: int, *, content_hash: str, reason: str = "", actor: Actor, at: datetime, idem_key: str
) -> Answered:
    """Let what was proposed be recorded, now; ``content_hash`` is that of the content which the approver saw.

    Law:    ledger.md: initiator ≠ approver over the natural person; approval signs the content hash.
    Raises:
        OwnAct: the actor began it, wrote or did what it is about, or may not approve there.
        ProposalUnknown, ProposalDecided, ContentChanged, CorrectionRefused, CaseNumberTaken, NotSealed: as
            ``deciding.approve``.
    """
    _need_other(deciding.get_open(proposal), actor)
    return deciding.approve(proposal, content_hash=content_hash, actor=actor, at=at, reason=reason, idem_key=idem_key)


def refuse_record(proposal: int, *, reason: str, actor: Actor, at: datetime, idem_key: str) -> None:
    """Turn a proposal down: as who might approve it, or take it back as who made it.

    Raises:
        OwnAct: the actor is neither.
        ProposalUnknown, ProposalDecided, ProposalRefused: as ``deciding.refuse``.
    """
    found = deciding.get_open(proposal)
    is_own = _is_one(actor.name, found.initiator.name)
    if not is_own:
        _need_other(found, actor)
    deciding.refuse(proposal, actor=actor, at=at, reason=reason, idem_key=idem_key, is_own=is_own)


def release_batch(number: int, *, reason: str, actor: Actor, only: list[int] | None = None) -> Decided:
    """Let corrections that an import brought be recorded.

    Raises:
        OwnAct: the actor imported them, did one of the things, or may not approve corrections of all these units.
        BatchUnknown, ReleaseRefused: as ``importing.release``.
    """
    _need_released_by_other(number, actor, only)
    return importing.release(number, by=actor.name, reason=reason, only=only)


def refuse_batch(number: int, *, reason: str, actor: Actor, only: list[int] | None = None) -> Decided:
    """Turn down corrections that an import brought.

    Raises:
        OwnAct: the actor imported them, did one of the things, or may not approve corrections of all these units.
        BatchUnknown, ReleaseRefused: as ``importing.reject``.
    """
    _need_released_by_other(number, actor, only)
    return importing.reject(number, by=actor.name, reason=reason, only=only)


def _placed(draft: Draft) -> Draft:
    """The draft with the unit that answers for it: the one it names, else that of what it corrects."""
    found = latest([draft.corrects]) if draft.corrects is not None else []
    named = draft.unit_as_of or str(draft.fields.get("unit", "")) or (found[0].unit_as_of if found else "")
    return replace(draft, unit_as_of=named)


def _places(draft: Draft) -> list[tuple[str, int]]:
    """The units that answer for what is proposed, and when: of a correction, for both versions."""
    new = [(draft.unit_as_of, draft.at)]
    if draft.corrects is None:
        return new
    found = latest([draft.corrects])
    if not found:
        return []
    old = [(unit_of(found[0].id), found[0].event.at)]
    return old + (new if new[0][0] else [])


def _kinds(draft: Draft) -> set[str]:
    """The types of what is proposed, and of what it would correct."""
    return {draft.type, *(one.event.type for one in latest([draft.corrects] if draft.corrects is not None else []))}


def _need_other(found: Proposal, actor: Actor) -> None:
    draft, now = found.draft, wiring().clock()
    versions = [Event(draft.type, draft.at, draft.day, draft.second, 0, draft.fields)]
    writers = [found.initiator.name, *([draft.on_behalf] if draft.on_behalf else [])]
    # Nobody approves what was proposed with a right that he lent for it.
    writers += lenders(found.initiator.name, CORRECT, found.proposed_at)
    for one in latest([draft.corrects]) if draft.corrects is not None else ():
        versions.append(one.event)
        writers.append(one.actor)
        # Who wrote the first version did not stop doing so because somebody corrected it since.
        writers += [first.actor for first in latest([one.first])]
    officers = tuple(sorted({name for version in versions for name in version.officers}))
    if any(took_part(actor.name, writer, officers) for writer in writers):
        raise OwnAct(_SELF)
    for unit, then in _places(draft):
        if not all(
            may_approve(actor.name, found.initiator.name, at=now, unit=unit, unit_at=then, kind=kind)
            for kind in _kinds(draft)
        ):
            raise OwnAct("须由提请人以外、对该单位有批准权的人员批准。")


def _need_released_by_other(number: int, actor: Actor, only: list[int] | None) -> None:
    importer = get_batch(number).begun_by
    if _is_one(actor.name, importer):
        raise OwnAct(f"“{importer}”是这一批次的导入人，不能决定自己导入的更正。")
    if actor.kind == "operator" and not Account.objects.exists():
        return
    now = wiring().clock()
    if account_at(actor.name, now) is None or not all(
        may_approve(actor.name, importer, at=now, unit=unit, unit_at=then, kind=kind)
        for unit, then, *kinds in _waiting_in(number, only)
        for kind in kinds
    ):
        raise OwnAct("放行或驳回须由导入人以外、对所涉各单位有批准权的人员办理。")
    if _took_part_in(number, only, persons_behind(account=actor.name)):
        raise OwnAct("其中有您本人所办的事项，须由他人放行或驳回。")


def _chosen(number: int, only: list[int] | None) -> tuple[str, tuple[int | str, ...]]:
    """What must hold of a held correction ``h`` to be one of those that are decided."""
    if only is None:
        return "h.batch = %s AND h.state = %s", (number, WAITING)
    marks = ", ".join(["%s"] * len(only))
    return f"h.batch = %s AND h.state = %s AND h.id IN ({marks or 'NULL'})", (number, WAITING, *only)


def _waiting_in(number: int, only: list[int] | None) -> list[tuple[str, int, str, str]]:
    """The units that answer for what waits in a batch, the latest instant of each, and the types, before and after."""
    chosen, values = _chosen(number, only)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT u, max(t), k, n FROM (SELECT {UNIT_OF_EVENT} AS u, e.happened_at AS t, e.type AS k, h.type AS n "
            f"FROM held_correction h JOIN event e ON e.id = h.event WHERE {chosen}) AS w GROUP BY u, k, n",
            values,
        )
        return [(str(unit), int(then), str(old), str(new)) for unit, then, old, new in cursor.fetchall()]


def _took_part_in(number: int, only: list[int] | None, persons: set[str]) -> bool:
    """Whether one of these persons is an officer of what waits in a batch, as it stands or as it would be."""
    numbers = sorted(one.removeprefix("number:") for one in persons if one.startswith("number:"))
    if not numbers:
        return False
    chosen, values = _chosen(number, only)
    marks = ", ".join(["%s"] * len(numbers))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM held_correction h JOIN event_key k ON k.event = h.event AND k.kind = 'officer' "
            f"AND k.value IN ({marks}) WHERE {chosen} LIMIT 1",
            (*numbers, *values),
        )
        if cursor.fetchone() is not None:
            return True
        cursor.execute(f"SELECT h.body FROM held_correction h WHERE {chosen}", values)
        return any(not set(numbers).isdisjoint(_officers_in(body)) for (body,) in cursor)


def _officers_in(body: bytes | memoryview) -> list[str]:
    named = json.loads(bytes(body))["fields"].get("officer", ())
    return [named] if isinstance(named, str) else list(named)


def _is_one(account: str, other: str) -> bool:
    """Whether two names, of accounts or as somebody wrote his own, are one human being."""
    if account.strip().casefold() == other.strip().casefold():
        return True
    return bool(persons_behind(account=account) & (persons_behind(account=other) | persons_behind(officer=other)))
