"""问题的处理: the words for what people decide about a finding."""

from functools import partial

from guiju.findings.events import ABOUT
from guiju.values.event import EventType

_ABOUT = tuple(key for key in ABOUT if key != "person")
"""A decision about police procedure is not filed under the person of the public whom the case concerns."""
_COMMON = ("finding", "rule", "decision_reason")


def _event(name: str, label: str, *attributes: str, flags: tuple[str, ...] = ()) -> EventType:
    return _declared(name, label, attributes=(*_COMMON, *attributes), flags=flags)


_declared = partial(EventType, keys=_ABOUT, retention="case", is_internal=True)

VERIFIED = "findings.verified"
REJECTED = "findings.rejected"
DATA_WANTED = "findings.data_wanted"
DISPUTED = "findings.disputed"
DISPUTE_DECIDED = "findings.dispute_decided"
OPINION_GIVEN = "findings.opinion_given"
OPINION_ADOPTED = "findings.opinion_adopted"
OPINION_OVERRULED = "findings.opinion_overruled"
VOTED = "findings.voted"
WAIVER_PROPOSED = "findings.waiver_proposed"
WAIVER_REFUSED = "findings.waiver_refused"
WAIVED = "findings.waived"
CLOSED = "findings.closed"
REOPENED = "findings.reopened"

EVENTS = (
    _event(VERIFIED, "核查属实", "finding_group", "group_size", "dispute_until", "recurrence_of"),
    _event(REJECTED, "核查不属实"),
    _event(DATA_WANTED, "要求补充数据", "wanted_until"),
    _event(DISPUTED, "提出申辩", "disputing_officer"),
    _event(DISPUTE_DECIDED, "处理申辩", "dispute", "dispute_leaf", "dispute_outcome"),
    _event(OPINION_GIVEN, "提出审核意见", "holds", flags=("holds",)),
    _event(OPINION_ADOPTED, "采纳审核意见", "opinion_event", "opinion_leaf"),
    _event(OPINION_OVERRULED, "未采纳审核意见", "opinion_event", "opinion_leaf"),
    _event(VOTED, "集体审议表决", "holds", flags=("holds",)),
    _event(WAIVER_PROPOSED, "提请豁免", "waiver_risk", "waived_from", "waived_until"),
    _event(WAIVER_REFUSED, "不同意豁免", "proposal", "proposal_leaf"),
    _event(WAIVED, "批准豁免", "proposal", "proposal_leaf", "waived_from", "waived_until"),
    _event(CLOSED, "问题销号", "order"),
    _event(REOPENED, "重新打开问题", "reopening_cause", "recurrence"),
)
LIFE_TYPES = frozenset(kind.name for kind in EVENTS)
