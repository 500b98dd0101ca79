"""Who keeps the case area names whom he receives, and nothing of the case besides; a proposed number is free."""

import pytest
from tests.ledgers import SHANGHAI
from tests.unit.screens.recording.conftest import Clerk, moment_of

from guiju.bureau.commands.entitlement import NotEntitled
from guiju.bureau.commands.recording import record_step
from guiju.facts.draft import Draft
from guiju.project.catalogue import VOCABULARY

CASE, STATION, OTHER = "A2026-1", "990151000000", "990251000000"
NEW, HOME = "/cases/new/", f"/cases/{CASE}/record/"


@pytest.fixture
def opened(desk):
    """An administrative case with one person who was brought in; and a warden of the case area."""
    handler = Clerk(desk, "handler")
    handler.fills(NEW, "2026-03-02T09:30", number=CASE, category="administrative")
    handler.fills(f"{HOME}arrival/", new_name="石例一", new_role="suspect")
    desk.account("warden")
    desk.grant("warden", "area_warden", STATION)
    return handler


def test_the_warden_names_a_newcomer_with_a_step_of_his_own_and_nobody_besides(opened):
    def drafted(kind, **fields):
        fields = {"case": CASE, "person": "R9", **fields}
        return Draft.of(kind, moment_of("2026-03-02T09:20"), fields, local=SHANGHAI, unit_as_of=STATION)

    def step(*drafts):
        return record_step(drafts, case=CASE, known=VOCABULARY, **opened.desk.words("warden"))

    identity = drafted("parties.identified", person_name="秦例二")
    another = drafted("custody.area_entered", person="R8")
    for wrong in ((identity,), (identity, another), (drafted("cases.party_registered", role="suspect"),)):
        with pytest.raises(NotEntitled):
            step(*wrong)
    assert step(identity, drafted("custody.area_entered")).ids


def test_the_proposed_number_is_free_whatever_others_have_used(desk):
    """Numbers that are no serials, and one that lies in another unit's case, stand in the way of none."""
    clerk = Clerk(desk, "handler")
    beginning = f"{STATION}2026"
    for number in (f"{beginning}00007", f"{beginning}A", f"{beginning}00001X"):
        assert clerk.fills(NEW, number=number, category="criminal").status_code == 302
    desk.event("cases.accepted", "2026-03-01T10:00", unit=OTHER, case=f"{beginning}00008")
    answer = clerk.fills(NEW, category="criminal")
    assert answer.headers["Location"] == f"/cases/{beginning}00009/record/"


def test_who_typed_a_number_that_is_taken_is_told_the_next_free_one(desk):
    clerk = Clerk(desk, "handler")
    clerk.fills(NEW, number=f"{STATION}202600001", category="criminal")
    again = clerk.fills(NEW, number=f"{STATION}202600001", category="criminal")
    assert again.status_code == 422
    assert f"下一个可用的编号：{STATION}202600002" in again.content.decode()
