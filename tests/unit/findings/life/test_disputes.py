"""The officer concerned is heard before it counts; opinion, vote and decision stay apart, and dissent is kept."""

import pytest
from tests.unit.bureau.conftest import EAST
from tests.unit.findings.life.conftest import CLERK

from guiju.findings.life import commands, queries
from guiju.findings.life.acts import State
from guiju.findings.life.steps import NotForYou, StepRefused


def life_of(station, finding):
    return queries.get_life(station.scope("clerk"), finding)


def disputed(station, finding):
    return commands.dispute(finding, reason="当时有两人在场", **station.by("handler")).ids[0]


def test_it_counts_after_the_term_or_when_the_reply_is_overruled(station):
    silent, contested = station.verified(station.searched()), station.verified(station.searched())
    before = life_of(station, silent)
    assert before.counts_at == before.dispute_until
    assert not before.counts(station.now)
    reply = disputed(station, contested)
    assert life_of(station, contested).state is State.DISPUTED
    station.book.pass_time(days=10)
    assert life_of(station, silent).counts(station.now)
    assert not life_of(station, contested).counts(station.now)
    with pytest.raises(StepRefused):
        disputed(station, silent)
    commands.decide_dispute(contested, reply, is_upheld=False, reason="录像只见一人", **station.by("clerk"))
    assert life_of(station, contested).state is State.VERIFIED
    assert life_of(station, contested).counts(station.now)


def test_only_the_officer_concerned_replies_and_once(station):
    finding = station.verified(station.searched())
    for account in ("mate", "legal", "chief"):
        with pytest.raises(NotForYou):
            commands.dispute(finding, reason="替他说", **station.by(account))
    disputed(station, finding)
    with pytest.raises(StepRefused):
        disputed(station, finding)


def test_whoever_verified_or_gave_an_opinion_does_not_decide_the_reply(station):
    finding = station.verified(station.searched(), by="clerk")
    reply = disputed(station, finding)
    with pytest.raises(NotForYou):
        commands.decide_dispute(finding, reply, is_upheld=True, reason="成立", **station.by("clerk"))
    station.account("clerk1", person=f"officer:{CLERK}")
    station.account("clerk2")
    station.account("clerk3")
    for account in ("clerk1", "clerk2", "clerk3"):
        station.grant(account, "legal_department", EAST)
    with pytest.raises(NotForYou):
        commands.decide_dispute(finding, reply, is_upheld=True, reason="成立", **station.by("clerk1"))
    commands.give_opinion(finding, holds=True, reason="只有一人", **station.by("clerk2"))
    with pytest.raises(NotForYou):
        commands.decide_dispute(finding, reply, is_upheld=True, reason="成立", **station.by("clerk2"))
    with pytest.raises(NotForYou):
        commands.decide_dispute(finding, reply, is_upheld=True, reason="成立", **station.by("legal"))
    with pytest.raises(StepRefused):
        commands.decide_dispute(finding, reply + 1, is_upheld=True, reason="成立", **station.by("clerk3"))
    commands.decide_dispute(finding, reply, is_upheld=True, reason="成立", **station.by("clerk3"))
    life = life_of(station, finding)
    assert (life.state, life.is_confirmed, life.counts_at) == (State.REJECTED, False, None)


def test_the_reviewer_whose_opinion_was_overruled_is_exempt(station):
    finding = station.verified(station.searched())
    reply = disputed(station, finding)
    station.account("second")
    station.grant("second", "legal_department", EAST)
    station.account("third")
    station.grant("third", "legal_department", EAST)
    commands.give_opinion(finding, holds=True, reason="属实", **station.by("second"))
    commands.give_opinion(finding, holds=False, reason="不属实", **station.by("legal"))
    commands.vote(finding, holds=True, **station.by("second"))
    commands.vote(finding, holds=False, **station.by("third"))
    with pytest.raises(StepRefused):
        commands.vote(finding, holds=True, **station.by("third"))
    # The decision follows neither the majority nor the first opinion; everything that was said stays.
    commands.decide_dispute(finding, reply, is_upheld=True, reason="成立", **station.by("clerk"))
    life = life_of(station, finding)
    assert [(one["by"][0], one["is_adopted"]) for one in life.opinions] == [("second", False), ("legal", True)]
    assert [one["by"][0] for one in life.exempt] == ["second"]
    assert [one["holds"] for one in life.votes] == [True, False]
    kinds = [one.type.removeprefix("findings.") for one in queries.list_story(station.scope("clerk"), finding)]
    assert kinds == [
        "suspected", "verified", "disputed", "opinion_given", "opinion_given", "voted", "voted", "dispute_decided",
        "opinion_overruled", "opinion_adopted",
    ]  # fmt: skip
