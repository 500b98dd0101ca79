"""A county reports to its city with the commands that people type; the city's process is killed and goes on."""

import csv
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
COUNTY, STATION = "990100000000", "990151000000"
UNITS = (
    ("单位代码", "单位名称", "单位类型", "上级单位代码"),
    ("990000000000", "青墟市公安局", "bureau", ""),
    (COUNTY, "东城县公安局", "bureau", "990000000000"),
    (STATION, "东圩派出所", "station", COUNTY),
)
KILLED = """
import os, signal, sys
from guiju.facts.importing.bundles import checking, recording, taking
checking.CHUNK = taking.CHUNK = 3
real, left = recording.Recorder.record, [int(sys.argv.pop(1))]
def record(self, rows):
    done = real(self, rows)
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
recording.Recorder.record = record
from guiju.project.cli import app
app()
"""


def guiju(home: Path, *words: object, before: tuple[str, ...] = (), status: int = 0) -> str:
    environment = {**os.environ, "GUIJU_HOME": str(home)}
    program = [sys.executable, *before] if before else [str(Path(sys.executable).with_name("guiju"))]
    done = subprocess.run(
        [*program, *map(str, words)], env=environment, capture_output=True, text=True, cwd=home.parent, check=False
    )
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def write(path: Path, lines: tuple[tuple[str, ...], ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def found(home: Path, statement: str) -> list[tuple]:
    with sqlite3.connect(f"file:{home / 'guiju.sqlite3'}?mode=ro", uri=True) as connection:
        return connection.execute(statement).fetchall()


@pytest.fixture
def county(tmp_path: Path) -> Path:
    home = tmp_path / "county"
    cases = [
        (f"A{number}", kind, f"2026-03-0{day}T10:00", "criminal", STATION)
        for number in range(5)
        for kind, day in (("cases.accepted", 1), ("cases.filed", 2))
    ]
    export = write(tmp_path / "export.csv", (("case", "type", "happened_at", "kind", "unit"), *cases))
    guiju(home, "open")
    guiju(home, "import", export, "--source", "办案系统")
    return home


@pytest.fixture
def city(tmp_path: Path, county: Path) -> Path:
    home = tmp_path / "city"
    guiju(home, "open")
    guiju(home, "bureau", "units", write(tmp_path / "units.csv", UNITS))
    guiju(home, "bureau", "found", *["--system", "s", "--security", "a", "--security", "b", "--audit", "c"])
    guiju(county, "bundle", "card", tmp_path / "card.json")
    guiju(home, "bundle", "trust", tmp_path / "card.json", "--unit", COUNTY, "--as", "a")
    [(number,)] = found(home, "SELECT id FROM event WHERE type = 'ledger.origin_proposed'")
    guiju(home, "bundle", "confirm", number, tmp_path / "card.json", "--as", "a", status=2)
    guiju(home, "bundle", "confirm", number, tmp_path / "card.json", "--as", "b")
    return home


def test_a_county_reports_and_the_city_goes_on_after_each_kill(county, city, tmp_path):
    bundle = tmp_path / "1.gjb"
    assert "第 1 包" in guiju(county, "bundle", "export", bundle)
    for times in (0, 1, 1):
        guiju(city, times, "bundle", "import", bundle, before=("-c", KILLED), status=-signal.SIGKILL)
    told = guiju(city, 99, "bundle", "import", bundle, before=("-c", KILLED))
    assert "接着上次中断处" in told
    rows = found(city, "SELECT stream, type FROM event WHERE type LIKE 'cases.%'")
    assert len(rows) == len(set(rows)) == 10
    assert {stream for stream, _ in rows} == {f"case:9901:A{number}" for number in range(5)}
    assert "没有增加任何记录" in guiju(city, "bundle", "import", bundle)
    assert "账本完好" in guiju(city, "verify")
    assert "与账本一致" in guiju(city, "rebuild", "--check")
    assert "第 1 包" in guiju(city, "bundle", "list")


def test_a_forged_bundle_is_told_in_one_sentence_with_what_to_do(city, county, tmp_path):
    bundle = tmp_path / "1.gjb"
    guiju(county, "bundle", "export", bundle)
    bundle.write_bytes(bundle.read_bytes()[:-30])
    told = guiju(city, "bundle", "import", bundle, status=2)
    assert "guiju bundle export --number" in told
    assert told.count("\n") == 1
    assert found(city, "SELECT count(*) FROM event WHERE type = 'ledger.bundle_refused'") == [(1,)]
