"""The fold over a dump: what each kind of line adds, in the order of the lines."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from guiju.facts.verify.parts.crossing import Crossing, Sourced
from guiju.facts.verify.parts.digests import DIGESTS
from guiju.facts.verify.parts.folding.checkpoint_chain import TOLERANCE, Checkpoints
from guiju.facts.verify.parts.folding.sealing import Sealing
from guiju.facts.verify.parts.folding.streams import Linked, Streams
from guiju.facts.verify.parts.outside.cosignature import Witnesses
from guiju.facts.verify.parts.outside.cosigned import Cosigned
from guiju.facts.verify.parts.outside.held import Held
from guiju.facts.verify.parts.outside.origins import Origins
from guiju.facts.verify.parts.outside.papers import Shelf, wrong_papers
from guiju.facts.verify.parts.problems import Report
from guiju.facts.verify.parts.rows import RANKS
from guiju.facts.verify.parts.saying import Unreadable, utc


class Head(NamedTuple):
    """The first lines of a dump, and its last."""

    ledger: str
    hash_name: str
    keys: list[tuple[str, bytes]]
    end: tuple[int, int, int]


class Events(NamedTuple):
    """The columns that ``EventColumns`` hands back."""

    indices: list[int]
    ids: list[int]
    streams: list[str]
    seqs: list[int]
    recorded: list[int]
    prevs: list[bytes]
    leaves: list[bytes]
    tree_leaves: list[bytes]
    idem: list[int]
    corrections: list[tuple[int, int, int, bytes]]
    begun: list[tuple[int, str, int]]
    sources: dict[tuple[int, str, int], list[int]]
    papers: list[tuple[int, str]]
    origins: list[tuple[int, str, Any]]
    faults: list[tuple[int, str, str]]


class Audit:
    """The fold over a dump's runs, in the order of its lines."""

    def __init__(
        self, head: Head, held: Sequence[Held], report: Report, witnesses: Witnesses | None = None,
        shelf: Shelf | None = None,
    ) -> None:  # fmt: skip
        digest = DIGESTS[head.hash_name]
        self.report, self._held, self._shelf = report, held, shelf
        self.checkpoints = Checkpoints(report, head.ledger, head.hash_name, digest)
        self.sealing = Sealing(report, self.checkpoints, digest)
        self.streams = Streams(report)
        self.cosigned = Cosigned(report, witnesses, min(head.end[2], 100_000))
        self.crossing = Crossing(report)
        self.origins = Origins()
        self.counted = {"events": 0, "leaves": 0, "unsealed": 0}
        self.papers = 0
        self._rank = -1
        self._open = False
        self.end: tuple[int, int, int] | None = None

    def take(self, kind: str, said: Any) -> None:
        """Go on with one run.

        Raises:
            Unreadable: lines of this kind do not stand here.
        """
        if RANKS[kind] < self._rank or self.end is not None:
            raise Unreadable(f"“{kind}”行不在应有的位置。", f"A line “{kind}” does not stand in its place.")
        self._rank = RANKS[kind]
        if self._rank >= RANKS["event"]:
            self._open_tree()
        _TAKE.get(kind, Audit._ignore)(self, said)

    def take_odd(self, line: int, kind: str, row: str, index: int | None, number: int | None, leaf: bytes) -> None:
        """Name a row with something else where an id, a place or a size belongs; the tree takes what it can use."""
        self.report.add("row.form", -1 if index is None else index, index=index, table=kind, line=line, row=row)
        self.counted["events"] += kind in ("event", "unsealed")
        self.counted["leaves"] += kind in ("event", "leaf")
        if number is not None:
            self.crossing.gone[number] = leaf
        if leaf:
            self.streams.miss(leaf, None if index is None else self.report.find("row.form", index=index))
        if index is not None:
            self._open_tree()
            self.sealing.take([index], [leaf], {})

    def _open_tree(self) -> None:
        if not self._open:
            self._open = True
            self.sealing.open(self._held)

    def _ignore(self, rows: Any) -> None:
        """The keys were read with the head."""

    def _take_checkpoints(self, rows: list[tuple[Any, ...]]) -> None:
        self.checkpoints.take(rows)

    def _take_cosignatures(self, rows: list[tuple[Any, ...]]) -> None:
        self.cosigned.take(rows)

    def _take_tiles(self, rows: list[tuple[int, int, bytes]]) -> None:
        self.sealing.take_tiles(rows)

    def _take_leaves(self, rows: list[tuple[int, int | None, bytes]]) -> None:
        self.counted["leaves"] += len(rows)
        for index, number, leaf in rows:
            self.report.add("event.missing", index, index=index, id=number)
            self.streams.miss(leaf, self.report.find("event.missing", index=index))
            if number is not None:
                self.crossing.gone[number] = leaf
            self.sealing.take([index], [leaf], {})

    def _take_events(self, said: tuple[Any, ...]) -> None:
        run = Events(*said)
        count = len(run.ids)
        self.counted["leaves"] += count
        self._name_faults(run, run.indices, run.indices)
        altered = frozenset(at for at, kind, _ in run.faults if kind in _ALTERED)
        self.sealing.take(run.indices, run.tree_leaves, {at: run.leaves[at] for at in altered})
        self._check_times(run)
        self._link(run, run.indices, run.indices, altered)

    def _take_unsealed(self, said: tuple[Any, ...]) -> None:
        run = Events(*said)
        start = self.sealing.top + self.counted["unsealed"]
        places = range(start, start + len(run.ids))
        nowhere: list[int | None] = [None] * len(run.ids)
        self.counted["unsealed"] += len(run.ids)
        self._name_faults(run, nowhere, places)
        altered = frozenset(at for at, kind, _ in run.faults if kind in _ALTERED)
        self._link(run, nowhere, places, altered)
        self.crossing.waiting.update(zip(run.ids, zip(run.streams, run.seqs, strict=True), strict=True))
        if self.checkpoints.good:
            earliest = self.checkpoints.good[-1].sealed_at - TOLERANCE
            for at, instant in enumerate(run.recorded):
                if instant < earliest:
                    self._name("unsealed.late", run, at, None, places[at], recorded_at=utc(instant))

    def _take_outbox(self, rows: list[tuple[int]]) -> None:
        self.crossing.outbox.update(dict.fromkeys(number for (number,) in rows))

    def _take_orphans(self, rows: list[tuple[Any, str, str]]) -> None:
        for number, kind, value in rows:
            self.report.add("key.orphan", self._after(), id=number, key_kind=kind, value=value)

    def _take_corrections(self, rows: list[tuple[int, int, int]]) -> None:
        self.crossing.indexed.update(dict.fromkeys(rows))

    def _take_end(self, rows: list[tuple[int, int, int]]) -> None:
        self.end = rows[0]
        if len(rows) > 1:
            raise Unreadable("导出文件有不止一个末行。", "The dump has more than one last line.")

    def _after(self) -> float:
        return self.sealing.top + self.counted["unsealed"] + 0.5

    def _link(
        self, run: Events, indices: Sequence[int | None], places: Sequence[float], altered: frozenset[int]
    ) -> None:
        self.counted["events"] += len(run.ids)
        self.papers += len(run.papers)
        for at, kind in wrong_papers(self._shelf, run.papers):
            self._name(kind, run, at, indices[at], places[at])
        for at, kind, told in run.origins:
            wrong = self.origins.take(kind, told)
            if wrong is not None:
                self.report.add(
                    wrong[0],
                    places[at],
                    index=indices[at],
                    id=run.ids[at],
                    stream=run.streams[at],
                    seq=run.seqs[at],
                    **wrong[1],
                )
        self.streams.follow(
            Linked(places, indices, run.ids, run.streams, run.seqs, run.prevs, run.leaves, run.tree_leaves, altered)
        )
        crossing = self.crossing
        crossing.ids.extend(run.ids)
        crossing.idem.extend(run.idem)
        crossing.take_leaves(run.leaves)
        crossing.altered.update((run.ids[at], run.tree_leaves[at]) for at in altered)
        crossing.said.update((link[:3], link[3]) for link in run.corrections)
        crossing.begun.update(run.begun)
        for source, (at, count) in run.sources.items():
            crossing.take_source(
                source, Sourced(places[at], indices[at], run.ids[at], run.streams[at], run.seqs[at], count)
            )

    def _check_times(self, run: Events) -> None:
        first = run.indices[0]
        if run.indices[-1] - first == len(run.indices) - 1 and all(one < other for one, other in pairwise(run.indices)):
            wrong = self.checkpoints.untimely(first, run.recorded)
        else:
            alone = self.checkpoints.untimely
            wrong = [at for at, index in enumerate(run.indices) if alone(index, run.recorded[at : at + 1])]
        for at in wrong:
            self._name("time.bounds", run, at, run.indices[at], run.indices[at], recorded_at=utc(run.recorded[at]))

    def _name_faults(self, run: Events, indices: Sequence[int | None], places: Sequence[float]) -> None:
        for at, kind, detail in run.faults:
            said = {"event.form": {"column": detail}, "event.schema": {"schema": detail}}.get(kind, {})
            self._name(kind, run, at, indices[at], places[at], **said)

    def _name(self, kind: str, run: Events, at: int, index: int | None, place: float, **said: object) -> None:
        self.report.add(kind, place, index=index, id=run.ids[at], stream=run.streams[at], seq=run.seqs[at], **said)

    def close(self, path: str, tasks: Sequence[tuple[int, int]]) -> None:
        """Say what only the whole can say, and the figures."""
        self._open_tree()
        self.sealing.close()
        self.crossing.close(path, tasks, self._after())
        counted = self.counted["events"], self.counted["leaves"], self.checkpoints.number
        names = (("记录", "events"), ("叶", "leaves"), ("检查点", "checkpoints"))
        for (zh, en), told, found in zip(names, self.end or (), counted, strict=True):
            if told != found:
                self.report.add("end.count", self._after() + 1, what=f"{zh}（{en}）", told=told, found=found)
        self.report.figures = {**self.counted, "checkpoints": self.checkpoints.number}
        if self.papers:
            self.report.figures["papers"] = self.papers
        self.cosigned.close(self.checkpoints.good, self.checkpoints.by_row)
        if self.checkpoints.good:
            last = self.checkpoints.good[-1]
            self.report.last = {"size": last.size, "root": last.root.hex(), "sealed_at": last.sealed_at}


_ALTERED = {"event.leaf", "event.form", "leaf.hash"}
_TAKE: dict[str, Callable[[Audit, Any], None]] = {
    "checkpoint": Audit._take_checkpoints,
    "cosignature": Audit._take_cosignatures,
    "tile": Audit._take_tiles,
    "event": Audit._take_events,
    "leaf": Audit._take_leaves,
    "unsealed": Audit._take_unsealed,
    "outbox": Audit._take_outbox,
    "orphan-key": Audit._take_orphans,
    "correction": Audit._take_corrections,
    "end": Audit._take_end,
}
