"""Who somebody is stands masked on the page of a case; in clear once a purpose is named, and the ledger says so."""

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import EAST_STATION
from tests.unit.privacy.conftest import Safe
from tests.unit.sign_in.browsing import send
from tests.unit.threads.conftest import small_pack, wire_threads

from guiju.bureau.models import RoleGrant
from guiju.bureau.projector import follow_bureau
from guiju.facts.draft import Draft
from guiju.facts.events import PERSON_IDENTIFIED, RECORD_UNMASKED
from guiju.facts.histories import every_event
from guiju.findings.follower import follow_findings
from guiju.screens.threads.projector import follow_threads

pytestmark = pytest.mark.slow


__all__ = ["small_pack"]
NAME, PHONE = "示例甲某", "13900000000"


@pytest.fixture
def case(bureau, small_pack):  # noqa: F811 — the fixture imported above
    """A case of the chief's station in which somebody is named; the number of the record."""
    book = bureau.office.book
    wire_threads(book, small_pack)
    Safe(book).wire(follow_bureau, follow_findings, follow_threads)
    bureau.office.event("cases.accepted", "2026-03-01T10:00", unit=EAST_STATION, case="E1")
    fields = {"case": "E1", "person": "R1", "person_name": NAME, "phone": PHONE}
    at = moment("2026-03-01T11:00")
    return book.write(Draft.of(PERSON_IDENTIFIED, at, fields, local=SHANGHAI, unit_as_of=EAST_STATION)).ids[0]


def looks():
    return [one for part in every_event() for one in part if one.event.type == RECORD_UNMASKED]


def test_the_page_of_a_case_shows_nobodys_name_until_a_purpose_is_named(bureau, case):
    chief = bureau.at("chief")
    page = chief.get("/threads/case/E1/").content.decode()
    assert "示***" in page and NAME not in page and PHONE not in page
    where = f"/threads/case/E1/unmask/?record={case}"
    asked = chief.get(where).content.decode()
    assert NAME not in asked and "执法监督" in asked and "审计" not in asked
    assert send(chief, where).status_code == 422, "no purpose"
    assert send(chief, where, purpose="personnel").status_code == 422, "none of his roles has it"
    assert looks() == []
    answer = send(chief, where, purpose="supervision")
    assert NAME in answer.content.decode() and PHONE in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    [look] = looks()
    assert (look.actor, look.event.get("purpose"), look.event.get("read_event")) == ("chief", "supervision", case)
    assert NAME not in chief.get("/threads/case/E1/").content.decode()
    assert NAME not in chief.get(where).content.decode(), "it was shown for that page only"


def test_what_is_foreign_or_no_record_of_the_case_is_absent(bureau, case):
    chief = bureau.at("chief")
    assert chief.get("/threads/case/E1/unmask/?record=1").status_code == 404
    assert chief.get("/threads/case/E1/unmask/?record=x").status_code == 404
    bureau.office.account("stranger")
    stranger = bureau.at("stranger")
    assert stranger.get(f"/threads/case/E1/unmask/?record={case}").status_code == 404
    assert stranger.get("/threads/case/none/unmask/?record=1").status_code == 404
    assert bureau.at("sys").get(f"/threads/case/E1/unmask/?record={case}").status_code == 403
    assert RoleGrant.objects.count() == 5 and looks() == []
