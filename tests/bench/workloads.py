"""What `bench write` writes: drafts as they come to a station, one stream of them per writer.

``harsh``: detentions at random in 2,000 cases, all of them long ago: every one is late for everything at once.
``county``: the events of the sample county in the order in which they happened, each recorded ten minutes later; the
two months before are in the ledger already and judged, as after an import.
"""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Protocol
from zlib import crc32

import numpy as np
from tests.ledgers import SHANGHAI, moment

from guiju.facts.appending import AT_ONCE
from guiju.facts.commands import append_chunk
from guiju.facts.draft import Actor, Draft, prepare
from guiju.facts.take_in import load_mapping, take_in
from guiju.facts.turns import writing
from guiju.facts.wiring import install, wiring
from guiju.project.catalogue import VOCABULARY
from guiju.project.demo.sample import write_sample

CASES, OFFICERS, UNITS = 2_000, 3_000, 60
"""A city's officers and stations, and as many cases as are open in one district."""
FROM_DAY = date(2026, 3, 1).toordinal()
DRAFTS = 60_000
LATER = 600_000_000
IMPORTER = Actor("import", "import")


class Workload(Protocol):
    """What is written: the drafts of one of several writers, and what stands in the ledger before."""

    name: str

    def prepare(self) -> int:
        """Bring the ledger into the state in which writing begins; the instant as of which it is to be judged."""

    def drafts(self, writer: int, writers: int) -> Iterator[Draft]:
        """The drafts of one writer, without end for our purposes."""


@dataclass
class Harsh:
    """Random detentions without any of what must follow."""

    seed: int
    name: str = "harsh"

    def prepare(self) -> int:
        """Nothing stands before."""
        return 0

    def drafts(self, writer: int, writers: int) -> Iterator[Draft]:
        """One after the other, as the seed has it."""
        dice = Random(f"{self.seed}/{writer}")
        while True:
            yield _detention(dice)


def _detention(dice: Random) -> Draft:
    """What a station hands in: a case, two officers, a unit and a few attributes."""
    return Draft.of(
        "custody.detained",
        moment(f"2026-03-{dice.randint(1, 28):02d}T{dice.randint(0, 23):02d}:{dice.randint(0, 59):02d}"),
        {
            "case": f"A{dice.randrange(CASES)}", "person": f"P{dice.randrange(CASES)}",
            "officer": tuple(sorted(f"{number:06d}" for number in dice.sample(range(OFFICERS), 2))),
            "unit": f"3301{dice.randrange(UNITS):02d}000000", "kind": "criminal", "place": "case_area",
            "note": "依法传唤，已告知权利。",
        },
        local=SHANGHAI,
    )  # fmt: skip


@dataclass
class County:
    """The sample county; ``folder`` holds its events once they are drawn, for all databases and processes."""

    seed: int
    folder: Path
    name: str = "county"
    _now: int = field(default=0, repr=False)

    def prepare(self) -> int:
        """Take in what happened before the first of March; nobody may follow yet."""
        self._follow_time()
        before, _ = self._drawn()
        self._now = before[-1].at + LATER
        for start in range(0, len(before), AT_ONCE):
            part = [prepare(one) for one in before[start : start + AT_ONCE]]
            with writing():
                append_chunk(part, actor=IMPORTER, idem_keys=[f"{start}#{number}" for number in range(len(part))])
        return self._now

    def drafts(self, writer: int, writers: int) -> Iterator[Draft]:
        """What happened afterwards; a case or a call is always one writer's, so that its events keep their order."""
        self._follow_time()
        for one in self._drawn()[1]:
            about = str(one.fields.get("case") or one.fields.get("call") or one.fields.get("unit"))
            if crc32(about.encode()) % writers == writer:
                self._now = max(self._now, one.at + LATER)
                yield one

    def _follow_time(self) -> None:
        install(replace(wiring(), clock=lambda: self._now))

    def _drawn(self) -> tuple[Sequence[Draft], Sequence[Draft]]:
        path = self.folder / "drafts.pickle"
        if not path.exists():
            path.write_bytes(pickle.dumps(_draw(self.folder, self.seed)))
        found: tuple[Sequence[Draft], Sequence[Draft]] = pickle.loads(path.read_bytes())
        return found


def _draw(folder: Path, seed: int) -> tuple[list[Draft], list[Draft]]:
    """The county's events before and from the first of March, in the order in which they happened."""
    sample = write_sample(folder, scale="county", seed=seed)
    table = take_in(sample.events_path, load_mapping(sample.mapping_path), vocabulary_known=VOCABULARY).table
    order = np.argsort(table.at, kind="stable")
    until = int(np.searchsorted(table.day[order], FROM_DAY))
    found = [
        Draft(one.type, one.at, one.day, one.second, int(table.offset[one.seq]), one.fields)
        for one in table.events(order[: until + DRAFTS])
    ]
    return found[:until], found[until:]
