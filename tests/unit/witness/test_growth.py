"""The witness signs a larger tree that continues its last one, and refuses everything else with a reason."""

import copy
import json

import pytest
from tests.unit.verify.dumps import SECOND, START, Ledger, h, rechain, root_of, sample
from tests.unit.witness.visits import grown, request_of, witness_in

from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.outside.cosignature import Cosignature, cosigned_text
from guiju.facts.verify.parts.outside.held import read_held

MINUTE = 60 * SECOND


@pytest.fixture
def ledger():
    """A ledger of 35 sealed events."""
    return sample(1, events=35)


@pytest.fixture
def witness(tmp_path, ledger):
    """A witness that knows the ledger and has signed its 35 leaves."""
    made = witness_in(tmp_path)
    assert made.trust(ledger.name, ledger.key_file()) == 0
    assert made.visit(ledger) == ""
    return made


def sizes_signed(witness, capsys):
    capsys.readouterr()
    assert witness("held") == 0
    return [one.said.size for one in read_held(capsys.readouterr().out.encode())]


def test_what_it_signs_is_the_text_and_its_own_time(witness, ledger):
    request = request_of(grown(ledger), 35)
    witness.now = ledger.now + 7
    status, said = witness.sign(request)
    assert (status, said["refused"]) == (0, None)
    assert said["cosignature"]["signed_at"] == ledger.now + 7
    one = Cosignature(*(said["cosignature"][name] for name in ("key_id", "signed_at")), bytes(64))
    assert said["checkpoint"]["text"] == request["checkpoint"]["text"]
    message = f"guiju-cosignature-1\nsigned_at: {ledger.now + 7}\n{said['checkpoint']['text']}".encode()
    assert cosigned_text(said["checkpoint"]["text"].encode(), ledger.now + 7) == message
    ring = KeyRing(witness.listed().publics.values())
    assert not ring.fault(one.key_id, bytes.fromhex(said["cosignature"]["signature"]), message)


def test_consistent_growth_is_signed_from_every_size_to_every_size(tmp_path):
    """No shape of the tree is refused: each visit finds another number of leaves."""
    ledger, witness = Ledger(7), witness_in(tmp_path)
    witness.trust(ledger.name, ledger.key_file())
    last = 0
    for count in (1, 1, 1, 2, 3, 1, 7, 1, 16, 31, 5):
        assert witness.visit(grown(ledger, count), *([last] if last else [])) == ""
        last += count


def test_a_ledger_that_opens_is_signed_empty_and_then_grown(tmp_path):
    ledger, witness = Ledger(7), witness_in(tmp_path)
    witness.trust(ledger.name, ledger.key_file())
    assert witness.visit(ledger) == ""
    assert witness.visit(grown(ledger)) == ""


def test_a_smaller_tree_is_refused_and_told_what_was_signed_last(witness, ledger, capsys):
    older = copy.deepcopy(ledger)
    grown(ledger)
    assert witness.visit(ledger, 35) == ""
    older.now = ledger.now
    older.append("case:A9", {"case": "A9"})
    older.seal()
    status, said = witness.sign(request_of(older, 35))
    assert (status, said["refused"]["code"]) == (1, "witness.rollback")
    assert "36 个叶" in said["refused"]["zh"]
    assert "40" in said["refused"]["zh"]
    assert said["checkpoint"]["text"].encode() == ledger.checkpoints[-1]["text"]
    assert sizes_signed(witness, capsys) == [35, 40]


def test_the_same_size_with_another_root_is_refused_though_the_ledgers_own_key_signed_it(witness, ledger, capsys):
    fork = copy.deepcopy(ledger)
    rechain(fork, 17)
    fork.checkpoints.pop()
    fork.checkpoint()
    assert witness.visit(fork) == "witness.fork"
    assert witness("show") == 0
    shown = capsys.readouterr().out
    assert "拒绝 refused witness.fork" in shown
    assert fork.checkpoints[-1]["text"].decode() in shown, "the fork is kept as evidence"
    assert fork.checkpoints[-1]["signature"].hex() in shown


def test_the_same_tree_signed_anew_is_refused(witness, ledger):
    ledger.now += SECOND
    ledger.checkpoints.pop()
    ledger.checkpoint()
    assert witness.visit(ledger) == "witness.resigned"


def test_a_rewritten_history_that_has_grown_is_refused_with_whatever_proof(witness, ledger):
    fork = copy.deepcopy(ledger)
    rechain(fork, 17)
    grown(fork)
    assert witness.visit(fork, 35) == "witness.inconsistent"
    honest = request_of(grown(ledger), 35)
    request = {**request_of(fork, 35), "proofs": honest["proofs"]}
    assert witness.sign(request)[1]["refused"]["code"] == "witness.inconsistent"


def test_a_proof_from_elsewhere_or_none_is_refused(witness, ledger):
    grown(ledger)
    assert witness.visit(ledger) == "witness.proof"
    assert witness.visit(ledger, 28) == "witness.proof"
    broken = request_of(ledger, 35)
    broken["proofs"]["35"][0] = "0" * 64
    assert witness.sign(broken)[1]["refused"]["code"] == "witness.inconsistent"
    assert witness.visit(ledger, 28, 35) == ""


@pytest.mark.parametrize(
    ("off", "code"),
    [(5 * MINUTE, ""), (5 * MINUTE + 1, "witness.time"), (-5 * MINUTE, ""), (-5 * MINUTE - 1, "witness.time")],
)
def test_five_minutes_of_its_own_clock_are_the_limit_either_way(witness, ledger, off, code):
    request = request_of(grown(ledger), 35)
    witness.now = ledger.now + off
    refused = witness.sign(request)[1]["refused"]
    assert (refused["code"] if refused else "") == code


def test_a_checkpoint_earlier_than_the_one_before_is_refused(witness, ledger):
    grown(ledger)
    ledger.checkpoints.pop()
    ledger.checkpoint(sealed_at=START)
    witness.now = START
    assert witness.sign(request_of(ledger, 35))[1]["refused"]["code"] == "witness.time"


def test_an_unknown_ledger_or_key_or_a_wrong_signature_is_refused(witness, ledger):
    stranger = grown(Ledger(2))
    assert witness.visit(stranger) == "witness.ledger"
    grown(ledger)
    ledger.checkpoints[-1]["key_id"] = "0" * 16
    assert witness.visit(ledger, 35) == "witness.key"
    # The key of one ledger does not speak for another.
    witness.trust(stranger.name, stranger.key_file())
    ledger.checkpoints[-1].update(
        key_id=stranger.key_id, signature=stranger.signer.sign(ledger.checkpoints[-1]["text"])
    )
    assert witness.visit(ledger, 35) == "witness.key"
    ledger.checkpoints[-1].update(key_id=ledger.key_id)
    assert witness.visit(ledger, 35) == "witness.signature"


def test_a_key_is_registered_for_one_ledger_only(witness, ledger, capsys):
    assert witness.trust("0" * 32, ledger.key_file()) == 2
    assert ledger.name in capsys.readouterr().err
    assert witness.trust(ledger.name, ledger.key_file()) == 0


def test_a_lost_answer_is_given_again_to_the_byte_at_any_time(witness, ledger, capsys):
    request = request_of(ledger)
    first = witness.sign(request)
    witness.now += 100 * MINUTE
    assert witness.sign(request) == first
    assert first[1]["refused"] is None
    assert sizes_signed(witness, capsys) == [35]


def restored(ledger, size):
    """The ledger as two people let it go on from an older backup: a new epoch from that size."""
    del ledger.events[size:], ledger.leaves[size:]
    ledger.checkpoints = [row for row in ledger.checkpoints if row["size"] <= size]
    ledger.append("case:A9", {"case": "A9"})
    ledger.leaves.append({"index": size, "event": size + 1, "hash": ledger.events[-1]["leaf"]})
    ledger.outbox.clear()
    ledger.checkpoint(epoch=1)
    return ledger


def test_another_epoch_is_signed_only_when_the_operator_names_it_and_is_remembered_as_such(witness, ledger, capsys):
    grown(ledger)
    assert witness.visit(ledger, 35) == ""
    restored(ledger, 35)
    assert witness.visit(ledger, 35) == "witness.epoch"
    assert witness.visit(ledger, 35, **{"accept-epoch": 2}) == "witness.epoch"
    assert witness.visit(ledger, 35, **{"accept-epoch": 1}) == ""
    capsys.readouterr()
    witness("show")
    assert "操作人接受纪元 1：此前签至 40，新纪元接续大小 35" in capsys.readouterr().out
    ledger.append("case:A9", {"case": "A9"})
    ledger.leaves.append({"index": 36, "event": 37, "hash": ledger.events[-1]["leaf"]})
    ledger.checkpoint(epoch=1)
    assert witness.visit(ledger, 36) == ""


def test_an_accepted_epoch_does_not_excuse_a_tree_that_continues_nothing(witness, ledger):
    rechain(ledger, 3)
    assert witness.visit(restored(ledger, 35), 35, **{"accept-epoch": 1}) == "witness.inconsistent"


def test_an_earlier_epoch_is_never_signed_again(witness, ledger):
    older = copy.deepcopy(ledger)
    assert witness.visit(restored(ledger, 35), 35, **{"accept-epoch": 1}) == ""
    assert witness.visit(grown(older), 36, **{"accept-epoch": 0}) == "witness.epoch"


def test_another_hash_is_refused(witness, ledger):
    grown(ledger)
    ledger.checkpoints.pop()
    ledger.checkpoint(hash="sm3")
    assert witness.visit(ledger, 35) == "witness.hash"


@pytest.mark.parametrize(
    "change",
    [
        {"guiju": "witness-request-2"}, {"checkpoint": {}}, {"checkpoint": 7}, {"proofs": []}, {"proofs": {"x": []}},
        {"proofs": {"35": ["00"]}}, {"proofs": {"35": ["0" * 64] * 129}}, {"proofs": {"35": [7]}},
        {"proofs": {str(number): [] for number in range(65)}},
    ],
)  # fmt: skip
def test_what_is_no_request_ends_with_2_and_a_sentence_in_each_language(witness, ledger, change, tmp_path, capsys):
    (tmp_path / "odd.json").write_text(json.dumps({**request_of(ledger), **change}), encoding="utf-8")
    assert witness("sign", tmp_path / "odd.json") == 2
    assert len(capsys.readouterr().err.strip().split("\n")) == 2


def test_the_tests_own_proofs_are_those_of_the_rfc():
    """RFC 6962 §2.1.3: the tree of seven leaves, PROOF(3, D), PROOF(4, D) and PROOF(6, D)."""
    from tests.unit.witness.visits import consistency

    leaves = [h(b"\x00%d" % number) for number in range(7)]
    a, b, c, d, e, f, j = leaves
    g, i, k, m = (root_of(pair) for pair in ([a, b], [e, f], leaves[:4], leaves[4:]))
    assert consistency(3, leaves) == [c, d, g, m]
    assert consistency(4, leaves) == [m]
    assert consistency(6, leaves) == [i, j, k]
