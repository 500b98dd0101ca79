"""A paper is filled in for the person whom the records name as its own, and belongs to the procedure of the case."""

from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.conftest import EAST_STATION
from tests.unit.screens.papers.conftest import NAME, events, fields_of, key_of

from guiju.facts.draft import Draft
from guiju.facts.events import PAPER_ATTACHED, PERSON_IDENTIFIED

RECEIPT = "/papers/new/E1/acceptance_receipt/"


def named(station, person, name, role=""):
    said = {"case": "E1", "person": person, "person_name": name}
    station.desk.book.write(
        Draft.of(PERSON_IDENTIFIED, moment("2026-03-01T13:00"), said, local=SHANGHAI, unit_as_of=EAST_STATION)
    )
    if role:
        station.desk.event(
            "cases.party_registered", "2026-03-01T13:10", unit=EAST_STATION, case="E1", person=person, role=role
        )


def test_nobody_is_taken_for_who_reported_the_case(station):
    page = station.at("lead").get(RECEIPT).content.decode()
    assert "这份文书是谁的" in page and "blank_" not in page, "R1, the only one named, was summoned in this case"
    named(station, "R2", "示例乙某", "victim")
    page = station.at("lead").get(RECEIPT).content.decode()
    assert "示*** · R1" in page and "示*** · 被侵害人 · R2" in page
    assert NAME not in page
    there = RECEIPT + page.partition(f'href="{RECEIPT}')[2].partition('"')[0].replace("&amp;", "&")
    assert "?record=" in there
    assert "blank_person_name" in station.at("lead").get(there).content.decode()


def test_the_paper_goes_to_the_person_who_was_chosen(station):
    named(station, "R2", "示例乙某")
    page = station.at("lead").get(RECEIPT).content.decode()
    there = RECEIPT + page.rpartition(f'href="{RECEIPT}')[2].partition('"')[0]
    asking = station.at("lead").get(there).content.decode()
    typed = {"blank_reported_on": "2026年3月1日", "blank_cause": "物品被盗", "blank_basis": "某法某条"}
    sent = {"_key": key_of(asking), "_act": "make", "purpose": "case_handling", **fields_of(asking), **typed}
    made = station.at("lead").post(there, sent)
    assert made.status_code == 302, made.content.decode()
    [paper] = events(PAPER_ATTACHED)
    assert paper.event.get("person") == "R2"


def test_a_paper_whose_own_step_names_a_person_asks_for_nobody(station):
    named(station, "R2", "示例乙某")
    assert fields_of(station.at("lead").get("/papers/new/E1/summons/").content.decode())


def test_a_paper_of_criminal_procedure_is_not_made_in_an_administrative_case(station):
    there = "/papers/new/E1/detention_certificate/"
    page = station.at("lead").get(there).content.decode()
    key = key_of(page)
    said = {"case": "E1", "kind": "administrative"}
    station.desk.book.write(
        Draft.of("cases.filed", moment("2026-03-01T14:00"), said, local=SHANGHAI, unit_as_of=EAST_STATION)
    )
    for answer in (
        station.at("lead").get(there), station.at("lead").post(there, {"_key": key, "_act": "preview"}),
    ):  # fmt: skip
        assert answer.status_code == 422, answer.status_code
        assert "不是行政案件的文书" in answer.content.decode()
    chosen = station.at("lead").get("/papers/case/E1/").content.decode()
    assert f'href="{there}"' not in chosen and 'href="/papers/new/E1/summons/"' in chosen
