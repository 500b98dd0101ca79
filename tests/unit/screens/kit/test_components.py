"""Lights, timeline, chart, badges: what they say, and that nothing in them can run."""

import json

from tests.unit.screens.kit.conftest import AT, Markup

from guiju.scores.reports.table import Column, Kind, Table
from guiju.screens.components.badge import Badge
from guiju.screens.components.card import Card, Trend
from guiju.screens.components.chart import Chart, Shape
from guiju.screens.components.light import light_of_due
from guiju.screens.components.link import Link
from guiju.screens.components.tabs import Tab, Tabs
from guiju.screens.components.timeline import Item, Lane, Timeline

DAY = 86_400_000_000
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>' onclick='x"


def test_a_light_says_colour_word_and_days():
    start = AT - 24 * DAY
    said = [light_of_due(start, AT + days * DAY, AT).plain for days in (24, 10, 3, -1)]
    assert said == ["正常 余 24 天", "提醒 余 10 天", "临期 余 3 天", "超期 超 1 天"]


def test_a_duty_met_late_stays_red_and_one_met_in_time_is_green():
    assert light_of_due(AT - 9 * DAY, AT - 5 * DAY, AT, settled_at=AT - 2 * DAY).plain == "超期 超 3 天办结"
    assert light_of_due(AT - 9 * DAY, AT - 5 * DAY, AT, settled_at=AT - 5 * DAY).plain == "正常 已办结"


def test_without_a_date_nothing_is_claimed():
    assert light_of_due(AT, None, AT).plain == "未决"


def test_nothing_that_a_name_says_can_run():
    table = Table(
        "t", HOSTILE, HOSTILE, (Column(HOSTILE), Column(HOSTILE, Kind.NUMBER)), 1, lambda: iter([(HOSTILE, 1)])
    )
    lanes = (Lane("a", HOSTILE),)
    items = (Item(AT, "a", HOSTILE, HOSTILE, address="/x/", into_drawer=True, more=(Badge(HOSTILE),)),)
    for component in (
        Badge(HOSTILE), Card(HOSTILE, HOSTILE, HOSTILE, Trend("up", HOSTILE), "/x/"),
        Tabs(HOSTILE, (Tab(HOSTILE, "/x/"),)), Link(HOSTILE, "/x/?q=" + HOSTILE, into_drawer=True),
        Timeline(HOSTILE, lanes, items, AT), Chart(table),
    ):  # fmt: skip
        markup = Markup(str(component))
        assert markup.can_run == []
        assert HOSTILE in markup.text


def test_an_address_with_quotes_stays_one_attribute():
    (link,) = Markup(str(Link("x", '/x/?q="onmouseover=alert(1) hx-on:click=y', into_drawer=True))).all("a")
    assert link["href"] == link["hx-get"] == '/x/?q="onmouseover=alert(1) hx-on:click=y'


def test_a_timeline_draws_the_present_between_what_was_and_what_is_due():
    items = (Item(AT + DAY, "a", "后", is_ghost=True), Item(AT - DAY, "a", "前"))
    rows = Timeline("轴", (Lane("a", "案件"),), items, AT).moments
    assert [(row.is_now, row.at) for row in rows] == [(False, AT - DAY), (True, AT), (False, AT + DAY)]


def test_a_timeline_whose_last_item_is_past_still_ends_with_the_present():
    rows = Timeline("轴", (Lane("a", "案件"),), (Item(AT - DAY, "a", "前"),), AT).moments
    assert [row.is_now for row in rows] == [False, True]


def test_a_day_is_named_once_for_all_its_moments():
    items = tuple(Item(AT + minutes * 60_000_000, "a", "x") for minutes in (0, 5, 9))
    rows = Timeline("轴", (Lane("a", "案件"),), items).moments
    assert [row.shows_day for row in rows] == [True, False, False]


def sample_chart(shape: Shape = Shape.BARS) -> Chart:
    rows = [("甲所", 3, None), ("乙所", 0, 2)]
    columns = (Column("单位"), Column("属实", Kind.NUMBER), Column("不属实", Kind.NUMBER))
    return Chart(Table("t", "核查", "", columns, 2, lambda: iter(rows)), shape, ("/a/", "/b/"))


def test_a_chart_has_its_table_beside_it_with_every_figure():
    markup = Markup(str(sample_chart()))
    assert [link["href"] for link in markup.all("a")] == ["/a/", "/b/"]
    assert all(word in markup.text for word in ("甲所", "乙所", "属实", "3", "0", "2"))


def test_a_chart_draws_a_missing_figure_as_a_gap_and_not_as_zero():
    series = json.loads(sample_chart().options)["series"]
    assert [point["value"] for point in series[1]["data"]] == [None, 2]
    assert [point["value"] for point in series[0]["data"]] == [3, 0]


def test_a_charts_options_hold_no_html_and_no_function():
    options = json.loads(sample_chart(Shape.ROWS).options)
    assert options["tooltip"]["renderMode"] == "richText"
    assert "formatter" not in json.dumps(options)
