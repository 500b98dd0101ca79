"""The service as it is started and killed: a process of its own, a free port, a real database."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from tests.databases import Cluster

GUIJU = Path(sys.executable).with_name("guiju")
ROWS = 12_000
UNITS = """单位代码,单位名称,上级单位代码,单位类型,编制,成立日期
990000000000,青墟市公安局,,公安局,,
"""
ENQUEUE = """
import sys
from pathlib import Path
from guiju.project.ledger.opening import opened_ledger
with opened_ledger():
    from guiju.project.site.jobs.commands import enqueue_import
    from guiju.project.site.jobs.uploads import keep_upload
    place = keep_upload([Path(sys.argv[1]).read_bytes()])
    enqueue_import(place, "export.csv", source="办案系统", actor="甲", at=1, by_operator=True)
"""


class Home:
    """A ledger's folder and database, and the commands that are given there."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database, self.log = folder, database, folder / "log"
        self.environment = {**os.environ, "GUIJU_HOME": str(folder / "home"), "GUIJU_DATABASE": database}
        self.services: list[subprocess.Popen[str]] = []

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120)

    def guiju(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.run(str(GUIJU), *words)

    def serve(self) -> tuple[subprocess.Popen[str], str]:
        """Start a service; the process and its address."""
        with self.log.open("a") as log:
            process = subprocess.Popen(
                [str(GUIJU), "serve", "--port", "0"], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE,
                stderr=log, text=True,
            )  # fmt: skip
        self.services.append(process)
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert found, self.log.read_text(encoding="utf-8")
        return process, found[0]

    def find(self, statement: str) -> list[tuple[Any, ...]]:
        """What stands in the database, seen from outside."""
        if self.database:
            parts = urlsplit(self.database)
            with psycopg.connect(host=parse_qs(parts.query)["host"][0], user="guiju", dbname=parts.path[1:]) as server:
                return server.execute(statement.replace("%", "%%")).fetchall()
        with closing(sqlite3.connect(f"file:{self.folder}/home/guiju.sqlite3?mode=ro", uri=True)) as file:
            return file.execute(statement).fetchall()

    def export(self) -> Path:
        """A file of many rows, a case each."""
        path = self.folder / "export.csv"
        lines = [
            f"A{nth:05},cases.accepted,2026-03-{nth % 28 + 1:02}T08:{nth % 60:02}:00+08:00,U{nth % 9}"
            for nth in range(ROWS)
        ]
        path.write_text("\n".join(["case,type,happened_at,unit", *lines]), encoding="utf-8")
        return path

    def wait_for(self, statement: str, wanted: list[tuple[Any, ...]], patience: float = 120) -> None:
        """Until the database says so."""
        until = time.monotonic() + patience
        while (found := self.find(statement)) != wanted:
            assert time.monotonic() < until, (found, self.log.read_text(encoding="utf-8"))
            time.sleep(0.02)


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)],
)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A ledger just opened; whatever still serves it afterwards is killed."""
    cluster = None
    database = ""
    if request.param == "postgresql":
        for parent in (tmp_path, *tmp_path.parents[:3]):
            parent.chmod(parent.stat().st_mode | 0o055)
        cluster = Cluster(tmp_path / "server")
        database = cluster.address(cluster.create())
    made = Home(tmp_path, database)
    assert made.guiju("open").returncode == 0
    yield made
    for process in made.services:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    if cluster is not None:
        cluster.stop()


def test_it_serves_seals_takes_a_command_and_stops_in_order(home):
    process, address = home.serve()
    assert status_of(f"{address}nowhere/") == 404
    (home.folder / "units.csv").write_text(UNITS, encoding="utf-8")
    done = home.guiju("bureau", "units", "units.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert "新记录" in done.stdout
    home.wait_for("SELECT count(*) FROM outbox", [(0,)], patience=10)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert process.stdout is not None and "规矩服务已停止" in process.stdout.read()
    assert not (home.folder / "home" / "guiju.sock").exists()


@pytest.mark.slow
def test_a_refused_command_is_refused_through_the_service_too(home):
    home.serve()
    done = home.guiju("bureau", "units", "none.csv")
    assert done.returncode == 2
    assert (done.stdout, len(done.stderr.strip().splitlines())) == ("", 1)
    usage = home.guiju("import", "--no-such-option")
    assert usage.returncode == 2
    made = home.guiju("backup", "copies")
    assert made.returncode == 0, made.stderr
    assert [one.name for one in (home.folder / "copies").iterdir()]
    assert home.guiju("backup", "drill", "copies").returncode == 0


@pytest.mark.slow
def test_a_second_service_is_refused_one_ledger_on_sqlite_and_served_on_postgresql(home):
    home.serve()
    if home.database:
        _, address = home.serve()
        assert status_of(f"{address}nowhere/") == 404
        return
    second = home.guiju("serve", "--port", "0")
    assert second.returncode == 2
    assert "另一个进程" in second.stderr
    alone = home.guiju("ledger", "repair", "--from", "copies", "--approver", "乙", "--reason", "试")
    assert alone.returncode == 2
    assert "停止规矩服务" in alone.stderr


@pytest.mark.slow
def test_a_port_in_use_and_a_missing_ledger_are_one_sentence_each(home, tmp_path_factory):
    _, address = home.serve()
    port = address.rstrip("/").rpartition(":")[2]
    elsewhere = Home(tmp_path_factory.mktemp("none"), "")
    for words in (["serve", "--port", port], ["serve", "--port", "0"]):
        done = elsewhere.guiju(*words)
        assert done.returncode == 2, done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.slow
def test_a_killed_import_job_is_finished_after_the_restart_and_nothing_is_doubled(home):
    export = home.export()
    done = home.run(sys.executable, "-c", ENQUEUE, str(export))
    assert done.returncode == 0, done.stderr
    export.unlink()
    process, _ = home.serve()
    home.wait_for("SELECT max(done) > 0 FROM import_batch", [(True,)])
    process.send_signal(signal.SIGKILL)
    process.wait()
    [[settled]] = home.find("SELECT max(done) FROM import_batch")
    assert settled < ROWS, "it was too quick to be interrupted: take more rows"
    home.serve()
    home.wait_for("SELECT state, done, recorded FROM import_batch", [("finished", ROWS, ROWS)])
    home.wait_for(
        "SELECT status FROM django_tasks_database_dbtaskresult WHERE CAST(args_kwargs AS TEXT) LIKE '%export.csv%'",
        [("SUCCESSFUL",)],
    )
    assert home.find(
        "SELECT count(*), count(DISTINCT stream) FROM event WHERE type = 'cases.accepted'"
    ) == [(ROWS, ROWS)]  # fmt: skip
    home.wait_for("SELECT count(*) FROM outbox", [(0,)])
    assert home.find("SELECT count(*) - count(DISTINCT event) FROM leaf") == [(0,)]
    assert home.find("SELECT count(*) FROM event e LEFT JOIN leaf l ON l.event = e.id WHERE l.event IS NULL") == [(0,)]
    assert home.guiju("verify").returncode == 0
    assert not list((home.folder / "home" / "incoming").iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("home", ["sqlite"], indirect=True)
def test_a_service_that_is_stopped_ends_a_command_between_two_chunks_and_says_how_to_go_on(home):
    home.export()
    process, _ = home.serve()
    words = [str(GUIJU), "import", "export.csv", "--source", "办案系统", "--by", "甲"]
    with subprocess.Popen(
        words, cwd=home.folder, env=home.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as command:
        home.wait_for("SELECT max(done) > 0 FROM import_batch", [(True,)])
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        _, said = command.communicate(timeout=20)
    assert command.returncode == 2
    assert "正在停止" in said and "接着上次中断处" in said
    assert home.find("SELECT state, done % 2000 FROM import_batch") == [("open", 0)]
    done = home.guiju(*words[1:])
    assert done.returncode == 0, done.stderr
    assert "接着上次中断处" in done.stdout
    assert home.find("SELECT state, recorded FROM import_batch") == [("finished", ROWS)]
