"""When the light of a thread changes: the instants are stored, the light is read off them at the hour of looking.

Law: screens.md: green, blue past two thirds of the time, yellow with three days left, red when it is over.
Unit: microseconds since the epoch.
"""

from guiju.scores.reports.lights import BLUE, CLOSE_DAYS, GREEN, RED, YELLOW, Light
from guiju.values.clock import DAY_SECONDS, SECOND

SETTLED = Light("none", "已办结")
"""Of a thread that is closed and in which nothing is left to be done."""
CLOSE = CLOSE_DAYS * DAY_SECONDS * SECOND


def turns(trigger_at: int, due_at: int) -> tuple[int, int]:
    """From when on a duty's light is blue, and from when on yellow: the latter never before the former.

    >>> hour = 3_600_000_000
    >>> [at // hour for at in turns(0, 24 * hour)], [at // hour for at in turns(0, 720 * hour)]
    ([16, 16], [480, 648])
    """
    remind_at = trigger_at - (-2 * (due_at - trigger_at) // 3)
    return remind_at, max(remind_at, due_at - CLOSE)


def light_at(at: int, next_due_at: int | None, remind_at: int | None, warn_at: int | None, *, is_closed: bool) -> Light:
    """The worst light of all that is still to be done in a thread at an instant."""
    if next_due_at is None or remind_at is None or warn_at is None:
        return SETTLED if is_closed else GREEN
    if at > next_due_at:
        return RED
    if at >= warn_at:
        return YELLOW
    return BLUE if at >= remind_at else GREEN
