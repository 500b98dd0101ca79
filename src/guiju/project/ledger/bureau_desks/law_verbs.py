"""The verbs `guiju law …` that need this bureau's ledger: no logic of their own."""

from pathlib import Path
from typing import Annotated

import typer

from guiju.project.options import refuse
from guiju.project.progress import progress_bar
from guiju.values.errors import GuijuError


def register(law: typer.Typer) -> None:
    """Add the verbs to `guiju law`."""
    law.command("try")(try_)
    law.command("export")(export)
    law.command("import")(import_)


def try_(
    file: Annotated[Path, typer.Argument(help="改过的或新写的规则页（.yaml）；与现行同号的为替换")],
    days: Annotated[int, typer.Option("--days", min=1, max=3660, help="用近多少天的记录。")] = 365,
    account: Annotated[str, typer.Option("--as", help="以哪个账号的权限查看；尚无账号时不必写。")] = "",
) -> None:
    """用本单位账本里的记录试运行一页：哪些疑似问题会新增、消失，哪些到期时刻会移动；不记入账本。"""
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger(), progress_bar() as tell:
            from guiju.project.ledger.bureau_desks.law_desk import try_page

            lines = list(try_page(file, days=days, account=account, tell=tell))
    except GuijuError as error:
        refuse(error)
    for line in lines:
        typer.echo(line)


def export(
    folder: Annotated[Path, typer.Argument(help="写到哪个空目录")],
) -> None:
    """把现行的法条（随附的和本单位已发布的）写成规则包，用账本的密钥签名。"""
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger():
            from guiju.project.ledger.bureau_desks.law_desk import export_law

            pages = export_law(folder)
    except GuijuError as error:
        refuse(error)
    typer.echo(f"已写入 {folder}：{pages} 页，附签名清单。")


def import_(
    place: Annotated[Path, typer.Argument(help="上级机关的规则包：目录，或 .zip")],
    account: Annotated[str, typer.Option("--as", help="以哪个账号提请。")],
    reason: Annotated[str, typer.Option("--reason", help="提请的理由，如来文。")],
    key: Annotated[Path | None, typer.Option("--key", help="上级机关的公钥文件；默认用密钥目录里的。")] = None,
) -> None:
    """核对上级机关的规则包的签名，把与现行不同的各页提请发布；须由本单位另一人签发后才生效。"""
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger():
            from guiju.project.ledger.bureau_desks.law_desk import import_law

            lines = list(import_law(place, key=key, account=account, reason=reason))
    except GuijuError as error:
        refuse(error)
    for line in lines:
        typer.echo(line)
