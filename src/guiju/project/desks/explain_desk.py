"""What `guiju explain` does between the pipeline and the reader."""

import json
from datetime import datetime
from pathlib import Path

import typer

from guiju.project.pipeline import prepare
from guiju.project.progress import progress_bar
from guiju.rules.words.explain import as_data


def run_explain(
    file: Path, value: str, rule: str, *, mapping: Path | None, law: Path | None, as_of: datetime, as_json: bool
) -> None:
    """Show how each duty of one rule came out in one history.

    Raises:
        GuijuError: the file, the mapping or the law is refused, or there is no such rule or history.
    """
    with progress_bar() as tell:
        prepared = prepare(file, mapping=mapping, law=law, as_of=as_of, progress=tell)
    explained = list(prepared.explain(value, rule))
    if as_json:
        local = prepared.judge.local
        data = [{**as_data(verdict, local), "text": lines} for verdict, lines in explained]
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1, default=str))
        return
    found = prepared.pack.rule(rule)
    typer.secho(f"{value}  {rule}  {found.title['zh'] if found else ''}", bold=True)
    for number, (_, lines) in enumerate(explained, 1):
        typer.echo(f"第 {number} 项，共 {len(explained)} 项")
        for line in lines:
            typer.echo(f"  {line}")
    if not explained:
        typer.echo("这里没有产生这项义务（没有触发的事件，或触发日不在任何版本之内）。")
