"""Relative paths in a command that somebody handed over are meant from where he stands, not from where we do."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any

import typer

FOLDER: ContextVar[Path | None] = ContextVar("folder", default=None)
DRILL = Path("drill")
"""`guiju backup drill …`: a word, though it stands where a folder may stand."""


def root_places(app: typer.Typer) -> None:
    """Let every verb read its paths from ``FOLDER``, where one is set."""
    for command in app.registered_commands:
        if command.callback is not None and not hasattr(command.callback, "is_rooted"):
            command.callback = _rooted(command.callback)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            root_places(group.typer_instance)


def _rooted(verb: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(verb)
    def rooted(**words: Any) -> Any:
        return verb(**{name: _from_there(value) for name, value in words.items()})

    rooted.is_rooted = True  # type: ignore[attr-defined]
    return rooted


def _from_there(value: Any) -> Any:
    folder = FOLDER.get()
    if folder is None or value == DRILL:
        return value
    if isinstance(value, Path):
        return folder / value
    if isinstance(value, list):
        return [_from_there(one) for one in value]
    return value
