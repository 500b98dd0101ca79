"""How findings and what people decided about them are called: states, severities, who did what, and where it lies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guiju.actions.acts import OrderState
from guiju.bureau.names import NamesThen, holders_of, officer_names, unit_names
from guiju.findings.life.acts import State
from guiju.findings.queries import DutyShown, FindingShown
from guiju.scores.reports.wording import SEVERITIES
from guiju.screens.components.badge import SEVERITY_TONES, Badge, Tone
from guiju.screens.components.light import Light, light_named, light_of_due
from guiju.screens.components.link import Link
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.kit.drawing import address
from guiju.screens.kit.figures import said_span
from guiju.screens.threads.view import address_of
from guiju.screens.threads.wiring import wiring

_STATE_TONES = {
    State.SUSPECTED: Tone.WARNING, State.DATA_WANTED: Tone.WARNING, State.DISPUTED: Tone.WARNING,
    State.VERIFIED: Tone.GRAVE, State.CLOSED: Tone.GOOD,
}  # fmt: skip
OUTCOME_WORDS = {"late": "超期办结", "overdue": "超期未办", "broken": "不符合要求"}


@dataclass(frozen=True, slots=True)
class People:
    """The names of the officers, units and account holders of one page."""

    officers: NamesThen
    units: NamesThen
    accounts: Mapping[str, str]

    def officer(self, number: str, at: int) -> str:
        """An officer as he was called at an instant, with his number."""
        name = self.officers.at(number, at)
        return number if name == number else f"{name}（{number}）"

    def said(self, numbers: Iterable[str], at: int) -> str:
        """Several of them."""
        return "、".join(self.officer(one, at) for one in numbers)

    def holder(self, account: str, at: int) -> str:
        """Who acted with an account."""
        return self.officer(self.accounts[account], at) if account in self.accounts else account

    def signed(self, by: Sequence[str], at: int) -> str:
        """Who signed, and in whose place."""
        account, behalf = (*by, "", "")[:2]
        if not behalf:
            return self.holder(account, at)
        return _("%(who)s（代 %(other)s）") % {"who": self.holder(account, at), "other": self.holder(behalf, at)}


def people_of(officers: Iterable[str], units: Iterable[str], accounts: Iterable[str] = ()) -> People:
    """The names that a page needs: three statements at most."""
    held, named = holders_of({one for one in accounts if one})
    others = officer_names({*officers} - {""} - set(named.periods))
    return People(NamesThen({**named.periods, **others.periods}), unit_names({*units} - {""}), held)


def state_badge(state: State, *, is_standing: bool = True) -> Badge:
    """How a finding stands; one that the ledger no longer bears out says so."""
    if not is_standing:
        return Badge(_("不再成立"))
    return Badge(_(state.label), _STATE_TONES.get(state, Tone.PLAIN))


def order_badge(state: OrderState) -> Badge:
    """How an order stands."""
    is_back = state in (OrderState.RETURNED, OrderState.REWORK)
    good = Tone.GOOD if state is OrderState.CLOSED else Tone.INFO
    return Badge(
        _(state.label), Tone.WARNING if is_back else good if state.is_open or good is Tone.GOOD else Tone.PLAIN
    )


def severity_badge(severity: str) -> Badge:
    """严重, 一般 or 瑕疵."""
    return Badge(_(SEVERITIES.get(severity, severity)), SEVERITY_TONES.get(severity, Tone.PLAIN))


def source_said(found: FindingShown) -> str:
    """Who found it: the judge by a rule, or somebody who looked."""
    return _("人工检查发现") if found.is_made else _("规则发现")


def outcome_light(found: FindingShown, at: int) -> Light:
    """What the records show: late and still open, done late, or not as it should be."""
    if found.outcome == "broken" or found.due_at is None:
        return light_named("不符")
    if found.settled_at is not None:
        # A day limit ends with its day: what comes with the first instant of the next one is late by nothing yet.
        return Light("red", _("超期"), _("超 %(span)s办结") % {"span": said_span(found.settled_at - found.due_at)})
    return light_of_due(found.trigger_at, found.due_at, at)


def finding_address(name: str) -> str:
    """Where the page of a finding lies."""
    return address("findings.one", name=name)


def act_address(name: str, command: str) -> str:
    """Where a step about a finding is taken."""
    return address("findings.act", name=name, command=command)


def order_address(name: str) -> str:
    """Where the page of an order lies."""
    return address("orders.one", name=name)


def order_act_address(name: str, command: str) -> str:
    """Where a step about an order is taken."""
    return address("orders.act", name=name, command=command)


def why_link(name: str, *, has_date: bool = True) -> Link:
    """To the explanation of a date, or of a breach that has none."""
    return Link(
        _("为什么是这一天") if has_date else _("为什么"),
        address("findings.why", name=name),
        into_drawer=True,
    )


def about_link(row: FindingShown | DutyShown) -> Link | str:
    """What a finding or duty is about: its case where it names one, else what has a page of its own."""
    for kind in ("case", "call", "item", "recording", "act"):
        value = row.keys.get(kind, row.value if row.kind == kind else "")
        if value:
            return Link(value, address_of(kind, value)) if kind in wiring().words else value
    return row.value


def about_said(row: FindingShown | DutyShown) -> str:
    """The same as text alone."""
    shown = about_link(row)
    return str(shown.text) if isinstance(shown, Link) else shown


def sides(here: str) -> Tabs:
    """The sides of 巡查."""
    pages = (
        ("findings.list", _("问题清单")), ("findings.patterns", _("共性问题")), ("findings.due", _("本周到期")),
        ("findings.campaigns", _("专项整治")), ("findings.talks", _("约谈")), ("findings.waivers", _("豁免台账")),
        ("findings.alarms", _("误报率")),
    )  # fmt: skip
    return Tabs(_("巡查"), tuple(Tab(title, address(name), name == here) for name, title in pages))
