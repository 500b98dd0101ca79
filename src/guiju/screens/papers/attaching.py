"""Attaching a paper that exists already: a scan, a record written elsewhere, a certificate of somebody else."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.commands.papers import attach_brought
from guiju.facts.draft import Actor
from guiju.facts.events import PAPERS
from guiju.facts.papers.sniffing import KINDS, LARGEST
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.papers.making import CASE, crumbs_of, said_record, shelf
from guiju.screens.papers.prefill import PaperNotPossible, events_of
from guiju.screens.threads.queries import get_thread

MOST_RECORDS = 200
_SAME = {"jpg": "jpeg", "tif": "tiff"}


def attach(visit: Visit, case: str) -> HttpResponse:
    """Attach a file to a record of a case.

    Raises:
        ThreadNotFound: there is no such case, or not for this visitor.
        PaperNotPossible: the visitor sees no record of it.
    """
    events = events_of(visit, get_thread(visit.viewer, CASE, case, at=visit.at))
    records = [one for one in reversed(events) if one.type not in PAPERS][:MOST_RECORDS]
    if not records:
        raise PaperNotPossible(_("本案还没有可以附材料的记录。"))
    accept = ",".join(f".{one}" for one in (*KINDS, *_SAME))
    asking = Form(
        "attach",
        (
            Field(
                "file", _("文件"), Kind.FILE, accept=accept,
                help=_("PDF、图片、Word、Excel、OFD 或纯文本，每份不超过 50 MB。"),
            ),
            Field(
                "record", _("附在哪条记录上"), Kind.CHOICE,
                choices=tuple(Choice(str(one.id), said_record(one)) for one in records),
                help=_("关于某个人的材料，请选写明此人的记录：材料用此人的密钥加密。"),
            ),
        ),
        (Choice("attach", _("存入案卷")),),
    )  # fmt: skip
    numbers: list[int] = []

    def run(filled: Filled) -> str:
        file = filled.files["file"]
        name = file.name or ""
        ending = name.rpartition(".")[2].lower()
        told = attach_brought(
            visit.viewer, int(filled.text("record")), file.read(LARGEST + 1), name=name,
            kind=_SAME.get(ending, ending), shelf=shelf(), actor=Actor(visit.holder.account), at=visit.at,
            idem_key=filled.key,
        )  # fmt: skip
        numbers.append(told.appended.ids[0])
        return _("已存入案卷。")

    filled = asking.taken(visit, run, about=case, values={"record": visit.request.GET.get("record", "")})
    if filled.is_done:
        return HttpResponseRedirect(reverse("papers.open", kwargs={"number": numbers[0]}))
    back = reverse("threads.one", kwargs={"kind": CASE, "value": case})
    said = {"form": asking.show(visit, filled, back=back)}
    crumbs = (*crumbs_of(case)[:-1], Crumb(_("附上材料")))
    return show(visit, "papers/attach.html", said, title=_("附上材料"), crumbs=crumbs, status=filled.status)
