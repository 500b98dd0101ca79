"""A file becomes facts: each row once, whatever is interrupted, and nothing is lost in silence."""

import json

import pytest
from tests.unit.importing.conftest import facts, leaves, rows

from guiju.facts.histories import history
from guiju.facts.importing.journal import ABANDONED, FINISHED, OPEN, ImportedElsewhere, get_batch, last_batch, take_rows
from guiju.facts.importing.lists import find_batch, list_batches, list_refused
from guiju.facts.importing.order import ImportOrder, SourceRefused
from guiju.facts.take_in.mapping import read_mapping
from guiju.project.catalogue import VOCABULARY
from guiju.project.ledger.viewer import operator
from guiju.values.clock import to_micros
from guiju.values.scope import Scope

FIVE = [
    ("A1", "P1", "cases.accepted", "2026-03-01 08:00", "criminal", "U1"),
    ("A1", "P1", "custody.detained", "2026-03-01 09:00", "", "U1"),
    ("A1", "P2", "custody.detained", "2026-03-01 09:30", "", "U1"),
    ("B1", "", "cases.accepted", "2026-03-02 08:00", "criminal", "U2"),
    ("A1", "P1", "custody.family_notified", "2026-03-02 08:00", "", "U1"),
]


def body_of(number):
    return json.loads(bytes(rows("SELECT body FROM event WHERE id = %s", number)[0][0]))


def test_every_row_becomes_a_fact_in_its_stream_with_its_file_and_its_row(book, bring, export):
    done = bring(export(*FIVE))
    assert facts() == [
        ("case:A1", "cases.accepted", 1),
        ("case:A1", "custody.detained", 2),
        ("case:A1", "custody.detained", 3),
        ("case:B1", "cases.accepted", 1),
        ("case:A1", "custody.family_notified", 4),
    ]
    [told] = history("case", "B1")
    assert (told.actor, told.unit_as_of, told.batch) == ("import:办案系统", "U2", done.batch.event)
    assert told.recorded_at == to_micros(book.now)
    assert body_of(told.id)["source"] == {"batch": done.batch.event, "begun": 1, "row": 5}
    assert (done.batch.state, done.batch.rows, done.batch.recorded, done.batch.repeated) == (FINISHED, 5, 5, 0)


def test_the_ledger_itself_says_which_file_was_imported_by_whom_and_how_it_ended(bring, export):
    done = bring(export(*FIVE))
    told = rows("SELECT type, body FROM event WHERE stream = %s ORDER BY seq", "import:办案系统")
    assert [kind for kind, _ in told] == ["ledger.import_begun", "ledger.import_finished"]
    begun, finished = (json.loads(bytes(body))["fields"] for _, body in told)
    assert begun["importer"] == "甲"
    assert begun["file_digest"] == done.batch.file_digest
    assert set(begun["recorded_types"].split("、")) == {row[2] for row in FIVE}
    assert begun["carried_columns"].split("、") == ["case", "kind", "person", "unit"]
    assert (finished["recorded_count"], finished["refused_count"]) == (5, 0)


def test_everything_imported_is_sealed_when_the_import_has_ended(bring, export):
    bring(export(*FIVE))
    assert rows("SELECT count(*) FROM outbox") == [(0,)]
    assert len(leaves()) == 7


def test_the_same_file_again_adds_nothing_and_says_so(bring, export):
    path = export(*FIVE)
    first = bring(path)
    again = bring(path)
    assert again.was_known
    assert again.batch == first.batch
    assert len(leaves()) == 7


@pytest.mark.parametrize("crash_at", [1, 2, 3], ids=["first chunk", "second chunk", "last chunk"])
def test_an_import_that_broke_off_goes_on_where_it_was_and_ends_as_if_nothing_had_been(book, bring, export, crash_at):
    path, heard = export(*FIVE), []

    def fails(recorded):
        if recorded[0].batch is not None:
            heard.append(len(recorded))
            if len(heard) == crash_at:
                raise ConnectionError("the machine went down")

    book.follow(fails)
    with pytest.raises(ConnectionError):
        bring(path)
    before = last_batch("办案系统")
    assert (before.state, before.done, len(facts())) == (OPEN, 2 * (crash_at - 1), 2 * (crash_at - 1))
    book.follow()
    done = bring(path)
    assert done.was_resumed
    assert done.batch.event == before.event
    assert (done.batch.recorded, done.batch.done, done.batch.state) == (5, 5, FINISHED)
    assert [kind for _, kind, _ in facts()] == [row[2] for row in FIVE]


def test_a_follower_hears_of_each_chunk_as_one_list(book, bring, export):
    heard = []
    book.follow(lambda recorded: heard.append([one.event.get("case") for one in recorded if one.batch is not None]))
    bring(export(*FIVE))
    assert heard == [[], ["A1", "A1"], ["A1", "B1"], ["A1"], []]


def test_another_file_of_the_same_source_gives_up_the_import_that_was_left_unfinished(book, bring, export):
    book.follow(_breaks_at_the_second_chunk())
    with pytest.raises(ConnectionError):
        bring(export(*FIVE))
    left = last_batch("办案系统")
    book.follow()
    done = bring(export(*FIVE, ("C1", "", "cases.accepted", "2026-03-03 08:00", "", "U1"), name="later.csv"))
    assert get_batch(left.event).state == ABANDONED
    assert (done.batch.recorded, done.batch.repeated, done.batch.held) == (4, 2, 0)
    assert len(facts()) == 6
    assert body_of(done.batch.event)["fields"]["abandoned_batch"] == left.event


def _breaks_at_the_second_chunk():
    heard = []

    def fails(recorded):
        heard.append(recorded[0].batch)
        if heard.count(heard[-1]) == 2 and heard[-1] is not None:
            raise ConnectionError("no")

    return fails


def test_two_processes_that_import_the_same_file_never_record_a_row_twice(book, bring, export):
    book.follow(_breaks_at_the_second_chunk())
    with pytest.raises(ConnectionError):
        bring(export(*FIVE))
    batch = last_batch("办案系统")
    take_rows(batch.event, 2, 4)
    with pytest.raises(ImportedElsewhere):
        take_rows(batch.event, 2, 4)


def test_refused_rows_are_listed_with_their_reason_and_the_rest_goes_on(book, personal_keys, bring, export):
    done = bring(
        export(
            FIVE[0],
            ("A2", "", "cases.accepted", "昨天", "", "U1"),
            ("A" * 161, "", "cases.accepted", "2026-03-01 08:00", "", "U1"),
            ("A3", "", "ledger.import_begun", "2026-03-01 08:00", "", "U1"),
            ("A4", "", "cases.accepted", "2026-03-01 08:00", "", "U" * 33),
            FIVE[3],
        )
    )
    listed = list_refused(operator(), done.batch.event)
    assert [one.row for one in listed] == [3, 4, 5, 6]
    assert listed[0].case == "A2"
    assert "ledger.import_begun" in listed[2].reason
    assert (done.batch.recorded, done.batch.refused) == (2, 4)
    assert [stream for stream, _, _ in facts()] == ["case:A1", "case:B1"]


def test_an_event_that_the_mapping_does_not_know_is_recorded_under_its_own_name(bring, export):
    long = "补充说明" * 30
    mapping = read_mapping(
        {
            "columns": {"case": "case", "type": "type", "happened_at": "happened_at"},
            "events": {"受案": "cases.accepted"},
        }
    )
    path = export(
        *((case, "", name, "2026-03-01 08:00", "", "") for case, name in (("A1", "受案"), ("A1", "巡查"), ("A1", long)))
    )
    done = bring(path, mapping=mapping)
    told = history("case", "A1")
    assert [one.event.type for one in told][:2] == ["cases.accepted", "巡查"]
    assert len(told[2].event.type) == 64
    assert told[2].event.get("type_as_written") == long
    assert dict(done.unmapped) == {"巡查": 1, long: 1}


def test_rows_without_a_unit_belong_to_the_unit_that_the_importer_names(bring, export):
    bring(export(FIVE[0], (*FIVE[3][:5], "")), unit="410100000000")
    assert [one.unit_as_of for one in history("case", "B1")] == ["410100000000"]
    assert [one.event.get("unit") for one in history("unit", "410100000000")] == ["410100000000"]
    assert [one.unit_as_of for one in history("case", "A1")] == ["U1"]


@pytest.mark.parametrize("name", ["", " 办案系统", "a\nb", "甲" * 101], ids=["empty", "blank", "two lines", "long"])
def test_a_source_whose_name_nobody_could_repeat_is_refused(tmp_path, name):
    with pytest.raises(SourceRefused):
        ImportOrder(tmp_path / "a.csv", name, "甲", known=VOCABULARY)


def test_the_list_of_imports_can_be_searched_and_is_empty_for_who_may_not_see_all(bring, export):
    first = bring(export(*FIVE, name="一百_%.csv")).batch
    second = bring(export(*FIVE, name="b.csv"), source="看守所").batch
    viewer = operator()
    assert [one.event for one in list_batches(viewer)] == [second.event, first.event]
    assert [one.event for one in list_batches(viewer, search="看守")] == [second.event]
    assert [one.event for one in list_batches(viewer, search="_%")] == [first.event]
    assert [one.event for one in list_batches(viewer, search=str(first.event))] == [first.event]
    nobody = Scope(account="P1")
    assert (list_batches(nobody), find_batch(nobody, first.event)) == ([], None)
