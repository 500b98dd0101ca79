"""Events of class A: they are answered only when a signed checkpoint covers them, and with a receipt."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor, Draft
from guiju.facts.proof.receipt import Receipt, receipt_of
from guiju.facts.seal.sealer import seal
from guiju.facts.wiring import wiring
from guiju.values.errors import GuijuError

_TURNS = 1_000
_AT_ONCE = 500


class NotSealed(GuijuError):
    """What was recorded stands in the ledger, but could not be sealed before the answer."""

    code = "ledger.not_sealed"
    remedy = "记录已经保存，请勿重新填写；请稍后凭编号领取回执，并请管理员执行 guiju doctor。"


@dataclass(frozen=True, slots=True)
class Answered:
    """What was recorded, and the receipts of those events that are of class A, in their order."""

    appended: Appended
    receipts: tuple[Receipt, ...]


def append_sealed(drafts: Sequence[Draft], *, actor: Actor, idem_key: str) -> Answered:
    """Record events and, where their type is receipted, answer only when they are sealed.

    The same submission again gives the same receipts.

    Law:    ledger.md: an edit in the unsealed second is closed by sealing before the answer.
    Raises:
        NotSealed: the events stand, their checkpoint does not.
        DraftRefused, IdemKeyReused, CorrectionRefused, TooBusy: as ``append``.
    """
    if connection.in_atomic_block:
        raise NotSealed("在未提交的事务里不能出具回执。")
    appended = append(drafts, actor=actor, idem_key=idem_key)
    return answered(appended, [draft.type for draft in drafts])


def answered(appended: Appended, types: Sequence[str]) -> Answered:
    """What was recorded, of these types, with its receipts; only when it is sealed, where a type asks for one.

    Raises:
        NotSealed: the events stand, their checkpoint does not.
    """
    hand = wiring()
    wanted = [number for number, name in zip(appended.ids, types, strict=True) if name in hand.receipted]
    wait_for_seal(wanted)
    publics = {hand.signer.key_id: hand.signer.public}
    return Answered(appended, tuple(receipt_of(number, publics) for number in wanted))


def wait_for_seal(events: Sequence[int]) -> None:
    """See to it that a signed checkpoint covers these events; whoever seals first seals for all who wait.

    Raises:
        NotSealed: they are not in the outbox either, or it does not get shorter.
    """
    for _ in range(_TURNS):
        if _count_sealed(events) == len(events):
            return
        if seal() == 0 and _count_sealed(events) < len(events):
            break
    raise NotSealed("记录没有进入封存。")


def _count_sealed(events: Sequence[int]) -> int:
    total = 0
    with connection.cursor() as cursor:
        for start in range(0, len(events), _AT_ONCE):
            part = events[start : start + _AT_ONCE]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"SELECT count(*) FROM leaf WHERE event IN ({marks})", part)
            total += cursor.fetchone()[0]
    return total
