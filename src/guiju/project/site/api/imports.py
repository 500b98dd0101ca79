"""Importing a file by a program: what was sent, how far its import is, what was refused, what waits for release."""

from hashlib import sha256
from typing import Annotated

from ninja import File, Form, Query, UploadedFile
from pydantic import Field

from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.permissions.holding import may
from guiju.bureau.roles import IMPORT_FILES
from guiju.facts.commands import IdemKeyReused
from guiju.facts.importing.journal import Batch, BatchUnknown
from guiju.facts.importing.lists import count_batches, count_refused, find_batch, list_batches, list_refused
from guiju.facts.turns import queue_for, writing
from guiju.project.site.api.door import acting, reading, token_of
from guiju.project.site.api.models import SentFile
from guiju.project.site.api.refusals import UnknownParameter
from guiju.project.site.api.words import Asked, At, IdemKey, Listed, MaybeAt, Name, Number, Paged, Text, Told
from guiju.screens.imports.uploads import KEPT_DAYS, UploadNotFound, intake
from guiju.screens.kit.intake import FAILED, FINISHED, JobSeen
from guiju.screens.kit.upload_files import MOST_BYTES
from guiju.screens.kit.visit import Visit
from guiju.values.clock import DAY_SECONDS, SECOND
from guiju.values.errors import GuijuError

TAG = "导入"
SOURCE_LONGEST, MAPPING_LONGEST = 100, 200_000


class FileTooLarge(GuijuError):
    """The file is larger than the service takes over the network."""

    code = "api.file"
    remedy = "请按年份或单位拆分，或由系统维护人员在服务器上用 guiju import 导入。"


class ImportAsked(Asked):
    """Where a file comes from, whose rows it holds where they do not say, and what its columns mean."""

    source: Annotated[Name, Field(max_length=SOURCE_LONGEST)]
    unit: Name | None = None
    mapping: str = Field("", max_length=MAPPING_LONGEST)


class JobTold(Told):
    """How far an import is; ``batch`` is its number in the journal once it is over."""

    job: str
    state: str
    share: float
    message: str
    asked_at: At
    batch: int | None
    result: dict[str, object]


class BatchTold(Told):
    """One import as the journal has it."""

    event: int
    source: str
    file_name: str
    file_digest: str
    unit: str
    begun_by: str
    begun_at: At
    finished_at: MaybeAt
    state: str
    rows: int
    recorded: int
    repeated: int
    held: int
    refused: int
    missing: int


class RefusedTold(Told):
    """One row that was not recorded, and why."""

    row: int
    reason: str
    case: str


class BatchesWanted(Paged):
    """The conditions of the list of imports."""

    q: Text = ""


def send(visit: Visit, file: File[UploadedFile], asked: Form[ImportAsked], idem_key: IdemKey) -> JobTold:
    """上传一个文件并导入。文件中不由令牌负责的单位和业务的记录，整个文件都不导入。"""
    sent = {*visit.request.POST, *visit.request.FILES}
    strange = sorted(sent - {"file", *ImportAsked.model_fields})
    if strange:
        raise UnknownParameter(f"没有栏目“{strange[0][:40]}”。")
    if asked.unit and not may(visit.holder.account, IMPORT_FILES, asked.unit, visit.at):
        raise NotEntitled("没有找到您可以这样办理的单位。")
    if (file.size or 0) > MOST_BYTES:
        raise FileTooLarge(f"文件超过 {MOST_BYTES // (1024 * 1024)} MB。")
    return _told(visit, _sent(visit, file, asked, idem_key))


def job(visit: Visit, name: Name) -> JobTold:
    """一次导入办到哪里了；只能查本令牌提交的。"""
    return _told(visit, name)


def batches(visit: Visit, wanted: Query[BatchesWanted]) -> Listed[BatchTold]:
    """本令牌提交的导入批次，保留三十天；账号的其他导入请在页面上查看。"""
    own = _own_batches(visit)
    rows = list_batches(visit.viewer, search=wanted.q, among=own, offset=wanted.skip, at_most=wanted.limit)
    items = [BatchTold.model_validate(one) for one in rows]
    count = count_batches(visit.viewer, search=wanted.q, among=own)
    return Listed(items=items, count=count, page=wanted.page, limit=wanted.limit)


def batch(visit: Visit, number: Number) -> BatchTold:
    """本令牌提交的一个导入批次。"""
    return BatchTold.model_validate(_batch(visit, number))


def refused(visit: Visit, number: Number, wanted: Query[Paged]) -> Listed[RefusedTold]:
    """一个批次中被拒绝的行及其原因；保留三十天。"""
    _batch(visit, number)
    rows = list_refused(visit.viewer, number, offset=wanted.skip, at_most=wanted.limit)
    items = [RefusedTold.model_validate(one) for one in rows]
    return Listed(items=items, count=count_refused(visit.viewer, number), page=wanted.page, limit=wanted.limit)


def _sent(visit: Visit, file: UploadedFile, asked: ImportAsked, key: str) -> str:
    """The job of a submission: the same again is the same job.

    Raises:
        IdemKeyReused: the key was used for something else.
    """
    token, digest = token_of(visit).name, _digest(file, asked)
    with writing():
        queue_for([f"api:{token}:{key}"])
        SentFile.objects.filter(sent_at__lte=visit.at - KEPT_DAYS * DAY_SECONDS * SECOND).delete()
        again = SentFile.objects.filter(token=token, key=key).first()
        if again is not None and again.digest != digest:
            raise IdemKeyReused("这个键已经用于另一次导入。")
        if again is not None:
            return again.job
        place = intake().keep(file.chunks())
        try:
            job = intake().start(
                place, file.name or "", source=asked.source, mapping=asked.mapping, unit=asked.unit or "",
                actor=visit.holder.account, at=visit.at, token=token,
            )  # fmt: skip
        except GuijuError:
            intake().drop(place)
            raise
        SentFile.objects.create(token=token, key=key, digest=digest, job=job, sent_at=visit.at)
        return job


def _told(visit: Visit, name: str) -> JobTold:
    """A job as the interface tells it: those of the same token only.

    Raises:
        UploadNotFound: there is none.
    """
    is_own = SentFile.objects.filter(job=name, token=token_of(visit).name).exists()
    found: JobSeen | None = intake().find_job(visit.viewer, name) if is_own else None
    if found is None:
        raise UploadNotFound("没有这次导入。")
    result = dict(found.result or {})
    number = result.get("batch")
    return JobTold(
        job=found.id, state=found.state, share=found.share, message=found.message, asked_at=found.asked_at,
        batch=number if isinstance(number, int) else None, result=result,
    )  # fmt: skip


def _own_batches(visit: Visit) -> list[int]:
    """The imports that came of what this token sent: its holder may have brought others, of other units."""
    sent = SentFile.objects.filter(token=token_of(visit).name)
    for row in sent.filter(batch=None):
        found: JobSeen | None = intake().find_job(visit.viewer, row.job)
        number = dict(found.result or {}).get("batch") if found is not None else 0
        if found is None or found.state in (FINISHED, FAILED):
            SentFile.objects.filter(id=row.id).update(batch=number if isinstance(number, int) else 0)
    return sorted({number for number in sent.values_list("batch", flat=True) if number})


def _batch(visit: Visit, number: int) -> Batch:
    found = find_batch(visit.viewer, number) if number in _own_batches(visit) else None
    if found is None:
        raise BatchUnknown("没有这个批次。")
    return found


def _digest(file: UploadedFile, asked: ImportAsked) -> str:
    said = sha256(repr((file.name, asked.source, asked.unit, asked.mapping)).encode())
    for piece in file.chunks():
        said.update(piece)
    file.seek(0)
    return said.hexdigest()


ENDPOINTS = (
    reading("imports", "imports", batches, IMPORT_FILES, "导入批次列表", Listed[BatchTold], TAG),
    acting("import", "imports", send, IMPORT_FILES, "导入一个文件", JobTold, TAG, status=202),
    reading("job", "imports/jobs/<str:name>", job, IMPORT_FILES, "导入进度", JobTold, TAG),
    reading("batch", "imports/<int:number>", batch, IMPORT_FILES, "一个批次", BatchTold, TAG),
    reading("refused", "imports/<int:number>/refused", refused, IMPORT_FILES, "拒绝的行", Listed[RefusedTold], TAG),
)
