"""Room for results: large arrays are used again once nobody looks at them, for the system is slow to give new ones."""

import sys

import numpy as np

_SMALL = 1 << 16
_KINDS = (np.int64, np.int32, np.int32, np.int32, np.uint16, np.uint8)


def _holders(rooms: list[np.ndarray]) -> int:
    """How often the array in a list is referred to; every column cut from it counts."""
    return sys.getrefcount(rooms[0])


_ALONE = _holders([np.empty(1, np.uint8)])


class Rooms:
    """The room of one snapshot's sweeps. Unit: bytes."""

    def __init__(self) -> None:
        self._spare: list[np.ndarray] = []

    def take(self, duties: int, aside: int) -> list[np.ndarray]:
        """Columns for so many duties: page, trigger, outcome, due, settled; last the instants set aside."""
        lengths = (aside, duties, duties, duties, duties, duties)
        if 16 * duties + 8 * aside < _SMALL:
            found = [np.empty(length, kind) for length, kind in zip(lengths, _KINDS, strict=True)]
        else:
            widths = [np.dtype(kind).itemsize for kind in _KINDS]
            ends = np.cumsum([-(-length * width // 64) * 64 for length, width in zip(lengths, widths, strict=True)])
            room, found, place = self._room(int(ends[-1])), [], 0
            for length, kind, end in zip(lengths, _KINDS, ends.tolist(), strict=True):
                found.append(room[place:end].view(kind)[:length])
                place = end
        instants, due, settled, trigger, page, outcome = found
        return [page, trigger, outcome, due, settled, instants]

    def _room(self, size: int) -> np.ndarray:
        """Room that no column of an earlier sweep lives in, and that no other thread is given meanwhile."""
        try:
            spare = [self._spare.pop()]
        except IndexError:
            spare = []
        if not spare or len(spare[0]) < size or _holders(spare) != _ALONE:
            spare = [np.empty(size, np.uint8)]
        room = spare[0]
        self._spare = spare
        return room
