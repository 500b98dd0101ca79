"""The command line: verbs named as the stages, no logic of their own."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from guiju.values.errors import GuijuError


class Language(StrEnum):
    """The languages that a report can be told in; the reasons themselves are Chinese."""

    ZH = "zh"
    EN = "en"


app = typer.Typer(
    name="guiju",
    help="规矩：用写成数据的法条检查公安执法办案全过程。机器不下结论，查出的都是疑似问题。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
law = typer.Typer(help="法条：列出、查看、逐页验算。", no_args_is_help=True)
app.add_typer(law, name="law")

REFUSED = 2
EARLIEST, LATEST = 1900, 2200
"""The years that a file may speak of."""
LawOption = Annotated[Path | None, typer.Option("--law", help="法条目录；默认为随附的中国法条。", show_default=False)]
MappingOption = Annotated[Path | None, typer.Option("--mapping", help="映射文件(YAML):外来列名、环节名怎样对应。")]
AsOfOption = Annotated[
    str, typer.Option("--as-of", help="截至时刻，如 2026-11-22T00:00+08:00；默认为现在。", show_default=False)
]


def refuse(error: GuijuError) -> NoReturn:
    """Say in one line what is refused and what to do, and end with status 2."""
    typer.secho(f"{error.sentence} {error.remedy}".rstrip(), fg="red", err=True)
    raise typer.Exit(REFUSED)


def _moment(text: str) -> datetime:
    """The instant that ``--as-of`` names, or now; a naive one is read in the file's zone later.

    Raises:
        GuijuError: it is no instant.
    """
    from guiju.project.env import now

    if not text:
        return now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or not EARLIEST <= moment.year <= LATEST:
        remedy = f"应写成 2026-11-22T00:00+08:00，年份在 {EARLIEST} 至 {LATEST} 之间。"
        raise GuijuError(f"--as-of “{text}”不是可用的时刻。", code="cli.as_of", remedy=remedy)
    return moment


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="要检查的文件：.csv .csv.gz .xlsx .parquet .xes .xes.gz")],
    mapping: MappingOption = None,
    folder: LawOption = None,
    as_of: AsOfOption = "",
    json: Annotated[Path | None, typer.Option("--json", help="把结果写成 JSON。")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="把结果写成 Excel 工作簿。")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="把结果写成一个自带一切的网页。")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="大文件用几个线程；只影响用时。")] = 1,
    language: Annotated[Language, typer.Option("--language", help="报告的语言。")] = Language.ZH,
) -> None:
    """检查一个案件事件文件：列出疑似问题、依据、到期时刻和理由。退出码：0 无问题，1 有疑似问题，2 文件或法条被拒。"""
    from guiju.project.check_desk import Outputs, run_check

    try:
        found = run_check(
            file,
            mapping=mapping,
            law=folder,
            as_of=_moment(as_of),
            jobs=jobs,
            outputs=Outputs(json, xlsx, html, language.value),
        )
    except GuijuError as error:
        refuse(error)
    raise typer.Exit(1 if found else 0)


@app.command()
def explain(
    case: Annotated[str, typer.Argument(help="案件编号（或人员、场所等编号，按规则页的 history）")],
    rule: Annotated[str, typer.Argument(help="规则编号，如 custody.notify-family")],
    file: Annotated[Path, typer.Option("--in", help="案件事件文件")],
    mapping: MappingOption = None,
    folder: LawOption = None,
    as_of: AsOfOption = "",
    json: Annotated[bool, typer.Option("--json", help="以 JSON 输出各步骤。")] = False,
) -> None:
    """说明一个到期时刻、一个结论是怎样得出的：依据、起算、停止、延长、顺延、办理。"""
    from guiju.project.explain_desk import run_explain

    try:
        run_explain(file, case, rule, mapping=mapping, law=folder, as_of=_moment(as_of), as_json=json)
    except GuijuError as error:
        refuse(error)


@app.command()
def demo(
    scale: Annotated[str, typer.Option("--scale", help="样本规模：station、county、city。")] = "county",
    folder: Annotated[Path | None, typer.Option("--folder", help="样本与报告放在哪里；默认 ./demo/<规模>。")] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子；同一种子得到同一份样本。")] = 1,
    show: Annotated[bool, typer.Option("--open/--no-open", help="完成后是否打开报告。")] = True,
) -> None:
    """造一个虚构县局一年的数据，检查它，给出小结并打开报告。"""
    from guiju.project.demo_desk import run_demo

    try:
        run_demo(scale, folder or Path("demo") / scale, seed=seed, show_page=show)
    except GuijuError as error:
        refuse(error)


@law.command("lint")
def law_lint(folder: LawOption = None) -> None:
    """逐页装载并验算全部算例；有一处不符即退出 1。"""
    from guiju.project.law_desk import lint_folder

    report, refused = lint_folder(folder)
    for refusal in refused:
        typer.secho(refusal.sentence, fg="red")
    for failure in report.failures:
        typer.secho(str(failure), fg="red")
    typer.echo(f"{report.pages} 页，{report.cases} 个算例，{len(report.failures)} 处不符，{len(refused)} 页被拒。")
    raise typer.Exit(1 if refused or report.failures else 0)


@law.command("list")
def law_list(
    words: Annotated[list[str] | None, typer.Argument(help="只列含有这些字词的页（编号、标题、法规、条文）")] = None,
    folder: LawOption = None,
) -> None:
    """列出规则页：编号、标题、严重程度、依据。"""
    from guiju.project.law_desk import list_pages

    try:
        lines = list_pages(folder, words or [])
    except GuijuError as error:
        refuse(error)
    for line in lines:
        typer.echo(line)


@law.command("show")
def law_show(
    rule: Annotated[str, typer.Argument(help="规则编号")],
    folder: LawOption = None,
) -> None:
    """查看一页：标题、各版本与依据、期限、延长与停止、算例。"""
    from guiju.project.law_desk import show_page

    try:
        lines = show_page(folder, rule)
    except GuijuError as error:
        refuse(error)
    for line in lines:
        typer.echo(line)
