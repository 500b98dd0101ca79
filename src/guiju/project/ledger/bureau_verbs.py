"""The verbs about units, people, accounts and roles: guiju bureau …"""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Annotated, TypeVar

import typer

from guiju.project.options import refuse
from guiju.values.errors import GuijuError

T = TypeVar("T")
bureau = typer.Typer(help="单位、人员、账号与授权。", no_args_is_help=True)
FileArgument = Annotated[Path, typer.Argument(help="清单文件：.csv .csv.gz .xlsx")]
PageOption = Annotated[int, typer.Option("--page", min=1, help="第几页。")]
XlsxOption = Annotated[Path | None, typer.Option("--xlsx", help="把全部结果写成 Excel 工作簿。", show_default=False)]
SearchOption = Annotated[str, typer.Option("--search", help="名称的一部分，或代码、警号的开头。", show_default=False)]
ByOption = Annotated[str, typer.Option("--as", help="以哪个账号的名义办理；记录会写明由操作员代为录入。")]
UnitOption = Annotated[str, typer.Option("--unit", help="单位代码。", show_default=False)]
UntilOption = Annotated[str, typer.Option("--until", help="失效时刻，如 2026-12-31T00:00+08:00。", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.add_typer(bureau, name="bureau")


@bureau.command()
def units(file: FileArgument) -> None:
    """导入单位清单；同一清单再导入不增加记录。有拒绝的行时退出码为 1。"""
    refused = _in_ledger(lambda: len(_registers().take_in_units(file).refused))
    raise typer.Exit(1 if refused else 0)


@bureau.command()
def roster(file: FileArgument) -> None:
    """导入花名册，一行一个岗位；同一花名册再导入不增加记录。有拒绝的行时退出码为 1。"""
    refused = _in_ledger(lambda: len(_registers().take_in_roster(file).refused))
    raise typer.Exit(1 if refused else 0)


@bureau.command(name="list")
def list_(
    people: Annotated[bool, typer.Option("--people", help="列出人员；不写则列出单位。")] = False,
    unit: UnitOption = "",
    search: SearchOption = "",
    page: PageOption = 1,
    xlsx: XlsxOption = None,
) -> None:
    """列出单位，或者（--people、--unit）在岗人员。"""
    if people or unit:
        _in_ledger(lambda: _registers().show_people(unit=unit, text=search, page=page, xlsx=xlsx))
    else:
        _in_ledger(lambda: _registers().show_units(text=search, page=page, xlsx=xlsx))


@bureau.command()
def found(
    system: Annotated[str, typer.Option("--system", help="系统管理员的警号，也是账号名。")],
    security: Annotated[list[str], typer.Option("--security", help="安全管理员的警号，须写两次。")],
    audit: Annotated[str, typer.Option("--audit", help="审计管理员的警号，也是账号名。")],
) -> None:
    """设立首任管理员：四个不同的人，只能设立一次。"""
    if len(security) != 2:
        refuse(GuijuError("安全管理员须为两名。", code="bureau.founders", remedy="请写两次 --security。"))
    _in_ledger(lambda: _permissions().found(system, security[0], security[1], audit))


@bureau.command()
def account(
    name: Annotated[str, typer.Argument(help="账号名")],
    by: ByOption,
    officer: Annotated[str, typer.Option("--officer", help="警号。", show_default=False)] = "",
    person: Annotated[str, typer.Option("--person", help="自然人编号；没有警号时必填。", show_default=False)] = "",
    close: Annotated[bool, typer.Option("--close", help="注销这个账号。")] = False,
) -> None:
    """由系统管理员开立（或注销）账号。"""
    _in_ledger(lambda: _permissions().account(name, officer=officer, person=person, is_closing=close, by=by))


@bureau.command()
def code(name: Annotated[str, typer.Argument(help="账号名")], by: ByOption) -> None:
    """签发设置密码的一次性口令，24 小时内有效，只显示这一次；首任管理员没有数字证书时由此开始。"""
    _in_ledger(lambda: _permissions().give_code(name, by=by))


@bureau.command()
def propose(
    name: Annotated[str, typer.Argument(help="账号名")],
    role: Annotated[str, typer.Argument(help="角色，见 guiju bureau roles")],
    by: ByOption,
    unit: UnitOption = "",
    until: UntilOption = "",
) -> None:
    """由一名安全管理员提请授予角色；另一名批准后才生效。"""
    _in_ledger(lambda: _permissions().propose(name, role, unit=unit, until=until, by=by))


@bureau.command()
def grant(proposal: Annotated[int, typer.Argument(help="提请编号")], by: ByOption) -> None:
    """由另一名安全管理员批准授予。"""
    _in_ledger(lambda: _permissions().grant(proposal, by=by))


@bureau.command()
def revoke(
    number: Annotated[int, typer.Argument(help="授权编号；--delegation 时为委托编号")],
    by: ByOption,
    delegation: Annotated[bool, typer.Option("--delegation", help="撤回的是委托。")] = False,
) -> None:
    """收回角色，或者撤回委托。"""
    _in_ledger(lambda: _permissions().revoke(number, is_delegation=delegation, by=by))


@bureau.command()
def delegate(
    role: Annotated[str, typer.Argument(help="角色，见 guiju bureau roles")],
    to_account: Annotated[str, typer.Argument(help="受托账号")],
    unit: Annotated[str, typer.Option("--unit", help="单位代码。")],
    until: Annotated[str, typer.Option("--until", help="失效时刻，如 2026-12-31T00:00+08:00。")],
    by: ByOption,
) -> None:
    """把自己的角色在一个单位、一段时间内委托给他人；受托人不能再委托。"""
    _in_ledger(lambda: _permissions().delegate(role, to_account, unit=unit, until=until, by=by))


@bureau.command()
def grants(
    name: Annotated[str, typer.Argument(help="账号名；不写则列出全部")] = "",
) -> None:
    """列出现行的授权、待批的提请和委托。"""
    _in_ledger(lambda: _permissions().show(name))


@bureau.command()
def roles() -> None:
    """列出可用的角色。"""
    _in_ledger(lambda: _permissions().show_roles())


@bureau.command()
def check() -> None:
    """逐行核对授权的封印，并与账本比对；有不符时退出码为 1。"""
    if not _in_ledger(lambda: _permissions().check()):
        raise typer.Exit(1)


def _registers() -> ModuleType:
    """The desk of units and people: its tables are known once Django stands."""
    from guiju.project.ledger.bureau_desks import registers

    return registers


def _permissions() -> ModuleType:
    """The desk of accounts and roles: its tables are known once Django stands."""
    from guiju.project.ledger.bureau_desks import permissions

    return permissions


def _in_ledger(do: Callable[[], T]) -> T:
    """Do something in the opened ledger, or say in one line why not."""
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger():
            return do()
    except GuijuError as error:
        refuse(error)
