"""Why a finding or a running duty is due when it is: its history judged once more, and the steps put into words."""

from dataclasses import dataclass

from guiju.facts.histories import history
from guiju.findings.judging import completed, holders, source_of
from guiju.findings.law import LawInForce, law_in_force
from guiju.findings.queries import DutyShown, FindingNotFound, FindingShown, list_duties_named, list_findings_named
from guiju.findings.rows import finding_id
from guiju.rules.model import Edition, Rule
from guiju.rules.words.explain import Explainer
from guiju.values.event import Event
from guiju.values.scope import Scope
from guiju.values.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Explained:
    """``lines`` lead from the article to the outcome; none where the records no longer give this duty.

    ``edition`` says from when to when the edition that decided is in force, ``later`` the same of those after it.
    """

    duty: DutyShown | FindingShown
    title: str
    lines: tuple[str, ...]
    edition: str
    later: tuple[str, ...]


def explain(viewer: Scope, name: str, *, at: int) -> Explained:
    """How the date of one finding or running duty was reached, by the law in force and the records as they are now.

    Unit:   ``at`` microseconds since the epoch.
    Raises:
        FindingNotFound: there is none of that name, or not for this viewer.
    """
    found: list[DutyShown | FindingShown] = [*list_duties_named(viewer, [name]), *list_findings_named(viewer, [name])]
    if not found:
        raise FindingNotFound("没有找到这项期限或问题。")
    duty, law = found[0], law_in_force()
    rule = law.pack.rule(duty.rule)
    if rule is None:
        return Explained(duty, duty.rule, (), duty.edition, ())
    words = Explainer(law.pack, law.local)
    judged = _verdict(law, duty, at)
    lines = tuple(words.text(*judged)) if judged is not None else ()
    deciding, later = _editions(rule, judged[0].edition if judged is not None else duty.edition)
    return Explained(
        duty, rule.title["zh"], lines, words.in_force(deciding) if deciding is not None else duty.edition,
        tuple(words.in_force(one) for one in later),
    )  # fmt: skip


def later_editions(rule_id: str, label: str) -> list[str]:
    """From when the editions of a page are in force that came after one of them."""
    rule = law_in_force().pack.rule(rule_id)
    return [] if rule is None else [one.label for one in _editions(rule, label)[1]]


def _editions(rule: Rule, label: str) -> tuple[Edition | None, list[Edition]]:
    deciding = next((one for one in rule.editions if one.label == label), None)
    return deciding, sorted((one for one in rule.editions if one.label > label), key=lambda one: one.label)


def _verdict(law: LawInForce, duty: DutyShown | FindingShown, at: int) -> tuple[Verdict, Event] | None:
    """The verdict that stands behind a duty, and its trigger."""
    recorded = history(duty.kind, duty.value)
    judge = law.judge(at, source_of(duty.kind, duty.value, recorded), holders(law))
    events = completed(law, duty.kind, [duty.rule], recorded)
    judged = judge.judge(events, kind=duty.kind, value=duty.value, only=duty.rule, explain=True)
    for verdict in judged.verdicts:
        if finding_id(verdict, duty.kind, duty.value) == duty.id:
            return verdict, next(event for event in events if event.seq == verdict.trigger_seq)
    return None
