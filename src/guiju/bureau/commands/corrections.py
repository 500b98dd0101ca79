"""Who may approve what another began; nobody approves what he did himself, in whatever shape he comes back."""

from guiju.bureau.permissions.holding import persons_behind, roles_of, whole_roles
from guiju.bureau.roles import APPROVE_CORRECTION, Role
from guiju.bureau.wiring import wiring
from guiju.values.errors import GuijuError


class OwnAct(GuijuError):
    """Somebody was to approve what he, or who lent him the right to approve, did himself."""

    code = "bureau.own_act"
    remedy = "请由与此事无关的另一名有权人员批准。"


def may_approve(
    approver: str, initiator: str, *, at: int, act: str = APPROVE_CORRECTION, unit: str = "",
    unit_at: int | None = None, kind: str = "",
) -> bool:  # fmt: skip
    """Tell whether an account may approve what an account (or a natural person) began.

    They must be two human beings, whatever accounts, numbers and posts each of them has or had; and the right to
    approve must not come, through delegation, from who began it. ``unit_at`` is the instant at which the unit must
    have lain within the approver's reach, by default ``at``. ``kind`` is the event's type: what is withheld from those
    concerned is decided only by who handles it.
    """
    began = persons_behind(account=initiator) | {initiator}
    if persons_behind(account=approver) & began or approver == initiator:
        return False
    then = at if unit_at is None else unit_at
    return any(
        act in held.role.may and held.answers_for(unit, then, at)
        for held in roles_of(approver, at)
        if _handles(held.role, kind) and (not held.giver or not persons_behind(account=held.giver) & began)
    )


def lenders(account: str, act: str, at: int) -> list[str]:
    """Who had lent an account the right to do something, where it had no such right of its own at that instant."""
    givers = [held.giver for held in whole_roles(account, at) if act in held.role.may]
    return [] if "" in givers else sorted(set(givers))


def reaches(account: str, act: str, unit: str, then: int, now: int, kind: str = "") -> bool:
    """Tell whether an account may do something with a record of a unit from ``then``, an event of type ``kind``."""
    return any(
        act in held.role.may and held.answers_for(unit, then, now) and _handles(held.role, kind)
        for held in roles_of(account, now)
    )


def _handles(role: Role, kind: str) -> bool:
    """Whether a role has to do with a type of event at all, where that is one which those concerned are not shown."""
    return not kind.startswith(wiring().withheld) or kind.startswith(role.kinds)


def took_part(approver: str, writer: str, officers: tuple[str, ...]) -> bool:
    """Tell whether an account is the human being who wrote something, or one of the officers who did it."""
    persons = persons_behind(account=approver)
    others = [persons_behind(account=writer), *(persons_behind(officer=number) for number in officers)]
    return approver == writer or any(persons & other for other in others)
