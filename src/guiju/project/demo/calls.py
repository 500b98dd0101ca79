"""The mass of calls that lead to no case: drawn as columns, a month at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from guiju.project.demo.roster import Bureau
from guiju.project.demo.wall_calendar import DAY, day

FIRST_DAY = day("2026-01-01")
DAYS = 364
# How busy the hours of a day are, midnight first.
_HOURS = np.array([3, 2, 2, 1, 1, 1, 2, 4, 6, 7, 7, 6, 6, 6, 6, 7, 7, 7, 8, 9, 9, 8, 6, 4], dtype=float)
CHANNELS = ("110", "online")
VALID_ENDS = ("settled", "advised", "mediated_on_scene")
OTHER_ENDS = ("false_report", "misdialled", "handed_to_other_agency", "advised")
STEPS = (
    "calls.received",
    "calls.dispatched",
    "recordings.started",
    "calls.arrived",
    "calls.disposed",
    "recordings.ended",
)
# Every second call that turns out not to be valid is settled on the telephone: received and disposed of.
_BY_TELEPHONE = (0, 4)


@dataclass(slots=True)
class Months:
    """The rows of a month as columns: codes into lists of words, minus one where a row is silent."""

    columns: Mapping[str, tuple[np.ndarray, Sequence[object]]]
    at: np.ndarray


def draw_calls(bureaus: list[Bureau], total: int, valid: int, seed: int) -> Iterator[Months]:
    """All calls of the year but those of cases, ``valid`` of them valid, month after month."""
    dice = np.random.default_rng(seed)
    minutes = dice.integers(0, DAYS, total) * DAY
    minutes += dice.choice(24, total, p=_HOURS / _HOURS.sum()) * 60 + dice.integers(0, 60, total)
    received = np.minimum(np.sort(minutes), DAYS * DAY - 90) + FIRST_DAY * DAY
    good = np.zeros(total, dtype=bool)
    good[dice.choice(total, valid, replace=False)] = True
    places = _Places(bureaus)
    months = received.astype("datetime64[m]").astype("datetime64[M]").astype(np.int64)
    for month in range(int(months[0]), int(months[-1]) + 1) if total else ():
        chosen = np.flatnonzero(months == month)
        yield _month(received[chosen], good[chosen], chosen, places, dice)


class _Places:
    """Stations with the pairs that patrol for them, and the desks that send them."""

    def __init__(self, bureaus: list[Bureau]) -> None:
        self.words: dict[str, list[object]] = {"unit": [], "officer": []}
        self.stations: list[tuple[int, list[int], int, list[int]]] = []
        for bureau in bureaus:
            desk = bureau.offices["desk"]
            desk_code = self._code("unit", desk.name)
            senders = [self._code("officer", code) for code in desk.police()]
            for station in bureau.stations:
                names = station.police("investigator")
                pairs = [self._code("officer", f"{a}、{b}") for a, b in zip(names[::2], names[1::2], strict=False)]
                self.stations.append((self._code("unit", station.name), pairs, desk_code, senders))

    def _code(self, column: str, word: str) -> int:
        words = self.words[column]
        words.append(word)
        return len(words) - 1


def _month(at: np.ndarray, good: np.ndarray, serial: np.ndarray, places: _Places, dice: np.random.Generator) -> Months:
    count = len(at)
    emergency = ~good & (dice.random(count) < 0.05)
    sent = at + dice.integers(0, 2, count)
    there = sent + np.where(emergency, dice.integers(2, 5, count), dice.integers(4, 10, count))
    done = there + dice.integers(6, 45, count)
    where = dice.integers(0, len(places.stations), count)
    pick = dice.integers(0, 1 << 30, count)
    table = places.stations
    unit = np.array([row[0] for row in table])[where]
    desk = np.array([row[2] for row in table])[where]
    pair = _picked(where, pick, [row[1] for row in table])
    sender = _picked(where, pick, [row[3] for row in table])
    ends = [*VALID_ENDS, *OTHER_ENDS]
    end = np.where(good, dice.integers(0, 3, count), 3 + dice.integers(0, 4, count))
    scope = good | (dice.random(count) < 0.14)
    none = np.full(count, -1)
    steps = len(STEPS)

    def told(*codes: np.ndarray) -> np.ndarray:
        return np.stack(codes, axis=1).ravel()

    number = np.arange(count)
    columns: dict[str, tuple[np.ndarray, Sequence[object]]] = {
        "type": (np.tile(np.arange(steps), count), list(STEPS)),
        "unit": (told(desk, desk, unit, unit, unit, unit), places.words["unit"]),
        "officer": (told(sender, sender, pair, pair, pair, pair), places.words["officer"]),
        "call": (np.repeat(number, steps), [f"J2026{one:07}" for one in serial]),
        "recording": (told(none, none, number, none, none, number), [f"L2026{one:07}" for one in serial]),
        "kind": (told(none, none, none + 1, none, none, none), ["body_camera"]),
        "device": (told(none, none, pick % 40, none, none, none), [f"CAM-{one:02}" for one in range(1, 41)]),
        "channel": (told(dice.choice(2, count, p=[0.95, 0.05]), none, none, none, none, none), list(CHANNELS)),
        "emergency": (told(*[emergency * 1] * 2, none, none, emergency * 1, none), [False, True]),
        "zone": (told(none, serial % (3 - emergency), none, none, none, none), ["urban", "suburban", "rural"]),
        "valid": (told(none, none, none, none, good * 1, none), [False, True]),
        "police_scope": (told(none, none, none, none, scope * 1, none), [False, True]),
        "disposition": (told(none, none, none, none, end, none), ends),
    }
    at = told(at, sent, there - 2, there, done, done + 2)
    out = good | emergency | (dice.random(count) < 0.5)
    kept = np.repeat(out, steps) | np.isin(np.tile(np.arange(steps), count), _BY_TELEPHONE)
    return Months({name: (codes[kept], words) for name, (codes, words) in columns.items()}, at[kept])


def _picked(where: np.ndarray, pick: np.ndarray, choices: list[list[int]]) -> np.ndarray:
    width = max(map(len, choices))
    table = np.array([[row[nth % len(row)] for nth in range(width)] for row in choices])
    return table[where, pick % width]
