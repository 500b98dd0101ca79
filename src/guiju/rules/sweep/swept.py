"""What a sweep found: per duty a few narrow columns, and the wider ones worked out when they are asked for."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from guiju.rules.sweep import layout as L
from guiju.rules.sweep.loops.kernel import TAG_FAN, TAG_NAME, TAG_WHY
from guiju.rules.sweep.snapshot import Snapshot
from guiju.values.verdict import Outcome

OUTCOMES = (
    Outcome.KEPT, Outcome.EXCUSED, Outcome.LATE, Outcome.OVERDUE, Outcome.BROKEN, Outcome.RUNNING, Outcome.UNKNOWN,
)  # fmt: skip
NO_INSTANT = np.iinfo(np.int64).min
NO_DAY = -1


@dataclass(slots=True)
class Part:
    """What one thread filled for some histories; ``ends`` counts duties up to the end of each.

    Without them (the short way) ``trigger`` is a row of the snapshot, which tells seq and history.
    """

    histories: np.ndarray | None
    page: np.ndarray
    trigger: np.ndarray
    outcome: np.ndarray
    due: np.ndarray
    settled: np.ndarray
    extras: np.ndarray
    instants: np.ndarray
    outside: np.ndarray
    ends: np.ndarray | None


@dataclass
class Swept:
    """Verdicts as columns: row i of each belongs to duty i.

    ``page`` numbers ``snapshot.editions``; ``trigger`` is the seq of the triggering row; ``outcome`` numbers
    ``OUTCOMES``. The narrow ``due`` holds a last local day (from 0), -1 for none, or ``-2 - k`` for instant k;
    ``settled`` a row of the snapshot, -1, or the same. Properties give them whole.
    """

    snapshot: Snapshot
    parts: list[Part] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(len(part.page) for part in self.parts)

    def _joined(self, name: str) -> np.ndarray:
        found = [getattr(part, name) for part in self.parts]
        return found[0] if len(found) == 1 else np.concatenate(found)

    @cached_property
    def page(self) -> np.ndarray:
        """Per duty the edition that decides, an index into ``snapshot.editions``."""
        return self._joined("page")

    @cached_property
    def rule(self) -> np.ndarray:
        """Per duty its rule, an index into ``snapshot.rules``."""
        of_page = np.array([number for number, rule in enumerate(self.snapshot.rules) for _ in rule.editions], np.int32)
        return of_page[self.page]

    @cached_property
    def trigger(self) -> np.ndarray:
        """Per duty the seq of its triggering row (of an opening row for a calendar period)."""
        seq = self.snapshot.col[L.C_SEQ]
        return np.concatenate([seq[part.trigger] if part.ends is None else part.trigger for part in self.parts])

    @cached_property
    def outcome(self) -> np.ndarray:
        """Per duty an index into ``OUTCOMES``."""
        return self._joined("outcome")

    @cached_property
    def history(self) -> np.ndarray:
        """Per duty its history, an index into ``snapshot.histories``."""
        return np.concatenate([self._histories(part) for part in self.parts])

    def _histories(self, part: Part) -> np.ndarray:
        if part.ends is None or part.histories is None:
            return np.searchsorted(self.snapshot.offsets, part.trigger, side="right") - 1
        return np.repeat(part.histories, np.diff(part.ends, prepend=0))

    @cached_property
    def due_on(self) -> np.ndarray:
        """Per duty the last local day (for ``wait`` the first allowed one), ``NO_DAY`` where there is none."""
        due = self._joined("due")
        return np.where(due >= 0, due, NO_DAY)

    @cached_property
    def due_at(self) -> np.ndarray:
        """Per duty the due instant (the midnight after the last day), ``NO_INSTANT`` where there is none."""
        found = np.concatenate([self._instants(part.due, part) for part in self.parts])
        days = self.due_on
        has_day = days >= 0
        itself = np.array([_opens_the_day(snapshot_edition) for snapshot_edition in self.snapshot.editions], bool)
        first_free = np.where(itself[self.page], days, days + 1)
        distinct, place = np.unique(first_free[has_day], return_inverse=True)
        midnights = np.array([self.snapshot.local.midnight(int(day)) for day in distinct], np.int64)
        found[has_day] = midnights[place] if len(distinct) else 0
        return found

    @cached_property
    def settled_at(self) -> np.ndarray:
        """Per duty the instant at which it was settled, ``NO_INSTANT`` where it is open."""
        return np.concatenate([self._instants(part.settled, part, rows=True) for part in self.parts])

    def _instants(self, codes: np.ndarray, part: Part, *, rows: bool = False) -> np.ndarray:
        found = np.full(len(codes), NO_INSTANT, np.int64)
        aside = codes <= -2
        found[aside] = part.instants[-2 - codes[aside]]
        if rows:
            found[codes >= 0] = self.snapshot.at[codes[codes >= 0]]
        return found

    @cached_property
    def fan(self) -> np.ndarray:
        """Per duty the seq of the row that it fans out over, or the first day of its period; -1 for neither."""
        found = np.full(len(self), -1, np.int64)
        for start, extras in self._extras():
            own = extras[extras[:, 1] == TAG_FAN]
            found[start + own[:, 0]] = own[:, 2]
        return found

    @cached_property
    def missing(self) -> np.ndarray:
        """Per duty an index into ``missing_names``; 0 where nothing is missing."""
        found = np.zeros(len(self), np.int32)
        words = {"": 0}
        names: dict[int, list[str]] = {}
        for start, extras in self._extras():
            for duty, tag, value in extras[extras[:, 1] != TAG_FAN].tolist():
                if tag == TAG_NAME:
                    names.setdefault(start + duty, []).append(self.snapshot.names[value])
                elif tag == TAG_WHY:
                    found[start + duty] = words.setdefault(self._reason(value), len(words))
        for duty, listed in names.items():
            found[duty] = words.setdefault("、".join(sorted(listed)), len(words))
        self.missing_names = list(words)
        return found

    missing_names: list[str] = field(default_factory=list, init=False)

    def _reason(self, code: int) -> str:
        return f"calendar {code - L.WHY_CALENDAR}" if code >= L.WHY_CALENDAR else self.snapshot.reasons[code]

    def _extras(self) -> list[tuple[int, np.ndarray]]:
        found, start = [], 0
        for part in self.parts:
            found.append((start, part.extras))
            start += len(part.page)
        return found

    @property
    def outside(self) -> dict[str, int]:
        """Per rule how many triggers lie outside all its editions."""
        total = sum((part.outside for part in self.parts), np.zeros(len(self.snapshot.rules), np.int64))
        return {rule.id: int(count) for rule, count in zip(self.snapshot.rules, total, strict=True) if count}


def _opens_the_day(edition: object) -> bool:
    """For ``wait`` in days the due day is the first that is allowed, and its own midnight the due instant."""
    from guiju.rules.model import Wait

    verb = getattr(edition, "verb", None)
    return isinstance(verb, Wait) and not verb.whole
