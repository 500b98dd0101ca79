"""集体讨论: what was discussed is recorded by one, and each of those who voted states his own vote."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from guiju.bureau.permissions.holding import persons_behind
from guiju.bureau.registry import officer_at
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.findings.life.entitlement import Hand
from guiju.subjects.cases.commands.chain import decision
from guiju.subjects.cases.commands.hands import NotEntitled, OwnCase, initiators, signer_for
from guiju.subjects.cases.commands.opinions import Checks, answers_of
from guiju.subjects.cases.commands.taking import Read, Standing, checked_reason, draft_on, standing_by, taken
from guiju.subjects.cases.events.review import DISCUSSED, DISCUSSION, VOTED
from guiju.subjects.cases.projector.submission import AGREED, DISAGREED, State, StepRefused
from guiju.subjects.cases.projector.votes import Vote, settled, tally
from guiju.values.event import FieldValue

LEAST_VOTES = 3


def discuss(
    name: str, *, ballots: Mapping[str, Vote], reason: str, checks: Checks, read: Read, actor: Actor, at: int,
    idem_key: str,
) -> Appended:  # fmt: skip
    """Record a collective discussion (集体讨论): who voted how, by police number, and the minutes in ``reason``.

    What is recorded of others counts for nothing until each has stated his vote himself; the recorder states his own.

    Raises:
        StepRefused: fewer than three voted, or a number is not known.
        OwnCase: one of those who voted handled the case or submitted it.
        GuijuError: as ``review``.
    """
    said = checked_reason(reason)

    def work() -> list[Draft]:
        standing = standing_by(actor, name, DISCUSSION, read)
        step = decision(standing.one.decision).step(State.DISCUSS)
        signer = signer_for(standing.viewer, standing.one, step, standing.now)
        _check_voters(standing, ballots)
        fields: dict[str, FieldValue] = {
            "ballots": _ballots(ballots), "officer": tuple(sorted(ballots)), "check_answers": answers_of(step, checks),
            "ballots_by": "recorder",
        }  # fmt: skip
        own = [_vote(standing, number, ballots[number], "", at) for number in _own_numbers(standing, ballots)]
        return [draft_on(standing, DISCUSSION, signer.hand, fields, reason=said, at=at), *own]

    asked: dict[str, FieldValue] = {
        "ballots": _ballots(ballots), "decision_reason": said, "content_hash": read.content_hash
    }  # fmt: skip
    return taken(work, name, DISCUSSION, asked, read=read, actor=actor, at=at, idem_key=idem_key)


def state_vote(
    name: str, *, vote: Vote, reason: str = "", read: Read, actor: Actor, at: int, idem_key: str
) -> Appended:
    """State one's own vote in a discussion that somebody else has recorded, whatever was recorded of it.

    With the vote that settles it the case has been discussed (集体讨论), and its records say so: not before.

    Raises:
        SubmissionNotFound: it does not exist, or not for this actor.
        NotEntitled: he was not among those who voted, or has stated his vote already.
        OwnCase: it has come out that he handled the case.
        ContentChanged: another version stands now.
        StepRefused: there is no discussion that waits for votes.
    """
    said = checked_reason(reason, is_needed=False)

    def work() -> list[Draft]:
        standing = standing_by(actor, name, VOTED, read)
        mine = _own_numbers(standing, [number for number, is_stated in standing.one.voters.items() if not is_stated])
        if not mine:
            raise NotEntitled("您不是这次讨论的表决人，或者已经表明意见。", remedy="由登记的表决人本人办理。")
        if Hand(standing.viewer.account).persons & initiators(standing.one):
            raise OwnCase("办案或者送审的人可以到会说明情况，不能参加表决。")
        return [_vote(standing, mine[0], vote, said, at), *_held(standing, mine[0], vote, at)]

    asked: dict[str, FieldValue] = {"vote": vote.value, "decision_reason": said, "content_hash": read.content_hash}
    return taken(work, name, VOTED, asked, read=read, actor=actor, at=at, idem_key=idem_key)


def _own_numbers(standing: Standing, numbers: Collection[str]) -> list[str]:
    own = Hand(standing.viewer.account).persons
    return [number for number in sorted(numbers) if persons_behind(officer=number) & own]


def _vote(standing: Standing, number: str, vote: Vote, reason: str, at: int) -> Draft:
    fields: dict[str, FieldValue] = {"vote": vote.value, "officer": (number,)}
    return draft_on(standing, VOTED, Hand(standing.viewer.account), fields, reason=reason, at=at)


def _check_voters(standing: Standing, ballots: Mapping[str, Vote]) -> None:
    if len(ballots) < LEAST_VOTES:
        raise StepRefused(f"集体讨论须写明至少{LEAST_VOTES}人各自的意见。", remedy="请逐人写明。")
    unknown = [number for number in ballots if officer_at(number, standing.now) is None]
    if unknown:
        raise StepRefused(f"没有警号“{unknown[0]}”。", remedy="请核对警号。")
    barred = initiators(standing.one)
    persons: list[set[str]] = [persons_behind(officer=number) for number in sorted(ballots)]
    if any(one & barred for one in persons):
        raise OwnCase("办案或者送审的人可以到会说明情况，不能参加表决。")
    if any(one & other for nth, one in enumerate(persons) for other in persons[:nth]):
        raise StepRefused("同一个人表决了两次。", remedy="请核对警号。")


def _ballots(ballots: Mapping[str, Vote]) -> tuple[str, ...]:
    return tuple(f"{number}={vote.value}" for number, vote in sorted(ballots.items()))


def _held(standing: Standing, number: str, vote: Vote, at: int) -> list[Draft]:
    """That the case was discussed, in its own records, where this vote settles the discussion; from stated votes alone.

    The majority is the opinion of the meeting, a tie does not agree.
    """
    discussion = standing.one.opinions[-1]
    stated = {one: Vote(said["vote"]) for one, said in discussion["stated"].items()} | {number: vote}
    is_agreed = settled(list(stated.values()), len(discussion["ballots"]))
    if discussion["opinion"] or is_agreed is None:
        return []
    fields: dict[str, FieldValue] = {
        "votes": tally(list(stated.values())), "opinion": AGREED if is_agreed else DISAGREED,
        "officer": tuple(sorted(stated)),
    }  # fmt: skip
    held = draft_on(standing, DISCUSSED, Hand(standing.viewer.account), fields, at=at)
    return [replace(held, stream="")]
