"""Relative paths in a command that somebody handed over are meant from where he stands, not from where we do."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import update_wrapper
from pathlib import Path
from typing import Any

import typer

FOLDER: ContextVar[Path | None] = ContextVar("folder", default=None)
DRILL = Path("drill")
"""`guiju backup drill …`: a word, though it stands where a folder may stand."""


def root_places(app: typer.Typer) -> None:
    """Let every verb read its paths from ``FOLDER``, where one is set."""
    for command in app.registered_commands:
        if command.callback is not None and not isinstance(command.callback, _Rooted):
            command.callback = _Rooted(command.callback)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            root_places(group.typer_instance)


class _Rooted:
    """A verb whose paths are read from ``FOLDER``; to typer it looks like the verb itself."""

    def __init__(self, verb: Callable[..., Any]) -> None:
        update_wrapper(self, verb)
        self._verb = verb

    def __call__(self, **words: Any) -> Any:
        return self._verb(**{name: _from_there(value) for name, value in words.items()})


def _from_there(value: Any) -> Any:
    folder = FOLDER.get()
    if folder is None or value == DRILL:
        return value
    if isinstance(value, Path):
        return folder / value
    if isinstance(value, list):
        return [_from_there(one) for one in value]
    return value
