"""Real databases for tests: SQLite files in the mode we ship, and a PostgreSQL server of the tests' own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from guiju.project.ledger.database import settings_of

POSTGRES_HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@contextmanager
def using(address: str) -> Iterator[None]:
    """Django's default connection, of every thread, at another database."""
    before = connections.settings["default"]
    _hang_up()
    connections.settings["default"] = {**before, **settings_of(address, is_sound=True)}
    connections.settings["default"].update(AUTOCOMMIT=True, ATOMIC_REQUESTS=False, TIME_ZONE=None)
    connections.settings["default"].setdefault("CONN_HEALTH_CHECKS", False)
    for word in ("USER", "PASSWORD", "HOST", "PORT"):
        connections.settings["default"].setdefault(word, "")
    connections.settings["default"].setdefault("TEST", {})
    try:
        yield
    finally:
        _hang_up()
        connections.settings["default"] = before


def _hang_up() -> None:
    connections["default"].close()
    del connections["default"]


class Cluster:
    """A PostgreSQL server of the tests' own, reached through a socket only."""

    def __init__(self, folder: Path, *, is_durable: bool = False) -> None:
        self.folder, self.data = folder, folder / "data"
        self.bin = POSTGRES_HOMES[0] if POSTGRES_HOMES else None
        if self.bin is None:
            raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
        folder.mkdir(parents=True, exist_ok=True)
        self.is_root = os.geteuid() == 0
        if self.is_root:
            shutil.chown(folder, "postgres", "postgres")
        self._run(
            "initdb", "-D", str(self.data), "--no-sync", "--locale=C.UTF-8", "-E", "UTF8", "-U", "guiju", "-A", "trust"
        )
        self.sync = "" if is_durable else " -c fsync=off"
        self.made = 0
        self.start()

    def start(self) -> None:
        """Let the server run; after ``stop`` it recovers from its log."""
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=60{self.sync}"
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    def _run(self, program: str, *words: str) -> None:
        command = [str(self.bin / program), *words]
        if self.is_root:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")

    def address(self, name: str) -> str:
        """How Guiju is told of a database."""
        return f"postgresql://guiju@/{name}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """A new database, a copy of ``template``; its name."""
        import psycopg

        self.made += 1
        name = f"guiju_{self.made}"
        with psycopg.connect(f"host={self.folder} user=guiju dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def stop(self) -> None:
        """End the server at once, without a checkpoint, as a crash of it would."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
