"""Who stands in the chain of command of whoever mended: nobody in it reviews the mending, whatever account he uses.

The chain is the mender himself, everybody who serves in his unit or below it, and everybody who commands it.
"""

from collections.abc import Collection, Iterable, Sequence

from guiju.actions.acts import COMMAND
from guiju.bureau.models import Account
from guiju.bureau.permissions.holding import is_one_who_may
from guiju.bureau.registry import code_at, posts_at
from guiju.facts.tables.places import path_at
from guiju.findings.life.entitlement import Signature, persons_of


def units_of(signature: Signature, instants: Iterable[int]) -> set[str]:
    """The units in which the people behind a signature served at these instants."""
    numbers = numbers_in(persons_of(signature))
    return {code_at(post.unit, at) or post.unit for at in instants for one in numbers for post in posts_at(one, at)}


def is_in_chain(hand: set[str], mender: Signature, units: Collection[str], now: int) -> bool:
    """Tell whether somebody, by the natural persons behind him, stands in the chain of command of a mender.

    ``units`` are those whose work was mended; ``now`` in microseconds.
    """
    if hand & persons_of(mender):
        return True
    places = [path for path in (path_at(unit, now) for unit in units) if path is not None]
    for number in numbers_in(hand):
        served = [path_at(post.unit, now) for post in posts_at(number, now)]
        if any(path is not None and path.startswith(place) for path in served for place in places):
            return True
    accounts = Account.objects.filter(natural_person__in=sorted(hand)).values_list("name", flat=True)
    return any(is_one_who_may(account, COMMAND, unit, now) for account in accounts for unit in units)


def numbers_in(persons: Iterable[str]) -> Sequence[str]:
    """The police numbers among what a human being is known by."""
    return sorted(one.removeprefix("number:") for one in persons if one.startswith("number:"))
