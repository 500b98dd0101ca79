"""Roles: proposed with one signature, granted with the second, revoked with one."""

from guiju.bureau.models import Account, Capacity, Delegation, RoleGrant, RoleProposal
from guiju.bureau.permissions.checks import Checks, PermissionRefused
from guiju.bureau.permissions.holding import may
from guiju.bureau.permissions.seals import is_true_row, sealed
from guiju.bureau.roles import GRANT_ROLE, PROPOSE_ROLE, Role
from guiju.bureau.wiring import role

PROPOSED, GRANTED, REFUSED = "proposed", "granted", "refused"


def propose(asked: Checks) -> None:
    """The first signature."""
    row = asked.account(asked.text("account"))
    chosen = role(asked.text("bureau_role"))
    signer = asked.need(PROPOSE_ROLE)
    asked.need_other(signer, row.name, "不能为自己提请授权。")
    since, until = asked.term(chosen)
    unit = asked.check_unit(chosen)
    proposal = RoleProposal(
        event=asked.one.id, account=row.name, role=chosen.name, unit=unit, since=since, until=until,
        proposer=signer, state=PROPOSED,
    )  # fmt: skip
    sealed(proposal).save(force_insert=True)


def refuse(asked: Checks) -> None:
    """The second signature is not given."""
    asked.need(GRANT_ROLE)
    waiting = RoleProposal.objects.filter(state=PROPOSED).values_list("event", flat=True)
    proposal = _open_proposal(asked.ended("proposal", waiting))
    proposal.state = REFUSED
    sealed(proposal).save()


def sign(asked: Checks) -> None:
    """The second signature, under exactly what was proposed.

    Raises:
        PermissionRefused: it is not the second, not another person's, or under something else.
    """
    proposal = _open_proposal(asked.other("proposal"))
    signer = asked.need(GRANT_ROLE)
    asked.need_other(signer, proposal.proposer, "提请人和批准人必须是两个不同的人。")
    asked.need_other(signer, proposal.account, "不能批准给自己的授权。")
    if not may(proposal.proposer, PROPOSE_ROLE, "", asked.at):
        raise PermissionRefused("提请人已不再是安全管理员，这份提请失效。", remedy="请重新提请。")
    chosen = role(proposal.role)
    if proposal.until <= asked.at:
        raise PermissionRefused("提请的期限已过。", remedy="请重新提请。")
    since, until = asked.term(chosen)
    unit = asked.check_unit(chosen)
    said = (asked.text("account"), asked.text("bureau_role"), unit, until)
    if said != (proposal.account, proposal.role, proposal.unit, proposal.until):
        raise PermissionRefused("批准的内容与提请的不一致。", remedy="请按提请的内容批准，或者驳回后重新提请。")
    term = max(since, proposal.since), until
    grant(asked, proposal.event, asked.account(proposal.account), chosen, unit, term)
    proposal.state = GRANTED
    sealed(proposal).save()


def revoke(asked: Checks) -> None:
    """One signature is enough to take away; whoever holds a role may also lay it down."""
    standing = RoleGrant.objects.filter(until__gt=asked.at)
    number = asked.ended("granted_by_event", standing.values_list("event", flat=True))
    held = standing.filter(event=number).first()
    if held is None:
        raise PermissionRefused("没有这项授权，或者已经结束。", remedy="请核对授权编号。")
    if asked.one.actor != held.account:
        asked.need(GRANT_ROLE)
    if not end_grant(held, asked.at):
        raise PermissionRefused("这项授权的记录与封印不符，本来就不生效。", remedy="请执行 guiju bureau check。")


def grant(asked: Checks, proposal: int, account: Account, chosen: Role, unit: str, term: tuple[int, int]) -> None:
    """Write a role down for an account, under what its holder is."""
    capacity = check_capacity(account, chosen, asked.at) or Capacity(
        holding=f"{chosen.capacity}|{account.natural_person}",
        natural_person=account.natural_person,
        kind=chosen.capacity,
    )
    capacity.save()
    held = RoleGrant(
        event=asked.one.id, proposal=proposal, account=account.name, natural_person=account.natural_person,
        capacity=chosen.capacity, role=chosen.name, unit=unit, since=term[0], until=term[1], holding=capacity,
    )  # fmt: skip
    sealed(held).save(force_insert=True)


def check_capacity(account: Account, chosen: Role, at: int) -> Capacity | None:
    """What the person is already, if that goes together with the role; a capacity without a standing role is over.

    Raises:
        PermissionRefused: he is an administrator of another kind, or works on cases.
    """
    person = account.natural_person
    capacity = Capacity.objects.filter(natural_person=person).first()
    names = Account.objects.filter(natural_person=person).values_list("name", flat=True)
    is_lent = chosen.is_administrator and Delegation.objects.filter(taker__in=list(names), until__gt=at).exists()
    is_other = capacity is not None and capacity.kind != chosen.capacity
    if is_lent or (is_other and RoleGrant.objects.filter(natural_person=person, until__gt=at).exists()):
        raise PermissionRefused(
            "系统、安全、审计管理员互相排斥，也不能兼任办案角色。", remedy="请先收回此人现有的角色和委托。"
        )
    if capacity is not None and is_other:
        RoleGrant.objects.filter(holding=capacity).update(holding=None)
        capacity.delete()
        return None
    return capacity


def end_grant(held: RoleGrant, at: int) -> bool:
    """Let a role end now, or never begin; False where its row bears no seal and granted nothing anyway."""
    if not is_true_row(held):
        return False
    held.until = max(at, held.since)
    sealed(held).save()
    return True


def _open_proposal(number: int) -> RoleProposal:
    row = RoleProposal.objects.filter(event=number, state=PROPOSED).first()
    if row is None or not is_true_row(row):
        raise PermissionRefused("没有等待批准的这份提请。", remedy="请核对提请编号。")
    return row
