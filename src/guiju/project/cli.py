"""The command line: verbs named as the stages, no logic of their own."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from guiju.project.desks import inspect_verbs
from guiju.project.law.verbs import law
from guiju.project.ledger import verbs as ledger_verbs
from guiju.project.ledger.bureau_desks import law_verbs
from guiju.project.ledger.bureau_desks.personal import verbs as personal_verbs
from guiju.project.options import AsOfOption, LawOption, MappingOption, moment_of, refuse
from guiju.project.site import verbs as site_verbs
from guiju.project.site.api import verbs as api_verbs
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
law_verbs.register(law)
app.add_typer(law, name="law")
ledger_verbs.register(app)
personal_verbs.register(app)
site_verbs.register(app)
api_verbs.register(app)
inspect_verbs.register(app)


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
    from guiju.project.desks.check_desk import Outputs, run_check

    try:
        found = run_check(
            file,
            mapping=mapping,
            law=folder,
            as_of=moment_of(as_of),
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
    from guiju.project.desks.explain_desk import run_explain

    try:
        run_explain(file, case, rule, mapping=mapping, law=folder, as_of=moment_of(as_of), as_json=json)
    except GuijuError as error:
        refuse(error)


@app.command()
def demo(
    scale: Annotated[str, typer.Option("--scale", help="样本规模：station、town、county、city。")] = "town",
    folder: Annotated[Path | None, typer.Option("--folder", help="样本放在哪里；默认 ./demo/<规模>。")] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子；同一种子得到同一份样本。")] = 1,
    report: Annotated[bool, typer.Option("--report", help="不建账本，只检查样本并写出报告。")] = False,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="造好账本后是否启动站点。")] = True,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="站点的端口。")] = 8000,
    show: Annotated[bool, typer.Option("--open/--no-open", help="完成后是否打开浏览器。")] = True,
) -> None:
    """造一个虚构县局一年的数据，记入演示账本，启动站点；或者（--report）只检查它并打开报告。"""
    from guiju.project.desks.demo_desk import run_demo
    from guiju.project.site.sample_desk import run_sample

    try:
        if report:
            run_demo(scale, folder or Path("demo") / scale, seed=seed, show_page=show)
        else:
            home = folder or Path("demo") / scale
            run_sample(scale, home, seed=seed, port=port, is_served=serve, show_page=show, verbs=app)
    except GuijuError as error:
        refuse(error)
