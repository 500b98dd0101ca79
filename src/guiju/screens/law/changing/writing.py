"""Writing a page of law: fields for what mostly changes, the text for the rest, and the worked cases as one types."""

from dataclasses import replace
from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.facts.draft import Actor
from guiju.findings.law import current_law
from guiju.findings.lawmaking.checking import read_change
from guiju.findings.lawmaking.commands import LONGEST_BASIS, propose_page
from guiju.findings.lawmaking.composing import Simple, simple_of, with_edition
from guiju.findings.lawmaking.trying import try_text
from guiju.findings.life.deciding import LONGEST_REASON
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind, Value
from guiju.screens.components.form.drafts import save_draft
from guiju.screens.components.link import Action
from guiju.screens.kit.rendering import part, show
from guiju.screens.kit.visit import Visit
from guiju.screens.law.changing.desk import law_desk
from guiju.screens.law.changing.words import (
    CLOCK_CHOICES,
    SEVERITY_CHOICES,
    YEAR,
    crumbs_to,
    local_today,
    page_text,
)
from guiju.values.errors import GuijuError

NAME = "law_change"
LONGEST_TEXT = 60_000
NEW = "new"
SKELETON = """id: cases.
title: {zh: , en: }
severity: major
when:
must:
editions:
  - {from: , law: {instrument: , article: }}
cases:
  - name:
    why:
    happened:
      - {type: , at: }
    expect: {outcome: kept}
"""
_SIMPLE = (
    Field("title", gettext_lazy("标题"), is_required=False, longest=80),
    Field("severity", gettext_lazy("严重程度"), Kind.CHOICE, is_required=False, choices=SEVERITY_CHOICES),
    Field(
        "limit", gettext_lazy("期限"), is_required=False, longest=40,
        help=gettext_lazy("如 24 hours、3 days、5 workdays、2 months；没有期限的不填。"),
    ),
    Field(
        "clock", gettext_lazy("数法"), Kind.CHOICE, is_required=False, choices=CLOCK_CHOICES,
        help=gettext_lazy("不选就按所引法规的数法。"),
    ),
    Field(
        "laws", gettext_lazy("依据"), Kind.LONG, is_required=False, longest=600,
        help=gettext_lazy("每行一条，如《刑事诉讼法》第85条第2款；法规用目录里的简称。"),
    ),
)  # fmt: skip
_ALWAYS = (
    Field("in_force_from", gettext_lazy("施行日期"), Kind.DATE, is_required=False),
    Field(
        "text", gettext_lazy("条文（YAML）"), Kind.LONG, longest=LONGEST_TEXT,
        help=gettext_lazy("施行日以前的版本原样保留，新的要求另起一个版本；至少三个写明理由的算例。"),
    ),
    Field("reason", gettext_lazy("改动理由"), Kind.LONG, is_required=False, longest=LONGEST_REASON),
    Field(
        "basis", gettext_lazy("变更依据"), is_required=False, longest=LONGEST_BASIS,
        help=gettext_lazy("放宽要求的（期限、例外、适用情形、严重程度、依据或者停用）必填：准予这样改的法规和条文。"),
    ),
    Field(
        "is_correction", gettext_lazy("这是更正：原页从一开始就写错了，以前的也要重新判断"), Kind.YES,
        is_required=False,
    ),
)  # fmt: skip
_FILL = Choice("fill", gettext_lazy("填入条文"))
_ACTS = (
    Choice("try", gettext_lazy("试算")), Choice("outlook", gettext_lazy("试运行")),
    Choice("propose", gettext_lazy("提请发布")),
)  # fmt: skip


def change(visit: Visit, name: str) -> HttpResponse:
    """Show a page of law to be changed; a POST fills the fields in, tries it, or proposes it."""
    return _writing(visit, name, page_text(name))


def write_text(visit: Visit) -> HttpResponse:
    """The same for a page that there is not yet, for whoever knows the language."""
    return _writing(visit, "", SKELETON)


def trial(visit: Visit) -> HttpResponse:
    """What the worked cases of a text come to, as it is being typed."""
    return part(visit, "law_change/trial.html", _tried(visit.request.POST.get("text", "")[:LONGEST_TEXT]))


def _tried(text: str) -> dict[str, object]:
    text = text.replace("\r\n", "\n")
    if text.strip() == SKELETON.strip():
        return {"is_untouched": True}
    return {"trial": try_text(current_law(), text)}


def _writing(visit: Visit, name: str, text: str) -> HttpResponse:
    simple = simple_of(text) if name else None
    form = Form(
        NAME, (*(_SIMPLE if simple is not None else ()), *_ALWAYS),
        (_ACTS[0], *([_FILL] if simple is not None else []), *_ACTS[1:]), keeps_draft=True,
    )  # fmt: skip
    filled = _sent(visit, form, name) if visit.request.method == "POST" else _opened(visit, form, name, text, simple)
    if isinstance(filled, HttpResponse):
        return filled
    back = reverse("law.rule", kwargs={"name": name}) if name else reverse("law.rules")
    typed = filled.typed.get("text", ())
    title = _("改一页法条") if name else _("写一页法条")
    said = {
        "form": form.show(visit, filled, back=back), "name": name, "is_simple": simple is not None,
        "beside": Action(_("本页的提请"), reverse("law.page_history", kwargs={"name": name})) if name
        else Action(_("逐栏填写"), reverse("law.write"), icon="pencil"),
        **_tried(typed[0] if typed else ""),
    }  # fmt: skip
    return show(visit, "law_change/change.html", said, title=title, crumbs=crumbs_to(title, name), status=filled.status)


def _opened(visit: Visit, form: Form, name: str, text: str, simple: Simple | None) -> Filled:
    values: dict[str, Value] = {"text": text, "in_force_from": local_today(visit, current_law()) + timedelta(days=1)}
    if simple is not None:
        values |= {one.name: getattr(simple, one.name) for one in _SIMPLE}
    return form.blank(visit, name or NEW, values)


def _sent(visit: Visit, form: Form, name: str) -> Filled | HttpResponse:
    filled = form.read(visit, name or NEW)
    if not filled.is_sound:
        return filled
    if filled.act == "propose":
        return _proposed(visit, form, name)
    try:
        if filled.act == "fill":
            return _filled_in(filled)
        if filled.act == "outlook":
            return _tried_out(visit, filled)
    except GuijuError as error:
        return filled.refused_by(error)
    return filled


def _filled_in(filled: Filled) -> Filled:
    """The form with the text in which the fields are an edition."""
    first_day = filled.values.get("in_force_from")
    if not isinstance(first_day, date):
        return filled.with_error("in_force_from", _("请填写。"))
    wanted = Simple(**{one.name: filled.text(one.name) for one in _SIMPLE})
    text = with_edition(filled.text("text") + "\n", wanted, first_day.isoformat())
    return replace(filled, typed={**filled.typed, "text": (text,)})


def _tried_out(visit: Visit, filled: Filled) -> HttpResponse:
    """Ask for the outlook; what was typed is kept as a draft meanwhile."""
    account, text = visit.holder.account, filled.text("text") + "\n"
    rule, _pack = read_change(current_law(), text)
    save_draft(account, NAME, filled.about, filled.key, filled.typed, at=visit.at)
    title = f"{rule.title['zh']}（{rule.id}）"
    job = law_desk().try_out(text, title=title, since=visit.at - YEAR, actor=account, at=visit.at)
    return HttpResponseRedirect(reverse("law.outlook", kwargs={"number": job}))


def _proposed(visit: Visit, form: Form, name: str) -> Filled | HttpResponse:
    made: list[int] = []

    def propose(filled: Filled) -> str:
        first_day = filled.values.get("in_force_from")
        done = propose_page(
            filled.text("text"), in_force_from=first_day.isoformat() if isinstance(first_day, date) else "",
            reason=filled.text("reason"), basis=filled.text("basis"),
            is_correction=bool(filled.values.get("is_correction")), actor=Actor(visit.holder.account), at=visit.at,
            idem_key=filled.key,
        )  # fmt: skip
        made.extend(done.ids)
        return _("已提请，等待另一人签发；签发以前，现行规则不变。")

    filled = form.taken(visit, propose, about=name or NEW)
    if filled.is_done:
        return HttpResponseRedirect(reverse("law.proposal", kwargs={"number": made[0]}))
    return filled
