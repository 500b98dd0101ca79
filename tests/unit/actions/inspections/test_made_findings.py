"""A finding that somebody made lives as those of the rules do; who made it does not say whether it is true."""

import json

import pytest
from django.db import connection
from tests.unit.actions.conftest import PAPER, dispatched
from tests.unit.actions.inspections.conftest import EAST, FILE

from guiju.actions import commands as actions
from guiju.actions.asking import new_name
from guiju.actions.inspections import commands
from guiju.actions.inspections.acts import Answer
from guiju.actions.inspections.checklists import checklist
from guiju.actions.inspections.circulars import MonthRefused, count_month
from guiju.actions.inspections.commands.checking import AnswersRefused, FindingRefused
from guiju.actions.inspections.queries import (
    CircularNotFound,
    get_circular,
    is_reproduced,
    list_checks,
)
from guiju.actions.projector import check_actions, rebuild_actions
from guiju.actions.queries import get_order, list_next_steps
from guiju.actions.queries.findings import Sought, list_sought
from guiju.findings.judging import judge_history
from guiju.findings.life import commands as life
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import read_life
from guiju.findings.life.queries import list_false_alarms
from guiju.findings.life.steps import NotForYou, StepRefused
from guiju.findings.queries import FindingNotFound, get_finding
from guiju.findings.rebuild import check_findings, rebuild_findings
from guiju.findings.whole import judge_whole

QUESTION, OTHER = "adm-decision-content", "adm-case-file-content"


@pytest.fixture
def made(desk):
    """An inspection in which one decision bears no seal, and the finding made of it."""
    desk.plan(["A1", "A2", "A3"], 2)
    desk.draw()
    desk.check(1, no=QUESTION)
    return desk, desk.make(1, QUESTION)


def test_it_is_suspected_and_names_its_article_its_case_and_its_officer(made):
    desk, finding = made
    shown = get_finding(desk.station.scope("legal"), finding)
    case = list_checks(desk.station.scope("inspector"), desk.name)[1].value
    assert (shown.is_made, shown.is_standing, shown.kind, shown.value) == (True, True, "case", case)
    assert (shown.officers, shown.unit, shown.severity, shown.outcome) == (
        ("0151001",), "990151000000", "major", "broken",
    )  # fmt: skip
    assert [dict(one) for one in shown.law] == [{"article": "第115条", "instrument": "治安管理处罚法"}]
    assert read_life(finding).state is State.SUSPECTED
    found = {one.finding.id for one in list_sought(desk.station.scope("legal"), Sought(sources=("made",)), at=1)}
    assert found == {finding}
    assert list_sought(desk.station.scope("legal"), Sought(sources=("judged",)), at=1) == []
    with pytest.raises(FindingNotFound):
        get_finding(desk.station.scope("west"), finding)


def test_it_goes_the_whole_life(made):
    desk, finding = made
    station = desk.station
    station.verified(finding)
    order = dispatched(station, finding)
    actions.sign_for_order(order, **station.by("handler"))
    event = actions.mend(order, proof=PAPER, reason="已补盖", **station.by("handler")).ids[0]
    actions.review_rectification(order, event, is_accepted=True, reason="已看", **station.by("clerk"))
    actions.close_order(order, reason="", **station.by("legal"))
    assert read_life(finding).state is State.CLOSED
    assert get_order(station.scope("legal"), order).closed_at is not None


def test_who_made_it_does_not_verify_it_whatever_account_he_uses(made):
    desk, _ = made
    station = desk.station
    # The same natural person has a second account, with the role of a legal officer at the station.
    station.account("second", officer="0100005")
    station.grant("second", "legal_officer", "990151000000")
    desk.check(2, no=QUESTION)
    finding = desk.make(2, QUESTION)
    steps = {one.command: one.refusal for one in list_next_steps(station.scope("second"), finding)}
    assert steps["verify_group"] and steps["reject_finding"] and steps["want_data"]
    assert not steps["give_opinion"]
    for decide in (
        lambda words: life.verify_group([finding], **words),
        lambda words: life.reject_finding(finding, reason="无", **words),
        lambda words: life.want_data(finding, reason="无", **words),
    ):
        with pytest.raises(NotForYou):
            decide(station.by("second"))
    # A legal department that inspects itself neither.
    desk.by = "clerk"
    desk.check(2, no=OTHER)
    own = desk.make(2, OTHER)
    with pytest.raises(NotForYou):
        station.verified(own, by="clerk")
    assert read_life(station.verified(own)).state is State.VERIFIED


@pytest.mark.slow
def test_judging_leaves_it_alone_and_a_rebuild_gives_it_again(made):
    desk, finding = made
    station = desk.station
    kind, value = "case", get_finding(station.scope("legal"), finding).value
    station.searched(case=value)
    before = get_finding(station.scope("legal"), finding)
    judge_history(kind, value, None, as_of=station.now)
    judge_whole(station.now)
    assert get_finding(station.scope("legal"), finding) == before
    assert check_findings(station.now) == [] and check_actions() == []
    rebuild_findings(station.now)
    rebuild_actions()
    assert get_finding(station.scope("legal"), finding) == before
    with connection.cursor() as cursor:
        cursor.execute("UPDATE finding SET severity = 'minor' WHERE id = %s", (finding,))
        cursor.execute("UPDATE action_check SET faults = 0")
    assert {one.is_extra for one in check_findings(station.now)} == {True, False}
    assert {one.table for one in check_actions()} == {"action_check"}


def test_what_people_find_says_nothing_of_how_often_a_rule_is_wrong(made):
    desk, finding = made
    life.reject_finding(finding, reason="原件已盖章", **desk.station.by("legal"))
    assert list_false_alarms(desk.station.scope("legal")) == []


def test_only_a_no_can_be_made_a_finding_and_only_once(made):
    desk, _ = made
    for number, question in ((1, QUESTION), (1, OTHER), (2, QUESTION), (3, QUESTION)):
        with pytest.raises(StepRefused):
            desk.make(number, question)
    desk.check(1, no=OTHER)
    desk.make(1, OTHER)
    for more in ({"officers": ["9999999"]}, {"unit": "990251000000"}):
        desk.check(2, no=QUESTION)
        with pytest.raises((FindingRefused, NotForYou)):
            desk.make(2, QUESTION, **more)
    with pytest.raises(NotForYou):
        desk.make(2, QUESTION, officers=["0100005"])


def test_nobody_is_named_whom_no_record_of_the_thing_names(made):
    desk, _ = made
    desk.check(2, no=QUESTION)
    with pytest.raises(FindingRefused, match="没有警号“0151002”"):
        desk.make(2, QUESTION, officers=["0151001", "0151002"])
    desk.recorded(2, "0151002")
    desk.make(2, QUESTION, officers=["0151001", "0151002"])


def test_a_check_list_is_answered_whole_and_a_no_says_what_was_seen(desk):
    desk.plan(["A1"], 1)
    desk.draw()
    whole = {one.id: (Answer.YES, "") for one in checklist(FILE).questions}
    for answers in ({}, {**whole, "strange": (Answer.YES, "")}, {**whole, QUESTION: (Answer.NO, " ")}):
        with pytest.raises(AnswersRefused):
            commands.check_item(desk.name, 1, answers=answers, **desk.station.by("inspector"))
    for account in ("legal", "leader", "westclerk"):
        with pytest.raises(NotForYou):
            commands.check_item(desk.name, 1, answers=whole, **desk.station.by(account))
    desk.check(1, no=QUESTION)
    commands.check_item(desk.name, 1, answers=whole, **desk.station.by("inspector"))
    check = list_checks(desk.station.scope("inspector"), desk.name)[1]
    # What was answered first stays.
    assert (check.times, check.faults, len(check.entries)) == (2, 0, 2)
    assert check.entries[0]["answers"][QUESTION] == ["no", "没有盖章"]


def test_nobody_inspects_a_case_that_he_took_part_in(desk):
    desk.station.searched(case="A1", officer="0100005")
    desk.plan(["A1"], 1)
    desk.draw()
    with pytest.raises(NotForYou):
        desk.check(1)
    desk.by = "clerk"
    desk.check(1)


def test_a_place_is_inspected_as_a_case_is(desk):
    desk.kind = "unit"
    desk.plan(["990151000000"], 1, lists="case-area", title="办案区检查")
    desk.draw()
    desk.check(1, no="cameras-working", lists="case-area")
    finding = get_finding(desk.station.scope("legal"), desk.make(1, "cameras-working", officers=[]))
    assert (finding.kind, finding.value, finding.measure) == ("unit", "990151000000", "house")


def test_the_figures_of_a_month_are_those_counted_by_hand(made):
    desk, first = made
    station = desk.station
    desk.check(2, no=QUESTION)
    second = desk.make(2, QUESTION)
    desk.check(1, no=OTHER)
    third = desk.make(1, OTHER)
    station.verified(first)
    life.reject_finding(third, reason="不属实", **station.by("legal"))
    dispatched(station, first)
    station.book.pass_time(minutes=5)
    figures = count_month(EAST, "2026-03", station.now)
    [one] = figures.inspected
    assert (one.population, one.size, one.checked, one.faulty, one.clear) == (3, 2, 2, 2, 0)
    said = {found.rule: found for found in figures.found}
    decision, file = said[f"{FILE}.{QUESTION}"], said[f"{FILE}.{OTHER}"]
    assert (decision.verified, decision.suspected, decision.rejected) == (1, 1, 0)
    assert (file.verified, file.suspected, file.rejected) == (0, 0, 1)
    assert (figures.ordered.given, figures.ordered.mended, figures.ordered.late) == (1, 0, 0)
    assert second in {row[0] for row in _made()}
    # Whoever counts a month later finds the order late, and the same month as of that day unchanged.
    text, then = figures.to_text(), station.now
    station.book.pass_time(days=30)
    assert count_month(EAST, "2026-03", station.now).ordered.late == 1
    assert count_month(EAST, "2026-03", then).to_text() == text
    assert count_month("990200000000", "2026-03", station.now).inspected == ()
    for month in ("2026-13", "三月", "2027-01"):
        with pytest.raises(MonthRefused):
            count_month(EAST, month, station.now)


def test_a_circular_stands_as_it_was_issued(made):
    desk, finding = made
    station = desk.station
    station.book.pass_time(minutes=5)
    words = station.by("inspector")
    commands.issue_circular(EAST, "2026-03", remark="请各单位整改", **words)
    name = new_name(words["actor"], words["idem_key"])
    shown = get_circular(station.scope("leader"), name)
    assert shown.figures.found[0].suspected == 1
    station.verified(finding)
    assert is_reproduced(station.scope("leader"), name)
    assert get_circular(station.scope("leader"), name).figures.found[0].suspected == 1
    for account in ("legal", "chief", "westclerk"):
        with pytest.raises(CircularNotFound):
            get_circular(station.scope(account), name)
    with pytest.raises(NotForYou):
        commands.issue_circular(EAST, "2026-03", **station.by("leader"))
    text = json.dumps(json.loads(shown.figures.to_text()), ensure_ascii=False)
    assert "0151001" not in text


def _made():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM finding WHERE trigger_type = 'findings.made'")
        return cursor.fetchall()
