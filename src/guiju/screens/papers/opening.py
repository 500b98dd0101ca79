"""Opening a paper: for a purpose, and the ledger says so before anything is shown."""

from urllib.parse import quote

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.facts.draft import Actor
from guiju.facts.events import PAPERS
from guiju.facts.papers.producing.apart import read_content
from guiju.facts.papers.producing.forms import forms
from guiju.facts.papers.producing.package import DOCX
from guiju.facts.papers.reading import PaperRead, read_paper
from guiju.facts.queries import LARGEST_PAGE, EventShown, NotFound, get_event, list_events
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.papers.making import shelf, title_of
from guiju.screens.papers.printing import pdf_of_paper
from guiju.screens.papers.shown import PaperSheet
from guiju.screens.threads.unmasking import PURPOSES, purposes_of
from guiju.screens.threads.words import event_label

STORED, AS_PDF, HERE = "stored", "pdf", "here"
TYPES = {
    "pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "tiff": "image/tiff", "txt": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "ofd": "application/ofd",
}  # fmt: skip
_ENDINGS = {"jpeg": "jpg", "tiff": "tif"}


def open_paper(visit: Visit, number: int) -> HttpResponse:
    """Show what a paper is; for a purpose, hand it out as it is stored, as PDF, or on this page.

    Raises:
        NotFound: there is no such paper, or not for this visitor.
    """
    paper = get_event(visit.viewer, number)
    if paper.type not in PAPERS:
        raise NotFound("没有找到这份材料。")
    record = get_event(visit.viewer, int(str(paper.fields["attached_to"])))
    kind = str(paper.fields["paper_kind"])
    asking = _asking(purposes_of(visit, paper.type), kind)
    handed: list[HttpResponse | PaperSheet] = []

    def hand_out(filled: Filled) -> str:
        read = read_paper(
            visit.viewer, number, shelf=shelf(), purpose=filled.text("purpose"), actor=Actor(visit.holder.account),
            at=visit.at,
        )  # fmt: skip
        handed.append(_handed(read, number, filled.act))
        return ""

    filled = asking.taken(visit, hand_out)
    sheet = handed[0] if handed else None
    if isinstance(sheet, HttpResponse):
        return sheet
    made = forms().get(str(paper.fields.get("paper_form", "")))
    back = reverse("threads.one", kwargs={"kind": "case", "value": case}) if (case := _case(paper)) else ""
    said = {
        "paper": paper, "name": str(paper.fields.get("file_name", "")), "made": made, "kind": kind, "sheet": sheet,
        "size": int(str(paper.fields.get("paper_size", 0))), "record": record, "event": event_label(record.type),
        "template": str(paper.fields.get("template_hash", ""))[:16], "supersedes": paper.fields.get("supersedes"),
        "superseded_by": _superseded_by(visit, paper), "back": back,
        "form": asking.show(visit, asking.blank(visit) if filled.is_done else filled, back=back),
    }  # fmt: skip
    title = title_of(made) if made else str(paper.fields.get("file_name", "")) or _("材料")
    crumbs = (*((Crumb(case, back),) if back else ()), Crumb(title))
    return show(visit, "papers/paper.html", said, title=title, crumbs=crumbs, status=filled.status)


def file_answer(data: bytes, name: str, kind: str, plain: str) -> HttpResponse:
    """A file to be saved, never shown by the browser as a page of ours; ``plain`` is its name without Chinese."""
    answer = HttpResponse(data, content_type=TYPES.get(kind, "application/octet-stream"))
    ending = _ENDINGS.get(kind, kind)
    told = quote(name if name.lower().endswith(f".{ending}") else f"{name}.{ending}")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{told}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _handed(read: PaperRead, number: int, act: str) -> HttpResponse | PaperSheet:
    if act == HERE:
        return PaperSheet(read_content(read.data))
    name = read.name.removesuffix(f".{DOCX}") if act == AS_PDF else read.name
    if act == AS_PDF:
        return file_answer(pdf_of_paper(name, read.data), name, "pdf", f"paper-{number}")
    return file_answer(read.data, name, read.kind, f"paper-{number}")


def _asking(purposes: list[str], kind: str) -> Form:
    choices = tuple(Choice(one, PURPOSES[one]) for one in purposes)
    purpose = Field("purpose", _("查看用途"), Kind.RADIO, choices=choices)
    acts = [Choice(STORED, _("下载原件"))]
    if kind == DOCX:
        acts = [Choice(HERE, _("在本页查看")), Choice(STORED, _("下载 Word")), Choice(AS_PDF, _("下载 PDF"))]
    return Form("open", (purpose,), tuple(acts))


def _case(paper: EventShown) -> str:
    return str(paper.fields.get("case", ""))


def _superseded_by(visit: Visit, paper: EventShown) -> int | None:
    """The number of the paper that came in the place of this one."""
    case = _case(paper)
    events = list_events(visit.viewer, "case", case, after=paper.id, limit=LARGEST_PAGE) if case else []
    return next((one.id for one in events if one.type in PAPERS and one.fields.get("supersedes") == paper.id), None)
