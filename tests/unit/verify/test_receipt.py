"""A receipt proves one event to whoever holds the public key, and nothing when a byte of it is changed."""

import json

import pytest
from tests.unit.verify.dumps import SECOND, sample

from guiju.facts.verify.parts.bundle import verify_bundle
from guiju.facts.verify.parts.outside.held import read_held
from guiju.facts.verify.parts.saying import Unreadable


def checked(receipt, publics, held=()):
    report = verify_bundle(json.dumps(receipt).encode(), publics, held)
    return sorted({problem.kind for problem in report.problems})


@pytest.mark.parametrize("index", [0, 17, 34])
def test_a_receipt_holds(index):
    ledger = sample(1)
    assert checked(ledger.receipt(index), [ledger.public]) == []
    assert checked(ledger.receipt(index), None) == []


def test_every_column_of_the_event_is_under_the_proof():
    ledger = sample(1)
    for column, value in ledger.receipt(17)["event"].items():
        receipt = ledger.receipt(17)
        changed = value + 1 if isinstance(value, int) else [*value, ["room", "R"]] if isinstance(value, list) else None
        if changed is None:
            changed = value[:-1] + ("1" if value[-1:] != "1" else "2")
        receipt["event"][column] = changed
        assert checked(receipt, [ledger.public]) != [], column


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        (lambda receipt: receipt.update(index=16), "receipt.proof"),
        (lambda receipt: receipt["proof"].pop(), "receipt.proof"),
        (lambda receipt: receipt["proof"].append("00" * 32), "receipt.proof"),
        (lambda receipt: receipt["checkpoint"].update(signature="00" * 64), "checkpoint.signature"),
        (lambda receipt: receipt["checkpoint"].update(key_id="0" * 16), "checkpoint.key"),
        (lambda receipt: receipt["checkpoint"].update(size=36), "checkpoint.size"),
        (lambda receipt: receipt.update(ledger="0" * 32), "checkpoint.ledger"),
        (lambda receipt: receipt.update(hash="sm3"), "checkpoint.ledger"),
    ],
)
def test_an_edited_receipt_does_not_hold(edit, kind):
    ledger = sample(1)
    receipt = ledger.receipt(17)
    edit(receipt)
    assert checked(receipt, [ledger.public]) == [kind]


def test_a_receipt_signed_by_somebody_else_does_not_hold():
    assert checked(sample(1).receipt(17), [sample(2).public]) == ["checkpoint.key"]


def test_an_event_recorded_after_its_checkpoint_is_no_proof_of_its_time():
    ledger = sample(1, events=35)
    ledger.append("case:A1", {"case": "A1"}, recorded_at=ledger.now + 2 * SECOND)
    ledger.seal()
    assert checked(ledger.receipt(35), [ledger.public]) == ["time.bounds"]


def test_a_receipt_is_compared_with_the_checkpoint_of_its_size_that_others_hold():
    ledger, other = sample(1), sample(1)
    other.checkpoints.pop()
    other.checkpoint(sealed_at=other.now + SECOND)
    held = read_held(other.checkpoints[-1]["text"])
    assert checked(ledger.receipt(17), [ledger.public], held) == ["held.text"]


@pytest.mark.parametrize("data", [b"{", b"[]", b"{}", b'{"guiju": "receipt-2"}', b'{"guiju": "receipt-1"}', b"\xff"])
def test_what_is_no_receipt_is_refused(data):
    with pytest.raises(Unreadable):
        verify_bundle(data, None)
