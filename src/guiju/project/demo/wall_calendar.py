"""The wall calendar of the sample year, copied by hand, so that the sample does not borrow the clocks it is to test.

Minutes count from 1970-01-01 00:00 by the wall clock of the invented county; days likewise. The rest days and
make-up days of 2026 are those of law/notes.md section 7; the other years know week-ends only.
"""

from functools import lru_cache

import numpy as np

HOUR = 60
DAY = 1440

_RESTS = """
2026-01-01 2026-01-02 2026-01-03
2026-02-15 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-21 2026-02-22 2026-02-23
2026-04-04 2026-04-05 2026-04-06
2026-05-01 2026-05-02 2026-05-03 2026-05-04 2026-05-05
2026-06-19 2026-06-20 2026-06-21
2026-09-25 2026-09-26 2026-09-27
2026-10-01 2026-10-02 2026-10-03 2026-10-04 2026-10-05 2026-10-06 2026-10-07
"""
_MADE_UP = "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"


def minute(text: str) -> int:
    """The minute of a wall-clock reading such as ``2026-01-30 10:20``."""
    return int(np.datetime64(text.strip().replace(" ", "T"), "m").astype(np.int64))


def reading(at: int) -> str:
    """The wall-clock reading of a minute, as the sample writes it."""
    return str(np.datetime64(at, "m")).replace("T", " ")


def date_of(at: int) -> str:
    """The date of a minute, as a paper writes it."""
    return reading(at)[:10]


def day(text: str) -> int:
    """The number of a date such as ``2026-01-30``."""
    return minute(text) // DAY


RESTS = frozenset(day(text) for text in _RESTS.split())
MADE_UP = frozenset(day(text) for text in _MADE_UP.split())


@lru_cache(maxsize=4096)
def is_worked(number: int) -> bool:
    """Tell whether offices are open on a day (1970-01-01 was a Thursday)."""
    if number in MADE_UP:
        return True
    return number not in RESTS and (number + 3) % 7 < 5


def office(at: int, days: int, hour: int, minutes: int = 0) -> int:
    """A moment in office hours: on the first day worked that is at least ``days`` after ``at``."""
    number = at // DAY + days
    while not is_worked(number):
        number += 1
    return number * DAY + hour * HOUR + minutes
