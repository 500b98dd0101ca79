"""What one record says of another holds by hash: the numbers of rows are not hashed and may be exchanged unseen."""

import json

import pytest
from tests.unit.verify.dumps import h, leaf_of, sample, sample_of_imports
from tests.unit.verify.test_receipt import checked

LINKED = {"correction.missing", "correction.extra", "correction.target", "correction.leaf", "source.batch"}


def correction_of(ledger, at=0):
    """Ids of the corrected record and of the one that corrects it."""
    return ledger.corrections[at][:2]


def edited(event, **said):
    """Write another body, as whoever writes events anew could."""
    body = json.loads(event["body"])
    body |= said
    event["body"] = json.dumps({name: value for name, value in body.items() if value is not None}).encode()


def rewritten(ledger, number, **said):
    """A ledger whose last record, still unsealed, was written with another body; chain and leaf fit."""
    event = ledger.event(number)
    edited(event, **said)
    event["leaf"] = leaf_of(event, [pair[1:] for pair in ledger.keys if pair[0] == number])
    return ledger


@pytest.mark.parametrize("seed", range(4))
def test_a_sound_ledger_with_imports_is_in_order(verified, seed):
    report = verified(sample_of_imports(seed))
    assert (report.clean, report.problems) == (True, [])


@pytest.mark.parametrize("processes", [1, 3])
def test_a_sound_ledger_with_imports_is_in_order_however_it_is_cut(verified, monkeypatch, processes):
    monkeypatch.setattr("guiju.facts.verify.parts.dump.PIECE", 3_000)
    assert verified(sample_of_imports(1), processes=processes).clean


def test_ids_exchanged_to_turn_a_correction_to_another_record_name_the_correction(named):
    ledger = sample(1, events=60)
    target, by = correction_of(ledger)
    other = next(
        event["id"] for event in ledger.events if event["id"] not in {n for row in ledger.corrections for n in row}
    )
    ledger.swap_ids(target, other)
    assert named(ledger) == [("correction.leaf", by - 1, by)]


def test_ids_exchanged_among_the_versions_of_one_record_name_every_correction_that_was_turned(verified):
    ledger = sample(1, events=20)
    first = ledger.append("case:A9", {"case": "A9"})["id"]
    second = ledger.append("case:A9", {"case": "A9"}, more={"corrects": first, "first": first})["id"]
    third = ledger.append("case:A9", {"case": "A9"}, more={"corrects": second, "first": first})["id"]
    ledger.seal()
    assert verified(ledger).clean
    ledger.swap_ids(first, second)
    assert ("correction.leaf", third) in {(problem.kind, problem.id) for problem in verified(ledger).problems}


def test_ids_exchanged_between_records_to_which_nothing_points_change_nothing_that_anybody_said(verified):
    ledger = sample(1, events=60)
    pointed = {number for row in ledger.corrections for number in row}
    free = [event["id"] for event in ledger.events if event["id"] not in pointed]
    ledger.swap_ids(free[3], free[9])
    assert verified(ledger).clean


@pytest.mark.parametrize("leaf", [None, "", 7, "0" * 64, "z" * 64, h(b"x").hex()[:-2]])
def test_a_correction_that_names_no_leaf_or_another_one_is_named(named, leaf):
    ledger = sample(1, events=20)
    first = ledger.append("case:A9", {"case": "A9"})["id"]
    by = ledger.append("case:A9", {"case": "A9"}, more={"corrects": first, "first": first})["id"]
    rewritten(ledger, by, corrects_leaf=leaf)
    assert named(ledger) == [("correction.leaf", None, by)]


def test_a_leaf_in_capitals_is_not_as_the_format_writes_it(named):
    ledger = sample(1, events=20)
    event = ledger.append("case:A9", {"case": "A9"})
    by = ledger.append("case:A9", {"case": "A9"}, more={"corrects": event["id"], "first": event["id"]})["id"]
    rewritten(ledger, by, corrects_leaf=event["leaf"].hex().upper())
    assert named(ledger) == [("correction.leaf", None, by)]


def test_a_receipt_of_a_correction_that_names_no_leaf_does_not_hold():
    ledger = sample(1, events=20)
    first = ledger.append("case:A9", {"case": "A9"})["id"]
    by = ledger.append("case:A9", {"case": "A9"}, more={"corrects": first, "first": first})["id"]
    rewritten(ledger, by, corrects_leaf=None)
    ledger.seal()
    assert checked(ledger.receipt(by - 1), [ledger.public]) == ["correction.leaf"]
    assert checked(ledger.receipt(first - 1), [ledger.public]) == []


def test_a_corrected_record_whose_leaf_was_edited_is_named_and_its_correction_is_not(verified):
    ledger = sample(1, events=60)
    target, _ = correction_of(ledger)
    ledger.event(target)["leaf"] = h(b"another")
    assert {problem.id for problem in verified(ledger).problems} == {target}


def begun_events(ledger):
    return [event for event in ledger.events if event["type"] == "ledger.import_begun"]


def test_ids_exchanged_to_turn_an_import_into_another_name_the_first_record_of_each(verified):
    ledger = sample_of_imports(1)
    one, other = begun_events(ledger)[0], begun_events(ledger)[2]
    assert one["stream"] == other["stream"], "even two imports of one source"
    numbers = [one["id"] + 1, other["id"] + 1]
    ledger.swap_ids(one["id"], other["id"])
    found = verified(ledger).problems
    assert [(problem.kind, problem.index, problem.id) for problem in found] == [
        ("source.batch", number - 1, number) for number in numbers
    ]
    assert [dict(problem.details)["count"] for problem in found] == [9, 9]


def test_an_import_turned_to_any_other_record_is_named(named):
    ledger = sample_of_imports(2)
    begun, plain = begun_events(ledger)[1], ledger.events[3]
    ledger.swap_ids(begun["id"], plain["id"])
    assert ("source.batch", 11, 12) in named(ledger)


@pytest.mark.parametrize("said", [{"begun": 1}, {"begun": None}, {"batch": 3}, {"batch": 900}, {"begun": 0}])
def test_an_event_that_names_no_import_of_its_own_source_is_named(named, said):
    ledger = sample_of_imports(1)
    last = ledger.events[-1]
    source = json.loads(last["body"])["source"] | said
    rewritten(ledger, last["id"], source={name: value for name, value in source.items() if value is not None})
    assert named(ledger) == [("source.batch", None, last["id"])]


def test_an_event_that_claims_the_import_of_another_source_is_named(named):
    ledger = sample_of_imports(1)
    last = ledger.events[-1]
    last["actor"] = "import:接警系统"
    rewritten(ledger, last["id"])
    assert named(ledger) == [("source.batch", None, last["id"])]


@pytest.mark.parametrize("source", [1, [], {"row": 2}, {"batch": "1", "begun": 1}, {"batch": 1, "begun": "1"}])
def test_a_source_of_another_form_is_named(named, source):
    ledger = sample_of_imports(1)
    last = ledger.events[-1]
    rewritten(ledger, last["id"], source=source)
    assert named(ledger) == [("body.form", None, last["id"])]


@pytest.mark.parametrize("column", ["type", "stream", "seq", "body", "leaf"])
def test_an_edited_event_that_began_an_import_is_named_and_what_it_brought_is_not(verified, column):
    ledger = sample_of_imports(1)
    begun = begun_events(ledger)[1]
    value = begun[column]
    begun[column] = value + 1 if isinstance(value, int) else value + ("x" if isinstance(value, str) else b" ")
    assert {problem.id for problem in verified(ledger).problems} == {begun["id"]}


def test_a_removed_event_that_began_an_import_is_missing_and_what_it_brought_is_not_blamed(verified):
    ledger = sample_of_imports(1)
    gone = begun_events(ledger)[1]
    ledger.events.remove(gone)
    ledger.keys = [pair for pair in ledger.keys if pair[0] != gone["id"]]
    kinds = {problem.kind for problem in verified(ledger).problems}
    assert "event.missing" in kinds
    assert not LINKED & kinds
