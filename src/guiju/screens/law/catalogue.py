"""法规: every rule as it stands today, by law, by step, by severity, and what became of its findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.findings.law import current_law
from guiju.findings.life.acts import UNDECIDED, State
from guiju.findings.life.queries import count_states_by_rule
from guiju.rules.model import Trigger
from guiju.rules.verb_facts import verb_limit
from guiju.rules.words.articles import article_order
from guiju.rules.words.edition import PERIODS, length_in_words
from guiju.rules.words.wording import citations_in_words
from guiju.scores.reports.wording import SEVERITIES
from guiju.screens.components.form.field import Choice
from guiju.screens.components.link import Action, Link
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.kit.visit import Visit
from guiju.screens.law.wiring import law_folder
from guiju.screens.law.words import (
    Shown,
    Standing,
    explainer,
    instrument_place,
    on_day,
    rule_address,
    severity_badge,
    sides,
    standing_badge,
    today,
)
from guiju.screens.threads.words import rule_title

YEAR = 366
GRAVEST = tuple(SEVERITIES)


@dataclass(frozen=True, slots=True)
class Line:
    """One rule of the list, with what became of its findings in the year before the visit."""

    shown: Shown
    laws: str
    step: str
    limit: str
    states: Mapping[State, int]

    @property
    def undecided(self) -> int:
        """How many of its findings wait for somebody to look at them."""
        return sum(self.states.get(one, 0) for one in UNDECIDED)

    @property
    def confirmed(self) -> int:
        """How many were found to be true, whatever became of them afterwards."""
        return sum(self.states.get(one, 0) for one in (State.VERIFIED, State.DISPUTED, State.CLOSED))


class Catalogue:
    """The list for one visit: the rules as they stand that day."""

    def __init__(self, visit: Visit) -> None:
        law = current_law()
        self.pack, day = law.pack, today(visit)
        self.words = explainer()
        self.rules = [on_day(rule, day) for rule in law.pack.rules]
        self.states = count_states_by_rule(visit.viewer, since=law.local.midnight(day - YEAR))
        self.chosen: tuple[Query, list[Line]] | None = None

    def listing(self) -> Listing:
        """The declaration of the list."""
        return Listing(
            name="rules",
            title=_("规则"),
            columns=self._columns(),
            rows=lambda visit, query, start, number: self._lines(query)[start : start + number],
            count=lambda visit, query, most: min(len(self._lines(query)), most),
            facets=self._facets(),
            search=_("标题、编号、条文或环节中的字"),
            order="law",
            empty=_("没有符合条件的规则。"),
            remedy=_("请放宽条件；程序管不到的，见“规则以外的条文”。"),
            note=_("问题的条数按您看得到的范围、近一年发生的计算；未经核查的是疑似问题，不作结论。"),
        )

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("rule", _("规则"), lambda line: Link(line.shown.title, rule_address(line.shown.rule.id)),
                   sort="title", is_head=True, written=lambda line: line.shown.title),
            Column("law", _("依据"), lambda line: line.laws, sort="law"),
            Column("step", _("环节"), lambda line: line.step, is_quiet=True),
            Column("limit", _("期限"), lambda line: line.limit),
            Column("severity", _("程度"), lambda line: severity_badge(line.shown.edition.shown_severity),
                   sort="severity"),
            Column("standing", _("状态"), lambda line: standing_badge(line.shown.standing), is_quiet=True),
            Column("undecided", _("疑似问题"), lambda line: line.undecided, sort="undecided", is_numeric=True),
            Column("confirmed", _("属实"), lambda line: line.confirmed, sort="confirmed", is_numeric=True),
            Column("rejected", _("不属实"), lambda line: line.states.get(State.REJECTED, 0), sort="rejected",
                   is_numeric=True, is_quiet=True),
        )  # fmt: skip

    def _facets(self) -> tuple[Facet, ...]:
        cited = {law.instrument for shown in self.rules for law in shown.edition.laws}
        instruments = sorted(cited, key=lambda name: (instrument_place(self.pack, name), name))
        steps = sorted({name for shown in self.rules for name in steps_of(shown.edition.trigger)})
        return (
            Facet("law", _("法规"), tuple(Choice(name, name) for name in instruments)),
            Facet("subject", _("业务"), tuple(Choice(*one) for one in law_folder().subjects.items())),
            Facet("step", _("环节"), tuple(Choice(name, self.words.name(name)) for name in steps)),
            Facet("severity", _("程度"), tuple(Choice(key, _(word)) for key, word in SEVERITIES.items()), is_many=True),
            Facet("standing", _("状态"), tuple(Choice(one.value, _(one.label)) for one in Standing), is_many=True),
        )  # fmt: skip

    def _lines(self, query: Query) -> Sequence[Line]:
        if self.chosen is None or self.chosen[0] != query.at_page(1):
            lines = (self._line(shown) for shown in self.rules if self._is_chosen(shown, query))
            self.chosen = query.at_page(1), self._ordered([one for one in lines if _says(one, query.text)], query)
        return self.chosen[1]

    def _is_chosen(self, shown: Shown, query: Query) -> bool:
        law, subject, step = query.one("law"), query.one("subject"), query.one("step")
        severities, standings = query.of("severity"), query.of("standing")
        edition = shown.edition
        return (
            (not law or any(one.instrument == law for one in edition.laws))
            and (not subject or shown.rule.id.startswith(f"{subject}."))
            and (not step or step in steps_of(edition.trigger))
            and (not severities or edition.shown_severity in severities)
            and (not standings or shown.standing in standings)
        )

    def _line(self, shown: Shown) -> Line:
        edition = shown.edition
        span = verb_limit(edition.verb)
        return Line(
            shown, citations_in_words(edition.laws), self._step(edition.trigger),
            "" if span is None else length_in_words(span, self.words), self.states.get(shown.rule.id, {}),
        )  # fmt: skip

    def _step(self, trigger: Trigger) -> str:
        """When the duty arises, in a word: under which conditions, its page says."""
        if trigger.each:
            return _("每%(period)s") % {"period": PERIODS[trigger.each]}
        if trigger.event is not None:
            return self.words.names(trigger.event)
        return "、".join(_("“%(rule)s”到期未办") % {"rule": rule_title(one)} for one in trigger.overdue)

    def _ordered(self, lines: list[Line], query: Query) -> list[Line]:
        keys = {
            "title": lambda line: line.shown.title,
            "severity": lambda line: GRAVEST.index(line.shown.edition.shown_severity),
            "undecided": lambda line: line.undecided,
            "confirmed": lambda line: line.confirmed,
            "rejected": lambda line: line.states.get(State.REJECTED, 0),
        }
        lines.sort(key=self._article, reverse=query.is_descending and query.sort == "law")
        if query.sort in ("", "law"):
            return lines
        return sorted(lines, key=keys[query.sort], reverse=query.is_descending)

    def _article(self, line: Line) -> tuple[int, object, str]:
        first = line.shown.edition.laws[0]
        return instrument_place(self.pack, first.instrument), article_order(first.article), line.shown.rule.id


def steps_of(trigger: Trigger) -> tuple[str, ...]:
    """The events with which a duty arises; that of a period with what opens it."""
    reference = trigger.event or trigger.opens
    return reference.types if reference is not None else ()


def _says(line: Line, text: str) -> bool:
    """Whether every word that was searched for stands somewhere in the line."""
    rule = line.shown.rule
    held = " ".join((rule.id, *rule.title.values(), line.laws, line.step)).lower()
    return all(word in held for word in text.lower().split())


def rules(visit: Visit) -> HttpResponse:
    """Show the rules, with what became of their findings as far as the visitor sees these.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    act = Action(_("期限计算"), reverse("law.calculator"), icon="clock")
    said = {"sides": sides(visit, "law.rules"), "act": act}
    return show_listing(visit, Catalogue(visit).listing(), said, template="law/list.html", title=_("法规"))
