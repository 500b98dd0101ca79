"""The verbs `guiju inspect …`: no logic of their own."""

from pathlib import Path
from typing import Annotated

import typer

from guiju.project.options import refuse
from guiju.values.errors import GuijuError

inspect = typer.Typer(name="inspect", help="督察抽查：按公布的随机数复算抽中的是哪些。", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the verbs to the command line."""
    app.add_typer(inspect)


@inspect.callback()
def _inspect() -> None:
    """督察抽查：按公布的随机数复算抽中的是哪些。"""


@inspect.command("recompute")
def recompute(
    population: Annotated[Path, typer.Argument(help="总体：文本文件，一行一个编号")],
    size: Annotated[int, typer.Option("--size", min=1, help="抽几份。")],
    digest: Annotated[str, typer.Option("--digest", help="公布的总体摘要值。")],
    seed: Annotated[str, typer.Option("--seed", help="公布的随机数。", show_default=False)] = "",
    root: Annotated[str, typer.Option("--root", help="涵盖计划的第一个检查点的树根。", show_default=False)] = "",
    leaf: Annotated[str, typer.Option("--leaf", help="计划记录的叶值。", show_default=False)] = "",
    drawn: Annotated[
        Path | None, typer.Option("--drawn", help="公布的抽中编号：一行一个，按抽取次序。", show_default=False)
    ] = None,
) -> None:
    """不用账本，任何人都能按公布的随机数重新抽取一遍。退出码：0 一致，1 不一致，2 文件或参数被拒。"""
    from guiju.project.desks.inspect_desk import draw_again

    try:
        again = draw_again(population, size=size, digest=digest, seed=seed, root=root, leaf=leaf, drawn=drawn)
    except GuijuError as error:
        refuse(error)
    typer.echo(f"随机数 {again.seed}")
    for number, one in enumerate(again.drawn, 1):
        typer.echo(f"{number}\t{one}")
    for fault in again.faults:
        typer.secho(f"{fault}。", fg="red", err=True)
    if not again.faults:
        typer.secho("与公布的一致。" if drawn is not None else "总体与公布的一致。", fg="green")
    raise typer.Exit(1 if again.faults else 0)
