"""The verbs about 补录 and corrections: guiju corrections …"""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from guiju.project.options import refuse as tell_refusal
from guiju.values.errors import GuijuError

corrections = typer.Typer(help="补录和更正：提请、查看、批准、驳回，以及放行导入带来的更正。", no_args_is_help=True)
NumberArgument = Annotated[int, typer.Argument(help="编号，见 guiju corrections list")]
ViewOption = Annotated[str, typer.Option("--as", help="以哪个账号的权限查看；尚无账号时不必写。", show_default=False)]
ByOption = Annotated[str, typer.Option("--as", help="以哪个账号的名义办理；记录会写明由操作员代为录入。")]
ReasonOption = Annotated[str, typer.Option("--reason", help="理由。")]
HeldOption = Annotated[bool, typer.Option("--imported", help="编号是导入带来的更正。")]
FieldsOption = Annotated[
    list[str] | None, typer.Option("--set", help="一项内容，写成 名称=值，可写多次。", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.add_typer(corrections, name="corrections")


@corrections.command(name="list")
def list_(
    account: ViewOption = "",
    decided: Annotated[bool, typer.Option("--all", help="连同已经办理的。")] = False,
    page: Annotated[int, typer.Option("--page", min=1, help="第几页。")] = 1,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="把全部结果写成 Excel 工作簿。", show_default=False)
    ] = None,
) -> None:
    """列出等待决定的：导入带来的更正，有人提请的补录和更正。"""
    _in_ledger(lambda desk: desk.show_waiting(account=account, decided=decided, page=page, xlsx=xlsx))


@corrections.command()
def show(number: NumberArgument, account: ViewOption = "", imported: HeldOption = False) -> None:
    """并列显示现有记录和提请的内容，以及批准时须写明的内容摘要。"""
    if imported:
        _in_ledger(lambda desk: desk.show_held(number, account=account))
    else:
        _in_ledger(lambda desk: desk.show_proposal(number, account=account))


@corrections.command()
def record(
    kind: Annotated[str, typer.Argument(help="环节，如 cases.hearing_requested，见事件词汇表")],
    by: ByOption,
    reason: ReasonOption,
    at: Annotated[str, typer.Option("--at", help="发生时刻，如 2026-03-01T10:00。")],
    fields: FieldsOption = None,
) -> None:
    """提请补录一件已经发生而没有及时登记的事；另一人批准后才记入，登记时间以批准之时为准。"""
    _in_ledger(lambda desk: desk.propose_late(kind, at=at, fields=fields or [], reason=reason, by=by))


@corrections.command()
def correct(
    event: Annotated[int, typer.Argument(help="要更正的记录的编号")],
    by: ByOption,
    reason: ReasonOption,
    at: Annotated[str, typer.Option("--at", help="更正后的发生时刻；不写则不变。", show_default=False)] = "",
    fields: FieldsOption = None,
) -> None:
    """提请更正一条记录；另一人批准后，原记录和更正并存。"""
    _in_ledger(lambda desk: desk.propose_correction(event, at=at, fields=fields or [], reason=reason, by=by))


@corrections.command()
def release(
    number: NumberArgument,
    by: ByOption,
    content_hash: Annotated[
        str, typer.Option("--hash", help="看过的内容摘要，见 guiju corrections show。", show_default=False)
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="意见。", show_default=False)] = "",
    imported: HeldOption = False,
) -> None:
    """批准提请，或者（--imported）放行导入带来的一条更正。提请人、导入人和经办人不能批准。"""
    if imported:
        _in_ledger(lambda desk: desk.decide_held(number, is_refusal=False, reason=reason, by=by))
    else:
        _in_ledger(lambda desk: desk.decide(number, content_hash=content_hash, is_refusal=False, reason=reason, by=by))


@corrections.command()
def refuse(number: NumberArgument, by: ByOption, reason: ReasonOption, imported: HeldOption = False) -> None:
    """驳回提请（提请人本人则为撤回），或者（--imported）驳回导入带来的一条更正；账本不变。"""
    if imported:
        _in_ledger(lambda desk: desk.decide_held(number, is_refusal=True, reason=reason, by=by))
    else:
        _in_ledger(lambda desk: desk.decide(number, content_hash="", is_refusal=True, reason=reason, by=by))


def _in_ledger(do: Callable[[ModuleType], None]) -> None:
    """Do something at the desk of the opened ledger, or say in one line why not."""
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger():
            from guiju.project.ledger.bureau_desks import corrections as desk

            do(desk)
    except GuijuError as error:
        tell_refusal(error)
