"""A date that a correction moves earlier is told by an event of its own, whoever corrected it and on whatever way.

Law: ledger.md: a date moved earlier by an import is itself a suspected finding; a page of law judges the event.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from guiju.facts.draft import Actor, Draft, Prepared, prepare
from guiju.facts.events import DATE_MOVED_EARLIER
from guiju.facts.histories import latest
from guiju.facts.take_in.mapping import DEFAULT_ZONE
from guiju.values.clock import LocalTime, from_micros
from guiju.values.event import KEYS, FieldValue
from guiju.values.recorded import Recorded

LEDGER = Actor("ledger", "system")
_LOCAL = LocalTime(ZoneInfo(DEFAULT_ZONE))


def moved_dates(recorded: Sequence[Recorded]) -> tuple[list[Prepared], list[str]]:
    """Events about those corrections among ``recorded`` that moved a date earlier, and their submission keys."""
    corrections = [one for one in recorded if one.corrects is not None]
    if not corrections:
        return [], []
    before = {one.id: one for one in latest([one.corrects for one in corrections if one.corrects is not None])}
    pairs = [(one, before[one.corrects]) for one in corrections if one.corrects is not None]
    moved = [(one, old) for one, old in pairs if one.event.at < old.event.at]
    return [prepare(_draft(one, old)) for one, old in moved], [f"moved:{one.leaf.hex()}" for one, _ in moved]


def _draft(one: Recorded, before: Recorded) -> Draft:
    about: dict[str, FieldValue] = {name: one.event.fields[name] for name in KEYS if name in one.event.fields}
    said: dict[str, FieldValue] = {
        "corrected_type": one.event.type, "corrected_subject": one.event.type.partition(".")[0],
        "moved_from": from_micros(before.event.at, _LOCAL.zone).isoformat(),
        "moved_to": from_micros(one.event.at, _LOCAL.zone).isoformat(),
        "moved_seconds": -(-(before.event.at - one.event.at) // 1_000_000),
        "by_import": one.batch is not None, "corrected_event": before.id, "corrected_event_leaf": before.leaf.hex(),
        "correction_leaf": one.leaf.hex(),
    }  # fmt: skip
    return Draft.of(
        DATE_MOVED_EARLIER, from_micros(one.recorded_at, _LOCAL.zone), about | said, local=_LOCAL, stream=one.stream,
        unit_as_of=one.unit_as_of,
    )  # fmt: skip
