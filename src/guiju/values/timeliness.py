"""Whether a step was entered in time: how long after it happened somebody first recorded it.

Law: engine.md §4: beyond the tolerance that its type declares, an entry is 补录, and is shown. What an import does not
say about the source's own time of entry nobody knows.
"""

from datetime import datetime, tzinfo

from guiju.values.clock import DAY_SECONDS, SECOND, to_micros
from guiju.values.event import EventType, FieldValue
from guiju.values.limit import SUBDAY
from guiju.values.vocabulary import Vocabulary

_SECONDS = {**SUBDAY, "days": DAY_SECONDS}


def tolerance_of(kind: EventType) -> int | None:
    """How long after it happened an event of this type may be entered; None where its type sets no such time.

    Clock:  elapsed; a day is 24 hours. A limit in workdays or months needs a calendar and is left to the rules.
    Unit:   microseconds.
    """
    amount, _, unit = kind.recorded_within.partition(" ")
    if unit not in _SECONDS or not amount.isdecimal():
        return None
    return int(amount) * _SECONDS[unit] * SECOND


def tolerances_of(vocabulary: Vocabulary) -> dict[str, int]:
    """The tolerances of all types that set one, in microseconds."""
    found = {name: tolerance_of(kind) for name, kind in vocabulary.types.items()}
    return {name: tolerance for name, tolerance in found.items() if tolerance is not None}


def entered_instant(said: FieldValue | None, zone: tzinfo) -> int | None:
    """The instant at which a source says that it took a row in; naive times are meant in ``zone``.

    Unit:   microseconds since the epoch; None where the source says nothing, or nothing that is a date and a time.
    """
    if not isinstance(said, str) or len(said.strip()) <= len("2026-03-05"):
        return None
    try:
        moment = datetime.fromisoformat(said.strip().replace("/", "-"))
    except ValueError:
        return None
    return to_micros(moment if moment.tzinfo is not None else moment.replace(tzinfo=zone))
