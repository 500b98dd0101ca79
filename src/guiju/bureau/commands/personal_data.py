"""Who may decide about personal data: one organ proposes, another confirms, and they are two human beings.

Law: ledger.md, "destroying a key (two organs, 30 days' cooling, blocked by legal hold)".
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from guiju.bureau.commands.corrections import OwnAct, lenders
from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.permissions.holding import persons_behind, roles_of
from guiju.bureau.roles import CONFIRM_DESTRUCTION, HOLD_DATA, PROPOSE_DESTRUCTION
from guiju.bureau.scope import scope_of
from guiju.facts.draft import Actor
from guiju.facts.privacy import destruction, holds, retention
from guiju.facts.proof.answering import Answered
from guiju.facts.queries import count_events
from guiju.facts.wiring import wiring as ledger
from guiju.values.clock import to_micros


def propose_destruction(
    kind: str, value: str, *, reason: str, classes: Mapping[str, str], actor: Actor, at: datetime, idem_key: str
) -> Answered:
    """Propose that somebody's key be destroyed; ``classes`` names the retention class of each type of event.

    Raises:
        NotEntitled: no role of the actor lets him.
        DestructionRefused: the data is kept still, or held.
    """
    role = _role(actor.name, PROPOSE_DESTRUCTION)
    if not _sees(actor.name, kind, value):
        # The same sentence as for whoever has no key: it tells nobody who is known elsewhere.
        raise destruction.DestructionRefused("没有这样的密钥，或者已经销毁。")
    return destruction.propose(
        kind, value, role=role, reason=reason, retention=classes, actor=actor, at=to_micros(at), idem_key=idem_key
    )


def decide_destruction(
    number: int, *, is_confirmed: bool, reason: str, actor: Actor, at: datetime, idem_key: str
) -> Answered:
    """The second signature under a proposal, or its refusal.

    Raises:
        NotEntitled: no role of the actor lets him.
        OwnAct: he is who proposed it, in whatever shape, or acts for him, or lent him the right to propose it.
        DestructionRefused: nothing waits, or nothing of which he sees a record.
    """
    waiting = next((one for one in destruction.list_destructions() if one.number == number), None)
    others = []
    if waiting is not None and is_confirmed:
        others = [waiting.proposed_by, *lenders(waiting.proposed_by, PROPOSE_DESTRUCTION, waiting.proposed_at)]
    role = _role(actor.name, CONFIRM_DESTRUCTION, not_for=others)
    if waiting is not None and not _sees(actor.name, waiting.kind, waiting.value):
        raise destruction.DestructionRefused("没有等待批准的这份提请。")
    return destruction.decide(
        number,
        is_confirmed=is_confirmed,
        role=role,
        reason=reason,
        actor=actor,
        at=to_micros(at),
        idem_key=idem_key,
    )


def place_hold(kind: str, value: str, *, reason: str, actor: Actor, at: datetime, idem_key: str) -> Answered:
    """Forbid that anything of a person, or of those in a case, is destroyed.

    Raises:
        NotEntitled: no role of the actor lets him.
        HoldRefused: no reason.
    """
    _role(actor.name, HOLD_DATA)
    return holds.place_hold(kind, value, reason=reason, actor=actor, at=to_micros(at), idem_key=idem_key)


def lift_hold(number: int, *, reason: str, approver: Actor, actor: Actor, at: datetime, idem_key: str) -> Answered:
    """Let destruction go on, approved by another human being, who did not place the hold either.

    Raises:
        NotEntitled: no role of one of them lets him.
        OwnAct: they are one, or the approver placed it.
        HoldRefused: no such hold stands.
    """
    _role(actor.name, HOLD_DATA)
    hold = holds.find_hold(number)
    now = ledger().clock()
    others = [actor.name, *lenders(actor.name, HOLD_DATA, now), *([hold.placed_by] if hold is not None else [])]
    _role(approver.name, HOLD_DATA, not_for=others)
    return holds.lift_hold(
        number, reason=reason, approver=approver.name, actor=actor, at=to_micros(at), idem_key=idem_key
    )


def fix_retention(
    name: str, months: int, *, basis: str, reason: str, approver: Actor, actor: Actor, at: datetime, idem_key: str
) -> Answered:
    """Fix how long a class of records is kept, approved by the other organ.

    Raises:
        NotEntitled: no role of one of them lets him.
        OwnAct: they are one human being.
        RetentionRefused: no such class, no basis, or a term below the floor.
    """
    _role(actor.name, PROPOSE_DESTRUCTION)
    others = [actor.name, *lenders(actor.name, PROPOSE_DESTRUCTION, ledger().clock())]
    _role(approver.name, CONFIRM_DESTRUCTION, not_for=others)
    return retention.fix_term(
        name,
        months,
        basis=basis,
        reason=reason,
        approver=approver.name,
        actor=actor,
        at=to_micros(at),
        idem_key=idem_key,
    )


def _sees(account: str, kind: str, value: str) -> bool:
    return bool(count_events(scope_of(account, ledger().clock()), kind, value))


def _role(account: str, act: str, *, not_for: Sequence[str] = ()) -> str:
    """The role by which an account may do something; never one that comes from who must be another."""
    others = {person for one in not_for for person in persons_behind(account=one)}
    held = [one for one in roles_of(account, ledger().clock()) if act in one.role.may]
    if not held:
        raise NotEntitled("您没有办理这件事的权限。")
    if account in not_for or persons_behind(account=account) & others:
        raise OwnAct("须由两名不同的人员办理。")
    free = [one for one in held if not one.giver or not persons_behind(account=one.giver) & others]
    if not free:
        raise OwnAct("批准的权限不能来自提请人的委托。")
    return free[0].role.name
