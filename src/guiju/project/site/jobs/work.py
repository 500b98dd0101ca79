"""The one task of the queue: it does a job of any kind and notes how far it is."""

from time import monotonic
from uuid import UUID

from django.db import connection
from django_tasks import TaskContext, task

from guiju.facts.turns import writing
from guiju.project import env
from guiju.project.progress import INTERRUPTED
from guiju.project.site.jobs.kinds import KINDS, Result, Words
from guiju.project.site.jobs.models import JobNote
from guiju.values.clock import to_micros

NOTE_EVERY = 0.5


@task(takes_context=True)
def do_job(context: TaskContext, kind: str, words: Words) -> Result:
    """Do a job; the same job again does nothing twice."""
    job = context.task_result.id
    note = _Note(job)
    note("", 0.0)
    return KINDS[kind](job, words, note)


def note_progress(job: str, share: float, message: str) -> None:
    """Note how far a job is."""
    with writing():
        JobNote.objects.filter(job=UUID(job)).update(share=share, message=message, noted_at=to_micros(env.now()))


class _Note:
    """Told of each step; notes it now and then, and never inside somebody's transaction."""

    def __init__(self, job: str) -> None:
        self._job, self._last = job, 0.0

    def __call__(self, stage: str, share: float) -> None:
        INTERRUPTED.get()()
        now = monotonic()
        if now - self._last >= NOTE_EVERY and not connection.in_atomic_block:
            self._last = now
            note_progress(self._job, share, stage)
