"""Votes of a collective discussion: how they are written, and what those that were stated settle."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any


class Vote(StrEnum):
    """How somebody voted."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


def tally(votes: Sequence[Vote]) -> str:
    """Votes in sum: for, against, abstained."""
    return ":".join(str(votes.count(one)) for one in Vote)


def settled(stated: Sequence[Vote], voters: int) -> bool | None:
    """Whether a majority of all voters agrees, however the others may vote; None while they could still turn it.

    A tie does not agree, nor does who abstains.
    """
    agreeing = stated.count(Vote.FOR)
    if 2 * agreeing > voters:
        return True
    return False if 2 * (len(stated) - agreeing) >= voters else None


def count(discussion: dict[str, Any]) -> bool | None:
    """Write the sum of the votes that were stated into a discussion; what they settle."""
    votes = [Vote(one["vote"]) for one in discussion["stated"].values()]
    discussion["votes"] = tally(votes)
    return settled(votes, len(discussion["ballots"]))


def read_votes(said: Sequence[str]) -> list[tuple[str, Vote]]:
    """The votes as an event says them, by police number."""
    parts = [one.partition("=") for one in said]
    return [(number, Vote(vote)) for number, _, vote in parts]
