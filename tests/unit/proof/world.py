"""The ledger as the desks of the command line find it: keys, home and database as settings."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from tests.ledgers import SHANGHAI, Book

from guiju.facts.keys.blind_index import create_index_key
from guiju.facts.keys.person_keys import create_person_keys
from guiju.facts.seal.memory import Signed, remember
from guiju.facts.seal.sealer import seal
from guiju.facts.wiring import Wiring, install, wiring
from guiju.project import env
from guiju.values.clock import from_micros


@dataclass(frozen=True, slots=True)
class Bureau:
    """A ledger, and a short word for writing into it."""

    book: Book

    def fill(self, count: int, start: int = 0) -> None:
        """Record some events and let them be sealed."""
        for number in range(start, start + count):
            case = f"A{number % 4}"
            self.book.record("cases.accepted", "2026-03-01T10:00", key=f"K{number}", case=case, nth=number)
        self.book.pass_time(minutes=2)
        seal()


def bureau_at(book: Book, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """Point the settings at a test's ledger; the clock is the book's."""
    monkeypatch.setenv("GUIJU_HOME", str(folder / "home"))
    monkeypatch.setenv("GUIJU_KEYS", str(folder / "keys"))
    monkeypatch.setenv("GUIJU_DATABASE", book.address)
    monkeypatch.setattr(env, "now", lambda: from_micros(wiring().clock(), SHANGHAI.zone))
    create_index_key(folder / "keys")
    create_person_keys(folder / "keys")
    hand = wiring()
    keep: Callable[[Signed], None] = partial(remember, folder / "keys")
    install(
        Wiring(
            clock=hand.clock,
            signer=hand.signer,
            remember=lambda text, signature, key: keep(Signed(text, signature, key)),
        )
    )
    return Bureau(book)
