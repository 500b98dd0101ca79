"""Who may decide about a finding: a role within reach of it, and nobody whom it concerns, whatever account he uses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from guiju.bureau.permissions.holding import persons_behind_any, persons_behind_each
from guiju.bureau.wiring import wiring as bureau
from guiju.facts.wiring import wiring
from guiju.findings.life.acts import DECIDE_DISPUTE, REOPEN, VERIFY
from guiju.findings.life.steps import NotForYou
from guiju.findings.queries import FindingShown
from guiju.findings.seeing import visible
from guiju.values.scope import Reach, Scope

_JUDGING = frozenset({VERIFY, DECIDE_DISPUTE, REOPEN})
"""What nobody does about a finding that he made himself: whoever found it does not say whether it is true."""
Signature = Sequence[str]
"""The account that signed, and the account in whose place it did; empty where it was its own."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who signs a decision."""

    account: str
    on_behalf: str = ""

    @property
    def persons(self) -> set[str]:
        """Every natural person and number behind it."""
        return persons_of((self.account, self.on_behalf))


def persons_of(signature: Signature) -> set[str]:
    """Every natural person and number behind the accounts of a signature."""
    return persons_behind_any(accounts=signature)


def makers_of(finding: FindingShown) -> tuple[Signature, ...]:
    """Who made a finding by hand; nobody where the judge made it."""
    if not finding.is_made:
        return ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor, on_behalf FROM event WHERE id = %s", (finding.trigger,))
        return tuple(cursor.fetchall())


def reaches_for(viewer: Scope, act: str, now: int) -> tuple[Reach, ...]:
    """Those of the viewer's roles that allow something, his own ones first."""
    roles = bureau().roles
    held = [one for one in viewer.reaches_at(now) if one.role in roles and act in roles[one.role].may]
    return tuple(sorted(held, key=lambda one: bool(one.on_behalf)))


def scope_for(viewer: Scope, act: str, now: int) -> Scope:
    """The same viewer with nothing but the roles that allow something: what he sees with them, he may do it to."""
    return replace(viewer, reaches=reaches_for(viewer, act, now), own_kinds=())


@dataclass(slots=True)
class Entitlement:
    """What a viewer may decide about one finding; who is who is looked up once for all the questions of one request."""

    viewer: Scope
    finding: FindingShown
    _covered: dict[Reach, bool] = field(default_factory=dict)
    _persons: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    _concerned: set[str] | None = None

    def hand(self, act: str, barred: Iterable[Signature] = ()) -> Hand:
        """With which hand the viewer may decide: his own role before one that was delegated to him.

        Nobody decides about an act of his own, nor whether what he found himself is true; ``barred`` are the signatures
        of further people who may not. Whoever delegated the role counts as deciding too.

        Raises:
            NotForYou: no role of his allows it here, or he is concerned.
        """
        now = wiring().clock()
        reaches = [one for one in reaches_for(self.viewer, act, now) if self._covers(one, now)]
        if not reaches:
            raise NotForYou("您没有办理这一步的权限。")
        makers = makers_of(self.finding) if act in _JUDGING else ()
        barred = (*barred, *makers)
        self._look_up([*barred, *((self.viewer.account, reach.on_behalf) for reach in reaches)])
        excluded = [self._concerned or set(), *(self.persons(one) for one in barred)]
        for reach in reaches:
            persons = self.persons((self.viewer.account, reach.on_behalf))
            if not any(persons & one for one in excluded):
                return Hand(self.viewer.account, reach.on_behalf)
        raise NotForYou("这一步不能由与本问题有关、或办理过前一步的人办理。")

    def persons(self, signature: Signature) -> set[str]:
        """Every natural person and number behind the accounts of a signature."""
        key = tuple(signature)
        if key not in self._persons:
            self._persons[key] = persons_of(key)
        return self._persons[key]

    def _look_up(self, signatures: Iterable[Signature]) -> None:
        """Find out who is behind all of these, and whom the finding concerns, at once."""
        new = [one for one in dict.fromkeys(map(tuple, signatures)) if one not in self._persons]
        officers = self.finding.officers if self._concerned is None else ()
        if new or self._concerned is None:
            concerned, *found = persons_behind_each([((), officers), *((one, ()) for one in new)])
            self._concerned = concerned if self._concerned is None else self._concerned
            self._persons |= dict(zip(new, found, strict=True))

    def _covers(self, reach: Reach, now: int) -> bool:
        if reach not in self._covered:
            seen, values = visible(replace(self.viewer, reaches=(reach,), own_kinds=()), now)
            named: list[Any] = [self.finding.id, *values]
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM finding f WHERE f.id = %s AND {seen}", named)
                self._covered[reach] = cursor.fetchone() is not None
        return self._covered[reach]


def hand_for(viewer: Scope, act: str, finding: FindingShown, barred: Iterable[Signature] = ()) -> Hand:
    """With which hand a viewer may decide; see ``Entitlement.hand``.

    Raises:
        NotForYou: no role of his allows it here, or he is concerned.
    """
    return Entitlement(viewer, finding).hand(act, barred)
