"""How long people have: for a rebuttal, for missing data, for mending. Configuration, never law; counted in workdays.

Unit: instants in microseconds since the epoch.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from guiju.findings.law import law_in_force
from guiju.values.calendar import CalendarMissing
from guiju.values.clock import add_days
from guiju.values.errors import GuijuError
from guiju.values.limit import Limit

DISPUTE, DATA, WAIVER, RECURRENCE = "dispute", "data_wanted", "longest_waiver", "recurrence"
ORDER = "order_"
"""With a severity behind it: how long an order to mend runs."""


class TermUnknown(GuijuError):
    """A term cannot be reckoned: nobody has set it, or the calendar does not reach that far."""

    code = "findings.term"
    remedy = "请写明截止日期；或者先补录节假日历、设定期限后再办理。"


@dataclass(frozen=True, slots=True)
class WorkTerm:
    """One term: what people call it, how long it is, and who decided that (待核 until somebody has)."""

    label: str
    limit: Limit
    decided_by: str


_installed: list[Mapping[str, WorkTerm]] = []


def install_terms(terms: Mapping[str, WorkTerm]) -> None:
    """Hand over the terms in force; a later call replaces the former."""
    _installed[:] = [terms]


def term(name: str) -> WorkTerm:
    """The term of that name.

    Raises:
        TermUnknown: nobody has set it.
    """
    found = _installed[0].get(name) if _installed else None
    if found is None:
        raise TermUnknown(f"没有设定“{name}”的期限。")
    return found


def end_of(limit: Limit, since: int) -> int:
    """When a limit that begins at an instant is over: the end of its last day; hours and minutes run as they are.

    Raises:
        TermUnknown: the calendar of a year it runs through is missing.
    """
    if limit.is_elapsed:
        return since + limit.micros
    law = law_in_force()
    day, _ = law.local.locate(since)
    try:
        last = add_days(day, limit, law.pack.calendar)
    except CalendarMissing as error:
        raise TermUnknown(f"没有 {error.year} 年的节假日历，算不出截止日期。") from error
    return law.local.midnight(last + 1)
