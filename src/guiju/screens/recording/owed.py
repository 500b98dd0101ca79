"""What the law wants next in a case, and which step answers it; and what a record has set running."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guiju.findings.law import law_in_force
from guiju.findings.life.deciding import read_lives
from guiju.findings.queries import DutyShown, FindingShown
from guiju.rules.model import Count, Happen, HaveHappened, Repeat, Verb
from guiju.screens.components.light import Light, light_named
from guiju.screens.recording.procedure import Procedure, Step
from guiju.screens.recording.situation import Situation
from guiju.screens.threads.lanes import duty_said, is_done_with, light_of
from guiju.screens.threads.queries import Contents
from guiju.screens.threads.words import due_said, rule_title

OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that the law wants of this case: by when, its light, whom it is about, and the step that answers it."""

    title: str
    due: str
    lights: tuple[Light, ...]
    about: str
    step: Step | None


def owed_in(contents: Contents, situation: Situation, at: int) -> list[Owed]:
    """What is overdue and still not done, then what runs, the earliest first; only what is the unit's own to do."""
    procedure = situation.procedure
    states = {name: life.state for name, life in read_lives([one.id for one in contents.findings]).items()}
    late = [
        one for one in contents.findings
        if one.is_standing and one.outcome == OVERDUE and not is_done_with(states, one)
    ]  # fmt: skip
    lines = [
        Owed(
            rule_title(one.rule),
            due_said(one),
            (light_named(_("超期")),),
            _about(situation, one),
            _answer(procedure, one),
        )
        for one in sorted(late, key=lambda one: (one.due_at or 0, one.id))
    ]
    return lines + [
        Owed(rule_title(one.rule), duty_said(one), light_of(one, at), _about(situation, one), _answer(procedure, one))
        for one in _running(contents.duties, at)
    ]


def set_running(before: Contents, after: Contents, at: int) -> list[str]:
    """What a record has set running, in words: “通知家属，最迟…”; and that something is to be looked at."""
    known = {one.id for one in before.duties}
    said = [
        _("%(duty)s，最迟 %(due)s") % {"duty": rule_title(one.rule), "due": due_said(one)}
        for one in _running(after.duties, at)
        if one.id not in known
    ]
    found = {one.id for one in after.findings if one.is_standing} - {one.id for one in before.findings}
    if found:
        said.append(
            _("程序比对出新的疑似问题 %(count)s 项，见案件页面；未经法制员核查不作结论") % {"count": len(found)}
        )
    return said


def _running(duties: Iterable[DutyShown], at: int) -> list[DutyShown]:
    own = [one for one in duties if one.due_at is not None and light_of(one, at)]
    return sorted(own, key=lambda one: (one.due_at or 0, one.id))


def _about(situation: Situation, row: DutyShown | FindingShown) -> str:
    person, item = row.keys.get("person", ""), row.keys.get("item", "")
    return "、".join(part for part in (situation.person_said(person) if person else "", item) if part)


def _answer(procedure: Procedure, row: DutyShown | FindingShown) -> Step | None:
    rule = law_in_force().pack.rule(row.rule)
    editions = [] if rule is None else [one for one in rule.editions if one.label == row.edition]
    return procedure.step_for(_answers(editions[0].verb)) if editions else None


def _answers(verb: Verb) -> tuple[str, ...]:
    """The events by which a duty is met."""
    if isinstance(verb, Happen):
        return tuple(name for one in verb.answers for name in one.types)
    if isinstance(verb, HaveHappened | Repeat | Count):
        return verb.answer.types
    return ()
