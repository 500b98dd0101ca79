"""The way in for files and the queue, as the pages of importing and of changing the law are handed them."""

from typing import BinaryIO

from guiju.findings.lawmaking.packs import Taken
from guiju.project.ledger.bureau_desks.law_desk import signed_files, take_in, trusted_keys, unzipped, zipped
from guiju.project.site.jobs.commands import enqueue_import, enqueue_judging, enqueue_outlook
from guiju.project.site.jobs.queries import find_job
from guiju.project.site.jobs.uploads import drop_upload, keep_upload, opened_upload
from guiju.screens.kit.intake import Intake, JobSeen
from guiju.screens.law.changing.desk import LawDesk
from guiju.values.scope import Scope


def make_intake() -> Intake:
    """Uploads under lock, and the queue of the service."""
    return Intake(keep_upload, opened_upload, drop_upload, enqueue_import, _find)


def make_law_desk() -> LawDesk:
    """The queue, for trying a page of law out and for judging by it."""
    return LawDesk(enqueue_outlook, enqueue_judging, _find, _pack, _take_in)


def _pack() -> bytes:
    return zipped(signed_files())


def _take_in(stream: BinaryIO, *, account: str, reason: str) -> Taken:
    return take_in(unzipped(stream), keys=trusted_keys(), account=account, reason=reason)


def _find(viewer: Scope, job: str) -> JobSeen | None:
    found = find_job(viewer, job)
    # Who keeps the system knows that others have jobs; on these pages everybody has his own.
    if found is None or found.account != viewer.account:
        return None
    return JobSeen(
        found.id, found.account, found.title, found.state, found.share, found.message, found.asked_at, found.result
    )
