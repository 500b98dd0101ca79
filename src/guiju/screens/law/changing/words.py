"""The words that the pages of changing the law share."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.findings.law import LawInForce, current_law
from guiju.findings.lawmaking.acts import PageState
from guiju.rules.words.wording import CLOCKS, SEVERITIES
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form import Choice
from guiju.screens.kit.rendering import Crumb
from guiju.screens.kit.visit import Visit
from guiju.screens.kit.words import Said
from guiju.screens.threads.words import rule_title
from guiju.values.clock import DAY_SECONDS, SECOND
from guiju.values.errors import GuijuError

YEAR = 365 * DAY_SECONDS * SECOND
"""So far back a page is tried out."""
TONES = {
    PageState.WAITING: Tone.WARNING, PageState.PUBLISHED: Tone.GOOD, PageState.REFUSED: Tone.PLAIN,
    PageState.WITHDRAWN: Tone.PLAIN,
}  # fmt: skip
SEVERITY_CHOICES = tuple(Choice(value, word) for value, word in SEVERITIES.items())
CLOCK_CHOICES = tuple(Choice(clock.value, words) for clock, words in CLOCKS.items())


class RuleUnknown(GuijuError):
    """There is no page of law of this id."""

    code = "law.change.not_found"
    remedy = "请从规则目录进入。"


def page_text(name: str) -> str:
    """The page of that id as it is in force.

    Raises:
        RuleUnknown: there is none.
    """
    text = current_law().text_of(name)
    if not text:
        raise RuleUnknown("没有这条规则。")
    return text


def state_badge(state: PageState) -> Badge:
    """How a proposal stands."""
    return Badge(_(state.label), TONES[state])


def crumbs_to(title: Said, rule: str = "") -> tuple[Crumb, ...]:
    """The way to a page of this folder."""
    way = [Crumb(_("法规"), reverse("law.rules"))]
    if rule:
        way.append(Crumb(rule_title(rule), reverse("law.rule", kwargs={"name": rule})))
    return (*way, Crumb(title))


def day_of(text: str) -> date:
    """The day that a proposal writes as 2026-01-01."""
    return date.fromisoformat(text)


def local_today(visit: Visit, law: LawInForce) -> date:
    """The local day of a visit."""
    return date.fromordinal(law.local.locate(visit.at)[0])
