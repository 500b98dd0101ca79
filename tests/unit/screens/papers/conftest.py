"""A station with a case, people at its pages, and a shelf for papers."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import CITY, EAST_STATION, WEST_STATION, book, empty, empty_sqlite, office
from tests.unit.papers.forms import declared
from tests.unit.sign_in.browsing import as_sample, send
from tests.unit.sign_in.conftest import address, site
from tests.unit.threads.conftest import small_pack, wire_threads

from guiju.bureau.projector import follow_bureau
from guiju.facts.draft import Draft
from guiju.facts.events import PERSON_IDENTIFIED
from guiju.facts.histories import every_event
from guiju.facts.keys.blind_index import create_index_key, open_index_key
from guiju.facts.keys.person_keys import PersonKeys, create_person_keys
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.papers.producing.forms import install_forms
from guiju.facts.papers.shelf import Shelf
from guiju.facts.wiring import install, wiring
from guiju.findings.follower import follow_findings
from guiju.project import env
from guiju.project.catalogue import VOCABULARY
from guiju.screens.kit.site import install as install_site
from guiju.screens.kit.site import site as installed
from guiju.screens.threads.projector import follow_threads

__all__ = ["address", "book", "empty", "empty_sqlite", "office", "site", "small_pack"]

NAME, NUMBER, PHONE = "示例甲某", "11010519491231002X", "13900000000"
PEOPLE = (
    ("chief", "", ""), ("lead", "lead_officer", EAST_STATION), ("west", "lead_officer", WEST_STATION),
    ("dept", "legal_department", CITY), ("other", "legal_department", CITY),
)  # fmt: skip
"""``chief`` has his role from the site."""


@pytest.fixture
def station(site, small_pack, tmp_path, monkeypatch):  # noqa: F811 — the fixtures imported above
    """``at(account)`` is somebody's browser; case E1 of the east station with a person R1 who is named."""
    desk = site.office
    wire_threads(desk.book, small_pack)
    keys = tmp_path / "persons"
    keys.mkdir()
    create_index_key(keys)
    create_person_keys(keys)
    hand = PersonalHand.of(PersonKeys(keys, lambda: desk.now), open_index_key(keys), VOCABULARY.types.values())
    desk.book.follow(follow_bureau, follow_findings, follow_threads)
    install(replace(wiring(), personal=hand, receipted=frozenset({"papers.attached"})))
    install_forms(lambda: list(declared().values()))
    shelf = Shelf(tmp_path / "papers")
    install_site(replace(installed(), shelf=shelf))
    for account, role, unit in PEOPLE:
        if role:
            desk.account(account)
            desk.grant(account, role, unit)
    desk.book.pass_time(minutes=1)
    for case, unit in (("E1", EAST_STATION), ("W1", WEST_STATION)):
        desk.event("cases.accepted", "2026-03-01T10:00", unit=unit, case=case)
        desk.event("custody.summoned", "2026-03-01T12:00", unit=unit, case=case, person="R1", act="T1", form="written")
    said = {"case": "E1", "person": "R1", "person_name": NAME, "document_number": NUMBER, "phone": PHONE}
    desk.book.write(
        Draft.of(PERSON_IDENTIFIED, moment("2026-03-01T11:00"), said, local=SHANGHAI, unit_as_of=EAST_STATION)
    )
    monkeypatch.setattr(env, "papers_folder", lambda: shelf.folder)
    browsers: dict = {}

    def at(account):
        if account not in browsers:
            browsers[account] = as_sample(site, account)
        return browsers[account]

    return SimpleNamespace(desk=desk, shelf=shelf, at=at, send=send)


def events(*types: str):
    """What the ledger holds of these types."""
    return [one for part in every_event() for one in part if one.event.type in types]


def key_of(text: str) -> str:
    """The key of the last form of a page."""
    return re.findall(r'name="_key" value="(\w+)"', text)[-1]


SUMMONS = {
    "blank_cause": "殴打他人",
    "blank_basis": "某法某条",
    "blank_appear_at": "2026年3月2日15时前",
    "purpose": "case_handling",
}
"""What is typed for a summons beside what the case knows; ``fields_of`` adds that."""


def fields_of(text: str) -> dict[str, str]:
    """What stands in the fields of a page already."""
    found = dict(re.findall(r'name="(blank_\w+)"[^>]*? value="([^"]*)"', text))
    areas = re.findall(r'<textarea[^>]*name="(blank_\w+)"[^>]*>([^<]*)</textarea>', text)
    return {**found, **dict(areas)}


def make(browser, address: str = "/papers/new/E1/summons/", act: str = "make", key: str = "", **more):
    """Open the form of a paper and send it with what it holds already."""
    page = browser.get(address).content.decode()
    fields = {**fields_of(page), **SUMMONS, **more}
    return browser.post(address, {"_key": key or key_of(page), "_act": act, **fields})
