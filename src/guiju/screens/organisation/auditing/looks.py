"""查阅记录: who looked at what, when and as what; and who looked at far more today than he used to: to be asked."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.bureau.names import NamesThen, holders_of
from guiju.facts.privacy.look_log import PAGE, Look
from guiju.facts.privacy.looked import LooksSought, Outlier, count_looks, list_looks
from guiju.scores.reports.table import Instant
from guiju.screens.components.form import Choice
from guiju.screens.components.table import Column, Facet, Listing, Query, show_listing
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.site import site
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.auditing.records import bounds
from guiju.screens.threads.words import field_label, purposes_said
from guiju.values.event import KEYS

THINGS = ("case", "call", "item", "person", "officer")
"""What somebody may have looked at, by whose number looks may be sought."""


class Looks:
    """The list for one visit."""

    def __init__(self) -> None:
        self.officers: dict[str, str] = {}
        self.names = NamesThen({})
        self.titles = {page.name: str(page.title) for page in site().pages}

    def listing(self) -> Listing:
        """The declaration of the list."""
        return Listing(
            name="looks",
            title=_("查阅记录"),
            columns=(
                Column("at", _("查阅时刻"), lambda row: said_instant(row.at), written=lambda row: Instant(row.at)),
                Column("who", _("查阅人"), self._who, is_head=True),
                Column("page", _("页面"), lambda row: _(self.titles.get(row.page, row.page))),
                Column("thing", _("查阅对象"), _thing),
                Column("purpose", _("目的"), lambda row: purposes_said(row.purposes), is_quiet=True),
                Column("detail", _("条件"), lambda row: row.detail, is_quiet=True),
            ),
            rows=self._rows,
            count=lambda visit, query, _most: count_looks(visit.viewer, _sought(query)),
            facets=(
                Facet(
                    "by", _("查找什么"), tuple(Choice(one, field_label(one)) for one in THINGS),
                    otherwise=_("查阅人账号"),
                ),
                Facet("looked", _("查阅日期"), is_period=True),
            ),
            search=_("编号或账号，须写全"),
            empty=_("这段时间内没有查阅记录。"),
            note=_("每打开一页都有记录。查阅多少不用于排名，也不作为考核依据。"),
        )  # fmt: skip

    def _rows(self, visit: Visit, query: Query, start: int, number: int) -> Sequence[Look]:
        rows = list_looks(visit.viewer, _sought(query), skip=start, limit=number)
        officers, self.names = holders_of({row.account for row in rows})
        self.officers = dict(officers)
        return rows

    def _who(self, row: Look) -> str:
        officer = self.officers.get(row.account, row.officer)
        name = self.names.at(officer, row.at) if officer else ""
        return f"{name}（{row.account}）" if name and name != row.account else row.account


def looks(visit: Visit) -> HttpResponse:
    """Show who looked at what, and above it who stands out today.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    said = {"outliers": [_outlier(one) for one in site().standing_out(visit)], "here": reverse("audit.looks")}
    return show_listing(visit, Looks().listing(), said, template="organisation/looks.html")


def _outlier(one: Outlier) -> dict[str, object]:
    return {
        "account": one.account, "things": one.things, "own": round(one.own_median), "peers": round(one.peers_median),
    }  # fmt: skip


def _thing(row: Look) -> str:
    if row.kind == PAGE:
        return ""
    return f"{field_label(row.kind)} {row.value}" if row.kind in KEYS else row.value


def _sought(query: Query) -> LooksSought:
    since, until = bounds(query, "looked")
    thing = query.one("by")
    if thing and query.text:
        return LooksSought(kind=thing, value=query.text, since=since, until=until)
    return LooksSought(query.text, kind=thing, since=since, until=until)
