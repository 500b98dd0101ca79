"""The site under load: `./guiju bench site [--scale county|city] [--database sqlite|postgresql] [--seconds 60]`.

A sample, the real service over a copy of it, and many people at it, another one with each request: 35 % in-tray, 25 %
filtered lists, 15 % case pages, 10 % searches, 10 % fragments, 5 % appends (a finding is verified). First one visitor
alone, for the ratio of the case page to a bare page of the same service that reads one row; then requests at a steady
rate, each timed from when it was due, not from when it could be sent; then as many as eight visitors can make. The load
runs on the same cores. ``--folder`` keeps the sample for the next time.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from threading import Lock, Thread

from tests.bench.site_visits import MIX, Arrival, Visitor, plan_of
from tests.databases import Cluster
from tests.sites import ROOT, Service, made_sample, own_environment, served

TARGET_RATE, TARGET_P95, TARGET_RATIO = 60, 300, 3.0
ALONE, WORKERS, CLIENTS = 150, 32, 8
BARE = """
from guiju.project.ledger.opening import start_django
start_django()
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from guiju.project.site import urls
from guiju.screens.sign_in.models import SiteAccount
page = engines["django"].from_string("<!doctype html><title>{{ row.name }}</title><p>{{ row.name }}</p>")
urls.urlpatterns.append(path("bare/", lambda request: HttpResponse(page.render({"row": SiteAccount.objects.first()}))))
from guiju.project.cli import app
app()
"""
"""The service with one page more: same server, same middleware, one row through Django, a template of one line."""
ON_POSTGRESQL = """
import shutil, sys
from datetime import datetime
from pathlib import Path
from guiju.project import env
from guiju.project.ledger.opening import kept_open, make_ledger, start_django
start_django()
from guiju.project.site import sample_ledger
tell = lambda step, share: None
made = sample_ledger.made_sample(Path(sys.argv[1]), sys.argv[2], 1, tell)
env.home().mkdir(parents=True, exist_ok=True)
shutil.copyfile(made.decisions, env.home() / "decisions.yaml")
make_ledger(sample_from=datetime.fromisoformat(sample_ledger.SITE_FROM))
with kept_open():
    sample_ledger._fill(env.home(), made, sys.argv[2], tell)
"""


@dataclass
class Outcome:
    """What a run of the load came to: milliseconds by kind of request, and what went wrong."""

    seconds: float = 0.0
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def note(self, kind: str, milliseconds: float, fault: str) -> None:
        """Take one answer into account."""
        with self.lock:
            self.took[kind].append(milliseconds)
            if fault:
                self.errors[f"{kind}: {fault}"] += 1

    def tell(self, name: str) -> None:
        """Print it."""
        everything = [one for times in self.took.values() for one in times]
        answered = len(everything) / self.seconds
        print(f"{name}: {len(everything)} requests in {self.seconds:.1f} s, {answered:.1f}/s, {_spread(everything)}")
        for kind, times in sorted(self.took.items()):
            print(f"  {kind:<10}{len(times):>6}  {_spread(times)}")
        print(f"  errors: {sum(self.errors.values())}")
        for fault, number in self.errors.most_common(10):
            print(f"    {number} × {fault}")


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    marks = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
    return "p50 {:.0f} ms, p95 {:.0f} ms, p99 {:.0f} ms".format(*marks) + f", worst {ordered[-1]:.0f} ms"


def run_load(visitors: list[Visitor], *, seconds: float, rate: float, dice: Random) -> Outcome:
    """Send what the mix says: at a rate, or for 0 one after another by ``CLIENTS`` visitors at a time."""
    outcome, numbers = Outcome(), count()
    plan = plan_of(visitors, dice)
    begun = time.perf_counter()

    def arrivals() -> Iterator[tuple[float, Arrival]]:
        while True:
            with outcome.lock:
                number, arrival = next(numbers), next(plan)
            due = begun + number / rate if rate else time.perf_counter()
            if due - begun >= seconds:
                return
            yield due, arrival

    def work() -> None:
        for due, arrival in arrivals():
            time.sleep(max(0.0, due - time.perf_counter()))
            waited = max(0.0, time.perf_counter() - due)
            took, fault = arrival.visitor.make(arrival)
            outcome.note(arrival.kind, 1_000 * (waited + took), fault)

    threads = [Thread(target=work) for _ in range(WORKERS if rate else CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.seconds = time.perf_counter() - begun
    return outcome


def ratio(visitors: list[Visitor], dice: Random) -> float:
    """How many times as long as the bare page the page of a case takes, one visitor alone; both are printed."""
    those = [one for one in visitors if one.cases]

    def page() -> float:
        visitor = dice.choice(those)
        return _sound(visitor.get(visitor.case_address(dice)))

    def bare() -> float:
        return _sound(dice.choice(those).get("/bare/"))

    pairs = [(page(), bare()) for _ in range(ALONE)][ALONE // 5 :]
    case, plain = (1_000 * statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"one visitor alone: case page {case:.1f} ms, bare page {plain:.1f} ms: {case / plain:.2f} times")
    return case / plain


def _sound(answer: tuple[int, str, float]) -> float:
    if answer[0] != 200:
        raise RuntimeError(f"the page answers {answer[0]}: {answer[1][:500]}")
    return answer[2]


def prepared(home: Path, scale: str, number: int, seed: int, database: str) -> list[dict[str, object]]:
    """The visitors, made in the home before the service has it."""
    more = {"GUIJU_HOME": str(home), **({"GUIJU_DATABASE": database} if database else {})}
    words = [sys.executable, "-m", "tests.bench.site_users", scale, str(number), str(seed)]
    done = subprocess.run(words, env=own_environment(**more), capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return list(json.loads(done.stdout))


def placed(options: argparse.Namespace, work: Path, held: ExitStack) -> tuple[Path, str]:
    """A home of this run's own and the address of its database, empty where that lies in the home."""
    folder = options.folder or work / "sample"
    if options.database == "sqlite":
        home = options.home or made_sample(options.scale, folder)
        shutil.copytree(home, work / "home", ignore=shutil.ignore_patterns("*.sock", "*.lock"))
        return work / "home", ""
    work.chmod(0o755)
    cluster = Cluster(work / "server", is_durable=True)
    held.callback(cluster.stop)
    address = cluster.address(cluster.create())
    home = work / "home"
    words = [sys.executable, "-c", ON_POSTGRESQL, str(folder), options.scale]
    done = subprocess.run(
        words, env=own_environment(GUIJU_HOME=str(home), GUIJU_DATABASE=address), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return home, address


def _timed(name: str, work: Callable[[], object]) -> object:
    begun = time.perf_counter()
    made = work()
    print(f"{name}: {time.perf_counter() - begun:.0f} s", flush=True)
    return made


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description="The site under load.")
    parser.add_argument("--scale", choices=["station", "town", "county", "city"], default="county")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=TARGET_RATE)
    parser.add_argument("--users", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the sample lies or is to lie")
    parser.add_argument("--home", type=Path, help="the home of a sample that is copied as it is")
    options = parser.parse_args()
    mix = ", ".join(f"{kind} {share} %" for kind, share in MIX.items())
    print(f"seed {options.seed}, {options.scale} on {options.database}, {options.users} people: {mix}", flush=True)
    with tempfile.TemporaryDirectory(prefix="guiju-load-") as name, ExitStack() as held:
        home, database = _timed("sample", partial(placed, options, Path(name), held))
        people = prepared(home, options.scale, options.users, options.seed, database)
        with served(home, database=database, program=BARE) as service:
            return measured(service, people, options)


def measured(service: Service, people: list[dict[str, object]], options: argparse.Namespace) -> int:
    """The figures; whether the targets are met."""
    dice = Random(options.seed)
    visitors = [Visitor(service.address, person) for person in people]
    for visitor in visitors:
        visitor.arrive(dice)
    times = ratio(visitors, dice)
    steady = run_load(visitors, seconds=options.seconds, rate=options.rate, dice=dice)
    steady.tell(f"at {options.rate:g}/s")
    run_load(visitors, seconds=options.seconds / 2, rate=0, dice=dice).tell(f"{CLIENTS} at a time")
    everything = sorted(one for each in steady.took.values() for one in each)
    p95 = everything[int(len(everything) * 0.95)]
    is_met = p95 <= TARGET_P95 and not steady.errors and times <= TARGET_RATIO
    print(f"goals: p95 ≤ {TARGET_P95} ms at {TARGET_RATE}/s, no errors, ratio ≤ {TARGET_RATIO:g}: "
          f"{'met' if is_met else 'missed'}")  # fmt: skip
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
