"""补录: what is recorded later than its type allows needs a reason and somebody else who approves it."""

from collections.abc import Mapping, Sequence

from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.values.clock import DAY_SECONDS, SECOND
from guiju.values.errors import GuijuError
from guiju.values.event import EventType
from guiju.values.limit import SUBDAY

_SECONDS = {**SUBDAY, "days": DAY_SECONDS}


class LateRecordUnapproved(GuijuError):
    """A late record came without its reason or without an approver other than who writes it."""

    code = "ledger.late_record"
    remedy = "请写明补录理由，并由另一人批准后提交；登记时间仍以系统时间为准。"


def needs_approval(kind: EventType, happened_at: int, recorded_at: int) -> bool:
    """Whether an event of this type, recorded then, is a 补录.

    Clock:  elapsed; a day is 24 hours. A limit in workdays or months is left to the rules, which know the calendar.
    Unit:   microseconds since the epoch.
    """
    amount, _, unit = kind.recorded_within.partition(" ")
    if unit not in _SECONDS or not amount.isdecimal():
        return False
    return recorded_at - happened_at > int(amount) * _SECONDS[unit] * SECOND


def record_late(drafts: Sequence[Draft], *, types: Mapping[str, EventType], actor: Actor, idem_key: str) -> Appended:
    """Record events by hand; those beyond their type's tolerance only with a reason and another person's approval.

    Reason and approver become part of the body, so that nobody can add them afterwards; scores go by the time of
    recording, which is the server's.

    Law:    ledger.md: 补录 needs approval and scores by ``recorded_at``.
    Raises:
        LateRecordUnapproved: reason or approver is missing, or the approver is who writes or for whom it is written.
        DraftRefused, IdemKeyReused, CorrectionRefused, TooBusy: as ``append``.
    """
    now = wiring().clock()
    for draft in drafts:
        kind = types.get(draft.type)
        if kind is None or not needs_approval(kind, draft.at, now):
            continue
        if not draft.reason.strip() or not draft.approver.strip():
            raise LateRecordUnapproved(f"“{kind.label}”已超过应录入的时限（{kind.recorded_within}），属于补录。")
        if draft.approver in (actor.name, draft.on_behalf):
            raise LateRecordUnapproved("补录不能由本人批准。")
    return append(drafts, actor=actor, idem_key=idem_key)
