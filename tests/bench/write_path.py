"""The write path: `./guiju bench write [--seconds 60] [--db sqlite|postgresql|both] [--workload harsh|county|both]`.

First the price of an append: interleaved with a bare INSERT and COMMIT on the same driver in the same durability mode,
and with ``save()`` of one plain row through Django; the worst of three is what counts. It is asked of the ledger alone,
with twelve pages and with the whole law. Then throughput (``--seconds 0`` leaves it out): single events from several
writers (threads on SQLite, processes on PostgreSQL with fsync on), the sealer running beside them; every acknowledged
event must stand, and be sealed within 5 seconds of the last one. What is written: see workloads.py.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import Any

from guiju.project.ledger.opening import start_django

start_django()

from django.db import connection, connections, models  # noqa: E402 — Django first
from tests.bench.whole_law import TWELVE  # noqa: E402 — Django first
from tests.bench.workloads import County, Harsh, Workload  # noqa: E402 — Django first
from tests.chaos.examination import examine, rows  # noqa: E402 — Django first
from tests.chaos.places import Bureau, Place, placed  # noqa: E402 — Django first
from tests.databases import using  # noqa: E402 — Django first

from guiju.bureau.projector import follow_bureau  # noqa: E402 — Django first
from guiju.facts.commands import append  # noqa: E402 — Django first
from guiju.facts.draft import Actor, Draft  # noqa: E402 — Django first
from guiju.facts.keys.signer import open_keys  # noqa: E402 — Django first
from guiju.facts.seal.sealer import seal  # noqa: E402 — Django first
from guiju.facts.wiring import install, wiring  # noqa: E402 — Django first
from guiju.findings.follower import follow_findings  # noqa: E402 — Django first
from guiju.findings.law import LawInForce, install_law, law_in_force  # noqa: E402 — Django first
from guiju.findings.news import let_hear  # noqa: E402 — Django first
from guiju.findings.whole import judge_whole  # noqa: E402 — Django first
from guiju.project import env  # noqa: E402 — Django first
from guiju.project.ledger.wiring import wire  # noqa: E402 — Django first

TARGETS = {"sqlite": 500, "postgresql": 1_000}
MOST_TIMES_BARE, MOST_TIMES_SAVE = 2.2, 2.0
SEAL_EVERY = 0.2
AFTERWARDS = 5.0
AT_A_TIME, BLOCKS, WORST_OF = 25, 24, 3
CLERK = Actor("clerk")
LAWS = {"none": "ledger alone", "twelve": "12 pages", "whole": "the whole law", "all": "and all others who follow"}
Answer = tuple[int, list[float]]


def write_for(seconds: float, work: Workload, writer: int, writers: int) -> Answer:
    """Append until the time is over; how many were acknowledged, and how long each took."""
    took: list[float] = []
    ends = time.perf_counter() + seconds
    for one in work.drafts(writer, writers):
        begun = time.perf_counter()
        if begun > ends:
            break
        append([one], actor=CLERK, idem_key=f"{writer}-{len(took)}")
        took.append(time.perf_counter() - begun)
    connections.close_all()
    return len(took), took


def _process(bureau: Bureau, law: str, seconds: float, work: Workload, writer: int, writers: int) -> Answer:
    with using(bureau.address):
        _wire(bureau, law)
        next(work.drafts(writer, writers))  # what must be drawn is drawn now
        for start in _start:
            start.wait(120)
        return write_for(seconds, work, writer, writers)


_start: list[Any] = []
"""Where the processes wait for one another; each has it from its parent."""


def _wire(bureau: Bureau, law: str) -> None:
    """As a running Guiju does, with as much of the law; with none nobody follows: the ledger alone is measured."""
    os.environ["GUIJU_HOME"] = str(bureau.home)
    wire(open_keys(env.keys_folder()))
    if law == "twelve":
        whole = law_in_force()
        rules = tuple(rule for rule in whole.pack.rules if rule.id in TWELVE)
        install_law(LawInForce(replace(whole.pack, rules=rules), whole.local))
    if law != "all":
        let_hear()
        install(replace(wiring(), followers=() if law == "none" else (follow_bureau, follow_findings)))


def _begin(bureau: Bureau, law: str, work: Workload) -> None:
    """Bring in what stands before, as an import does, and wire everything."""
    _wire(bureau, "none")
    as_of = work.prepare()
    while seal():
        pass
    clock = wiring().clock
    _wire(bureau, law)
    if as_of:
        install(replace(wiring(), clock=clock))
        if law != "none":
            judge_whole(as_of)


def throughput(place: Place, *, law: str, work: Workload, seconds: float, writers: int) -> bool:
    """Events per second with the sealer beside; whether the target was met and nothing is missing."""
    bureau = place.bureau()
    with using(bureau.address):
        _begin(bureau, law, work)
        [[before]] = rows("SELECT count(*) FROM event")
        stop = Flag()
        sealer = Thread(target=_seal_until, args=(stop,))
        sealer.start()
        begun = time.perf_counter()
        if place.cluster is None:
            answers: list[Answer] = []
            team = [
                Thread(target=lambda number=number: answers.append(write_for(seconds, work, number, writers)))
                for number in range(writers)
            ]
            for one in team:
                one.start()
            for one in team:
                one.join()
        else:
            spawning = get_context("spawn")
            with spawning.Pool(writers, _start.append, (spawning.Barrier(writers),)) as pool:
                jobs = [(bureau, law, seconds, work, number, writers) for number in range(writers)]
                answers = pool.starmap(_process, jobs, chunksize=1)
        lasted = time.perf_counter() - begun
        time.sleep(AFTERWARDS)
        unsealed = rows("SELECT count(*) FROM outbox")[0][0]
        stop.set()
        sealer.join()
        found = examine({}, bureau.signer.public)
    count, took = sum(one[0] for one in answers), sorted(time for _, times in answers for time in times)
    rate = count / seconds
    lost = before + count - found.events
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


def price(place: Place, *, law: str, work: Workload) -> bool:
    """An append in multiples of a bare insert and of ``save()``; whether the worst of three keeps the goal."""
    bureau = place.bureau()
    with using(bureau.address):
        _begin(bureau, law, work)
        with connection.schema_editor() as editor:
            editor.create_model(PlainRow)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bare (stream varchar(160), type varchar(64), happened_at bigint, body %s)" % (
                "blob" if place.cluster is None else "bytea"
            ))  # fmt: skip
        raw, drafts = _raw(place), work.drafts(0, 1)
        worst = [0.0, 0.0]
        for turn in range(WORST_OF):
            took = _interleaved([_bare(raw, place), _save, _append], drafts, turn)
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


def _interleaved(moves: list[Move], coming: Iterator[Draft], turn: int) -> list[float]:
    """Seconds of one call of each: the median over blocks of the block's mean, each block after the other's."""
    means: list[list[float]] = [[] for _ in moves]
    for block in range(BLOCKS):
        drafts = list(islice(coming, AT_A_TIME))
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
        cursor.execute(insert, (_about(one), one.type, one.at, _body(one)))
        cursor.execute("COMMIT")

    return move


def _save(one: Draft, key: str) -> None:
    PlainRow(stream=_about(one), type=one.type, happened_at=one.at, body=_body(one)).save()


def _append(one: Draft, key: str) -> None:
    append([one], actor=CLERK, idem_key=key)


def _about(one: Draft) -> str:
    return str(one.fields.get("case", "-"))


def _body(one: Draft) -> bytes:
    return repr(one.fields).encode()


def main() -> int:
    """Both databases, both questions."""
    parser = argparse.ArgumentParser(prog="guiju bench write", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--workload", choices=("harsh", "county", "both"), default="both")
    parser.add_argument("--law", choices=tuple(LAWS))
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=20_260_722)
    said = parser.parse_args()
    met = True
    with tempfile.TemporaryDirectory(prefix="guiju-county-") as folder:
        works: list[Workload] = [Harsh(said.seed), County(said.seed, Path(folder))]
        for db in ("sqlite", "postgresql") if said.db == "both" else (said.db,):
            with placed(db) as place:
                for work in works:
                    if said.workload in (work.name, "both"):
                        print(f"== bench write · {db} · {work.name} · seed {said.seed}", flush=True)
                        met &= _measure(place, work, said)
    return 0 if met else 1


def _measure(place: Place, work: Workload, said: argparse.Namespace) -> bool:
    met = True
    for law in LAWS if said.law is None else (said.law,):
        print(f"   -- {LAWS[law]}", flush=True)
        met &= price(place, law=law, work=work)
        if said.seconds and law in ("none", "whole"):
            met &= throughput(place, law=law, work=work, seconds=said.seconds, writers=said.writers)
    return met


if __name__ == "__main__":
    sys.exit(main())
