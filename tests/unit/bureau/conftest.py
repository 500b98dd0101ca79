"""A bureau for a test: its ledger, its tree of units, its administrators, and short words for writing."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.ledgers import SHANGHAI, Book, ledger_on, moment
from tests.unit.ledger.conftest import address, cluster, empty_postgresql, empty_sqlite

from guiju.bureau import commands
from guiju.bureau.projector import follow_bureau
from guiju.bureau.scope import scope_of
from guiju.bureau.wiring import install
from guiju.facts.draft import Actor, Draft
from guiju.project.ledger.bureau_rules import bureau_wiring
from guiju.values.clock import to_micros

__all__ = ["address", "cluster", "empty_postgresql", "empty_sqlite"]

OPERATOR = Actor("operator", "operator")
CITY, EAST, WEST = "990000000000", "990100000000", "990200000000"
EAST_STATION, EAST_SQUAD, WEST_STATION = "990151000000", "990152000000", "990251000000"
TREE = (
    (CITY, "青墟市公安局", "bureau", ""),
    (EAST, "东城县公安局", "bureau", CITY),
    (WEST, "西城县公安局", "bureau", CITY),
    (EAST_STATION, "东圩派出所", "station", EAST),
    (EAST_SQUAD, "东城刑警队", "squad", EAST),
    (WEST_STATION, "西圩派出所", "station", WEST),
)
ADMINISTRATORS = SimpleNamespace(system="sys", first="sec1", second="sec2", audit="aud")


class Office:
    """A book whose bureau is wired, and the words to fill it."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.count = 0
        install(bureau_wiring(b"k" * 32, SHANGHAI))
        book.follow(follow_bureau)

    @property
    def now(self) -> int:
        """The server's time in microseconds."""
        return to_micros(self.book.now)

    def words(self, actor: str | Actor, at: str = "") -> dict:
        """What every command is told: who, when, and a submission number of its own."""
        self.count += 1
        who = actor if isinstance(actor, Actor) else Actor(actor)
        return {"actor": who, "at": moment(at) if at else self.book.now, "idem_key": f"k{self.count}"}

    def plant(self, at: str = "2025-01-01T00:00") -> None:
        """Open the units of the tree."""
        for code, name, kind, parent in TREE:
            commands.open_unit(code, name, kind=kind, parent=parent, **self.words(OPERATOR, at))

    def found(self) -> None:
        """Name the first administrators."""
        people = [
            ("sys", "N-sys", "system_administrator"),
            ("sec1", "N-sec1", "security_administrator"),
            ("sec2", "N-sec2", "security_administrator"),
            ("aud", "N-aud", "audit_administrator"),
        ]
        commands.found(people, **self.words(OPERATOR))

    def account(self, name: str, officer: str = "", person: str = "") -> str:
        """An account opened by the system administrator."""
        said = person or ("" if officer else f"N-{name}")
        commands.open_account(name, officer=officer, natural_person=said, **self.words("sys"))
        return name

    def grant(self, account: str, role: str, unit: str = "", **term) -> int:
        """A role under two signatures; the number of the grant."""
        proposal = commands.propose_role(account, role, unit=unit, **term, **self.words("sec1")).ids[0]
        return commands.grant_role(proposal, **self.words("sec2")).ids[0]

    def scope(self, account: str):
        """What an account may see now."""
        return scope_of(account, self.now)

    def event(self, kind: str, at: str, *, unit: str = "", stream: str = "", actor: str = "clerk", **fields) -> int:
        """One event of a case, counted to a unit."""
        draft = Draft.of(kind, moment(at), fields, local=SHANGHAI, unit_as_of=unit, stream=stream)
        return self.book.write(draft, key=f"e{self.count}-{kind}-{at}-{fields}-{unit}", actor=Actor(actor)).ids[0]


@pytest.fixture
def book(address: str, tmp_path: Path) -> Iterator[Book]:
    """A ledger that nobody has written to yet."""
    with ledger_on(address, tmp_path) as opened:
        yield opened


@pytest.fixture
def empty(book: Book) -> Office:
    """A bureau without units or administrators."""
    return Office(book)


@pytest.fixture
def office(empty: Office) -> Office:
    """A bureau with its tree and its four administrators."""
    empty.plant()
    empty.found()
    return empty
