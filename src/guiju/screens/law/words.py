"""How the law is called on its pages: the state of a rule, its severity, where things lie."""

from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guiju.findings.law import law_in_force
from guiju.rules.model import Edition, Pack, Rule
from guiju.rules.words.explain import Explainer
from guiju.scores.reports.wording import SEVERITIES
from guiju.screens.components.badge import SEVERITY_TONES, Badge, Tone
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.kit.figures import is_english
from guiju.screens.kit.rendering import may_open
from guiju.screens.kit.site import site
from guiju.screens.kit.visit import Visit


class Standing(StrEnum):
    """Whether a rule runs, and if not, why."""

    RUNS = "runs"
    COMING = "coming"
    OVER = "over"
    UNREAD = "unread"
    NOT_ADOPTED = "not_adopted"

    @property
    def label(self) -> str:
        """The word for it, in Chinese."""
        return _STANDINGS[self][0]


_STANDINGS = {
    Standing.RUNS: (gettext_noop("执行中"), Tone.GOOD),
    Standing.COMING: (gettext_noop("尚未施行"), Tone.INFO),
    Standing.OVER: (gettext_noop("已失效"), Tone.PLAIN),
    Standing.UNREAD: (gettext_noop("待核，未启用"), Tone.WARNING),
    Standing.NOT_ADOPTED: (gettext_noop("内部文件，未采用"), Tone.PLAIN),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule as it stands on one day: the edition of that day, or the next to come, or the last there was."""

    rule: Rule
    edition: Edition
    standing: Standing

    @property
    def title(self) -> str:
        """What people call it."""
        return self.rule.title.get("en" if is_english() else "zh", self.rule.title["zh"])


def on_day(rule: Rule, day: int) -> Shown:
    """A rule as it stands on a local day."""
    now = next((one for one in rule.editions if one.in_force_on(day)), None)
    if now is None:
        coming = next((one for one in rule.editions if one.from_day > day), None)
        return Shown(rule, coming or rule.editions[-1], Standing.COMING if coming else Standing.OVER)
    if now.is_active:
        return Shown(rule, now, Standing.RUNS)
    return Shown(rule, now, Standing.NOT_ADOPTED if now.is_policy else Standing.UNREAD)


def today(visit: Visit) -> int:
    """The local day of a visit."""
    return law_in_force().local.locate(visit.at)[0]


def explainer() -> Explainer:
    """Puts the law in force into words."""
    law = law_in_force()
    return Explainer(law.pack, law.local)


def standing_badge(standing: Standing) -> Badge:
    """Whether a rule runs, as people see it."""
    word, tone = _STANDINGS[standing]
    return Badge(_(word), tone)


def severity_badge(severity: str) -> Badge:
    """How grave a breach would be."""
    return Badge(_(SEVERITIES[severity]), SEVERITY_TONES[severity])


def rule_address(rule_id: str) -> str:
    """Where the page of a rule lies."""
    return reverse("law.rule", kwargs={"name": rule_id})


def instrument_place(pack: Pack, name: str) -> int:
    """Where an instrument stands in the list of them; what is not listed comes last."""
    names = list(pack.instruments)
    return names.index(name) if name in pack.instruments else len(names)


def sides(visit: Visit, here: str) -> Tabs:
    """The sides of 法规, those that the visitor may open."""
    pages = (
        ("law.rules", _("规则")), ("law.instruments", _("法律法规")), ("law.interpretations", _("未决问题")),
        ("law.calendar", _("节假日历")), ("law.changes", _("法规变动")), ("law.uncovered", _("规则以外的条文")),
        ("law.proposals", _("改法条")),
    )  # fmt: skip
    known = {page.name: page for page in site().pages}
    shown = [(name, title) for name, title in pages if name in known and may_open(visit, known[name])]
    return Tabs(_("法规"), tuple(Tab(title, reverse(name), name == here) for name, title in shown))
