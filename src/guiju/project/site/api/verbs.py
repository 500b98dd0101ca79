"""The verbs of the interface: guiju api …"""

from collections.abc import Callable
from types import ModuleType
from typing import Annotated

import typer

from guiju.project.options import refuse
from guiju.values.errors import GuijuError

api = typer.Typer(help="程序接口的令牌。", no_args_is_help=True)
ByOption = Annotated[str, typer.Option("--as", help="以哪个账号的名义办理；记录会写明由操作员代为录入。")]
NameArgument = Annotated[str, typer.Argument(help="令牌编号")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.add_typer(api, name="api")


@api.command()
def token(
    by: ByOption,
    role: Annotated[list[str], typer.Option("--role", help="用于哪个角色，可写多次；见 guiju bureau roles。")],
    unit: Annotated[str, typer.Option("--unit", help="用于哪个单位及其下级：单位代码。")],
    until: Annotated[str, typer.Option("--until", help="失效时刻，如 2026-12-31T00:00+08:00；最长 366 天。")],
) -> None:
    """以账号本人的名义申请令牌：密钥只显示这一次，由安全管理员批准后生效。"""
    _in_ledger(lambda: _desk().ask(roles=role, unit=unit, until=until, by=by))


@api.command()
def grant(name: NameArgument, by: ByOption) -> None:
    """由安全管理员批准令牌；不能批准自己的。"""
    _in_ledger(lambda: _desk().grant(name, by=by))


@api.command()
def revoke(name: NameArgument, by: ByOption) -> None:
    """撤销令牌，或不批准申请：本人或安全管理员。"""
    _in_ledger(lambda: _desk().revoke(name, by=by))


@api.command()
def tokens() -> None:
    """列出令牌：账号、角色、单位、状态、失效时刻。"""
    _in_ledger(lambda: _desk().show_tokens())


def _desk() -> ModuleType:
    from guiju.project.site.api import desk

    return desk


def _in_ledger(work: Callable[[], None]) -> None:
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger():
            work()
    except GuijuError as error:
        refuse(error)
