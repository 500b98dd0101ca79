"""What `guiju demo --report` does: an invented bureau, checked without a ledger, with a page to look at."""

import webbrowser
from datetime import datetime
from pathlib import Path

import typer

from guiju.project.demo.made import made_sample
from guiju.project.demo.sample import AS_OF
from guiju.project.desks.check_desk import Outputs, brief, show, write_outputs
from guiju.project.env import has_display
from guiju.project.law_folder import open_law
from guiju.project.pipeline import check
from guiju.project.progress import progress_bar


def run_demo(scale: str, folder: Path, *, seed: int, show_page: bool) -> None:
    """Make the sample if it is absent, check it, show the summary, open the page.

    Raises:
        GuijuError: the scale is unknown, or the sample in the folder cannot be read.
    """
    page, book = folder / "report.html", folder / "findings.xlsx"
    outputs = Outputs(xlsx=book, html=page)
    with progress_bar() as tell:
        made = made_sample(folder, scale, seed, tell)
        law = open_law(None, made.decisions)
        as_of = datetime.fromisoformat(AS_OF)
        result, checked = check(made.events, mapping=made.mapping, law=law, as_of=as_of, jobs=2, progress=tell)
        briefing = brief(result, checked, None, outputs)
        write_outputs(briefing, outputs, tell)
    show(briefing, outputs)
    typer.echo(f"样本：{folder}（虚构；植入的问题见 truth.csv）")
    if show_page and has_display():
        webbrowser.open(page.resolve().as_uri())
    else:
        typer.echo(f"请用浏览器打开：{page}")
