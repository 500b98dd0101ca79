"""Days by looking them up: working days, months, midnights, the local day of an instant. A day < 0 is a missing year.

Law: values/clock.py; these tables are filled from its calendar. Unit: proleptic ordinals, microseconds.
"""

from typing import Any

from guiju.rules.sweep import layout as L

Law = Any


def missing_year(law: Law, day: int) -> int:
    """The error that says in which year ``day`` lies."""
    return -(law[law[L.H_MONTH_OF] + day - law[L.H_DAY0]] // 64 // 12)


def work_after(law: Law, day: int, amount: int) -> int:
    """The ``amount``-th working day after ``day``."""
    if amount <= 0:
        return day
    index = day + 1 - law[L.H_DAY0]
    if index < 0 or index >= law[L.H_DAYS]:
        return L.FAULT
    wanted = law[law[L.H_WORK_CUM] + index] + amount - 1
    missing = law[law[L.H_NEXT_MISSING] + index]
    found = L.FAR
    if wanted < law[L.H_WORK_COUNT]:
        found = law[law[L.H_WORK_LIST] + wanted]
    if found < missing:
        return found
    if missing >= L.FAR:
        return L.FAULT
    return missing_year(law, missing)


def work_before(law: Law, day: int, amount: int) -> int:
    """The ``amount``-th working day before ``day``."""
    left = amount
    while left > 0:
        day -= 1
        step = work_between(law, day - 1, day)
        if step < 0:
            return step
        left -= step
    return day


def work_between(law: Law, after: int, last: int) -> int:
    """How many working days d there are with after < d ≤ last."""
    if last <= after:
        return 0
    low, high = after + 1 - law[L.H_DAY0], last + 1 - law[L.H_DAY0]
    if low < 0 or high > law[L.H_DAYS]:
        return L.FAULT
    missing = law[law[L.H_NEXT_MISSING] + low]
    if missing <= last:
        return missing_year(law, missing)
    return law[law[L.H_WORK_CUM] + high] - law[law[L.H_WORK_CUM] + low]


def months_after(law: Law, day: int, months: int) -> int:
    """The same day ``months`` later; the last day stays the last day."""
    index = day - law[L.H_DAY0]
    if index < 0 or index >= law[L.H_DAYS]:
        return L.FAULT
    packed = law[law[L.H_MONTH_OF] + index]
    month, of_month = packed // 64, packed % 64
    row, target = month - law[L.H_MONTH0], month - law[L.H_MONTH0] + months
    if target < 0 or target + 1 >= law[L.H_MONTH_COUNT]:
        return L.FAULT
    starts = law[L.H_MONTH_START]
    length = law[starts + target + 1] - law[starts + target]
    if of_month >= length or day + 1 == law[starts + row + 1]:
        of_month = length
    return law[starts + target] + of_month - 1


def add(law: Law, unit: int, amount: int, day: int) -> int:
    """The last day of a limit in days, working days, months or years."""
    if unit == L.DAYS:
        return day + amount
    if unit == L.WORKDAYS:
        return work_after(law, day, amount)
    if unit == L.MONTHS:
        return months_after(law, day, amount)
    return months_after(law, day, amount * 12)


def roll(law: Law, day: int, clock: int) -> int:
    """``day``, or on the clock that rolls the next working day."""
    if clock == L.CLOCK_PERIOD:
        return work_after(law, day - 1, 1)
    return day


def midnight(law: Law, day: int) -> int:
    """The instant at which ``day`` begins; days outside the table lie in the far past or future."""
    index = day - law[L.H_DAY0]
    if index < 0:
        return -L.FAR
    if index >= law[L.H_DAYS]:
        return L.FAR
    return law[law[L.H_MIDNIGHT] + index]


def offset_at(law: Law, at: int) -> int:
    """How far local time is ahead at an instant. Unit: microseconds."""
    low, high = 0, law[L.H_ZONE_COUNT]
    while high - low > 1:
        middle = (low + high) // 2
        if law[law[L.H_ZONE_AT] + middle] <= at:
            low = middle
        else:
            high = middle
    return law[law[L.H_ZONE_OFFSET] + low]
