"""Checkpoints: signature, chain, size and time, and what others hold of them."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.unit.verify.dumps import SECOND, cut_back, h, rechain, sample

from guiju.facts.verify.parts.checkpoint import checkpoint_text, read_checkpoint
from guiju.facts.verify.parts.outside.held import read_held
from guiju.facts.verify.parts.saying import Unreadable

VALUES = {
    "ledger": "0" * 32, "epoch": 0, "hash_name": "sha256", "size": 7, "root": h(b"r"), "sealed_at": -5,
    "previous": bytes(32), "schema": h(b"s"),
}  # fmt: skip


def test_a_text_says_again_what_it_was_written_from():
    assert read_checkpoint(checkpoint_text(**VALUES))._asdict() == VALUES


@pytest.mark.parametrize(
    "change",
    [
        {"ledger": "0" * 31}, {"ledger": "A" * 32}, {"epoch": -1}, {"hash_name": "md5"}, {"size": -1},
        {"root": b""}, {"previous": bytes(31)}, {"ledger": "0" * 32 + "\nepoch: 1"},
    ],
)  # fmt: skip
def test_what_nobody_could_read_again_is_not_written(change):
    with pytest.raises(ValueError, match="not a checkpoint"):
        checkpoint_text(**{**VALUES, **change})


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"size: 7", b"size: 07"), (b"size: 7", b"size: +7"), (b"\n", b"\r\n"), (b"-5", b"-0"), (b"epoch: 0\n", b"")],
)
def test_a_text_that_is_not_of_the_format_to_the_byte_is_refused(old, new):
    with pytest.raises(ValueError, match="not a checkpoint"):
        read_checkpoint(checkpoint_text(**VALUES).replace(old, new))


LINES = ("ledger", "epoch", "hash", "size", "root", "sealed_at", "previous", "schema")


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("at", [0, 3, 5])
def test_an_edited_line_of_a_text_names_that_checkpoint_and_no_other(verified, line, at):
    ledger = sample(1)
    row = ledger.checkpoints[at]
    lines = row["text"].decode().split("\n")
    number = 1 + LINES.index(line)
    lines[number] = "hash: sm3" if line == "hash" else lines[number][:-1] + ("1" if lines[number][-1] != "1" else "2")
    row["text"] = "\n".join(lines).encode()
    kinds = {(problem.kind, dict(problem.details).get("size")) for problem in verified(ledger).problems}
    # Beyond the last checkpoint that can be believed nothing is covered.
    assert kinds - {("leaf.uncovered", None)} == {("checkpoint.signature", row["size"])}


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("signature", bytes(64), "checkpoint.signature"),
        ("signature", b"", "checkpoint.signature"),
        ("key_id", "0" * 16, "checkpoint.key"),
        ("text", b"nothing", "checkpoint.form"),
        ("size", 22, "checkpoint.size"),
        ("size", 8, "checkpoint.size"),
    ],
)
def test_an_edited_column_of_a_checkpoint_names_it(verified, column, value, kind):
    ledger = sample(1)
    ledger.checkpoints[3][column] = value
    rows = ledger.rows()
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    assert [problem.kind for problem in verified(ledger, data=data).problems] == [kind]


def test_a_removed_checkpoint_is_missed_by_its_successor(verified):
    ledger = sample(1)
    del ledger.checkpoints[2]
    (problem,) = verified(ledger).problems
    assert (problem.kind, dict(problem.details)["size"]) == ("checkpoint.previous", 21)


def test_a_ledger_without_its_opening_is_named(named):
    ledger = sample(1)
    del ledger.checkpoints[0]
    assert named(ledger)[0][0] == "checkpoint.first"


def test_a_ledger_without_checkpoints_vouches_for_nothing(named):
    ledger = sample(1)
    ledger.checkpoints.clear()
    assert [kind for kind, _, _ in named(ledger)] == ["checkpoint.none"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"sealed_at": 1}, "checkpoint.sealed_at"),
        ({"previous": "0" * 64}, "checkpoint.previous"),
        ({"ledger": "0" * 32}, "checkpoint.ledger"),
        ({"size": 36}, "checkpoint.size"),
        ({"root": "0" * 64}, "checkpoint.root"),
    ],
)
def test_a_checkpoint_signed_by_the_right_key_that_says_something_false_is_named(verified, said, kind):
    ledger = sample(1, events=35)
    ledger.append("case:A1", {"case": "A1"})
    ledger.append("case:A1", {"case": "A1"})
    ledger.seal()
    ledger.checkpoints.pop()
    ledger.checkpoint(**said)
    assert kind in {problem.kind for problem in verified(ledger).problems}


def test_a_checkpoint_that_seals_nothing_new_is_named(verified):
    ledger = sample(1)
    ledger.checkpoint()
    assert [problem.kind for problem in verified(ledger).problems] == ["checkpoint.size"]


def in_epochs(*epochs):
    """A ledger whose last checkpoints, each over one more event, were signed in these epochs."""
    ledger = sample(1, events=35)
    for epoch in epochs:
        ledger.append("case:A1", {"case": "A1"})
        ledger.seal()
        ledger.checkpoints.pop()
        ledger.checkpoint(epoch=epoch)
    return ledger


@pytest.mark.parametrize("epochs", [(1,), (1, 2), (2,), (7, 7)])
def test_a_new_epoch_may_have_any_larger_number(verified, epochs):
    assert verified(in_epochs(*epochs)).clean


def test_an_epoch_that_goes_back_names_the_checkpoint_that_does(verified):
    (problem,) = verified(in_epochs(2, 1, 2)).problems
    assert (problem.kind, dict(problem.details)["size"]) == ("checkpoint.epoch", 37)


def test_an_altered_size_is_named_once_and_the_text_is_what_the_rest_is_held_against(verified):
    ledger = sample(1, events=300)
    ledger.checkpoints[9]["size"] += 1_000_003
    (problem,) = verified(ledger).problems
    assert (problem.kind, dict(problem.details)["size"]) == ("checkpoint.size", 1_000_066)


def test_a_size_that_is_no_number_is_named_by_its_line_and_the_text_is_what_the_rest_is_held_against(verified):
    ledger = sample(1, events=300)
    ledger.checkpoints[9]["size"] = {"text": "63"}
    rows = [*ledger.rows()[:-1], ["end", 300, 294, 43]]
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (problem,) = verified(ledger, data=data).problems
    said = dict(problem.details)
    assert (problem.kind, said["table"], said["line"]) == ("row.form", "checkpoint", 2 + 10)


def test_a_schema_that_changed_is_no_problem_and_is_told_with_both_sizes(verified):
    ledger = sample(1)
    for digit in ("7", "7", "5"):
        ledger.append("case:A1", {"case": "A1"})
        ledger.seal()
        ledger.checkpoints.pop()
        ledger.checkpoint(schema=digit * 64)
    report = verified(ledger)
    assert report.clean
    sizes = [(35, 41), (42, 43)]
    for (before, after), (zh, en) in zip(sizes, report.notes, strict=True):
        assert f"（大小 {before}）" in zh
        assert f"（大小 {after}）" in zh
        assert f"of size {before} and of size {after}" in en


def test_the_keys_in_the_dump_are_not_trusted(verified):
    """The database owner signs everything anew with a key of his own, and puts that key into the dump."""
    ledger, trusted = sample(1), sample(1).public
    forge(ledger, Ed25519PrivateKey.from_private_bytes(h(b"forger")))
    report = verified(ledger, publics=[trusted])
    assert {problem.kind for problem in report.problems} == {"checkpoint.key", "checkpoint.none"}


def forge(ledger, signer):
    """Sign every checkpoint anew over the tables as they stand, with the same sizes and times."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    ledger.signer = signer
    ledger.public = signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    ledger.key_id = h(ledger.public).hex()[:16]
    before, leaves, now = ledger.checkpoints, ledger.leaves, ledger.now
    ledger.checkpoints = []
    for row in before:
        ledger.leaves, ledger.now = leaves[: row["size"]], read_checkpoint(row["text"]).sealed_at
        ledger.checkpoint()
    ledger.leaves, ledger.now = leaves, now


def held_of(row):
    return read_held(row["text"] + f"signature: {row['key_id']} {row['signature'].hex()}\n".encode())


def test_checkpoints_that_others_hold_are_found_again(verified):
    ledger = sample(1)
    assert verified(ledger, [one for row in ledger.checkpoints for one in held_of(row)]).clean


def test_a_history_rewritten_with_a_stolen_key_differs_from_what_a_witness_holds(verified):
    ledger = sample(1)
    witnessed = held_of(ledger.checkpoints[-2])
    rechain(ledger, 17)
    forge(ledger, ledger.signer)
    assert verified(ledger).clean
    (problem,) = verified(ledger, witnessed).problems
    assert (problem.kind, dict(problem.details)) == ("held.root", {"size": 28})


def test_a_ledger_restored_from_yesterday_is_smaller_than_what_a_witness_holds(verified):
    ledger = sample(1, events=35)
    witnessed = held_of(ledger.checkpoints[-1])
    assert verified(cut_back(ledger)).clean
    (problem,) = verified(ledger, witnessed).problems
    assert (problem.kind, dict(problem.details)) == ("held.ahead", {"size": 35, "leaves": 21})


def test_an_hour_changed_under_a_stolen_key_differs_from_what_a_witness_holds(verified):
    ledger = sample(1)
    witnessed = held_of(ledger.checkpoints[-1])
    ledger.checkpoints.pop()
    ledger.checkpoint(sealed_at=ledger.now + SECOND)
    assert [problem.kind for problem in verified(ledger, witnessed).problems] == ["held.text"]


@pytest.mark.parametrize(("root", "kinds"), [("right", []), ("wrong", ["held.root"])])
def test_a_size_that_the_ledger_has_no_checkpoint_of_is_compared_with_the_tree(verified, root, kinds):
    ledger, other = sample(1), sample(1)
    other.leaves = other.leaves[:17]
    other.checkpoint(**({} if root == "right" else {"root": "0" * 64}))
    report = verified(ledger, held_of(other.checkpoints[-1]))
    assert [problem.kind for problem in report.problems] == kinds


def test_a_checkpoint_of_another_ledger_is_not_compared(verified):
    assert [one.kind for one in verified(sample(1), held_of(sample(2).checkpoints[-1])).problems] == ["held.ledger"]


def test_a_held_checkpoint_whose_signature_fails_is_named(verified):
    ledger = sample(1)
    row = {**ledger.checkpoints[-1], "signature": bytes(64)}
    assert [one.kind for one in verified(ledger, held_of(row)).problems] == ["held.signature"]


def test_a_text_typed_in_from_paper_is_compared_and_said_to_be_taken_on_word(verified):
    ledger = sample(1)
    report = verified(ledger, read_held(ledger.checkpoints[-1]["text"].replace(b"\n", b"\r\n")))
    assert report.clean
    assert "按持有人所说" in report.notes[0][0]


def test_a_receipt_that_a_citizen_holds_speaks_against_a_rewritten_ledger(verified):
    ledger = sample(1)
    receipt = json.dumps(ledger.receipt(20)).encode()
    rechain(ledger, 17)
    forge(ledger, ledger.signer)
    assert [one.kind for one in verified(ledger, read_held(receipt)).problems] == ["held.root"]


def test_several_held_checkpoints_stand_in_one_file(verified):
    ledger = sample(1)
    texts = b"\n".join(row["text"] for row in ledger.checkpoints)
    assert len(read_held(texts)) == len(ledger.checkpoints)


@pytest.mark.parametrize(
    "data", [b"", b"something", b"{}", b"[]", b"guiju-checkpoint-1\n", b'{"checkpoint": {"text": "x"}}', b"\xff"]
)
def test_a_file_that_holds_no_checkpoints_is_refused(data):
    with pytest.raises(Unreadable):
        read_held(data)


def test_a_file_with_anything_beside_checkpoints_is_refused():
    with pytest.raises(Unreadable):
        read_held(sample(1).checkpoints[0]["text"] + b"and more\n")
