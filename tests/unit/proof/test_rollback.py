"""Yesterday's database in the place of today's: refused, until two persons say why, for everybody to see."""

import json

import pytest
from django.db import connection
from tests.databases import using
from tests.unit.tamper.sample_ledger import Databases, Files

from guiju.facts.proof.dump import write_dump
from guiju.facts.proof.notes import TwoNamesNeeded
from guiju.facts.proof.restoring import NothingToAccept, accept_restore
from guiju.facts.proof.snapshot import snapshot
from guiju.facts.proof.verifier import run_verifier
from guiju.facts.seal.memory import (
    REMEMBERED,
    MemoryUnreadable,
    RolledBack,
    Signed,
    last_signed,
    recall,
    refuse_rollback,
    remember,
)
from guiju.facts.seal.sealer import TreeAltered, seal
from guiju.facts.wiring import Wiring, install, wiring


@pytest.fixture
def remembered(book, tmp_path):
    """A ledger whose key store remembers what it signed."""
    hand, keys = wiring(), tmp_path / "keys"
    install(
        Wiring(
            clock=hand.clock, signer=hand.signer,
            remember=lambda text, signature, key_id: remember(keys, Signed(text, signature, key_id)),
        )
    )  # fmt: skip
    return book


@pytest.fixture
def copy(request, remembered, tmp_path):
    if remembered.address.startswith("sqlite:"):
        return Files(tmp_path)
    return Databases(request.getfixturevalue("cluster"))


def fill(book, count, start=0):
    for number in range(start, start + count):
        book.record("cases.accepted", "2026-03-01T10:00", key=f"K{number}", case=f"A{number % 3}", nth=number)
    book.pass_time(minutes=2)
    seal()


def verified(book, folder, *held):
    with snapshot() as source, (folder / "dump").open("w", encoding="utf-8") as out:
        write_dump(source, {}, out)
    return run_verifier(folder / "dump", {book.signer.key_id: book.signer.public}, held)


def test_the_key_store_remembers_each_checkpoint_once_it_is_committed(remembered, tmp_path):
    assert recall(tmp_path / "keys") is None
    fill(remembered, 3)
    assert recall(tmp_path / "keys") == last_signed()
    refuse_rollback(tmp_path / "keys")
    before = recall(tmp_path / "keys")
    fill(remembered, 3, start=3)
    remember(tmp_path / "keys", before)
    assert recall(tmp_path / "keys") == last_signed(), "an older one never replaces a newer one"


def test_what_is_sealed_in_a_transaction_that_is_undone_is_not_remembered(remembered, tmp_path):
    from guiju.facts.turns import writing

    fill(remembered, 1)
    before = recall(tmp_path / "keys")
    remembered.record("cases.accepted", "2026-03-01T10:00", key="K9", case="A9")
    with pytest.raises(KeyError), writing():
        seal()
        raise KeyError
    assert recall(tmp_path / "keys") == before


def test_an_older_database_is_refused_and_the_verifier_says_why(remembered, copy, tmp_path):
    fill(remembered, 3)
    yesterday = copy(remembered.address)
    fill(remembered, 3, start=3)
    with using(yesterday):
        with pytest.raises(RolledBack) as refused:
            refuse_rollback(tmp_path / "keys")
        assert refused.value.code == "ledger.rolled_back"
        assert "guiju ledger restore-accept" in refused.value.remedy
        answer = verified(remembered, tmp_path, tmp_path / "keys" / REMEMBERED)
        assert (answer.status, [one["kind"] for one in answer.problems]) == (1, ["held.ahead"])


def test_two_persons_with_a_reason_open_a_new_epoch_from_the_restored_size(remembered, copy, tmp_path):
    fill(remembered, 3)
    yesterday = copy(remembered.address)
    fill(remembered, 4, start=3)
    keys = tmp_path / "keys"
    with using(yesterday):
        for by, approver, reason in (("甲", "甲", "磁盘损坏"), ("甲", "", "磁盘损坏"), ("甲", "乙", " ")):
            with pytest.raises(TwoNamesNeeded):
                accept_restore(keys, by=by, approver=approver, reason=reason)
        assert accept_restore(keys, by="甲", approver="乙", reason="磁盘损坏") == (3, 7)
        refuse_rollback(keys)
        assert (recall(keys).said.epoch, recall(keys).said.size) == (1, 4)
        with connection.cursor() as cursor:
            cursor.execute("SELECT type, actor, actor_kind, body FROM event ORDER BY id DESC LIMIT 1")
            kind, actor, actor_kind, body = cursor.fetchone()
        said = json.loads(bytes(body))
        assert (kind, actor, actor_kind) == ("ledger.restored", "甲", "operator")
        assert (said["reason"], said["approver"], said["fields"]) == (
            "磁盘损坏", "乙", {"tree_size": 3, "signed_size": 7},
        )  # fmt: skip
        fill(remembered, 2, start=20)
        assert verified(remembered, tmp_path).status == 0
        with pytest.raises(NothingToAccept):
            accept_restore(keys, by="甲", approver="乙", reason="磁盘损坏")
    with pytest.raises(RolledBack):
        refuse_rollback(keys)


def test_a_second_restore_that_reaches_behind_the_first_takes_a_number_that_was_never_used(remembered, copy, tmp_path):
    fill(remembered, 3)
    oldest = copy(remembered.address)
    fill(remembered, 4, start=3)
    older = copy(remembered.address)
    fill(remembered, 4, start=7)
    keys = tmp_path / "keys"
    with using(older):
        accept_restore(keys, by="甲", approver="乙", reason="磁盘损坏")
        fill(remembered, 1, start=20)
        assert recall(keys).said.epoch == 1
    with using(oldest):
        accept_restore(keys, by="甲", approver="乙", reason="磁盘又损坏")
        fill(remembered, 1, start=30)
        assert recall(keys).said.epoch == 2, "epoch 1 was signed over another history"
        answer = verified(remembered, tmp_path, keys / REMEMBERED)
        assert (answer.status, answer.problems) == (0, [])


def test_a_damaged_note_of_the_last_checkpoint_is_not_taken_for_none(remembered, tmp_path):
    fill(remembered, 1)
    (tmp_path / "keys" / REMEMBERED).write_text("{}", encoding="utf-8")
    with pytest.raises(MemoryUnreadable):
        refuse_rollback(tmp_path / "keys")


def test_nothing_is_sealed_over_a_tree_that_was_altered(remembered):
    fill(remembered, 3)
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER leaf_no_update" if connection.vendor == "sqlite" else "DROP TRIGGER leaf_no_change ON leaf"
        )
        cursor.execute("UPDATE leaf SET hash = %s WHERE place = 1", (bytes(32),))
    remembered.record("cases.accepted", "2026-03-01T10:00", key="K9", case="A9")
    with pytest.raises(TreeAltered):
        seal()
