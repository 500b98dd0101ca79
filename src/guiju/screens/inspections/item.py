"""One thing that was drawn: its check-list, what was answered, and a finding where the answer is 否."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.actions.inspections import commands
from guiju.actions.inspections.acts import CHECK_ON_SITE, Answer
from guiju.actions.inspections.checklists import Checklist, Question, checklist
from guiju.actions.inspections.commands.checking import LONGEST_NOTE, made_name
from guiju.actions.inspections.queries import InspectionNotFound, get_inspection, list_checks
from guiju.actions.inspections.reading import Check, Plan
from guiju.facts.draft import Actor
from guiju.findings.queries import list_findings_named
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form.field import Choice, Field, Kind
from guiju.screens.components.form.form import Filled, Form
from guiju.screens.components.link import Link
from guiju.screens.findings.acts.declared import LONGEST, reason
from guiju.screens.findings.words import People, finding_address, people_of, severity_badge
from guiju.screens.inspections.gathering import unit_choices, units_within
from guiju.screens.inspections.words import about, check_badge, item_address, plan_address, sides
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.queries import ThreadNotFound, get_thread
from guiju.screens.threads.wiring import wiring

_TONES = {Answer.NO: Tone.WARNING, Answer.YES: Tone.GOOD}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question as it was answered; ``act`` leads to its finding, or to making one."""

    ask: str
    ground: str
    answer: Badge
    note: str
    severity: Badge
    act: Link | str


@dataclass(frozen=True, slots=True)
class Looked:
    """One thing that was drawn, as the visitor was shown it."""

    plan: Plan
    number: int
    value: str
    check: Check | None
    asked: Checklist


def item(visit: Visit, name: str, number: int) -> HttpResponse:
    """Show what was answered about one thing.

    Raises:
        InspectionNotFound: there is none of that number, or not for this visitor.
    """
    looked = _looked(visit, name, number)
    check = looked.check
    people = _people(looked)
    said = {
        "sides": sides(""),
        "looked": looked,
        "about": about(looked.plan, looked.value, people.units.at(looked.value, visit.at)),
        "state": check_badge(check),
        "lines": _lines(visit, looked) if check is not None else [],
        "earlier": [(people.signed(one["by"], one["at"]), one["at"]) for one in check.entries] if check else [],
        "note": check.entries[-1]["note"] if check else "",
        "may_check": visit.may(CHECK_ON_SITE),
        "check_address": item_address(name, number, "inspections.check"),
        "next": item_address(name, number + 1) if number < len(looked.plan.drawn) else "",
        "back": plan_address(name),
    }
    return show(visit, "inspections/item.html", said, title=_title(looked, people, visit), crumbs=_crumbs(looked))


def check_on_site(visit: Visit, name: str, number: int) -> HttpResponse:
    """Fill in the check-list of one thing.

    Raises:
        InspectionNotFound: there is none of that number, or not for this visitor.
    """
    looked = _looked(visit, name, number)
    form = _form(looked.asked)

    def record(filled: Filled) -> str:
        answers = {
            one.id: (Answer(filled.text(f"answer_{one.id}")), filled.text(f"note_{one.id}"))
            for one in looked.asked.questions
        }
        commands.check_item(
            name, number, answers=answers, note=filled.text("note"), actor=Actor(visit.holder.account), at=visit.at,
            idem_key=filled.key,
        )  # fmt: skip
        return _("检查结果已登记。")

    values = {} if looked.check is None else _values(looked.check)
    filled = form.taken(visit, record, about=f"{name}.{number}", values=values)
    back = item_address(name, number)
    if filled.is_done:
        return HttpResponseRedirect(back)
    people = _people(looked)
    said = {
        "sides": "",
        "looked": looked,
        "about": about(looked.plan, looked.value, people.units.at(looked.value, visit.at)),
        "form": form.show(visit, filled, back=back),
    }
    return show(
        visit, "inspections/check.html", said, title=_title(looked, people, visit), crumbs=_crumbs(looked),
        status=filled.status,
    )  # fmt: skip


def make_finding(visit: Visit, name: str, number: int, command: str) -> HttpResponse:
    """Make a suspected finding of a 否; ``command`` names the question.

    Raises:
        InspectionNotFound: there is none of that number or question, or not for this visitor.
    """
    looked = _looked(visit, name, number)
    question = looked.asked.question(command)
    if question is None or looked.check is None:
        raise InspectionNotFound("没有找到这一项检查。")
    form, values = _finding_form(visit, looked, question)

    def make(filled: Filled) -> str:
        officers = [one for one in filled.text("officers").replace("，", "、").replace(",", "、").split("、") if one]
        commands.make_finding(
            name, number, command, unit=filled.text("unit"), officers=[one.strip() for one in officers],
            what=filled.text("reason"), actor=Actor(visit.holder.account), at=visit.at, idem_key=filled.key,
        )  # fmt: skip
        return _("已登记为疑似问题，由法制员核查。")

    finding = made_name(name, number, command)
    filled = form.taken(visit, make, about=finding[:160], values=values)
    if filled.is_done:
        return HttpResponseRedirect(finding_address(finding))
    people = _people(looked)
    said = {
        "sides": "",
        "looked": looked,
        "about": about(looked.plan, looked.value, people.units.at(looked.value, visit.at)),
        "question": question,
        "severity": severity_badge(question.severity),
        "ground": _ground(question),
        "form": form.show(visit, filled, back=item_address(name, number)),
    }
    return show(
        visit, "inspections/make.html", said, title=_("登记疑似问题"), crumbs=_crumbs(looked), status=filled.status
    )


def _looked(visit: Visit, name: str, number: int) -> Looked:
    plan = get_inspection(visit.viewer, name)
    value = plan.value(number)
    if not value:
        raise InspectionNotFound("没有找到抽中的这一份。")
    return Looked(plan, number, value, list_checks(visit.viewer, name).get(number), checklist(plan.checklist))


def _people(looked: Looked) -> People:
    accounts = [one for entry in (looked.check.entries if looked.check else ()) for one in entry["by"]]
    return people_of((), {looked.plan.unit, *([looked.value] if looked.plan.kind == "unit" else [])}, accounts)


def _title(looked: Looked, people: People, visit: Visit) -> str:
    is_place = looked.plan.kind == "unit"
    return f"{looked.number}. {people.units.at(looked.value, visit.at) if is_place else looked.value}"


def _lines(visit: Visit, looked: Looked) -> list[AnswerLine]:
    assert looked.check is not None
    name, number, answers = looked.plan.name, looked.number, looked.check.answers
    made = {
        one.id for one in list_findings_named(visit.viewer, [made_name(name, number, one) for one in sorted(answers)])
    }

    def act(question: Question, answer: Answer) -> Link | str:
        finding = made_name(name, number, question.id)
        if finding in made:
            return Link(_("已登记，看问题"), finding_address(finding))
        if answer is not Answer.NO or not visit.may(CHECK_ON_SITE):
            return ""
        words = {"name": name, "number": number, "command": question.id}
        return Link(_("登记疑似问题"), reverse("inspections.make", kwargs=words))

    lines = []
    for question in looked.asked.questions:
        said, note = answers.get(question.id, (Answer.OPEN.value, ""))
        answer = Answer(said)
        badge = Badge(_(answer.label), _TONES.get(answer, Tone.PLAIN))
        severity = severity_badge(question.severity)
        lines.append(AnswerLine(question.ask, _ground(question), badge, note, severity, act(question, answer)))
    return lines


def _ground(question: Question) -> str:
    if question.house:
        return _("内部检查标准：%(what)s") % {"what": question.article}
    return f"《{question.instrument}》{question.article}"


def _form(asked: Checklist) -> Form:
    answers = tuple(Choice(one.value, _(one.label)) for one in Answer)
    fields: list[Field] = []
    for number, one in enumerate(asked.questions, 1):
        fields.append(Field(f"answer_{one.id}", f"{number}. {one.ask}", Kind.RADIO, choices=answers, help=_ground(one)))
        label = _("第 %(number)s 项说明") % {"number": number}
        fields.append(Field(f"note_{one.id}", label, is_required=False, longest=LONGEST_NOTE,
                            placeholder=_("答“否”的，写明看到了什么、在第几页")))  # fmt: skip
    fields.append(Field("note", _("总的说明"), Kind.LONG, is_required=False, longest=LONGEST))
    return Form("inspection_check", tuple(fields), (Choice("save", _("登记检查结果")),), keeps_draft=True)


def _values(check: Check) -> Mapping[str, str]:
    said = {f"answer_{name}": answer for name, (answer, _note) in check.answers.items()}
    return said | {f"note_{name}": note for name, (_answer, note) in check.answers.items()}


def _finding_form(visit: Visit, looked: Looked, question: Question) -> tuple[Form, Mapping[str, str]]:
    assert looked.check is not None
    unit, officers = looked.value if looked.plan.kind == "unit" else "", ""
    if looked.plan.kind in wiring().words:
        try:
            thread = get_thread(visit.viewer, looked.plan.kind, looked.value, at=visit.at)
        except ThreadNotFound:
            thread = None
        if thread is not None:
            unit, officers = thread.unit, "、".join(thread.lead)
    units = units_within(visit, CHECK_ON_SITE, below=looked.plan.unit)
    # Records name a unit by its code, or by its name of then.
    code = next((one.code for one in units if unit in (one.code, one.name)), "")
    form = Form(
        "inspection_finding",
        (
            Field("unit", _("所涉单位"), Kind.CHOICE, choices=unit_choices(units)),
            Field(
                "officers", _("所涉民警的警号"), is_required=False, help=_("几名民警用顿号分开；不涉及具体民警的不填。")
            ),
            reason(_("看到的情况"), note=_("写明在哪里、看到了什么；只写事实，不下结论。")),
        ),
        (Choice("save", _("登记疑似问题")),),
        keeps_draft=True,
    )  # fmt: skip
    values = {"unit": code, "officers": officers, "reason": looked.check.answers.get(question.id, ("", ""))[1]}
    return form, values


def _crumbs(looked: Looked) -> tuple[Crumb, ...]:
    plan = looked.plan
    return (
        Crumb(_("督察抽查"), reverse("inspections.list")),
        Crumb(plan.title, plan_address(plan.name)),
        Crumb(_("第 %(number)s 份") % {"number": looked.number}, item_address(plan.name, looked.number)),
    )
