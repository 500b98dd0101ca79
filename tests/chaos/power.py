"""Power cuts: the writes and syncs of the real library are replayed up to a random point, and torn after it.

What runs is guiju.facts itself on Django's transactions, over apsw's SQLite with an overheard file system; the torn
files are opened by pysqlite3, which is what we ship. Negative control: the same with synchronous=NORMAL must lose.
"""

import shutil
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import apsw
import pysqlite3
from tests.chaos.overheard import overheard
from tests.chaos.places import Place, placed
from tests.chaos.recording import Acknowledged, Log, Step
from tests.chaos.torn import Disk, Image
from tests.chaos.workload import CLERK, correctable, submission

from guiju.facts.commands import append
from guiju.facts.seal.sealer import seal

SUBMISSIONS = 400
SEAL_EVERY = 9
AFTER_AN_ANSWER = 0.5
"""This share of the cuts comes right after somebody was answered, where a lost promise hurts."""

HALF = (
    ("events without keys", "SELECT count(*) FROM event WHERE id NOT IN (SELECT event FROM event_key)"),
    ("keys without event", "SELECT count(*) FROM event_key WHERE event NOT IN (SELECT id FROM event)"),
    (
        "events neither waiting nor sealed, or both",
        "SELECT count(*) FROM event e LEFT JOIN outbox o ON o.event = e.id LEFT JOIN leaf l ON l.event = e.id "
        "WHERE (o.event IS NULL) = (l.event IS NULL)",
    ),
    (
        "streams with a gap",
        "SELECT count(*) FROM (SELECT stream FROM event GROUP BY stream HAVING max(seq) <> count(*))",
    ),
    ("checkpoint and leaves differ", "SELECT (SELECT count(*) FROM leaf) <> (SELECT max(size) FROM checkpoint)"),
)


def run(db: str, *, seed: int, rounds: int, submissions: int = SUBMISSIONS) -> list[str]:
    """Cut the power ``rounds`` times in each mode; every broken promise."""
    print(f"   overheard: SQLite {apsw.sqlite_lib_version()} (apsw); reopened: {pysqlite3.sqlite_version} (pysqlite3)")
    problems = []
    with placed("sqlite") as place:
        for mode in ("FULL", "NORMAL"):
            start, steps = _overhear(place, seed, submissions, mode)
            told = _cut(start, steps, Random(f"{seed}/{mode}"), rounds)
            kinds = Counter(type(step).__name__.lower() for step in steps)
            print(f"   synchronous={mode}: {', '.join(f'{count} {kind}s' for kind, count in sorted(kinds.items()))}")
            print(
                f"   {rounds} cuts: {told['lost']} lost an acknowledged event, {told['unsealed']} an acknowledged "
                f"checkpoint; {told['damaged']} damaged, {told['half']} half"
            )
            if told["damaged"] or told["half"]:
                problems.append(f"{mode}: {told['damaged']} damaged, {told['half']} half")
            if mode == "FULL" and told["lost"] + told["unsealed"]:
                problems.append(f"FULL lost in {told['lost']} of {rounds} cuts, checkpoints in {told['unsealed']}")
            if mode == "NORMAL" and not told["lost"]:
                problems.append("NORMAL lost nothing: the simulation is blind")
    return problems


def _overhear(place: Place, seed: int, count: int, mode: str) -> tuple[dict[str, bytes], list[Step]]:
    path = Path(place.ledger().removeprefix("sqlite:///"))
    with closing(pysqlite3.connect(path)) as settled:
        settled.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    start, log, last = {path.name: path.read_bytes()}, Log(), None
    with overheard(path, log, synchronous=mode):
        place.wire()
        for number in range(count):
            said = submission(seed, 0, number, last)
            ids = append(said.drafts, actor=CLERK, idem_key=said.key).ids
            log.acknowledge(said.marks)
            last = correctable(said, ids)
            if number % SEAL_EVERY == 0:
                sealed = sum(len(step.marks) for step in log.steps if isinstance(step, Acknowledged))
                if seal():
                    log.acknowledge(sealed=sealed)
    return start, log.steps


def _cut(start: dict[str, bytes], steps: list[Step], dice: Random, rounds: int) -> Counter[str]:
    answered = [number + 1 for number, step in enumerate(steps) if isinstance(step, Acknowledged)]
    # Where a sync is under way, nothing of it counts yet: the step at the cut has not ended.
    cuts = Counter(
        dice.choice(answered) if dice.random() < AFTER_AN_ANSWER else dice.randint(0, len(steps)) for _ in range(rounds)
    )
    disk, told = Disk(start), Counter[str]()
    for number in range(len(steps) + 1):
        for _ in range(cuts[number]):
            told.update(_reopened(disk, disk.after_power_cut(dice)))
        if number < len(steps):
            disk.take(steps[number])
    return told


def _reopened(disk: Disk, image: Image) -> set[str]:
    """What is wrong with the ledger when the station has power again."""
    folder = Path(tempfile.mkdtemp(prefix="guiju-power-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    try:
        for name, data in image.items():
            (folder / name).write_bytes(data)
        name = next(name for name in disk.certain if name.endswith(".sqlite3"))
        with closing(pysqlite3.connect(folder / name)) as ledger:
            try:
                return _wrong(disk, ledger)
            except pysqlite3.DatabaseError:
                return {"damaged"}
    finally:
        shutil.rmtree(folder)


def _wrong(disk: Disk, ledger: "pysqlite3.Connection") -> set[str]:
    wrong = set()
    if ledger.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        wrong.add("damaged")
    marks = {mark for (mark,) in ledger.execute("SELECT json_extract(CAST(body AS TEXT), '$.fields.mark') FROM event")}
    if not disk.acknowledged <= marks:
        wrong.add("lost")
    if ledger.execute("SELECT max(size) FROM checkpoint").fetchone()[0] < disk.sealed:
        wrong.add("unsealed")
    if any(ledger.execute(statement).fetchone()[0] for _, statement in HALF):
        wrong.add("half")
    return wrong
