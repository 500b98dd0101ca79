"""What the verifier found wrong: which record, and between which two checkpoints it lies."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from guiju.facts.verify.parts.sentences import SENTENCES

DEFAULT_LIMIT = 100


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. ``place`` orders problems by the index at which they were found."""

    kind: str
    place: float
    index: int | None = None
    id: int | None = None
    stream: str | None = None
    seq: int | None = None
    details: tuple[tuple[str, object], ...] = ()

    def sentences(self) -> tuple[str, str]:
        """What is wrong, in Chinese and in English."""
        zh, en = SENTENCES[self.kind]
        known = dict(self.details)
        return zh.format_map(known), en.format_map(known)


class Boundary(NamedTuple):
    """Size and instant of a checkpoint, as far as they can be read."""

    size: int
    sealed_at: int


class Report:
    """All that was found about one file, clean or not."""

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        self.limit = limit
        self.subject = "dump"
        self.ledger = ""
        self.figures: dict[str, int] = {}
        self.last: dict[str, object] = {}
        self.counts: Counter[str] = Counter()
        self.boundaries: list[Boundary] = []
        self.notes: list[tuple[str, str]] = []
        self._kept: list[Problem] = []

    def add(self, kind: str, place: float, /, **said: object) -> None:
        """Keep a problem; of each kind the first ``limit`` are kept and all are counted."""
        self.counts[kind] += 1
        if self.counts[kind] <= self.limit:
            record = {name: said.pop(name) for name in ("index", "id", "stream", "seq") if name in said}
            self._kept.append(Problem(kind, place, details=tuple(said.items()), **record))  # type: ignore[arg-type]

    def replace(self, old: Problem, new: Problem | None) -> None:
        """Say something better of a problem than was known before, or that it is none."""
        if new is None:
            self.counts -= Counter({old.kind: 1})
        if old in self._kept:
            at = self._kept.index(old)
            self._kept[at : at + 1] = [] if new is None else [new]

    @property
    def clean(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.counts

    @property
    def problems(self) -> list[Problem]:
        """The first problems by the place at which they were found, at most ``limit``."""
        return sorted(self._kept, key=lambda problem: problem.place)[: self.limit]

    def find(self, kind: str, **said: object) -> Problem | None:
        """The kept problem of this kind with these columns."""
        for problem in self._kept:
            if problem.kind == kind and all(getattr(problem, name) == value for name, value in said.items()):
                return problem
        return None

    def between(self, problem: Problem) -> tuple[Boundary | None, Boundary | None]:
        """The checkpoints before and after the place of a problem."""
        sizes = [boundary.size for boundary in self.boundaries]
        after = bisect_right(sizes, problem.place)
        before = self.boundaries[after - 1] if after else None
        return before, self.boundaries[after] if after < len(sizes) else None
