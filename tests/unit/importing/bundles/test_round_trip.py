"""What the county had sealed stands in the city, as the county sealed it, and under names nobody else can take."""

import json

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.importing.bundles.conftest import STATION, lines_of, stays

from guiju.facts.draft import Actor, Draft
from guiju.facts.histories import history
from guiju.facts.importing.bundles.exporting import NothingToReport, export_again, list_exported
from guiju.facts.verify.parts.event_leaf import keys_in_body, leaf_hash
from guiju.values.event import KEY_MISSING


def test_every_fact_arrives_under_the_mark_of_its_origin(county, city, tmp_path):
    county.export(tmp_path / "1")
    done = city.take(tmp_path / "1")
    assert city.facts() == [
        ("case:9901:A1", "cases.accepted"), ("case:9901:A1", "custody.detained"), ("case:9901:A2", "cases.accepted"),
    ]  # fmt: skip
    assert (done.batch.recorded, done.batch.refused, done.batch.state) == (3, 0, "finished")
    with city.at():
        told = history("case", "9901:A1")
    assert [one.event.fields["unit"] for one in told] == [STATION, STATION]
    assert told[0].event.officers == ("012345",)


def test_the_city_can_show_what_the_county_had_sealed_to_the_byte(county, city, tmp_path):
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    there = county.rows("SELECT leaf, body, actor, recorded_at FROM event WHERE type = 'custody.detained'")
    [[body]] = city.rows("SELECT body FROM event WHERE type = 'custody.detained'")
    origin = json.loads(bytes(body))["origin"]
    header, text = origin["header"], origin["body"]
    keys = keys_in_body(json.loads(text)["fields"])
    assert leaf_hash(header, bytes.fromhex(origin["prev"]), keys, text.encode()) == bytes(there[0][0])
    assert (text.encode(), header[6], header[5]) == (bytes(there[0][1]), "clerk", there[0][3])


def test_names_go_up_sealed_and_their_key_does_not(county, city, tmp_path):
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    assert "张某某" not in json.dumps(lines_of(tmp_path / "1"), ensure_ascii=False)
    with city.at():
        [_, detained] = history("case", "9901:A1")
    assert detained.event.fields["person_name"] == KEY_MISSING


@pytest.mark.slow
def test_what_a_bureau_notes_of_itself_goes_up_as_a_leaf_alone(county, city, tmp_path):
    county.record("bureau.officer_registered", "2026-03-01T14:00", officer=("012345",), officer_name="甲")
    county.record("privacy.persons_searched", "2026-03-01T14:00", unit="", officer=("012345",))
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    kinds = [line[0] for line in lines_of(tmp_path / "1")]
    assert kinds == ["guiju-bundle", "checkpoint", "event", "event", "event", "leaf", "leaf", "end", "signature"]
    assert len(city.facts()) == 3


@pytest.mark.slow
def test_the_next_bundle_goes_on_where_the_last_one_ended(county, city, tmp_path):
    first = county.export(tmp_path / "1")
    county.record("cases.filed", "2026-03-02T10:00", case="A1")
    second = county.export(tmp_path / "2")
    assert (second.number, second.first, second.previous) == (2, first.size, first.digest)
    city.take(tmp_path / "1")
    city.take(tmp_path / "2")
    assert city.facts()[-1] == ("case:9901:A1", "cases.filed")


def test_a_bundle_that_is_taken_twice_changes_nothing(county, city, tmp_path):
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    before = city.state()
    again = city.take(tmp_path / "1")
    assert again.was_known
    assert again.batch.recorded == 3
    assert city.state() == before


@pytest.mark.slow
def test_a_bundle_can_be_written_once_more_to_the_byte(county, tmp_path):
    county.export(tmp_path / "1")
    county.record("cases.filed", "2026-03-02T10:00", case="A1")
    county.export(tmp_path / "2")
    with county.at():
        export_again(tmp_path / "again", 1, stays=stays, progress=lambda stage, share: None)
        assert [one.number for one in list_exported()] == [2, 1]
        with pytest.raises(NothingToReport):
            export_again(tmp_path / "none", 3, stays=stays, progress=lambda stage, share: None)
    assert (tmp_path / "again").read_bytes() == (tmp_path / "1").read_bytes()


@pytest.mark.slow
def test_a_correction_there_is_a_correction_here(county, city, tmp_path):
    with county.at() as book:
        [found] = history("case", "A2")
        draft = Draft.of(
            "cases.accepted", moment("2026-02-28T13:00"), {"case": "A2", "unit": STATION}, local=SHANGHAI,
            unit_as_of=STATION, corrects=found.id, reason="笔误", approver="chief",
        )  # fmt: skip
        book.write(draft, key="c", actor=Actor("clerk"))
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    with city.at():
        [latest, moved] = sorted(history("case", "9901:A2"), key=lambda one: one.id)
    assert (latest.event.type, moved.event.type) == ("cases.accepted", "records.date_moved_earlier")
    assert latest.corrects == latest.first
    [[body]] = city.rows("SELECT body FROM event WHERE id = %s", latest.id)
    assert json.loads(bytes(body))["reason"] == "笔误"


@pytest.mark.slow
def test_lateness_is_that_of_the_first_entry_in_the_county(county, city, tmp_path):
    with county.at() as book:
        book.pass_time(days=3)
    county.record("custody.detained", "2026-03-02T10:00", case="A3", person="P3")
    with county.at():
        [there] = history("case", "A3")
    county.export(tmp_path / "1")
    city.take(tmp_path / "1")
    with city.at():
        [here] = history("case", "9901:A3")
    assert here.event.fields.get("entered_late") == there.event.fields.get("entered_late")
