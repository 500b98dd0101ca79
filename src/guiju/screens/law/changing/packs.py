"""规则包: the law in force as one signed file to take away, and a superior bureau's file to be proposed."""

from datetime import date
from typing import BinaryIO, cast

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.findings.law import current_law
from guiju.findings.life.deciding import LONGEST_REASON
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.components.link import Action
from guiju.screens.kit.messages import say
from guiju.screens.kit.rendering import show
from guiju.screens.kit.visit import Visit
from guiju.screens.law.changing.desk import law_desk
from guiju.screens.law.changing.words import crumbs_to, local_today

TAKE_IN = Form(
    "law_pack",
    (
        Field("pack", gettext_lazy("规则包"), Kind.FILE, accept=".zip"),
        Field(
            "reason", gettext_lazy("改动理由"), Kind.LONG, longest=LONGEST_REASON,
            help=gettext_lazy("如来文的名称；每一页的提请都会写上。"),
        ),
    ),
    (Choice("take_in", gettext_lazy("核对签名并提请")),),
)  # fmt: skip


def packs(visit: Visit) -> HttpResponse:
    """Offer the signed pack, and take in a superior bureau's."""

    def take_in(filled: Filled) -> str:
        stream = cast(BinaryIO, filled.files["pack"].file)
        taken = law_desk().take_in(stream, account=visit.holder.account, reason=filled.text("reason"))
        for path, sentence in taken.refused:
            say(visit, _("未提请 %(path)s：%(sentence)s") % {"path": path, "sentence": sentence})
        said = {"number": len(taken.proposed), "same": taken.same, "origin": taken.origin}
        return _("规则包 %(origin)s：已提请 %(number)s 页，与现行相同 %(same)s 页。") % said

    filled = TAKE_IN.taken(visit, take_in)
    if filled.is_done:
        return HttpResponseRedirect(reverse("law.proposals"))
    law = current_law()
    said = {
        "form": TAKE_IN.show(visit, filled, back=reverse("law.proposals")),
        "download": Action(_("下载规则包"), reverse("law.pack"), icon="download"),
        "pages": len(law.pack.rules), "published": len(law.pack.published), "digest": law.pack.digest,
    }  # fmt: skip
    title = _("规则包")
    return show(visit, "law_change/packs.html", said, title=title, crumbs=crumbs_to(title), status=filled.status)


def pack(visit: Visit) -> HttpResponse:
    """The law in force as one signed file."""
    day: date = local_today(visit, current_law())
    answer = HttpResponse(law_desk().pack(), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="guiju-law-{day.isoformat()}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
