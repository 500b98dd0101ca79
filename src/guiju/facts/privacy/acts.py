"""How an act about personal data is drafted: now, at the bureau, about one owner of a key."""

from collections.abc import Mapping
from datetime import timedelta

from guiju.facts.draft import Draft
from guiju.values.clock import LocalTime
from guiju.values.event import FieldValue

STREAM = "privacy:keys"
"""Everything that is decided about keys, holds and terms, in one order."""
_BEIJING = timedelta(hours=8)


def act(
    kind: str,
    fields: Mapping[str, FieldValue],
    *,
    at: int,
    stream: str = STREAM,
    reason: str = "",
    approver: str = "",
    unit: str = "",
) -> Draft:
    """A draft of something that is done now.

    Unit: ``at`` microseconds since the epoch.
    """
    day, second = LocalTime.fixed(_BEIJING).locate(at)
    offset = _BEIJING.seconds // 60
    return Draft(
        kind, at, day, second, offset, dict(fields), stream=stream, unit_as_of=unit, reason=reason, approver=approver
    )
