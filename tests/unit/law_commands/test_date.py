"""The date calculator: every worked example of the law notes (§7), and what it says where it cannot answer."""

import json
import re
from datetime import date, timedelta

import pytest
from tests.unit.law_commands.conftest import make_law

from guiju.project.law_folder import open_law
from guiju.rules.pages.reckoning import Question, reckon
from guiju.rules.words.reckoned import Teller

INSTRUMENTS = {
    "刑事诉讼法": {"clock": "period"},
    "治安管理处罚法": {"clock": "period"},
    "行政处罚法": {"clock": "period", "workdays": [2, 3, 5, 7]},
    "行政复议法": {"clock": "period", "workdays": [3, 5, 7, 10]},
    "继续盘问规定": {"clock": "elapsed"},
    "国家赔偿法": {},
}


@pytest.fixture
def ask(tmp_path, guiju):
    law = make_law(tmp_path / "law", instruments={**INSTRUMENTS, "示例办法": {"clock": "period"}})

    def run(text, *more):
        limit, _, rest = text.partition(" from ")
        start, *options = rest.split()
        return guiju("law", "date", limit, "--from", start, *options, *more, "--law", law)

    return run


# Worked by hand in the notes, before there was a program.
DAYS = [
    ("3 days from 2026-01-30 --clock custody", "2026-02-02"),
    ("30 days from 2026-01-30 --clock custody", "2026-03-01"),
    ("3 days from 2026-02-12 --clock custody", "2026-02-15"),
    ("3 days from 2026-02-12 --instrument 刑事诉讼法", "2026-02-24"),
    ("30 days from 2026-01-05 --instrument 治安管理处罚法", "2026-02-04"),
    ("30 days from 2026-01-05 --clock period --stop 2026-01-10..2026-01-20", "2026-02-14"),
    ("7 days from 2026-04-29 --clock period", "2026-05-06"),
    ("7 days from 2026-04-29 --instrument 行政处罚法", "2026-05-12"),
    ("5 workdays from 2026-09-28", "2026-10-10"),
    ("5 days from 2026-09-28 --instrument 行政处罚法", "2026-10-10"),
    ("3 days from 2026-09-28 --clock period", "2026-10-08"),
    ("10 days from 2026-09-30 --instrument 行政复议法", "2026-10-20"),
    ("2 months from 2026-01-31 --clock custody", "2026-03-31"),
    ("2 months from 2026-01-31 --clock custody --less 7日", "2026-03-24"),
    ("2 months from 2026-02-28 --clock custody", "2026-04-30"),
    ("2 months from 2025-12-31 --clock custody", "2026-02-28"),
    ("12 months from 2026-03-15 --clock custody", "2027-03-15"),
    ("2 days from 2026-04-30 --instrument 治安管理处罚法", "2026-05-06"),
    ("2 days from 2026-04-30 --instrument 行政处罚法", "2026-05-07"),
    ("6 months from 2026-08-31 --clock plain", "2027-02-28"),
    # 30 and 31 January and 1 February, where the day of the start is the first.
    ("3 days from 2026-01-30 --clock custody_first_day", "2026-02-01"),
    ("6个月 from 2026-08-31 --clock plain", "2027-02-28"),
]
EXTENDED = [
    ("3 days from 2026-01-30 --clock custody", ["4 days"], "2026-02-06"),
    ("30 days from 2026-01-30 --clock custody", ["7 days"], "2026-03-08"),
    ("30 days from 2026-01-05 --clock period", ["30 days"], "2026-03-06"),
    ("30 days from 2026-01-05 --clock period", ["30 days", "30 days"], "2026-04-07"),
    ("2 months from 2025-12-31 --clock custody", ["1 months"], "2026-03-31"),
    ("2 months from 2025-12-31 --clock custody", ["1 months", "2 months"], "2026-05-31"),
    ("2 months from 2025-12-31 --clock custody", ["1 months", "2 months", "2 months"], "2026-07-31"),
]
INSTANTS = [
    ("24 hours from 2026-01-30T10:20", "2026-01-31T10:20"),
    ("8 hours from 2026-03-10T22:15", "2026-03-11T06:15"),
    ("12 hours from 2026-03-10T22:15", "2026-03-11T10:15"),
    ("24小时 from 2026-03-10T22:15", "2026-03-11T22:15"),
    ("24 hours from 2026-06-19T23:30", "2026-06-20T23:30"),
]


@pytest.mark.parametrize(("text", "last"), DAYS)
def test_a_limit_of_days_ends_on_the_day_worked_by_hand(ask, text, last):
    result = ask(text, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["due_on"] == last


@pytest.mark.parametrize(("text", "more", "last"), EXTENDED)
def test_an_extended_limit_ends_on_the_day_worked_by_hand(ask, text, more, last):
    result = ask(text, *(word for limit in more for word in ("--extend", limit)), "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["due_on"] == last


@pytest.mark.parametrize(("text", "due"), INSTANTS)
def test_hours_run_on_and_never_roll(ask, text, due):
    told = json.loads(ask(text, "--json").stdout)
    assert told["due_at"] == f"{due}:00+08:00"
    assert told["due_on"] is None


def test_the_due_instant_of_a_day_limit_is_the_midnight_after_its_last_day(ask):
    assert json.loads(ask("3 days from 2026-01-30 --clock custody", "--json").stdout)["due_at"] == (
        "2026-02-03T00:00:00+08:00"
    )


def test_each_step_is_told_with_its_weekday(ask):
    lines = ask("30 days from 2026-01-05 --clock period", "--extend", "30日", "--extend", "30日").stdout.splitlines()
    assert lines == [
        "期限：30日，开始当日不算，末日是节假日的顺延至节后第一个工作日",
        "起算：2026-01-05（周一），当日不算，次日 2026-01-06（周二） 为第1日",
        "加30日：2026-02-04（周三）",
        "延长：延长后共30日加30日，至 2026-03-06（周五）",
        "延长：延长后共30日加30日加30日，至 2026-04-05（周日）",
        "顺延：2026-04-05（周日）放假、2026-04-06（周一）放假，顺延至 2026-04-07（周二）",
        "末日：2026-04-07（周二），当日24时止（2026-04-08 00:00）；末日当天办结仍为按时",
    ]


def test_working_days_name_what_was_skipped_and_what_was_made_up(ask):
    # Tue 29 Sep is the first, 30 Sep the second, 8 and 9 Oct the third and fourth, Sat 10 Oct (made up) the fifth.
    told = ask("5 workdays from 2026-09-28").stdout
    assert "跳过：2026-10-01（周四）至2026-10-07（周三）放假，共 7 日\n" in told
    assert "计入：2026-10-10（周六）为调休上班日" in told


def test_days_off_of_one_kind_are_told_as_one_span(ask):
    # Fri 12 June + 7 working days: 15 to 18, 22, 23, 24; off are a weekend and the holiday of the 19th to the 21st.
    told = ask("7 workdays from 2026-06-12").stdout
    assert (
        "跳过：2026-06-13（周六）至2026-06-14（周日）周末、2026-06-19（周五）至2026-06-21（周日）放假，共 5 日\n"
        in told
    )
    assert "末日：2026-06-24（周三）" in told


def test_a_make_up_day_is_no_holiday_to_roll_over(ask):
    told = ask("30 days from 2026-01-05 --clock period --stop 2026-01-10..2026-01-20").stdout
    assert "扣除：停止期间共10日" in told
    assert "不顺延：2026-02-14（周六）为调休上班日" in told


def test_custody_says_why_it_does_not_roll(ask):
    assert (
        "不顺延：2026-03-01（周日）周末，羁押期间不因节假日顺延"
        in ask("30 days from 2026-01-30 --clock custody").stdout
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2 months from 2026-02-28 --clock custody", "起算日是月末，到期月也算到月末"),
        ("1 months from 2026-01-30 --clock custody", "到期月没有对应之日，算到月末"),
        ("1 months from 2026-03-12 --clock custody", "对应之日"),
    ],
)
def test_the_rule_of_the_months_end_is_told(ask, text, said):
    assert said in ask(text).stdout


def test_the_hour_of_the_start_is_told_as_a_tolerance_unless_the_text_counts_it(ask):
    told = ask("24 hours from 2026-01-30T10:20").stdout
    assert "开始之时不计入的算法，至 2026-01-31 11:00" in told
    assert "开始之时" not in ask("24 hours from 2026-01-30T10:20 --instrument 继续盘问规定").stdout


def test_an_extension_approved_after_the_end_is_told_to_be_of_no_effect(ask):
    result = ask("30 days from 2026-01-05 --clock period --extend 30日@2026-02-05", "--json")
    told = json.loads(result.stdout)
    assert told["due_on"] == "2026-02-04"
    assert any("的延长在期满之后，不起作用" in step["text"] for step in told["steps"])


def test_an_open_stop_leaves_no_due_day(ask):
    result = ask("30 days from 2026-01-05 --clock period --stop 2026-01-10..")
    assert result.exit_code == 1
    assert "还没有到期日" in result.stdout
    assert "末日" not in result.stdout.replace("末日是节假日", "")


def test_overlapping_stops_are_deducted_once(ask):
    # 11 to 20 and 16 to 25 January are 15 days together: 4 February + 15 days = 19 February, a holiday to the 23rd.
    text = "30 days from 2026-01-05 --clock period --stop 2026-01-10..2026-01-20 --stop 2026-01-15..2026-01-25"
    told = json.loads(ask(text, "--json").stdout)
    assert told["due_on"] == "2026-02-24"


def test_a_missing_year_is_said_with_how_to_add_it(ask):
    result = ask("12 months from 2026-03-15 --clock period")
    assert result.exit_code == 1
    assert "没有 2027 年的节假日历" in result.stdout
    assert "guiju law calendar 通知文件 --year 2027" in result.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("30 days from 2026-01-05", "请加 --clock"),
        ("30 days from 2026-01-05 --instrument 国家赔偿法", "《国家赔偿法》没有列明数法"),
        ("30 days from 2026-01-05 --instrument 行政处法", "是否应为“行政处罚法”？"),
        ("24 hours from 2026-01-05", "须写明起算的时刻"),
        ("30 dayz from 2026-01-05 --clock period", "是否应为“days”？"),
        ("三十日 from 2026-01-05 --clock period", "5个工作日"),
        ("30 days from 2026-02-30 --clock period", "“2026-02-30”不是可用的日期或时刻"),
        ("30 days from 2026-01-05 --clock lunar", "不认识的时钟“lunar”"),
        ("3 hours from 2026-01-05T08:00 --extend 2个月", "小时与日、月不能互相延长"),
        ("30 days from 2026-01-05 --clock period --stop 2026-01-01..2026-01-03", "停止日 2026-01-01 早于起算"),
        ("30 days from 2026-01-05 --clock period --stop 2026-01-09..2026-01-08", "恢复早于停止"),
        ("30 days from 2026-01-05 --clock period --stop 2026-01-09", "看不懂"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence_with_a_remedy(ask, text, said):
    result = ask(text)
    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.strip().splitlines()) == 1


@pytest.mark.parametrize("clock", ["plain", "custody", "period", "workdays"])
def test_the_days_that_are_told_lead_to_the_day_that_the_engine_gives(tmp_path, clock):
    pack = open_law(make_law(tmp_path / "law"))
    for first in range(0, 300, 7):
        start = (date(2026, 1, 1) + timedelta(days=first)).isoformat()
        reckoned = reckon(Question("11 days", start, clock=clock, extensions=("5 days",)), pack)
        told = dict(Teller(reckoned).steps())
        days = re.findall(r"\d{4}-\d\d-\d\d", told.get("rolled", told["extension"]))
        assert date.fromisoformat(days[-1]).toordinal() == reckoned.verdict.due_on
        assert told["due"].startswith(f"末日：{days[-1]}")


def test_a_restart_begins_the_count_anew_and_says_so(ask):
    # Mediation failed on 20 January: 30 days from then end on 19 February, a holiday up to the 23rd.
    result = ask("30 days from 2026-01-05 --clock period --restart 2026-01-20", "--json")
    told = json.loads(result.stdout)
    assert told["due_on"] == "2026-02-24"
    said = next(step["text"] for step in told["steps"] if step["kind"] == "restarted")
    assert said == "重新起算：自 2026-01-20（周二） 起，此前的期间不计；加30日：2026-02-19（周四）"


def test_a_restart_after_the_end_changes_nothing(ask):
    told = json.loads(ask("30 days from 2026-01-05 --clock period --restart 2026-02-10", "--json").stdout)
    assert told["due_on"] == "2026-02-04"
    assert any("的重新起算在期满之后，不起作用" in step["text"] for step in told["steps"])


def test_hours_restarted_run_on_from_the_new_start(ask):
    told = json.loads(ask("24 hours from 2026-01-30T10:20 --restart 2026-01-30T18:00", "--json").stdout)
    assert told["due_at"] == "2026-01-31T18:00:00+08:00"
