"""The Word templates of the bureau's papers: taken away, edited in Word or WPS, brought back, approved by another."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.commands.papers import decide_template, propose_template
from guiju.bureau.roles import KEEP_TEMPLATES
from guiju.facts.draft import Actor
from guiju.facts.papers.producing.forms import PaperForm, forms, get_form
from guiju.facts.papers.producing.package import DOCX, LARGEST_TEMPLATE
from guiju.facts.papers.producing.starter import starter_of
from guiju.facts.papers.producing.templates import (
    LONGEST_REASON,
    Template,
    TemplateUnknown,
    bytes_of,
    get_template,
    in_force,
    list_templates,
    template_in_force,
)
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Listing, Query, show_listing
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.papers.making import shelf, title_of
from guiju.screens.papers.opening import file_answer

BRING = Form(
    "template",
    (
        Field(
            "file", gettext_lazy("Word 文件"), Kind.FILE, accept=".docx",
            help=gettext_lazy("在 Word 或 WPS 里改好版式后另存为 .docx；空的名称不要改动。"),
        ),
    ),
    (Choice("bring", gettext_lazy("上传并提请启用")),),
)  # fmt: skip
DECIDE = Form(
    "template_decision", (Field("reason", gettext_lazy("意见"), Kind.LONG, longest=LONGEST_REASON),),
    (Choice("approve", gettext_lazy("批准启用")), Choice("refuse", gettext_lazy("驳回"))),
)  # fmt: skip
TAKE_BACK = Form(
    "template_decision", (Field("reason", gettext_lazy("理由"), Kind.LONG, longest=LONGEST_REASON),),
    (Choice("refuse", gettext_lazy("撤回")),), tone="danger",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One declared paper with the template that is in force, and how many wait for the second signature."""

    form: PaperForm
    current: Template
    waiting: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a template in its history."""

    template: Template
    state: Badge
    address: str


def templates(visit: Visit) -> HttpResponse:
    """Show every declared paper with its template."""
    versions = list_templates()
    rows = []
    for one in forms().values():
        own = [version for version in versions if version.form == one.id]
        waiting = sum(1 for version in own if version.decision is None)
        rows.append(TemplateLine(one, in_force(one, own), waiting))
    return show_listing(visit, _listing(rows))


def template(visit: Visit, name: str) -> HttpResponse:
    """Show one paper: its blanks, the template in force, and every version that was brought.

    Raises:
        PaperUnknown: there is no such paper.
    """
    form = get_form(name)
    versions = list_templates(form.id)
    current = in_force(form, versions)
    history = [
        VersionLine(one, _state(one, current), reverse("papers.proposal", kwargs={"number": one.number}))
        for one in reversed(versions)
        if one.decision is not None or visit.may(KEEP_TEMPLATES)
    ]
    said = {
        "paper": form, "current": current, "history": history, "may": visit.may(KEEP_TEMPLATES),
        "blanks": [(one, f"{{{{ {one.name} }}}}" if not one.columns else _said_list(one.name)) for one in form.blanks],
    }  # fmt: skip
    return show(visit, "papers/template.html", said, title=title_of(form), crumbs=_crumbs(form))


def starter(visit: Visit, name: str) -> HttpResponse:
    """Hand out the starter template of a paper."""
    form = get_form(name)
    return file_answer(starter_of(form), _("%(title)s（起始模板）") % {"title": form.title}, DOCX, f"{form.id}-starter")


def current(visit: Visit, name: str) -> HttpResponse:
    """Hand out the template in force of a paper."""
    form = get_form(name)
    return file_answer(bytes_of(form, template_in_force(form), shelf()), form.title, DOCX, form.id)


def bring(visit: Visit, name: str) -> HttpResponse:
    """Bring a template of the bureau's own."""
    form = get_form(name)

    def run(filled: Filled) -> str:
        file = filled.files["file"]
        propose_template(
            form, file.read(LARGEST_TEMPLATE + 1), name=file.name or "", shelf=shelf(),
            actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key,
        )  # fmt: skip
        return _("已上传，待法制部门另一人批准后启用。")

    filled = BRING.taken(visit, run, about=name)
    back = reverse("papers.template", kwargs={"name": name})
    if filled.is_done:
        return HttpResponseRedirect(back)
    said = {"form": BRING.show(visit, filled, back=back), "paper": form}
    crumbs = (*_crumbs(form)[:-1], Crumb(title_of(form), back), Crumb(_("上传模板")))
    return show(visit, "papers/bring.html", said, title=_("上传模板"), crumbs=crumbs, status=filled.status)


def proposal(visit: Visit, number: int) -> HttpResponse:
    """Show one version of a template; who keeps templates and did not bring it decides.

    Raises:
        TemplateUnknown: there is none.
    """
    found, form = _of_visitor(visit, number)
    is_own = found.proposed_by == visit.holder.account
    asking = TAKE_BACK if is_own else DECIDE

    def run(filled: Filled) -> str:
        is_approved = filled.act == "approve"
        decide_template(
            number, is_approved=is_approved, template_hash=visit.request.GET.get("content", ""),
            reason=filled.text("reason"), actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key,
        )  # fmt: skip
        return _("已批准，从现在起按这份模板制作。") if is_approved else _("已记录，这份模板不启用。")

    filled = asking.taken(visit, run, about=str(number))
    back = reverse("papers.template", kwargs={"name": form.id})
    if filled.is_done:
        return HttpResponseRedirect(back)
    may = found.decision is None and visit.may(KEEP_TEMPLATES)
    # What is signed is the file that this page speaks of.
    address = f"{visit.request.path}?content={found.hash}"
    said = {
        "template": found, "paper": form, "state": _state(found, template_in_force(form)),
        "form": asking.show(visit, filled, address=address, back=back) if may else None, "is_own": is_own,
    }  # fmt: skip
    crumbs = (*_crumbs(form)[:-1], Crumb(title_of(form), back), Crumb(str(number)))
    return show(
        visit, "papers/proposal.html", said, title=_("模板 %(number)s") % {"number": number}, crumbs=crumbs,
        status=filled.status,
    )  # fmt: skip


def proposed(visit: Visit, number: int) -> HttpResponse:
    """Hand out one version of a template."""
    found, form = _of_visitor(visit, number)
    return file_answer(bytes_of(form, found, shelf()), found.name or form.title, DOCX, f"{form.id}-{number}")


def _of_visitor(visit: Visit, number: int) -> tuple[Template, PaperForm]:
    """What waits for approval only those see who keep templates: to others it is no form of the bureau yet."""
    found = get_template(number)
    if found.decision is None and not visit.may(KEEP_TEMPLATES):
        raise TemplateUnknown("没有这份模板。")
    return found, get_form(found.form)


def _state(one: Template, current: Template) -> Badge:
    if one.decision is None:
        return Badge(_("待批准"), Tone.WARNING)
    if not one.decision.is_approval:
        return Badge(_("已撤回") if one.decision.by == one.proposed_by else _("已驳回"), Tone.PLAIN)
    return Badge(_("使用中"), Tone.GOOD) if one.number == current.number else Badge(_("已停用"), Tone.PLAIN)


def _listing(rows: Sequence[TemplateLine]) -> Listing:
    def found(query: Query) -> list[TemplateLine]:
        return [one for one in rows if query.text.lower() in f"{one.form.title} {one.form.title_en}".lower()]

    return Listing(
        name="templates",
        title=_("文书模板"),
        columns=(
            Column(
                "title", _("文书"),
                lambda row: Link(title_of(row.form), reverse("papers.template", kwargs={"name": row.form.id})),
                is_head=True, written=lambda row: title_of(row.form),
            ),
            Column("current", _("使用中的模板"), lambda row: row.current.name or _("起始模板")),
            Column("since", _("启用时间"), lambda row: _since(row.current)),
            Column("by", _("批准人"), lambda row: row.current.decision.by if row.current.decision else "—"),
            Column("waiting", _("待批准"), lambda row: row.waiting, is_numeric=True),
        ),
        rows=lambda visit, query, start, most: found(query)[start : start + most],
        count=lambda visit, query, most: len(found(query)),
        search=_("文书名称"),
        note=_("起始模板由程序按 law/papers 生成，文字为规矩所拟，启用前请法制部门对照制式文书核定。"),
    )  # fmt: skip


def _since(current: Template) -> str:
    return said_instant(current.decision.at) if current.decision else "—"


def _said_list(name: str) -> str:
    return f"{{%tr for item in {name} %}} … {{%tr endfor %}}"


def _crumbs(form: PaperForm) -> tuple[Crumb, ...]:
    return (Crumb(_("文书模板"), reverse("papers.templates")), Crumb(title_of(form)))
