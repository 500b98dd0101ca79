"""What `guiju api` does between the bureau and the reader: tokens asked for, granted, ended and listed."""

from collections.abc import Sequence

import typer

from guiju.bureau.commands import ask_token, grant_token, revoke_token
from guiju.bureau.permissions.tokens import draw_token
from guiju.bureau.queries import MANY, list_tokens
from guiju.bureau.scope import operator_scope
from guiju.project import env
from guiju.project.ledger.bureau_desks.permissions import words
from guiju.project.ledger.listing import show_listing
from guiju.project.options import moment_of
from guiju.scores.reports.table import Column, Instant, Kind, Table
from guiju.screens.organisation.tokens import roles_said, state_badge
from guiju.values.clock import to_micros

_COLUMNS = (
    Column("编号"), Column("账号"), Column("角色", widest=40), Column("单位"), Column("状态"),
    Column("失效", Kind.INSTANT),
)  # fmt: skip


def ask(*, roles: Sequence[str], unit: str, until: str, by: str) -> None:
    """Ask for a token in the name of its holder; its secret is written once, to the terminal.

    Raises:
        PermissionRefused: he has not these roles on that unit, or the term is too long.
    """
    drawn, moment = draw_token(), moment_of(until)
    ask_token(drawn, roles=roles, unit=unit, valid_until=moment, **words(by))
    typer.echo(drawn.text)
    typer.echo(f"令牌编号 {drawn.name}：只显示这一次，请立即保存；由安全管理员批准后生效。", err=True)


def grant(name: str, *, by: str) -> None:
    """Grant a token in the name of a security administrator.

    Raises:
        PermissionRefused: he is none, or it is his own.
    """
    grant_token(name, **words(by))
    typer.echo(f"已批准，令牌 {name} 生效。")


def revoke(name: str, *, by: str) -> None:
    """End a token, or turn down what was asked for.

    Raises:
        PermissionRefused: there is none, or it is neither his own nor is he a security administrator.
    """
    revoke_token(name, **words(by))
    typer.echo(f"令牌 {name} 已撤销，立即失效。")


def show_tokens() -> None:
    """List all tokens; never their secrets."""
    now = to_micros(env.now())
    found = list_tokens(operator_scope(now), size=MANY).items
    rows = [
        (one.name, one.account, roles_said(one.roles), one.unit, str(state_badge(one, now).word), Instant(one.until))
        for one in found
    ]
    table = Table("tokens", "接口令牌", "", _COLUMNS, len(rows), lambda: iter(rows), "没有接口令牌。")
    show_listing(table, page=1, whole=table, xlsx=None)
