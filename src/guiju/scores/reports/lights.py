"""Four colours, each with its word: 绿 正常, 蓝 提醒, 黄 临期, 红 超期."""

from dataclasses import dataclass

import numpy as np

from guiju.values.clock import DAY_SECONDS, SECOND
from guiju.values.finding import RuleCount

CLOSE_DAYS = 3


@dataclass(frozen=True, slots=True)
class Near:
    """Running duties of one rule that come due soon: past two thirds of their time, or with three days left."""

    reminded: int = 0
    close: int = 0


NOTHING_NEAR = Near()


@dataclass(frozen=True, slots=True)
class Light:
    """A colour and the word that says the same without it."""

    colour: str
    word: str


RED = Light("red", "超期")
BROKEN = Light("red", "不符")
YELLOW = Light("yellow", "临期")
BLUE = Light("blue", "提醒")
GREEN = Light("green", "正常")
GREY = Light("grey", "未决")
NONE = Light("none", "未涉及")


def light_of_running(trigger_at: int, due_at: int, as_of: int) -> Light:
    """How near a running duty is to its end: yellow within three days of it, blue past two thirds of the time.

    A limit shorter than three days is never "within three days" from the start: it turns yellow past two thirds.
    Unit: microseconds since the epoch.

    >>> hour = 3_600_000_000
    >>> [light_of_running(0, 24 * hour, at * hour).word for at in (15, 16, 23)]
    ['正常', '临期', '临期']
    >>> [light_of_running(0, 30 * 24 * hour, day * 24 * hour).word for day in (19, 20, 26, 27)]
    ['正常', '提醒', '提醒', '临期']
    """
    past_two_thirds = 3 * (as_of - trigger_at) >= 2 * (due_at - trigger_at)
    if past_two_thirds and due_at - as_of <= CLOSE_DAYS * DAY_SECONDS * SECOND:
        return YELLOW
    return BLUE if past_two_thirds else GREEN


def lights_of_running(trigger_at: np.ndarray, due_at: np.ndarray, as_of: int) -> tuple[np.ndarray, np.ndarray]:
    """As ``light_of_running`` for many duties at once: which are blue, and which are yellow. Shapes: as given."""
    past_two_thirds = 3 * (as_of - trigger_at) >= 2 * (due_at - trigger_at)
    close = past_two_thirds & (due_at - as_of <= CLOSE_DAYS * DAY_SECONDS * SECOND)
    return past_two_thirds & ~close, close


def light_of(count: RuleCount, findings: int, near: Near = NOTHING_NEAR) -> Light:
    """How one rule stands as a whole: its worst light; grey where nothing could be decided."""
    if findings:
        return RED if count.late or count.overdue else BROKEN
    if near.close:
        return YELLOW
    if near.reminded:
        return BLUE
    if not count.duties:
        return NONE
    return GREY if count.unknown == count.duties else GREEN
