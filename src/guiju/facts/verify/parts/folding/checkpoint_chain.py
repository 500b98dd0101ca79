"""The chain of checkpoints of a dump, and what it says of the time of events (docs/ledger-format.md §4)."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from guiju.facts.verify.parts.checkpoint import Checkpoint
from guiju.facts.verify.parts.digests import Digest
from guiju.facts.verify.parts.problems import Boundary, Report

TOLERANCE = 60_000_000
"""Microseconds by which an event may be older than the checkpoint before it: its transaction began before."""


class Checkpoints:
    """The checkpoints of a dump, checked one after another.

    ``good`` are those that can be believed; ``by_row`` says by the size in a row which of these it is, if it is one.
    """

    def __init__(self, report: Report, ledger: str, hash_name: str, digest: Digest) -> None:
        self._report, self._ledger, self._hash_name, self._digest = report, ledger, hash_name, digest
        self.number = 0
        self.good: list[Checkpoint] = []
        self.by_row: dict[int, Checkpoint | None] = {}
        self.texts: dict[int, bytes] = {}
        self._size = -1
        self._before: bytes | None = bytes(32)

    def take(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Check the next rows: size, the text's values, the text's digest, the fault of its signature, the key's id."""
        for size, values, digest, fault, key_id in rows:
            said = None if values is None else Checkpoint(*values)
            believed = None if fault else said
            # Where only the column was altered, the text, which was signed, is what the others are held against.
            true = size if believed is None else believed.size
            wrong = [fault] if fault else []
            if self.number == 0 and (true != 0 or (believed and believed.previous != bytes(32))):
                wrong.append("checkpoint.first")
            if true != size or true <= self._size:
                wrong.append("checkpoint.size")
            if believed:
                wrong += self._compare(believed)
            for kind in wrong:
                self._report.add(kind, true - 0.5, size=size, key_id=key_id)
            self.number += 1
            # A text that cannot be believed does not speak against its successor.
            self._before = digest if believed else None
            if believed:
                grows, self._size = true > self._size, max(true, self._size)
                self.texts[true] = digest
                if grows and not {"checkpoint.ledger", "checkpoint.sealed_at"} & set(wrong):
                    self._keep(believed)
            self.by_row[size] = believed if believed in self.good[-1:] else None

    def _keep(self, said: Checkpoint) -> None:
        """Count it among the good ones; what it says of the schema is told where it differs from the one before."""
        if self.good and self.good[-1].schema != said.schema:
            before = self.good[-1].size
            self._report.notes.append(
                (
                    f"检查点（大小 {before}）与检查点（大小 {said.size}）之间，数据库的表结构或触发器变过："
                    "程序升级会这样，触发器被卸下也会这样。",
                    f"Between the checkpoints of size {before} and of size {said.size} the schema or the triggers of "
                    "the database changed: an upgrade does that, and so does a trigger that was dropped.",
                )
            )
        self.good.append(said)
        self._report.boundaries.append(Boundary(said.size, said.sealed_at))

    def _compare(self, said: Checkpoint) -> list[str]:
        wrong = []
        if said.ledger != self._ledger or said.hash_name != self._hash_name:
            wrong.append("checkpoint.ledger")
        if self.number and self._before is not None and said.previous != self._before:
            wrong.append("checkpoint.previous")
        if self.good:
            last = self.good[-1]
            if said.sealed_at < last.sealed_at:
                wrong.append("checkpoint.sealed_at")
            if said.epoch < last.epoch:
                wrong.append("checkpoint.epoch")
        if said.size == 0 and said.root != self._digest(b""):
            wrong.append("checkpoint.empty")
        return wrong

    def untimely(self, first: int, recorded: Sequence[int]) -> list[int]:
        """The offsets of those of consecutive events, from index ``first``, whose instant their checkpoints forbid."""
        boundaries = self._report.boundaries
        after = bisect_right(boundaries, first, key=lambda boundary: boundary.size)
        out: list[int] = []
        start = 0
        while start < len(recorded):
            stop = len(recorded)
            low, high = -(1 << 63), 1 << 63
            if after:
                low = boundaries[after - 1].sealed_at - TOLERANCE
            if after < len(boundaries):
                stop = min(stop, boundaries[after].size - first)
                high = boundaries[after].sealed_at
            part = recorded[start:stop]
            if min(part) < low or max(part) > high:
                out += [at for at, instant in enumerate(part, start) if not low <= instant <= high]
            start, after = stop, after + 1
        return out
