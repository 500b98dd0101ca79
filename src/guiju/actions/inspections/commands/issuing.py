"""A circular is issued with the text of its figures and their hash: what was said cannot become something else."""

from hashlib import sha256

from guiju.actions.asking import draft_at, new_name
from guiju.actions.inspections.acts import ISSUE_CIRCULAR
from guiju.actions.inspections.circulars import count_month, countable_at
from guiju.actions.inspections.events import CIRCULAR_ISSUED
from guiju.actions.inspections.folding import circular_stream
from guiju.actions.unit_acts import hand_in_unit, viewer_of
from guiju.facts.commands import Appended
from guiju.facts.draft import Actor, Draft
from guiju.facts.wiring import wiring
from guiju.findings.life.deciding import checked_reason
from guiju.findings.life.recording import record
from guiju.values.event import FieldValue


def issue_circular(unit: str, month: str, *, remark: str = "", actor: Actor, at: int, idem_key: str) -> Appended:
    """Issue the circular of a unit for a month, counted from the ledger now; a later one of the month stands beside it.

    Raises:
        NotForYou: no role of his reaches the unit.
        MonthRefused: it is no month, or has not begun.
        ReasonMissing: the remark is too long.
    """
    said, name = checked_reason(remark, is_needed=False), new_name(actor, idem_key)

    def work() -> list[Draft]:
        now = wiring().clock()
        hand = hand_in_unit(viewer_of(actor), ISSUE_CIRCULAR, unit)
        counted_at = countable_at(now)
        content = count_month(unit, month, counted_at).to_text()
        fields: dict[str, FieldValue] = {
            "circular": name, "circular_month": month, "unit": unit, "circular_content": content,
            "content_hash": sha256(content.encode()).hexdigest(), "counted_at": counted_at, "decision_reason": said,
        }  # fmt: skip
        return [draft_at(CIRCULAR_ISSUED, hand, fields, at=at, now=now, stream=circular_stream(name), unit=unit)]

    asked: dict[str, FieldValue] = {"circular_month": month, "unit": unit, "decision_reason": said}
    return record(work, [circular_stream(name)], kind=CIRCULAR_ISSUED, asked=asked, actor=actor, idem_key=idem_key)
