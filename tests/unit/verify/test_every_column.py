"""Whoever edits a column of a table, whichever it is, is seen; and the record that he edited is named first."""

import json

import pytest
from tests.unit.verify.dumps import COLUMNS, SECOND, sample

pytestmark = pytest.mark.slow

EDITS = {
    "text": lambda value: value + "~",
    "number": lambda value: value + 1,
    "bytes": lambda value: bytes([value[0] ^ 1]) + value[1:],
    "word": lambda value: "x",
    "nothing": lambda value: None,
    "empty": lambda value: b"" if isinstance(value, bytes) else "",
    "wide": lambda value: 2**70,
}
NUMBERS = ("seq", "schema", "happened_at", "recorded_at")
BYTES = ("body", "prev", "leaf")


def edits():
    for column in (*COLUMNS, *BYTES):
        usual = "number" if column in NUMBERS else "bytes" if column in BYTES else "text"
        for edit in dict.fromkeys((usual, "word", "nothing", "empty", "wide")):
            yield column, edit


@pytest.mark.parametrize(("column", "edit"), list(edits()))
@pytest.mark.parametrize("index", [0, 17])
def test_an_edited_column_of_an_event_names_that_event_and_no_other(verified, column, edit, index):
    ledger = sample(1, events=300)
    event = ledger.events[index]
    changed = EDITS[edit](event[column])
    if changed == event[column]:
        changed = "0"
    event[column] = changed
    report = verified(ledger)
    assert not report.clean
    assert {(problem.index, problem.id) for problem in report.problems} == {(index, index + 1)}


@pytest.mark.parametrize("column", (*COLUMNS, *BYTES))
def test_an_edited_column_of_an_event_that_waits_names_that_event(verified, column):
    ledger = sample(1)
    event = ledger.events[38]
    usual = "number" if column in NUMBERS else "bytes" if column in BYTES else "text"
    event[column] = EDITS[usual](event[column])
    first, *others = verified(ledger).problems
    assert (first.index, first.id) == (None, 39)
    assert {problem.id for problem in others} <= {39}


def test_an_edited_id_is_seen(named):
    ledger = sample(1)
    ledger.events[17]["id"] = 900
    assert named(ledger)[0] == ("event.missing", 17, 18)


@pytest.mark.parametrize(
    "edit",
    [
        lambda kind, value: [(kind, value + "0")],
        lambda kind, value: [("room" if kind == "case" else "case", value)],
        lambda kind, value: [],
        lambda kind, value: [(kind, value), ("unit", "330100000000")],
        lambda kind, value: [(kind, value), (kind, value)],
    ],
    ids=["value", "kind", "removed", "added", "doubled"],
)
@pytest.mark.parametrize("which", [0, 1, 2, 3])
def test_an_edited_row_of_the_key_index_names_its_event(verified, edit, which):
    ledger = sample(1)
    at = [number for number, row in enumerate(ledger.keys) if row[0] == 18][which]
    ledger.keys[at : at + 1] = [(18, kind, value) for kind, value in edit(*ledger.keys[at][1:])]
    found = verified(ledger).problems
    assert {(problem.kind, problem.id) for problem in found} == {("event.leaf", 18), ("key.copy", 18)}


def test_a_writer_whose_body_and_keys_differ_is_seen_though_the_leaf_holds(named):
    ledger = sample(1)
    ledger.append("case:A9", {"case": "A9"}, body=b'{"day":1,"fields":{"case":"A8"},"offset":0,"second":0}')
    ledger.seal()
    assert named(ledger) == [("key.copy", 40, 41)]


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[]", b"{}", b'{"fields":[]}', b"not JSON", b'{"fields":{"case":{}}}'])
def test_a_body_that_is_none_is_named_though_the_leaf_holds(named, body):
    ledger = sample(1)
    ledger.append("case:A9", {"case": "A9"}, body=body)
    ledger.seal()
    assert named(ledger) == [("body.form", 40, 41)]


def test_another_version_of_the_format_is_named(named):
    ledger = sample(1)
    ledger.append("case:A9", {"case": "A9"}, schema=2)
    ledger.seal()
    assert named(ledger) == [("event.schema", 40, 41)]


def test_an_edited_leaf_index_is_a_gap_or_a_repetition(named):
    ledger = sample(1, events=35)
    ledger.leaves[34]["index"] = 36
    assert named(ledger)[0] == ("index.gap", 34, None)
    ledger.leaves[34]["index"] = 33
    assert "index.twice" in {kind for kind, _, _ in named(ledger)}


def test_two_leaves_that_changed_places_are_seen(named):
    ledger = sample(1, events=300)
    one, other = ledger.leaves[17], ledger.leaves[18]
    one["index"], other["index"] = 18, 17
    assert ("checkpoint.root", None, None) in named(ledger)


def test_two_leaves_that_changed_events_are_seen(named):
    ledger = sample(1, events=300)
    one, other = ledger.leaves[17], ledger.leaves[18]
    one["event"], other["event"] = other["event"], one["event"]
    assert {("leaf.hash", 17, 19), ("leaf.hash", 18, 18)} <= set(named(ledger))


@pytest.mark.parametrize(
    ("edit", "kinds"),
    [
        (lambda tiles: tiles[0].__setitem__(2, bytes(32)), ["tile.hash"]),
        (lambda tiles: tiles.pop(0), ["tile.missing"]),
        (lambda tiles: tiles[0].__setitem__(1, 7), ["tile.missing", "tile.extra"]),
        (lambda tiles: tiles[0].__setitem__(0, 9), ["tile.missing", "tile.extra"]),
        (lambda tiles: tiles.append([16, 0, bytes(32)]), ["tile.extra"]),
    ],
)
def test_an_edited_tile_is_named(verified, edit, kinds):
    ledger = sample(1, events=600, sealing=100)
    edit(ledger.tiles)
    assert sorted(problem.kind for problem in verified(ledger).problems) == sorted(kinds)


def test_an_emptied_outbox_names_what_would_never_be_sealed(named):
    ledger = sample(1)
    ledger.outbox.remove(38)
    assert named(ledger) == [("outbox.missing", None, 38)]


def test_an_outbox_that_names_a_sealed_event_is_named(verified):
    ledger = sample(1)
    ledger.outbox.append(3)
    (problem,) = verified(ledger).problems
    assert (problem.kind, dict(problem.details)) == ("outbox.extra", {"event": 3})


@pytest.mark.parametrize(("seconds", "kinds"), [(60, []), (61, ["unsealed.late"])])
def test_an_event_that_the_sealer_left_behind_is_named_after_sixty_seconds(verified, seconds, kinds):
    ledger = sample(1, events=35)
    ledger.append("case:A9", {"case": "A9"})
    ledger.now += seconds * SECOND
    left, ledger.outbox = ledger.outbox, []
    ledger.append("case:A8", {"case": "A8"}, recorded_at=ledger.now)
    ledger.now -= SECOND
    ledger.seal()
    ledger.outbox = left
    assert [problem.kind for problem in verified(ledger).problems] == kinds


def test_an_event_that_waits_is_not_missing_from_its_stream(named):
    """The sealer passed it over, and sealed what came after it in the same stream."""
    ledger = sample(1, events=35)
    left = ledger.append("case:A9", {"case": "A9"})
    ledger.outbox.clear()
    ledger.append("case:A9", {"case": "A9"})
    ledger.seal()
    assert named(ledger) == [("outbox.missing", None, left["id"])]


@pytest.mark.parametrize("column", [0, 1, 2])
def test_an_edited_row_of_the_correction_index_is_seen_both_ways(verified, column):
    ledger = sample(1, events=60)
    ledger.corrections[0][column] += 900
    kinds = {problem.kind for problem in verified(ledger).problems}
    assert kinds == {"correction.missing", "correction.extra"}


def test_a_removed_row_of_the_correction_index_names_the_event_that_corrects(named):
    ledger = sample(1, events=60)
    _, by, _ = ledger.corrections.pop(0)
    assert named(ledger) == [("correction.missing", by - 1, by)]


@pytest.mark.parametrize(("corrects", "first"), [(900, 900), (5, 4)])
def test_a_correction_of_nothing_or_with_another_first_version_is_named(named, corrects, first):
    ledger = sample(1)
    ledger.append("case:A9", {"case": "A9"}, more={"corrects": corrects, "first": first})
    ledger.seal()
    assert named(ledger) == [("correction.target", 40, 41)]


FOREIGN = ["x", "", None, 1.5, 2**63]
AS_DUMPED = [{"text": "7"}, {"real": "7.0"}, {"hex": "37"}]


@pytest.mark.parametrize("value", FOREIGN)
def test_what_is_no_number_in_a_column_of_numbers_is_named_and_the_rest_is_checked(verified, value):
    ledger = sample(1, events=290)
    ledger.tiles[0][1] = ledger.outbox[0] = ledger.corrections[0][2] = ledger.checkpoints[5]["size"] = value
    ledger.leaves[17]["event"] = value
    report = verified(ledger)
    kinds = {problem.kind for problem in report.problems}
    assert {"tile.missing", "outbox.missing", "correction.missing", "event.missing"} <= kinds
    assert not {"checkpoint.previous", "checkpoint.root", "leaf.uncovered", "end.count"} & kinds
    assert report.counts["row.form"] == 4


@pytest.mark.parametrize("value", [*FOREIGN, *AS_DUMPED])
@pytest.mark.parametrize(("name", "column"), [("event", 1), ("event", 3), ("unsealed", 1)])
@pytest.mark.parametrize("piece", [2_000_000, 3_000])
def test_an_event_whose_place_or_id_is_no_number_is_named_by_its_line(
    verified, monkeypatch, value, name, column, piece
):
    monkeypatch.setattr("guiju.facts.verify.parts.dump.PIECE", piece)
    ledger = sample(1)
    rows = ledger.rows()
    line = [number for number, row in enumerate(rows, 1) if row[0] == name][2]
    rows[line - 1][column] = value
    report = verified(ledger, data="".join(json.dumps(row) + "\n" for row in rows).encode())
    named = next(problem for problem in report.problems if problem.kind == "row.form")
    said = dict(named.details)
    assert (report.counts["row.form"], said["table"], said["line"]) == (1, name, line)
    assert f"第 {line} 行" in named.sentences()[0]
    assert f"Line {line} " in named.sentences()[1]
    others = {problem.kind for problem in report.problems} - {"row.form"}
    assert others <= {"correction.extra", "outbox.extra"} | ({"index.gap"} if column == 1 else set())
