"""What every act on an order begins with: the order as it stands, who asks and with which hand, and the draft."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from guiju.actions.acts import RECEIVE
from guiju.actions.chain import numbers_in
from guiju.actions.events import ORDER_CANCELLED
from guiju.actions.order import COLUMNS, Order, check_order, order_of
from guiju.bureau.permissions.holding import persons_behind
from guiju.bureau.registry import code_at
from guiju.bureau.scope import scope_of
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.tables.places import path_at
from guiju.facts.wiring import wiring
from guiju.findings.law import law_in_force
from guiju.findings.life.acts import State
from guiju.findings.life.deciding import Standing, standing_of
from guiju.findings.life.entitlement import Hand, hand_for, reaches_for
from guiju.findings.life.fold import Life
from guiju.findings.life.recording import need_person, record
from guiju.findings.life.steps import NotForYou, StepRefused
from guiju.findings.queries import FindingShown
from guiju.findings.seeing import not_withheld, visible
from guiju.values.clock import from_micros
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue
from guiju.values.scope import Scope


class OrderNotFound(GuijuError):
    """There is no such order, or none that the viewer may see: one answer for both."""

    code = "actions.not_found"
    remedy = "请核对整改单编号。"


@dataclass(frozen=True, slots=True)
class Errand:
    """An order as somebody finds it, with its finding and his scope; ``now`` is the server's time in microseconds."""

    viewer: Scope
    order: Order
    finding: FindingShown
    life: Life
    now: int


def order_stream(name: str) -> str:
    """The stream in which everything about an order stands."""
    return f"order:{name}"


def new_name(actor: Actor, idem_key: str) -> str:
    """The name of what a submission begins: the same for the same submission."""
    return hashlib.sha256(f"{actor.name}\n{idem_key}".encode()).hexdigest()[:20]


def errand_for(viewer: Scope, name: str, standing: Standing | None = None) -> Errand:
    """An order that the viewer may see: its finding is within his reach, or it was sent to him.

    ``standing`` is how its finding stands, where that was read already.

    Raises:
        OrderNotFound: it does not exist, or not for this viewer.
    """
    now = wiring().clock()
    seen, values = order_visible(viewer, now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'o.{one}' for one in COLUMNS)} FROM action_order o JOIN finding f "
            f"ON f.id = o.finding WHERE o.name = %s AND {seen}",
            [name, *values],
        )
        row = cursor.fetchone()
    if row is None:
        raise OrderNotFound("没有找到这张整改单。")
    order = order_of(row)
    standing = standing_of(order.finding) if standing is None else standing
    return Errand(viewer, order, standing.finding, standing.life, now)


def errand_by(actor: Actor, name: str, kind: str) -> Errand:
    """An order with which a person would do something, in a state from which that may be done.

    Raises:
        OrderNotFound: it does not exist, or not for him.
        NotForYou: the actor is no person.
        StepRefused: the order does not stand so, or the finding does not have to be mended any more.
    """
    need_person(actor)
    errand = errand_for(scope_of(actor.name, wiring().clock()), name)
    check_order(kind, errand.order.state)
    if kind != ORDER_CANCELLED:
        check_owed(errand)
    return errand


def is_owed(errand: Errand) -> bool:
    """Tell whether the finding still has to be mended: it stands, and nobody has rejected or waived it."""
    return errand.finding.is_standing and errand.life.state in (State.VERIFIED, State.DISPUTED)


def check_owed(errand: Errand) -> None:
    """Make sure that the finding still has to be mended.

    Raises:
        StepRefused: it does not.
    """
    if not is_owed(errand):
        raise StepRefused("这个问题已经不必整改。", remedy="请由派单人撤销整改单。")


def order_visible(viewer: Scope, now: int) -> tuple[str, list[Any]]:
    """What must hold of an order ``o`` and its finding ``f`` for this viewer to see it."""
    seen, values = visible(viewer, now)
    sent, more = sent_to(viewer, now)
    open_to_him, rest = not_withheld(viewer)
    numbers = [*viewer.officers]
    noted = "1 = 0"
    if numbers:
        marks = ", ".join(["%s"] * len(numbers))
        noted = f"EXISTS (SELECT 1 FROM action_note n WHERE n.order_name = o.name AND n.officer IN ({marks}))"
    return f"({seen} OR (({sent} OR {noted}) AND {open_to_him}))", [*values, *more, *numbers, *rest]


def sent_to(viewer: Scope, now: int) -> tuple[str, list[object]]:
    """What must hold of an order ``o`` for it to lie in this viewer's tray: sent to him, to his unit, or to somebody
    who has delegated a role to him that reaches the order.
    """
    tests, values = ["1 = 0"], list[object]()
    if viewer.officers:
        tests.append(f"o.to_officer IN ({', '.join(['%s'] * len(viewer.officers))})")
        values += viewer.officers
    units = sorted({code_at(one.unit, now) or one.unit for one in reaches_for(viewer, RECEIVE, now)})
    if units:
        tests.append(f"(o.to_officer = '' AND o.to_unit IN ({', '.join(['%s'] * len(units))}))")
        values += units
    for reach in viewer.reaches_at(now):
        numbers = numbers_in(persons_behind(account=reach.on_behalf)) if reach.on_behalf else ()
        if numbers:
            ranges = " OR ".join(["(p.path >= %s AND p.path < %s)"] * len(reach.ranges)) or "1 = 0"
            tests.append(
                f"(o.to_officer IN ({', '.join(['%s'] * len(numbers))}) AND EXISTS (SELECT 1 FROM unit_period p "
                f"WHERE p.code = o.unit AND p.since <= %s AND p.until > %s AND ({ranges})))"
            )
            values += [*numbers, now, now, *(end for one in reach.ranges for end in one)]
    return f"({' OR '.join(tests)})", values


def hand_of_addressee(errand: Errand) -> Hand:
    """With which hand somebody does what the order asks: his own, his unit's, or one that was delegated to him.

    Raises:
        NotForYou: the order was sent neither to him, nor to his unit, nor to who delegated to him.
    """
    viewer, order, now = errand.viewer, errand.order, errand.now
    if order.to_officer and order.to_officer in viewer.officers:
        return Hand(viewer.account)
    unit = order.unit if order.to_officer else order.to_unit
    path = path_at(unit, now)
    held = viewer.reaches_at(now) if order.to_officer else reaches_for(viewer, RECEIVE, now)
    for reach in held:
        is_his = not order.to_officer or (
            bool(reach.on_behalf) and order.to_officer in numbers_in(persons_behind(account=reach.on_behalf))
        )
        if is_his and path is not None and reach.covers(path):
            return Hand(viewer.account, reach.on_behalf)
    raise NotForYou("这张整改单不是派给您的。", remedy="请由承办人，或者承办人委托的人办理。")


def hand_of_addressee_or(act: str, errand: Errand) -> Hand:
    """The hand of whom the order was sent to, else that of a role that allows it.

    Raises:
        NotForYou: he has neither, or the finding concerns him.
    """
    try:
        return hand_of_addressee(errand)
    except NotForYou:
        return hand_for(errand.viewer, act, errand.finding)


def record_on(
    work: Callable[[], Sequence[Draft]], order: str, kind: str, asked: Mapping[str, FieldValue], actor: Actor,
    idem_key: str, *more: str,
) -> Appended:  # fmt: skip
    """Record an act on an order, and on ``more`` streams; see ``recording.record``.

    Raises:
        IdemKeyReused: the key was used for something else.
        TooBusy: others kept writing to the same streams.
    """
    same = {"order": order, **asked}
    return record(work, [order_stream(order), *more], kind=kind, asked=same, actor=actor, idem_key=idem_key)


def draft_on(
    errand: Errand, kind: str, hand: Hand, fields: Mapping[str, FieldValue], *, reason: str = "", at: int,
    stream: str = "",
) -> Draft:  # fmt: skip
    """The draft of an act, on the order's own stream unless another is named.

    Raises:
        StepRefused: ``at`` lies ahead of the server's time.
    """
    order: dict[str, FieldValue] = {"order": errand.order.name}
    if errand.order.to_officer:
        order["officer"] = (errand.order.to_officer,)
    stream = stream or order_stream(errand.order.name)
    said = {**order, **fields}
    return draft_about(errand.finding, kind, hand, said, reason=reason, at=at, now=errand.now, stream=stream)


def draft_about(
    finding: FindingShown, kind: str, hand: Hand, fields: Mapping[str, FieldValue], *, reason: str, at: int, now: int,
    stream: str,
) -> Draft:  # fmt: skip
    """The draft of an act about a finding, under its keys but for persons.

    Raises:
        StepRefused: ``at`` lies ahead of the server's time.
    """
    keys = {name: value for name, value in finding.keys.items() if name != "person"}
    said: dict[str, FieldValue] = {
        **keys, "finding": finding.id, "rule": finding.rule, "unit": finding.unit, "decision_reason": reason, **fields,
    }  # fmt: skip
    return draft_at(kind, hand, said, at=at, now=now, stream=stream, unit=finding.unit)


def draft_at(
    kind: str, hand: Hand, fields: Mapping[str, FieldValue], *, at: int, now: int, stream: str, unit: str
) -> Draft:
    """A draft without the fields that say nothing.

    Raises:
        StepRefused: ``at`` lies ahead of the server's time.
    """
    if at > now:
        raise StepRefused("办理时间晚于系统时间。", remedy="请校准时间后重新提交。")
    local = law_in_force().local
    said = {name: value for name, value in fields.items() if value not in ("", (), None)}
    return Draft.of(
        kind, from_micros(at, local.zone), said, local=local, stream=stream, unit_as_of=unit[:32],
        on_behalf=hand.on_behalf,
    )  # fmt: skip
