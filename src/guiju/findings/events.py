"""问题: the words for what is recorded of a finding itself, and of the law that findings are judged by."""

import hashlib
from functools import partial

from guiju.values.event import COMMON_KEYS, KEYS, EventType

_FIELDS = (
    "finding", "rule", "edition", "history_kind", "history_value", "trigger", "fan", "trigger_type", "trigger_at",
    "outcome", "due_at", "severity", "measure", "citation", "law_digest", "published_digest",
)  # fmt: skip
ABOUT = tuple(key for key in KEYS if key not in COMMON_KEYS)
"""What a finding can be about besides officer and unit, which every event may name."""
_event = partial(EventType, keys=ABOUT, retention="case", attributes=_FIELDS, is_internal=True)

SUSPECTED, WITHDRAWN = "findings.suspected", "findings.withdrawn"

MADE = "findings.made"
"""Made by somebody who looked, and not by the judge: the trigger of such a finding is this event itself."""
_BY_HAND = ("inspection", "item_number", "checklist", "question", "question_text", "decision_reason")

LAW_STREAM = "law"
PAGE_PROPOSED, PAGE_PUBLISHED = "law.page_proposed", "law.page_published"
PAGE_REFUSED, PAGE_WITHDRAWN = "law.page_refused", "law.page_withdrawn"
_law = partial(EventType, retention="ledger", is_internal=True)
_DECIDED = ("proposal", "proposal_leaf", "content_hash", "law_page", "decision_reason")
LAW_EVENTS = (
    _law(
        PAGE_PROPOSED, "提请发布规则页",
        attributes=(
            "law_page", "page_text", "page_title", "in_force_from", "decision_reason", "change_basis", "is_correction",
            "replaced_digest", "shipped_digest", "content_hash", "pack_origin",
        ), flags=("is_correction",),
    ),
    _law(PAGE_PUBLISHED, "发布规则页", attributes=(*_DECIDED, "page_text", "in_force_from", "proposed_by")),
    _law(PAGE_REFUSED, "不同意发布规则页", attributes=_DECIDED),
    _law(PAGE_WITHDRAWN, "撤回规则页的提请", attributes=_DECIDED),
)  # fmt: skip
EVENTS = (
    _event(SUSPECTED, "登记疑似问题"),
    _event(WITHDRAWN, "撤回疑似问题"),
    _event(MADE, "登记人工检查发现", attributes=(*_FIELDS, *_BY_HAND)),
    *LAW_EVENTS,
)


def short_name(name: str) -> str:
    """The name of a finding itself, or its hash where a column could not hold it."""
    return name if len(name) <= 140 else hashlib.sha256(name.encode()).hexdigest()


def stream_of(name: str) -> str:
    """The stream in which everything that is recorded of a finding stands."""
    return f"finding:{short_name(name)}"
