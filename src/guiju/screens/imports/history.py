"""All imports, what became of each, and the uploads that wait to be imported."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.facts.importing.journal import ABANDONED, FINISHED, OPEN, Batch
from guiju.facts.importing.lists import count_batches, count_refused, find_batch, list_batches, list_refused
from guiju.facts.importing.mending.lists import count_held
from guiju.scores.reports.table import Instant
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Listing, Query, show_listing
from guiju.screens.imports.files import refused_file
from guiju.screens.imports.previewing import batch_cards
from guiju.screens.imports.steps import crumbs_to
from guiju.screens.imports.uploads import UploadNotFound, list_open_uploads
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.rendering import show
from guiju.screens.kit.visit import Visit

SHOWN = 100


def history(visit: Visit) -> HttpResponse:
    """Show the imports that the visitor may know of."""
    return show_listing(visit, _listing(), {"waiting": list_open_uploads(visit)}, template="imports/history.html")


def batch(visit: Visit, number: int) -> HttpResponse:
    """Show what became of one import."""
    found = _get(visit, number)
    said = {
        "batch": found, "state": _state(found), "refused": list_refused(visit.viewer, number, at_most=SHOWN),
        "kept": count_refused(visit.viewer, number), "waiting": count_held(visit.viewer, batch=number),
        "cards": batch_cards((found.recorded, found.repeated, found.held, found.refused, found.missing)),
    }  # fmt: skip
    title = _("批次 %(number)s") % {"number": number}
    return show(visit, "imports/batch.html", said, title=title, crumbs=crumbs_to(title))


def batch_refused(visit: Visit, number: int) -> HttpResponse:
    """The refused rows of one import, as a workbook."""
    found = _get(visit, number)
    lines = list_refused(visit.viewer, number, at_most=count_refused(visit.viewer, number))
    return refused_file(visit, found.file_name, [(one.row, one.case, one.reason) for one in lines])


def _get(visit: Visit, number: int) -> Batch:
    found = find_batch(visit.viewer, number)
    if found is None:
        raise UploadNotFound("没有这个批次。")
    return found


def _listing() -> Listing:
    return Listing(
        name="imports",
        title=_("导入"),
        columns=(
            Column(
                "number", _("批次"), lambda row: Link(row.event, reverse("imports.batch", args=[row.event])),
                is_head=True, written=lambda row: row.event,
            ),
            Column("source", _("数据来源"), lambda row: row.source),
            Column("file", _("文件"), lambda row: row.file_name),
            Column("by", _("导入人"), lambda row: row.begun_by, is_quiet=True),
            Column("at", _("开始"), lambda row: said_instant(row.begun_at), written=lambda row: Instant(row.begun_at)),
            Column("state", _("状态"), _state, written=lambda row: _state(row).word),
            Column("rows", _("行数"), lambda row: row.rows, is_numeric=True),
            Column("recorded", _("新记录"), lambda row: row.recorded, is_numeric=True),
            Column("repeated", _("与账本相同"), lambda row: row.repeated, is_numeric=True, is_quiet=True),
            Column("held", _("更正"), lambda row: row.held, is_numeric=True),
            Column("refused", _("拒绝"), lambda row: row.refused, is_numeric=True),
            Column("missing", _("缺失"), lambda row: row.missing, is_numeric=True, is_quiet=True),
        ),
        rows=_rows,
        count=lambda visit, query, most: count_batches(visit.viewer, search=query.text),
        search=_("数据来源、文件名、导入人或批次号"),
        empty=_("还没有导入过。"),
        remedy=_("点“导入文件”，从办案系统的导出文件开始。"),
        note=_("导入的原件不留存，只记它的摘要；拒绝的行保留三十天。"),
    )  # fmt: skip


def _rows(visit: Visit, query: Query, start: int, number: int) -> Sequence[Batch]:
    return list_batches(visit.viewer, search=query.text, offset=start, at_most=number)


def _state(row: Batch) -> Badge:
    said = {
        OPEN: (_("未完成"), Tone.WARNING), FINISHED: (_("已完成"), Tone.GOOD), ABANDONED: (_("已放弃"), Tone.PLAIN),
    }  # fmt: skip
    return Badge(*said[row.state])
