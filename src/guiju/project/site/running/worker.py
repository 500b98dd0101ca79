"""The thread that does the jobs of the queue, one after another; what a dead process had taken is taken again."""

import logging
from traceback import format_exception
from typing import Any, cast
from uuid import uuid4

from django.db import InterfaceError, OperationalError, connection
from django_tasks import TaskContext, TaskResult, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from guiju.facts.turns import DatabaseLost, DiskFull, writing
from guiju.project import env
from guiju.project.site.jobs.commands import clear_away
from guiju.project.site.jobs.work import note_progress
from guiju.project.site.running.loop import Stopping
from guiju.project.site.running.sole import let_go, try_hold
from guiju.values.errors import GuijuError

NAME = "jobs"
PAUSE = 0.5
AT_MOST = 3
"""So often a job may take the process down with it before it is given up."""

_log = logging.getLogger("guiju")


class Worker:
    """Takes a job, does it, and says how it ended. While it lives it holds its own name (PostgreSQL)."""

    def __init__(self) -> None:
        self.name = uuid4().hex
        self._held_on: object = None

    def round(self) -> float:
        """Do one job, where there is one; the seconds until the next look."""
        self._hold()
        self._take_back()
        row = self._take()
        if row is None:
            return PAUSE
        self._do(row)
        return 0.0

    def _hold(self) -> None:
        connection.ensure_connection()
        if connection.vendor == "postgresql" and self._held_on is not connection.connection:
            try_hold(self.name)
            self._held_on = connection.connection

    def _take_back(self) -> None:
        """Put back what a process had taken that is no more, and give up what took too many of them down."""
        for row in DBTaskResult.objects.running():
            if not self._is_orphan(row.worker_ids[-1] if row.worker_ids else ""):
                continue
            if len(row.worker_ids) < AT_MOST:
                _put_back(row, row.worker_ids)
            else:
                _fail(row, GuijuError(f"连续 {AT_MOST} 次中断，不再重试。", code="jobs.broken"))

    def _is_orphan(self, worker: str) -> bool:
        # This thread looks only between its jobs, and SQLite has no other.
        if connection.vendor != "postgresql" or worker == self.name:
            return True
        if try_hold(worker):
            let_go(worker)
            return True
        return False

    def _take(self) -> "DBTaskResult[Any, Any] | None":
        if not DBTaskResult.objects.ready().exists():
            return None
        with writing():
            row = DBTaskResult.objects.ready().get_locked()
            if row is not None:
                row.claim(self.name)
        return row

    def _do(self, row: "DBTaskResult[Any, Any]") -> None:
        asked = row.args_kwargs["kwargs"]
        context = TaskContext(task_result=cast("TaskResult[Any]", row.task_result))
        try:
            found = row.task.call(context, **asked)
        except Exception as error:
            if _is_no_fault_of_it(error):
                # It goes on from where it was, and the attempt does not count.
                _put_back(row, row.worker_ids[:-1])
                raise
            _fail(row, error)
        else:
            with writing():
                row.set_successful(found)
            note_progress(str(row.id), 1.0, "")
            # What could not be imported is kept, so that another mapping can be tried; thirty days at most.
            clear_away(asked["words"])


def _is_no_fault_of_it(error: Exception) -> bool:
    """Whether a job stopped because the service stops, the disk is full or the database went away."""
    if isinstance(error, DatabaseLost) or (
        isinstance(error, (OperationalError, InterfaceError)) and not connection.is_usable()
    ):
        connection.close()
        return True
    return isinstance(error, (Stopping, DiskFull))


def _put_back(row: "DBTaskResult[Any, Any]", workers: list[str]) -> None:
    with writing():
        DBTaskResult.objects.filter(id=row.id, status=TaskResultStatus.RUNNING).update(
            status=TaskResultStatus.READY, started_at=None, worker_ids=workers
        )


def _fail(row: "DBTaskResult[Any, Any]", error: Exception) -> None:
    """Say that a job ended without a result; what nobody foresaw goes into the log with its place."""
    said = f"{error.sentence} {error.remedy}".rstrip() if isinstance(error, GuijuError) else ""
    if not said:
        _log.error("job %s broke off", row.id, exc_info=error)
    with writing():
        DBTaskResult.objects.filter(id=row.id).update(
            status=TaskResultStatus.FAILED, finished_at=env.now(),
            exception_class_path=f"{type(error).__module__}.{type(error).__qualname__}",
            traceback="" if said else "".join(format_exception(error)),
        )  # fmt: skip
    note_progress(str(row.id), 0.0, said or "规矩服务内部出错，请联系系统管理员查看服务的日志。")
