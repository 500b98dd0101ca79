"""销毁密钥: proposed by one, confirmed by another of another role, thirty days later, and only where nothing holds it.

Who may do it the bureau says (``bureau.commands.personal_data``); what stands here is the order of the steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import connection

from guiju.facts.commands import attempting, follow
from guiju.facts.draft import Actor
from guiju.facts.events import (
    DESTRUCTION_CONFIRMED,
    DESTRUCTION_PROPOSED,
    DESTRUCTION_REFUSED,
    KEY_COPIES_EXPIRED,
    KEY_DESTROYED,
)
from guiju.facts.histories import history, latest
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.privacy.acts import STREAM, act
from guiju.facts.privacy.holds import holds_over
from guiju.facts.privacy.person_index import erase_person
from guiju.facts.privacy.retention import holds_readable, standing_of
from guiju.facts.proof.answering import Answered, append_sealed
from guiju.facts.queries import count_events
from guiju.facts.wiring import NotWired, personal_hand
from guiju.values.clock import DAY_SECONDS, SECOND
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue
from guiju.values.recorded import Recorded
from guiju.values.scope import Scope

COOLING = 30 * DAY_SECONDS * SECOND
"""Microseconds between the second signature and the deed."""
MACHINE = Actor("guiju", "system")
_STEPS = (DESTRUCTION_PROPOSED, DESTRUCTION_CONFIRMED, DESTRUCTION_REFUSED, KEY_DESTROYED, KEY_COPIES_EXPIRED)


class DestructionRefused(GuijuError):
    """A key cannot be destroyed like this, or not now."""

    code = "privacy.destruction"
    remedy = "须保存期限已满、没有冻结，由一个部门提请、另一部门的另一人批准，批准三十天后执行。"


class State(StrEnum):
    """How far a destruction has come."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    DESTROYED = "destroyed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Destruction:
    """One proposal and what became of it; ``due_at`` is 30 days after the confirmation, by the server's clock."""

    number: int
    leaf: bytes
    kind: str
    value: str
    proposed_by: str
    proposed_role: str
    proposed_at: int
    state: State = State.PROPOSED
    decided_by: str = ""
    due_at: int | None = None
    destroyed_at: int | None = None
    key_ids: tuple[str, ...] = ()

    @property
    def owner(self) -> str:
        """Whose key it is."""
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True, slots=True)
class Settled:
    """What one round did: the keys destroyed, those held back with the reason, those that no copy holds any more."""

    destroyed: tuple[Destruction, ...] = ()
    blocked: tuple[tuple[Destruction, str], ...] = ()
    gone: tuple[Destruction, ...] = ()


def propose(
    kind: str, value: str, *, role: str, reason: str, retention: Mapping[str, str], actor: Actor, at: int, idem_key: str
) -> Answered:
    """Propose that somebody's key be destroyed; the id of the event is the number of the proposal.

    Unit:   ``at`` microseconds since the epoch.
    Raises:
        DestructionRefused: he has no key, it is kept still, it is held, or a proposal waits already.
    """
    if not reason.strip() or not role:
        raise DestructionRefused("没有写明理由或以什么角色提请。")
    if not holds_readable(kind, value):
        raise DestructionRefused("没有这样的密钥，或者已经销毁。")
    if any(one.state in (State.PROPOSED, State.CONFIRMED) for one in list_destructions(kind, value)):
        raise DestructionRefused("已有一份等待办理的提请。")
    standing = standing_of(kind, value, retention)
    if not standing.is_over(at):
        raise DestructionRefused(_why_kept(standing.lacking, standing.holds))
    fields = {kind: value, "as_role": role}
    return append_sealed([act(DESTRUCTION_PROPOSED, fields, at=at, reason=reason)], actor=actor, idem_key=idem_key)


def _why_kept(lacking: tuple[str, ...], holds: tuple[int, ...]) -> str:
    if holds:
        return f"有未解除的冻结（编号 {'、'.join(map(str, holds))}）。"
    if lacking:
        return f"还没有确定保存期限的类别：{'、'.join(name or '未分类' for name in lacking)}。"
    return "保存期限未满。"


def decide(
    number: int, *, is_confirmed: bool, role: str, reason: str, actor: Actor, at: int, idem_key: str
) -> Answered:
    """The second signature: confirmed, or refused. Somebody else, of another role.

    Raises:
        DestructionRefused: nothing waits, or the same person or the same role would sign twice.
    """
    one = next((one for one in list_destructions() if one.number == number), None)
    if one is None or one.state is not State.PROPOSED:
        raise DestructionRefused("没有等待批准的这份提请。")
    if not reason.strip() or not role:
        raise DestructionRefused("没有写明理由或以什么角色批准。")
    if is_confirmed and (actor.name == one.proposed_by or role == one.proposed_role):
        raise DestructionRefused("批准须由提请人以外、另一部门的人员作出。")
    fields: dict[str, FieldValue] = {
        one.kind: one.value,
        "as_role": role,
        "proposal": number,
        "proposal_leaf": one.leaf.hex(),
    }
    if is_confirmed:
        fields["due_at"] = at + COOLING
    kind = DESTRUCTION_CONFIRMED if is_confirmed else DESTRUCTION_REFUSED
    return append_sealed([act(kind, fields, at=at, reason=reason)], actor=actor, idem_key=idem_key)


def list_destructions(kind: str = "", value: str = "") -> list[Destruction]:
    """The proposals, of one owner or of all, the earliest first; for the machine and for those who decide."""
    found: dict[str, Destruction] = {}
    for one in _steps():
        if one.event.type == DESTRUCTION_PROPOSED:
            [(own_kind, own_value)] = one.keys
            role = str(one.event.fields.get("as_role", ""))
            made = Destruction(one.id, one.leaf, own_kind, own_value, one.actor, role, one.recorded_at)
            found[one.leaf.hex()] = made
        else:
            before = found.get(str(one.event.fields.get("proposal_leaf", "")))
            if before is not None:
                found[before.leaf.hex()] = _after_step(before, one)
    return [one for one in found.values() if not kind or (one.kind, one.value) == (kind, value)]


def list_destructions_seen(viewer: Scope) -> list[Destruction]:
    """The proposals about those of whom the viewer sees a record, the earliest first."""
    return [one for one in list_destructions() if count_events(viewer, one.kind, one.value)]


def _after_step(before: Destruction, one: Recorded) -> Destruction:
    kind = one.event.type
    if kind == DESTRUCTION_REFUSED and before.state in (State.PROPOSED, State.CONFIRMED):
        return replace(before, state=State.REFUSED, decided_by=one.actor)
    if kind == DESTRUCTION_CONFIRMED and before.state is State.PROPOSED:
        role = one.event.fields.get("as_role")
        if one.actor == before.proposed_by or role == before.proposed_role:
            return before
        # By the time of recording, which nobody sets: what the event says of it is only to be read.
        return replace(before, state=State.CONFIRMED, decided_by=one.actor, due_at=one.recorded_at + COOLING)
    if kind == KEY_DESTROYED and before.state is State.CONFIRMED:
        ids = one.event.fields.get("key_ids", ())
        told = ids if isinstance(ids, tuple) else (str(ids),)
        return replace(before, state=State.DESTROYED, destroyed_at=one.recorded_at, key_ids=told)
    if kind == KEY_COPIES_EXPIRED and before.state is State.DESTROYED:
        return replace(before, state=State.GONE)
    return before


def _steps() -> list[Recorded]:
    marks = ", ".join(["%s"] * len(_STEPS))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM event WHERE stream = %s AND type IN ({marks}) ORDER BY seq", (STREAM, *_STEPS))
        numbers = [number for (number,) in cursor.fetchall()]
    told = {one.id: one for one in latest(numbers)}
    return [told[number] for number in numbers if told[number].corrects is None]


def settle(at: int) -> Settled:
    """Destroy what is due, finish what was interrupted, and note which keys no copy holds any more.

    Done again it changes nothing. Unit: ``at`` microseconds since the epoch.
    """
    steps = list_destructions()
    if not steps:
        return Settled()
    hand = _hand()
    destroyed: list[Destruction] = []
    blocked: list[tuple[Destruction, str]] = []
    gone: list[Destruction] = []
    oldest = min((made_at for _, made_at in hand.keys.copies()), default=None)
    for one in steps:
        if one.state in (State.DESTROYED, State.GONE):
            # A store that was put back from a copy holds the key again; it must not.
            _finish(hand, one)
        if one.state is State.CONFIRMED and one.due_at is not None and one.due_at <= at:
            why = _why_blocked(one)
            if why:
                blocked.append((one, why))
                continue
            destroyed.append(_destroy(hand, one, at))
        elif one.state is State.DESTROYED and (oldest is None or oldest > (one.destroyed_at or 0)):
            _tell(KEY_COPIES_EXPIRED, one, {}, at)
            gone.append(one)
    return Settled(tuple(destroyed), tuple(blocked), tuple(gone))


def _why_blocked(one: Destruction) -> str:
    holds = holds_over(one.kind, one.value)
    if holds:
        return _why_kept((), tuple(hold.number for hold in holds))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM event_key k JOIN event e ON e.id = k.event WHERE k.kind = %s AND k.value = %s "
            "AND e.stream <> %s AND e.recorded_at >= %s",
            (one.kind, one.value, STREAM, one.proposed_at),
        )
        later = int(cursor.fetchone()[0])
    return f"提请之后又有 {later} 条新记录，须驳回后重新提请。" if later else ""


def _destroy(hand: PersonalHand, one: Destruction, at: int) -> Destruction:
    ids = tuple(state.id for state in hand.keys.states(one.owner) if state.key is not None)
    _tell(KEY_DESTROYED, one, {"key_ids": ids}, at)
    done = replace(one, state=State.DESTROYED, destroyed_at=at, key_ids=ids)
    _finish(hand, done)
    return done


def _finish(hand: PersonalHand, one: Destruction) -> None:
    """The deed itself, which the event has announced: after a crash between the two it is done by the next round."""
    count = hand.keys.destroy(one.key_ids)
    # Whoever died right after the deed has not let go of what was made of the plain values, and nothing says so.
    if count or one.state is State.DESTROYED:
        attempting(lambda: _forget(one))


def _forget(one: Destruction) -> None:
    """Let everything that was made of the plain values be made again without them."""
    if one.kind == "person":
        erase_person(one.value)
    told = [told for told in history(one.kind, one.value) if told.stream != STREAM]
    if told:
        follow(told)


def _tell(kind: str, one: Destruction, fields: Mapping[str, str | tuple[str, ...]], at: int) -> None:
    said = {one.kind: one.value, "proposal": one.number, "proposal_leaf": one.leaf.hex(), **fields}
    append_sealed([act(kind, said, at=at)], actor=MACHINE, idem_key=f"{kind}:{one.leaf.hex()}")


def _hand() -> PersonalHand:
    hand = personal_hand()
    if hand is None:
        raise NotWired("没有接好人员密钥库。")
    return hand
