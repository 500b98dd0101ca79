"""The verbs by which a county reports to its superior: guiju bundle …"""

from pathlib import Path
from typing import Annotated

import typer

from guiju.project import env
from guiju.project.ledger.opening import opened_ledger, read_ledger
from guiju.project.options import refuse
from guiju.project.progress import progress_bar
from guiju.values.errors import GuijuError

bundle = typer.Typer(name="bundle", help="报送包：县级账本签名上报，市级核对后收下。", no_args_is_help=True)
ByOption = Annotated[str, typer.Option("--by", help="谁办理；默认为操作系统账号。", show_default=False)]
AsOption = Annotated[str, typer.Option("--as", help="以哪个账号的名义办理；记录会写明由操作员代为录入。")]
CardArgument = Annotated[Path, typer.Argument(help="信任卡文件。")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    for verb in (export, card, trust, confirm):
        bundle.command()(verb)
    bundle.command(name="import")(import_)
    bundle.command(name="list")(list_)
    app.add_typer(bundle)


def export(
    out: Annotated[Path, typer.Argument(help="报送包文件，如 报送-0001.gjb。")],
    since: Annotated[
        int | None, typer.Option("--since", min=0, help="从第几号起；默认接着上一包。", show_default=False)
    ] = None,
    number: Annotated[
        int | None, typer.Option("--number", min=1, help="重新写出第几包，逐字节相同。", show_default=False)
    ] = None,
    by: ByOption = "",
) -> None:
    """县级：把上一包以来封存的记录写成一个签名文件。个人信息只带密文，密钥和材料不带；本单位内部的事只带叶值。"""
    from guiju.project.ledger.proof import bundle_desk

    try:
        if since is not None and number is not None:
            raise GuijuError(
                "--since 和 --number 只能写一个。", code="bundle.command", remedy="见 guiju bundle export --help。"
            )
        with opened_ledger(), progress_bar() as tell:
            made = bundle_desk.export(out, by=by or env.account(), since=since, number=number, progress=tell)
    except GuijuError as error:
        refuse(error)
    typer.echo(
        f"第 {made.number} 包已写入“{out}”：第 {made.first:,} 至 {made.size - 1:,} 号，"
        f"其中 {made.events:,} 条带内容。\n摘要 {made.digest}"
    )


def card(out: Annotated[Path, typer.Argument(help="信任卡文件，当面交给上级单位的两个人。")]) -> None:
    """县级：写出信任卡，即本账本的编号和公钥。更换签名密钥后须重新交一次。"""
    from guiju.project.ledger.proof import bundle_desk

    try:
        with opened_ledger():
            made = bundle_desk.write_card(out)
    except GuijuError as error:
        refuse(error)
    typer.echo(f"信任卡已写入“{out}”：账本 {made.ledger}，公钥编号 {made.key_id}。请在交接时口头核对编号。")


def trust(
    file: CardArgument,
    unit: Annotated[str, typer.Option("--unit", help="这本账是哪个单位的（12 位代码）。")],
    by: AsOption,
) -> None:
    """市级：提请信任一个下级单位的账本，须由另一人用 guiju bundle confirm 确认。"""
    from guiju.project.ledger.proof import bundle_desk

    try:
        with opened_ledger():
            number, said = bundle_desk.propose(file, unit, by=by)
    except GuijuError as error:
        refuse(error)
    typer.echo(
        f"已提请，编号 {number}：公钥编号 {said.key_id}。请另一人凭自己取得的信任卡执行 guiju bundle confirm {number}。"
    )


def confirm(number: Annotated[int, typer.Argument(help="提请编号。")], file: CardArgument, by: AsOption) -> None:
    """市级：另一人凭自己取得的信任卡确认；从此才收这本账的报送包。"""
    from guiju.project.ledger.proof import bundle_desk

    try:
        with opened_ledger():
            said = bundle_desk.confirm(number, file, by=by)
    except GuijuError as error:
        refuse(error)
    typer.echo(f"已确认：账本 {said.ledger}，公钥编号 {said.key_id}。")


def import_(file: Annotated[Path, typer.Argument(help="报送包文件。")], by: ByOption = "") -> None:
    """市级：核对报送包并收下；中断后再执行一次即接着收，收过的再收不增加记录，此前因单位未登记而没有带入的会补上。"""
    from guiju.project.ledger.proof import bundle_desk

    try:
        with opened_ledger(), progress_bar() as tell:
            done = bundle_desk.take(file, by=by or env.account(), progress=tell)
    except GuijuError as error:
        refuse(error)
    head, batch = done.checked.head, done.batch
    if done.was_known:
        more = f"补上此前未能带入的 {done.late:,} 条。" if done.late else "这次没有增加任何记录。"
        typer.echo(f"第 {head.number} 包已经收过，{more}")
        return
    assert batch is not None
    resumed = "（接着上次中断处）" if done.was_resumed else ""
    typer.echo(
        f"第 {head.number} 包已收妥{resumed}，批次 {batch.event}：单位 {done.checked.origin.unit}，"
        f"封存至第 {head.size - 1:,} 号。\n"
        f"  新记录 {batch.recorded:,}，以前收过 {batch.repeated:,}，未能带入 {batch.refused:,}，"
        f"只有叶值 {batch.rows - batch.recorded - batch.repeated - batch.refused:,}"
    )
    if batch.refused:
        typer.echo(f"  明细：guiju import --batch {batch.event}。单位登记后再执行一次同样的命令即可补上。")


def list_() -> None:
    """列出本账本制作过的报送包，和已确认的下级账本各收到哪里。"""
    from guiju.project.ledger.proof import bundle_desk

    try:
        with read_ledger():
            found = bundle_desk.standing()
    except GuijuError as error:
        refuse(error)
    for made in found.exported:
        typer.echo(f"制作 第 {made.number} 包：第 {made.first:,} 至 {made.size - 1:,} 号，摘要 {made.digest[:16]}…")
    for one in found.origins:
        last = f"第 {one.taken[-1].number} 包，至第 {one.held - 1:,} 号" if one.taken else "还没有收过"
        typer.echo(f"下级 {one.unit}：账本 {one.ledger}，公钥 {len(one.publics)} 把，{last}")
    if not found.exported and not found.origins:
        typer.echo("没有制作过报送包，也没有确认过下级账本。")
