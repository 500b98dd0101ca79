"""The command line: verbs named as the stages, no logic of their own."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from guiju.values.errors import GuijuError

app = typer.Typer(
    name="guiju", help="规矩:用写成数据的法条检查公安执法办案全过程。", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip
law = typer.Typer(help="法条:列出、查看、逐页验算。", no_args_is_help=True)
app.add_typer(law, name="law")

REFUSED = 2
LawOption = Annotated[Path | None, typer.Option("--law", help="法条目录;默认为随附的中国法条。", show_default=False)]


def refuse(error: GuijuError) -> NoReturn:
    """Say in one line what is refused and what to do, and end with status 2."""
    typer.secho(f"{error.sentence} {error.remedy}".rstrip(), fg="red", err=True)
    raise typer.Exit(REFUSED)


@law.command("lint")
def law_lint(folder: LawOption = None) -> None:
    """逐页装载并验算全部算例;有一处不符即退出 1。"""
    from guiju.project.law_desk import lint_folder

    report, refused = lint_folder(folder)
    for refusal in refused:
        typer.secho(refusal.sentence, fg="red")
    for failure in report.failures:
        typer.secho(str(failure), fg="red")
    typer.echo(f"{report.pages} 页,{report.cases} 个算例,{len(report.failures)} 处不符,{len(refused)} 页被拒。")
    raise typer.Exit(1 if refused or report.failures else 0)
