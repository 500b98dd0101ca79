"""A sample bureau into the ledger: `./guiju bench ledger [--scale county|city] [--db both] [--kills 2] [--seed N]`.

The import runs as a process of its own and is killed at random moments; the last one goes on to the end. While it runs
on SQLite, somebody else reads histories. Then everything is judged, and what the databases record is compared: it must
be the same, whichever database it was and however often it was killed (the clock stands still for that). Compared is
every record in all its columns without what each ledger draws for itself: the keys that personal fields are sealed
with, and so the ciphertext, the leaves over it and what names those leaves.
"""

import argparse
import hashlib
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event as Flag
from threading import Thread

from guiju.project.ledger.opening import start_django

start_django()

from django.db import connection, connections  # noqa: E402 — Django first
from tests.chaos.places import Bureau, placed  # noqa: E402 — Django first
from tests.databases import using  # noqa: E402 — Django first

from guiju.project.demo.sample import AS_OF, Sample, write_sample  # noqa: E402 — Django first

STILL = f"""
import sys
from datetime import datetime
from guiju.project import env
env.now = lambda: datetime.fromisoformat({AS_OF!r})
from guiju.project.cli import app
app()
"""
"""The command line with a clock that stands still, so that two imports can be compared leaf by leaf."""
READS_EVERY = 0.02
MOST_MILLISECONDS = 300


@dataclass
class Run:
    """What one import came to."""

    seconds: float = 0.0
    kills: list[int] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)


def guiju(bureau: Bureau, *words: str) -> list[str]:
    """The command that one Guiju process is started with."""
    return [sys.executable, "-c", STILL, *words]


def rows_done() -> int:
    """How far the journal of the import has come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(done), 0) FROM import_batch")
        return int(cursor.fetchone()[0])


def import_killed(bureau: Bureau, sample: Sample, total: int, kills: int, dice: Random) -> Run:
    """Import the sample, killing the process ``kills`` times on the way."""
    run = Run()
    command = guiju(bureau, "import", str(sample.events_path), "--source", "样本", "--by", "导入员")
    command += ["--mapping", str(sample.mapping_path)]
    marks = sorted(dice.randrange(total // 20, total * 9 // 10) for _ in range(kills))
    begun, is_over = time.perf_counter(), Flag()
    reader = Thread(target=read_on, args=(bureau, is_over, run.reads, dice.randrange(2**32)))
    reader.start()
    try:
        with using(bureau.address):
            for mark in [*marks, None]:
                process = subprocess.Popen(command, env=bureau.environment, stdout=subprocess.DEVNULL)
                while process.poll() is None:
                    if mark is not None and rows_done() >= mark:
                        process.send_signal(signal.SIGKILL)
                        run.kills.append(rows_done())
                        break
                    time.sleep(0.1)
                if process.wait() and mark is None:
                    raise RuntimeError("the import did not come to its end")
    finally:
        is_over.set()
        reader.join()
    run.seconds = time.perf_counter() - begun
    return run


def read_on(bureau: Bureau, is_over: Flag, took: list[float], seed: int) -> None:
    """Read the history of one case after another beside the import, on a connection of its own."""
    from guiju.facts.histories import history

    dice = Random(seed)
    with using(bureau.address):
        while not is_over.wait(READS_EVERY):
            with connection.cursor() as cursor:
                cursor.execute("SELECT max(id) FROM event")
                last = cursor.fetchone()[0]
                if not last:
                    continue
                cursor.execute(
                    "SELECT value FROM event_key WHERE kind = 'case' AND event >= %s ORDER BY event LIMIT 1",
                    (dice.randint(1, last),),
                )
                found = cursor.fetchone()
            begun = time.perf_counter()
            history("case", found[0] if found else "")
            took.append(1_000 * (time.perf_counter() - begun))
        connections.close_all()


COLUMNS = (
    "stream, seq, type, schema, happened_at, recorded_at, actor, actor_kind, on_behalf, unit_as_of, idem_key, body"
)


def recorded() -> tuple[int, str, int]:
    """How many events, the digest of the set of what they record, and how many are not sealed."""
    total, count = 0, 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM event")
        while rows := cursor.fetchmany(10_000):
            for *columns, body in rows:
                said = json.dumps([*columns, _bare(json.loads(bytes(body)))], sort_keys=True, ensure_ascii=False)
                # A sum does not ask in which order the rows come, nor for all of them at once.
                total = (total + int.from_bytes(hashlib.sha256(said.encode()).digest())) % 2**256
                count += 1
        cursor.execute("SELECT count(*) FROM outbox")
        return count, f"{total:064x}", int(cursor.fetchone()[0])


def _bare(said: object) -> object:
    """A body without what every ledger draws for itself."""
    if not isinstance(said, dict):
        return said
    return {
        name: value["fields"] if name == "personal" else _bare(value)
        for name, value in said.items()
        if not name.endswith("_leaf")
    }


def size_of(bureau: Bureau) -> float:
    """The size of the database in megabytes."""
    if bureau.address.startswith("sqlite"):
        return Path(bureau.address.removeprefix("sqlite:///")).stat().st_size / 1e6
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0]) / 1e6


def measure(kind: str, sample: Sample, total: int, kills: int, dice: Random) -> str:
    """Import, judge and look; the digest of what was recorded."""
    with placed(kind) as place:
        bureau = place.bureau()
        run = import_killed(bureau, sample, total, kills, dice)
        begun = time.perf_counter()
        subprocess.run(guiju(bureau, "judge"), env=bureau.environment, check=True, stdout=subprocess.DEVNULL)
        judged = time.perf_counter() - begun
        with using(bureau.address):
            count, digest, waiting = recorded()
            size = size_of(bureau)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_024
        print(f"   {kind}: killed at {run.kills} of {total:,} rows; import {run.seconds:.0f} s with restarts", end="")
        print(f" ({total / run.seconds:,.0f}/s), judged {judged:.0f} s, {size:,.0f} MB, largest process {peak:,.0f} MB")
        print(f"   {count:,} events, {waiting} unsealed, contents {digest[:16]}")
        if run.reads:
            slow = statistics.quantiles(run.reads, n=20)[-1]
            print(f"   {len(run.reads)} reads beside it: p95 {slow:.1f} ms, worst {max(run.reads):.0f} ms", end="")
            print(f" (goal p95 < {MOST_MILLISECONDS} ms)")
        return digest


def main() -> int:
    """Say the figures; 0 where every database ended with the same records."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--scale", default="county")
    words.add_argument("--db", choices=["sqlite", "postgresql", "both"], default="both")
    words.add_argument("--kills", type=int, default=2)
    words.add_argument("--seed", type=int, default=20260722)
    said = words.parse_args()
    dice = Random(said.seed)
    print(f"== bench ledger · {said.scale} · seed {said.seed}")
    with tempfile.TemporaryDirectory(prefix="guiju-sample-") as name:
        os.chmod(name, 0o755)
        sample = write_sample(Path(name), scale=said.scale, seed=1)
        total = sample.counts["events"]
        kinds = ["sqlite", "postgresql"] if said.db == "both" else [said.db]
        digests = {measure(kind, sample, total, said.kills, dice) for kind in kinds}
        digests.add(measure("sqlite", sample, total, 0, dice))
    print("   same records each way" if len(digests) == 1 else "   RECORDS DIFFER")
    return 0 if len(digests) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
