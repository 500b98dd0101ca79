"""Guiju's side: asking, taking, k of n, and a ledger that is rolled back or rewritten is told by its witness."""

import json

import pytest
from django.db import connection
from tests.databases import using
from tests.unit.tamper.hand import hand_on
from tests.unit.tamper.rewriting import rechain, replant, resign
from tests.unit.tamper.sample_ledger import Databases, Files
from tests.unit.witness.visits import witness_in

from guiju.facts.proof.dump import write_dump
from guiju.facts.proof.snapshot import snapshot
from guiju.facts.proof.verifier import run_verifier
from guiju.facts.seal.sealer import seal
from guiju.facts.verify.parts.outside.cosignature import read_witness_file
from guiju.facts.witness.asking import (
    AnswerUnreadable,
    CosignatureWrong,
    Refused,
    WitnessDisagrees,
    WitnessUnknown,
    make_request,
    take_answer,
)
from guiju.facts.witness.vouching import cosignatures_of, standing
from guiju.values.clock import to_micros


@pytest.fixture
def filled(book):
    """A ledger with a full tile and some more, so that proofs read tiles and leaves."""
    fill(book, 260)
    return book


@pytest.fixture
def witness(filled, tmp_path):
    """A witness that knows the ledger and whose clock goes as the ledger's."""
    made = witness_in(tmp_path)
    made.trust(filled.name, f"{filled.signer.key_id} {filled.signer.public.hex()}\n")
    return made


def fill(book, count, start=0):
    for number in range(start, start + count):
        book.record("cases.accepted", "2026-03-01T10:00", key=f"K{number}", case=f"A{number % 7}", nth=number)
    book.pass_time(minutes=2)
    seal()


def ask(book, witness):
    """A request carried to the witness, and its answer as the file that comes back."""
    request = make_request(by="甲")
    book.pass_time(seconds=40)
    witness.now = to_micros(book.now)
    return json.dumps(witness.sign(request)[1]).encode()


def verified(book, folder, witness, capsys, *held):
    """What the one-file verifier says, given the list of witnesses and what the witness holds."""
    with snapshot() as source, (folder / "dump").open("w", encoding="utf-8", newline="\n") as out:
        write_dump(source, {}, out)
    (folder / "witnesses").write_text(witness.line(), encoding="utf-8")
    publics = {book.signer.key_id: book.signer.public}
    return run_verifier(folder / "dump", publics, held, witnesses=folder / "witnesses")


def held_by(witness, folder, capsys):
    capsys.readouterr()
    assert witness("held") == 0
    (folder / "held").write_text(capsys.readouterr().out, encoding="utf-8")
    return folder / "held"


def copied(request, book, tmp_path):
    connection.close()
    copy = Files(tmp_path) if book.address.startswith("sqlite:") else Databases(request.getfixturevalue("cluster"))
    return copy(book.address)


def test_a_signature_is_taken_and_the_next_request_proves_growth_from_it(filled, witness, tmp_path, capsys):
    first = take_answer(ask(filled, witness), witness.listed())
    assert (first.witness, first.size, first.is_new, first.refused) == ("上级法制部门", 261, True, "")
    fill(filled, 30, 260)
    again = ask(filled, witness)
    second = take_answer(again, witness.listed())
    assert (second.size, second.is_new) == (292, True)
    assert take_answer(again, witness.listed()).is_new is False
    assert [one.signed_at for one in cosignatures_of(292)] == [second.signed_at]
    answer = verified(filled, tmp_path, witness, capsys, held_by(witness, tmp_path, capsys))
    assert (answer.status, answer.said["figures"]["witnessed"]) == (0, 292)
    assert "已签认到大小 292，此后有 0 个检查点" in answer.said["notes"][-1]["zh"]


def test_asking_is_itself_in_the_ledger_so_that_even_a_quiet_day_is_witnessed_anew(filled, witness):
    sizes = []
    for _ in range(3):
        filled.pass_time(days=1)
        sizes.append(take_answer(ask(filled, witness), witness.listed()).size)
    assert sizes == [261, 262, 263]


def test_an_answer_that_was_lost_is_made_good_by_the_refusal_of_the_next(filled, witness):
    ask(filled, witness)
    fill(filled, 3, 260)
    refused = take_answer(ask(filled, witness), witness.listed())
    assert (refused.size, refused.is_new, "一致性证明" in refused.refused) == (261, True, True)
    assert take_answer(ask(filled, witness), witness.listed()).refused == ""


def test_yesterdays_backup_is_refused_by_the_witness_and_named_by_the_verifier(
    request, filled, witness, tmp_path, capsys
):
    take_answer(ask(filled, witness), witness.listed())
    older = copied(request, filled, tmp_path)
    fill(filled, 30, 260)
    take_answer(ask(filled, witness), witness.listed())
    with using(older):
        answer = ask(filled, witness)
        assert json.loads(answer)["refused"]["code"] == "witness.rollback"
        with pytest.raises(WitnessDisagrees, match="大小为 292"):
            take_answer(answer, witness.listed())
        found = verified(filled, tmp_path, witness, capsys, held_by(witness, tmp_path, capsys))
    assert found.status == 1
    assert [(one["kind"], one["size"]) for one in found.problems] == [("held.ahead", 292)]


def test_a_history_signed_anew_with_the_stolen_key_is_named_by_witness_and_verifier(
    request, filled, witness, tmp_path, capsys
):
    take_answer(ask(filled, witness), witness.listed())
    honest = make_request(by="甲")
    forged = copied(request, filled, tmp_path)
    with hand_on(forged) as hand:
        [(number,)] = hand("SELECT event FROM leaf WHERE place = 100")
        hand("UPDATE event SET happened_at = happened_at - 1000000 WHERE id = %s", number)
        replant(hand, rechain(hand, number))
        resign(hand, filled.signer)
        [(text, signature)] = hand("SELECT text, signature FROM checkpoint WHERE size = 261")
    same_size = {**honest, "checkpoint": {**honest["checkpoint"], "text": text.decode(), "signature": signature.hex()}}
    assert witness.sign(same_size)[1]["refused"]["code"] == "witness.fork"
    filled.pass_time(minutes=1)
    with using(forged):
        assert json.loads(ask(filled, witness))["refused"]["code"] == "witness.inconsistent"
        # Without anything held outside, the witness's signature in the dump itself does not fit the forgery.
        found = verified(filled, tmp_path, witness, capsys)
        assert [(one["kind"], one["size"]) for one in found.problems] == [("cosignature.signature", 261)]
        found = verified(filled, tmp_path, witness, capsys, held_by(witness, tmp_path, capsys))
    assert {(one["kind"], one["size"]) for one in found.problems} == {
        ("cosignature.signature", 261),
        ("held.root", 261),
    }


def test_as_many_witnesses_as_the_list_needs_must_have_signed(filled, witness, tmp_path):
    other = witness_in(tmp_path, "second")
    other.trust(filled.name, f"{filled.signer.key_id} {filled.signer.public.hex()}\n")
    line = (other.home / "witness.pub").read_text().strip()
    both = read_witness_file(f"{witness.line(2)}{line} 纪检监察\n")
    first = take_answer(ask(filled, witness), both)
    assert standing(both).size is None
    fill(filled, 3, 260)
    take_answer(ask(filled, other), both)
    found = standing(both)
    # What came after the first of them signed is not vouched for by two.
    assert (found.size, found.since, found.need) == (261, first.signed_at, 2)
    assert {one.name: one.size for one in found.states} == {"上级法制部门": 261, "纪检监察": 265}
    # One request serves both: it proves growth from what each of them signed last.
    filled.pass_time(minutes=1)
    request = make_request(by="甲")
    assert set(request["proofs"]) == {"261", "265"}
    for one in (witness, other):
        one.now = to_micros(filled.now)
        assert take_answer(json.dumps(one.sign(request)[1]).encode(), both).size == 266
    assert standing(both).size == 266


def test_a_signature_that_was_edited_in_the_database_vouches_for_nothing(filled, witness):
    take_answer(ask(filled, witness), witness.listed())
    connection.close()
    with hand_on(filled.address) as hand:
        hand("UPDATE cosignature SET signed_at = signed_at + 1")
    assert (standing(witness.listed()).size, standing(witness.listed()).since) == (None, None)


def test_the_table_of_signatures_is_guarded_like_the_rest(filled, witness):
    take_answer(ask(filled, witness), witness.listed())
    for statement in ("UPDATE cosignature SET signed_at = 0", "DELETE FROM cosignature"):
        with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_answer_that_cannot_be_trusted_is_refused(filled, witness, tmp_path):
    answer = ask(filled, witness)
    stranger = witness_in(tmp_path, "stranger")
    with pytest.raises(WitnessUnknown):
        take_answer(answer, stranger.listed())
    said = json.loads(answer)
    said["cosignature"]["signed_at"] += 1
    with pytest.raises(CosignatureWrong):
        take_answer(json.dumps(said).encode(), witness.listed())
    for odd in (b"", b"[]", b"{}", answer[:-20], json.dumps({**said, "cosignature": 7}).encode()):
        with pytest.raises(AnswerUnreadable):
            take_answer(odd, witness.listed())
    assert standing(witness.listed()).size is None


def test_a_refusal_of_a_ledger_that_the_witness_does_not_know_brings_no_signature(filled, tmp_path):
    stranger = witness_in(tmp_path, "stranger")
    found = take_answer(ask(filled, stranger), stranger.listed())
    assert isinstance(found, Refused)
    assert filled.name in found.refused
