"""A limit of the catalogue put into the calculator: which rules have one, its length and clock, and an example."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.rules.model import Edition, Pack, Rule, Span
from guiju.rules.pages.reckoning import Question, reckon
from guiju.rules.verb_facts import has_due, verb_limit
from guiju.rules.words.reckoned import Teller
from guiju.rules.words.wording import limit_in_words
from guiju.screens.components.form.field import Choice
from guiju.screens.kit.figures import is_english
from guiju.screens.law.calculator.sheet import UNITS
from guiju.screens.law.words import instrument_place, on_day
from guiju.values.limit import Limit

SAMPLE_TIME = "T09:30"
EARLIER = (26, 52, 104, 520)
"""By how many weeks an example begins earlier, where the calendar of the year in which it would end is not there."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """What the calculator takes over from a rule."""

    rule: str
    title: str
    amount: int
    unit: str
    clock: str


@dataclass(frozen=True, slots=True)
class Example:
    """A limit that begins on the day of the visit, told step by step."""

    begins: str
    steps: Sequence[tuple[str, str]]


def span_of(edition: Edition) -> Span | None:
    """The limit of an edition where it is one of the law's own figures; a named one is the bureau's measure."""
    span = verb_limit(edition.verb)
    if span is None or span.limit is None or span.attribute or not has_due(edition.verb):
        return None
    return span


def prefill_of(rule: Rule, day: int) -> Prefill | None:
    """What a rule gives to the calculator as it stands on a day; None where it has no limit of its own."""
    shown = on_day(rule, day)
    span = span_of(shown.edition)
    if span is None or span.limit is None:
        return None
    return Prefill(rule.id, shown.title, span.limit.amount, span.limit.unit, span.clock.value)


def rules_offered(pack: Pack, day: int) -> list[tuple[str, list[Choice]]]:
    """The rules that may be chosen, by the law that they stand on."""
    found: dict[str, list[Choice]] = {}
    for rule in pack.rules:
        filled, shown = prefill_of(rule, day), on_day(rule, day)
        if filled is None or not shown.edition.is_active:
            continue
        span = span_of(shown.edition)
        assert span is not None and span.limit is not None
        label = _("%(title)s（%(limit)s）") % {"title": shown.title, "limit": limit_said(span.limit)}
        found.setdefault(shown.edition.laws[0].instrument, []).append(Choice(rule.id, label))
    return sorted(found.items(), key=lambda one: (instrument_place(pack, one[0]), one[0]))


def limit_said(limit: Limit) -> str:
    """A limit in the language of the page."""
    return f"{limit.amount} {_(UNITS[limit.unit])}" if is_english() else limit_in_words(limit)


def calculator_address(rule: Rule, edition: Edition) -> str:
    """The calculator with the limit of a rule in it; empty where it has none."""
    return "" if span_of(edition) is None else f"{reverse('law.calculator')}?{urlencode({'rule': rule.id})}"


def example_of(edition: Edition, pack: Pack, day: int) -> Example | None:
    """The limit of an edition counted from a day (or an earlier one), as the calculator would tell it."""
    span = span_of(edition)
    if span is None or span.limit is None:
        return None
    for first in (day, *(day - weeks * 7 for weeks in EARLIER)):
        start = date.fromordinal(first).isoformat() + (SAMPLE_TIME if span.limit.is_elapsed else "")
        reckoned = reckon(Question(str(span.limit), start, clock=span.clock.value), pack)
        if not reckoned.verdict.missing:
            return Example(start.replace("T", " "), steps_shown(Teller(reckoned).steps()))
    return None


def steps_shown(told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The steps of a reckoned limit, each parted into what it is and what it says; how to mend data is left out."""
    shown = []
    for kind, sentence in told:
        name, colon, words = sentence.partition("：")
        if kind != "remedy":
            shown.append((name, words) if colon else ("", sentence))
    return shown
