"""本周到期: which duties fall due soon in which unit, and why; the end of a keeping period stands apart from work."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.bureau.names import NamesThen, officer_names, unit_names
from guiju.findings.duties import DutiesWanted, Nature, count_duties, list_duties, list_duty_places, nature_of
from guiju.findings.law import law_in_force
from guiju.findings.queries import DutyShown
from guiju.scores.reports.table import Instant
from guiju.screens.components.form.field import Choice
from guiju.screens.components.light import Light, light_of_due
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.findings.listing import YES, lights_offered
from guiju.screens.findings.words import about_link, about_said, severity_badge, sides, why_link
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import cited_by, due_said, rule_title

DAYS = {"today": 1, "three": 3, "week": 7, "month": 30}
WEEK = "week"


def week_end(at: int, days: int = DAYS[WEEK]) -> int:
    """The end of the last of so many local days, the present one included: what is due on that day is due by then."""
    local = law_in_force().local
    return local.midnight(local.locate(at)[0] + days)


class Due:
    """The list for one visit."""

    def __init__(self, visit: Visit) -> None:
        self.at = visit.at
        places = list_duty_places(visit.viewer, week_end(visit.at, max(DAYS.values())))
        self.units = list(dict.fromkeys(unit for unit, _rule in places if unit))
        self.rules = sorted({rule for _unit, rule in places}, key=rule_title)
        self.unit_names = unit_names(self.units)
        self.officer_names = NamesThen({})

    def listing(self) -> Listing:
        """The declaration of the list."""
        return Listing(
            name="due",
            title=_("本周到期"),
            columns=(
                Column("case", _("案件等"), about_link, sort="case", is_head=True, written=about_said),
                Column("rule", _("事项"), lambda row: rule_title(row.rule), sort="rule"),
                Column("due", _("到期"), due_said, sort="due", written=lambda row: Instant(row.due_at)),
                Column("light", _("期限"), self._light),
                Column("why", _("说明"), lambda row: why_link(row.id), written=lambda row: cited_by(row.rule)),
                Column("severity", _("程度"), lambda row: severity_badge(row.severity), is_quiet=True),
                Column("unit", _("单位"), lambda row: self.unit_names.at(row.unit, row.trigger_at), sort="unit"),
                Column("officers", _("民警"), self._officers),
            ),
            rows=self._rows,
            count=lambda visit, query, most: count_duties(
                visit.viewer, wanted_of(query, visit.at), at=visit.at, most=most
            ),
            facets=self._facets(),
            search=_("案件、人员、物品等的完整编号"),
            order="due",
            empty=_("没有在这段时间内到期的事项。"),
            remedy=_("可以把时间放宽到三十日，或查看保存期满的事项。"),
            note=_("七日自今日起算，含今日。保存、等候期满不是办理期限，另行列出。"),
            marked=lambda row: "late" if row.due_at < self.at else "",
        )

    def _facets(self) -> tuple[Facet, ...]:
        spans = (("today", _("今日")), ("three", _("三日内")), ("month", _("三十日内")))
        others = tuple(Choice(one.value, _(one.label)) for one in Nature if one is not Nature.WORK)
        return (
            Facet("within", _("时间"), tuple(Choice(*one) for one in spans), otherwise=_("七日内")),
            Facet("unit", _("单位"), tuple(Choice(one, self.unit_names.at(one, self.at)) for one in self.units)),
            Facet("light", _("期限"), lights_offered()[:4], is_many=True),
            Facet("nature", _("性质"), others, otherwise=_("须办理")),
            Facet("rule", _("规则"), tuple(Choice(one, rule_title(one)) for one in self.rules)),
            Facet("mine", _("本人的"), (Choice(YES, _("是")),)),
        )

    def _rows(self, visit: Visit, query: Query, start: int, number: int) -> Sequence[DutyShown]:
        rows = list_duties(
            visit.viewer, wanted_of(query, visit.at), at=visit.at, sort=query.sort or "due",
            is_descending=query.is_descending, skip=start, limit=number,
        )  # fmt: skip
        self.officer_names = officer_names({one for row in rows for one in row.officers})
        return rows

    def _light(self, row: DutyShown) -> Light:
        return duty_light(row, self.at)

    def _officers(self, row: DutyShown) -> str:
        return "、".join(self.officer_names.at(one, row.trigger_at) for one in row.officers)


def due(visit: Visit) -> HttpResponse:
    """Show what falls due soon.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    return show_listing(visit, Due(visit).listing(), {"sides": sides("findings.due")}, template="findings/list.html")


def wanted_of(query: Query, at: int) -> DutiesWanted:
    """The conditions of the list as the query knows them; without any: what is to be done within seven days."""
    nature = query.one("nature")
    return DutiesWanted(
        until=week_end(at, DAYS[query.one("within") or WEEK]), nature=Nature(nature) if nature else Nature.WORK,
        units=query.of("unit"), rules=query.of("rule"), lights=query.of("light"), text=query.text,
        mine=query.one("mine") == YES,
    )  # fmt: skip


def duty_light(row: DutyShown, at: int) -> Light:
    """The light of a running duty; the end of a keeping period is no deadline and shows none."""
    if nature_of(row) is not Nature.WORK:
        return Light("none", _("不计期限"))
    return light_of_due(row.trigger_at, row.due_at, at)
