"""Delegation: a role that its holder lets somebody else exercise for a term, within his own and never further."""

from guiju.bureau.models import Delegation
from guiju.bureau.permissions.checks import Checks, PermissionRefused
from guiju.bureau.permissions.grants import check_capacity
from guiju.bureau.permissions.holding import own_roles
from guiju.bureau.permissions.seals import is_true_row, sealed
from guiju.bureau.roles import GRANT_ROLE
from guiju.bureau.wiring import role
from guiju.values.scope import FOREVER


def give(asked: Checks) -> None:
    """Let another account exercise one's own role.

    Raises:
        PermissionRefused: it is not one's own, not for a term, or to one's own other account.
    """
    giver, taker = asked.text("account"), asked.text("to_account")
    chosen, unit = role(asked.text("bureau_role")), asked.text("unit")
    asked.account(giver)
    account = asked.account(taker)
    if asked.one.actor != giver:
        raise PermissionRefused("只能委托自己的权限。", remedy="请由委托人本人提交。")
    asked.need_other(giver, taker, "不能委托给自己的另一个账号。")
    if not chosen.is_delegable or chosen.is_administrator:
        raise PermissionRefused(f"“{chosen.label}”不能委托。", remedy="请由两名安全管理员授予。")
    since, until = asked.term(chosen)
    if until == FOREVER:
        raise PermissionRefused("委托必须写明期限。", remedy="请填写失效时刻。")
    own = [held for held in own_roles(giver, asked.at) if held.role.name == chosen.name]
    if not own or not (asked.is_replay or any(held.covers(unit, asked.at) for held in own)):
        raise PermissionRefused("不能委托自己没有的权限，受托得来的权限也不能转委托。", remedy="请核对角色和单位。")
    check_capacity(account, chosen, asked.at)
    row = Delegation(
        event=asked.one.id, giver=giver, taker=taker, role=chosen.name, unit=unit, since=since, until=until
    )
    sealed(row).save(force_insert=True)


def withdraw(asked: Checks) -> None:
    """End a delegation: who gave it, who took it, or a security administrator.

    Raises:
        PermissionRefused: there is none that stands.
    """
    standing = Delegation.objects.filter(until__gt=asked.at)
    row = standing.filter(event=asked.ended("delegation", standing.values_list("event", flat=True))).first()
    if row is None or not is_true_row(row):
        raise PermissionRefused("没有这项委托，或者已经结束。", remedy="请核对委托编号。")
    if asked.one.actor not in (row.giver, row.taker):
        asked.need(GRANT_ROLE)
    row.until = max(asked.at, row.since)
    sealed(row).save()
