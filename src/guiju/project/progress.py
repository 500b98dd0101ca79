"""A bar for whatever takes over a second."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Tell = Callable[[str, float], None]
"""Told the name of a stage and the share of it that is done, 0 to 1."""
INTERRUPTED: ContextVar[Callable[[], None]] = ContextVar("interrupted", default=lambda: None)
"""Called whenever progress is told; it raises where the work is to stop. What is recorded by then stays."""


@contextmanager
def progress_bar() -> Iterator[Tell]:
    """A bar per stage on standard error; nothing where nobody watches."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, share: float) -> None:
            INTERRUPTED.get()()
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=1.0)
            bar.update(tasks[stage], completed=share)

        yield tell
