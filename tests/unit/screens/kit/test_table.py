"""Lists: only what they declare can be asked for, and what is taken away is what is shown."""

import csv
import io
from dataclasses import replace
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from tests.unit.screens.kit.conftest import Markup

from guiju.bureau.roles import EXPORT
from guiju.screens.components.form import Choice
from guiju.screens.components.light import light_named
from guiju.screens.components.link import Link
from guiju.screens.components.table import Column, Facet, Listing, show_listing
from guiju.screens.components.table import export as export_module
from guiju.screens.components.table.export import ExportRefused
from guiju.screens.components.table.reading import QueryRefused, read_query
from guiju.screens.components.table.saved import list_views, save, save_view
from guiju.screens.components.table.shown import open_listing
from guiju.screens.kit.site import Site, install
from guiju.values.clock import LocalTime

KEY = "0123456789abcdef" * 2
HOSTILE = '=HYPERLINK("x")<script>alert(1)</script>'
ROWS = [("A-1", HOSTILE, 1200, "超期"), ("A-2", "乙", 30, "正常"), ("A-3", "丙", 4, "正常")]


def found(query):
    rows = [row for row in ROWS if query.text in row[0] and (not query.of("light") or row[3] in query.of("light"))]
    return sorted(rows, key=lambda row: row[2] if query.sort == "amount" else row[0], reverse=query.is_descending)


LISTING = Listing(
    "cases",
    "案件",
    (
        Column("number", "编号", lambda row: Link(row[0], f"/c/{row[0]}/"), sort="number", is_head=True),
        Column("title", "案由", lambda row: row[1]),
        Column("amount", "件数", lambda row: row[2], sort="amount", is_numeric=True),
        Column("light", "期限", lambda row: light_named(row[3])),
    ),
    lambda visit, query, start, number: found(query)[start : start + number],
    lambda visit, query, most: len(found(query)),
    facets=(
        Facet("light", "期限", (Choice("超期", "超期"), Choice("正常", "正常")), is_many=True),
        Facet("kind", "类别", (Choice("a", "甲"),)),
        Facet("opened", "受案日期", is_period=True),
    ),
    search="编号",
    order="number",
    remedy="先导入数据。",
    per_page=2,
)


def test_what_is_asked_for_is_what_is_shown(visiting):
    shown = open_listing(visiting("/x/?light=%E6%AD%A3%E5%B8%B8&sort=-amount"), LISTING)
    assert [Markup(row).all("a")[0]["href"] for row in shown.rows] == ["/c/A-2/", "/c/A-3/"]
    assert [(head.column.name, head.order) for head in shown.heads if head.order] == [("amount", "descending")]


@pytest.mark.parametrize(
    "asked",
    ["unit=U2", "light__contains=x", "_connector=OR", "sort=password", "sort=title", "sort=-", "kind=z", "light=z",
     "page=0", "page=x", "page=99999999", "page=1&page=2", "opened=2026", "opened.from=2026-02-30", "q=" + "x" * 101,
     "sort=number&sort=amount", "export=xlsx&order=1"],
)  # fmt: skip
def test_what_the_list_does_not_declare_is_refused(visiting, asked):
    with pytest.raises(QueryRefused):
        read_query(LISTING, visiting(f"/x/?{asked}").request.GET)


def test_a_period_is_two_days_of_which_either_may_be_open(visiting):
    query = read_query(LISTING, visiting("/x/?opened.from=2026-03-02").request.GET)
    first, last = query.period("opened")
    assert (first.isoformat(), last) == ("2026-03-02", None)
    assert query.address() == "?opened.from=2026-03-02&sort=number"


ASKED = "/x/?q=A&opened.to=2026-03-02&light=%E6%AD%A3%E5%B8%B8&light=%E8%B6%85%E6%9C%9F"


def test_conditions_survive_paging_and_sorting(visiting):
    shown = open_listing(visiting(ASKED), LISTING)
    for address in (shown.following, *(head.address for head in shown.heads if head.address)):
        assert "q=A&" in address and "opened.to=2026-03-02" in address and address.count("light=") == 2
    assert "page=2" in shown.following
    assert "page=" not in shown.heads[0].address


def test_a_page_beyond_the_last_is_empty_and_says_so(visiting):
    markup = Markup(str(open_listing(visiting("/x/?page=9"), LISTING)))
    assert markup.all("table") == []
    assert "没有符合条件的记录。" in markup.text


def test_an_empty_list_says_what_to_do(visiting):
    empty = replace(LISTING, rows=lambda *_: [], count=lambda *_: 0)
    assert "先导入数据。" in Markup(str(open_listing(visiting(), empty))).text
    assert "清除条件，查看全部" in Markup(str(open_listing(visiting("/x/?q=Z"), empty))).text


def test_more_than_ten_thousand_are_said_as_that(visiting):
    shown = open_listing(visiting(), replace(LISTING, count=lambda visit, query, most: most))
    text = Markup(str(shown)).text
    assert "10,000+" in text and "请缩小条件" in text
    assert open_listing(visiting("/x/?page=5001"), replace(LISTING, count=lambda *_: 10_001)).rows == []


def test_nothing_in_a_cell_or_an_address_can_run(visiting):
    markup = Markup(str(open_listing(visiting("/x/?q=A%22%3E%3Cscript%3E"), LISTING)))
    assert markup.can_run == []
    markup = Markup(str(open_listing(visiting(), LISTING)))
    assert markup.can_run == []
    assert HOSTILE in markup.text


def test_htmx_is_given_the_list_alone_and_a_browser_the_whole_page(visiting):
    install(Site((), lambda request: visiting()))
    whole = show_listing(visiting(), LISTING)
    alone = show_listing(visiting(**{"HX-Request": "true", "HX-Target": "list-cases"}), LISTING)
    again = show_listing(
        visiting(**{"HX-Request": "true", "HX-Target": "list-cases", "HX-History-Restore-Request": "true"}), LISTING
    )
    assert b"<!doctype html>" in whole.content and b"<!doctype html>" in again.content
    assert alone.content.startswith(b'<section class="listing" id="list-cases"')
    assert "HX-Request" in alone["Vary"] and alone["Cache-Control"] == "no-store"


@pytest.fixture
def log(visiting):
    """What the read log was told."""
    told = []
    install(Site((), lambda request: visiting(), exported=lambda visit, exported: told.append(exported)))
    return told


@pytest.fixture
def law_in_force_here(monkeypatch):
    """The law whose words a workbook uses; it needs no page."""
    law = SimpleNamespace(pack=None, local=LocalTime(ZoneInfo("Asia/Shanghai")))
    monkeypatch.setattr(export_module, "law_in_force", lambda: law)


def taken(visiting, asked, **changes):
    return show_listing(visiting(f"/x/?{asked}", account="jia", may=(EXPORT,)), replace(LISTING, **changes))


def test_a_csv_holds_exactly_what_is_filtered_below_its_mark(visiting, log, tables):
    answer = taken(visiting, "q=A&sort=-amount&export=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][0].startswith("示例甲（900001） · 示例一所 · 2026年3月2日 09:05 · GJ-")
    assert rows[1] == ["编号", "案由", "件数", "期限"]
    assert rows[2] == ["A-1", f"'{HOSTILE}", "1200", "超期"]
    assert [row[0] for row in rows[2:]] == ["A-1", "A-2", "A-3"]
    (told,) = log
    assert (told.what, told.form, told.rows, told.query) == ("cases", "csv", 3, "?q=A&sort=-amount")
    assert told.number in rows[0][0] and told.number in answer["Content-Disposition"]


def test_without_the_permission_nothing_leaves_and_nothing_is_logged(visiting, log, tables):
    with pytest.raises(ExportRefused):
        show_listing(visiting("/x/?export=csv", account="jia"), LISTING)
    with pytest.raises(ExportRefused):
        taken(visiting, "export=exe")
    with pytest.raises(ExportRefused):
        taken(visiting, "export=csv", is_exported=False)
    assert log == []


def test_what_cannot_be_entered_in_the_log_does_not_leave(visiting, tables):
    class LogFull(Exception):
        pass

    def refuse(visit, exported):
        raise LogFull

    install(Site((), lambda request: visiting(), exported=refuse))
    with pytest.raises(LogFull):
        taken(visiting, "export=csv")


def test_more_rows_than_one_file_should_hold_are_refused(visiting, log, tables):
    with pytest.raises(ExportRefused):
        taken(visiting, "export=csv", count=lambda visit, query, most: 50_001)
    assert log == []


def test_a_workbook_and_a_print_are_made_of_the_same_rows(visiting, log, tables, law_in_force_here):
    book = load_workbook(io.BytesIO(taken(visiting, "export=xlsx").content))
    sheet = book.worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=5)] == [
        ["编号", "案由", "件数", "期限"], ["A-1", HOSTILE, 1200, "超期"],
    ]  # fmt: skip
    assert "示例甲（900001）" in sheet["A2"].value
    assert taken(visiting, "export=pdf").content.startswith(b"%PDF-")


def test_a_saved_view_is_the_account_s_own_and_comes_back(visiting, tables):
    fields = {"_key": KEY, "listing": "cases", "path": "/x/", "query": "q=A&sort=number", "name": "我的"}
    answer = save(visiting("/kit/views/", fields, account="jia"))
    assert answer.url == "/x/?q=A&sort=number"
    assert [(view.label, view.value) for view in list_views("jia", "cases")] == [("我的", "q=A&sort=number")]
    assert list_views("yi", "cases") == list_views("jia", "findings") == []
    links = Markup(str(open_listing(visiting(account="jia"), LISTING))).all("a")
    assert "/x/?q=A&sort=number" in [link["href"] for link in links]
    save(visiting("/kit/views/", {**fields, "_act": "drop"}, account="jia"))
    assert list_views("jia", "cases") == []


def test_a_saved_view_never_leads_away_from_the_site(visiting, tables):
    fields = {"_key": KEY, "listing": "cases", "path": "https://evil.invalid/", "query": "", "name": "我的"}
    assert save(visiting("/kit/views/", fields, account="jia")).url.startswith("/")


def test_there_are_at_most_twenty_saved_views(tables):
    assert [save_view("jia", "cases", str(number), "") for number in range(21)] == [True] * 20 + [False]
    assert save_view("jia", "cases", "3", "q=new")
