"""A ledger for a test: opened on a database of its own, with a clock that the test sets."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.databases import using

from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor, Draft
from guiju.facts.keys.signer import Signer, create_keys
from guiju.facts.seal.sealer import open_ledger
from guiju.facts.wiring import SHA256, Wiring, install
from guiju.values.clock import LocalTime, to_micros
from guiju.values.event import FieldValue
from guiju.values.recorded import Follower

SHANGHAI = LocalTime(ZoneInfo("Asia/Shanghai"))
CLERK = Actor("clerk", "person")


def moment(text: str) -> datetime:
    """An instant as people in the bureau write it."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI.zone)


class Book:
    """What a test holds: the clock, the keys, and short words for writing."""

    def __init__(self, address: str, folder: Path, followers: tuple[Follower, ...], *, hash_name: str = SHA256) -> None:
        self.address, self.folder, self.hash_name = address, folder, hash_name
        self.now = moment("2026-03-02T09:00")
        self.signer: Signer = create_keys(folder / "keys")
        self.follow(*followers)
        self.name = open_ledger()

    def follow(self, *followers: Follower) -> None:
        """Wire the ledger anew."""
        install(
            Wiring(
                clock=lambda: to_micros(self.now), signer=self.signer, followers=followers, hash_name=self.hash_name
            )
        )  # fmt: skip

    def pass_time(self, **span: float) -> None:
        """Let the server's clock go on."""
        self.now += timedelta(**span)

    def record(self, type_name: str, at: str, key: str = "", *, actor: Actor = CLERK, **fields: FieldValue) -> int:
        """Record one event and give its id; ``key`` defaults to what it says."""
        return self.write(Draft.of(type_name, moment(at), fields, local=SHANGHAI), key=key, actor=actor).ids[0]

    def write(self, *drafts: Draft, key: str = "", actor: Actor = CLERK) -> Appended:
        """Record drafts; ``key`` defaults to what they say."""
        return append(drafts, actor=actor, idem_key=key or hashlib.sha256(repr(drafts).encode()).hexdigest())


@contextmanager
def ledger_on(address: str, folder: Path, *followers: Follower, hash_name: str = SHA256) -> Iterator[Book]:
    """A ledger just opened in an empty, migrated database."""
    with using(address):
        yield Book(address, folder, followers, hash_name=hash_name)
