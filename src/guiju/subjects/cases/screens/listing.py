"""The lists of submissions: what waits for the visitor, what he submitted, what he has done, everything he may see."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.facts.queries import MANY
from guiju.scores.reports.table import Instant
from guiju.screens.components.form import Choice
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Facet, Listing, show_listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.findings.words import people_of
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.view import address_of
from guiju.screens.threads.words import event_label
from guiju.subjects.cases.commands.chain import READ_REFUSED, approvals, decision_label
from guiju.subjects.cases.projector.submission import State, Submission
from guiju.subjects.cases.queries.submissions import (
    ALL,
    DONE,
    MINE,
    WAITING,
    RefusedShown,
    Sought,
    count_parts,
    count_refused,
    count_submissions,
    list_refused,
    list_submissions,
)
from guiju.subjects.cases.screens.words import REFUSAL_WORDS, address, state_badge


def waiting(visit: Visit) -> HttpResponse:
    """Show what waits for the visitor."""
    return _list(visit, WAITING, _("没有等您办理的送审。"))


def mine(visit: Visit) -> HttpResponse:
    """Show what the visitor submitted, or whose case he handles."""
    return _list(visit, MINE, _("您还没有送审。"))


def done(visit: Visit) -> HttpResponse:
    """Show what the visitor has given his opinion on, or decided."""
    return _list(visit, DONE, _("您还没有办理过送审。"))


def everything(visit: Visit) -> HttpResponse:
    """Show every submission that the visitor may see."""
    return _list(visit, ALL, _("没有送审。"))


def refused(visit: Visit) -> HttpResponse:
    """Show attempts that were refused: for those who look into such things."""
    listing = Listing(
        name="refused",
        title=_("未予办理的操作"),
        columns=(
            Column("at", _("时间"), lambda row: said_instant(row.at), is_head=True,
                   written=lambda row: Instant(row.at)),
            Column("case", _("案件编号"), lambda row: Link(row.case, address_of("case", row.case)),
                   written=lambda row: row.case),
            Column("submission", _("送审"), lambda row: Link(row.submission[:8], address(row.submission)),
                   written=lambda row: row.submission),
            Column("attempted", _("要办的环节"), lambda row: event_label(row.attempted)),
            Column("why", _("未予办理的原因"), _why),
            Column("account", _("账号"), lambda row: row.account, is_quiet=True),
        ),
        rows=lambda _visit, _query, start, number: list_refused(visit.viewer, skip=start, limit=number),
        count=lambda _visit, _query, most: count_refused(visit.viewer, most=most),
        empty=_("没有未予办理的操作。"),
        note=_("只说明操作被程序挡回，不说明有人违规：点错、重复提交、页面过期都会记在这里。"),
    )  # fmt: skip
    return show_listing(visit, listing, {"tabs": tabs_of(visit, "refused", {})}, template="reviews/list.html")


def tabs_of(visit: Visit, here: str, counts: Mapping[str, int]) -> Tabs:
    """The sides of 审核审批."""
    pages = (
        ("list", WAITING, _("待我办理")), ("mine", MINE, _("我送审的")), ("done", DONE, _("我办过的")),
        ("everything", ALL, _("全部送审")),
    )  # fmt: skip
    tabs = [Tab(word, reverse(f"reviews.{name}"), part == here, counts.get(part)) for name, part, word in pages]
    tabs.append(Tab(_("交叉复审"), reverse("reviews.cross"), here == "cross"))
    if visit.may(READ_REFUSED):
        tabs.append(Tab(_("未予办理的操作"), reverse("reviews.refused"), here == "refused"))
    return Tabs(_("审核审批"), tuple(tabs))


class Submissions:
    """One part of the list for one visit."""

    def __init__(self, visit: Visit, part: str, empty: str) -> None:
        self.part, self.empty, self.at = part, empty, visit.at
        self.people = people_of((), ())

    def listing(self) -> Listing:
        """The declaration of the list."""
        decisions = tuple(Choice(one.name, _(one.label)) for one in approvals().decisions.values())
        return Listing(
            name="submissions",
            title=_("审核审批"),
            columns=(
                Column("decision", _("送审的决定"), lambda row: Link(_said(row), address(row.name)), is_head=True,
                       written=_said),
                Column("case", _("案件编号"), lambda row: row.case_number, sort="case"),
                Column("state", _("状态"), lambda row: state_badge(row.state), written=lambda row: _(row.state.label)),
                Column("version", _("版本"), lambda row: row.version, is_numeric=True, is_quiet=True),
                Column("unit", _("单位"), lambda row: self.people.units.at(row.unit, row.submitted_at)),
                Column("by", _("送审人"), lambda row: self.people.holder(row.submitter, row.submitted_at),
                       is_quiet=True),
                Column("submitted", _("送审时间"), lambda row: said_instant(row.submitted_at), sort="submitted",
                       written=lambda row: Instant(row.submitted_at), is_quiet=True),
                Column("since", _("到这一步"), lambda row: said_instant(row.since_at), sort="since",
                       written=lambda row: Instant(row.since_at)),
            ),
            rows=self._rows,
            count=lambda visit, query, most: count_submissions(visit.viewer, self._sought(query), most=most),
            facets=(
                Facet("state", _("状态"), tuple(Choice(one.value, _(one.label)) for one in State), is_many=True),
                Facet("decision", _("决定"), decisions, is_many=True),
            ),
            search=_("案件编号"),
            order="since" if self.part == WAITING else "-since",
            empty=self.empty,
        )  # fmt: skip

    def _rows(self, visit: Visit, query: Query, start: int, number: int) -> Sequence[Submission]:
        rows = list_submissions(
            visit.viewer, self._sought(query), sort=query.sort or "since", is_descending=query.is_descending,
            skip=start, limit=number,
        )  # fmt: skip
        self.people = people_of((), {row.unit for row in rows}, {row.submitter for row in rows})
        return rows

    def _sought(self, query: Query) -> Sought:
        return Sought(self.part, query.of("state"), query.of("decision"), query.text)


def _list(visit: Visit, part: str, empty: str) -> HttpResponse:
    said = {} if visit.target else {"tabs": tabs_of(visit, part, count_parts(visit.viewer, most=MANY + 1))}
    return show_listing(visit, Submissions(visit, part, empty).listing(), said, template="reviews/list.html")


def _said(row: Submission) -> str:
    return _(decision_label(row.decision))


def _why(row: RefusedShown) -> str:
    return _(REFUSAL_WORDS[row.code]) if row.code in REFUSAL_WORDS else row.code
