"""The verbs by which anybody can see that the ledger is whole, and by which it is kept so."""

import json as json_text
from pathlib import Path
from typing import Annotated

import typer

from guiju.project import env
from guiju.project.ledger.opening import opened_ledger, read_ledger, upgrade_ledger
from guiju.project.options import refuse
from guiju.project.progress import progress_bar
from guiju.values.errors import GuijuError

ledger = typer.Typer(
    name="ledger", help="补齐较早版本的账本；账本受损之后由两人补回记录、另起新纪元。", no_args_is_help=True
)
ByOption = Annotated[str, typer.Option("--by", help="谁办理；默认为操作系统账号。", show_default=False)]
ApproverOption = Annotated[str, typer.Option("--approver", help="谁批准，须为另一人。")]
ReasonOption = Annotated[str, typer.Option("--reason", help="理由，写入账本。")]
JsonFlag = Annotated[bool, typer.Option("--json", help="以 JSON 输出。")]
_MARKS = {"ok": ("✓", "green"), "warn": ("！", "yellow"), "bad": ("✗", "red")}


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    for verb in (verify, receipt, backup, doctor):
        app.command()(verb)
    ledger.command(name="upgrade")(upgrade)
    ledger.command(name="roles")(roles)
    ledger.command(name="repair")(repair)
    ledger.command(name="restore-accept")(restore_accept)
    app.add_typer(ledger)


def verify(
    full: Annotated[bool, typer.Option("--full", help="连同数据库文件的每一页一并检查。")] = False,
    dump: Annotated[Path | None, typer.Option("--dump", help="保留导出文件。", show_default=False)] = None,
    tool: Annotated[Path | None, typer.Option("--tool", help="只写出单文件核对程序。", show_default=False)] = None,
    held: Annotated[
        list[Path] | None, typer.Option("--held", help="外部持有的检查点或回执。", show_default=False)
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", help="可信公钥文件；默认为密钥目录中的公钥。", show_default=False)
    ] = None,
    json: JsonFlag = False,
) -> None:
    """核对整本账本：导出后由单文件核对程序检查。退出码：0 完好，1 有问题，2 无法核对。"""
    try:
        if tool is not None:
            _write_tool(tool)
            return
        from guiju.project.ledger.proof.verify_desk import lines_of
        from guiju.project.ledger.proof.verify_desk import verify as check

        with read_ledger():
            verdict = check(is_full=full, dump=dump, held=held or [], key=key)
    except GuijuError as error:
        refuse(error)
    typer.echo(
        json_text.dumps(verdict.to_json(), ensure_ascii=False, indent=1) if json else "\n".join(lines_of(verdict))
    )
    raise typer.Exit(verdict.status)


def _write_tool(path: Path) -> None:
    from guiju.facts.proof.verifier import write_tool
    from guiju.project.ledger.proof.dumping import NotWritten

    try:
        write_tool(path)
    except OSError as error:
        raise NotWritten(f"“{path.name}”写不进去：{error.strerror}。") from error
    typer.echo(f"核对程序已写入“{path}”。运行：python3 -I -S {path.name} 导出文件 --key 公钥文件")


def receipt(
    event: Annotated[str, typer.Argument(help="记录编号或短码（G1-…）。", show_default=False)] = "",
    json: Annotated[Path | None, typer.Option("--json", help="写成 JSON。", show_default=False)] = None,
    html: Annotated[Path | None, typer.Option("--html", help="写成可离线自行核对的网页。", show_default=False)] = None,
    png: Annotated[Path | None, typer.Option("--png", help="二维码写成 PNG。", show_default=False)] = None,
    svg: Annotated[Path | None, typer.Option("--svg", help="二维码写成 SVG。", show_default=False)] = None,
    check: Annotated[Path | None, typer.Option("--check", help="核对一份 JSON 回执。", show_default=False)] = None,
) -> None:
    """出具一条记录的回执，或用 --check 核对回执。退出码：0 有效，1 缺失、被改动或不成立，2 无法办理。"""
    try:
        if check is not None:
            raise typer.Exit(_check_receipt(check))
        from guiju.project.ledger.proof.receipt_desk import Forms, hand_out

        with read_ledger():
            given = hand_out(event, Forms(json, html, png, svg))
    except GuijuError as error:
        refuse(error)
    if any((json, html, png, svg)):
        typer.echo(f"回执已写出。短码 {given.code}，封存序号 {given.said['index']}。")
        return
    from guiju.facts.proof.receipt_page import qr_in_terminal

    typer.echo(f"{qr_in_terminal(given)}\n短码 {given.code}\n叶值 {given.leaf.hex()}\n封存序号 {given.said['index']}")


def _check_receipt(file: Path) -> int:
    from guiju.facts.proof.receipt_check import Standing
    from guiju.project.ledger.proof.receipt_desk import hold_against

    with read_ledger():
        found = hold_against(file)
    typer.echo(found.sentence)
    if found.differences:
        typer.echo(f"不一致之处：{'、'.join(found.differences)}")
    return 0 if found.standing is Standing.VALID else 1


def backup(
    folder: Annotated[Path, typer.Argument(help="备份目录；写 drill 则演练恢复。")],
    drilled: Annotated[Path | None, typer.Argument(help="演练时：备份所在的目录。", show_default=False)] = None,
    into: Annotated[
        str, typer.Option("--into", help="演练时：一个空的 PostgreSQL 库的地址。", show_default=False)
    ] = "",
    by: ByOption = "",
) -> None:
    """备份账本：guiju backup 目录。演练恢复最近一份备份并核对：guiju backup drill 目录。"""
    from guiju.project.ledger.proof.backup_desk import NoBackup, back_up, drill

    try:
        with opened_ledger():
            if str(folder) != "drill":
                made = back_up(folder, by=by or env.account())
                typer.echo(f"备份已完成：“{made.folder}”，{made.said['records']} 条记录，检查点 {made.size}。")
                return
            if drilled is None:
                raise NoBackup("请写明备份所在的目录。")
            found = drill(drilled, by=by or env.account(), into=into)
    except GuijuError as error:
        refuse(error)
    typer.echo(f"演练通过：{found.records} 条记录恢复后逐字节一致，树根 {found.root}，用时 {found.seconds:.1f} 秒。")


def doctor(json: JsonFlag = False) -> None:
    """一屏看清账本的状况和要做的事。退出码：0 没有问题，1 有问题。"""
    from guiju.project.ledger.proof.doctor_desk import Light, examine

    try:
        with read_ledger():
            found = examine()
    except GuijuError as error:
        refuse(error)
    if json:
        typer.echo(json_text.dumps([one.to_json() for one in found], ensure_ascii=False, indent=1))
    for one in found if not json else ():
        mark, colour = _MARKS[one.light.value]
        typer.secho(f"{mark} {one.name}：{one.told}", fg=colour)
        if one.remedy:
            typer.echo(f"    {one.remedy}")
    raise typer.Exit(1 if any(one.light is Light.BAD for one in found) else 0)


def upgrade() -> None:
    """把较早版本建立的账本补齐：密钥、数据库表，并从账本重新得出各表；已有记录一条不改。"""
    try:
        with progress_bar() as tell:
            made = upgrade_ledger(tell)
    except GuijuError as error:
        refuse(error)
    if not made:
        typer.echo("账本不缺什么，没有改动。")
        return
    typer.echo(f"已补齐：{'、'.join(made)}。")
    typer.echo(f"密钥在“{env.keys_folder()}”：请由另一名管理员另行备份，不要与数据库备份放在一起。")


def roles() -> None:
    """PostgreSQL：为应用设立只能查询和追加账本的角色。须设 GUIJU_DATABASE（应用）和 GUIJU_DATABASE_OWNER（所有者）。"""
    from guiju.project.ledger.database import RolesRefused, migrate
    from guiju.project.ledger.opening import start_django

    try:
        if not env.database_owner():
            raise RolesRefused("没有写明所有者。")
        start_django()
        migrate()
    except GuijuError as error:
        refuse(error)
    typer.echo("应用的角色已设立：对账本各表只能查询和追加。执行 guiju doctor 核对；所有者的密码请另行保管。")


def repair(
    source: Annotated[Path, typer.Option("--from", help="备份目录。")],
    approver: ApproverOption,
    reason: ReasonOption,
    by: ByOption = "",
) -> None:
    """从通过核对的备份补回缺失或被改动的已封存记录，逐字节复原；受损的状态先行留证。"""
    from guiju.project.ledger.proof.mending_desk import mend

    try:
        with opened_ledger():
            done = mend(source, by=by or env.account(), approver=approver, reason=reason)
    except GuijuError as error:
        refuse(error)
    typer.echo(
        f"补回 {len(done.repaired.indices)} 条记录、{done.repaired.copies} 行索引；受损状态留存于“{done.evidence}”。"
    )
    for index, place in done.repaired.taken:
        typer.echo(f"序号 {index} 未能补回：{place}的位置已被后来的记录占用。")
    typer.echo("账本完好。" if not done.left else f"仍有 {done.left} 处问题，请执行 guiju verify。")
    raise typer.Exit(1 if done.left else 0)


def restore_accept(approver: ApproverOption, reason: ReasonOption, by: ByOption = "") -> None:
    """确认数据库是从备份恢复的：两人签认，写入账本，另起新纪元。"""
    from guiju.project.ledger.proof.mending_desk import accept

    try:
        with opened_ledger(is_restored=True):
            stands, signed = accept(by=by or env.account(), approver=approver, reason=reason)
    except GuijuError as error:
        refuse(error)
    typer.echo(f"已另起新纪元：从大小 {stands} 继续，此前曾签至 {signed}。丢失的部分请凭回执和外部检查点查明。")
