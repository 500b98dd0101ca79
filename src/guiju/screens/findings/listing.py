"""The list of findings: what it shows, by what it may be narrowed and sorted, and what an export writes."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.actions.acts import OrderState
from guiju.actions.queries.findings import (
    BY_HAND,
    JUDGED,
    NO_TERM,
    WITHDRAWN,
    FindingRow,
    Sought,
    count_sought,
    list_finding_places,
    list_sought,
)
from guiju.bureau.names import NamesThen, officer_names, unit_names
from guiju.findings.law import law_in_force
from guiju.findings.life.acts import VERIFY, State
from guiju.scores.reports.table import Instant
from guiju.scores.reports.wording import SEVERITIES
from guiju.screens.components.form.field import Choice
from guiju.screens.components.light import Light, light_of_due
from guiju.screens.components.link import Link
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.findings.cells import Several
from guiju.screens.findings.words import (
    OUTCOME_WORDS,
    about_link,
    about_said,
    act_address,
    finding_address,
    order_badge,
    outcome_light,
    severity_badge,
    sides,
    source_said,
    state_badge,
)
from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import rule_title

YES = "yes"
TRIAGE = (("verify_group", "属实"), ("reject_finding", "不属实"), ("want_data", "数据待补"))
"""What a legal officer says of a suspected finding, from the row itself."""


class Findings:
    """The list for one visit: what he may choose among, and the names that its rows need."""

    def __init__(self, visit: Visit) -> None:
        self.at = visit.at
        self.may_verify = visit.may(VERIFY)
        places = list_finding_places(visit.viewer)
        self.units = list(dict.fromkeys(unit for unit, _rule in places if unit))
        self.rules = sorted({rule for _unit, rule in places}, key=rule_title)
        self.unit_names = unit_names(self.units)
        self.officer_names = NamesThen({})

    def listing(self) -> Listing:
        """The declaration of the list."""
        return Listing(
            name="findings",
            title=_("巡查问题"),
            columns=self._columns(),
            rows=self._rows,
            count=lambda visit, query, most: count_sought(visit.viewer, sought_of(query), at=visit.at, most=most),
            facets=self._facets(),
            search=_("案件、人员、物品等的完整编号"),
            order="-severity",
            remedy=_("巡查没有发现问题，或数据尚未导入。"),
            note=_("标为疑似问题的，是程序比对记录得出的线索，未经法制员核查不作结论，不计入考评。"),
            marked=lambda row: "late" if row.term is not None and row.term[1] < self.at else "",
        )

    def _columns(self) -> tuple[Column, ...]:
        columns = [
            Column(
                "rule", _("事项"), lambda row: Link(rule_title(row.finding.rule), finding_address(row.finding.id)),
                sort="rule", is_head=True, written=lambda row: rule_title(row.finding.rule),
            ),
            Column("about", _("案件等"), lambda row: about_link(row.finding), sort="case",
                   written=lambda row: about_said(row.finding)),
            Column("state", _("状态"), _state_cell, written=_state_written),
            Column("severity", _("程度"), lambda row: severity_badge(row.finding.severity), sort="severity"),
            Column("outcome", _("情形"), lambda row: outcome_light(row.finding, self.at)),
            Column("term", _("办理期限"), self._term, sort="due"),
            Column("unit", _("单位"), lambda row: self.unit_names.at(row.finding.unit, row.finding.trigger_at),
                   sort="unit", is_quiet=True),
            Column("officers", _("民警"), self._officers, is_quiet=True),
            Column("source", _("来源"), lambda row: source_said(row.finding), is_quiet=True),
            Column("arose", _("发生时间"), lambda row: said_instant(row.finding.trigger_at), sort="trigger",
                   is_quiet=True, written=lambda row: Instant(row.finding.trigger_at)),
        ]  # fmt: skip
        columns.append(
            Column("dissent", _("不同意见"), lambda row: "", written=_dissent_written, is_only_written=True)
        )  # fmt: skip
        if self.may_verify:
            columns.append(Column("triage", _("核查"), _triage, written=lambda row: ""))
        return tuple(columns)

    def _facets(self) -> tuple[Facet, ...]:
        states = [*(Choice(one.value, _(one.label)) for one in State), Choice(WITHDRAWN, _("不再成立"))]
        orders = tuple(Choice(one.value, _(one.label)) for one in OrderState if one.is_open)
        return (
            Facet("state", _("状态"), tuple(states), is_many=True),
            Facet("severity", _("程度"), tuple(Choice(key, _(word)) for key, word in SEVERITIES.items()), is_many=True),
            Facet("rule", _("规则"), tuple(Choice(one, rule_title(one)) for one in self.rules)),
            Facet("unit", _("单位"), self._units(), is_many=True),
            Facet("light", _("办理期限"), lights_offered(), is_many=True),
            Facet("outcome", _("情形"), tuple(Choice(key, _(word)) for key, word in OUTCOME_WORDS.items())),
            Facet("order", _("整改单"), orders, is_many=True),
            Facet("source", _("来源"), (Choice(JUDGED, _("规则发现")), Choice(BY_HAND, _("人工检查发现")))),
            Facet("mine", _("涉及本人的"), (Choice(YES, _("是")),)),
            Facet("arose", _("发生日期"), is_period=True),
            Facet("changed", _("状态变动日期"), is_period=True),
        )

    def _units(self) -> tuple[Choice, ...]:
        return tuple(Choice(one, self.unit_names.at(one, self.at)) for one in self.units)

    def _rows(self, visit: Visit, query: Query, start: int, number: int) -> Sequence[FindingRow]:
        rows = list_sought(
            visit.viewer, sought_of(query), at=visit.at, sort=query.sort or "severity",
            is_descending=query.is_descending, skip=start, limit=number,
        )  # fmt: skip
        return self.named(rows)

    def named(self, rows: Sequence[FindingRow]) -> Sequence[FindingRow]:
        """The same rows, whose officers have been looked up."""
        self.officer_names = officer_names({one for row in rows for one in row.finding.officers})
        return rows

    def _officers(self, row: FindingRow) -> str:
        return "、".join(self.officer_names.at(one, row.finding.trigger_at) for one in row.finding.officers)

    def _term(self, row: FindingRow) -> Light | str:
        return "" if row.term is None else light_of_due(row.term[0], row.term[1], self.at)


def findings(visit: Visit) -> HttpResponse:
    """Show the findings that the visitor may see.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    said = {"sides": sides("findings.list")}
    return show_listing(visit, Findings(visit).listing(), said, template="findings/list.html")


def lights_offered() -> tuple[Choice, ...]:
    """The colours by which a term may be asked for."""
    words = (("red", _("超期")), ("yellow", _("临期")), ("blue", _("提醒")), ("green", _("正常")))
    return (*(Choice(*one) for one in words), Choice(NO_TERM, _("没有期限")))


def sought_of(query: Query) -> Sought:
    """The conditions of the list as the query knows them."""
    return Sought(
        rules=query.of("rule"), severities=query.of("severity"), states=query.of("state"),
        outcomes=query.of("outcome"), units=query.of("unit"), orders=query.of("order"), lights=query.of("light"),
        text=query.text, arose=_period(query, "arose"), changed=_period(query, "changed"),
        mine=query.one("mine") == YES, sources=query.of("source"),
    )  # fmt: skip


def _period(query: Query, name: str) -> tuple[int | None, int | None]:
    first, last = query.period(name)
    midnight = law_in_force().local.midnight
    return (
        midnight(first.toordinal()) if first else None,
        midnight(last.toordinal() + 1) if last else None,
    )


def _state_cell(row: FindingRow) -> object:
    badge = state_badge(row.state, is_standing=row.finding.is_standing)
    return badge if row.order_state is None else Several((badge, order_badge(row.order_state)))


def _state_written(row: FindingRow) -> str:
    order = f" {_(row.order_state.label)}" if row.order_state is not None else ""
    return state_badge(row.state, is_standing=row.finding.is_standing).word + order


def _dissent_written(row: FindingRow) -> str:
    """The opinions that were not followed: they stand beside the decision wherever it is taken."""
    return "；".join(
        _("%(by)s认为%(what)s，未采纳：%(reason)s")
        % {"by": one.by, "what": _("属实") if one.holds else _("不属实"), "reason": one.reason}
        for one in row.dissents
    )


def _triage(row: FindingRow) -> object:
    if not row.finding.is_standing or row.state not in (State.SUSPECTED, State.DATA_WANTED):
        return ""
    offered = TRIAGE if row.state is State.SUSPECTED else TRIAGE[:2]
    return Several(tuple(Link(_(word), act_address(row.finding.id, act), into_drawer=True) for act, word in offered))
