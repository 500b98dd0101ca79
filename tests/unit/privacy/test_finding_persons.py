"""A person is found by exactly what he is called, for a purpose, and whoever looked stands in the ledger."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.ledgers import SHANGHAI, moment
from tests.unit.privacy.conftest import NUMBER, VIEWER

from guiju.facts.draft import Actor, Draft
from guiju.facts.histories import every_event, history
from guiju.facts.privacy.finding import SearchRefused, find_persons
from guiju.facts.privacy.person_index import check_index, rebuild_index
from guiju.facts.privacy.reads import PurposeRefused, unmask
from guiju.facts.queries import NotFound, list_stream
from guiju.facts.turns import writing
from guiju.values.scope import Scope


@pytest.fixture
def find(safe):
    def look(kind, text, viewer=VIEWER, purpose="case_handling"):
        return find_persons(viewer, kind, text, purpose=purpose, actor=Actor(viewer.account), at=safe.now())

    return look


def test_a_person_is_found_by_name_number_or_telephone_however_they_are_written(identify, find):
    identify("P1", person_name="某甲", document_number=NUMBER, phone="138 0000 0000")
    identify("P2", person_name="某甲")
    assert find("person_name", "某 甲") == ["P1", "P2"]
    assert find("document_number", NUMBER.lower()) == ["P1"]
    assert find("phone", "+8613800000000") == ["P1"]


def test_a_part_of_a_name_finds_nobody_and_nothing_else_is_searched(identify, find):
    identify("P1", person_name="某甲", home_address="某路1号")
    assert find("person_name", "某") == []
    with pytest.raises(SearchRefused):
        find("home_address", "某路1号")


def test_a_search_without_a_purpose_of_ones_own_is_refused(identify, find):
    identify("P1")
    with pytest.raises(PurposeRefused):
        find("person_name", "某甲", purpose="supervision")
    with pytest.raises(PurposeRefused):
        find("person_name", "某甲", purpose="")


def test_whoever_sees_none_of_a_persons_records_does_not_find_him(identify, find):
    identify("P1")
    stranger = Scope("stranger", reaches=(replace(VIEWER.reaches[0], kinds=("calls.",)),))
    assert find("person_name", "某甲", viewer=stranger) == []


def test_a_search_stands_in_the_ledger_without_what_was_looked_for(identify, find, safe):
    identify("P1")
    find("person_name", "某甲")
    [one] = list_stream(VIEWER, "reads:viewer")
    assert one.fields["search_digest"] == safe.hand.index.digest("person_name", "某甲")
    assert one.fields["found"] == ("P1",)
    assert "某甲" not in str(one.fields)


def test_unmasking_stands_in_the_ledger_before_the_answer(book, identify, safe):
    number = identify("P1", person_name="某甲乙")
    told = unmask(VIEWER, number, purpose="case_handling", actor=Actor("viewer"), at=safe.now())
    assert told == {"person_name": "某甲乙"}
    [one] = list_stream(VIEWER, "reads:viewer")
    assert one.type == "privacy.record_unmasked"
    assert one.fields["read_event_leaf"] == history("person", "P1")[0].leaf.hex()
    with pytest.raises(NotFound):
        unmask(replace(VIEWER, reaches=(replace(VIEWER.reaches[0], kinds=("calls.",)),)), number,
               purpose="case_handling", actor=Actor("viewer"), at=safe.now())  # fmt: skip


def test_a_corrected_name_is_found_and_the_wrong_one_is_not(book, identify, find):
    number = identify("P1", person_name="某甲")
    right = Draft.of(
        "parties.identified", moment("2026-03-01T10:00"), {"case": "A1", "person": "P1", "person_name": "某丙"},
        local=SHANGHAI, corrects=number, reason="写错", approver="chief",
    )  # fmt: skip
    book.write(right)
    assert find("person_name", "某甲") == []
    assert find("person_name", "某丙") == ["P1"]


def test_the_index_can_be_made_again_from_the_ledger_and_an_edited_row_is_named(identify):
    identify("P1", phone="13800000000")
    every = [one for part in every_event() for one in part]
    assert check_index(every) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE person_index SET person = 'P9' WHERE kind = 'phone'")
    assert [(one.is_extra, one.row[3]) for one in check_index(every)] == [(True, "P9"), (False, "P1")]
    with writing():
        assert rebuild_index(every) == 2
    assert check_index(every) == []
