"""Corrections need a second human being; nobody approves what he did himself, in whatever shape he comes back."""

from dataclasses import replace

from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.permissions.holding import persons_behind, roles_of
from guiju.bureau.roles import APPROVE_CORRECTION, CORRECT
from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor, Draft
from guiju.facts.histories import latest
from guiju.facts.tables.places import unit_of
from guiju.facts.wiring import wiring
from guiju.values.errors import GuijuError


class OwnAct(GuijuError):
    """Somebody was to approve what he, or who lent him the right to approve, did himself."""

    code = "bureau.own_act"
    remedy = "请由与此事无关的另一名有权人员批准。"


def may_approve(
    approver: str, initiator: str, *, at: int, act: str = APPROVE_CORRECTION, unit: str = "", unit_at: int | None = None
) -> bool:
    """Tell whether an account may approve what an account (or a natural person) began.

    They must be two human beings, whatever accounts, numbers and posts each of them has or had; and the right to
    approve must not come, through delegation, from who began it. ``unit_at`` is the instant at which the unit must
    have lain within the approver's reach, by default ``at``.
    """
    began = persons_behind(account=initiator) | {initiator}
    if persons_behind(account=approver) & began or approver == initiator:
        return False
    then = at if unit_at is None else unit_at
    return any(
        act in held.role.may and held.answers_for(unit, then, at)
        for held in roles_of(approver, at)
        if not held.giver or not persons_behind(account=held.giver) & began
    )


def correct(draft: Draft, *, actor: Actor, approver: Actor, idem_key: str) -> Appended:
    """Record a correction that another human being releases: ``approver`` is the one who is signed in and does so.

    The approver is neither who corrects, nor who wrote the first version, nor one of the officers who did the act.

    Raises:
        NotEntitled: the actor may not correct there, or the event is not there.
        OwnAct: the approver is not another human being who may approve it there.
    """
    found = latest([draft.corrects]) if draft.corrects is not None else []
    if not found:
        raise NotEntitled("没有找到您可以更正的记录。")
    original, now = found[0], wiring().clock()
    unit, then = unit_of(original.id), original.event.at
    if actor.kind == "person" and not _reaches(actor.name, CORRECT, unit, then, now):
        raise NotEntitled("没有找到您可以更正的记录。")
    if approver.kind != "person" or _took_part(approver.name, original.actor, original.event.officers):
        raise OwnAct("不能批准对自己所办、所记事项的更正。")
    if not may_approve(approver.name, actor.name, at=now, unit=unit, unit_at=then):
        raise OwnAct("更正须由提出人以外、对该单位有批准权的人员批准。")
    return append([replace(draft, approver=approver.name)], actor=actor, idem_key=idem_key)


def _reaches(account: str, act: str, unit: str, then: int, now: int) -> bool:
    return any(act in held.role.may and held.answers_for(unit, then, now) for held in roles_of(account, now))


def _took_part(approver: str, writer: str, officers: tuple[str, ...]) -> bool:
    persons = persons_behind(account=approver)
    others = [persons_behind(account=writer), *(persons_behind(officer=number) for number in officers)]
    return approver == writer or any(persons & other for other in others)
