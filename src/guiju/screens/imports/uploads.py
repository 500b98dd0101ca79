"""Uploads of one account: kept under lock, looked into, and what was chosen for them.

Nobody sees the upload of another account: it is not there for him. Unit: instants in microseconds since the epoch.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.db import IntegrityError

from guiju.facts.take_in.caps import MEBIBYTE, Caps, FileTooCostly
from guiju.facts.take_in.door import survey
from guiju.facts.take_in.survey import Survey
from guiju.facts.turns import writing
from guiju.screens.imports.choices import Choices, read_choices
from guiju.screens.imports.guessing import guess
from guiju.screens.imports.models import RememberedChoices, Upload
from guiju.screens.imports.targets import Targets
from guiju.screens.kit.intake import FAILED, FINISHED, Intake
from guiju.screens.kit.site import SiteNotWired, site
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.wiring import wiring
from guiju.values.clock import DAY_SECONDS, SECOND
from guiju.values.errors import GuijuError

KEPT_DAYS = 30
MOST_COLUMNS = 400
LIMITS = Caps(
    memory_bytes=3072 * MEBIBYTE, cpu_seconds=180, wall_seconds=240.0, unpacked_bytes=2048 * MEBIBYTE, rows=5_000_000
)
"""What a look at a file may cost while somebody waits for the page."""


class UploadNotFound(GuijuError):
    """There is no such upload, or it is somebody else's."""

    code = "imports.not_found"
    remedy = "请重新上传该文件。"


def intake() -> Intake:
    """The way in for files.

    Raises:
        SiteNotWired: the site was given none.
    """
    found = site().intake
    if found is None:
        raise SiteNotWired("站点没有接好导入。")
    return found


def targets() -> Targets:
    """What the columns of a file may become in this bureau."""
    return Targets(wiring().vocabulary)


def get_upload(visit: Visit, place: str) -> Upload:
    """One of the visitor's own uploads.

    Raises:
        UploadNotFound: there is none.
    """
    found = Upload.objects.filter(place=place, account=visit.holder.account).first()
    if found is None:
        raise UploadNotFound("没有这次上传。")
    return found


def list_open_uploads(visit: Visit) -> list[Upload]:
    """The visitor's uploads that are not imported yet, the latest first."""
    rows = Upload.objects.filter(account=visit.holder.account, kept_at__gt=_oldest(visit.at)).order_by("-kept_at")[:20]
    return [row for row in rows if not _is_imported(visit, row)]


def is_under_way(visit: Visit, upload: Upload) -> bool:
    """Whether an import of it was asked for and has not failed."""
    job = intake().find_job(visit.viewer, upload.job) if upload.job else None
    return job is not None and job.state != FAILED


def keep(visit: Visit, name: str, chunks: Iterator[bytes], *, key: str, size: int, said: Sequence[str]) -> Upload:
    """Keep an upload, look into it, and note what its columns probably are; ``said``: source, unit, sheet.

    Raises:
        GuijuError: it cannot be kept, or the file is refused.
    """
    source, unit, sheet = said
    again = Upload.objects.filter(account=visit.holder.account, key=key).first()
    if again is not None:
        return again
    _forget_old(visit.at)
    place = intake().keep(chunks)
    try:
        with intake().opened(place, name) as path:
            seen = look_into(path, sheet)
        choices = guess(seen, targets(), _remembered(source, seen.names))
    except GuijuError:
        # A file that cannot be read is not kept for another minute.
        intake().drop(place)
        raise
    row = Upload(
        place=place, account=visit.holder.account, key=key, name=name, size=size, source=source, unit=unit, sheet=sheet,
        choices=choices.kept(), job="", kept_at=visit.at,
    )  # fmt: skip
    try:
        with writing():
            row.save(force_insert=True)
    except IntegrityError:
        # The same form came twice at once: the first one stands.
        intake().drop(place)
        return Upload.objects.get(account=row.account, key=key)
    return row


@contextmanager
def opened(upload: Upload) -> Iterator[Path]:
    """A path to the content of an upload, for a while.

    Raises:
        GuijuError: it is not there any more, or does not open.
    """
    with intake().opened(upload.place, upload.name) as path:
        yield path


def survey_of(upload: Upload) -> Survey:
    """What the file of an upload looks like.

    Raises:
        GuijuError: it is not there any more, or is refused.
    """
    with opened(upload) as path:
        return look_into(path, upload.sheet)


def look_into(path: Path, sheet: str) -> Survey:
    """What a file looks like.

    Raises:
        TakeInRefused: it cannot be read, costs too much, or is too wide for a page.
    """
    seen = survey(path, sheet=int(sheet) if sheet.isascii() and sheet.isdigit() else sheet or None, limits=LIMITS)
    if len(seen.names) > MOST_COLUMNS:
        raise FileTooCostly(f"文件有 {len(seen.names)} 列，页面上最多处理 {MOST_COLUMNS} 列。")
    return seen


def choices_of(upload: Upload) -> Choices:
    """What was chosen so far."""
    return read_choices(upload.choices)


def note_choices(upload: Upload, choices: Choices, names: Sequence[str], *, at: int) -> None:
    """Keep what was chosen, and remember it for the next file of this source with this header."""
    text = choices.kept()
    with writing():
        Upload.objects.filter(place=upload.place).update(choices=text)
        RememberedChoices.objects.update_or_create(
            source=upload.source, header=_digest(names),
            defaults={"choices": text, "account": upload.account, "kept_at": at},
        )  # fmt: skip
    upload.choices = text


def start(visit: Visit, upload: Upload) -> str:
    """Ask for the import of an upload; the same again, while one is under way, gives the same job.

    Raises:
        UploadNotFound: somebody has let go of it meanwhile.
    """
    choices, vocabulary = choices_of(upload), wiring().vocabulary
    with writing():
        row = Upload.objects.select_for_update().filter(place=upload.place).first()
        if row is None:
            raise UploadNotFound("没有这次上传。")
        if row.job and is_under_way(visit, row):
            return row.job
        row.job = intake().start(
            upload.place, upload.name, source=upload.source, mapping=choices.text(vocabulary, upload.sheet),
            unit=upload.unit, actor=visit.holder.account, at=visit.at,
        )  # fmt: skip
        row.save(update_fields=["job"])
        return row.job


def drop(upload: Upload) -> None:
    """Let go of an upload that nobody wants any more."""
    intake().drop(upload.place)
    with writing():
        Upload.objects.filter(place=upload.place).delete()


def _remembered(source: str, names: Sequence[str]) -> Choices | None:
    """What was chosen for this header, else for the source the last time, as far as the columns are there."""
    rows = RememberedChoices.objects.filter(source=source)
    found = rows.filter(header=_digest(names)).first() or rows.order_by("-kept_at").first()
    return read_choices(found.choices).only(tuple(names)) if found is not None else None


def _digest(names: Sequence[str]) -> str:
    return sha256(json.dumps(list(names), ensure_ascii=False).encode()).hexdigest()


def _is_imported(visit: Visit, row: Upload) -> bool:
    job = intake().find_job(visit.viewer, row.job) if row.job else None
    return job is not None and job.state == FINISHED


def _forget_old(at: int) -> None:
    with writing():
        Upload.objects.filter(kept_at__lte=_oldest(at)).delete()


def _oldest(at: int) -> int:
    return at - KEPT_DAYS * DAY_SECONDS * SECOND
