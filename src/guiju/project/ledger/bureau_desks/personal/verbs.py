"""The verbs about papers and personal data: guiju papers …, guiju privacy …"""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Annotated, TypeVar

import typer

from guiju.project.options import refuse
from guiju.values.errors import GuijuError

T = TypeVar("T")
papers = typer.Typer(help="材料：附上、取出、清点。", no_args_is_help=True)
privacy = typer.Typer(help="个人信息：查人、冻结、销毁密钥、保存期限。", no_args_is_help=True)
AsOption = Annotated[str, typer.Option("--as", help="以哪个账号的名义办理；记录会写明由操作员代为录入。")]
PurposeOption = Annotated[
    str, typer.Option("--purpose", help="用途：case_handling 办案、supervision 监督、audit 审计。")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="理由，写入账本。")]
ApproverOption = Annotated[str, typer.Option("--approver", help="批准人的账号，须为另一人。")]
OwnerArgument = Annotated[str, typer.Argument(help="谁的：人员编号，或写成 case:案件编号。")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.add_typer(papers, name="papers")
    app.add_typer(privacy, name="privacy")


@papers.command()
def attach(
    event: Annotated[int, typer.Argument(help="附在哪条记录上（记录编号）。")],
    file: Annotated[Path, typer.Argument(help="要附的文件。")],
    account: AsOption,
    kind: Annotated[str, typer.Option("--kind", help="pdf jpeg png tiff docx xlsx ofd txt；默认看扩展名。")] = "",
) -> None:
    """把文件附在一条记录上：加密存放，账本记下摘要、大小、种类和名称。"""
    number = _in_ledger(lambda: _papers().attach(event, file, kind=kind, account=account))
    typer.echo(f"材料已附上，编号 {number}。")


@papers.command(name="list")
def list_(
    case: Annotated[str, typer.Argument(help="案件编号，或写成 person:人员编号。")],
    account: AsOption = "",
) -> None:
    """列出一个案件（或人员等）的材料。"""
    _in_ledger(lambda: _papers().show(case, account=account))


@papers.command()
def fetch(
    number: Annotated[int, typer.Argument(help="材料编号。")],
    into: Annotated[Path, typer.Argument(help="写到哪个文件。")],
    account: AsOption,
    purpose: PurposeOption,
) -> None:
    """取出一份材料；谁为什么用途取出，先写入账本。"""
    name = _in_ledger(lambda: _papers().fetch(number, into, purpose=purpose, account=account))
    typer.echo(f"“{name}”已写入“{into}”。")


@papers.command()
def check(
    clear: Annotated[bool, typer.Option("--clear", help="删除放了一天以上、没有任何记录提到的文件。")] = False,
) -> None:
    """清点材料：缺失的、被改动的、没有记录提到的。退出码：0 齐全，1 有缺失或改动。"""
    is_whole = _in_ledger(lambda: _papers().count(clear=clear))
    raise typer.Exit(0 if is_whole else 1)


@privacy.command()
def find(
    account: AsOption,
    purpose: PurposeOption,
    name: Annotated[str, typer.Option("--name", help="完整的姓名。", show_default=False)] = "",
    document: Annotated[str, typer.Option("--document", help="完整的证件号码。", show_default=False)] = "",
    phone: Annotated[str, typer.Option("--phone", help="完整的电话号码。", show_default=False)] = "",
) -> None:
    """按完整的姓名、证件号码或电话查人员编号；谁为什么用途查，先写入账本。"""
    asked = {"person_name": name, "document_number": document, "phone": phone}
    _in_ledger(lambda: _privacy().find(asked, purpose=purpose, account=account))


@privacy.command()
def show(
    number: Annotated[int, typer.Argument(help="记录编号。")],
    account: AsOption,
    purpose: PurposeOption,
) -> None:
    """查看一条记录里未遮盖的身份信息；谁为什么用途查看，先写入账本。"""
    _in_ledger(lambda: _privacy().show(number, purpose=purpose, account=account))


@privacy.command()
def looks(
    about: Annotated[str, typer.Argument(help="案件编号，或写成 officer:警号、person:人员编号等。")],
    account: AsOption,
) -> None:
    """谁查阅过一个案件、一名民警的档案等：审计管理员、督察员和本人可以查看。"""
    _in_ledger(lambda: _looks().show_looks(about, account=account))


@privacy.command()
def outliers(account: AsOption) -> None:
    """今日查阅数量明显多于本人平日和同岗位的人员；只供审计管理员查看。"""
    _in_ledger(lambda: _looks().show_outliers(account=account))


@privacy.command()
def due(account: AsOption) -> None:
    """列出保存期限已满、可以提请销毁的人员，以及正在办理的销毁。"""
    _in_ledger(lambda: _privacy().show_due(account=account))


@privacy.command()
def propose(owner: OwnerArgument, account: AsOption, reason: ReasonOption) -> None:
    """提请销毁一人的密钥：须保存期限已满、没有冻结。"""
    number = _in_ledger(lambda: _privacy().propose(owner, reason=reason, account=account))
    typer.echo(f"已提请，编号 {number}。请另一部门的另一人执行 guiju privacy confirm {number}。")


@privacy.command()
def confirm(
    number: Annotated[int, typer.Argument(help="提请编号。")],
    account: AsOption,
    reason: ReasonOption,
    refused: Annotated[bool, typer.Option("--refuse", help="驳回。")] = False,
) -> None:
    """批准（或驳回）销毁：批准三十天后执行，期间可以冻结。"""
    _in_ledger(lambda: _privacy().decide(number, is_confirmed=not refused, reason=reason, account=account))
    typer.echo("已驳回。" if refused else "已批准，三十天后由 guiju privacy settle 或夜间任务执行。")


@privacy.command()
def settle() -> None:
    """执行到期的销毁，并核实密钥备份是否都已过期；每夜自动执行一次。"""
    _in_ledger(lambda: _privacy().settle_now())


@privacy.command()
def hold(owner: OwnerArgument, account: AsOption, reason: ReasonOption) -> None:
    """冻结：在解除之前，不得销毁此人（或此案各人）的任何信息。"""
    number = _in_ledger(lambda: _privacy().hold(owner, reason=reason, account=account))
    typer.echo(f"已冻结，编号 {number}。")


@privacy.command()
def lift(
    number: Annotated[int, typer.Argument(help="冻结编号。")],
    account: AsOption,
    approver: ApproverOption,
    reason: ReasonOption,
) -> None:
    """解除冻结：须由放置人以外的另一人批准。"""
    _in_ledger(lambda: _privacy().lift(number, approver=approver, reason=reason, account=account))
    typer.echo("已解除冻结。")


@privacy.command()
def retention(
    name: Annotated[str, typer.Argument(help="保存类别；不写则列出全部。", show_default=False)] = "",
    months: Annotated[int, typer.Option("--months", help="多少个月。", show_default=False)] = 0,
    basis: Annotated[str, typer.Option("--basis", help="依据。", show_default=False)] = "",
    reason: Annotated[str, typer.Option("--reason", help="理由，写入账本。", show_default=False)] = "",
    account: Annotated[str, typer.Option("--as", help="以哪个账号的名义办理。", show_default=False)] = "",
    approver: Annotated[str, typer.Option("--approver", help="批准人的账号。", show_default=False)] = "",
) -> None:
    """列出各保存类别的期限，或确定一类的期限：只对此后的记录生效。"""
    if not name:
        _in_ledger(lambda: _privacy().show_terms())
        return
    words = {"basis": basis, "reason": reason, "account": account, "approver": approver}
    _in_ledger(lambda: _privacy().fix_term(name, months, **words))
    typer.echo("期限已确定，只对此后的记录生效。")


@privacy.command()
def backup(folder: Annotated[Path, typer.Argument(help="备份目录，不要与数据库备份放在一起。")]) -> None:
    """备份人员密钥库，并删除三十天以前的备份。"""
    _in_ledger(lambda: _privacy().back_up(folder))


def _in_ledger(work: Callable[[], T]) -> T:
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger():
            return work()
    except GuijuError as error:
        refuse(error)


def _papers() -> ModuleType:
    # The desk needs Django to be ready.
    from guiju.project.ledger.bureau_desks.personal import papers_desk

    return papers_desk


def _privacy() -> ModuleType:
    from guiju.project.ledger.bureau_desks.personal import privacy_desk

    return privacy_desk


def _looks() -> ModuleType:
    from guiju.project.ledger.bureau_desks.personal import looks_desk

    return looks_desk
