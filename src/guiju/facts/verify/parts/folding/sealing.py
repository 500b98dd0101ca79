"""The tree of a dump as it grows leaf by leaf, compared with every signed root and every stored tile."""

from collections.abc import Sequence
from typing import NamedTuple

from guiju.facts.verify.parts.digests import Digest
from guiju.facts.verify.parts.folding.checkpoint_chain import Checkpoints
from guiju.facts.verify.parts.outside.held import Held
from guiju.facts.verify.parts.problems import Report
from guiju.facts.verify.parts.tree import Peaks


class Stop(NamedTuple):
    """A size at which the root is known from outside the rows: signed here, or held elsewhere."""

    size: int
    held: bool
    root: bytes


class Sealing:
    """The tree, and where it is. After a root that cannot be explained the later ones are counted, not named."""

    def __init__(self, report: Report, checkpoints: Checkpoints, digest: Digest) -> None:
        self.top = 0
        self._report, self._checkpoints, self._digest = report, checkpoints, digest
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._full: list[tuple[int, int, bytes]] = []
        self._tree = Peaks(digest, lambda level, place, root: self._full.append((level, place, root)))
        self._settled = self._tree.copy()
        self._span = bytearray()
        self._others: dict[int, bytes] = {}
        self._stops: list[Stop] = []
        self._stop = 0
        self._broken = False
        self._failed: tuple[int, int, int] | None = None
        self._later = 0

    def take_tiles(self, rows: Sequence[tuple[int, int, bytes]]) -> None:
        """Remember what the table of tiles says."""
        for level, place, root in rows:
            self._tiles[level, place] = root

    def open(self, held: Sequence[Held]) -> None:
        """All checkpoints are known: say which roots are to be met on the way, and compare texts of equal size."""
        good = {one.size: one for one in self._checkpoints.good}
        stops = [Stop(size, False, one.root) for size, one in good.items() if size]
        for one in held:
            size = one.said.size
            if size not in self._checkpoints.texts:
                stops.append(Stop(size, True, one.said.root))
            elif self._checkpoints.texts[size] != self._digest(one.text):
                same = size in good and good[size].root == one.said.root
                self._report.add("held.text" if same else "held.root", size - 0.4, size=size)
        self._stops = sorted(stops)
        if not good:
            self._report.add("checkpoint.none", -1)

    def take(self, indices: Sequence[int], leaves: Sequence[bytes], others: dict[int, bytes]) -> None:
        """Go on with leaves at ``indices``; ``others`` says by offset what a record holds where its leaf differs."""
        if indices == list(range(self.top, self.top + len(indices))):
            self._others.update({self.top + at: leaf for at, leaf in others.items()})
            self._grow(leaves)
            return
        for at, (index, leaf) in enumerate(zip(indices, leaves, strict=True)):
            if index < self.top:
                self._report.add("index.twice", index + 0.1, index=index)
                continue
            if index > self.top:
                self._report.add("index.gap", self.top, index=self.top, first=self.top, last=index - 1)
                self._broken, self.top = True, index
            if at in others:
                self._others[index] = others[at]
            self._grow([leaf])

    def _grow(self, leaves: Sequence[bytes]) -> None:
        done = 0
        while self._stop < len(self._stops) and self._stops[self._stop].size <= self.top + len(leaves) - done:
            stop = self._stops[self._stop]
            step = max(stop.size - self.top, 0)
            self._feed(leaves[done : done + step])
            self._settle(stop)
            done += step
            self._stop += 1
        self._feed(leaves[done:])

    def _feed(self, leaves: Sequence[bytes]) -> None:
        self.top += len(leaves)
        if not self._broken and leaves:
            self._tree.extend(leaves)
            self._span += b"".join(leaves)

    def _settle(self, stop: Stop) -> None:
        """Compare the root; where a leaf in the tree is not its record's, try the record's before giving up."""
        if self._broken:
            self._later += 1
            return
        first, last = self._settled.size, stop.size - 1
        if self._tree.root() != stop.root:
            if self._mend(stop):
                self._report.add("checkpoint.root", last + 0.5, size=stop.size, first=first, last=last, later=0)
            elif stop.held:
                self._report.add("held.root", stop.size - 0.4, size=stop.size)
                return
            else:
                self._broken, self._failed = True, (*self._narrow(first, last), stop.size)
                return
        self._check_tiles()
        self._settled = self._tree.copy()
        self._span.clear()
        self._others = {index: leaf for index, leaf in self._others.items() if index >= stop.size}

    def _mend(self, stop: Stop) -> bool:
        first, span = self._settled.size, self._span
        others = {index - first: leaf for index, leaf in self._others.items() if index < stop.size}
        if not others:
            return False
        leaves = [others.get(at // 32, bytes(span[at : at + 32])) for at in range(0, len(span), 32)]
        before, self._full = self._full, []
        tree = self._settled.copy()
        tree.extend(leaves)
        if tree.root() != stop.root:
            self._full = before
            return False
        self._tree = tree
        return True

    def _narrow(self, first: int, last: int) -> tuple[int, int]:
        """A stored tile that the tree does not give says within 256 where the altered leaf is."""
        for level, place, root in self._full:
            if level == 8 and self._tiles.get((level, place), root) != root:
                return max(first, place << 8), min(last, (place + 1 << 8) - 1)
        return first, last

    def _check_tiles(self) -> None:
        for level, place, root in self._full:
            stored = self._tiles.pop((level, place), None)
            if stored != root:
                kind = "tile.missing" if stored is None else "tile.hash"
                self._report.add(kind, (place + 1 << level) - 0.3, level=level, number=place)
        self._full.clear()

    def close(self) -> None:
        """All leaves are known: name what was cut, what nobody signed, and what is held outside and not here."""
        report, good = self._report, self._checkpoints.good
        signed = max((one.size for one in good), default=0)
        if signed > self.top:
            report.add("leaf.cut", self.top, index=self.top, size=signed, leaves=self.top)
        elif good and signed < self.top:
            report.add("leaf.uncovered", signed, index=signed, number=self.top - signed)
        for stop in self._stops[self._stop :]:
            if stop.held:
                report.add("held.ahead", stop.size - 0.4, size=stop.size, leaves=self.top)
        if self._failed is not None:
            first, last, size = self._failed
            report.add("checkpoint.root", last + 0.5, size=size, first=first, last=last, later=self._later)
        if not self._broken:
            self._check_tiles()
            for level, place in sorted(self._tiles):
                # Tiles over leaves that were cut off are no second finding.
                if not self.top < (place + 1) << level <= signed:
                    report.add("tile.extra", (place << level) + 0.3, level=level, number=place)
