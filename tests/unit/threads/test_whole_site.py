"""Threads where something is missing or taken away: a subject that is switched off, a list that leaves the house."""

import csv
import io

import pytest
from tests.unit.bureau.conftest import EAST, EAST_STATION, WEST_STATION
from tests.unit.threads.visits import Visitor

from guiju.bureau.roles import EXPORT
from guiju.project.catalogue import SUBJECTS, vocabulary_of
from guiju.project.roles import WITHHELD
from guiju.screens.threads.wiring import install, wiring, wiring_of


@pytest.fixture(scope="module")
def station(manned):
    """A case with a legal review and a seized item in the east, a case in the west."""
    manned.event("cases.accepted", "2026-03-01T08:00", unit=EAST_STATION, case="E1", officer=("A1",))
    manned.event("cases.legally_reviewed", "2026-03-01T09:00", unit=EAST_STATION, case="E1", act="S1", officer=("A2",))
    manned.event("property.seized", "2026-03-01T10:00", unit=EAST_STATION, case="E1", item="I1", officer=("A1",))
    manned.event("cases.accepted", "2026-03-01T08:00", unit=WEST_STATION, case="W1", officer=("B1",))
    manned.account("east")
    manned.grant("east", "unit_chief", EAST)
    return manned


@pytest.mark.parametrize("gone", SUBJECTS, ids=lambda subject: subject.name)
def test_without_a_subject_its_pages_and_panels_are_gone_and_the_others_stand(station, gone):
    left = [subject for subject in SUBJECTS if subject is not gone]
    whole = wiring()
    install(wiring_of(left, vocabulary_of(left), WITHHELD))
    try:
        visitor = Visitor(station, "east")
        answers = {kind: visitor.get(f"/threads/{kind}/{value}/") for kind, value in (("case", "E1"), ("item", "I1"))}
        assert answers["case"].status_code == (404 if gone.name == "cases" else 200)
        assert answers["item"].status_code == (404 if gone.name == "property" else 200)
        assert ('<section id="opinions">' in answers["case"].content.decode()) == (gone.name != "cases")
        assert visitor.get("/cases/").status_code == 200
    finally:
        install(whole)


def test_an_export_holds_what_the_list_shows_and_no_more(station):
    answer = Visitor(station, "east", frozenset({EXPORT})).get("/cases/?export=csv")
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    cells = {cell for row in rows for cell in row}
    assert "E1" in cells
    assert "W1" not in answer.content.decode()


def test_without_the_right_to_export_nothing_is_taken_away(station):
    answer = Visitor(station, "east").get("/cases/?export=csv")
    assert answer.status_code == 422
    assert b"E1" not in answer.content
