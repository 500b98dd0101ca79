"""Imports under faults: killed and taken up again, and the same file brought in twice at once."""

import csv
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.chaos.examination import examine, rows
from tests.chaos.places import GUIJU, Bureau, Place
from tests.chaos.verified import verified
from tests.databases import using

ROWS = 12_000
LATEST_KILL = 7.0
PATIENCE = 300


def killed_imports(place: Place, *, seed: int, kills: int) -> list[str]:
    """Kill an import at random instants until it was killed so often, and let it end: every row once, and whole."""
    if not kills:
        return []
    dice, bureau, problems = Random(seed), place.bureau(), []
    done = files = 0
    while done < kills:
        files += 1
        path = _file(place.folder, files)
        while not _ended(bureau, path, dice.uniform(1.0, LATEST_KILL) if done < kills else PATIENCE):
            done += 1
            with using(bureau.address):
                problems += [f"import killed {done} times: {one}" for one in examine({}, bureau.signer.public).wrong]
        problems += _again(bureau, path)
        problems += _counted(bureau, files * ROWS)
    with using(bureau.address):
        problems += verified(bureau.signer)
    print(
        f"   imports: {done} SIGKILLs over {files} files of {ROWS:,} rows, complete in the end; wrong {len(problems)}"
    )
    return problems


def imported_at_once(place: Place, *, times: int) -> list[str]:
    """Two processes import the same file at the same moment: every row stands once, and each is told what became."""
    bureau, problems = place.bureau(), []
    for number in range(1, times + 1):
        path = _file(place.folder, 1_000 + number)
        team = [_import(bureau, path) for _ in range(2)]
        ended = [one.communicate(timeout=PATIENCE) for one in team]
        for one, (_, errors) in zip(team, ended, strict=True):
            if one.returncode and b"Traceback" in errors:
                problems.append(f"the same file at once: {errors.decode()[-300:]}")
        if all(one.returncode for one in team):
            problems.append("the same file at once: neither of the two came through")
        problems += _again(bureau, path) + _counted(bureau, number * ROWS)
    print(f"   same file imported twice at once: {times} files of {ROWS:,} rows; wrong {len(problems)}")
    return problems


def _file(folder: Path, number: int) -> Path:
    path = folder / f"import_{number}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("type", "happened_at", "case", "person", "officer", "unit"))
        for row in range(ROWS):
            at = f"2026-02-{row % 28 + 1:02d}T{row % 24:02d}:{row % 60:02d}:00+08:00"
            lines.writerow(
                ("cases.accepted", at, f"F{number}-{row % 997}", f"F{number}-{row}", "010001", "330100000000")
            )
    return path


def _import(bureau: Bureau, path: Path) -> "subprocess.Popen[bytes]":
    words: Sequence[str] = ("import", str(path), "--source", path.stem, "--by", "clerk")
    return subprocess.Popen(
        [*GUIJU, *words], env=bureau.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=path.parent
    )


def _ended(bureau: Bureau, path: Path, seconds: float) -> bool:
    """Whether an import came to its end before it was killed."""
    running = _import(bureau, path)
    try:
        _, errors = running.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        running.kill()
        running.communicate()
        time.sleep(0.1)
        return False
    if running.returncode:
        raise RuntimeError(errors.decode()[-500:])
    return True


def _again(bureau: Bureau, path: Path) -> list[str]:
    """The same file once more adds nothing."""
    with using(bureau.address):
        before = rows("SELECT count(*) FROM event")
    _ended(bureau, path, PATIENCE)
    with using(bureau.address):
        return [] if rows("SELECT count(*) FROM event") == before else ["the same file again added something"]


def _counted(bureau: Bureau, wanted: int) -> list[str]:
    with using(bureau.address):
        found = rows("SELECT count(*), count(DISTINCT value) FROM event_key WHERE kind = 'person'")
        wrong = [] if found == [(wanted, wanted)] else [f"{found[0]} rows stand, not {wanted}"]
        return wrong + examine({}, bureau.signer.public).wrong
