"""What `guiju check` and `guiju explain` do between the pipeline and the reader."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from guiju.project.env import shipped_law
from guiju.project.pipeline import Check, check, prepare
from guiju.rules.explain import as_data
from guiju.scores.case_roll import list_cases
from guiju.scores.case_score import ScoreBook, score_cases
from guiju.scores.reports.briefing import Briefing
from guiju.scores.scale import open_scale
from guiju.values.clock import from_micros
from guiju.values.finding import CheckResult


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the result is written besides the terminal."""

    json: Path | None = None
    xlsx: Path | None = None
    html: Path | None = None


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error for whatever takes over a second; nothing where nobody watches."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, int] = {}

        def tell(stage: str, share: float) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=1.0)
            bar.update(tasks[stage], completed=share)  # type: ignore[arg-type]

        yield tell


def run_check(
    file: Path, *, mapping: Path | None, law: Path | None, as_of: datetime, jobs: int, outputs: Outputs
) -> int:
    """Check a file, write what was asked for, show the summary; the number of suspected findings.

    Raises:
        GuijuError: the file, the mapping, the law or an output path is refused.
    """
    with progress_bar() as tell:
        result, checked = check(file, mapping=mapping, law=law, as_of=as_of, jobs=jobs, progress=tell)
        briefing = brief(result, checked, law)
        write_outputs(briefing, outputs, tell)
    for name in checked.taken.unknown_events:
        close = checked.pack.vocabulary.nearest(name)
        hint = f",是否应为“{close}”?" if close else ""
        typer.secho(f"映射中的事件“{name}”不在词汇表中,没有规则会用到它{hint}", fg="yellow", err=True)
    show(briefing, outputs)
    return len(result.findings)


def brief(result: CheckResult, checked: Check, law: Path | None) -> Briefing:
    """The result with what every rendering needs: the law, the reasons, and the case scores where a scale stands."""
    return Briefing(result, checked.pack, checked.why, scores=_scores(result, checked, law))


def _scores(result: CheckResult, checked: Check, law: Path | None) -> ScoreBook | None:
    """Case scores by the scale of the year of as_of; a pack of its own is scored only by a scale of its own."""
    folder = law or shipped_law()
    if not (folder / "scales").is_dir():
        return None
    year = from_micros(result.as_of, checked.judge.local.zone).year
    scale = open_scale(folder / "scales", year, rules={rule.id for rule in checked.pack.rules})
    return score_cases(list_cases(checked.table), result.findings, scale)


def write_outputs(briefing: Briefing, outputs: Outputs, tell: Callable[[str, float], None]) -> None:
    """Write JSON, Excel and HTML where asked for."""
    from guiju.scores.reports.html import write_html
    from guiju.scores.reports.json_text import write_json
    from guiju.scores.reports.xlsx import write_xlsx

    if outputs.json is not None:
        write_json(briefing.result, outputs.json)
    if outputs.xlsx is not None:
        tell("写 Excel", 0.0)
        write_xlsx(briefing, outputs.xlsx)
        tell("写 Excel", 1.0)
    if outputs.html is not None:
        tell("写网页", 0.0)
        write_html(briefing, outputs.html)
        tell("写网页", 1.0)


def show(briefing: Briefing, outputs: Outputs) -> None:
    """The summary in the terminal."""
    from guiju.scores.reports.terminal import show_summary

    show_summary(briefing, written=[path for path in (outputs.json, outputs.xlsx, outputs.html) if path is not None])


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
        typer.echo(f"第 {number} 项,共 {len(explained)} 项")
        for line in lines:
            typer.echo(f"  {line}")
    if not explained:
        typer.echo("这里没有产生这项义务(没有触发的事件,或触发日不在任何版本之内)。")
