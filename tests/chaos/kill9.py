"""SIGKILL at random instants: nothing acknowledged is lost, nothing is doubled or half, and everything is sealed.

The client asks again, with the same key, for what was not acknowledged. On PostgreSQL every tenth time it is the
server that is stopped without a checkpoint (`pg_ctl stop -m immediate`, fsync on) while the client writes.
"""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

from tests.chaos.examination import Found, examine
from tests.chaos.imports import killed_imports
from tests.chaos.places import Bureau, Place, placed
from tests.chaos.verified import verified
from tests.chaos.workload import correctable, submission
from tests.databases import using

ROOT = Path(__file__).parents[2]
THREADS = 3
IMPORTS = 10
"""For so many kills of a writer one import is killed too."""
EXAMINE_EVERY = 10
"""The whole ledger is read again after so many kills; what was acknowledged last is looked at after each."""


class Client:
    """What the outside world knows: which submissions were acknowledged, and with which ids."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.next = [0] * THREADS
        self.last: list[int | None] = [None] * THREADS
        self.acknowledged: dict[str, int] = {}
        self.errors: list[str] = []
        self.repeats = 0

    def hear(self, output: bytes) -> int:
        """Take in what a writer said before it was killed; how many submissions it acknowledged."""
        count = 0
        for line in output.decode().split("\n")[:-1]:
            if line.startswith("error"):
                self.errors.append(line)
            elif line[:1].isdigit():
                thread, number, is_repeat, *ids = (int(word) for word in line.split())
                self.repeats += is_repeat
                self.note(thread, number, tuple(ids))
                count += 1
        return count

    def note(self, thread: int, number: int, ids: tuple[int, ...]) -> None:
        """One submission was acknowledged."""
        said = submission(self.seed, thread, number, self.last[thread])
        self.acknowledged |= dict(zip(said.marks, ids, strict=True))
        self.next[thread], self.last[thread] = number + 1, correctable(said, ids)

    @property
    def places(self) -> list[str]:
        """Where each thread goes on."""
        return [f"{n}:{'' if last is None else last}" for n, last in zip(self.next, self.last, strict=True)]


def run(db: str, *, seed: int, rounds: int) -> list[str]:
    """Kill ``rounds`` times; every broken promise."""
    dice, client = Random(seed), Client(seed)
    problems: list[str] = []
    stopped = early = heard = 0
    with placed(db) as place:
        bureau = place.bureau()
        for turn in range(1, rounds + 1):
            stops_server = place.cluster is not None and turn % 10 == 5
            is_early = not stops_server and dice.random() < 0.1
            heard += client.hear(_killed(place, bureau, client, dice, is_early=is_early, stops_server=stops_server))
            stopped, early = stopped + stops_server, early + is_early
            if not stops_server:
                problems += [f"round {turn}: {error}" for error in client.errors]
            client.errors.clear()
            if turn % EXAMINE_EVERY == 0 or turn == rounds:
                with using(bureau.address):
                    wrong = examine(client.acknowledged, bureau.signer.public).wrong
                problems += [f"after kill {turn}: {one}" for one in wrong]
        found = _finish(bureau, client)
        with using(bureau.address):
            problems += verified(bureau.signer)
        # Whole files cost seconds each: left out of the short form.
        problems += killed_imports(place, seed=seed, kills=rounds // IMPORTS)
    problems += client.errors + found.wrong
    if found.handed_in != len(client.acknowledged):
        problems.append(f"{found.handed_in} events stand, {len(client.acknowledged)} were acknowledged in the end")
    if found.unsealed:
        problems.append(f"{found.unsealed} unsealed at the end")
    print(f"   {rounds - stopped} SIGKILLs of the client ({early} while it opened), {stopped} immediate server stops")
    print(
        f"   {heard} submissions acknowledged = {len(client.acknowledged)} events, {found.handed_in} stand, "
        f"and {found.own} of the ledger's own"
    )
    print(f"   {client.repeats} of them had been recorded before the kill and were asked for again with the same key")
    print(f"   lost, doubled, half, unsealed or told an accident: {len(problems)}")
    return problems


def _start(bureau: Bureau, client: Client, most: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.writer", str(client.seed), str(most), *client.places],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=bureau.environment, cwd=ROOT,
    )  # fmt: skip


def _killed(place: Place, bureau: Bureau, client: Client, dice: Random, *, is_early: bool, stops_server: bool) -> bytes:
    """What a writer said until it was killed."""
    writer = _start(bureau, client, 0)
    try:
        output = b""
        if is_early:
            time.sleep(dice.uniform(0, 1.0))
        else:
            output = writer.stdout.readline()
            time.sleep(dice.uniform(0, 0.6))
        if stops_server:
            place.cluster.stop()
    finally:
        writer.kill()
    output += writer.stdout.read()
    writer.wait()
    if stops_server:
        place.cluster.start()
    return output


def _finish(bureau: Bureau, client: Client) -> Found:
    """Ask again for what was in doubt, seal, and read everything."""
    writer = _start(bureau, client, 1)
    client.hear(writer.communicate(timeout=120)[0])
    with using(bureau.address):
        return examine(client.acknowledged, bureau.signer.public)
