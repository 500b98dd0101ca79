"""The pages of recording in a bureau with people, the shipped law, threads, and keys for persons."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from tests.ledgers import SHANGHAI
from tests.sites import Read
from tests.unit.findings.life.conftest import (
    Station,
    cluster,
    empty_postgresql,
    empty_sqlite,
    peopled_postgresql,
    peopled_sqlite,
    station,
    station_pack,
)
from tests.unit.screens.findings.conftest import Browser

from guiju.bureau.projector import follow_bureau
from guiju.facts.keys.blind_index import create_index_key, open_index_key
from guiju.facts.keys.person_keys import PersonKeys, create_person_keys
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.privacy.person_index import follow_persons
from guiju.facts.wiring import Wiring
from guiju.facts.wiring import install as install_ledger
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.findings.life.fold import follow_life
from guiju.findings.news import let_hear
from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.project.env import shipped_law
from guiju.project.law_folder import open_law
from guiju.project.roles import WITHHELD
from guiju.screens.recording.procedure import install as install_procedures
from guiju.screens.recording.reading import read_procedures
from guiju.screens.threads.duties import hear_duties
from guiju.screens.threads.projector import follow_threads
from guiju.screens.threads.wiring import install, wiring_of
from guiju.values.clock import to_micros
from guiju.values.timeliness import tolerances_of

__all__ = [
    "Clerk", "Station", "cluster", "desk", "empty_postgresql", "empty_sqlite", "peopled_postgresql", "peopled_sqlite",
    "station", "station_pack",
]  # fmt: skip
_KEY = re.compile(r'name="_key" value="([0-9a-f]{32})"')


class Clerk(Browser):
    """An account at a browser that fills in forms: what stands in them stays, what is given is typed."""

    unit = "990151000000"

    def __init__(self, desk: Station, account: str, *more: str) -> None:
        super().__init__(desk, account, *more)
        holder = self.holder
        self.holder = type(holder)(account, account, holder.officer, self.unit, permissions=holder.permissions)

    def fills(self, address: str, at: str = "", **typed):
        """Send the form of a page as it stands, with what is typed; the server's clock is set to ``at``."""
        if at:
            self.desk.book.now = moment_of(at)
        page = self.reads(address)
        key = _KEY.search(page)
        assert key is not None, page
        given = {name: value for name, value in standing(page).items() if value not in ("", [])}
        given.update({name: value for name, value in typed.items() if value is not None})
        self.key = key[1]
        self.sent = given
        return self.posts(address, key=self.key, **given)


def moment_of(text: str) -> datetime:
    """An instant as people write it."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI.zone)


def standing(page: str) -> dict:
    """What stands in the fields of the page's own form."""
    form = next(one for one in Read(page).forms if "_key" in one.fields)
    known = {name: values for name, values in form.fields.items() if not name.startswith(("_", "csrf"))}
    return {name: values if len(values) > 1 else (values[0] if values else "") for name, values in known.items()}


@pytest.fixture
def desk(station: Station) -> Iterator[Station]:
    """The bureau, wired as the project wires it: the shipped law, threads, procedures, keys of persons."""
    book = station.book
    install_law(LawInForce(open_law(None), SHANGHAI))
    install(wiring_of(SUBJECTS, VOCABULARY, WITHHELD))
    install_procedures(read_procedures(shipped_law(), VOCABULARY))
    let_hear(hear_duties)
    folder = book.folder / "keys"
    folder.mkdir(exist_ok=True)
    create_index_key(folder)
    create_person_keys(folder)
    hand = PersonalHand.of(
        PersonKeys(folder, lambda: to_micros(book.now)), open_index_key(folder), VOCABULARY.types.values()
    )
    install_ledger(
        Wiring(
            clock=lambda: to_micros(book.now), signer=book.signer, personal=hand,
            followers=(follow_bureau, follow_findings, follow_life, follow_threads, follow_persons),
            tolerances=tolerances_of(VOCABULARY),
            receipted=frozenset(name for name, kind in VOCABULARY.types.items() if kind.is_receipted),
        )
    )  # fmt: skip
    yield station
    let_hear()
