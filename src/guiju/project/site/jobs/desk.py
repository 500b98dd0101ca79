"""What `guiju jobs` does between the queue and the reader."""

from collections.abc import Iterator
from pathlib import Path

from guiju.bureau.scope import operator_scope, scope_of
from guiju.project import env
from guiju.project.ledger.listing import PAGE, show_listing
from guiju.project.site.jobs.kinds import LABELS
from guiju.project.site.jobs.queries import FAILED, FINISHED, RUNNING, WAITING, Job, count_jobs, list_jobs
from guiju.scores.reports.table import Cell, Column, Instant, Kind, Table
from guiju.values.clock import to_micros

STATES = {WAITING: "等待", RUNNING: "进行中", FINISHED: "已完成", FAILED: "未办成"}
AT_ONCE = 500
_COLUMNS = (
    Column("提交", Kind.INSTANT), Column("任务"), Column("账号"), Column("状态"), Column("进度（%）", Kind.NUMBER),
    Column("内容", widest=40), Column("说明", widest=60), Column("编号", widest=40),
)  # fmt: skip


def show_jobs(*, account: str, kind: str, page: int, xlsx: Path | None) -> None:
    """The jobs that an account may know of; the operator of the machine sees their kinds and states.

    Raises:
        OutputRefused: the workbook cannot be written there.
    """
    now = to_micros(env.now())
    viewer = scope_of(account, now) if account else operator_scope(now)

    def rows(offset: int, at_most: int) -> Iterator[tuple[Cell, ...]]:
        return (_row(one) for one in list_jobs(viewer, kind=kind, offset=offset, at_most=at_most))

    count = count_jobs(viewer, kind=kind)

    def everything() -> Iterator[tuple[Cell, ...]]:
        for offset in range(0, count, AT_ONCE):
            yield from rows(offset, AT_ONCE)

    empty = "没有后台任务。"
    shown = Table("jobs", "后台任务", "", _COLUMNS, count, lambda: rows((page - 1) * PAGE, PAGE), empty)
    whole = Table("jobs", "后台任务", "", _COLUMNS, count, everything, empty)
    show_listing(shown, page=page, whole=whole, xlsx=xlsx)


def _row(one: Job) -> tuple[Cell, ...]:
    return (
        Instant(one.asked_at), LABELS[one.kind], one.account or "规矩服务", STATES[one.state], round(one.share * 100),
        one.title, one.message, one.id,
    )  # fmt: skip
