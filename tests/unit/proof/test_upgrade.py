"""A ledger that an older version opened: it says what it lacks, gets it without losing a record, and no key twice."""

import pytest
from django.core.management import call_command
from django.db import connection
from tests.unit.importing.conftest import rows
from tests.unit.proof.world import bureau_at

from guiju.bureau.permission_key import create_permission_key
from guiju.facts.keys.blind_index import IndexKeyRefused, open_index_key
from guiju.facts.keys.person_keys import PersonKeys, PersonKeysRefused
from guiju.facts.keys.personal_fields import PersonalHand
from guiju.facts.seal.sealer import LedgerStands
from guiju.facts.wiring import Wiring, install, wiring
from guiju.project import env
from guiju.project.ledger import opening
from guiju.project.ledger.judging_desk import check
from guiju.project.ledger.opening import LedgerOlder, make_ledger, opened_ledger, upgrade_ledger
from guiju.project.ledger.proof.doctor_desk import Light, examine

KEYS = ("index.key", "persons.sqlite3")


def tell(stage, share):
    """Nobody watches."""


@pytest.fixture
def older(book, tmp_path, monkeypatch):
    """A bureau's home as it was made before persons had keys: the same ledger, without them."""
    bureau = bureau_at(book, tmp_path, monkeypatch)
    create_permission_key(tmp_path / "keys")
    bureau.fill(3)
    for name in KEYS:
        (tmp_path / "keys" / name).unlink()
    return bureau


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys"


def leaves():
    return rows("SELECT type, leaf FROM event ORDER BY id")


def test_an_older_ledger_says_what_it_lacks_and_what_to_do(older, keys):
    with pytest.raises(LedgerOlder, match=r"index\.key、persons\.sqlite3") as refused, opened_ledger():
        pass
    assert "guiju ledger upgrade" in refused.value.remedy
    assert [(one.light, one.remedy) for one in examine() if one.name == "人员密钥"] == [
        (Light.BAD, "执行 guiju ledger upgrade。")
    ]
    assert not any((keys / name).exists() for name in KEYS)


def test_upgrading_makes_the_keys_once_and_changes_no_record(older, keys):
    before = leaves()
    assert upgrade_ledger(tell) == KEYS
    made = open_index_key(keys).key
    assert PersonKeys(keys, lambda: 1).count() == (0, 0)
    assert upgrade_ledger(tell) == ()
    assert open_index_key(keys).key == made
    assert leaves() == before


def test_opening_anew_leaves_the_tables_of_an_older_ledger_alone(older, monkeypatch):
    monkeypatch.setattr(opening, "bring_up_to_date", lambda: pytest.fail("tables were touched"))
    with pytest.raises(LedgerStands):
        make_ledger()


@pytest.mark.parametrize(("lost", "refusal"), [(KEYS, IndexKeyRefused), (KEYS[1:], PersonKeysRefused)])
def test_a_lost_key_is_never_replaced_by_a_new_one(older, book, keys, lost, refusal):
    upgrade_ledger(tell)
    hand = PersonalHand.of(PersonKeys(keys, lambda: 1), open_index_key(keys))
    install(Wiring(clock=wiring().clock, signer=book.signer, personal=hand))
    book.record("parties.identified", "2026-03-01T10:00", case="A1", person="P1", person_name="某甲")
    for name in lost:
        (keys / name).unlink()
    for attempt in (lambda: upgrade_ledger(tell), lambda: opened_ledger().__enter__()):
        with pytest.raises(refusal):
            attempt()
    assert not any((keys / name).exists() for name in lost)


def test_a_lost_index_key_is_missed_where_it_stands_for_a_document_number(older, book, keys):
    upgrade_ledger(tell)
    code = open_index_key(keys).code_for("11010519491231002X")
    book.record("cases.accepted", "2026-03-01T10:00", case="A1", person=code)
    (keys / KEYS[0]).unlink()
    with pytest.raises(IndexKeyRefused):
        upgrade_ledger(tell)


@pytest.mark.slow
def test_upgrading_brings_the_tables_to_this_version_and_fills_them(older, book, monkeypatch):
    monkeypatch.setattr(env, "now", lambda: book.now)
    call_command("migrate", "facts", "0006", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM thread")
    with pytest.raises(LedgerOlder, match="数据库表"), opened_ledger():
        pass
    before = leaves()
    # A restored backup of an older version: it is upgraded before two people can accept that it was restored.
    with monkeypatch.context() as restored:
        restored.setattr("guiju.facts.seal.memory.refuse_rollback", lambda folder: pytest.fail("it was refused"))
        assert upgrade_ledger(tell) == (*KEYS, "数据库表")
    with opened_ledger():
        assert check(tell) == []
        assert len(rows("SELECT 1 FROM thread")) == 3
    assert leaves() == before
