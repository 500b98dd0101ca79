"""The verbs of the service: serve, jobs."""

from pathlib import Path
from typing import Annotated

import typer

from guiju.project.options import refuse
from guiju.values.errors import GuijuError

HostOption = Annotated[str, typer.Option("--host", help="在哪个地址上提供服务；默认只供本机使用。")]
PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 表示任选一个空闲的。")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""

    def serve(host: HostOption = "127.0.0.1", port: PortOption = 8000) -> None:
        """启动规矩服务：网页、签封、到期判断、后台任务都在这一个进程里。按 Ctrl-C 停止。"""
        from guiju.project.site.serving import run

        try:
            run(host, port, verbs=app, on_ready=lambda at: typer.echo(f"规矩服务已启动：{at}，按 Ctrl-C 停止。"))
        except GuijuError as error:
            refuse(error)
        typer.echo("规矩服务已停止。")

    app.command()(serve)
    app.command()(jobs)


def jobs(
    account: Annotated[
        str, typer.Option("--as", help="以哪个账号查看；不写则只看种类和状态。", show_default=False)
    ] = "",
    kind: Annotated[str, typer.Option("--kind", help="只看这一种任务。", show_default=False)] = "",
    page: Annotated[int, typer.Option("--page", min=1, help="第几页。")] = 1,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="把全部结果写成 Excel 工作簿。", show_default=False)
    ] = None,
) -> None:
    """后台任务：导入、导出、比对、备份办到哪里了。"""
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger():
            from guiju.project.site.jobs.desk import show_jobs

            show_jobs(account=account, kind=kind, page=page, xlsx=xlsx)
    except GuijuError as error:
        refuse(error)
