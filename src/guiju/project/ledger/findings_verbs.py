"""The verbs about findings and duties: judge, rebuild, next, findings."""

from pathlib import Path
from typing import Annotated

import typer

from guiju.project.options import refuse
from guiju.project.progress import progress_bar
from guiju.values.errors import GuijuError

PageOption = Annotated[int, typer.Option("--page", min=1, help="第几页。")]
XlsxOption = Annotated[Path | None, typer.Option("--xlsx", help="把全部结果写成 Excel 工作簿。", show_default=False)]
SearchOption = Annotated[str, typer.Option("--search", help="案件、人员、物品等的完整编号。", show_default=False)]
UnitOption = Annotated[str, typer.Option("--unit", help="只看这个单位。", show_default=False)]
AsOption = Annotated[str, typer.Option("--as", help="以哪个账号的权限查看；尚无账号时不必写。", show_default=False)]
RuleOption = Annotated[str, typer.Option("--rule", help="只看这条规则。", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    for verb in (judge, rebuild):
        app.command()(verb)
    app.command(name="next")(next_)
    app.command(name="findings")(findings)


def judge(
    everything: Annotated[bool, typer.Option("--all", help="把整本账本重新判断一遍。")] = False,
    nightly: Annotated[bool, typer.Option("--nightly", help="连同只随日期变化的一并判断；每夜执行一次。")] = False,
) -> None:
    """判断到期和待判断的事项，登记新的疑似问题，并把新记录签封。"""
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger(), progress_bar() as tell:
            # It knows tables, which only an opened ledger has.
            from guiju.project.ledger.judging_desk import tick

            done = tick(tell, nightly=nightly, everything=everything)
    except GuijuError as error:
        refuse(error)
    typer.echo(f"已判断 {done.judged} 份卷宗，登记或撤回疑似问题 {done.reported} 个，签封记录 {done.sealed} 条。")


def rebuild(
    check: Annotated[bool, typer.Option("--check", help="只比对，不改动；有差异时退出码为 1。")] = False,
) -> None:
    """从账本重新得出问题、在办事项和数据缺口；--check 时与现有的逐行比对，指出被改动的行。"""
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger(), progress_bar() as tell:
            from guiju.project.ledger import judging_desk

            if not check:
                judging_desk.rebuild(tell)
                differences = []
            else:
                differences = judging_desk.check(tell)
    except GuijuError as error:
        refuse(error)
    for one in differences:
        what = "账本中没有依据" if one.is_extra else "账本中应有而表中没有"
        typer.echo(f"{one.table}：{what}；卷宗 {one.stream}；{'，'.join(str(part) for part in one.row[:3])}")
    if differences:
        typer.secho(
            f"共 {len(differences)} 处差异：表中的内容与账本不符。请执行 guiju rebuild，并查明是谁改动的。", fg="red"
        )
        raise typer.Exit(1)
    typer.echo("与账本一致。" if check else "已从账本重新得出。")


def next_(
    days: Annotated[int, typer.Option("--days", min=0, max=3660, help="今后几天之内到期。")] = 7,
    search: SearchOption = "",
    rule: RuleOption = "",
    unit: UnitOption = "",
    account: AsOption = "",
    page: PageOption = 1,
    xlsx: XlsxOption = None,
) -> None:
    """什么事什么时候到期：在办事项和整改单，最近到期的在前；按编号或规则查找时只列在办事项。"""
    from guiju.project.ledger.listing import beside
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger():
            # It knows tables, which Django only reads once the ledger is open.
            from guiju.project.ledger.findings_desk import show_due, show_orders_due

            show_due(days, account=account, search=search, rule=rule, unit=unit, page=page, xlsx=xlsx)
            if not search and not rule:
                show_orders_due(days, account=account, unit=unit, page=page, xlsx=beside(xlsx, "整改单"))
    except GuijuError as error:
        refuse(error)


def findings(
    search: SearchOption = "",
    rule: RuleOption = "",
    unit: UnitOption = "",
    account: AsOption = "",
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="看已撤回的。")] = False,
    page: PageOption = 1,
    xlsx: XlsxOption = None,
) -> None:
    """疑似问题清单：机器不下结论，须经法制员核查。"""
    from guiju.project.ledger.opening import opened_ledger

    try:
        with opened_ledger():
            # It knows tables, which Django only reads once the ledger is open.
            from guiju.project.ledger.findings_desk import show_findings

            chosen = {"search": search, "rule": rule, "unit": unit}
            show_findings(**chosen, account=account, withdrawn=withdrawn, page=page, xlsx=xlsx)
    except GuijuError as error:
        refuse(error)
