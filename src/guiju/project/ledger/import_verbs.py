"""The verb about imports: a file into the ledger, and what came of it."""

from pathlib import Path
from typing import Annotated

import typer

from guiju.project.options import MappingOption, refuse
from guiju.values.errors import GuijuError


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command(name="import")(import_)


def import_(
    file: Annotated[Path | None, typer.Argument(help="要导入的文件：.csv .csv.gz .xlsx .parquet .xes .xes.gz")] = None,
    source: Annotated[
        str, typer.Option("--source", help="数据来自哪个系统，每次用同一名称。", show_default=False)
    ] = "",
    mapping: MappingOption = None,
    unit: Annotated[str, typer.Option("--unit", help="没有写明单位的行属于哪个单位。", show_default=False)] = "",
    by: Annotated[str, typer.Option("--by", help="由谁导入、放行或驳回。", show_default=False)] = "",
    batches: Annotated[bool, typer.Option("--batches", help="列出全部批次。")] = False,
    batch: Annotated[int | None, typer.Option("--batch", help="列出一个批次的更正、拒绝的行和缺失。")] = None,
    release: Annotated[int | None, typer.Option("--release", help="放行一个批次的更正。")] = None,
    reject: Annotated[int | None, typer.Option("--reject", help="驳回一个批次的更正。")] = None,
    reason: Annotated[str, typer.Option("--reason", help="放行或驳回的理由。", show_default=False)] = "",
    search: Annotated[str, typer.Option("--search", help="批次、数据源、文件名或导入人。", show_default=False)] = "",
    page: Annotated[int, typer.Option("--page", min=1, help="第几页。")] = 1,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="把全部结果写成 Excel 工作簿。", show_default=False)
    ] = None,
) -> None:
    """把文件导入账本；中断后再执行一次即接着导入，同一文件再导入不增加记录，内容有改动的行待他人放行后才更正。"""
    from guiju.project import env
    from guiju.project.ledger import batch_lists, import_desk
    from guiju.project.ledger.opening import opened_ledger

    try:
        chosen = [file is not None, batches, batch is not None, release is not None, reject is not None]
        if sum(chosen) != 1:
            raise import_desk.Undecided("请写一个要导入的文件，或者 --batches、--batch、--release、--reject 之一。")
        with opened_ledger():
            if file is not None:
                import_desk.run_import(file, source=source, mapping=mapping, unit=unit, by=by or env.account())
            elif batches:
                batch_lists.show_batches(search=search, page=page, xlsx=xlsx)
            elif batch is not None:
                batch_lists.show_batch(batch, page=page, xlsx=xlsx)
            else:
                import_desk.decide(released=release, rejected=reject, by=by, reason=reason)
    except GuijuError as error:
        refuse(error)
