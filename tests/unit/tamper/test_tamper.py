"""Whoever may write any SQL is named by the next check: the record, and the two checkpoints that it lies between."""

import random

import pytest
from tests.databases import using
from tests.unit.tamper.campaign import chain_holds, columns, families
from tests.unit.tamper.column_edits import EXEMPT, ledger_tables
from tests.unit.tamper.families import FAMILIES
from tests.unit.tamper.hand import hand_on
from tests.unit.tamper.rewriting import rechain
from tests.unit.tamper.sample_ledger import COSIGNED, build, check, verify

from guiju.facts.proof.standing import faults
from guiju.facts.tables.guards import KEPT

QUICK = ("edit_and_reroot", "edit_and_sign_with_stolen_key", "delete_event", "cut_tail")


def missed(outcomes):
    return [(one.name, one.status, one.kinds) for one in outcomes if not one.is_caught]


def attack(attacked, name, seed=3):
    sample, copy = attacked
    there = sample.at(copy(sample.address))
    with hand_on(there.address) as hand:
        expected = FAMILIES[name](hand, there, random.Random(seed))
    return there, expected


def test_a_ledger_that_nobody_touched_is_in_order(attacked):
    status, said = verify(attacked[0])
    assert (status, said["problems"]) == (0, [])
    counted = {"events": 304, "leaves": 300, "unsealed": 4, "checkpoints": len(attacked[0].sizes)}
    cosigned = attacked[0].sizes[1::COSIGNED][-1]
    assert said["figures"] == {**counted, "witnessed": cosigned}


@pytest.mark.parametrize("name", QUICK)
def test_the_gravest_attacks_are_named(attacked, name):
    from tests.unit.tamper.expectations import names

    there, expected = attack(attacked, name)
    status, said = verify(there)
    assert status == 1
    assert names(said, expected, there)


@pytest.mark.slow
def test_an_edit_of_any_column_of_any_table_of_the_ledger_is_named(attacked):
    outcomes = list(columns(*attacked, seed=1))
    assert missed(outcomes) == []
    assert len(outcomes) >= 50


@pytest.mark.slow
def test_every_family_of_attack_is_named(attacked):
    assert missed(families(*attacked, seed=1)) == []


@pytest.mark.slow
def test_a_chain_alone_misses_most_families(attacked):
    seen = {one.name for one in families(*attacked, seed=2) if one.chain_saw}
    hidden = {
        "edit_and_rechain", "edit_and_reroot", "edit_and_sign_with_stolen_key", "edit_and_sign_with_another_key",
        "delete_stream", "delete_stream_and_close_the_gap", "insert_back_dated", "swap_places", "cut_tail",
        "restore_an_older_backup", "withhold_from_sealing", "remove_a_correction", "invent_a_correction",
        "remove_a_checkpoint", "swap_ids_under_a_correction", "swap_ids_of_two_imports",
    }  # fmt: skip
    assert seen & hidden == set()
    assert "edit_body" in seen, "else the control would be blind"


def test_every_table_is_attacked_or_exempt_by_name(attacked):
    with hand_on(attacked[0].address) as hand:
        assert set(ledger_tables(hand)) == {*KEPT, "outbox"}
        assert set(EXEMPT) <= set(hand.tables())


def test_an_event_that_was_back_dated_and_then_sealed_by_the_server_is_named(attacked):
    from guiju.facts.seal.sealer import seal
    from guiju.facts.wiring import Wiring, install

    there, expected = attack(attacked, "insert_back_dated")
    install(Wiring(clock=lambda: 0, signer=there.signer))
    with using(there.address):
        seal()
    status, said = verify(there)
    assert status == 1
    assert {(one["kind"], one["id"]) for one in said["problems"]} == {("time.bounds", expected.id)}


def test_the_sealers_row_and_a_trigger_that_is_gone_are_named_by_the_database_check(attacked):
    sample, copy = attacked
    there = sample.at(copy(sample.address))
    with using(there.address):
        assert faults() == []
    with hand_on(there.address) as hand:
        hand("UPDATE sealer SET sealed_at = sealed_at + 1")
    with using(there.address):
        assert [one.kind for one in faults()] == ["sealer.copy"]
    there = sample.at(copy(sample.address))
    with hand_on(there.address) as hand:
        hand.drop_trigger("event")
    with using(there.address):
        assert [(one.kind, one.table) for one in faults()] == [("guard.missing", "event")]


def test_what_is_rewritten_with_all_its_hashes_before_it_is_sealed_is_not_seen_and_therefore_class_a_waits(attacked):
    """The limit, said plainly: only a seal before the answer, and a receipt outside, close the unsealed second."""
    there, expected = attack(attacked, "edit_the_unsealed")
    assert verify(there)[0] == 1
    with hand_on(there.address) as hand:
        rechain(hand, expected.id)
        assert chain_holds(hand)
    assert verify(there)[0] == 0


def test_a_dump_without_its_end_is_refused(attacked):
    sample, _ = attacked
    verify(sample)
    lines = (sample.folder / "dump").read_text(encoding="utf-8").splitlines(keepends=True)
    (sample.folder / "cut").write_text("".join(lines[:-1]), encoding="utf-8")
    assert check(sample, sample.folder / "cut")[0] == 2


@pytest.mark.slow
def test_other_ledgers_raise_no_false_alarm(empty_sqlite, tmp_path):
    import shutil

    from tests.unit.tamper.sample_ledger import Files

    for seed in range(2, 6):
        folder = tmp_path / str(seed)
        folder.mkdir()
        shutil.copy(empty_sqlite, folder / "ledger.sqlite3")
        assert verify(build(f"sqlite:///{folder / 'ledger.sqlite3'}", folder, seed, Files(folder)))[0] == 0
