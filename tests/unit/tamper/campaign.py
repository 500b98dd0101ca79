"""Every attack on one ledger, each on a fresh copy, and what came of it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.unit.tamper.column_edits import edits
from tests.unit.tamper.expectations import Expected, names
from tests.unit.tamper.families import FAMILIES
from tests.unit.tamper.hand import COLUMNS, Hand, hand_on
from tests.unit.tamper.rewriting import digest_of
from tests.unit.tamper.sample_ledger import Copy, Sample, verify

from guiju.facts.verify.parts.event_leaf import leaf_hash


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attack: the verifier's exit status, whether it named record and pair, and whether a chain alone saw it."""

    name: str
    status: int
    is_named: bool
    is_first: bool
    chain_saw: bool
    kinds: tuple[str, ...]

    @property
    def is_caught(self) -> bool:
        """Whether the attack was seen and the right record named."""
        return self.status == 1 and self.is_named


def columns(sample: Sample, copy: Copy, seed: int) -> Iterator[Outcome]:
    """Every column of every table of the ledger in turn."""
    with hand_on(sample.address) as hand:
        todo = list(edits(hand, random.Random(seed)))
    for edit in todo:
        there = sample.at(copy(sample.address))
        with hand_on(there.address) as hand:
            hand(edit.statement, *edit.values)
        yield _outcome(edit.name, there, edit.expected)


def families(sample: Sample, copy: Copy, seed: int) -> Iterator[Outcome]:
    """Every family of attack, and yesterday's backup in the place of today's database."""
    for name, attack in FAMILIES.items():
        there = sample.at(copy(sample.address))
        with hand_on(there.address) as hand:
            expected = attack(hand, there, random.Random(f"{seed} {name}"))
        yield _outcome(name, there, expected)
    yield _outcome("restore_an_older_backup", sample.at(sample.older), Expected(sizes=sample.sizes[-1:]))


def _outcome(name: str, sample: Sample, expected: Expected) -> Outcome:
    status, said = verify(sample)
    with hand_on(sample.address) as hand:
        seen = not chain_holds(hand)
    problems = said.get("problems", [])
    is_first = names({"problems": problems[:1]}, expected, sample)
    kinds = tuple(problem["kind"] for problem in problems[:3])
    return Outcome(name, status, names(said, expected, sample), is_first, seen, kinds)


def chain_holds(hand: Hand) -> bool:
    """The negative control: a chain per stream, and nothing else."""
    digest = digest_of(hand)
    heads: dict[str, tuple[int, bytes]] = {}
    keys: dict[int, list[tuple[str, str]]] = {}
    for event, kind, value in hand("SELECT event, kind, value FROM event_key"):
        keys.setdefault(event, []).append((kind, value))
    for row in hand(f"SELECT id, {', '.join(COLUMNS)}, body, prev, leaf FROM event ORDER BY stream, seq"):
        number, *header, body, prev, leaf = row
        before, last = heads.get(header[0], (0, bytes(32)))
        if (
            header[1] != before + 1
            or prev != last
            or leaf != leaf_hash(header, prev, keys.get(number, []), body, digest)
        ):
            return False
        heads[header[0]] = header[1], leaf
    return True
