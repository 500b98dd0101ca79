"""A ledger that is hashed with SM3 from its opening on is as hard to alter as any other."""

import random
import shutil
import subprocess

import pytest
from tests.databases import using
from tests.unit.tamper.campaign import families
from tests.unit.tamper.expectations import names
from tests.unit.tamper.families import FAMILIES
from tests.unit.tamper.hand import hand_on
from tests.unit.tamper.sample_ledger import Files, build, verify

from guiju.facts.proof.receipt import receipt_of
from guiju.facts.proof.receipt_page import page_of
from guiju.facts.seal.sealer import HashDiffers, hash_of_ledger, seal
from guiju.facts.verify.parts.digests import sm3

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hashed_with_sm3(empty_sqlite, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sm3")
    shutil.copy(empty_sqlite, folder / "ledger.sqlite3")
    copy = Files(folder)
    return build(f"sqlite:///{folder / 'ledger.sqlite3'}", folder, 1, copy, hash_name="sm3"), copy


def test_its_checkpoints_and_receipts_say_sm3_and_an_outsider_finds_it_in_order(hashed_with_sm3):
    sample, _ = hashed_with_sm3
    assert verify(sample)[0] == 0
    with hand_on(sample.address) as hand:
        texts = [text for (text,) in hand("SELECT text FROM checkpoint ORDER BY number")]
        [(event, leaf)] = hand("SELECT event, hash FROM leaf WHERE place = 7")
    assert {text.split(b"\n")[3] for text in texts} == {b"hash: sm3"}
    assert all(f"previous: {sm3(one).hex()}".encode() in two for one, two in zip(texts, texts[1:], strict=False))
    with using(sample.address):
        assert hash_of_ledger() == "sm3"
        receipt = receipt_of(event, {sample.signer.key_id: sample.signer.public})
    assert (receipt.said["hash"], receipt.leaf) == ("sm3", leaf)


@pytest.mark.slow
@pytest.mark.parametrize("is_altered", [False, True])
def test_the_page_of_its_receipts_checks_itself_in_a_browser(hashed_with_sm3, tmp_path, is_altered):
    sample, _ = hashed_with_sm3
    publics = {sample.signer.key_id: sample.signer.public}
    with hand_on(sample.address) as hand:
        [(event,)] = hand("SELECT event FROM leaf WHERE place = 7")
    with using(sample.address):
        page = page_of(receipt_of(event, publics), publics, {})
    assert "第" in page
    (tmp_path / "page.html").write_text(page.replace("室", "屋") if is_altered else page, "utf-8")
    words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    shown = subprocess.run(
        [*words, "--dump-dom", (tmp_path / "page.html").as_uri()], capture_output=True, text=True, timeout=120
    )
    visible = shown.stdout.split("<body", 1)[1].split("<script", 1)[0]
    assert ("回执成立。" in visible) is not is_altered, visible


@pytest.mark.parametrize("name", ["edit_and_sign_with_stolen_key"])
def test_the_gravest_attacks_are_named(hashed_with_sm3, name):
    sample, copy = hashed_with_sm3
    there = sample.at(copy(sample.address))
    with hand_on(there.address) as hand:
        expected = FAMILIES[name](hand, there, random.Random(3))
    status, said = verify(there)
    assert status == 1
    assert names(said, expected, there)


@pytest.mark.slow
def test_every_family_of_attack_is_named(hashed_with_sm3):
    assert [one.name for one in families(*hashed_with_sm3, seed=1) if not one.is_caught] == []


def test_leaves_of_another_hash_are_never_sealed_with_the_ledgers_own(empty_sqlite, tmp_path):
    from tests.ledgers import ledger_on

    shutil.copy(empty_sqlite, tmp_path / "ledger.sqlite3")
    with ledger_on(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", tmp_path, hash_name="sm3") as book:
        book.hash_name = "sha256"
        book.follow()
        book.record("cases.accepted", "2026-03-01T10:00", case="A1")
        with pytest.raises(HashDiffers):
            seal()
