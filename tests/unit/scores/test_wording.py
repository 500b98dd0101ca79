"""Dates, lateness and gaps in words, in the zone of the file."""

import ast
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import guiju.scores.reports
from guiju.scores.reports import check_tables, html, lights, score_tables, wording
from guiju.scores.reports.english import ENGLISH
from guiju.scores.reports.table import Table
from guiju.scores.reports.wording import Words
from guiju.values.citation import Citation
from guiju.values.clock import to_micros
from guiju.values.verdict import Outcome

FOLDER = Path(guiju.scores.reports.__file__).parent


@pytest.fixture
def words(pack):
    return Words(pack, "Asia/Shanghai")


def due(words, finding):
    return words.bound(words.due(finding))


def test_an_hour_limit_is_due_at_an_instant(words, finding):
    assert due(words, finding()) == "最迟 2026-03-02 08:00"
    assert words.by_how_much(finding()) == "超期 1 分钟"


def test_a_day_limit_shows_its_last_day_not_the_midnight_after_it(words, overdue):
    assert due(words, overdue) == "最迟 2026-03-31 当日"
    assert words.by_how_much(overdue) == "超期 2 天 2 小时"


def test_an_act_that_came_too_early_is_short_of_its_date(words, early):
    assert due(words, early) == "2026-03-10 届满后"
    assert words.by_how_much(early) == "差 1 分钟"


def test_an_act_that_may_come_from_a_day_on_is_bound_from_that_day(words, early):
    # A wait in days: the bound is the morning of the first day that is allowed, not the end of a last one.
    first_allowed = replace(early, due_on=date(2026, 3, 11).toordinal())
    assert due(words, first_allowed) == "不早于 2026-03-11"


def test_a_breach_without_a_date_says_nothing_about_time(words, broken):
    assert words.due(broken) is None
    assert words.by_how_much(broken) == ""


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "超期不足 1 分钟"), (59, "超期不足 1 分钟"), (60, "超期 1 分钟"), (3599, "超期 59 分钟"),
        (3600, "超期 1 小时"),
        (5400, "超期 1 小时 30 分钟"), (86_399, "超期 23 小时 59 分钟"), (86_400, "超期 1 天"),
        (3 * 86_400 + 2 * 3600 + 1740, "超期 3 天 2 小时"),
    ],
)  # fmt: skip
def test_lateness_is_told_in_its_two_largest_units(words, finding, seconds, told):
    assert words.by_how_much(finding(late_seconds=seconds)) == told


def test_days_are_days_by_the_calendar_across_a_change_to_summer_time(pack, finding):
    rome = ZoneInfo("Europe/Rome")
    due_at = to_micros(datetime(2014, 3, 30, tzinfo=rome))
    end = to_micros(datetime(2014, 4, 2, tzinfo=rome))
    # Clocks went forward on 30 March: three calendar days are 71 hours.
    assert (end - due_at) // 1_000_000 == 71 * 3600
    late = finding(
        due_at=due_at, due_on=date(2014, 3, 29).toordinal(), settled_at=end, late_seconds=71 * 3600,
    )  # fmt: skip
    assert Words(pack, "Europe/Rome").by_how_much(late) == "超期 3 天"


def test_times_are_shown_in_the_zone_of_the_file(pack, finding):
    assert Words(pack, "UTC").instant(finding().trigger_at) == "2026-03-01 00:00"
    assert Words(pack, "Asia/Shanghai").instant(finding().trigger_at) == "2026-03-01 08:00"
    assert Words(pack, "Asia/Shanghai").instant(finding().trigger_at + 5_000_000) == "2026-03-01 08:00:05"


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("source", "本数据源不含该环节"),
        ("calendar 2027", "缺 2027 年节假日历，请在 law/calendars/2027.yaml 中补录"),
        ("term at_once", "“立即”的内部口径尚未确定"),
        ("officer、approver", "记录中未填写：民警、approver"),
        ("demo.told", "记录中未填写：通知家属"),
    ],
)
def test_what_is_missing_is_told_in_chinese(words, reason, told):
    assert words.missing(reason) == told


def test_a_finding_is_told_with_what_it_is_about_and_every_article(words, house):
    assert words.subject(house) == "当事人 P1"
    assert words.cite(house.law) == "《示例财物规定》第四条，《示例程序法》第三条"
    assert (
        words.cite((*house.law, Citation("示例程序法", "第五条")))
        == "《示例财物规定》第四条，《示例程序法》第三条、第五条"
    )
    assert words.cite([Citation("Highway Code", "Art. 201")]) == "Highway Code Art. 201"


def literals():
    """Every sentence that a report hands to ``say``."""
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "say":
                yield from (part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant))
    template = (FOLDER / "templates" / "report.html").read_text(encoding="utf-8")
    yield from re.findall(r'say\("([^"]+)"', template)
    yield from (*wording.SEVERITIES.values(), *wording.OUTCOMES.values(), *wording.KEY_NAMES.values())
    yield from (*wording.REASONS.values(), *wording.DAY_FORMS.values(), *wording.INSTANT_FORMS.values())
    yield from (*html.MEANINGS, *html.MEANINGS.values(), *html.RULE_HEADS, *html.FINDING_HEADS, *score_tables.FIGURES)
    yield from (*(title for title, _ in check_tables.COUNTS), *check_tables.MEASURES.values())
    yield from (light.word for light in vars(lights).values() if isinstance(light, lights.Light))
    yield from (score_tables.CASES, score_tables.UNITS, score_tables.OFFICERS, "单位", "民警")


def test_the_english_catalogue_is_complete_and_holds_nothing_else():
    used = {text for text in literals() if isinstance(text, str) and re.search("[\u3000-\u9fff，。{]", text)}
    assert len(used) > 120
    assert used - set(ENGLISH) == set()
    assert set(ENGLISH) - used == set()


def test_every_translation_fills_the_same_figures():
    names = re.compile(r"\{(\w+)\}")
    differing = {zh: en for zh, en in ENGLISH.items() if set(names.findall(zh)) != set(names.findall(en))}
    assert differing == {}


def test_both_languages_have_the_same_tables(briefing, pack, why, result):
    english = type(briefing)(result, pack, why, language="en")
    for chinese, foreign in zip(check_tables.check_tables(briefing), check_tables.check_tables(english), strict=True):
        assert isinstance(foreign, Table)
        assert (chinese.name, chinese.count, len(chinese.columns)) == (
            foreign.name,
            foreign.count,
            len(foreign.columns),
        )
        assert not re.search("[\u4e00-\u9fff]", foreign.title)


def test_every_outcome_of_a_breach_has_its_reason(words, finding):
    for outcome in Outcome:
        assert words.outcome(outcome)
        if outcome.is_breach:
            assert words.reason(finding(outcome=outcome))
