"""What the pages of importing are handed: a place for what is uploaded, and the queue that imports it.

Unit: instants in microseconds since the epoch.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guiju.values.scope import Scope

WAITING, RUNNING, FINISHED, FAILED = "waiting", "running", "finished", "failed"


@dataclass(frozen=True, slots=True)
class JobSeen:
    """A job of the queue as its viewer may know it; ``share`` runs from 0 to 1, ``result`` is there once it is over."""

    id: str
    account: str
    title: str
    state: str
    share: float
    message: str
    asked_at: int
    result: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Intake:
    """``keep`` lays an upload down under lock and names its place; ``opened`` gives a path to it for a while.

    ``start`` asks for the import of an upload and gives the job's id; ``find_job`` gives a job that concerns a viewer.
    """

    keep: Callable[[Iterable[bytes]], str]
    opened: Callable[[str, str], AbstractContextManager[Path]]
    drop: Callable[[str], None]
    start: Callable[..., str]
    find_job: Callable[[Scope, str], JobSeen | None]
