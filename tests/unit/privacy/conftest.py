"""A ledger whose persons have keys, and a viewer who sees everything for a purpose."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ledgers import Book
from tests.unit.importing.conftest import bring, export, reading_in_process
from tests.unit.ledger.conftest import address, book, cluster, empty_postgresql, empty_sqlite

from guiju.facts.draft import Actor
from guiju.facts.keys.blind_index import create_index_key, open_index_key
from guiju.facts.keys.person_keys import PersonKeys, create_person_keys
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.privacy import destruction
from guiju.facts.privacy.holds import place_hold
from guiju.facts.privacy.person_index import follow_persons
from guiju.facts.privacy.retention import fix_term
from guiju.facts.wiring import Wiring, install
from guiju.project.catalogue import VOCABULARY
from guiju.project.ledger.bureau_desks.personal.privacy_desk import classes
from guiju.values.clock import to_micros
from guiju.values.recorded import Follower
from guiju.values.scope import Reach, Scope

__all__ = [
    "address", "book", "bring", "cluster", "empty_postgresql", "empty_sqlite", "export", "reading_in_process",
]  # fmt: skip

NUMBER = "11010519491231002X"
"""The example of the national standard: nobody's."""
REACH = Reach("all", kinds=("",), purposes=("case_handling",), is_everywhere=True, sees_unplaced=True)
LEGAL, INSPECTOR = Actor("legal"), Actor("inspector")
VIEWER = Scope("viewer", reaches=(REACH,))


class Safe:
    """The keys beside a book."""

    def __init__(self, book: Book) -> None:
        self.book, self.folder = book, book.folder / "keys"
        create_index_key(self.folder)
        create_person_keys(self.folder)
        self.wire(follow_persons)

    def wire(self, *followers: Follower) -> None:
        """Wire the ledger with the keys as they lie in the folder now."""
        self.keys = PersonKeys(self.folder, self.now)
        self.hand = PersonalHand.of(self.keys, open_index_key(self.folder), VOCABULARY.types.values())
        install(Wiring(clock=self.now, signer=self.book.signer, followers=followers, personal=self.hand))

    def now(self) -> int:
        """The server's time in microseconds."""
        return to_micros(self.book.now)


@pytest.fixture
def safe(book) -> Safe:  # noqa: F811 — the fixture imported above
    return Safe(book)


@pytest.fixture
def identify(book, safe) -> Callable[..., int]:  # noqa: F811 — the fixture imported above
    """Record who somebody is."""

    def record(person: str = "P1", case: str = "A1", **said: str) -> int:
        fields = {"case": case, "person": person, **({"person_name": "某甲"} | said)}
        return book.record("parties.identified", "2026-03-01T10:00", **fields)

    return record


@pytest.fixture
def sign(safe):
    """Short words for the steps, each with a submission of its own."""

    class Steps:
        count = 0

        def words(self, actor):
            self.count += 1
            return {"actor": actor, "at": safe.now(), "idem_key": f"s{self.count}"}

        def term(self, name="case_file", months=1):
            told = {"basis": "本局规定", "reason": "首次确定", "approver": "inspector"}
            fix_term(name, months, **told, **self.words(LEGAL))

        def propose(self, person="P1"):
            told = destruction.propose(
                "person", person, role="legal_department", reason="期限已满", retention=classes(), **self.words(LEGAL)
            )
            return told.appended.ids[0]

        def confirm(self, number, actor=INSPECTOR, role="inspector"):
            destruction.decide(number, is_confirmed=True, role=role, reason="同意", **self.words(actor))

        def hold(self, kind="person", value="P1"):
            return place_hold(kind, value, reason="赔偿案件未结", **self.words(INSPECTOR)).appended.ids[0]

    return Steps()


def every_byte(folder: Path) -> bytes:
    """All that lies in a folder, but for the keys."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and "keys" not in path.parts)
