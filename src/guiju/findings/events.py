"""问题: the words for what is recorded of a finding itself."""

import hashlib
from functools import partial

from guiju.values.event import COMMON_KEYS, KEYS, EventType

_FIELDS = (
    "finding", "rule", "edition", "history_kind", "history_value", "trigger", "fan", "trigger_type", "trigger_at",
    "outcome", "due_at", "severity", "measure", "citation", "law_digest",
)  # fmt: skip
ABOUT = tuple(key for key in KEYS if key not in COMMON_KEYS)
"""What a finding can be about besides officer and unit, which every event may name."""
_event = partial(EventType, keys=ABOUT, retention="case", attributes=_FIELDS, is_internal=True)

SUSPECTED, WITHDRAWN = "findings.suspected", "findings.withdrawn"
EVENTS = (_event(SUSPECTED, "登记疑似问题"), _event(WITHDRAWN, "撤回疑似问题"))


def short_name(name: str) -> str:
    """The name of a finding itself, or its hash where a column could not hold it."""
    return name if len(name) <= 140 else hashlib.sha256(name.encode()).hexdigest()


def stream_of(name: str) -> str:
    """The stream in which everything that is recorded of a finding stands."""
    return f"finding:{short_name(name)}"
