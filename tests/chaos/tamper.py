"""Every attack with full SQL write, on fresh ledgers: `./guiju tamper [--seeds N] [--clean N] [--db sqlite|…|both]`.

Prints, per family and for the columns, how often the attack was seen, how often the right record and pair of
checkpoints were named, how often first, and what a chain alone would have seen. Ends with 0 only where all were named,
no clean ledger raised an alarm, and the control was blind where it must be.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from guiju.project.ledger.opening import start_django

start_django()

from django.core.management import call_command  # noqa: E402 — Django must know its settings first
from tests.databases import Cluster, using  # noqa: E402 — see above
from tests.unit.tamper.campaign import Outcome, columns, families  # noqa: E402 — see above
from tests.unit.tamper.sample_ledger import Copy, Databases, Files, build, verify  # noqa: E402 — see above

Place = tuple[str, Copy]


def main() -> int:
    """Attack, count, print."""
    parser = argparse.ArgumentParser(prog="guiju tamper", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--clean", type=int, default=50, help="ledgers that nobody touches")
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    said = parser.parse_args()
    broken = 0
    for db in ("sqlite", "postgresql") if said.db == "both" else (said.db,):
        begun = time.perf_counter()
        print(f"== tamper · {db} · seeds {said.first}…{said.first + said.seeds - 1}", flush=True)
        with tempfile.TemporaryDirectory(prefix="guiju-tamper-") as folder, _empty(db, Path(folder)) as fresh:
            outcomes, alarms = _attack(fresh, Path(folder), range(said.first, said.first + said.seeds), said.clean)
        broken += _print(outcomes) + alarms
        print(f"   {said.clean} clean ledgers, {alarms} false alarms · {time.perf_counter() - begun:.0f} s", flush=True)
    return 1 if broken else 0


@contextmanager
def _empty(db: str, folder: Path) -> Iterator[Iterator[Place]]:
    """Empty, migrated databases without end, each with the way to copy it."""
    if db == "sqlite":
        first = folder / "empty.sqlite3"
        with using(f"sqlite:///{first}"):
            call_command("migrate", verbosity=0)
        yield _files(first, folder)
        return
    folder.chmod(0o755)
    cluster = Cluster(folder / "server")
    try:
        name = cluster.create()
        with using(cluster.address(name)):
            call_command("migrate", verbosity=0)
        yield _databases(cluster, name)
    finally:
        cluster.stop()


def _files(first: Path, folder: Path) -> Iterator[Place]:
    while True:
        home = Path(tempfile.mkdtemp(dir=folder))
        shutil.copy(first, home / "ledger.sqlite3")
        yield f"sqlite:///{home / 'ledger.sqlite3'}", Files(home)


def _databases(cluster: Cluster, name: str) -> Iterator[Place]:
    while True:
        yield cluster.address(cluster.create(name)), Databases(cluster)


def _attack(fresh: Iterator[Place], folder: Path, seeds: range, clean: int) -> tuple[dict[str, list[Outcome]], int]:
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    alarms = 0
    for number in range(max(len(seeds), clean)):
        seed = seeds.start + number
        address, copy = next(fresh)
        home = Path(tempfile.mkdtemp(dir=folder))
        sample = build(address, home, seed, copy)
        if number < clean:
            alarms += verify(sample)[0] != 0
        if seed in seeds:
            for one in chain(columns(sample, copy, seed), families(sample, copy, seed)):
                outcomes["(columns)" if "." in one.name else one.name].append(one)
        shutil.rmtree(home)
        if address.startswith("sqlite:"):
            shutil.rmtree(Path(address.removeprefix("sqlite:///")).parent)
    return outcomes, alarms


def _print(outcomes: dict[str, list[Outcome]]) -> int:
    print(f"   {'attack':<36}{'runs':>6}{'seen':>6}{'named':>7}{'first':>7}{'chain alone':>13}")
    missed = 0
    for name, runs in outcomes.items():
        seen, named = sum(one.status == 1 for one in runs), sum(one.is_caught for one in runs)
        first, alone = sum(one.is_first for one in runs), sum(one.chain_saw for one in runs)
        print(f"   {name:<36}{len(runs):>6}{seen:>6}{named:>7}{first:>7}{alone:>13}")
        for what, count in Counter((one.name, one.status, one.kinds) for one in runs if not one.is_caught).items():
            print(f"!! {count} × {what}")
        missed += len(runs) - named
    runs = [one for found in outcomes.values() for one in found]
    blind = [name for name, found in outcomes.items() if not any(one.chain_saw for one in found)]
    print(f"   {len(runs)} attacks, {missed} not named; a chain alone never sees {len(blind)} of {len(outcomes)} rows")
    return missed + (not blind)


if __name__ == "__main__":
    sys.exit(main())
