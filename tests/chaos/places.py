"""Where the faults happen: databases in the mode that we ship, durable, each with an empty, opened ledger."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from tests.databases import Cluster, using

from guiju.facts.keys.signer import Signer, create_keys, open_keys
from guiju.facts.seal.sealer import open_ledger
from guiju.facts.wiring import Wiring, install
from guiju.values.clock import to_micros
from guiju.values.recorded import Follower

GUIJU = (sys.executable, "-c", "from guiju.project.cli import app; app()")


@dataclass(frozen=True)
class Bureau:
    """A ledger as a bureau has it: its database, and the home with the keys."""

    address: str
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a Guiju process of this bureau is told."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("GUIJU_")}
        return {**own, "GUIJU_HOME": str(self.home), "GUIJU_DATABASE": self.address}

    @property
    def signer(self) -> Signer:
        """The keys that its checkpoints are signed with."""
        return open_keys(self.home / "keys")


class Place:
    """One kind of database, and as many fresh ones as are asked for."""

    def __init__(self, kind: str, folder: Path, *, is_durable: bool = True) -> None:
        self.kind, self.folder = kind, folder
        self.home = folder / "home"
        self.cluster = Cluster(folder / "server", is_durable=is_durable) if kind == "postgresql" else None
        self.signer = create_keys(self.home / "keys")
        self._made = 0
        self._empty = self._migrated()

    def _migrated(self) -> str:
        name = str(self.folder / "empty.sqlite3") if self.cluster is None else self.cluster.create()
        with using(self._address(name)):
            call_command("migrate", verbosity=0)
        return name

    def _address(self, name: str) -> str:
        return f"sqlite:///{name}" if self.cluster is None else self.cluster.address(name)

    def empty(self) -> str:
        """The address of a migrated database without a ledger."""
        if self.cluster is not None:
            return self.cluster.address(self.cluster.create(self._empty))
        self._made += 1
        path = self.folder / f"ledger_{self._made}.sqlite3"
        shutil.copy(self._empty, path)
        return f"sqlite:///{path}"

    def ledger(self) -> str:
        """The address of a database with an opened ledger, and the keys in ``home``."""
        address = self.empty()
        with using(address):
            self.wire()
            open_ledger()
        return address

    def bureau(self) -> "Bureau":
        """A database that `guiju open` has opened, with a home of its own."""
        self._made += 1
        if self.cluster is None:
            address = f"sqlite:///{self.folder / f'bureau_{self._made}.sqlite3'}"
        else:
            address = self.cluster.address(self.cluster.create())
        bureau = Bureau(address, self.folder / f"bureau_{self._made}")
        done = subprocess.run([*GUIJU, "open"], env=bureau.environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return bureau

    def wire(self, *followers: Follower) -> None:
        """Give the ledger of this process the real clock and the keys of this place."""
        install(Wiring(clock=clock, signer=self.signer, followers=followers))

    def close(self) -> None:
        """Stop the server."""
        if self.cluster is not None:
            self.cluster.stop()


def clock() -> int:
    """The machine's clock, as the ledger counts it."""
    return to_micros(datetime.now(UTC))


@contextmanager
def placed(kind: str, *, is_durable: bool = True) -> Iterator[Place]:
    """A place in a temporary folder that other users may enter, for PostgreSQL runs as one of them."""
    with tempfile.TemporaryDirectory(prefix="guiju-chaos-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        place = Place(kind, folder, is_durable=is_durable)
        try:
            yield place
        finally:
            place.close()
