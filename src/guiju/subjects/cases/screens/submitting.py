"""送审: submitting a case, a changed version of it, and taking it back."""

from collections.abc import Sequence
from functools import partial

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.actions.asking import new_name
from guiju.facts.draft import Actor
from guiju.facts.events import PAPER_ATTACHED
from guiju.facts.queries import LARGEST_PAGE, EventShown, list_events
from guiju.screens.components.confirm import Confirm, confirming
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.components.form.field import Value
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.queries import get_thread
from guiju.screens.threads.view import address_of
from guiju.screens.threads.words import value_label
from guiju.subjects.cases.commands.chain import approvals, decision
from guiju.subjects.cases.commands.content import LONGEST, Content
from guiju.subjects.cases.commands.submitting import resubmit, submit, withdraw
from guiju.subjects.cases.queries.submissions import get_submission
from guiju.subjects.cases.screens.forms import Seen, reason_field
from guiju.subjects.cases.screens.words import address, state_badge


def submit_case(visit: Visit, case: str) -> HttpResponse:
    """Submit a case for a decision.

    Raises:
        ThreadNotFound: it does not exist, or not for this visitor.
    """
    thread = get_thread(visit.viewer, "case", case, at=visit.at)
    form = submit_form(visit, case)
    filled = form.taken(visit, partial(take_submission, visit, case), about=case)
    if filled.is_done:
        return HttpResponseRedirect(address(new_name(Actor(visit.holder.account), filled.key)))
    back = address_of("case", case)
    said = {"form": form.show(visit, filled, back=back), "about": f"{thread.title} {case}"}
    crumbs = (Crumb(_("案件"), reverse("cases.list")), Crumb(case, back), Crumb(_("送审")))
    return show(visit, "reviews/form.html", said, title=_("送审"), crumbs=crumbs, status=filled.status)


def submit_form(visit: Visit, case: str) -> Form:
    """What is asked of whoever submits a case."""
    kinds = tuple(Choice(one.name, _(one.label)) for one in approvals().decisions.values())
    events = _standing(visit, case)
    return Form(
        "submit",
        (
            Field("kind", _("送审的决定"), Kind.CHOICE, choices=kinds),
            *_person_fields(events),
            *_content_fields(events),
        ),
        (Choice("save", _("送审")),),
        keeps_draft=True,
    )  # fmt: skip


def take_submission(visit: Visit, case: str, filled: Filled) -> str:
    """Submit a case as a sound form says; gives the sentence that tells it.

    Raises:
        ThreadNotFound, NotEntitled, PersonUnknown, ContentMissing, StepRefused: as ``submit``.
    """
    submit(
        case, kind=filled.text("kind"), content=_content(filled), features=_chosen(filled, "features"),
        person=filled.text("person"), actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key,
    )  # fmt: skip
    return _("已送审。")


def change(visit: Visit, name: str) -> HttpResponse:
    """Submit a changed version.

    Raises:
        SubmissionNotFound: it does not exist, or not for this visitor.
    """
    shown = get_submission(visit.viewer, name)
    one = shown.one
    seen = Seen.sent(visit) if visit.request.method == "POST" else Seen.of(one)
    kept = {(paper.rpartition(" ")[2]) for paper in shown.content.papers}
    fields = _content_fields(_standing(visit, one.case_number), decision_name=one.decision)
    form = Form(
        "change", (*fields, reason_field(_("改动了什么"))), (Choice("save", _("提交新的版本")),), keeps_draft=True
    )
    known = next((field.choices for field in fields if field.name == "papers"), ())
    values: dict[str, Value] = {
        "facts": shown.content.facts, "grounds": shown.content.grounds, "proposal": shown.content.proposal,
        "features": shown.features,
        "papers": tuple(one.value for one in known if one.value.rpartition(" ")[2] in kept),
    }  # fmt: skip

    def run(filled: Filled) -> str:
        resubmit(
            name, content=_content(filled), features=_chosen(filled, "features"), reason=filled.text("reason"),
            read=seen.read, actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key,
        )  # fmt: skip
        return _("新的版本已送审；对前一版的意见保留，但不再算数。")

    filled = form.taken(visit, run, about=f"{name} {seen.read.version}", values=values)
    if filled.is_done:
        return HttpResponseRedirect(address(name))
    said = {
        "form": form.show(visit, filled, address=seen.address(visit.request.path), back=address(name)),
        "about": f"{_(decision(one.decision).label)} {one.case_number}",
        "state": state_badge(one.state),
    }
    crumbs = (Crumb(_("审核审批"), reverse("reviews.list")), Crumb(_("送审"), address(name)), Crumb(_("修改")))
    return show(visit, "reviews/form.html", said, title=_("修改后再送审"), crumbs=crumbs, status=filled.status)


def take_back(visit: Visit, name: str) -> HttpResponse:
    """Take a submission back.

    Raises:
        SubmissionNotFound: it does not exist, or not for this visitor.
    """
    one = get_submission(visit.viewer, name).one
    seen = Seen.sent(visit) if visit.request.method == "POST" else Seen.of(one)
    form = confirming("withdraw", _("撤回"), (reason_field(_("撤回的理由")),))

    def run(filled: Filled) -> str:
        withdraw(
            name, reason=filled.text("reason"), read=seen.read, actor=Actor(visit.holder.account), at=visit.at,
            idem_key=filled.key,
        )  # fmt: skip
        return _("已撤回。")

    filled = form.taken(visit, run, about=name)
    if filled.is_done:
        return HttpResponseRedirect(address(name))
    label = f"{_(decision(one.decision).label)} {one.case_number}"
    shown = form.show(visit, filled, address=seen.address(visit.request.path), back=address(name))
    sentence = _("撤回后这份送审即告终结，已有的意见保留；需要时重新送审。")
    said = {"form": Confirm(sentence, shown, ((_("送审"), label), (_("状态"), state_badge(one.state))))}
    crumbs = (Crumb(_("审核审批"), reverse("reviews.list")), Crumb(_("送审"), address(name)), Crumb(_("撤回")))
    return show(visit, "reviews/form.html", said, title=_("撤回送审"), crumbs=crumbs, status=filled.status)


def _standing(visit: Visit, case: str) -> list[EventShown]:
    events = list_events(visit.viewer, "case", case, limit=LARGEST_PAGE)
    return [one for one in events if one.corrected_by is None]


def _person_fields(events: Sequence[EventShown]) -> tuple[Field, ...]:
    """Whom it is about, of those whom the records of the case name; no field where they name nobody."""
    names, roles = dict[str, str](), dict[str, str]()
    for one in events:
        if person := str(one.fields.get("person", "")):
            names.setdefault(person, "")
            names[person] = names[person] or str(one.fields.get("person_name", ""))
            roles[person] = roles.get(person, "") or str(one.fields.get("role", ""))
    if not names:
        return ()
    choices = []
    for person, name in names.items():
        role = f"（{value_label('role', roles[person])}）" if roles[person] else ""
        choices.append(Choice(person, f"{name}{role} {person}".strip()))
    help_text = _("一案多人的，逐人送审；对全案作决定的，不选。")
    return (Field("person", _("当事人"), Kind.CHOICE, is_required=False, choices=tuple(choices), help=help_text),)


def _content_fields(events: Sequence[EventShown], *, decision_name: str = "") -> tuple[Field, ...]:
    """The fields of what is submitted; circumstances and papers only where there are any to choose from."""
    kinds = [decision(decision_name)] if decision_name else list(approvals().decisions.values())
    features = {one.name: one for kind in kinds for one in kind.features}
    papers = tuple(
        Choice(f"{one.fields.get('file_name', '')} {one.fields.get('paper', '')}", str(one.fields.get("file_name", "")))
        for one in events
        if one.type == PAPER_ATTACHED
    )
    fields = [
        Field("facts", _("认定的事实和证据"), Kind.LONG, longest=LONGEST),
        Field("grounds", _("法律依据和理由"), Kind.LONG, longest=LONGEST),
        Field("proposal", _("拟作出的决定"), Kind.LONG, longest=LONGEST),
    ]
    if features:
        choices = tuple(Choice(one.name, _(one.label)) for one in features.values())
        fields.append(
            Field("features", _("案件情形"), Kind.CHOICES, is_required=False, choices=choices,
                  help=_("有这些情形的，须另经法制审核或者集体讨论；经过听证的以案件记录为准。"))
        )  # fmt: skip
    if papers:
        fields.append(Field("papers", _("所附材料"), Kind.CHOICES, is_required=False, choices=papers))
    return tuple(fields)


def _content(filled: Filled) -> Content:
    return Content(
        filled.text("facts"), filled.text("grounds"), filled.text("proposal"), papers=_chosen(filled, "papers")
    )


def _chosen(filled: Filled, name: str) -> tuple[str, ...]:
    value = filled.values.get(name, ())
    return value if isinstance(value, tuple) else ()
