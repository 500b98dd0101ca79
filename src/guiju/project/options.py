"""What several verbs of the command line share: their options, and how they refuse."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from guiju.project.env import now
from guiju.values.errors import GuijuError

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


def moment_of(text: str) -> datetime:
    """The instant that ``--as-of`` names, or now; a naive one is read in the file's zone later.

    Raises:
        GuijuError: it is no instant.
    """
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
