"""填报负担: what our own forms ask people to type, by unit, quarter and form; never by person."""

import json
import re
from pathlib import Path

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.screens.recording.conftest import Clerk

from guiju.facts.draft import Actor, Draft
from guiju.facts.queries import list_events
from guiju.screens.organisation.burden.counting import Quarter, count_burden, quarter_of
from guiju.screens.recording.typed import count_typed_fields

pytestmark = pytest.mark.slow

BUDGETS = json.loads((Path(__file__).parents[3] / "contract" / "query_counts.json").read_text(encoding="utf-8"))
STATION = "990151000000"
FIRST_QUARTER = Quarter(2026, 1)


@pytest.fixture
def told(desk):
    """One case entered here and one imported, both in the first quarter at the same station."""
    clerk = Clerk(desk, "handler")
    clerk.fills("/cases/new/", "2026-03-02T09:30", number="A1", category="administrative", public_order="yes")
    said = {"case": "A2", "kind": "administrative", "public_order": True, "unit": STATION}
    draft = Draft.of(
        "cases.accepted", moment("2026-02-01T08:00"), said, local=SHANGHAI, unit_as_of=STATION
    )  # fmt: skip
    desk.book.write(draft, key="row-1", actor=Actor("import:办案系统", "import"))
    return desk


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_what_was_typed_filled_in_and_imported_is_told_apart(told):
    found = count_burden(told.scope("chief"), FIRST_QUARTER, at=told.now)
    [unit] = found.units
    assert unit.cases == 2
    # The case that was entered: the same figure as on its own page. Imported: four fields and the instant.
    assert unit.typed == count_typed_fields(told.scope("chief"), "A1") == 2
    assert unit.imported == 5
    # Accepted: case, kind, officer, unit and the instant of the form; the lead: case, unit, officer, instant.
    assert unit.typed + unit.derived == 6 + 4
    assert {one.event: one.sent for one in found.forms} == {"cases.accepted": 1, "cases.lead_assigned": 1}


def test_setting_a_record_right_adds_no_fields(told):
    chief = told.scope("chief")
    [first] = list_events(chief, "case", "A1", types=("cases.accepted",))
    draft = Draft.of(
        first.type, moment("2026-03-02T09:00"), dict(first.fields), local=SHANGHAI, unit_as_of=STATION,
        corrects=first.id, reason="时间录错", approver="chief",
    )  # fmt: skip
    before = count_burden(chief, FIRST_QUARTER, at=told.now).units
    told.book.write(draft, key="right-1", actor=Actor("handler", "person"))
    assert count_burden(chief, FIRST_QUARTER, at=told.now).units == before
    assert count_typed_fields(chief, "A1") == 2


def test_each_sees_his_own_units_and_quarters_part_at_local_midnight(told):
    assert count_burden(told.scope("west"), FIRST_QUARTER, at=told.now).units == []
    assert count_burden(told.scope("chief"), Quarter(2026, 2), at=told.now).units == []
    since, until = FIRST_QUARTER.bounds()
    assert quarter_of(since) == FIRST_QUARTER == quarter_of(until - 1)
    assert (quarter_of(since - 1), quarter_of(until)) == (FIRST_QUARTER.before, Quarter(2026, 2))


@pytest.mark.parametrize(("address", "name"), [("/burden/", "burden"), ("/burden/forms/", "burden.forms")])
def test_the_pages_show_units_and_forms_but_nobody(told, address, name):
    chief = Clerk(told, "chief")
    page = chief.reads(f"{address}?quarter=2026-1")
    asked = chief.statements
    assert "2026年第1季度" in page and "填报负担" in page
    assert "0151001" not in page and "handler" not in page, "never by person"
    assert asked == BUDGETS[name]
    assert "2026年第1季度" in chief.reads(address), "without a word the present quarter"
    answer = chief.get(f"{address}?export=csv&quarter=2026-1")
    assert answer.status_code == 200
    if name == "burden":
        assert " 2 1.0 " in words(page), "two cases, a field typed for each on average"


def test_only_those_who_answer_for_units_open_it(told):
    assert Clerk(told, "handler").get("/burden/").status_code == 403
