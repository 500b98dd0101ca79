"""What goes with the loop: recurrence, the next steps, talks, campaigns, and where the county ends."""

from dataclasses import replace

import pytest
from tests.ledgers import moment
from tests.unit.actions.conftest import dispatched, mended
from tests.unit.bureau.conftest import CITY, EAST, EAST_STATION, WEST_STATION
from tests.unit.findings.life.conftest import INSPECTOR, MATE, WESTERNER

from guiju.actions import commands, queries
from guiju.actions.asking import OrderNotFound, new_name
from guiju.bureau.wiring import install as install_bureau
from guiju.bureau.wiring import wiring as bureau_hand
from guiju.facts.commands import IdemKeyReused
from guiju.findings.life import commands as life
from guiju.findings.life import queries as lives
from guiju.findings.life.acts import State
from guiju.findings.life.steps import NotForYou, StepRefused
from guiju.values.clock import to_micros


def order_of(station, order):
    return queries.get_order(station.scope("clerk"), order)


def accepted(station, order, event, by="clerk"):
    commands.review_rectification(order, event, is_accepted=True, reason="材料属实", **station.by(by))


def test_what_recurs_opens_the_closed_one_again_and_shows_the_chain(station):
    first = station.verified(station.searched(case="A5"))
    order = dispatched(station, first)
    accepted(station, order, mended(station, order))
    commands.close_order(order, **station.by("legal"))
    suspected = station.searched(case="A5", at="2026-03-01T15:00")
    viewer = station.scope("legal")
    assert lives.get_life(viewer, first).state is State.CLOSED
    station.verified(suspected)
    shown = lives.get_life(viewer, first)
    assert shown.state is State.VERIFIED
    assert (shown.reopenings[0]["cause"], shown.reopenings[0]["recurrence"]) == ("recurrence", suspected)
    assert shown.chain == (first, suspected) == lives.get_life(viewer, suspected).chain
    assert {one.command for one in queries.list_next_steps(viewer, first) if one.is_open} >= {"dispatch_order"}
    # Another officer's search in another case is no recurrence.
    assert lives.get_life(viewer, station.verified(station.searched(officer=MATE))).chain == ()


def test_the_next_steps_say_what_one_may_do_and_why_not_the_rest(station):
    finding = station.searched()

    def steps(account):
        return {one.command: one.refusal for one in queries.list_next_steps(station.scope(account), finding)}

    assert steps("legal")["verify_group"] == ""
    assert "权限" in steps("chief")["verify_group"]
    assert "dispatch_order" not in steps("chief")
    station.verified(finding)
    assert steps("handler")["dispute"] == ""
    assert "本人" in steps("legal")["dispute"]
    assert steps("chief")["dispatch_order"] == ""
    order = dispatched(station, finding)
    assert steps("handler")["sign_for_order"] == ""
    assert "不是派给您" in steps("legal")["sign_for_order"]
    mended(station, order)
    assert steps("clerk")["review_rectification"] == ""
    assert "复核人" in steps("legal")["review_rectification"]
    assert "close_order" not in steps("chief")
    accepted(station, order, order_of(station, order).mendings[-1]["event"])
    assert steps("chief")["close_order"] == ""


def test_talks_and_campaigns_concern_the_unit_and_end_item_by_item(station):
    finding = station.verified(station.searched())
    suspected = station.searched()
    end = station.now + 30 * 86_400_000_000
    said = {"commitments": "一周内组织培训", "due_at": end, "reason": "同类问题多发"}
    for account, findings in (("chief", [finding]), ("clerk", [suspected]), ("clerk", [])):
        with pytest.raises((NotForYou, StepRefused)):
            commands.hold_talk(EAST_STATION, "0151009", findings=findings, **said, **station.by(account))
    with pytest.raises(NotForYou):
        commands.hold_talk(EAST, INSPECTOR, findings=[finding], **said, **station.by("inspector"))
    commands.hold_talk(EAST_STATION, "0151009", findings=[finding], **said, **station.by("clerk"))
    [talk] = queries.list_talks(station.scope("chief"))
    assert talk.said["findings"] == [finding] and talk.followed_up_at is None
    assert queries.list_talks(station.scope("west")) == []
    commands.follow_up_talk(talk.name, is_fulfilled=True, reason="已培训", **station.by("inspector"))
    with pytest.raises(StepRefused):
        commands.follow_up_talk(talk.name, is_fulfilled=False, reason="再看", **station.by("clerk"))
    period = {"since_at": to_micros(moment("2026-01-01T00:00")), "until_at": end, "rules": ["cases.two-officers"]}
    with pytest.raises(NotForYou):
        commands.open_campaign("搜查专项", unit=EAST, **period, reason="巡查发现", **station.by("chief"))
    with pytest.raises(NotForYou):
        commands.open_campaign("搜查专项", unit=CITY, **period, reason="巡查发现", **station.by("clerk"))
    commands.open_campaign("搜查专项", unit=EAST, **period, reason="巡查发现", **station.by("clerk"))
    [shown] = queries.list_campaigns(station.scope("chief"))
    assert shown.items == {State.VERIFIED: 1, State.SUSPECTED: 1}
    name = shown.campaign.name
    assert {one.id for one in queries.list_campaign_items(station.scope("legal"), name)} == {finding, suspected}
    life.reject_finding(suspected, reason="误报", **station.by("legal"))
    with pytest.raises(StepRefused):
        commands.close_campaign(name, reason="结束", **station.by("clerk"))
    order = dispatched(station, finding)
    accepted(station, order, mended(station, order))
    commands.close_order(order, **station.by("legal"))
    commands.close_campaign(name, reason="逐项办结", **station.by("clerk"))
    assert not queries.get_campaign(station.scope("clerk"), name).is_open
    assert queries.list_campaigns(station.scope("west")) == []


def test_an_order_does_not_reach_beyond_the_county(station):
    finding = station.searched(unit=WEST_STATION, officer=WESTERNER)
    life.verify_group([finding], **station.by("westclerk"))
    order = dispatched(station, finding, by="westclerk", to_officer=WESTERNER)
    for account in ("legal", "chief", "clerk", "inspector"):
        assert queries.list_orders(station.scope(account)) == []
        for name in (order, "none"):
            with pytest.raises(OrderNotFound):
                queries.list_order_story(station.scope(account), name)


def test_a_submission_number_serves_one_talk_and_one_campaign_only(station):
    first, second = (station.verified(station.searched()) for _ in range(2))
    said = {"commitments": "一周内补训", "due_at": station.now + 10, "reason": "同类问题多发"}
    told = station.by("clerk")
    commands.hold_talk(EAST_STATION, "0151009", findings=[first], **said, **told)
    for more in ({"findings": [second]}, {"due_at": station.now + 11}, {"attendees": ["0151003"]}):
        with pytest.raises(IdemKeyReused):
            commands.hold_talk(EAST_STATION, "0151009", **{"findings": [first], **said, **more}, **told)
    period = {"rules": ["cases.two-officers"], "since_at": 0, "until_at": station.now, "reason": "巡查发现"}
    told = station.by("clerk")
    commands.open_campaign("搜查专项", unit=EAST, **period, **told)
    for more in ({"rules": ["custody.notify-family"]}, {"until_at": station.now + 1}, {"since_at": 5}):
        with pytest.raises(IdemKeyReused):
            commands.open_campaign("搜查专项", unit=EAST, **period | more, **told)


def test_a_campaign_and_a_talk_tell_nothing_of_what_is_withheld_from_who_asks(station):
    finding = station.verified(station.searched(officer=MATE))
    said = {"commitments": "一周内补训", "due_at": station.now + 10, "reason": "同类问题多发"}
    commands.hold_talk(EAST_STATION, "0151009", findings=[finding], **said, **station.by("clerk"))
    period = {"rules": ["cases.two-officers"], "since_at": 0, "until_at": station.now, "reason": "巡查发现"}
    told = station.by("inspector")
    commands.open_campaign("搜查专项", unit=EAST, **period, **told)
    campaign = new_name(told["actor"], told["idem_key"])
    with pytest.raises(StepRefused, match="还有 1 项"):
        commands.close_campaign(campaign, reason="结束", **station.by("inspector"))
    for_legal = {account: len(queries.list_talks(station.scope(account))) for account in ("legal", "mate", "chief")}
    assert for_legal == {"legal": 1, "mate": 1, "chief": 1}
    # The same kind of record is now one that is kept from whoever it names: the mate, and nobody else.
    install_bureau(replace(bureau_hand(), withheld=("cases.",)))
    assert {name: len(queries.list_talks(station.scope(name))) for name in for_legal} == {
        "legal": 1,
        "mate": 0,
        "chief": 1,
    }
    station.grant("mate", "inspector", EAST)
    with pytest.raises(StepRefused) as refused:
        commands.close_campaign(campaign, reason="结束", **station.by("inspector"))
    assert "1 项" in refused.value.sentence
    commands.close_campaign(campaign, reason="结束", **station.by("mate"))
