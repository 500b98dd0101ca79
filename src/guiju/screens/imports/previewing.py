"""The fourth and the fifth step: the outlook, the order to import, and how far it is."""

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.facts.importing.lists import find_batch
from guiju.screens.components.card import Card
from guiju.screens.components.form import Choice, Form
from guiju.screens.imports.files import refused_file
from guiju.screens.imports.models import Upload
from guiju.screens.imports.outlook import Outlook, outlook_of
from guiju.screens.imports.steps import crumbs_to, steps_at
from guiju.screens.imports.uploads import UploadNotFound, drop, get_upload, intake, start
from guiju.screens.kit.figures import said_number
from guiju.screens.kit.intake import FAILED, FINISHED, JobSeen
from guiju.screens.kit.messages import say
from guiju.screens.kit.rendering import part, show
from guiju.screens.kit.visit import Visit
from guiju.screens.kit.words import refusal_said
from guiju.values.errors import GuijuError

START = Form(
    "start", (), (Choice("start", gettext_lazy("开始导入")), Choice("drop", gettext_lazy("放弃，删除上传的文件")))
)
SHOWN = 20


def preview(visit: Visit, place: str) -> HttpResponse:
    """Show what an import would do; a POST asks for it, or lets go of the upload."""
    upload = get_upload(visit, place)
    if visit.request.method == "POST":
        filled = START.read(visit, about=place)
        if filled.act == "drop":
            drop(upload)
            say(visit, _("已删除上传的文件“%(name)s”，没有导入。") % {"name": upload.name})
            return HttpResponseRedirect(reverse("imports"))
        return HttpResponseRedirect(reverse("imports.job", args=[start(visit, upload)]))
    seen: Outlook | None = None
    try:
        seen = outlook_of(visit, upload)
        fault = seen.fault
    except GuijuError as error:
        fault = error
    form = START.show(visit, START.blank(visit, about=place), back=reverse("imports.columns", args=[place]))
    said = {
        "upload": upload, "seen": seen, "form": form, "steps": steps_at(4),
        "fault": refusal_said(fault) if fault is not None else None,
        "refused": seen.refused[:SHOWN] if seen else (), "cards": _outlook_cards(upload, seen),
    }  # fmt: skip
    return show(visit, "imports/preview.html", said, title=_("预览"), crumbs=crumbs_to(upload.name, _("预览")))


def preview_refused(visit: Visit, place: str) -> HttpResponse:
    """The rows that would be refused, as a workbook."""
    upload = get_upload(visit, place)
    refused = outlook_of(visit, upload).refused
    return refused_file(visit, upload.name, [(one.row, one.case, one.reason) for one in refused])


def job(visit: Visit, number: str) -> HttpResponse:
    """Show how far an import is, and, once it is over, what it did."""
    found = intake().find_job(visit.viewer, number)
    if found is None:
        raise UploadNotFound("没有这次导入。")
    upload = Upload.objects.filter(job=found.id, account=visit.holder.account).first()
    said = {
        "job": found, "percent": round(found.share * 100), "upload": upload,
        "is_over": found.state in (FINISHED, FAILED), "is_failed": found.state == FAILED,
        "cards": result_cards(found), "steps": steps_at(5), "result": found.result,
        "batch": find_batch(visit.viewer, found.result["batch"]) if found.result else None,
    }  # fmt: skip
    if visit.target == "import-progress":
        return part(visit, "imports/progress.html", said)
    return show(visit, "imports/job.html", said, title=_("导入进度"), crumbs=crumbs_to(found.title))


def result_cards(found: JobSeen) -> list[Card]:
    """What an import did, in numbers; none while it is under way, or where nothing was to be done."""
    result = found.result
    if not result or result["was_known"]:
        return []
    batch = reverse("imports.batch", args=[result["batch"]])
    numbers = [result[name] for name in ("recorded", "repeated", "held", "refused", "missing")]
    return batch_cards(numbers, batch)


def batch_cards(numbers: Sequence[int], batch: str = "") -> list[Card]:
    """The numbers of an import: recorded, repeated, held, refused, missing."""
    recorded, repeated, held, refused, missing = numbers
    unit, kept, lost = _("条"), batch if held else "", batch if refused else ""
    return [
        Card(_("新记录"), said_number(recorded), unit),
        Card(_("与账本相同"), said_number(repeated), unit),
        Card(_("待放行的更正"), said_number(held), unit, address=kept, colour="yellow" if held else ""),
        Card(_("拒绝"), said_number(refused), _("行"), address=lost, colour="red" if refused else ""),
        Card(_("以前有而这次没有"), said_number(missing), unit),
    ]  # fmt: skip


def _outlook_cards(upload: Upload, seen: Outlook | None) -> list[Card]:
    if seen is None:
        return []
    refused = len(seen.refused)
    address = reverse("imports.preview_refused", args=[upload.place]) if refused else ""
    unmapped = sum(count for _name, count in seen.unmapped)
    return [
        Card(_("可以导入"), said_number(seen.count), _("条")),
        Card(_("将被拒绝"), said_number(refused), _("行"), address=address, colour="red" if refused else ""),
        Card(_("没有对应环节"), said_number(unmapped), _("条"), colour="yellow" if unmapped else ""),
    ]
