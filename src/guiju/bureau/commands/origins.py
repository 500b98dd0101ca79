"""Whose other ledger is believed: one entitled person proposes its key, another human being confirms it.

Law: ledger.md, "Two networks": counties report upwards by signed bundles. No entitled person alone brings a key in.
Both signatures are entered at the machine: that two people stood behind two names only whoever runs it can see to.
"""

from datetime import datetime

from guiju.bureau.commands.corrections import OwnAct, lenders
from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.permissions.holding import may, persons_behind
from guiju.bureau.roles import TRUST_ORIGIN
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor
from guiju.facts.importing.bundles import origins
from guiju.facts.importing.bundles.origins import Card, OriginRefused
from guiju.facts.wiring import wiring
from guiju.values.clock import to_micros
from guiju.values.unit_code import read_unit_code


def propose_origin(card: Card, unit: str, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """Ask that a ledger's key be believed, as that of a unit; the id of the event is the proposal's number.

    Raises:
        NotEntitled: no role of the actor lets him, for this unit.
        OriginRefused: the unit is not known, reports by another ledger, or the key is believed already.
    """
    _need(actor, read_unit_code(unit))
    return origins.propose_origin(card, unit, actor=actor, at=to_micros(at), idem_key=idem_key)


def confirm_origin(number: int, card: Card, *, actor: Actor, at: datetime, idem_key: str) -> Appended:
    """The second signature; ``card`` is the one that the second person got from the county, not from the first.

    Raises:
        NotEntitled: no role of the actor lets him.
        OwnAct: he is who proposed it, in whatever shape, or acts for him.
        OriginRefused: nothing waits, or his card is another one than was proposed.
    """
    found = origins.find_trust_proposal(number)
    if found is None:
        raise OriginRefused("没有等待确认的这份提请。", remedy="请核对提请编号。")
    _need(actor, found.unit)
    if found.card != card:
        raise OriginRefused("两个人手里的信任卡不同。", remedy="请两人分别向下级单位当面取得信任卡，查明是谁换过。")
    others = [found.by, *lenders(found.by, TRUST_ORIGIN, wiring().clock())]
    own = persons_behind(account=actor.name)
    if any(actor.name == one or own & persons_behind(account=one) for one in others):
        raise OwnAct("信任一本账须由两名不同的人员先后办理。")
    if set(lenders(actor.name, TRUST_ORIGIN, wiring().clock())) & set(others):
        raise OwnAct("确认的权限不能来自提请人的委托。")
    return origins.confirm_origin(found, actor=actor, at=to_micros(at), idem_key=idem_key)


def _need(actor: Actor, unit: str) -> None:
    if not may(actor.name, TRUST_ORIGIN, unit, wiring().clock()):
        raise NotEntitled("您没有办理这件事的权限。")
