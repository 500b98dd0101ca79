"""A county's ledger and a city's, each in a database of its own, and a folder in which bundles are carried."""

import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.databases import using
from tests.ledgers import SHANGHAI, Book, moment
from tests.unit.importing.conftest import rows
from tests.unit.ledger.conftest import (
    address,
    cluster,
    empty_postgresql,
    empty_sqlite,
)

from guiju.facts.draft import Actor, Draft
from guiju.facts.importing.bundles.exporting import Exported, export_bundle
from guiju.facts.importing.bundles.origins import (
    confirm_origin,
    find_trust_proposal,
    own_card,
    propose_origin,
)
from guiju.facts.importing.bundles.taking import BundleTaken, take_bundle
from guiju.facts.keys.blind_index import create_index_key, open_index_key
from guiju.facts.keys.person_keys import PersonKeys, create_person_keys
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.tables.places import replace_places
from guiju.facts.wiring import Wiring, install, wiring
from guiju.project.catalogue import VOCABULARY
from guiju.values.clock import to_micros
from guiju.values.scope import FOREVER
from guiju.values.timeliness import tolerances_of

__all__ = ["address", "cluster", "empty_postgresql", "empty_sqlite"]

COUNTY, OTHER, STATION, FOREIGN = "990100000000", "990200000000", "990151000000", "990251000000"
PLACES = (
    ("990000000000", "1"), (COUNTY, "12"), (STATION, "123"), (OTHER, "14"), (FOREIGN, "145"),
)  # fmt: skip
CLERK = Actor("clerk", "person")


def stays(kind: str) -> bool:
    """What the project hands over: a bureau's own affairs and register stay at home."""
    return VOCABULARY.is_internal(kind) or kind.startswith("bureau.")


def quiet(stage: str, share: float) -> None:
    """Nobody watches."""


class Side:
    """One of the ledgers: what is done within ``at`` is done there."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder, self.believed = address, folder, list[Side]()
        folder.mkdir()
        with using(address):
            self.book = Book(address, folder, ())
            create_index_key(folder / "keys")
            create_person_keys(folder / "keys")
            keys = PersonKeys(folder / "keys", lambda: wiring().clock())
            self.hand = PersonalHand.of(keys, open_index_key(folder / "keys"), VOCABULARY.types.values())

    @contextmanager
    def at(self) -> Iterator[Book]:
        """Work there."""
        with using(self.address):
            install(
                Wiring(
                    clock=lambda: to_micros(self.book.now), signer=self.book.signer, personal=self.hand,
                    tolerances=tolerances_of(VOCABULARY),
                )
            )  # fmt: skip
            yield self.book

    def record(self, kind: str, at: str, *, unit: str = STATION, **fields) -> int:
        """Something that happened there; its id."""
        with self.at() as book:
            said = {"unit": unit, **fields} if unit else fields
            draft = Draft.of(kind, moment(at), said, local=SHANGHAI, unit_as_of=unit)
            return book.write(draft).ids[0]

    def export(self, path: Path, **said) -> Exported:
        """The next bundle."""
        with self.at() as book:
            book.pass_time(minutes=1)
            return export_bundle(path, by="县局甲", stays=stays, progress=quiet, **said)

    def take(self, path: Path) -> BundleTaken:
        """Take a bundle in."""
        with self.at() as book:
            # A file arrives after it was written.
            book.now = max(book.now, *(other.book.now for other in self.believed))
            book.pass_time(minutes=1)
            return take_bundle(path, by="市局乙", stays=stays, progress=quiet)

    def trust(self, other: "Side", unit: str = COUNTY, *, first: str = "city-a", second: str = "city-b") -> None:
        """Two persons of this side say that the other's key is to be believed."""
        self.believed.append(other)
        with other.at():
            card = own_card(other.book.name)
        with self.at() as book:
            book.pass_time(seconds=1)
            at = to_micros(book.now)
            said = propose_origin(card, unit, actor=Actor(first), at=at, idem_key=f"p{at}")
            proposal = find_trust_proposal(said.ids[0])
            confirm_origin(proposal, actor=Actor(second), at=at, idem_key=f"c{at}")

    def rows(self, statement: str, *values: object) -> list[tuple]:
        """What a statement finds there."""
        with self.at():
            return rows(statement, *values)

    def state(self) -> list[tuple]:
        """Every event there, to the byte."""
        found = self.rows("SELECT stream, seq, leaf FROM event ORDER BY id")
        return [(stream, seq, bytes(leaf)) for stream, seq, leaf in found]

    def facts(self) -> list[tuple[str, str]]:
        """Stream and type of everything but what a ledger says of itself."""
        return self.rows("SELECT stream, type FROM event WHERE type NOT LIKE 'ledger.%%' ORDER BY id")


@pytest.fixture
def make_side(empty_sqlite: Path, tmp_path: Path) -> Callable[[str], Side]:
    """Another ledger, on SQLite."""

    def make(name: str) -> Side:
        shutil.copy(empty_sqlite, tmp_path / f"{name}.sqlite3")
        return Side(f"sqlite:///{tmp_path / name}.sqlite3", tmp_path / name)

    return make


@pytest.fixture
def county(make_side: Callable[[str], Side]) -> Side:
    """A county's ledger with two cases."""
    side = make_side("county")
    side.record("cases.accepted", "2026-03-01T10:00", case="A1", officer=("012345",))
    side.record("custody.detained", "2026-03-01T12:00", case="A1", person="P1", person_name="张某某")
    side.record("cases.accepted", "2026-03-01T13:00", case="A2", officer=("012346",))
    return side


@pytest.fixture
def city(address: str, tmp_path: Path, county: Side) -> Side:
    """A city's ledger that knows the units and believes the county; on both databases."""
    side = Side(address, tmp_path / "city")
    with side.at():
        replace_places((code, 0, FOREVER, path) for code, path in PLACES)
    side.trust(county)
    return side


def lines_of(path: Path) -> list[list]:
    """What a bundle holds."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def write_lines(path: Path, lines: list[list]) -> Path:
    """A bundle of these lines, as a forger writes it."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    return path
