"""Which rows a page speaks of, as ascending lists, each kept once; and where every row stands in its history.

Law: none; only rows up to as_of are listed.
"""

from collections.abc import Sequence

import numpy as np

from guiju.rules.sweep import layout as L


def stands_of(at: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Per row the first row of its history, the first and the next after those of its instant, and the end."""
    size, place = len(at), np.empty((len(at), L.STANDS), np.int32)
    lengths = np.diff(offsets)
    place[:, L.LOW], place[:, L.HIGH] = np.repeat(offsets[:-1], lengths), np.repeat(offsets[1:], lengths)
    fresh = np.ones(size + 1, bool)
    if size:
        np.not_equal(at[1:], at[:-1], out=fresh[1:-1])
        fresh[offsets[:-1]] = True
    groups = np.flatnonzero(fresh)
    sizes = np.diff(groups)
    place[:, L.SINCE], place[:, L.AFTER] = np.repeat(groups[:-1], sizes), np.repeat(groups[1:], sizes)
    return place


class Postings:
    """The lists of one snapshot: rows whose code is one of these, on these days."""

    def __init__(self, codes: np.ndarray, days: np.ndarray, at: np.ndarray, as_of: int, code_count: int) -> None:
        self.codes, self.days, self.size = codes, days, len(codes)
        seen = np.flatnonzero(at <= as_of)
        narrow = codes[seen].astype(np.uint16 if code_count < 1 << 16 else np.int32)
        self._rows = seen[np.argsort(narrow, kind="stable")].astype(np.int32)
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(narrow, minlength=code_count))])
        self._first, self._last = (int(days.min()), int(days.max())) if len(days) else (0, 0)
        self._numbers: dict[tuple[object, ...], int] = {}
        self._lists: list[np.ndarray] = []

    def of(self, codes: Sequence[int], first: int | None = None, end: int | None = None) -> int:
        """The number of the list of rows with these codes, where asked on days from ``first`` to before ``end``."""
        low = None if first is None or first <= self._first else first
        high = None if end is None or end > self._last else end
        key = (*codes, "from", low, high)
        if key not in self._numbers:
            rows = self._of_codes(codes)
            if (low is not None and low > self._last) or (high is not None and high <= self._first):
                rows = rows[:0]
            elif low is not None or high is not None:
                days = self.days[rows]
                rows = rows[(days >= (low if low is not None else 0)) & (days < (high if high is not None else L.FAR))]
            self._numbers[key] = len(self._lists)
            self._lists.append(rows)
        return self._numbers[key]

    def rows(self, number: int) -> np.ndarray:
        """The rows of one list."""
        return self._lists[number]

    def _of_codes(self, codes: Sequence[int]) -> np.ndarray:
        parts = [self._rows[self._starts[code] : self._starts[code + 1]] for code in codes]
        if not parts:
            return np.empty(0, np.int32)
        return parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts), kind="stable")

    def lists(self) -> tuple[np.ndarray, np.ndarray]:
        """All lists behind one another, each closed by the row beyond all others; where each begins, and how many."""
        beyond = np.array([self.size], np.int32)
        joined = [part for rows in self._lists for part in (rows, beyond)]
        counts = np.array([len(rows) for rows in self._lists], np.int64)
        starts = np.concatenate([[0], np.cumsum(counts + 1)[:-1]]) if len(counts) else counts
        records = np.stack([starts, counts], axis=1).astype(np.int64).ravel()
        return (np.concatenate(joined) if joined else beyond), records
