"""A dump of a sound ledger is in order; what is wrong is named with its record and its two checkpoints."""

import json

import pytest
from tests.unit.verify.dumps import SECOND, START, Ledger, cut_back, h, leaf_of, rechain, sample

from guiju.facts.verify.parts.problems import Boundary
from guiju.facts.verify.parts.saying import Unreadable


@pytest.mark.parametrize("seed", range(12))
def test_a_sound_ledger_is_in_order(verified, seed):
    report = verified(sample(seed, events=30 + 9 * seed, sealing=1 + seed))
    assert (report.clean, report.problems) == (True, [])


def test_a_sound_ledger_with_tiles_is_in_order_and_counted(verified):
    ledger = sample(3, events=600, sealing=50)
    report = verified(ledger)
    assert report.clean
    assert report.figures == {"events": 600, "leaves": 600, "unsealed": 0, "checkpoints": 13}
    assert report.last["size"] == 600
    assert len(ledger.tiles) == 2


def test_a_ledger_in_which_nothing_has_happened_is_in_order(verified):
    assert verified(Ledger(1)).clean


def test_several_processes_say_what_one_says(verified, monkeypatch):
    ledger = sample(4, events=400, sealing=40)
    ledger.events[123]["happened_at"] += 1
    monkeypatch.setattr("guiju.facts.verify.parts.dump.PIECE", 9000)
    one, several = verified(ledger, processes=1), verified(ledger, processes=3)
    assert [problem.index for problem in one.problems] == [123]
    assert (several.problems, several.figures) == (one.problems, one.figures)


def test_an_altered_body_names_that_record_alone_between_its_two_checkpoints(verified):
    ledger = sample(1)
    event = ledger.events[17]
    event["body"] = event["body"].replace(b"criminal", b"civilian")
    report = verified(ledger)
    (problem,) = report.problems
    assert (problem.kind, problem.index, problem.id) == ("event.leaf", 17, 18)
    assert (problem.stream, problem.seq) == (event["stream"], event["seq"])
    assert report.between(problem) == (Boundary(14, START + 14 * SECOND), Boundary(21, START + 21 * SECOND))


def test_an_altered_leaf_in_the_tree_names_the_record_and_then_the_checkpoint_that_covers_it(verified):
    ledger = sample(1, events=300)
    ledger.leaves[17]["hash"] = h(b"another")
    first, second = verified(ledger).problems
    assert (first.kind, first.index) == ("leaf.hash", 17)
    assert (second.kind, dict(second.details)) == (
        "checkpoint.root", {"size": 21, "first": 14, "last": 20, "later": 0},
    )  # fmt: skip


def test_a_record_that_was_rewritten_with_its_leaf_is_named_and_its_successor_is_not(named):
    ledger = sample(1)
    event = ledger.events[17]
    event["happened_at"] -= SECOND
    event["leaf"] = leaf_of(event, [pair[1:] for pair in ledger.keys if pair[0] == 18])
    assert named(ledger) == [("leaf.hash", 17, 18)]


def test_a_history_rewritten_with_chain_and_leaves_is_seen_by_the_signed_root(verified):
    ledger = sample(1)
    rechain(ledger, 17)
    (problem,) = verified(ledger).problems
    assert problem.kind == "checkpoint.root"
    assert dict(problem.details) == {"size": 21, "first": 14, "last": 20, "later": 2}


def test_an_unaltered_tile_narrows_a_rewritten_history_down_to_its_leaves(verified):
    ledger = sample(1, events=700, sealing=700)
    rechain(ledger, 300)
    (problem,) = verified(ledger).problems
    assert (problem.kind, dict(problem.details)["first"], dict(problem.details)["last"]) == (
        "checkpoint.root",
        256,
        511,
    )


def test_a_removed_record_is_recorded_but_missing_and_its_place_is_known(verified):
    ledger = sample(1)
    gone = next(event for event in ledger.events[10:] if ledger.events[-1]["stream"] == event["stream"])
    ledger.events.remove(gone)
    ledger.keys = [pair for pair in ledger.keys if pair[0] != gone["id"]]
    report = verified(ledger)
    first = report.problems[0]
    assert (first.kind, first.index, first.id) == ("event.missing", gone["id"] - 1, gone["id"])
    assert (first.stream, first.seq) == (gone["stream"], gone["seq"])
    assert {problem.kind for problem in report.problems} <= {"event.missing", "correction.missing", "correction.extra"}


def test_keys_that_outlived_their_record_are_named(named):
    ledger = sample(1, events=20)
    ledger.events = [event for event in ledger.events if event["id"] != 20]
    ledger.outbox.remove(20)
    assert set(named(ledger)) == {("key.orphan", None, 20)}


def test_leaves_removed_from_the_middle_are_a_gap(named):
    ledger = sample(1)
    del ledger.leaves[8:10]
    ledger.events = [event for event in ledger.events if event["id"] not in (9, 10)]
    ledger.keys = [pair for pair in ledger.keys if pair[0] not in (9, 10)]
    ledger.corrections = [row for row in ledger.corrections if row[1] not in (9, 10)]
    assert named(ledger)[0] == ("index.gap", 8, None)


def test_a_tail_that_was_cut_off_is_missed_by_its_checkpoint(named):
    ledger = sample(1, events=35)
    for table in (ledger.events, ledger.leaves):
        del table[30:]
    ledger.keys = [pair for pair in ledger.keys if pair[0] <= 30]
    ledger.corrections = [row for row in ledger.corrections if row[1] <= 30]
    assert named(ledger) == [("leaf.cut", 30, None)]


def test_tiles_over_leaves_that_were_cut_off_are_no_second_finding(named):
    ledger = sample(1, events=600, sealing=100)
    for table in (ledger.events, ledger.leaves):
        del table[300:]
    ledger.keys = [pair for pair in ledger.keys if pair[0] <= 300]
    ledger.corrections = [row for row in ledger.corrections if row[1] <= 300]
    assert named(ledger) == [("leaf.cut", 300, None)]


def test_a_corrected_record_that_was_removed_is_missing_and_its_correction_has_a_target(verified):
    ledger = sample(1, events=60)
    target = ledger.corrections[0][0]
    ledger.events = [event for event in ledger.events if event["id"] != target]
    ledger.keys = [pair for pair in ledger.keys if pair[0] != target]
    assert {problem.kind for problem in verified(ledger).problems} == {"event.missing"}


def test_a_rewritten_history_is_narrowed_down_though_a_leaf_beside_it_was_altered(verified):
    ledger = sample(1, events=700, sealing=700)
    rechain(ledger, 300)
    ledger.leaves[600]["hash"] = h(b"another")
    said = {problem.kind: problem for problem in verified(ledger).problems}
    assert said["leaf.hash"].index == 600
    assert dict(said["checkpoint.root"].details)["first"] == 256


def test_a_tail_cut_off_with_its_checkpoints_leaves_no_trace_inside(named):
    """Why others must hold checkpoints: see test_checkpoints.py."""
    assert named(cut_back(sample(1, events=35))) == []


def test_leaves_that_no_checkpoint_covers_are_named(named):
    ledger = sample(1, events=35)
    ledger.checkpoints.pop()
    assert named(ledger) == [("leaf.uncovered", 28, None)]


def test_an_event_back_dated_at_the_tail_is_out_of_its_checkpoints_bounds(named):
    ledger = sample(1, events=35)
    ledger.append("case:A1", {"case": "A1"}, recorded_at=ledger.now - 3600 * SECOND)
    ledger.seal()
    assert named(ledger) == [("time.bounds", 35, 36)]


@pytest.mark.parametrize(("early", "clean"), [(-1, True), (0, True), (1, False)])
def test_a_transaction_may_have_begun_sixty_seconds_before_the_last_sealing(verified, early, clean):
    ledger = sample(1, events=35)
    ledger.append("case:A1", {"case": "A1"}, recorded_at=ledger.now - 60 * SECOND - early)
    ledger.seal()
    assert verified(ledger).clean is clean


def test_an_event_recorded_after_it_was_sealed_is_out_of_bounds(named):
    ledger = sample(1, events=35)
    ledger.append("case:A1", {"case": "A1"}, recorded_at=ledger.now + 2 * SECOND)
    ledger.seal()
    assert named(ledger) == [("time.bounds", 35, 36)]


def test_a_repeated_idempotency_key_names_both_records(named):
    ledger = sample(1, events=35)
    ledger.append("case:A1", {"case": "A1"}, idem_key="k9")
    ledger.seal()
    assert named(ledger) == [("idem.twice", 8, 9), ("idem.twice", 35, 36)]


def test_two_keys_that_only_fall_on_the_same_number_are_in_order(verified, monkeypatch):
    monkeypatch.setattr("guiju.facts.verify.parts.rows.hash", lambda pair: 7, raising=False)
    assert verified(sample(1)).clean


def test_the_same_key_of_another_actor_is_in_order(verified):
    ledger = sample(1, events=35)
    ledger.append("case:A1", {"case": "A1"}, idem_key="k9", actor="034567")
    assert verified(ledger).clean


def test_two_leaves_of_one_event_are_named(named):
    ledger = sample(1, events=35)
    ledger.leaves.append({"index": 35, "event": 3, "hash": ledger.events[2]["leaf"]})
    ledger.checkpoint()
    assert {("event.twice", 2, 3), ("event.twice", 35, 3)} <= set(named(ledger))


@pytest.mark.parametrize(
    ("cut", "code"),
    [
        (lambda data: data[: data.rindex(b'["end"')], "截断"),
        (lambda data: data[:-40], "截断"),
        (lambda data: b"", "不是本格式"),
        (lambda data: data.replace(b'"guiju-dump", 1', b'"guiju-dump", 2'), "不是本格式"),
        (lambda data: data.replace(b'["outbox", 36]', b'["outbox", 36'), "不是一个 JSON 数组"),
        (lambda data: data.replace(b'["outbox", 36]', b'["inbox", 36]'), "未知的名称"),
        (lambda data: data.replace(b'["outbox", 36]', b'["outbox", 36, 1]'), "栏数"),
        (lambda data: data.replace(b'["outbox", 36]', b'["guiju-dump", 1, "", "sha256"]'), "应有的位置"),
        (lambda data: data.replace(b'["outbox", 36]', b'["tile", 8, 0, "00"]'), "应有的位置"),
        (lambda data: data.replace(b'["outbox", 36]', b'["outbox", \xff]'), "UTF-8"),
    ],
)
def test_a_file_that_is_no_whole_dump_is_refused_and_not_judged(verified, cut, code):
    ledger = sample(1)
    data = cut(ledger.dump())
    assert data != ledger.dump()
    with pytest.raises(Unreadable) as refused:
        verified(ledger, data=data)
    assert code in refused.value.zh


def test_a_last_line_that_counts_otherwise_is_named(named):
    ledger = sample(1)
    rows = [*ledger.rows()[:-1], ["end", 41, 35, 6]]
    assert named(ledger, data=text_of(rows)) == [("end.count", None, None)]


def text_of(rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def test_of_many_problems_the_first_are_shown_and_all_are_counted(verified):
    ledger = sample(1, events=70)
    for event in ledger.events:
        event["unit_as_of"] = "330200000000"
    report = verified(ledger, limit=5)
    assert [problem.index for problem in report.problems] == [0, 1, 2, 3, 4]
    assert report.counts == {"event.leaf": 70}
