"""Accounts, and the first four administrators."""

from guiju.bureau.models import Account, RoleGrant
from guiju.bureau.permissions.checks import Checks, PermissionRefused
from guiju.bureau.permissions.grants import end_grant, grant
from guiju.bureau.permissions.seals import sealed
from guiju.bureau.roles import AUDIT, KEEP_ACCOUNTS, RESET_SECOND_FACTOR, SECURITY, SYSTEM
from guiju.bureau.wiring import role
from guiju.values.scope import FOREVER

FOUNDERS = {SYSTEM: 1, SECURITY: 2, AUDIT: 1}
"""Whom the operator names when a ledger is opened: as few as two signatures need, and nobody ever after."""
PASSWORD, SECOND_FACTOR, RECOVERY_CODES = "password", "second_factor", "recovery_codes"
_RESETS = {PASSWORD: KEEP_ACCOUNTS, SECOND_FACTOR: RESET_SECOND_FACTOR}
"""Who gives a new password cannot take away the second factor: nobody alone becomes somebody else."""


def open_account(asked: Checks) -> None:
    """A way in for a natural person; until the administrators are named, the operator opens it.

    Raises:
        PermissionRefused: the name was used before, or the number is somebody else's.
    """
    name, person = asked.text("account"), asked.text("natural_person")
    officer = next(iter(asked.one.event.officers), "")
    if not name or not person:
        raise PermissionRefused("开立账号必须写明账号和自然人编号。", remedy="请补充后重新提交。")
    if Account.objects.filter(name=name).exists():
        raise PermissionRefused(f"账号“{name}”已经有过。", remedy="账号名不重复使用，请换一个。")
    if officer and Account.objects.filter(officer=officer).exclude(natural_person=person).exists():
        raise PermissionRefused(f"警号“{officer}”已登记为另一个自然人。", remedy="请核对自然人编号。")
    if is_founded():
        asked.need(KEEP_ACCOUNTS)
    row = Account(name=name, natural_person=person, officer=officer, opened_at=asked.at, closed_at=FOREVER)
    sealed(row).save(force_insert=True)


def close_account(asked: Checks) -> None:
    """The way in is shut, and every role of the account ends."""
    asked.need(KEEP_ACCOUNTS)
    row = asked.account(asked.text("account"))
    row.closed_at = asked.at
    sealed(row).save()
    for held in RoleGrant.objects.filter(account=row.name, until__gt=asked.at):
        end_grant(held, asked.at)


def reset_sign_in(asked: Checks) -> None:
    """How an account proves who it is was made new; of that itself nothing is told here, and no row changes.

    Raises:
        PermissionRefused: it is not the holder's own to do, nor that administrator's.
    """
    row, part = asked.account(asked.text("account")), asked.text("sign_in_part")
    if part not in (PASSWORD, SECOND_FACTOR, RECOVERY_CODES):
        raise PermissionRefused("没有写明重置的是哪一项登录凭据。", remedy="请重新打开页面后提交。")
    if asked.one.actor == row.name and asked.one.actor_kind != "operator":
        if part == SECOND_FACTOR:
            raise PermissionRefused("不能重置自己的第二重验证。", remedy="请由另一名安全管理员办理。")
        return
    if part not in _RESETS:
        raise PermissionRefused("备用口令只能由本人更换。", remedy="请由本人在“我的账号”中办理。")
    signer = asked.need(_RESETS[part])
    if asked.one.actor_kind != "operator":
        asked.need_other(signer, row.name, "不能重置自己的登录凭据。")


def found_administrator(asked: Checks) -> None:
    """One of the first administrators, named by the operator while there are not enough of them.

    Raises:
        PermissionRefused: they are all named.
    """
    chosen = role(asked.text("bureau_role"))
    if _named(chosen.capacity) >= FOUNDERS.get(chosen.capacity, 0):
        raise PermissionRefused("首任管理员只能在建账时设立一次。", remedy="请由两名安全管理员授予。")
    row = asked.account(asked.text("account"))
    if RoleGrant.objects.filter(natural_person=row.natural_person).exists():
        raise PermissionRefused("四名首任管理员必须是四个不同的人。", remedy="请核对自然人编号。")
    grant(asked, asked.one.id, row, chosen, "", (asked.at, FOREVER))


def is_founded() -> bool:
    """Tell whether all first administrators have been named."""
    return all(_named(capacity) >= number for capacity, number in FOUNDERS.items())


def _named(capacity: str) -> int:
    return RoleGrant.objects.filter(capacity=capacity).count()
