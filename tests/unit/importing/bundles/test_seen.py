"""Who sees what a county reported, and what the law makes of it at the city."""

import csv
import json

import pytest
from tests.unit.importing.bundles.conftest import COUNTY, OTHER, PLACES, STATION, lines_of, quiet, write_lines
from tests.unit.importing.conftest import rows

from guiju.facts.histories import history
from guiju.facts.importing.order import ImportOrder
from guiju.facts.importing.run import import_file
from guiju.facts.queries import list_events
from guiju.project.catalogue import VOCABULARY
from guiju.values.errors import GuijuError
from guiju.values.scope import Reach, Scope
from guiju.values.unit_code import subtree

pytestmark = pytest.mark.slow

PATHS = dict(PLACES)


def viewer_of(unit):
    reach = Reach("legal_officer", unit, (subtree(PATHS[unit]),), ("cases.", "custody."))
    return Scope("viewer", reaches=(reach,))


def test_the_unit_tree_of_the_city_decides_who_sees_a_reported_case(county, city, tmp_path):
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    with city.at():
        seen = {unit: len(list_events(viewer_of(unit), "case", "9901:A1")) for unit in PATHS}
    assert seen == {"990000000000": 2, COUNTY: 2, STATION: 2, OTHER: 0, "990251000000": 0}


def test_what_the_source_of_the_county_did_not_record_stays_unknown_here(county, city, tmp_path):
    """An import of the county declares its columns; whoever judges its rows here must know the same declaration."""
    path = tmp_path / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([
            ("case", "type", "happened_at", "kind", "unit"),
            ("D1", "cases.accepted", "2026-03-01T10:00", "criminal", STATION),
            ("D1", "cases.filed", "2026-03-01T11:00", "criminal", STATION),
        ])  # fmt: skip
    with county.at():
        import_file(ImportOrder(path, "办案系统", "甲", known=VOCABULARY), progress=quiet)
        [there, _] = history("case", "D1")
        declared = [one["fields"] for one in bodies("ledger.import_begun")]
    county.export(tmp_path / "1")
    assert city.take(tmp_path / "1").batch.refused == 0
    with city.at():
        [here, filed] = history("case", "9901:D1")
        assert here.batch == filed.batch
        assert [one["fields"] for one in bodies("ledger.import_begun")] == declared
        assert here.event.fields == {**there.event.fields, "case": "9901:D1"}
        assert here.batch is not None
    with city.at():
        [again] = history("case", "9901:A2")
    assert again.batch is None


def bodies(kind):
    return [json.loads(bytes(body)) for (body,) in rows("SELECT body FROM event WHERE type = %s", kind)]


@pytest.mark.parametrize("since", [0, 2])
def test_a_county_may_report_again_from_an_earlier_place(county, city, tmp_path, since):
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    county.record("cases.filed", "2026-03-02T10:00", case="A1")
    made = county.export(tmp_path / "2", since=since)
    done = city.take(tmp_path / "2")
    assert (made.first, done.batch.recorded, done.batch.repeated) == (since, 1, 3 - since)
    assert len(city.facts()) == 4


def test_an_empty_day_is_reported_too_and_nothing_is_recorded_of_it(county, city, tmp_path):
    county.export(tmp_path / "1")
    county.export(tmp_path / "2")
    city.take(tmp_path / "1")
    done = city.take(tmp_path / "2")
    assert (done.batch.recorded, done.checked.rows) == (0, 1)


def test_what_holds_nothing_new_is_said_to_be_that_and_no_fork(county, city, tmp_path):
    county.export(tmp_path / "1")
    county.record("cases.filed", "2026-03-02T10:00", case="A1")
    county.export(tmp_path / "2")
    with county.at() as book:
        book.pass_time(minutes=1)
    city.take(tmp_path / "1")
    city.take(tmp_path / "2")
    lines = lines_of(tmp_path / "2")
    lines[0][5] += 1
    with pytest.raises(GuijuError) as refused:
        city.take(write_lines(tmp_path / "3", lines))
    assert (refused.value.code, refused.value.remedy) == ("bundle.gap", "不必再收。")
