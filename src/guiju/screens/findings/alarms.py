"""误报率: per rule how much of what was found turned out not to be true; false alarms are ours, not the station's."""

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guiju.findings.law import law_in_force
from guiju.findings.life.queries import FalseAlarms, list_false_alarms
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.form.field import Choice
from guiju.screens.components.link import Link
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing
from guiju.screens.findings.words import sides
from guiju.screens.kit.visit import Visit
from guiju.screens.threads.words import rule_title

GOAL = Decimal("0.05")
"""fairness.md: goal at most five per cent; a rule above it for a quarter is proposed for review."""
SPANS = {"quarter": 91, "year": 366, "all": 0}
HIGH, LOW = "high", "low"


def alarms(visit: Visit) -> HttpResponse:
    """Show the rules with what was decided about their findings, as far as the visitor sees these.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    spans = (("year", _("近一年")), ("all", _("全部")))
    listing = Listing(
        name="alarms",
        title=_("误报率"),
        columns=(
            Column("rule", _("规则"), lambda row: Link(rule_title(row.rule), _address(row)), is_head=True,
                   written=lambda row: rule_title(row.rule)),
            Column("confirmed", _("属实"), lambda row: row.confirmed, is_numeric=True),
            Column("rejected", _("不属实"), lambda row: row.rejected, is_numeric=True),
            Column("share", _("误报率"), _share, is_numeric=True),
            Column("judged", _("结论"), _judged),
        ),
        rows=lambda visit, query, start, number: _chosen(visit, query)[start : start + number],
        count=lambda visit, query, most: min(len(_chosen(visit, query)), most),
        facets=(
            Facet("span", _("核查时间"), tuple(Choice(*one) for one in spans), otherwise=_("近三个月")),
            Facet("share", _("误报率"), (Choice(HIGH, _("高于 5%")), Choice(LOW, _("不高于 5%")))),
        ),
        empty=_("这段时间内没有核查结论。"),
        remedy=_("核查过疑似问题以后，这里按规则列出属实和不属实的条数。"),
        note=_("目标不高于 5%；只按您看得到的问题计算。高于目标的规则，建议法制部门复核。"),
    )  # fmt: skip
    return show_listing(visit, listing, {"sides": sides("findings.alarms")}, template="findings/list.html")


def is_above_goal(row: FalseAlarms) -> bool:
    """Whether a rule cries wolf more often than it may."""
    decided = row.confirmed + row.rejected
    return decided > 0 and Decimal(row.rejected) > GOAL * decided


def _chosen(visit: Visit, query: Query) -> Sequence[FalseAlarms]:
    days = SPANS[query.one("span") or "quarter"]
    local = law_in_force().local
    since = local.midnight(local.locate(visit.at)[0] - days) if days else 0
    rows = list_false_alarms(visit.viewer, since=since)
    wanted = {"": None, HIGH: True, LOW: False}[query.one("share")]
    return [row for row in rows if wanted is None or is_above_goal(row) is wanted]


def _share(row: FalseAlarms) -> str:
    decided = row.confirmed + row.rejected
    return f"{Decimal(100 * row.rejected) / decided:.1f}%" if decided else "—"


def _judged(row: FalseAlarms) -> Badge:
    return Badge(_("建议复核规则"), Tone.WARNING) if is_above_goal(row) else Badge(_("在目标之内"), Tone.GOOD)


def _address(row: FalseAlarms) -> str:
    return f"{reverse('findings.list')}?{urlencode({'rule': row.rule, 'state': 'rejected'})}"
