"""What a circular says, as words and tables: for its page, for paper and for a workbook."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from guiju.actions.inspections.circulars import Figures
from guiju.actions.inspections.queries import CircularShown
from guiju.bureau.names import unit_names
from guiju.scores.reports.table import Cell, Column, Kind, Table
from guiju.screens.inspections.words import inspected_conclusion
from guiju.screens.kit.figures import said_instant, said_number
from guiju.screens.kit.print import Block, Facts, Heading


def month_said(month: str) -> str:
    """A month as people write it."""
    year, _sign, number = month.partition("-")
    return _("%(year)s年%(month)s月") % {"year": year, "month": int(number)}


def title_of(figures: Figures) -> str:
    """What a circular is called."""
    return _("%(month)s执法监督检查情况通报") % {"month": month_said(figures.month)}


def totals_of(figures: Figures) -> list[tuple[str, str]]:
    """The findings of the month by how they stand; what is suspected stands apart."""

    def of(name: str) -> str:
        return said_number(sum(getattr(one, name) for one in figures.found))

    return [
        (_("核查属实"), of("verified")), (_("疑似（待核查）"), of("suspected")), (_("申辩中"), of("disputed")),
        (_("不属实"), of("rejected")), (_("已豁免"), of("waived")),
    ]  # fmt: skip


def ordered_of(figures: Figures) -> list[tuple[str, str]]:
    """How far the findings have been mended."""
    one = figures.ordered
    return [
        (_("已派整改单"), said_number(one.given)), (_("已提交整改"), said_number(one.mended)),
        (_("已销号"), said_number(one.closed)), (_("逾期"), said_number(one.late)),
    ]  # fmt: skip


def blocks_of(shown: CircularShown) -> list[Block]:
    """A circular as it is printed."""
    inspected, found = tables_of(shown)[1:3]
    return [
        Facts(_facts(shown)),
        Heading(_("一、抽查情况")),
        inspected,
        Heading(_("二、发现的问题")),
        _("只有核查属实的才是问题；疑似的尚待法制员核查，另列。"),
        found,
        Heading(_("三、整改情况")),
        Facts(ordered_of(shown.figures)),
        *([Heading(_("四、要求")), shown.said["reason"]] if shown.said["reason"] else []),
    ]


def tables_of(shown: CircularShown) -> list[Table]:
    """All that the circular says, as tables: the sheets of its workbook."""
    figures = shown.figures
    names = unit_names({one.unit for one in figures.inspected})
    inspected: list[tuple[Cell, ...]] = [
        (one.title, names.at(one.unit, one.drawn_at), one.population, one.size, one.checked, one.faulty,
         inspected_conclusion(one))
        for one in figures.inspected
    ]  # fmt: skip
    found: list[tuple[Cell, ...]] = [
        (one.title, one.verified, one.suspected, one.disputed, one.rejected, one.waived) for one in figures.found
    ]
    pair = (_("项目"), _("内容"))
    return [
        _table(title_of(figures), pair, [*_facts(shown), *totals_of(figures)], ""),
        _table(
            _("抽查情况"), (_("名称"), _("单位"), _("总体"), _("抽查"), _("已查"), _("有“否”项的"), _("说明")),
            inspected, _("本月没有抽查。"), numbers=(2, 3, 4, 5),
        ),
        _table(
            _("发现的问题"),
            (_("检查项"), _("核查属实"), _("疑似（待核查）"), _("申辩中"), _("不属实"), _("已豁免")), found,
            _("本月没有登记问题。"), numbers=(1, 2, 3, 4, 5),
        ),
        _table(_("整改情况"), pair, ordered_of(figures), ""),
    ]  # fmt: skip


def _facts(shown: CircularShown) -> list[tuple[str, str]]:
    figures = shown.figures
    unit = unit_names([figures.unit]).at(figures.unit, figures.counted_at)
    return [
        (_("单位"), unit), (_("统计截至"), said_instant(figures.counted_at)),
        (_("印发时间"), said_instant(shown.issued_at)), (_("内容摘要值"), shown.content_hash),
    ]  # fmt: skip


def _table(
    title: str, heads: Sequence[str], rows: Sequence[tuple[Cell, ...]], empty: str, *, numbers: Sequence[int] = ()
) -> Table:
    columns = tuple(Column(head, Kind.NUMBER if place in numbers else Kind.TEXT) for place, head in enumerate(heads))
    return Table(title, title, "", columns, len(rows), lambda: iter(rows), empty)
