"""The disk is full: recording stops with one clear sentence, keeps what it promised, and goes on when there is room.

The database lies on a small disk of its own (a tmpfs, which needs root). At each point another file leaves it so many
kilobytes, and a client writes until it is refused; what was not acknowledged is asked for again once there is room.
"""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import monotonic, sleep

from django.db import connection
from tests.chaos.examination import examine
from tests.chaos.places import Place, placed
from tests.chaos.verified import verified
from tests.chaos.workload import CLERK, correctable, submission
from tests.databases import using

from guiju.facts.commands import append
from guiju.facts.seal.sealer import open_ledger, seal
from guiju.facts.turns import DatabaseLost, DiskFull
from guiju.values.errors import GuijuError

MEGABYTES = {"sqlite": 24, "postgresql": 160}
MOST_FREE = {"sqlite": 700, "postgresql": 3_000}
"""Kilobytes that are left at most at a point: between hardly a page and some hundred submissions."""
AT_MOST = 4_000
PATIENCE = 60
SEAL_EVERY = 7


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def run(db: str, *, seed: int, rounds: int) -> list[str]:
    """Fill the disk at ``rounds`` points; every broken promise."""
    dice, problems, told = Random(seed), [], Counter[str]()
    acknowledged: dict[str, int] = {}
    with (
        placed("sqlite") as keys,
        small_disk(keys.folder / "disk", MEGABYTES[db]) as disk,
        _on(disk, db, keys) as address,
        using(address),
    ):
        keys.wire()
        open_ledger()
        number, last = 0, None
        for point in range(rounds):
            ballast = _leave(disk, dice.randint(0, MOST_FREE[db]) if point % 4 else 0)
            before = number
            if point % 2:
                connection.close()  # as a process that is started on a full disk
            number, last, answer = _write_until_refused(seed, number, last, acknowledged)
            told[answer] += 1
            if answer not in (DiskFull.code, DatabaseLost.code):
                problems.append(f"point {point}: {answer}")
            ballast.unlink()
            number, last = _ask_again(seed, number, last, acknowledged)
            wrong = examine(acknowledged, keys.signer.public).wrong
            problems += [f"point {point} after {number - before} submissions: {one}" for one in wrong]
        while seal():
            pass
        found = examine(acknowledged, keys.signer.public)
        problems += verified(keys.signer)
    more = [] if found.handed_in == len(acknowledged) else ["more stands than was acknowledged"]
    print(f"   {rounds} points: {dict(told)}; {len(acknowledged)} events acknowledged, {found.handed_in} stand")
    return problems + found.wrong + more


@contextmanager
def _on(disk: Path, db: str, keys: Place) -> Iterator[str]:
    """An empty, migrated database on the small disk."""
    if db == "sqlite":
        path = disk / "guiju.sqlite3"
        shutil.copy(keys.empty().removeprefix("sqlite:///"), path)
        yield f"sqlite:///{path}"
        return
    place = Place("postgresql", disk / "pg")
    try:
        yield place.empty()
    finally:
        place.close()


def _leave(disk: Path, kilobytes: int) -> Path:
    """Fill the disk but for so much."""
    state = os.statvfs(disk)
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        for _ in range(max(state.f_bavail * state.f_frsize // 1024 - kilobytes, 0)):
            file.write(bytes(1024))
    return ballast


def _write_until_refused(
    seed: int, number: int, last: int | None, acknowledged: dict[str, int]
) -> tuple[int, int | None, str]:
    """Submit and seal; where it stopped, what may be corrected, and what the client was told."""
    for _ in range(AT_MOST):
        try:
            number, last = _submit(seed, number, last, acknowledged)
            if number % SEAL_EVERY == 0:
                seal()
        except GuijuError as error:
            return number, last, error.code
        except Exception as error:  # noqa: BLE001 — anything but a sentence of Guiju's is what is looked for
            return number, last, f"{type(error).__name__}: {error}"[:160]
    return number, last, "the disk was never full"


def _submit(seed: int, number: int, last: int | None, acknowledged: dict[str, int]) -> tuple[int, int | None]:
    said = submission(seed, 0, number, last)
    ids = append(said.drafts, actor=CLERK, idem_key=said.key).ids
    acknowledged |= dict(zip(said.marks, ids, strict=True))
    return number + 1, correctable(said, ids)


def _ask_again(seed: int, number: int, last: int | None, acknowledged: dict[str, int]) -> tuple[int, int | None]:
    """The same submission again, now that there is room; a server that fell over may need a moment to rise."""
    begun = monotonic()
    while True:
        try:
            return _submit(seed, number, last, acknowledged)
        except (DatabaseLost, DiskFull):
            connection.close()
            if monotonic() - begun > PATIENCE:
                raise
            sleep(0.2)
