"""A machine accuses nobody: what it found becomes true, or not, by somebody entitled who is not concerned."""

from datetime import timedelta

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import EAST_STATION, WEST_STATION
from tests.unit.findings.life.conftest import EAST, LEGAL, MATE

from guiju.bureau import commands as bureau
from guiju.facts.commands import IdemKeyReused, append
from guiju.facts.draft import Actor, Draft
from guiju.findings import queries as findings
from guiju.findings.life import commands, queries
from guiju.findings.life.acts import State
from guiju.findings.life.projection import DecisionKept
from guiju.findings.life.steps import NotForYou, ReasonMissing, StepRefused
from guiju.values.clock import to_micros


def state(station, finding):
    return queries.get_life(station.scope("clerk"), finding).state


def test_until_verified_nothing_leaves_the_unit_and_those_who_look_after_legality(station):
    for account, role in (("judge", "evaluator"), ("visitor", "visiting_inspector"), ("cadre", "political_department")):
        station.account(account)
        station.grant(account, role, EAST, valid_until=station.book.now + timedelta(days=20))
    finding = station.searched()

    def who():
        accounts = (
            "handler",
            "legal",
            "chief",
            "clerk",
            "inspector",
            "leader",
            "west",
            "westclerk",
            "judge",
            "visitor",
        )
        return {one for one in (*accounts, "cadre") if findings.count_findings(station.scope(one))}

    inside = {"handler", "legal", "chief", "clerk", "inspector", "leader"}
    assert who() == inside
    station.verified(finding)
    assert who() == inside | {"judge", "visitor"}
    with pytest.raises(findings.FindingNotFound) as foreign:
        queries.get_life(station.scope("west"), finding)
    with pytest.raises(findings.FindingNotFound) as absent:
        queries.get_life(station.scope("west"), "cases.two-officers:1")
    assert str(foreign.value) == str(absent.value)
    with pytest.raises(findings.FindingNotFound):
        commands.verify_group([finding], **station.by("west"))


def test_nobody_verifies_an_act_of_his_own_by_any_account(station):
    own = station.searched(officer=LEGAL)
    with pytest.raises(NotForYou):
        commands.verify_group([own], **station.by("legal"))
    # A second account of the same human being.
    station.account("legal2", person=f"officer:{LEGAL}")
    station.grant("legal2", "legal_department", EAST)
    with pytest.raises(NotForYou):
        commands.verify_group([own], **station.by("legal2"))
    # Whoever the role is lent to: not for the lender's act, not for his own.
    until = station.book.now + timedelta(days=9)
    bureau.delegate("legal_officer", "mate", unit=EAST_STATION, valid_until=until, **station.words("legal"))
    with pytest.raises(NotForYou):
        commands.verify_group([own], **station.by("mate"))
    with pytest.raises(NotForYou):
        commands.verify_group([station.searched(officer=MATE)], **station.by("mate"))
    other = station.searched()
    commands.verify_group([other], **station.by("mate"))
    [step] = [one for one in queries.list_story(station.scope("clerk"), other) if one.type == "findings.verified"]
    assert (step.actor, step.on_behalf) == ("mate", "legal")


def test_what_is_not_true_is_kept_with_its_reason_and_counts_against_the_rule(station):
    first, second, third = station.searched(), station.searched(), station.searched()
    with pytest.raises(ReasonMissing):
        commands.reject_finding(first, reason="  ", **station.by("legal"))
    commands.reject_finding(first, reason="另一名民警未登记", **station.by("legal"))
    station.verified(second)
    station.verified(third)
    [alarms] = queries.list_false_alarms(station.scope("legal"))
    assert (alarms.rule, alarms.rejected, alarms.confirmed) == ("cases.two-officers", 1, 2)
    assert alarms.share == pytest.approx(1 / 3)
    told = [one.reason for one in queries.list_story(station.scope("legal"), first) if one.reason]
    assert told == ["另一名民警未登记"]
    with pytest.raises(NotForYou):
        commands.reopen_finding(first, reason="再看", **station.by("legal"))
    commands.reopen_finding(first, reason="复核发现理由不成立", **station.by("clerk"))
    assert state(station, first) is State.SUSPECTED


def test_a_pattern_is_verified_in_one_act_with_one_reason_or_not_at_all(station):
    same = [station.searched() for _ in range(3)]
    other = station.detained()
    viewer = station.scope("legal")
    assert [(one.rule, one.findings) for one in queries.list_patterns(viewer)] == [("cases.two-officers", 3)]
    with pytest.raises(StepRefused):
        commands.verify_group([*same, other], reason="类案", **station.by("legal"))
    with pytest.raises(ReasonMissing):
        commands.verify_group(same, **station.by("legal"))
    mine = station.searched(officer=LEGAL)
    with pytest.raises(NotForYou):
        commands.verify_group([*same, mine], reason="类案", **station.by("legal"))
    assert queries.count_states(viewer) == {State.SUSPECTED: 5}
    words = station.by("legal")
    done = commands.verify_group(same, reason="共性问题", **words)
    assert len(done.ids) == 3
    again = commands.verify_group(list(reversed(same)), reason="共性问题", **words)
    assert again.is_repeat and again.ids == done.ids
    group = queries.get_life(viewer, same[0]).finding_group
    assert {one.id for one in queries.list_group(viewer, group)} == set(same)
    assert queries.count_states(viewer) == {State.SUSPECTED: 2, State.VERIFIED: 3}


def test_a_double_click_changes_nothing_and_the_second_tab_is_refused(station):
    finding = station.searched()
    words = station.by("legal")
    first = commands.reject_finding(finding, reason="误报", **words)
    station.book.pass_time(seconds=2)
    second = commands.reject_finding(finding, reason="误报", **words | {"at": station.now})
    assert second.is_repeat and second.ids == first.ids
    with pytest.raises(IdemKeyReused):
        commands.reject_finding(finding, reason="另一个理由", **words)
    with pytest.raises(StepRefused):
        commands.verify_group([finding], **station.by("legal"))
    kinds = [one.type for one in queries.list_story(station.scope("legal"), finding)]
    assert kinds == ["findings.suspected", "findings.rejected"]


def test_wanted_data_has_a_term_and_the_finding_stays_undecided(station):
    finding = station.searched()
    commands.want_data(finding, reason="补录另一名搜查民警", **station.by("legal"))
    life = queries.get_life(station.scope("legal"), finding)
    # Five workdays from Monday 2026-03-02: the end of Monday the 9th.
    assert (life.state, life.wanted_until) == (State.DATA_WANTED, to_micros(moment("2026-03-10T00:00")))
    assert not life.is_confirmed
    station.verified(finding)
    assert queries.get_life(station.scope("legal"), finding).wanted_until is None


def test_a_finding_that_the_ledger_took_back_is_no_more_decided(station):
    finding = station.searched(case="A9")
    viewer = station.scope("legal")
    trigger = findings.get_finding(viewer, finding).trigger
    fields = {"case": "A9", "act": "S1", "officer": ("0151001", "0151002"), "unit": EAST_STATION}
    draft = Draft.of(
        "cases.searched", moment("2026-03-01T10:00"), fields, local=SHANGHAI, unit_as_of=EAST_STATION,
        corrects=trigger, reason="漏登", approver="chief",
    )  # fmt: skip
    station.book.write(draft)
    with pytest.raises(StepRefused):
        station.verified(finding)


@pytest.mark.parametrize("kind", ["system", "operator", "import"])
def test_only_people_decide(station, kind):
    finding = station.searched()
    words = station.by("legal") | {"actor": Actor("legal", kind)}
    with pytest.raises(NotForYou):
        commands.verify_group([finding], **words)


def test_a_decision_cannot_be_slipped_past_the_commands_or_corrected_away(station):
    finding = station.searched()
    done = commands.reject_finding(finding, reason="误报", **station.by("legal")).ids[0]
    fields = {"finding": finding, "rule": "cases.two-officers", "case": "A1", "unit": EAST_STATION}
    words = {"local": SHANGHAI, "stream": f"finding:{finding}"}
    with pytest.raises(StepRefused):
        append([Draft.of("findings.closed", station.book.now, fields, **words)], actor=Actor("chief"), idem_key="x1")
    correction = Draft.of(
        "findings.verified", station.book.now, fields, corrects=done, reason="改", approver="chief", **words
    )
    with pytest.raises(DecisionKept):
        append([correction], actor=Actor("chief"), idem_key="x2")
    assert state(station, finding) is State.REJECTED


def test_another_unit_of_the_same_county_learns_nothing(station):
    finding = station.searched(unit=WEST_STATION, officer="0251001")
    assert findings.count_findings(station.scope("legal")) == 0
    for ask in (queries.get_life, queries.list_story, queries.list_chain):
        with pytest.raises(findings.FindingNotFound):
            ask(station.scope("legal"), finding)
    assert queries.count_states(station.scope("legal")) == {}
