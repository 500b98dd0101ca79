"""The list of cases: what it shows, by what it may be narrowed and sorted, and what an export writes."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from guiju.bureau.names import NamesThen, officer_names, unit_names
from guiju.findings.law import law_in_force
from guiju.scores.reports.table import Instant
from guiju.screens.components.form.field import Choice
from guiju.screens.components.link import Link
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.queries import ThreadShown, count_threads, list_threads, list_units
from guiju.screens.threads.view import address_of, light_shown
from guiju.screens.threads.wanted import BLUE, GREEN, RED, SETTLED, YELLOW, Wanted
from guiju.screens.threads.wiring import wiring
from guiju.screens.threads.words import instant_due_said

KIND = "case"
YES, NO = "yes", "no"


class Cases:
    """The list for one visit: the units he may choose among, and the names that its rows need."""

    def __init__(self, visit: Visit) -> None:
        self.at = visit.at
        self.units = list_units(visit.viewer, KIND)
        self.unit_names = unit_names(self.units)
        self.officer_names = NamesThen({})

    def listing(self) -> Listing:
        """The declaration of the list."""
        return Listing(
            name="cases",
            title=_("案件"),
            columns=self._columns(),
            rows=self._rows,
            count=lambda visit, query, most: count_threads(
                visit.viewer, KIND, wanted_of(query), at=visit.at, most=most
            ),
            facets=self._facets(),
            search=_("案件编号的开头，或案件名称中的字"),
            order="-last",
            remedy=_("请放宽条件；如果还没有数据，请先导入。"),
            note=_("标为疑似问题的，未经法制员核查不作结论。"),
            marked=lambda row: "late" if row.light.colour == "red" else "",
        )

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(
                "number", _("案件编号"), lambda row: Link(row.value, address_of(row.kind, row.value)), sort="number",
                is_head=True, written=lambda row: row.value,
            ),
            Column("title", _("案件"), lambda row: row.title),
            Column(
                "due", _("期限"), lambda row: light_shown(row, self.at), sort="due",
                written=lambda row: _(row.light.word),
            ),
            Column(
                "next", _("最近到期"), lambda row: instant_due_said(row.next_due_at), is_quiet=True,
                written=lambda row: None if row.next_due_at is None else Instant(row.next_due_at),
            ),
            Column("findings", _("待处理的问题"), lambda row: row.open_findings, sort="findings", is_numeric=True),
            Column("unit", _("单位"), lambda row: self.unit_names.at(row.unit, row.last_at), sort="unit"),
            Column("lead", _("主办民警"), self._lead, is_quiet=True),
            Column(
                "opened", _("受案立案时间"), lambda row: said_instant(row.opened_at), sort="opened", is_quiet=True,
                written=lambda row: Instant(row.opened_at),
            ),
            Column(
                "last", _("最近记录"), lambda row: said_instant(row.last_at), sort="last",
                written=lambda row: Instant(row.last_at),
            ),
        )  # fmt: skip

    def _facets(self) -> tuple[Facet, ...]:
        words = wiring()
        category = words.words[KIND].category if KIND in words.words else ""
        labels = words.vocabulary.value_labels.get(category, {})
        kinds = tuple(Choice(word, labels.get(word, word)) for word in ("administrative", "criminal"))
        units = tuple(Choice(one, self.unit_names.at(one, self.at)) for one in self.units)
        yes_or_no = (Choice(YES, _("有")), Choice(NO, _("没有")))
        lights = (
            (RED, _("超期")), (YELLOW, _("临期")), (BLUE, _("提醒")), (GREEN, _("正常")), (SETTLED, _("已办结")),
        )  # fmt: skip
        return (
            Facet("light", _("期限"), tuple(Choice(*one) for one in lights), is_many=True),
            Facet("kind", _("案件类别"), kinds),
            Facet("unit", _("单位"), units, is_many=True),
            Facet("state", _("办理情况"), (Choice("open", _("在办")), Choice("closed", _("办结")))),
            Facet("findings", _("待处理的问题"), yes_or_no),
            Facet("mine", _("我参与的"), (Choice(YES, _("是")),)),
            Facet("opened", _("受案立案日期"), is_period=True),
        )

    def _rows(self, visit: Visit, query: Query, start: int, number: int) -> Sequence[ThreadShown]:
        rows = list_threads(
            visit.viewer, KIND, wanted_of(query), at=visit.at, sort=query.sort or "last",
            is_descending=query.is_descending, skip=start, limit=number,
        )  # fmt: skip
        self.officer_names = officer_names({one for row in rows for one in row.lead})
        return rows

    def _lead(self, row: ThreadShown) -> str:
        return "、".join(self.officer_names.at(one, row.last_at) for one in row.lead)


def wanted_of(query: Query) -> Wanted:
    """The conditions of a list as threads know them."""
    first, last = query.period("opened")
    midnight = law_in_force().local.midnight
    said = {"": None, YES: True, NO: False}
    state = {"": None, "open": False, "closed": True}
    return Wanted(
        units=query.of("unit"),
        lights=query.of("light"),
        categories=query.of("kind"),
        text=query.text,
        opened_from=midnight(first.toordinal()) if first else None,
        opened_until=midnight((last + timedelta(days=1)).toordinal()) if last else None,
        has_findings=said[query.one("findings")],
        is_closed=state[query.one("state")],
        mine=query.one("mine") == YES,
    )
