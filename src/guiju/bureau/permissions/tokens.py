"""Tokens of the interface: asked for by whom they act for, granted by a security administrator who never sees them."""

import hmac
import secrets
from dataclasses import dataclass

from django.db import connection

from guiju.bureau.events import TOKEN_ASKED
from guiju.bureau.models import ApiToken
from guiju.bureau.permissions.checks import Checks, PermissionRefused
from guiju.bureau.permissions.holding import Narrowing, roles_of
from guiju.bureau.permissions.seals import is_true_row, sealed
from guiju.bureau.roles import GRANT_ROLE
from guiju.bureau.wiring import wiring
from guiju.facts.tables.places import path_at
from guiju.values.clock import DAY_SECONDS, SECOND
from guiju.values.scope import FOREVER

ASKED, GRANTED, REVOKED = "asked", "granted", "revoked"
LONGEST_DAYS = 366
_MARK, _PARTS, _OPERATOR = "guiju", 3, "operator"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A token that was just drawn: ``secret`` is shown once to whoever asked for it, the ledger keeps ``digest``."""

    name: str
    secret: str
    digest: str

    @property
    def text(self) -> str:
        """What a program sends along."""
        return f"{_MARK}_{self.name}_{self.secret}"


def draw_token() -> Drawn:
    """A name and a secret that nobody can guess."""
    name, secret = secrets.token_hex(8), secrets.token_hex(32)
    return Drawn(name, secret, _digest(name, secret))


def find_token(text: str, at: int) -> ApiToken | None:
    """The token that somebody sent, if it opens anything at that instant: granted, running, and written by Guiju."""
    parts = text.split("_")
    if len(parts) != _PARTS or parts[0] != _MARK or not text.isascii():
        return None
    row = ApiToken.objects.filter(name=parts[1], state=GRANTED, since__lte=at, until__gt=at).first()
    if row is None or not is_true_row(row) or not hmac.compare_digest(row.digest, _digest(parts[1], parts[2])):
        return None
    return row


def narrowing_by(row: ApiToken) -> Narrowing:
    """How far a token reaches at most."""
    return Narrowing(row.account, tuple(row.roles.split(",")), row.unit)


def find_narrowing(name: str, at: int) -> Narrowing | None:
    """The same of a token by its name, for work that goes on after it was asked for; None where it has ended."""
    row = ApiToken.objects.filter(name=name, state=GRANTED, since__lte=at, until__gt=at).first()
    return narrowing_by(row) if row is not None and is_true_row(row) else None


def ask(asked: Checks) -> None:
    """The first signature: of whoever the token is to act for.

    Raises:
        PermissionRefused: it is for another account, for roles that he has not or on other units, or without a term.
    """
    account, unit = asked.account(asked.text("account")), asked.text("unit")
    if asked.one.actor != account.name:
        raise PermissionRefused("令牌只能由账号本人申请。", remedy="请由本人登录后申请。")
    since, until = _term(asked)
    wanted = asked.text("token_roles").split(",")
    if not asked.is_replay:
        _check_reach(asked, account.name, wanted, unit)
    if ApiToken.objects.filter(name=asked.text("token")).exists():
        raise PermissionRefused("这个令牌已经申请过。", remedy="请重新申请。")
    row = ApiToken(
        name=asked.text("token"), account=account.name, roles=",".join(wanted), unit=unit,
        digest=asked.text("token_digest"), asked_at=asked.at, since=since, until=until, state=ASKED,
    )  # fmt: skip
    sealed(row).save(force_insert=True)


def sign(asked: Checks) -> None:
    """The second signature, under exactly what was asked for; the term begins with it.

    Raises:
        PermissionRefused: it is not another person's, not a security administrator's, or under something else; or an
            operator typed both.
    """
    row = _standing(asked, (ASKED,))
    signer = asked.need(GRANT_ROLE)
    asked.need_other(signer, row.account, "不能批准自己申请的令牌。")
    asked.account(row.account)
    _need_another_hand(asked, row)
    _, until = _term(asked)
    said = tuple(asked.text(name) for name in ("account", "token_digest", "token_roles", "unit"))
    if said != (row.account, row.digest, row.roles, row.unit) or until != row.until:
        raise PermissionRefused("批准的内容与申请的不一致。", remedy="请重新打开申请核对后批准。")
    row.since, row.state = asked.at, GRANTED
    sealed(row).save()


def revoke(asked: Checks) -> None:
    """One signature is enough to end it, or to turn it down: the holder's own or a security administrator's."""
    row = _standing(asked, (ASKED, GRANTED))
    if asked.one.actor != row.account:
        asked.need(GRANT_ROLE)
    row.state, row.until = REVOKED, min(row.until, asked.at)
    sealed(row).save()


def _standing(asked: Checks, states: tuple[str, ...]) -> ApiToken:
    row = ApiToken.objects.filter(name=asked.text("token"), state__in=states).first()
    if row is None or not is_true_row(row):
        raise PermissionRefused("没有这个令牌，或者已经办理过。", remedy="请核对令牌编号。")
    return row


def _need_another_hand(asked: Checks, row: ApiToken) -> None:
    # Whoever holds the machine types in any name: two names typed there are not two human beings.
    if asked.is_replay or asked.one.actor_kind != _OPERATOR:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM event WHERE stream = %s AND type = %s AND recorded_at = %s AND actor_kind = %s",
            (asked.one.stream, TOKEN_ASKED, row.asked_at, _OPERATOR),
        )
        if cursor.fetchone() is not None:
            raise PermissionRefused(
                "申请和批准不能都由操作员代为录入。", remedy="请由安全管理员本人登录后，在“接口令牌”页面批准。"
            )


def _term(asked: Checks) -> tuple[int, int]:
    until = asked.instant("valid_until", FOREVER)
    if until - asked.at > LONGEST_DAYS * DAY_SECONDS * SECOND:
        raise PermissionRefused(f"令牌必须写明失效时刻，最长{LONGEST_DAYS}天。", remedy="请缩短期限。")
    if until <= asked.at:
        raise PermissionRefused("失效时刻已过。", remedy="请核对期限。")
    return asked.at, until


def _check_reach(asked: Checks, account: str, wanted: list[str], unit: str) -> None:
    if not unit or path_at(unit, asked.at) is None:
        raise PermissionRefused(f"没有单位“{unit}”。" if unit else "令牌必须写明单位。", remedy="请核对单位代码。")
    held = roles_of(account, asked.at)
    for name in wanted:
        own = [one for one in held if one.role.name == name]
        if any(one.role.is_administrator for one in own):
            raise PermissionRefused("管理员角色不发接口令牌。", remedy="请在页面上办理管理事项。")
        if not any(one.covers(unit, asked.at) for one in own):
            raise PermissionRefused("令牌不能超出本人的角色和单位。", remedy="请核对角色和单位。")


def _digest(name: str, secret: str) -> str:
    return hmac.digest(wiring().permission_key, f"api token\n{name}\n{secret}".encode(), "sha256").hex()
