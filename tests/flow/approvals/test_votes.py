"""集体讨论: nobody votes by another's pen: only votes that were stated by the voters themselves decide."""

import pytest
from tests.flow.approvals.conftest import CHANGED
from tests.unit.findings.life.conftest import HANDLER

from guiju.facts.histories import history
from guiju.subjects.cases.commands.deciding import approve
from guiju.subjects.cases.commands.hands import NotEntitled, OwnCase
from guiju.subjects.cases.commands.submitting import resubmit
from guiju.subjects.cases.commands.taking import SubmissionNotFound
from guiju.subjects.cases.commands.voting import state_vote
from guiju.subjects.cases.projector.submission import SUBMISSIONS, ContentChanged, State, StepRefused
from guiju.subjects.cases.projector.votes import Vote, settled
from guiju.subjects.cases.queries.submissions import turn_of, waits_for
from guiju.subjects.cases.screens.panel import opinions

LEADERS = ("0100009", "0100010", "0100001")
"""The leader, his deputy, and the clerk of the legal department."""
FOR, AGAINST, ABSTAIN = Vote.FOR, Vote.AGAINST, Vote.ABSTAIN


@pytest.fixture
def grave(desk):
    """A grave case that has been reviewed and waits for its discussion."""
    name = desk.submitted(features=("grave",))
    desk.reviewed(name)
    return name


def test_what_one_recorder_types_for_three_decides_nothing_until_the_voters_have_spoken(desk, grave):
    desk.discussed(grave, dict.fromkeys(LEADERS, FOR), by="cityleader")
    one = desk.one(grave)
    assert (one.state, one.opinions[-1]["opinion"], one.opinions[-1]["votes"]) == (State.CONFIRM, "", "")
    with pytest.raises(StepRefused):
        approve(grave, adoptions={}, read=desk.read(grave), **desk.by("leader"))
    desk.voted(grave, "leader")
    assert desk.one(grave).state is State.CONFIRM
    desk.voted(grave, "clerk")
    one = desk.one(grave)
    assert (one.state, one.opinions[-1]["opinion"], one.opinions[-1]["votes"]) == (State.APPROVE, "agreed", "2:0:0")
    desk.approved(grave)
    assert desk.one(grave).state is State.APPROVED and SUBMISSIONS.differences() == []


def test_the_recorder_who_voted_states_his_own_vote_and_a_tie_is_no_majority(desk, grave):
    desk.discussed(grave, dict(zip(LEADERS, (FOR, AGAINST, ABSTAIN), strict=True)), by="deputy")
    assert desk.one(grave).opinions[-1]["votes"] == "0:1:0"
    desk.voted(grave, "clerk", ABSTAIN)
    one = desk.one(grave)
    assert (one.state, one.opinions[-1]["opinion"]) == (State.APPROVE, "disagreed")
    desk.approved(grave, reason="综合全案")
    assert desk.one(grave).state is State.APPROVED


def test_a_voter_who_says_otherwise_than_was_recorded_is_believed_and_both_stand(desk, grave):
    desk.discussed(grave, dict.fromkeys(LEADERS, FOR), by="cityleader")
    desk.voted(grave, "leader", AGAINST)
    desk.voted(grave, "deputy", AGAINST)
    assert desk.one(grave).opinions[-1]["opinion"] == "disagreed"
    told = [one.event for one in history("case", "C1")]
    [typed] = [one.fields["ballots"] for one in told if one.type == "cases.discussion_recorded"]
    assert typed == ("0100001=for", "0100009=for", "0100010=for")
    stated = {one.fields["officer"]: one.fields["vote"] for one in told if one.type == "cases.vote_stated"}
    assert stated == {("0100009",): "against", ("0100010",): "against"}


def test_a_vote_is_stated_once_by_the_voter_alone_and_for_the_version_he_read(desk, grave):
    desk.discussed(grave, dict.fromkeys(LEADERS, FOR), by="cityleader")
    read = desk.read(grave)
    for account in ("legal", "cityleader", "chief"):
        with pytest.raises(NotEntitled):
            desk.voted(grave, account)
    with pytest.raises(SubmissionNotFound):
        state_vote(grave, vote=FOR, read=read, **desk.by("west"))
    desk.voted(grave, "leader")
    with pytest.raises(NotEntitled):
        desk.voted(grave, "leader", AGAINST)
    resubmit(grave, content=CHANGED, reason="改", read=desk.read(grave), **desk.by("handler"))
    with pytest.raises(ContentChanged):
        state_vote(grave, vote=FOR, read=read, **desk.by("deputy"))
    assert desk.one(grave).voters == {}


def test_who_is_asked_for_his_vote_finds_it_in_his_tray_wherever_he_serves(desk, grave):
    desk.discussed(grave, {"0200003": FOR, "0100009": FOR, "0100001": FOR}, by="cityleader")
    assert waits_for(desk.station.scope("westlegal"), grave)
    assert not waits_for(desk.station.scope("deputy"), grave)
    desk.voted(grave, "westlegal")
    assert not waits_for(desk.station.scope("westlegal"), grave)
    assert desk.one(grave).state is State.CONFIRM
    desk.voted(grave, "clerk")
    assert waits_for(desk.station.scope("leader"), grave)


def test_who_has_not_spoken_when_a_majority_has_settled_it_is_still_asked_and_heard(desk, grave):
    desk.discussed(grave, dict.fromkeys(LEADERS, FOR), by="cityleader")
    desk.voted(grave, "leader")
    desk.voted(grave, "clerk")
    deputy = desk.station.scope("deputy")
    assert desk.one(grave).state is State.APPROVE
    assert waits_for(deputy, grave) and turn_of(deputy, desk.one(grave)) is State.CONFIRM
    assert turn_of(desk.station.scope("leader"), desk.one(grave)) is State.APPROVE
    desk.voted(grave, "deputy", AGAINST)
    assert desk.one(grave).opinions[-1]["votes"] == "2:1:0"
    assert turn_of(deputy, desk.one(grave)) is State.APPROVE
    desk.approved(grave)
    assert desk.one(grave).state is State.APPROVED and SUBMISSIONS.differences() == []


def test_a_case_counts_as_discussed_with_the_vote_that_settles_it_and_by_stated_votes_alone(desk, grave):
    def discussed():
        told = [one.event for one in history("case", "C1") if one.event.type == "cases.discussed"]
        return [(one.fields["votes"], one.fields["opinion"], one.fields["officer"]) for one in told]

    desk.discussed(grave, dict.fromkeys(LEADERS, FOR), by="cityleader")
    desk.voted(grave, "leader", AGAINST)
    assert discussed() == [], "what one types for others is no discussion"
    shown = opinions(desk.station.scope("cityleader"), "C1", desk.station.now)
    assert not any("3:0:0" in str(cell) for row in shown.rows for cell in row)
    assert any("代录" in str(row[3]) for row in shown.rows)
    desk.voted(grave, "deputy", AGAINST)
    assert discussed() == [("0:2:0", "disagreed", ("0100009", "0100010"))]
    desk.voted(grave, "clerk")
    assert len(discussed()) == 1 and SUBMISSIONS.differences() == []


def test_who_handled_the_case_does_not_vote_and_nobody_votes_twice(desk, grave):
    with pytest.raises(OwnCase):
        desk.discussed(grave, dict.fromkeys((*LEADERS, HANDLER), FOR))
    with pytest.raises(StepRefused, match="至少3人"):
        desk.discussed(grave, dict.fromkeys(LEADERS[:2], FOR))
    desk.discussed(grave, dict.fromkeys(LEADERS, FOR), by="cityleader")
    desk.happened("custody.interrogation_started", "C1", "0100010", person="P1", act="Q1")
    with pytest.raises(OwnCase):
        desk.voted(grave, "deputy")


def test_a_discussion_recorded_before_voters_could_state_their_votes_stands_as_it_was(desk, grave, monkeypatch):
    from guiju.subjects.cases.commands import voting

    draft, older = voting.draft_on, {"votes": "3:0:0", "opinion": "agreed"}
    monkeypatch.setattr(
        voting,
        "draft_on",
        lambda standing, kind, hand, fields, **more: draft(
            standing,
            "cases.discussed",
            hand,
            {name: one for name, one in fields.items() if name != "ballots_by"} | older,
            **more,
        ),
    )
    monkeypatch.setattr(voting, "DISCUSSION", "cases.discussed")
    monkeypatch.setattr(voting, "_own_numbers", lambda standing, numbers: [])
    desk.discussed(grave, dict.fromkeys(LEADERS, FOR), by="cityleader")
    one = desk.one(grave)
    assert (one.state, one.opinions[-1]["opinion"], one.opinions[-1]["votes"]) == (State.APPROVE, "agreed", "3:0:0")


@pytest.mark.parametrize(
    ("stated", "voters", "expected"),
    [
        ([FOR, FOR], 3, True), ([FOR], 3, None), ([FOR, AGAINST], 3, None), ([AGAINST, ABSTAIN], 3, False),
        ([FOR, FOR], 4, None), ([FOR, FOR, FOR], 4, True), ([FOR, FOR, AGAINST, ABSTAIN], 4, False),
        ([AGAINST, AGAINST], 4, False), ([], 3, None),
    ],
)  # fmt: skip
def test_votes_settle_it_only_when_no_other_vote_could_turn_it(stated, voters, expected):
    assert settled(stated, voters) is expected
