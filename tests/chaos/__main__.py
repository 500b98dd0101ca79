"""Faults on purpose, on real databases:
`./guiju chaos kill9|power|race|enospc|input [--db sqlite|postgresql|both] [--seed N] [--rounds N]`.

Each prints its seed and its figures and ends with 0 only where the promise held, its negative control included.
"""

import argparse
import sys
import time
from importlib import import_module

from guiju.project.ledger.opening import start_django

FULL = {"kill9": 100, "power": 2_000, "race": 200, "enospc": 20, "input": 400}
"""How often each is done where nothing else is said: kills, cuts, objects per kind, points, cases."""

SHOWN = 30
ONLY_SQLITE = ("power",)


def main() -> int:
    """Run one suite on the databases that were asked for."""
    parser = argparse.ArgumentParser(prog="guiju chaos", description=__doc__)
    parser.add_argument("suite", choices=FULL)
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=20_260_722)
    parser.add_argument("--rounds", type=int)
    said = parser.parse_args()
    start_django()
    suite = import_module(f"tests.chaos.{said.suite}")
    wanted = ("sqlite", "postgresql") if said.db == "both" else (said.db,)
    problems: list[str] = []
    for db in wanted if said.suite not in ONLY_SQLITE else ("sqlite",):
        begun = time.perf_counter()
        print(f"== chaos {said.suite} · {db} · seed {said.seed}", flush=True)
        found = suite.run(db, seed=said.seed, rounds=said.rounds or FULL[said.suite])
        print(f"   {time.perf_counter() - begun:.0f} s · {len(found)} broken promises", flush=True)
        for one in found[:SHOWN]:
            print(f"!! {one}", flush=True)
        problems += found
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
