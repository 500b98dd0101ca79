"""The chain of each stream: numbers from 1 without a gap, each event naming the leaf of the one before."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from guiju.facts.verify.parts.event_leaf import NOTHING_BEFORE
from guiju.facts.verify.parts.problems import Problem, Report


class Linked(NamedTuple):
    """What the chain needs of consecutive events; ``altered`` are the offsets of those found wrong in themselves."""

    places: Sequence[float]
    indices: Sequence[int | None]
    ids: Sequence[int]
    streams: Sequence[str]
    seqs: Sequence[int]
    prevs: Sequence[bytes]
    leaves: Sequence[bytes]
    tree_leaves: Sequence[bytes]
    altered: frozenset[int]


class Streams:
    """The heads of all streams so far. What one altered or missing record explains is not named a second time."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._heads: dict[str, tuple[int, bytes]] = {}
        self._strays: dict[bytes, Problem | None] = {}
        self._gaps: dict[str, list[tuple[int, int]]] = {}

    def miss(self, leaf: bytes, problem: Problem | None) -> None:
        """Remember the leaf of a record that is gone: its successor will say where it stood."""
        self._strays[leaf] = problem

    def follow(self, run: Linked) -> None:
        """Go on with events in the order of the tree."""
        heads = self._heads
        for at, (stream, seq, prev, leaf) in enumerate(zip(run.streams, run.seqs, run.prevs, run.leaves, strict=True)):
            head = heads.get(stream)
            if head is None:
                if seq == 1 and prev == NOTHING_BEFORE:
                    heads[stream] = (1, leaf)
                else:
                    self._part(run, at, 1)
            elif seq == head[0] + 1 and prev == head[1]:
                heads[stream] = (seq, leaf)
            else:
                self._part(run, at, head[0] + 1)
        for at in run.altered:
            if run.tree_leaves[at] != run.leaves[at]:
                self._strays.setdefault(run.tree_leaves[at], None)

    def _part(self, run: Linked, at: int, expected: int) -> None:
        """A link that does not fit: explain it by what is known to be wrong, or name it, and go on from what stands."""
        stream, seq, prev, leaf = run.streams[at], run.seqs[at], run.prevs[at], run.leaves[at]
        if any(low <= seq < high for low, high in self._gaps.get(stream, ())):
            self._fill(stream, seq)
            return
        if at in run.altered:
            # It is named already; where it stood will be said by whoever names its leaf.
            self._strays.setdefault(leaf, None)
            return
        self._heads[stream] = (seq, leaf)
        if prev in self._strays or prev in self._rewritten(run):
            self._place_stray(prev, stream, seq)
        elif seq != expected:
            if seq > expected:
                self._gaps.setdefault(stream, []).append((expected, seq))
            self._name("chain.seq", run, at, expected=expected, found=seq)
        else:
            self._name("chain.prev", run, at)

    def _rewritten(self, run: Linked) -> set[bytes]:
        """The leaves in the tree of this run's records whose own leaf is another."""
        return {run.tree_leaves[at] for at in run.altered}

    def _place_stray(self, leaf: bytes, stream: str, seq: int) -> None:
        problem = self._strays.get(leaf)
        if problem is not None:
            placed = replace(problem, stream=stream, seq=seq - 1)
            self._report.replace(problem, placed)
            self._strays[leaf] = placed

    def _fill(self, stream: str, seq: int) -> None:
        """A record that waits to be sealed stands in the gap: then it is not missing, and is named for waiting."""
        for low, high in self._gaps.pop(stream):
            if low <= seq < high:
                problem = self._report.find("chain.seq", stream=stream, seq=high)
                if problem is not None:
                    self._report.replace(problem, None)

    def _name(self, kind: str, run: Linked, at: int, **said: object) -> None:
        self._report.add(
            kind,
            run.places[at],
            index=run.indices[at],
            id=run.ids[at],
            stream=run.streams[at],
            seq=run.seqs[at],
            **said,
        )
