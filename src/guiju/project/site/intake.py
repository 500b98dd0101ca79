"""The way in for files, as the pages of importing are handed it."""

from guiju.project.site.jobs.commands import enqueue_import
from guiju.project.site.jobs.queries import find_job
from guiju.project.site.jobs.uploads import drop_upload, keep_upload, opened_upload
from guiju.screens.kit.intake import Intake, JobSeen
from guiju.values.scope import Scope


def make_intake() -> Intake:
    """Uploads under lock, and the queue of the service."""
    return Intake(keep_upload, opened_upload, drop_upload, enqueue_import, _find)


def _find(viewer: Scope, job: str) -> JobSeen | None:
    found = find_job(viewer, job)
    # Who keeps the system knows that others have jobs; on these pages everybody has his own.
    if found is None or found.account != viewer.account:
        return None
    return JobSeen(
        found.id, found.account, found.title, found.state, found.share, found.message, found.asked_at, found.result
    )
