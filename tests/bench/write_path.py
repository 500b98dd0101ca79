"""The write path: `./guiju bench write [--seconds 60] [--db sqlite|postgresql|both] [--writers 4] [--seed N]`.

First throughput: single events from several writers (threads on SQLite, processes on PostgreSQL with fsync on), the
sealer running beside them; every acknowledged event must stand, and be sealed within 5 seconds of the last one. Then
the price of an append: interleaved with a bare INSERT and COMMIT on the same driver in the same durability mode, and
with ``save()`` of one plain row through Django; the worst of three is what counts.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import get_context
from random import Random
from threading import Event as Flag
from threading import Thread
from typing import Any

from guiju.project.ledger.opening import start_django

start_django()

from django.db import connection, connections, models  # noqa: E402 — Django first
from tests.chaos.examination import examine, rows  # noqa: E402 — Django first
from tests.chaos.places import Bureau, Place, placed  # noqa: E402 — Django first
from tests.databases import using  # noqa: E402 — Django first
from tests.ledgers import SHANGHAI, moment  # noqa: E402 — Django first

from guiju.facts.commands import append  # noqa: E402 — Django first
from guiju.facts.draft import Actor, Draft  # noqa: E402 — Django first
from guiju.facts.keys.signer import open_keys  # noqa: E402 — Django first
from guiju.facts.seal.sealer import seal  # noqa: E402 — Django first
from guiju.facts.wiring import install, wiring  # noqa: E402 — Django first
from guiju.project import env  # noqa: E402 — Django first
from guiju.project.ledger.wiring import wire  # noqa: E402 — Django first

TARGETS = {"sqlite": 500, "postgresql": 1_000}
MOST_TIMES_BARE, MOST_TIMES_SAVE = 2.2, 2.0
SEAL_EVERY = 0.2
AFTERWARDS = 5.0
AT_A_TIME, BLOCKS, WORST_OF = 25, 24, 3
CASES, OFFICERS, UNITS = 2_000, 3_000, 60
"""A city's officers and stations, and as many cases as are open in one district."""
CLERK = Actor("clerk")
Answer = tuple[int, list[float]]


def draft(dice: Random) -> Draft:
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


def write_for(seconds: float, seed: int, writer: int) -> Answer:
    """Append until the time is over; how many were acknowledged, and how long each took."""
    dice, took = Random(f"{seed}/{writer}"), []
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        one = draft(dice)
        begun = time.perf_counter()
        append([one], actor=CLERK, idem_key=f"{writer}-{len(took)}")
        took.append(time.perf_counter() - begun)
    connections.close_all()
    return len(took), took


def _process(bureau: Bureau, is_judged: bool, seconds: float, seed: int, writer: int) -> Answer:
    with using(bureau.address):
        _wire(bureau, is_judged=is_judged)
        for start in _start:
            start.wait(120)
        return write_for(seconds, seed, writer)


_start: list[Any] = []
"""Where the processes wait for one another; each has it from its parent."""


def _wire(bureau: Bureau, *, is_judged: bool) -> None:
    """As a running Guiju does; without ``is_judged`` nobody follows, and what is measured is the ledger alone."""
    os.environ["GUIJU_HOME"] = str(bureau.home)
    wire(open_keys(env.keys_folder()))
    if not is_judged:
        install(replace(wiring(), followers=()))


def throughput(place: Place, *, is_judged: bool, seconds: float, writers: int, seed: int) -> bool:
    """Events per second with the sealer beside; whether the target was met and nothing is missing."""
    bureau = place.bureau()
    with using(bureau.address):
        _wire(bureau, is_judged=is_judged)
        stop = Flag()
        sealer = Thread(target=_seal_until, args=(stop,))
        sealer.start()
        begun = time.perf_counter()
        if place.cluster is None:
            answers: list[Answer] = []
            team = [
                Thread(target=lambda number=number: answers.append(write_for(seconds, seed, number)))
                for number in range(writers)
            ]
            for one in team:
                one.start()
            for one in team:
                one.join()
        else:
            spawning = get_context("spawn")
            with spawning.Pool(writers, _start.append, (spawning.Barrier(writers),)) as pool:
                jobs = [(bureau, is_judged, seconds, seed, number) for number in range(writers)]
                answers = pool.starmap(_process, jobs, chunksize=1)
        lasted = time.perf_counter() - begun
        time.sleep(AFTERWARDS)
        unsealed = rows("SELECT count(*) FROM outbox")[0][0]
        stop.set()
        sealer.join()
        found = examine({}, bureau.signer.public)
    count, took = sum(one[0] for one in answers), sorted(time for _, times in answers for time in times)
    rate = count / seconds
    lost = count - found.events
    print(
        f"   {writers} writers, {seconds:.0f} s ({lasted:.1f} s with starting): {count} acknowledged = {rate:,.0f}/s "
        f"(target {TARGETS[place.kind]:,}); p50 {took[len(took) // 2] * 1e3:.2f} ms, "
        f"p99 {took[int(len(took) * 0.99)] * 1e3:.2f} ms, worst {took[-1] * 1e3:.0f} ms"
    )
    print(f"   lost {lost}, unsealed after {AFTERWARDS:.0f} s {unsealed}, wrong {len(found.wrong)}")
    for one in found.wrong[:10]:
        print(f"!! {one}")
    return rate >= TARGETS[place.kind] and not lost and not unsealed and not found.wrong


def _seal_until(stop: Flag) -> None:
    while not stop.wait(SEAL_EVERY):
        seal()
    connections.close_all()


class PlainRow(models.Model):
    """One row as a program without a ledger would keep it."""

    stream = models.CharField(max_length=160)
    type = models.CharField(max_length=64)
    happened_at = models.BigIntegerField()
    body = models.BinaryField()

    class Meta:
        app_label = "facts"
        db_table = "plain_row"


def price(place: Place, *, is_judged: bool, seed: int) -> bool:
    """An append in multiples of a bare insert and of ``save()``; whether the worst of three keeps the goal."""
    bureau = place.bureau()
    with using(bureau.address):
        _wire(bureau, is_judged=is_judged)
        with connection.schema_editor() as editor:
            editor.create_model(PlainRow)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bare (stream varchar(160), type varchar(64), happened_at bigint, body %s)" % (
                "blob" if place.cluster is None else "bytea"
            ))  # fmt: skip
        raw, dice = _raw(place), Random(seed)
        worst = [0.0, 0.0]
        for turn in range(WORST_OF):
            took = _interleaved([_bare(raw, place), _save, _append], dice, turn)
            ratios = took[2] / took[0], took[2] / took[1]
            worst = [max(pair) for pair in zip(worst, ratios, strict=True)]
            print(
                f"   bare {took[0] * 1e6:6.0f} µs, save() {took[1] * 1e6:6.0f} µs, append {took[2] * 1e6:6.0f} µs: "
                f"{ratios[0]:.2f} × bare, {ratios[1]:.2f} × save()"
            )
            while seal():
                pass
        raw.close()
    print(f"   worst of {WORST_OF}: {worst[0]:.2f} (goal {MOST_TIMES_BARE}), {worst[1]:.2f} (goal {MOST_TIMES_SAVE})")
    return worst[0] <= MOST_TIMES_BARE and worst[1] <= MOST_TIMES_SAVE


Move = Callable[[Draft, str], None]


def _interleaved(moves: list[Move], dice: Random, turn: int) -> list[float]:
    """Seconds of one call of each: the median over blocks of the block's mean, each block after the other's."""
    means: list[list[float]] = [[] for _ in moves]
    for block in range(BLOCKS):
        drafts = [draft(dice) for _ in range(AT_A_TIME)]
        for number, move in enumerate(moves):
            begun = time.perf_counter()
            for place, one in enumerate(drafts):
                move(one, f"{turn}-{block}-{place}")
            means[number].append((time.perf_counter() - begun) / AT_A_TIME)
    return [statistics.mean(one) for one in means]


def _raw(place: Place) -> "object":
    """A connection of the driver alone, in the mode that we ship."""
    if place.cluster is not None:
        import psycopg

        database = connection.settings_dict["NAME"]
        return psycopg.connect(f"host={place.cluster.folder} user=guiju dbname={database}", autocommit=True)
    import sqlite3

    raw = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    raw.executescript(connection.settings_dict["OPTIONS"]["init_command"])
    return raw


def _bare(raw: "object", place: Place) -> Move:
    cursor = raw.cursor()
    mark = "?" if place.cluster is None else "%s"
    begin = "BEGIN IMMEDIATE" if place.cluster is None else "BEGIN"
    insert = f"INSERT INTO bare VALUES ({mark}, {mark}, {mark}, {mark})"

    def move(one: Draft, key: str) -> None:
        cursor.execute(begin)
        cursor.execute(insert, (one.fields["case"], one.type, one.at, _body(one)))
        cursor.execute("COMMIT")

    return move


def _save(one: Draft, key: str) -> None:
    PlainRow(stream=one.fields["case"], type=one.type, happened_at=one.at, body=_body(one)).save()


def _append(one: Draft, key: str) -> None:
    append([one], actor=CLERK, idem_key=key)


def _body(one: Draft) -> bytes:
    return repr(one.fields).encode()


def main() -> int:
    """Both databases, both questions."""
    parser = argparse.ArgumentParser(prog="guiju bench write", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=20_260_722)
    said = parser.parse_args()
    met = True
    for db in ("sqlite", "postgresql") if said.db == "both" else (said.db,):
        print(f"== bench write · {db} · seed {said.seed}", flush=True)
        with placed(db) as place:
            for is_judged in (False, True):
                print("   -- event, chain, outbox, keys" + (", rules, findings" if is_judged else ""), flush=True)
                met &= price(place, is_judged=is_judged, seed=said.seed)
                if said.seconds:
                    words = {"is_judged": is_judged, "seconds": said.seconds, "writers": said.writers}
                    met &= throughput(place, seed=said.seed, **words)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
