"""The verbs by which somebody outside bears witness of the ledger."""

from pathlib import Path
from typing import Annotated

import typer

from guiju.project import env
from guiju.project.ledger.opening import opened_ledger, read_ledger
from guiju.project.options import refuse
from guiju.values.errors import GuijuError

witness = typer.Typer(name="witness", help="由账本以外的人见证：送签、收回签名、打印树根留存单。", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    for verb in (request, take, status, tool, paper):
        witness.command()(verb)
    app.add_typer(witness)


def request(
    out: Annotated[Path, typer.Argument(help="请求文件，交给每个见证方；五分钟内签认有效。")],
    by: Annotated[str, typer.Option("--by", help="谁送签；默认为操作系统账号。", show_default=False)] = "",
) -> None:
    """封存当前账本，写出送签请求。送签本身也写入账本。"""
    from guiju.project.ledger.proof import witness_desk

    try:
        with opened_ledger():
            name, size = witness_desk.request(out, by=by or env.account())
    except GuijuError as error:
        refuse(error)
    typer.echo(f"请求已写入“{out}”：账本 {name}，检查点大小 {size}。请在五分钟内交见证方签认。")


def take(answer: Annotated[Path, typer.Argument(help="见证方的答复文件。")]) -> None:
    """收回见证方的签名，核对后存入账本。退出码：0 已签认，1 见证方拒绝，2 答复不可信。"""
    from guiju.facts.witness.asking import Taken
    from guiju.project.ledger.proof import witness_desk

    try:
        with opened_ledger():
            found = witness_desk.take(answer)
    except GuijuError as error:
        refuse(error)
    if isinstance(found, Taken):
        done = "签名已存入账本" if found.is_new else "签名早已在账本里"
        typer.echo(f"见证方“{found.witness}”签认至大小 {found.size}，{witness_desk.local(found.signed_at)}。{done}。")
    if found.refused:
        typer.secho(f"见证方拒绝了这次送签：{found.refused}", fg="red", err=True)
        raise typer.Exit(1)


def status() -> None:
    """各见证方签认到哪里。退出码：0 一天以内，1 超过一天或从未签认。"""
    from guiju.project.ledger.proof import witness_desk

    try:
        with read_ledger():
            found, is_due = witness_desk.vouched()
    except GuijuError as error:
        refuse(error)
    for one in found.states:
        told = "从未签认"
        if one.size is not None and one.signed_at is not None:
            told = f"签认至大小 {one.size}，{witness_desk.local(one.signed_at)}"
        typer.echo(f"{one.name}（{one.key_id}）：{told}")
    if found.since is not None:
        typer.echo(f"须有 {found.need} 个见证方：已签认至大小 {found.size}，{witness_desk.local(found.since)}。")
    if is_due:
        told = "还没有足够的见证方签认过" if found.since is None else "最近一次签认已超过一天"
        typer.secho(f"{told}，请执行 guiju witness request。", fg="yellow")
        raise typer.Exit(1)


def tool(out: Annotated[Path, typer.Argument(help="单文件见证程序，如 guiju-witness.py。")]) -> None:
    """写出见证方的单文件程序，由见证方在自己的机器上运行。"""
    from guiju.facts.witness.tool import write_tool
    from guiju.project.ledger.proof.dumping import NotWritten

    try:
        try:
            write_tool(out)
        except OSError as error:
            raise NotWritten(f"“{out.name}”写不进去：{error.strerror}。") from error
    except GuijuError as error:
        refuse(error)
    typer.echo(f"见证程序已写入“{out}”。见证方在自己的机器上运行：python3 -I -S {out.name} init --home 目录")


def paper(out: Annotated[Path, typer.Argument(help="网页文件，供打印。")]) -> None:
    """把最后一个检查点的树根写成可打印的留存单，带二维码。"""
    from guiju.project.ledger.proof import witness_desk

    try:
        with read_ledger():
            size = witness_desk.write_paper(out)
    except GuijuError as error:
        refuse(error)
    typer.echo(f"留存单已写入“{out}”，检查点大小 {size}。请打印、签字，由账本以外的人保管。")
