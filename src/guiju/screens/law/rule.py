"""The page of one rule, in a lawyer's words: what it asks, by which article, how it is counted, and how it fares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.roles import READ_CASES
from guiju.findings.law import LawInForce, current_law, law_in_force
from guiju.findings.life.acts import UNDECIDED, State
from guiju.findings.life.queries import FalseAlarms, count_states_by_rule, list_false_alarms
from guiju.rules.model import Rule
from guiju.rules.pages.decisions import in_force
from guiju.rules.pages.interpretation import Interpretation
from guiju.rules.verb_facts import verb_limit
from guiju.rules.words.edition import in_a_sentence
from guiju.rules.words.wording import DEBTORS, limit_in_words
from guiju.screens.components.card import Card
from guiju.screens.components.link import Action, Link
from guiju.screens.findings.alarms import SPANS, is_above_goal
from guiju.screens.kit.figures import said_date, said_number
from guiju.screens.kit.rendering import Crumb, may_open, show
from guiju.screens.kit.site import site
from guiju.screens.kit.visit import Visit
from guiju.screens.law.calculator.prefilled import calculator_address, example_of
from guiju.screens.law.editions import points_of, side_by_side, sources_of
from guiju.screens.law.questions import decided_said, question_address
from guiju.screens.law.wiring import law_folder
from guiju.screens.law.words import (
    Shown,
    Standing,
    explainer,
    on_day,
    rule_address,
    severity_badge,
    sides,
    standing_badge,
    today,
)
from guiju.screens.law.worked import worked_cases
from guiju.screens.threads.words import rule_title
from guiju.values.errors import GuijuError


class RuleNotFound(GuijuError):
    """There is no rule of this id."""

    code = "law.rule.not_found"
    remedy = "请从规则目录进入。"


@dataclass(frozen=True, slots=True)
class Fared:
    """What became of a rule's findings in the year before the visit, as far as the visitor sees them."""

    states: Mapping[State, int]
    year: FalseAlarms
    quarter: FalseAlarms
    address: str

    @property
    def cards(self) -> list[Card]:
        """The numbers, each leading to the findings that it counts."""
        states = self.states
        confirmed = sum(states.get(one, 0) for one in (State.VERIFIED, State.DISPUTED, State.CLOSED))
        return [
            self._card(_("疑似问题（未核查）"), sum(states.get(one, 0) for one in UNDECIDED), UNDECIDED),
            self._card(_("属实"), confirmed, (State.VERIFIED, State.DISPUTED, State.CLOSED)),
            self._card(_("不属实"), states.get(State.REJECTED, 0), (State.REJECTED,)),
            self._card(_("已豁免"), states.get(State.WAIVED, 0), (State.WAIVED,)),
        ]

    def _card(self, title: str, number: int, states: Sequence[State]) -> Card:
        chosen = "".join(f"&{urlencode({'state': one.value})}" for one in states)
        return Card(title, said_number(number), _("条"), address=f"{self.address}{chosen}" if self.address else "")

    @property
    def wants_review(self) -> bool:
        """Whether it has cried wolf for a quarter more often than it may."""
        return is_above_goal(self.quarter)

    @property
    def year_share(self) -> str:
        """The share of the year's decisions that were 不属实."""
        return share_said(self.year)

    @property
    def quarter_share(self) -> str:
        """The same of the last three months."""
        return share_said(self.quarter)


def share_said(alarms: FalseAlarms) -> str:
    """How often what was found turned out not to be true, with the numbers behind it."""
    decided = alarms.confirmed + alarms.rejected
    if not decided:
        return _("没有核查结论")
    share = f"{Decimal(100 * alarms.rejected) / decided:.1f}%"
    return _("%(share)s（核查 %(decided)s 条，不属实 %(rejected)s 条）") % {
        "share": share, "decided": decided, "rejected": alarms.rejected,
    }  # fmt: skip


def rule(visit: Visit, name: str) -> HttpResponse:
    """Show one rule.

    Raises:
        RuleNotFound: there is none of this id.
    """
    law = current_law()
    found = law.pack.rule(name)
    if found is None:
        raise RuleNotFound(f"没有规则“{name}”。")
    words, shown, register = explainer(), on_day(found, today(visit)), law_folder().register
    edition = shown.edition
    example = example_of(edition, law.pack, today(visit))
    said = {
        "sides": sides(visit, "law.rules"),
        "acts": _acts(visit, found),
        "shown": shown,
        "sentence": in_a_sentence(edition, words),
        "standing": standing_badge(shown.standing),
        "cautions": _cautions(shown, law),
        "severity": severity_badge(edition.shown_severity),
        "in_force": words.in_force(edition),
        "laws": [(one, f"{reverse('law.rules')}?{urlencode({'law': one.instrument})}") for one in edition.laws],
        "owed_by": DEBTORS.get(edition.owed_by, ""),
        "points": points_of(edition, words),
        "has_limit": verb_limit(edition.verb) is not None,
        "example": example,
        "calculator": calculator_address(found, edition),
        "editions": [words.in_force(one) for one in found.editions],
        "rows": side_by_side(found, words),
        "sources": sources_of(edition, words),
        "cases": (cases := worked_cases(law.pack, found, words)),
        "failed": sum(bool(one.fault) for one in cases),
        "measures": _measures(found),
        "fared": _fared(visit, found),
        "questions": [(one, question_address(one.id)) for one in _questions(found)],
        "behind": [Link(rule_title(one), rule_address(one)) for one in edition.trigger.overdue],
        "collected": (collected := [one for one in register.entries if found.id in one.pages]),
        "asked": [register.checks[one.rule_id] for one in collected if one.rule_id in register.checks],
    }
    crumbs = (Crumb(_("法规"), reverse("law.rules")), Crumb(shown.title))
    return show(visit, "law/rule.html", said, title=shown.title, crumbs=crumbs)


def _cautions(shown: Shown, law: LawInForce) -> list[str]:
    """What somebody must know before he relies on the page."""
    edition, name, notes = shown.edition, shown.rule.id, []
    if name in law.unfit:
        notes.append(_("本单位签发的这一页与现在的程序不符，现按随附的一页执行：%(why)s") % {"why": law.unfit[name]})
    elif name in law.texts:
        notes.append(_("本页经本单位签发，代替随附的一页。"))
    if shown.standing is Standing.UNREAD:
        notes.append(_("本页的依据待核，只装载、不执行，不产生问题。"))
    if shown.standing is Standing.NOT_ADOPTED:
        notes.append(_("本页依据内部文件，不是法律；本单位没有采用，不执行。"))
    if shown.standing is Standing.COMING:
        notes.append(_("本页自 %(day)s 起执行，之前不产生问题。") % {"day": said_date(edition.from_day)})
    if shown.standing is Standing.OVER:
        notes.append(_("本页已不再执行；失效前发生的事项仍适用当时的版本。"))
    if edition.measure == "house":
        notes.append(_("期限是内部口径，不是法定期限；超过的，最多算瑕疵。"))
    if edition.owed_by:
        notes.append(_("义务主体是%(who)s，超期不记办案单位的问题。") % {"who": DEBTORS[edition.owed_by]})
    return notes


def _fared(visit: Visit, found: Rule) -> Fared:
    law = law_in_force()
    day = law.local.locate(visit.at)[0]
    since = {name: law.local.midnight(day - days) for name, days in SPANS.items() if days}
    year, quarter = (_alarms(visit, found, since[name]) for name in ("year", "quarter"))
    states = count_states_by_rule(visit.viewer, rule=found.id, since=since["year"]).get(found.id, {})
    asked = urlencode({"rule": found.id, "arose.from": date.fromordinal(day - SPANS["year"]).isoformat()})
    # The list offers the rules that have findings: it would refuse to be asked for another.
    is_listed = bool(states) and visit.may(READ_CASES)
    return Fared(states, year, quarter, f"{reverse('findings.list')}?{asked}" if is_listed else "")


def _alarms(visit: Visit, found: Rule, since: int) -> FalseAlarms:
    listed = list_false_alarms(visit.viewer, rule=found.id, since=since)
    return listed[0] if listed else FalseAlarms(found.id, 0, 0)


def _measures(found: Rule) -> list[str]:
    """The words without a number that the rule rests on and that the bureau has measured: who, and how long."""
    spans = [span for one in found.editions if (span := verb_limit(one.verb)) is not None and span.term]
    terms, taken = law_in_force().pack.terms, in_force(law_folder().house.decisions, "term")
    return [
        _("“%(word)s”：%(limit)s，%(by)s")
        % {"word": terms[name].zh, "limit": limit_in_words(limit), "by": decided_said(taken[name])}
        for name in dict.fromkeys(span.term for span in spans)
        if name in taken and (limit := terms[name].limit) is not None
    ]


def _questions(found: Rule) -> list[Interpretation]:
    """The open questions of which some reading would move the page."""
    return [
        one for one in law_folder().house.questions
        if any(move.page == found.id for option in one.options for move in option.moves)
    ]  # fmt: skip


def _acts(visit: Visit, found: Rule) -> list[Action]:
    """To the pages on which the rule is changed and its changes are told, those that the visitor may open."""
    offered = (("law.change", _("改这一页"), "pencil"), ("law.page_history", _("本页的提请"), "clock"))
    pages = {page.name: page for page in site().pages if may_open(visit, page)}
    return [
        Action(text, reverse(name, kwargs={"name": found.id}), icon=icon)
        for name, text, icon in offered if name in pages
    ]  # fmt: skip
