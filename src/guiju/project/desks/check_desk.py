"""What `guiju check` and `guiju explain` do between the pipeline and the reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from guiju.project.desks.cautions import list_cautions
from guiju.project.env import shipped_law
from guiju.project.pipeline import Check, check
from guiju.project.progress import Tell, progress_bar
from guiju.scores.case_roll import list_cases
from guiju.scores.case_score import ScoreBook, score_cases
from guiju.scores.reports.briefing import Briefing
from guiju.scores.reports.lights import Near
from guiju.scores.scale import open_scale
from guiju.values.clock import from_micros
from guiju.values.errors import GuijuError
from guiju.values.finding import CheckResult


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the result is written besides the terminal, and in which language it is told."""

    json: Path | None = None
    xlsx: Path | None = None
    html: Path | None = None
    language: str = "zh"


class OutputRefused(GuijuError):
    """A report cannot be written where it was asked for."""

    code = "check.output"
    remedy = "请换一个文件名或目录。"


def check_outputs(outputs: Outputs, read: list[Path]) -> None:
    """Look at where the reports are to go before anything is read.

    Raises:
        OutputRefused: a report would replace a file that is read, or another report, or its folder is not there.
    """
    check_places((outputs.json, outputs.xlsx, outputs.html), read)


def check_places(wanted: Iterable[Path | None], read: Iterable[Path]) -> None:
    """As ``check_outputs``, for any files that are wanted.

    Raises:
        OutputRefused: one of them cannot be written, or would replace a file that is read.
    """
    taken = {path.resolve(): f"要读入的“{path.name}”" for path in read}
    for path in wanted:
        if path is None:
            continue
        where = path.resolve()
        if where in taken:
            raise OutputRefused(f"“{path.name}”会覆盖{taken[where]}。")
        if not where.parent.is_dir() or where.is_dir():
            raise OutputRefused(f"不能写到“{path}”：目录不存在，或者它本身是一个目录。")
        taken[where] = "另一份报告"


def run_check(
    file: Path,
    *,
    mapping: Path | None,
    law: Path | None,
    as_of: datetime,
    jobs: int,
    outputs: Outputs,
    language: str = "zh",
) -> int:
    """Check a file, write what was asked for, show the summary; the number of suspected findings.

    Raises:
        GuijuError: the file, the mapping, the law or an output path is refused.
    """
    check_outputs(outputs, [file, *([mapping] if mapping is not None else [])])
    with progress_bar() as tell:
        result, checked = check(file, mapping=mapping, law=law, as_of=as_of, jobs=jobs, progress=tell)
        briefing = brief(result, checked, law, outputs)
        write_outputs(briefing, outputs, tell)
    for caution in list_cautions(result, checked):
        typer.secho(f"注意：{caution}", fg="yellow", err=True)
    show(briefing, outputs)
    return len(result.findings)


def brief(result: CheckResult, checked: Check, law: Path | None, outputs: Outputs) -> Briefing:
    """The result with what a rendering needs: the law, the reasons, the lights, and for a workbook the case scores."""
    near = {rule: Near(*counts) for rule, counts in result.near.items()}
    scores = _scores(result, checked, law) if outputs.xlsx is not None else None
    return Briefing(result, checked.pack, checked.why, scores=scores, near=near, language=outputs.language)


def _scores(result: CheckResult, checked: Check, law: Path | None) -> ScoreBook | None:
    """Case scores by the scale of the year of as_of; a pack of its own is scored only by a scale of its own."""
    folder = law or shipped_law()
    if not (folder / "scales").is_dir():
        return None
    year = from_micros(result.as_of, checked.judge.local.zone).year
    scale = open_scale(folder / "scales", year, rules={rule.id for rule in checked.pack.rules})
    return score_cases(list_cases(checked.table), result.findings, scale)


def write_outputs(briefing: Briefing, outputs: Outputs, tell: Tell) -> None:
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
        write_html(briefing, outputs.html, xlsx=outputs.xlsx.name if outputs.xlsx is not None else "")
        tell("写网页", 1.0)


def show(briefing: Briefing, outputs: Outputs) -> None:
    """The summary in the terminal."""
    from guiju.scores.reports.terminal import show_summary

    show_summary(briefing, written=[path for path in (outputs.json, outputs.xlsx, outputs.html) if path is not None])
