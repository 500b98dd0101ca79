"""豁免台账: every waiver that was ever asked for, with who approved it and until when; none ever disappears."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.findings.life.queries import list_waived
from guiju.findings.queries import FindingShown, list_findings_named
from guiju.scores.reports.table import Instant
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.link import Link
from guiju.screens.components.table.listing import Column, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.findings.words import People, about_link, about_said, finding_address, people_of, sides
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import rule_title

MOST = 500


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """One waiver of one finding."""

    finding: FindingShown
    entry: dict[str, object]
    state: Badge
    asked_by: str
    answered_by: str
    unit: str


class Waivers:
    """The register for one visit."""

    def __init__(self, visit: Visit) -> None:
        self.at = visit.at
        self.lives = list_waived(visit.viewer, limit=MOST)

    def listing(self) -> Listing:
        """The declaration of the list."""
        return Listing(
            name="waivers",
            title=_("豁免台账"),
            columns=(
                Column("rule", _("事项"), _title, is_head=True, written=lambda row: rule_title(row.finding.rule)),
                Column("about", _("案件等"), lambda row: about_link(row.finding),
                       written=lambda row: about_said(row.finding)),
                Column("state", _("状态"), lambda row: row.state),
                Column("since", _("起"), lambda row: said_instant(row.entry["starts_at"]), is_quiet=True,
                       written=lambda row: Instant(row.entry["starts_at"])),
                Column("until", _("止"), lambda row: said_instant(row.entry["expires_at"]),
                       written=lambda row: Instant(row.entry["expires_at"])),
                Column("asked", _("提请人"), lambda row: row.asked_by, is_quiet=True),
                Column("answered", _("批准人"), lambda row: row.answered_by),
                Column("reason", _("理由"), lambda row: row.entry["reason"], is_quiet=True),
                Column("risk", _("风险"), lambda row: row.entry["risk"], is_quiet=True),
                Column("unit", _("单位"), lambda row: row.unit),
            ),
            rows=self._rows,
            count=lambda _visit, _query, most: min(len(self.lives), most),
            empty=_("没有豁免。"),
            note=_("提请、批准和不同意的豁免都永久保留；期满后问题自动恢复。一个问题有几次豁免的，分行列出。"),
        )  # fmt: skip

    def _rows(self, visit: Visit, _query: Query, start: int, number: int) -> Sequence[WaiverRow]:
        lives = self.lives[start : start + number]
        found = {one.id: one for one in list_findings_named(visit.viewer, [life.finding for life in lives])}
        accounts = {name for life in lives for one in life.waivers for name in _signers(one)}
        people = people_of((), {one.unit for one in found.values()}, accounts)
        return [
            self._row(found[life.finding], one, people)
            for life in lives
            if life.finding in found
            for one in life.waivers
        ]

    def _row(self, found: FindingShown, entry: dict[str, object], people: People) -> WaiverRow:
        answered = entry.get("answered")
        by = answered["by"] if isinstance(answered, dict) else ()
        asked = entry["by"]
        assert isinstance(asked, list)
        return WaiverRow(
            found, entry, self._state(entry), people.signed(asked, self.at), people.signed(by, self.at) if by else "",
            people.units.at(found.unit, found.trigger_at),
        )  # fmt: skip

    def _state(self, entry: dict[str, object]) -> Badge:
        if entry["state"] == "proposed":
            return Badge(_("待批准"), Tone.WARNING)
        if entry["state"] != "approved":
            return Badge(_("未同意"))
        expires_at = entry["expires_at"]
        assert isinstance(expires_at, int)
        return Badge(_("已期满")) if expires_at <= self.at else Badge(_("豁免中"), Tone.INFO)


def waivers(visit: Visit) -> HttpResponse:
    """Show the register.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    said = {"sides": sides("findings.waivers")}
    return show_listing(visit, Waivers(visit).listing(), said, template="findings/list.html")


def _title(row: WaiverRow) -> Link:
    return Link(rule_title(row.finding.rule), finding_address(row.finding.id))


def _signers(entry: dict[str, object]) -> set[str]:
    asked, answered = entry["by"], entry.get("answered")
    assert isinstance(asked, list)
    return {*asked, *(answered["by"] if isinstance(answered, dict) else ())} - {""}
