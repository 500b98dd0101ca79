"""What stands beside the in-tray: the daily digest, the lights of one's own cases, and one's unit's week."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from guiju.actions.queries.findings import count_by_state, count_terms
from guiju.findings.duties import DutiesWanted, list_duties
from guiju.findings.law import law_in_force
from guiju.findings.life.acts import State
from guiju.findings.queries import DutyShown
from guiju.screens.components.card import Card
from guiju.screens.components.light import Light
from guiju.screens.components.link import Link
from guiju.screens.findings.due import duty_light, week_end
from guiju.screens.findings.words import about_link, why_link
from guiju.screens.kit.drawing import address
from guiju.screens.kit.figures import said_count
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.queries import list_threads
from guiju.screens.threads.view import address_of, light_shown
from guiju.screens.threads.wanted import Wanted
from guiju.screens.threads.words import due_said, rule_title

MOST_SHOWN = 8
MOST_COUNTED = 500
_OPEN = (State.SUSPECTED, State.DATA_WANTED, State.VERIFIED, State.DISPUTED, State.WAIVED)


@dataclass(frozen=True, slots=True)
class DueLine:
    """One duty that falls due in the week."""

    title: str
    about: object
    due: str
    light: Light
    why: Link


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One of one's own cases."""

    link: Link
    title: str
    light: Light


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One line of the digest: what, how many, and where they are listed."""

    words: str
    number: str
    address: str


class Overview:
    """What one visit shows beside its in-tray: four statements."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.at = visit, visit.at
        local = law_in_force().local
        self.today = local.locate(visit.at)[0]
        self.midnight = local.midnight
        wanted = DutiesWanted(until=week_end(visit.at))
        self.duties = list_duties(visit.viewer, wanted, at=visit.at, limit=MOST_COUNTED)
        self.states = count_by_state(visit.viewer, self.midnight(self.today - 1))
        self.terms = count_terms(visit.viewer, visit.at)

    def digest(self) -> list[DigestLine]:
        """What fell due and what was decided since yesterday morning; nothing that is nought."""
        since = date.fromordinal(self.today - 1).isoformat()
        tonight = self.midnight(self.today + 1)
        due_today = sum(duty.due_at is not None and duty.due_at <= tonight for duty in self.duties)
        words = {
            State.SUSPECTED: _("新发现的疑似问题"), State.VERIFIED: _("核查属实"), State.REJECTED: _("核查不属实"),
            State.DATA_WANTED: _("要求补充数据"), State.DISPUTED: _("提出申辩"), State.WAIVED: _("批准豁免"),
            State.CLOSED: _("销号"),
        }  # fmt: skip
        lines = [self._line(_("今日到期"), due_today, f"{address('findings.due')}?within=today")]
        lines += [
            self._line(
                words[state], self.states.get(state, (0, 0))[1],
                f"{address('findings.list')}?{urlencode({'state': state.value, 'changed.from': since})}",
            )
            for state in words
        ]  # fmt: skip
        return [line for line in lines if line is not None]

    def states_shown(self) -> list[Card]:
        """Open findings by step, each leading to its list."""
        listed = address("findings.list")
        return [
            Card(_(state.label), said_count(self.states[state][0]), _("条"), address=f"{listed}?state={state.value}")
            for state in _OPEN
            if state in self.states
        ]

    def terms_shown(self) -> list[tuple[Light, str, str]]:
        """Orders that are not mended yet by the light of their term."""
        words = {"red": _("超期"), "yellow": _("临期"), "blue": _("提醒"), "green": _("正常")}
        listed = address("findings.list")
        unmended = [("order", one) for one in ("dispatched", "signed", "returned", "rework")]
        return [
            (Light(name, word), said_count(self.terms[name]), f"{listed}?{urlencode([*unmended, ('light', name)])}")
            for name, word in words.items()
            if self.terms[name]
        ]

    def week(self) -> tuple[list[DueLine], str]:
        """What falls due within seven days, the next first, and how many there are in all."""
        number = f"{MOST_COUNTED}+" if len(self.duties) == MOST_COUNTED else str(len(self.duties))
        return [self._due_line(duty) for duty in self.duties[:MOST_SHOWN]], number

    def cases(self) -> list[CaseLine]:
        """The visitor's own open cases, the most urgent first."""
        wanted = Wanted(mine=True, is_closed=False)
        if not self.visit.viewer.officers:
            return []
        found = list_threads(
            self.visit.viewer, "case", wanted, at=self.at, sort="due", is_descending=False, limit=MOST_SHOWN
        )
        return [
            CaseLine(Link(one.value, address_of(one.kind, one.value)), one.title, light_shown(one, self.at))
            for one in found
        ]

    def _due_line(self, duty: DutyShown) -> DueLine:
        return DueLine(
            rule_title(duty.rule), about_link(duty), due_said(duty), duty_light(duty, self.at), why_link(duty.id)
        )

    def _line(self, words: str, number: int, address: str) -> DigestLine | None:
        return DigestLine(words, said_count(number), address) if number else None


def has_unit(visit: Visit) -> bool:
    """Whether any of the visitor's roles shows him the procedure of a unit."""
    return any(visit.viewer.reaches_at(visit.at, kind) for kind in ("cases.", "custody.", "property."))
