"""A waiver has two hands, a reason, a risk and an end; when it ends the finding is back."""

from datetime import timedelta

import pytest
from tests.ledgers import moment
from tests.unit.bureau.conftest import EAST, EAST_STATION

from guiju.bureau import commands as bureau
from guiju.facts.commands import IdemKeyReused
from guiju.findings.life import commands, queries
from guiju.findings.life.acts import State
from guiju.findings.life.steps import NotForYou, ReasonMissing, StepRefused
from guiju.values.clock import to_micros

DAY = 86_400_000_000


def asked(station, finding, by="chief", days=30, **more):
    words = {"starts_at": station.now, "expires_at": station.now + days * DAY, "reason": "改造期间", "risk": "无监督"}
    return commands.propose_waiver(finding, **words | more, **station.by(by)).ids[0]


def test_a_waiver_needs_a_reason_a_risk_and_an_end(station):
    finding = station.verified(station.searched())
    for more in ({"reason": ""}, {"risk": " "}):
        with pytest.raises(ReasonMissing):
            asked(station, finding, **more)
    for more in ({"expires_at": station.now}, {"expires_at": station.now + 400 * DAY}, {"starts_at": 0}):
        with pytest.raises(StepRefused):
            asked(station, finding, **more)


def test_a_waiver_cannot_be_put_off_into_the_future_and_so_outlast_its_longest_term(station):
    """It holds from its approval on: one that begins in ten years would hold for eleven."""
    finding = station.verified(station.searched())
    for begin in (2, 200, 3_650):
        with pytest.raises(StepRefused):
            asked(station, finding, starts_at=station.now + begin * DAY, expires_at=station.now + (begin + 30) * DAY)


def test_a_submission_number_serves_one_proposal_only(station):
    finding = station.verified(station.searched())
    words = {"starts_at": station.now, "expires_at": station.now + DAY, "reason": "改造期间", "risk": "无监督"}
    told = station.by("chief")
    first = commands.propose_waiver(finding, **words, **told)
    assert commands.propose_waiver(finding, **words, **told).ids == first.ids
    for more in ({"reason": "设备更换"}, {"risk": "可能再次发生"}):
        with pytest.raises(IdemKeyReused):
            commands.propose_waiver(finding, **words | more, **told)


def test_a_waiver_does_not_eat_the_time_to_reply(station):
    finding = station.verified(station.searched())
    until = queries.get_life(station.scope("leader"), finding).dispute_until
    proposal = asked(station, finding, days=30)
    commands.approve_waiver(finding, proposal, reason="同意", **station.by("clerk"))
    waived_at = station.now
    with pytest.raises(StepRefused):
        commands.dispute(finding, reason="当时有两人", **station.by("handler"))
    station.book.pass_time(days=31)
    commands.reopen_expired(at=station.now)
    life = queries.get_life(station.scope("leader"), finding)
    assert life.dispute_until - station.now >= until - waived_at - DAY, "as much is left as was left when it was waived"
    assert life.counts_at == life.dispute_until
    commands.dispute(finding, reason="当时有两人", **station.by("handler"))


def test_nobody_approves_what_he_proposed_by_any_account(station):
    finding = station.verified(station.searched())
    proposal = asked(station, finding, by="clerk")
    with pytest.raises(NotForYou):
        commands.approve_waiver(finding, proposal, reason="同意", **station.by("clerk"))
    with pytest.raises(NotForYou):
        commands.approve_waiver(finding, proposal, reason="同意", **station.by("chief"))
    # The leader lends his role to the proposer; and what was proposed for somebody is not approved by him.
    until = station.book.now + timedelta(days=9)
    bureau.delegate("bureau_leader", "clerk", unit=EAST, valid_until=until, **station.words("leader"))
    with pytest.raises(NotForYou):
        commands.approve_waiver(finding, proposal, reason="同意", **station.by("clerk"))
    commands.refuse_waiver(finding, proposal, reason="理由不足", **station.by("leader"))
    bureau.delegate("legal_department", "mate", unit=EAST_STATION, valid_until=until, **station.words("clerk"))
    lent = asked(station, finding, by="mate")
    with pytest.raises(NotForYou):
        commands.approve_waiver(finding, lent, reason="同意", **station.by("clerk"))
    with pytest.raises(StepRefused):
        commands.approve_waiver(finding, proposal, reason="同意", **station.by("leader"))
    commands.approve_waiver(finding, lent, reason="同意", **station.by("leader"))
    assert queries.get_life(station.scope("leader"), finding).state is State.WAIVED


def test_when_the_term_is_over_the_finding_is_back_and_the_waiver_stays_visible(station):
    finding = station.verified(station.searched())
    proposal = asked(station, finding, days=3)
    commands.approve_waiver(finding, proposal, reason="同意", **station.by("clerk"))
    with pytest.raises(StepRefused):
        commands.reopen_finding(finding, reason="提前", **station.by("clerk"))
    assert commands.reopen_expired(at=station.now) == 0
    station.book.pass_time(days=3)
    assert commands.reopen_expired(at=station.now) == 1
    assert commands.reopen_expired(at=station.now) == 0
    [shown] = queries.list_waived(station.scope("clerk"))
    assert (shown.state, shown.waived_until) == (State.VERIFIED, None)
    [waiver] = shown.waivers
    assert waiver["by"][0] == "chief" and waiver["answered"]["by"][0] == "clerk"
    assert waiver["expires_at"] == to_micros(moment("2026-03-02T09:01")) + 3 * DAY
    assert shown.reopenings[0]["cause"] == "waiver_expired"
    # A second one of the same finding ends as well.
    again = asked(station, finding, days=2)
    commands.approve_waiver(finding, again, reason="同意", **station.by("clerk"))
    station.book.pass_time(days=2)
    assert commands.reopen_expired(at=station.now) == 1


def test_a_proposal_whose_term_is_over_is_not_approved(station):
    finding = station.searched()
    proposal = asked(station, finding, days=1)
    station.book.pass_time(days=2)
    with pytest.raises(StepRefused):
        commands.approve_waiver(finding, proposal, reason="同意", **station.by("clerk"))
