"""Invented values in every state in which a component can be."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from guiju.scores.reports.table import Cell, Column, Table
from guiju.scores.reports.table import Kind as CellKind
from guiju.screens.components.badge import Badge, Tone
from guiju.screens.components.card import Card, Trend
from guiju.screens.components.chart import Chart, Shape
from guiju.screens.components.form.field import Choice, Field, Kind
from guiju.screens.components.form.form import Form
from guiju.screens.components.light import Light, light_named, light_of_due
from guiju.screens.components.link import Action, Link
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.components.timeline import Item, Lane, Timeline
from guiju.values.clock import DAY_SECONDS, SECOND

DAY = DAY_SECONDS * SECOND
HOUR = 3_600 * SECOND
AT = 1_772_413_500 * SECOND
"""2026年3月2日 09:05 in Beijing, so that the page looks the same every day."""


def lights() -> list[Light]:
    """Every colour, with days left and over."""
    return [
        light_of_due(AT - 2 * DAY, AT + 28 * DAY, AT),
        light_of_due(AT - 22 * DAY, AT + 8 * DAY, AT),
        light_of_due(AT - 28 * DAY, AT + 2 * DAY, AT),
        light_of_due(AT - 20 * HOUR, AT + 4 * HOUR, AT),
        light_of_due(AT - 40 * DAY, AT - 10 * DAY, AT),
        light_of_due(AT - 40 * DAY, AT - 10 * DAY, AT, settled_at=AT - 7 * DAY),
        light_of_due(AT - 40 * DAY, AT - 10 * DAY, AT, settled_at=AT - 12 * DAY),
        light_named("不符"),
        light_named("未决", _("缺送达时间")),
        light_named("未涉及"),
    ]


def badges() -> list[Badge]:
    """Every tone."""
    return [
        Badge(_("严重"), Tone.GRAVE), Badge(_("一般"), Tone.WARNING), Badge(_("瑕疵")), Badge(_("已核实"), Tone.GOOD),
        Badge(_("疑似问题"), Tone.INFO),
    ]  # fmt: skip


def cards() -> list[Card]:
    """Numbers with and without a trend."""
    return [
        Card(_("在办案件"), "128", _("件"), Trend("level", _("与上周持平")), "/kit/"),
        Card(_("超期"), "3", _("件"), Trend("down", _("比上周少 2 件"), True), "/kit/", "red"),
        Card(_("临期"), "9", _("件"), Trend("up", _("比上周多 4 件"), False), "/kit/", "yellow"),
        Card(_("待核查的疑似问题"), "10,000+", _("条")),
    ]


def tabs() -> Tabs:
    """Three sides of a case."""
    return Tabs(_("案件"), (
        Tab(_("时间轴"), "/kit/", True), Tab(_("文书"), "/kit/", count=12), Tab(_("疑似问题"), "/kit/", count=3),
    ))  # fmt: skip


def acts() -> list[Action]:
    """Buttons that are links."""
    return [
        Action(_("新建"), "/kit/", "primary", "plus"), Action(_("打印"), "/kit/", icon="printer"),
        Action(_("撤销"), "/kit/confirm/", "danger"),
    ]  # fmt: skip


def timeline() -> Timeline:
    """A short case with a breach, and what is still due."""
    lanes = (Lane("case", _("案件")), Lane("person", _("当事人")), Lane("item", _("物品")))
    why = Link(_("为什么是这一天"), "/kit/why/", into_drawer=True)
    soon, later = light_of_due(AT - 20 * DAY, AT + 2 * DAY, AT), light_of_due(AT - 6 * DAY, AT + 24 * DAY, AT)
    items = (
        Item(AT - 6 * DAY, "case", _("受案"), _("接报后登记"), mark="good"),
        Item(AT - 6 * DAY + 2 * HOUR, "person", _("传唤到案")),
        Item(AT - 6 * DAY + 2 * HOUR, "item", _("扣押手机一部"), _("未见扣押清单"), mark="breach",
             more=(Badge(_("疑似问题"), Tone.INFO), Badge(_("一般"), Tone.WARNING))),
        Item(AT - 5 * DAY, "person", _("询问结束"), mark="note", more=(light_of_due(AT - 6 * DAY, AT - 5 * DAY, AT),)),
        Item(AT + 2 * DAY, "item", _("移交保管"), is_ghost=True, more=(soon, why)),
        Item(AT + 24 * DAY, "case", _("作出处理决定"), is_ghost=True, is_whole_day=True,
             more=(later, why)),
    )  # fmt: skip
    return Timeline(_("示例案件的时间轴"), lanes, items, AT)


def form() -> Form:
    """Every kind of field."""
    outcomes = (Choice("true", _("属实")), Choice("false", _("不属实")))
    hint = _("写明依据，不要写当事人姓名。")
    ways = (Choice("phone", _("电话")), Choice("visit", _("当面")), Choice("letter", _("信函")))
    return Form(
        "sample",
        (
            Field("title", _("事由"), longest=40, placeholder=_("一句话写明")),
            Field("reason", _("说明"), Kind.LONG, is_required=False, longest=500, help=hint),
            Field("happened_at", _("发生时间"), Kind.INSTANT),
            Field("due_on", _("到期日"), Kind.DATE, is_required=False),
            Field("number", _("件数"), Kind.NUMBER, least=1, most=999),
            Field("amount", _("金额"), Kind.AMOUNT, is_required=False, least=0),
            Field("outcome", _("核查结论"), Kind.RADIO, choices=outcomes),
            Field("way", _("方式"), Kind.CHOICE, choices=ways),
            Field("ways", _("可用方式"), Kind.CHOICES, is_required=False, choices=ways),
            Field("file", _("附件"), Kind.FILE, is_required=False, accept=".xlsx,.csv"),
            Field("sure", _("已核对原件"), Kind.YES),
        ),
        (Choice("save", _("提交")), Choice("keep", _("暂存"))),
        keeps_draft=True,
    )  # fmt: skip


def charts() -> list[Chart]:
    """Standing, stacked and lying bars, lines; a name that would be dangerous if it were read as HTML."""
    names = (_("示例一所"), _("示例二所"), "<img src=x onerror=alert(1)>", _("示例四所"))
    figures: tuple[tuple[Cell, ...], ...] = tuple(zip(names, (12, 9, 17, 4), (3, 1, 0, 2), strict=True))

    def rows() -> Iterator[tuple[Cell, ...]]:
        yield from figures

    columns = (Column(_("单位")), Column(_("已核实"), CellKind.NUMBER), Column(_("不属实"), CellKind.NUMBER))
    table = Table("sample", _("核查结果（示例）"), _("示例数据，全部虚构。"), columns, len(figures), rows)
    return [Chart(table, shape, tuple("/kit/" for _row in figures)) for shape in Shape]
