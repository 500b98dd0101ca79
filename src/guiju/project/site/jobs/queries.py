"""What somebody may know of jobs: all of one's own; of the others, whoever keeps the system sees kinds and states.

Unit: instants in microseconds since the epoch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from guiju.project.site.jobs.models import NIGHTLY, JobNote, Night
from guiju.values.errors import GuijuError
from guiju.values.scope import Scope

KEEPERS = ("system_administrator", "operator")
WAITING, RUNNING, FINISHED, FAILED = "waiting", "running", "finished", "failed"
_STATES = {
    TaskResultStatus.READY: WAITING, TaskResultStatus.RUNNING: RUNNING, TaskResultStatus.SUCCESSFUL: FINISHED,
    TaskResultStatus.FAILED: FAILED,
}  # fmt: skip


class JobUnknown(GuijuError):
    """There is no such job, or it is somebody else's."""

    code = "jobs.unknown"
    remedy = "用 guiju jobs 查看有哪些后台任务。"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its viewer may know it; title, message and result are empty where it is not his."""

    id: str
    kind: str
    account: str
    title: str
    asked_at: int
    noted_at: int
    share: float
    message: str
    state: str
    result: Mapping[str, Any] | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in (FINISHED, FAILED)


def list_jobs(viewer: Scope, *, kind: str = "", offset: int = 0, at_most: int = 50) -> list[Job]:
    """The jobs that one may know of, the latest first."""
    notes = _visible(viewer, kind).order_by("-asked_at", "job")[offset : offset + at_most]
    return _jobs(viewer, list(notes))


def count_jobs(viewer: Scope, *, kind: str = "") -> int:
    """How many jobs ``list_jobs`` would give in all."""
    return _visible(viewer, kind).count()


def find_job(viewer: Scope, job: str) -> Job | None:
    """One job by its id; None where there is none, or none that concerns the viewer."""
    try:
        number = UUID(job)
    except ValueError:
        return None
    found = _jobs(viewer, list(_visible(viewer, "").filter(job=number)))
    return found[0] if found else None


def get_job(viewer: Scope, job: str) -> Job:
    """One job by its id.

    Raises:
        JobUnknown: there is none that concerns the viewer.
    """
    found = find_job(viewer, job)
    if found is None:
        raise JobUnknown("没有这个后台任务。")
    return found


def is_night_due(since: int) -> bool:
    """Whether the nightly work has not been asked for since an instant."""
    return not Night.objects.filter(name=NIGHTLY, at__gte=since).exists()


def _visible(viewer: Scope, kind: str) -> "QuerySet[JobNote]":
    # Nobody in particular owns nothing: what the service itself wanted carries no account either.
    if _keeps_system(viewer):
        notes = JobNote.objects.all()
    elif viewer.account:
        notes = JobNote.objects.filter(account=viewer.account)
    else:
        notes = JobNote.objects.none()
    return notes.filter(kind=kind) if kind else notes


def _keeps_system(viewer: Scope) -> bool:
    return any(reach.role in KEEPERS for reach in viewer.reaches_at(viewer.at))


def _jobs(viewer: Scope, notes: Sequence[JobNote]) -> list[Job]:
    rows = DBTaskResult.objects.in_bulk([note.job for note in notes])
    return [_job(note, rows[note.job], note.account == viewer.account) for note in notes if note.job in rows]


def _job(note: JobNote, row: "DBTaskResult[Any, Any]", is_own: bool) -> Job:
    return Job(
        str(note.job), note.kind, note.account, note.title if is_own else "", note.asked_at, note.noted_at, note.share,
        note.message if is_own else "", _STATES[TaskResultStatus(row.status)], row.return_value if is_own else None,
    )  # fmt: skip
