"""The order of findings, and the light of a rule."""

from dataclasses import replace

import pytest

from guiju.scores.reports.briefing import Briefing
from guiju.scores.reports.lights import Near, light_of, light_of_running
from guiju.values.finding import RuleCount

DAY = 86_400 * 1_000_000


def test_severity_goes_before_lateness(pack, why, make_result, finding, overdue, house):
    # The severe one is a minute late, the ordinary one two days, the flaw a day.
    briefing = Briefing(make_result(house, overdue, finding()), pack, why)
    assert [item.severity for item in briefing.gravest(3)] == ["fatal", "major", "minor"]


def test_within_a_severity_the_latest_goes_first(pack, why, make_result, finding):
    findings = [finding(case=name, late_seconds=late) for name, late in (("B", 60), ("A", 7200), ("C", 600))]
    briefing = Briefing(make_result(*findings), pack, why)
    assert [item.keys["case"] for item in briefing.gravest(2)] == ["A", "C"]
    assert [item.keys["case"] for item, _ in briefing.findings()] == ["A", "C", "B"]


def test_an_act_a_day_too_early_is_graver_than_one_a_minute_too_early(pack, why, make_result, early, finding):
    worse = replace(early, settled_at=early.due_at - DAY, keys={"case": "W"})
    briefing = Briefing(make_result(early, worse), pack, why)
    assert [item.keys["case"] for item, _ in briefing.findings()] == ["W", "A2026-0003"]


@pytest.mark.parametrize(
    ("count", "findings", "near", "word"),
    [
        (RuleCount(duties=3, kept=2, late=1), 1, Near(), "超期"),
        (RuleCount(duties=3, kept=2, broken=1), 1, Near(close=1), "不符"),
        # Late, but owed by another body: nobody's finding here.
        (RuleCount(duties=3, kept=2, late=1), 0, Near(), "正常"),
        (RuleCount(duties=3, running=3), 0, Near(reminded=2, close=1), "临期"),
        (RuleCount(duties=3, running=3), 0, Near(reminded=1), "提醒"),
        (RuleCount(duties=3, running=3), 0, Near(), "正常"),
        (RuleCount(duties=3, unknown=3), 0, Near(), "未决"),
        (RuleCount(duties=3, unknown=2, kept=1), 0, Near(), "正常"),
        (RuleCount(outside_editions=4), 0, Near(), "未涉及"),
    ],
)
def test_a_rule_shows_its_worst_light(count, findings, near, word):
    assert light_of(count, findings, near).word == word


@pytest.mark.parametrize(
    ("as_of", "word"), [(19.99, "正常"), (20, "提醒"), (26.99, "提醒"), (27, "临期"), (30, "临期")]
)
def test_a_month_turns_blue_after_two_thirds_and_yellow_three_days_before_its_end(as_of, word):
    assert light_of_running(0, 30 * DAY, int(as_of * DAY)).word == word
