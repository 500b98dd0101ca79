"""期限计算 through its page: the worked examples of the law notes (§7), several persons, extensions, stops, paper."""

import re
from html import unescape

import pytest
from django.test import RequestFactory
from django.urls import resolve

from guiju.screens.kit.site import Site
from guiju.screens.kit.site import install as install_site
from guiju.screens.kit.visit import Visit

pytestmark = pytest.mark.parametrize("station", ["sqlite"], indirect=True)
SHEET = "/law/calculator/"
DAYS, HOURS, WORKDAYS = "days", "hours", "workdays"
PERIOD, CUSTODY, PLAIN = "period", "custody", "plain"


def line(number: int, start: str, amount: int, unit: str, clock: str = "", who: str = "") -> dict[str, str]:
    """One line of the sheet as a browser sends it; `2026-01-30 10:20` is a date and a time."""
    day, _, time = start.partition(" ")
    return {
        f"who{number}": who, f"start{number}": day, f"time{number}": time, f"amount{number}": str(amount),
        f"unit{number}": unit, f"clock{number}": clock,
    }  # fmt: skip


def change(number: int, kind: str, on: str = "", until: str = "", more: str = "", to: int = 1) -> dict[str, str]:
    """One change of the sheet; ``more`` is `30 days`, ``to`` the line that it is for."""
    amount, _, unit = more.partition(" ")
    (day, _, at), (end, _, back) = on.partition(" "), until.partition(" ")
    return {
        f"line{number}": str(to), f"kind{number}": kind, f"on{number}": day, f"at{number}": at, f"until{number}": end,
        f"to{number}": back, f"more{number}": amount, f"of{number}": unit,
    }  # fmt: skip


def asked(reader, *parts: dict[str, str], status: int = 200) -> str:
    """The page that answers a sheet."""
    sent = {name: value for part in parts for name, value in part.items()}
    answer = reader.posts(SHEET, key="0" * 32, _act="reckon", **sent)
    assert answer.status_code == status, answer.content.decode()[:400]
    return unescape(answer.content.decode())


def due(page: str) -> list[str]:
    """The day or instant at the head of each answer."""
    return re.findall(r'class="due">.*?<strong>([^<]+)</strong>', page, re.DOTALL)


# Worked by hand in the notes, before there was a program: start, limit, clock, changes, and the end.
NOTES = [
    ("2026-01-30", "3 days", CUSTODY, (), "2026-02-02"),
    ("2026-01-30", "3 days", CUSTODY, ("+4 days",), "2026-02-06"),
    ("2026-01-30", "30 days", CUSTODY, (), "2026-03-01"),
    ("2026-01-30", "30 days", CUSTODY, ("+7 days",), "2026-03-08"),
    ("2026-01-30 10:20", "24 hours", "", (), "2026年1月31日 10:20"),
    ("2026-02-12", "3 days", CUSTODY, (), "2026-02-15"),
    ("2026-02-12", "3 days", "law:刑事诉讼法", (), "2026-02-24"),
    ("2026-03-10 22:15", "8 hours", "", (), "2026年3月11日 06:15"),
    ("2026-03-10 22:15", "12 hours", "", (), "2026年3月11日 10:15"),
    ("2026-03-10 22:15", "24 hours", "", (), "2026年3月11日 22:15"),
    ("2026-01-05", "30 days", PERIOD, (), "2026-02-04"),
    ("2026-01-05", "30 days", PERIOD, ("+30 days",), "2026-03-06"),
    ("2026-01-05", "30 days", PERIOD, ("+30 days", "+30 days"), "2026-04-07"),
    ("2026-01-05", "30 days", PERIOD, ("2026-01-10..2026-01-20",), "2026-02-14"),
    ("2026-04-29", "7 days", PERIOD, (), "2026-05-06"),
    ("2026-04-29", "7 days", "law:行政处罚法", (), "2026-05-12"),
    ("2026-09-28", "5 workdays", "workdays", (), "2026-10-10"),
    ("2026-09-28", "3 days", PERIOD, (), "2026-10-08"),
    ("2026-09-30", "10 days", "law:行政复议法", (), "2026-10-20"),
    ("2026-01-31", "2 months", CUSTODY, (), "2026-03-31"),
    ("2026-01-31", "2 months", CUSTODY, ("-7 days",), "2026-03-24"),
    ("2026-02-28", "2 months", CUSTODY, (), "2026-04-30"),
    ("2025-12-31", "2 months", CUSTODY, (), "2026-02-28"),
    ("2025-12-31", "2 months", CUSTODY, ("+1 months",), "2026-03-31"),
    ("2025-12-31", "2 months", CUSTODY, ("+1 months", "+2 months"), "2026-05-31"),
    ("2025-12-31", "2 months", CUSTODY, ("+1 months", "+2 months", "+2 months"), "2026-07-31"),
    ("2026-03-15", "12 months", CUSTODY, (), "2027-03-15"),
    ("2026-06-19 23:30", "24 hours", "", (), "2026年6月20日 23:30"),
    ("2026-04-30", "2 days", "law:治安管理处罚法", (), "2026-05-06"),
    ("2026-04-30", "2 days", "law:行政处罚法", (), "2026-05-07"),
    ("2026-08-31", "6 months", PLAIN, (), "2027-02-28"),
]


def noted(number: int, word: str, to: int) -> dict[str, str]:
    """A change as the table above writes it."""
    if ".." in word:
        return change(number, "stopped", *word.split(".."), to=to)
    return change(number, "extended" if word[0] == "+" else "before", more=word[1:], to=to)


def test_every_example_of_the_notes_comes_out_as_it_was_worked_by_hand(reader):
    wrong = []
    for first in range(0, len(NOTES), 12):  # a sheet has twelve lines
        parts, changes = [], 0
        for place, (start, limit, clock, words, _end) in enumerate(NOTES[first : first + 12], 1):
            amount, _, unit = limit.partition(" ")
            parts.append(line(place, start, int(amount), unit, clock))
            parts += [noted(changes + number, word, place) for number, word in enumerate(words, 1)]
            changes += len(words)
        told = due(asked(reader, *parts))
        pairs = zip(NOTES[first : first + 12], told, strict=True)
        wrong += [(example, end) for example, end in pairs if not end.startswith(example[-1])]
    assert wrong == []


def test_several_persons_stand_in_one_sheet_each_with_his_own_extensions(reader):
    page = asked(
        reader, line(1, "2026-01-30", 3, DAYS, CUSTODY, "甲"), line(2, "2026-01-30", 3, DAYS, CUSTODY, "乙"),
        line(3, "2026-01-30 10:20", 24, HOURS, who="丙：通知家属"), change(1, "extended", more="4 days", to=2),
    )  # fmt: skip
    assert due(page) == ["2026-02-02（周一） 24时止", "2026-02-06（周五） 24时止", "2026年1月31日 10:20"]
    assert [page.index(f"<h2>{who}") for who in ("甲", "乙", "丙")] == sorted(
        page.index(f"<h2>{who}") for who in "甲乙丙"
    )


def test_each_step_is_told_day_by_day(reader):
    page = asked(
        reader, line(1, "2026-01-05", 30, DAYS, PERIOD), change(1, "extended", more="30 days"),
        change(2, "extended", more="30 days"),
    )  # fmt: skip
    for words in (
        "2026-01-05（周一），当日不算，次日 2026-01-06（周二） 为第1日",
        "延长后共30日加30日加30日，至 2026-04-05（周日）",
        "2026-04-05（周日）放假、2026-04-06（周一）放假，顺延至 2026-04-07（周二）",
    ):  # fmt: skip
        assert words in page, words
    off = asked(reader, line(1, "2026-09-28", 5, WORKDAYS, "workdays"))
    assert "2026-10-01（周四）至2026-10-07（周三）放假，共 7 日" in off and "为调休上班日" in off


def test_a_restart_begins_the_count_anew(reader):
    # Mediation failed on 20 January: 30 days from then end on 19 February, a holiday up to the 23rd.
    page = asked(reader, line(1, "2026-01-05", 30, DAYS, PERIOD), change(1, "restarted", "2026-01-20"))
    assert due(page) == ["2026-02-24（周二） 24时止"]
    assert "自 2026-01-20（周二） 起，此前的期间不计" in page


def test_an_open_stop_leaves_the_date_open(reader):
    page = asked(reader, line(1, "2026-01-05", 30, DAYS, PERIOD), change(1, "stopped", "2026-01-10"))
    assert due(page) == ["尚不能确定"]
    assert "还没有到期日" in page


def test_a_year_without_a_calendar_is_said_and_not_guessed(reader):
    page = asked(reader, line(1, "2026-12-20", 30, DAYS, PERIOD))
    assert due(page) == ["尚不能确定"]
    assert "没有 2027 年的节假日历" in page and "guiju law" not in page


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([line(1, "2026-01-05", 30, DAYS)], "第 1 行：请选择数法"),
        ([line(1, "2026-01-05", 8, HOURS)], "请填写起算的时刻"),
        ([line(1, "", 8, HOURS)], "第 1 行：请填写起算日期"),
        ([line(1, "2026-01-05", 8, "", PERIOD)], "请填写期限和单位"),
        ([line(1, "2026-01-05 25:00", 8, HOURS)], "时刻应写成 10:20"),
        ([line(1, "2026-02-30", 3, DAYS, PERIOD)], "请按 2026-03-02 的格式填写日期"),
        ([line(1, "2026-01-05", 30, DAYS, PERIOD), change(1, "extended")], "请填写延长或提前多少"),
        ([line(1, "2026-01-05", 30, DAYS, PERIOD), change(1, "stopped")], "请填写停止或重新起算的日期"),
        ([line(1, "2026-01-05", 30, DAYS, PERIOD), change(1, "stopped", "2026-01-01")], "停止日 2026-01-01 早于起算"),
        ([line(1, "2026-01-05", 30, DAYS, PERIOD), change(1, "", "2026-01-09")], "请选择是延长、停止还是重新起算"),
        ([line(1, "2026-01-05 08:00", 8, HOURS), change(1, "extended", more="2 months")], "不能互相延长"),
        ([{**line(1, "", 1, DAYS), "amount1": ""}], "还没有填写期限"),
        ([line(1, "2026-01-05", 0, DAYS, PERIOD)], "不得小于 1"),
        ([line(1, "2026-01-05", 999999, "years", PERIOD)], "第 1 行："),
    ],
)  # fmt: skip
def test_what_is_half_filled_in_is_said_and_stays_as_typed(reader, parts, said):
    page = asked(reader, *parts, status=422)
    assert said in page
    assert 'class="due"' not in page
    if parts[0]["start1"]:
        assert f'value="{parts[0]["start1"]}"' in page


def test_a_new_line_takes_the_limit_of_the_one_before_and_asks_nothing_yet(reader):
    sent = line(1, "", 7, DAYS, CUSTODY, who="甲")
    page = unescape(reader.posts(SHEET, _act="line", **sent).content.decode())
    assert 'name="start2"' in page and 'value="甲"' in page and 'role="alert"' not in page
    assert re.search(r'name="amount2" value="7"', page)
    more = unescape(reader.posts(SHEET, _act="change", **sent, **line(2, "", 7, DAYS, CUSTODY)).content.decode())
    assert re.search(r'name="line1".*?value="2" selected', more, re.DOTALL)


def test_a_sheet_has_an_end(reader):
    sent = {name: value for number in range(1, 13) for name, value in line(number, "", 1, DAYS).items()}
    assert 'value="line"' not in reader.posts(SHEET, _act="reckon", **sent).content.decode()
    assert reader.posts(SHEET, _act="reckon", **sent, **line(13, "2026-01-05", 1, DAYS, PERIOD)).status_code == 422
    assert reader.posts(SHEET, _act="reckon", start1="2026-01-05", path="x").status_code == 422


def test_a_rule_of_the_catalogue_fills_in_its_limit_and_clock_and_says_what_may_lengthen_it(reader):
    page = reader.reads(f"{SHEET}?rule=cases.decide-public-order-case")
    assert re.search(r'name="amount1" value="30"', page)
    assert re.search(r'<option value="days" selected>', page) and re.search(r'<option value="period" selected>', page)
    assert "委托鉴定至收到鉴定意见" in page and "延长30日" in page
    assert 'value="cases.decide-public-order-case" selected' in page
    assert 'name="start1"' in reader.reads(f"{SHEET}?rule=no.such")
    # A measure of the bureau is no limit of the law, and is not offered as one.
    assert "“立即”" not in page.partition("<select")[2].partition("</select>")[0]


def test_the_answers_are_printed_with_every_step_and_logged_without_names(reader):
    taken = []
    sent = line(1, "2026-01-05", 30, DAYS, PERIOD, "示例甲")

    def post(act: str):
        request = RequestFactory().post(SHEET, {"_key": "0" * 32, "_act": act, **sent})
        request.session = {}
        viewer = reader.desk.scope("legal")
        install_site(
            Site(
                (), lambda asked: Visit(asked, viewer, reader.holder, reader.desk.now),
                exported=lambda visit, what: taken.append(what),
            )
        )  # fmt: skip
        return resolve(SHEET).func(request)

    paper = post("print")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF") and len(paper.content) > 5_000
    assert [(one.what, one.query, one.form, one.rows) for one in taken] == [("law.calculator", "", "pdf", 1)]
    assert "示例甲" not in str(taken)


def test_nothing_that_is_typed_stands_in_an_address(reader):
    page = asked(reader, line(1, "2026-01-05", 30, DAYS, PERIOD, "示例甲"))
    assert not [one for one in re.findall(r'(?:href|action)="([^"]*)"', page) if "示例甲" in one or "2026-01-05" in one]
