"""What can be asked of the queue: an import, a comparison with the ledger, a backup.

Unit: instants in microseconds since the epoch.
"""

import shutil
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from guiju.facts.turns import writing
from guiju.project.site.jobs.kinds import BACKUP, IMPORT, LAW_JUDGING, LAW_OUTLOOK, REBUILD_CHECK
from guiju.project.site.jobs.models import NIGHTLY, JobNote, Night
from guiju.project.site.jobs.uploads import drop_upload, incoming, plain_name
from guiju.project.site.jobs.work import do_job
from guiju.values.clock import SECOND


def enqueue_import(
    place: str,
    name: str,
    *,
    source: str,
    mapping: str = "",
    unit: str = "",
    actor: str,
    at: int,
    by_operator: bool = False,
    token: str = "",
) -> str:
    """Import an upload that is kept at a place as soon as it is its turn; the job's id.

    ``mapping`` is the text of the mapping, empty where the file uses our names. The job refuses what the roles of the
    actor do not answer for, unless the operator of the machine asks; of a program, what its ``token`` does not.

    Raises:
        UploadRefused: its name cannot be used.
    """
    plain = plain_name(name)
    words = {
        "name": plain, "mapping": mapping, "source": source, "unit": unit, "by": actor, "place": place,
        "by_operator": by_operator, "token": token,
    }  # fmt: skip
    return _enqueue(IMPORT, words, title=f"{source}：{plain}", actor=actor, at=at)


def enqueue_outlook(text: str, *, title: str, since: int, actor: str, at: int) -> str:
    """Try a page of law out on what began since an instant, as far as this account may see it; the job's id."""
    return _enqueue(LAW_OUTLOOK, {"text": text, "since": since, "by": actor}, title=title, actor=actor, at=at)


def enqueue_judging(*, title: str, actor: str, at: int) -> str:
    """Judge at once what a new page of law may have changed; the job's id."""
    return _enqueue(LAW_JUDGING, {}, title=title, actor=actor, at=at)


def enqueue_rebuild_check(*, actor: str = "", at: int) -> str:
    """Compare what was derived with the ledger; the job's id. Nobody in particular wants the nightly one."""
    return _enqueue(REBUILD_CHECK, {}, title="", actor=actor, at=at)


def enqueue_backup(*, actor: str = "", at: int) -> str:
    """Make a backup in the folder that is set; the job's id."""
    return _enqueue(BACKUP, {"by": actor or "system"}, title="", actor=actor, at=at)


def enqueue_nightly(*, with_backup: bool, at: int) -> None:
    """Ask for what is done once a night, and note that this night's is asked for."""
    with writing():
        note_night(at)
        enqueue_rebuild_check(at=at)
        if with_backup:
            enqueue_backup(at=at)


def note_night(at: int) -> None:
    """Note that nothing of a night's work is left to be asked for before an instant."""
    Night.objects.update_or_create(name=NIGHTLY, defaults={"at": at})


def forget_jobs(before: int) -> int:
    """Forget the jobs that were asked for before an instant and are over; how many."""
    over = [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]
    old = list(JobNote.objects.filter(asked_at__lt=before).values_list("job", flat=True))
    ids = list(DBTaskResult.objects.filter(id__in=old, status__in=over).values_list("id", flat=True))
    for left in incoming("").glob("*"):
        # A crash between the upload and its job leaves a file that no job knows of.
        if left.stat().st_mtime * SECOND < before:
            shutil.rmtree(left, ignore_errors=True)
    with writing():
        JobNote.objects.filter(job__in=ids).delete()
        DBTaskResult.objects.filter(id__in=ids).delete()
    return len(ids)


def clear_away(words: Mapping[str, Any]) -> None:
    """Remove the files that were kept for a job."""
    if words.get("place"):
        drop_upload(words["place"])


def _enqueue(kind: str, words: dict[str, Any], *, title: str, actor: str, at: int) -> str:
    with writing():
        job = do_job.enqueue(kind=kind, words=words).id
        JobNote.objects.create(job=UUID(job), kind=kind, account=actor, title=title[:200], asked_at=at, noted_at=at)
    return job
