"""Races: several people want the same thing at the same instant, and exactly one of them gets it.

Each kind is tried on so many objects; all that take part wait at a barrier and go at once, on connections of their own.
Negative control: the same hand-over on a bare table without a unique key is given to several.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from threading import Barrier
from time import sleep
from typing import Any

from django.db import connection, connections
from tests.chaos.contests import CONTESTS, Outcome
from tests.chaos.examination import examine
from tests.chaos.imports import imported_at_once
from tests.chaos.openings import open_at_once
from tests.chaos.places import placed
from tests.chaos.verified import verified
from tests.databases import using

from guiju.facts.seal.sealer import seal
from guiju.values.errors import GuijuError

RACERS = 4
IMPORTS = 50
"""A file costs seconds: one of them for so many objects of the other races."""
BETWEEN = 0.001
"""What a program does between reading and writing, in the control that has no lock."""


@dataclass
class Field:
    """Racers who keep their connections and always start together."""

    pool: ThreadPoolExecutor
    barrier: Barrier

    def race(self, moves: Sequence[Callable[[], Any]]) -> list[Outcome]:
        """What each of them got: an answer, or a refusal in Guiju's words; anything else is an accident."""
        return list(self.pool.map(self._one, moves))

    def _one(self, move: Callable[[], Any]) -> Outcome:
        self.barrier.wait(30)
        try:
            return Outcome(answer=move())
        except GuijuError as error:
            return Outcome(refused=error.code)
        except Exception as error:  # noqa: BLE001 — whatever a loser is told must be one of Guiju's own sentences
            return Outcome(accident=f"{type(error).__name__}: {error}"[:160])


@contextmanager
def field(count: int = RACERS) -> Iterator[Field]:
    """So many racers, hung up at the end."""
    barrier = Barrier(count)
    with ThreadPoolExecutor(count) as pool:
        try:
            yield Field(pool, barrier)
        finally:
            list(pool.map(lambda _: (barrier.wait(30), connections.close_all()), range(count)))


def run(db: str, *, seed: int, rounds: int) -> list[str]:
    """Every kind of race on ``rounds`` objects; every broken promise."""
    dice, problems = Random(seed), []
    with placed(db, is_durable=False) as place:
        address = place.ledger()
        with using(address), field() as racers:
            place.wire()
            for name, contest in CONTESTS.items():
                problems += _tried(name, contest, racers, dice, rounds)
            while seal():
                pass
            problems += examine({}, place.signer.public).wrong + verified(place.signer)
            problems += _without_a_lock(racers, rounds)
        problems += open_at_once(place, field, rounds)
        # Whole files cost seconds each: left out of the short form.
        problems += imported_at_once(place, times=rounds // IMPORTS)
    return problems


def _tried(name: str, contest: Any, racers: Field, dice: Random, rounds: int) -> list[str]:
    told, wrong = Counter[str](), []
    for number in range(rounds):
        moves, verdict = contest(f"{name}-{number}", RACERS, dice)
        outcomes = racers.race(moves)
        told.update(one.word for one in outcomes)
        wrong += [f"{name} {number}: {one.accident}" for one in outcomes if one.accident]
        wrong += [f"{name} {number}: {sentence}" for sentence in verdict(outcomes)]
    print(f"   {name}: {rounds} objects × {RACERS}: {dict(told)}; wrong {len(wrong)}", flush=True)
    return wrong


def _without_a_lock(racers: Field, rounds: int) -> list[str]:
    """The control: read the version, and write the next one where it is free, with nothing that decides."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_hand_over (item varchar(40), version integer, taker varchar(40))")
    doubled = 0
    for number in range(rounds):
        item = f"I{number}"
        racers.race([lambda taker=taker: _take_bare(item, f"P{taker}") for taker in range(RACERS)])  # noqa: B023 — raced at once
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM bare_hand_over WHERE item = %s", (item,))
            doubled += cursor.fetchone()[0] > 1
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bare_hand_over")
    print(f"   control, no lock: {doubled} of {rounds} objects given to several")
    return [] if doubled else ["no lock, and yet nothing doubled: the race is blind"]


def _take_bare(item: str, taker: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(version), 0) FROM bare_hand_over WHERE item = %s", (item,))
        if cursor.fetchone()[0]:
            return False
        sleep(BETWEEN)
        cursor.execute("INSERT INTO bare_hand_over VALUES (%s, 1, %s)", (item, taker))
    return True
