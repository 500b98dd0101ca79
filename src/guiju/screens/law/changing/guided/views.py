"""A new page of law by questions and answers; the text is put together as one types, and may be gone on with."""

from dataclasses import replace
from datetime import date, timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.facts.draft import Actor
from guiju.findings.law import LawInForce, current_law
from guiju.findings.lawmaking.checking import LEAST_CASES
from guiju.findings.lawmaking.commands import propose_page
from guiju.screens.components.form import Filled, Form
from guiju.screens.components.form.drafts import find_draft, save_draft
from guiju.screens.components.link import Action
from guiju.screens.kit.rendering import part, show
from guiju.screens.kit.visit import Visit
from guiju.screens.law.changing.desk import law_desk
from guiju.screens.law.changing.guided.answers import draft_of
from guiju.screens.law.changing.guided.fields import ADD_CASE, ADD_ROW, NAME, REDRAW, guided_form
from guiju.screens.law.changing.guided.names import Size, size_of
from guiju.screens.law.changing.guided.shown import shown_with
from guiju.screens.law.changing.guided.tried import GuidedTrial, labels_of, try_draft, with_faults
from guiju.screens.law.changing.words import YEAR, crumbs_to, local_today
from guiju.screens.law.changing.writing import NAME as TEXT_FORM
from guiju.screens.law.changing.writing import NEW

BODY = "law-guided"
"""What htmx exchanges when an answer changes the questions."""
_Typed = dict[str, tuple[str, ...]]


def write(visit: Visit) -> HttpResponse:
    """Ask for a new page of law; a POST draws it again with more rows, tries it, or proposes it."""
    law = current_law()
    typed = _typed(visit)
    size = size_of(typed, LEAST_CASES)
    form = _form(law, size, typed)
    if visit.request.method != "POST":
        tomorrow = local_today(visit, law) + timedelta(days=1)
        return _drawn(visit, law, form, form.blank(visit, NEW, {"first_day": tomorrow}), size)
    filled = form.read(visit, NEW)
    if filled.act in (REDRAW, ADD_CASE) or filled.act.startswith(ADD_ROW):
        size = _grown(size, filled.act)
        return _drawn(visit, law, _form(law, size, typed), replace(filled, errors={}), size)
    draft = draft_of(filled, size)
    trial = try_draft(law, draft)
    filled = with_faults(filled, form, draft, trial)
    if filled.is_sound:
        act = {"outlook": _tried_out, "as_text": _as_text, "propose": _proposed}.get(filled.act)
        answer = filled if act is None else act(visit, form, filled, trial)
        if isinstance(answer, HttpResponse):
            return answer
        filled = answer
    return _drawn(visit, law, form, filled, size, trial)


def trial(visit: Visit) -> HttpResponse:
    """What the answers come to, as they are being typed."""
    law, typed = current_law(), _typed(visit)
    size = size_of(typed, LEAST_CASES)
    form = _form(law, size, typed)
    tried = try_draft(law, draft_of(form.read(visit, NEW), size))
    return part(visit, "law_change/guided_trial.html", {**_said(form, tried), "is_alone": True})


def _typed(visit: Visit) -> _Typed:
    """What was sent, else what was left behind."""
    if visit.request.method == "POST":
        sent = visit.request.POST
        return {name: tuple(sent.getlist(name)) for name in sent}
    draft = find_draft(visit.holder.account, NAME, NEW, at=visit.at)
    return dict(draft.typed) if draft is not None else {}


def _form(law: LawInForce, size: Size, typed: _Typed) -> Form:
    def said(name: str) -> str:
        return (*typed.get(name, ()), "")[0]

    return guided_form(law, size, said, set(typed))


def _grown(size: Size, act: str) -> Size:
    if act == ADD_CASE:
        return size.with_case()
    number = act.removeprefix(ADD_ROW)
    return size.with_row(int(number)) if number.isdigit() else size


def _said(form: Form, tried: GuidedTrial) -> dict[str, object]:
    return {
        "tried": tried, "lacks": labels_of(form, tried.lacks),
        "refused": labels_of(form, (tried.field,)) if tried.field else {}, "least": LEAST_CASES,
    }  # fmt: skip


def _drawn(
    visit: Visit, law: LawInForce, form: Form, filled: Filled, size: Size, tried: GuidedTrial | None = None
) -> HttpResponse:
    if visit.request.method != "POST":
        # What was left behind is typed, not read yet.
        draft = draft_of(form.told(filled.typed, key=filled.key), size)
    else:
        draft = draft_of(filled, size)
    said = {
        "form": shown_with(form.show(visit, filled, address=reverse("law.write"), back=reverse("law.rules")), draft),
        **_said(form, tried or try_draft(law, draft)),
    }
    if visit.target == BODY:
        return part(visit, "law_change/guided_body.html", said)
    title = _("写一页法条")
    said["by_text"] = Action(_("直接写条文"), reverse("law.write_text"), icon="pencil")
    return show(visit, "law_change/guided.html", said, title=title, crumbs=crumbs_to(title), status=filled.status)


def _tried_out(visit: Visit, form: Form, filled: Filled, tried: GuidedTrial) -> HttpResponse:
    """Ask for the outlook; what was typed is kept as a draft meanwhile."""
    account = visit.holder.account
    assert tried.trial is not None and tried.trial.rule is not None
    save_draft(account, NAME, NEW, filled.key, filled.typed, at=visit.at)
    title = f"{tried.trial.rule.title['zh']}（{tried.trial.rule.id}）"
    job = law_desk().try_out(tried.text, title=title, since=visit.at - YEAR, actor=account, at=visit.at)
    return HttpResponseRedirect(reverse("law.outlook", kwargs={"number": job}))


def _as_text(visit: Visit, form: Form, filled: Filled, tried: GuidedTrial) -> HttpResponse:
    """Go on in the text: it is laid there as a draft; the answers are kept as well."""
    account = visit.holder.account
    save_draft(account, NAME, NEW, filled.key, filled.typed, at=visit.at)
    typed = {
        "text": (tried.text,),
        "in_force_from": filled.typed.get("first_day", ()),
        "reason": filled.typed["reason"],
    }
    save_draft(account, TEXT_FORM, NEW, filled.key, typed, at=visit.at)
    return HttpResponseRedirect(reverse("law.write_text"))


def _proposed(visit: Visit, form: Form, filled: Filled, tried: GuidedTrial) -> HttpResponse | Filled:
    made: list[int] = []

    def propose(sent: Filled) -> str:
        first_day = sent.values.get("first_day")
        done = propose_page(
            tried.text, in_force_from=first_day.isoformat() if isinstance(first_day, date) else "",
            reason=sent.text("reason"), actor=Actor(visit.holder.account), at=visit.at, idem_key=sent.key,
        )  # fmt: skip
        made.extend(done.ids)
        return _("已提请，等待另一人签发；签发以前，现行规则不变。")

    taken = form.taken(visit, propose, about=NEW)
    return HttpResponseRedirect(reverse("law.proposal", kwargs={"number": made[0]})) if taken.is_done else taken
