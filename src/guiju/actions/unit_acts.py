"""With which hand somebody acts for a whole unit: a talk with its head, a campaign in it and below it."""

from collections.abc import Iterable

from guiju.bureau.registry import unit_at
from guiju.bureau.scope import scope_of
from guiju.facts.draft import Actor
from guiju.facts.wiring import wiring
from guiju.findings.life.entitlement import Hand, reaches_for
from guiju.findings.life.recording import need_person
from guiju.findings.life.steps import NotForYou
from guiju.values.scope import Scope


def hand_in_unit(viewer: Scope, act: str, unit: str, barred: Iterable[set[str]] = ()) -> Hand:
    """The viewer's own role before one delegated to him, within whose reach the unit lies now.

    Raises:
        NotForYou: there is no such unit for him, no role of his allows it there, or he is barred.
    """
    now, excluded = wiring().clock(), list(barred)
    found = unit_at(unit, now)
    for reach in reaches_for(viewer, act, now):
        hand = Hand(viewer.account, reach.on_behalf)
        if found is not None and reach.covers(found.path) and not any(hand.persons & one for one in excluded):
            return hand
    raise NotForYou("没有找到您可以这样办理的单位。")


def viewer_of(actor: Actor) -> Scope:
    """The scope of a person who acts.

    Raises:
        NotForYou: the actor is no person.
    """
    need_person(actor)
    return scope_of(actor.name, wiring().clock())
