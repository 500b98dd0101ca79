"""The verbs as an administrator meets them: exit status, the sentence, and what to do."""

import json

import pytest
from django.db import connection
from tests.unit.proof.world import bureau_at
from tests.unit.tamper.hand import hand_on
from typer.testing import CliRunner

from guiju.facts.proof.standing import faults
from guiju.facts.seal.memory import last_signed
from guiju.project.cli import app
from guiju.project.ledger.proof.backup_desk import back_up
from guiju.project.ledger.proof.doctor_desk import Light, examine


@pytest.fixture
def bureau(book, tmp_path, monkeypatch):
    """The ledger as the desks find it."""
    made = bureau_at(book, tmp_path, monkeypatch)
    made.fill(6)
    return made


def guiju(*words):
    connection.close()
    return CliRunner().invoke(app, [str(word) for word in words])


def owner(bureau, *statements):
    connection.close()
    with hand_on(bureau.book.address) as hand:
        for statement in statements:
            hand(statement)


def lights():
    return {one.name: one.light for one in examine() if one.light is not Light.OK}


def test_an_untouched_ledger_verifies_and_its_parts_can_be_taken_along(bureau, tmp_path):
    done = guiju("verify", "--full", "--dump", tmp_path / "kept.dump")
    assert done.exit_code == 0, done.output
    assert "账本完好：6 条记录、2 个检查点" in done.output
    assert (tmp_path / "kept.dump").read_text(encoding="utf-8").startswith('["guiju-dump",1,')
    assert guiju("verify", "--tool", tmp_path / "tool.py").exit_code == 0
    assert "guiju-verify" in (tmp_path / "tool.py").read_text(encoding="utf-8")


def test_an_altered_record_is_named_with_its_checkpoints_and_the_status_is_1(bureau):
    owner(bureau, "UPDATE event SET on_behalf = 'x' WHERE id = 4")
    done = guiju("verify")
    assert done.exit_code == 1
    assert "序号 3，编号 4，case:A3 第 1 条" in done.output
    assert "介于检查点 0（" in done.output
    said = json.loads(guiju("verify", "--json").output)
    assert (said["status"], said["problems"][0]["kind"], said["problems"][0]["index"]) == (1, "event.leaf", 3)


def test_verify_names_a_trigger_that_was_taken_away(bureau):
    connection.close()
    with hand_on(bureau.book.address) as hand:
        hand.drop_trigger("checkpoint")
    done = guiju("verify")
    assert done.exit_code == 1
    assert "表 checkpoint 的防改触发器缺失或被停用" in done.output


def test_a_checkpoint_that_others_hold_and_the_ledger_does_not_is_named(bureau, tmp_path):
    held = guiju("receipt", "6", "--json", tmp_path / "receipt.json")
    assert held.exit_code == 0, held.output
    sealed_at = last_signed().said.sealed_at
    bureau.fill(3, start=6)
    guiju("receipt", "9", "--json", tmp_path / "later.json")
    owner(
        bureau,
        "DELETE FROM checkpoint WHERE size > 6", "DELETE FROM leaf WHERE place > 5",
        "DELETE FROM event_key WHERE event > 6", "DELETE FROM event WHERE id > 6",
        f"UPDATE sealer SET sealed_at = {sealed_at}",
    )  # fmt: skip
    (tmp_path / "keys" / "last-checkpoint").unlink()
    assert guiju("verify", "--held", tmp_path / "receipt.json").exit_code == 0
    done = guiju("verify", "--held", tmp_path / "later.json")
    assert done.exit_code == 1
    assert "账本被截短或退回到旧备份" in done.output
    checked = guiju("receipt", "--check", tmp_path / "later.json")
    assert (checked.exit_code, "已登记，现已缺失" in checked.output) == (1, True)


def test_a_key_file_that_is_none_is_refused_in_one_sentence(bureau, tmp_path):
    (tmp_path / "keys.txt").write_text("nonsense\n", encoding="utf-8")
    done = guiju("verify", "--key", tmp_path / "keys.txt")
    assert done.exit_code == 2
    assert "公钥" in done.output


def test_the_doctor_finds_nothing_wrong_with_a_ledger_that_is_kept_well(bureau, tmp_path):
    back_up(tmp_path / "backups", by="甲")
    bad = {name for name, light in lights().items() if light is Light.BAD}
    # The server that tests start trades safety for speed and lets them in as superuser: the doctor says so.
    of_the_tests = {"fsync", "data_checksums", "数据库角色"} if connection.vendor == "postgresql" else set()
    assert bad == of_the_tests
    assert lights()["恢复演练"] is Light.WARN


def test_the_doctor_names_each_thing_that_is_not_as_it_should_be(bureau, tmp_path):
    before = lights()
    bureau.book.record("cases.accepted", "2026-03-01T10:00", key="late", case="A1")
    bureau.book.pass_time(seconds=90)
    (tmp_path / "keys" / "seal.key").chmod(0o644)
    (tmp_path / "keys" / "last-checkpoint").unlink()
    owner(bureau, "UPDATE sealer SET sealed_at = sealed_at + 5")
    new = {name for name, light in lights().items() if light is Light.BAD and before.get(name) is not Light.BAD}
    assert new == {"封存", "签名密钥", "最后签认的检查点", "防改触发器"}
    assert [one.kind for one in faults()] == ["sealer.copy"]
    assert all(one.remedy for one in examine() if one.light is not Light.OK)


def test_the_doctor_names_a_clock_that_is_behind_the_last_checkpoint(bureau):
    bureau.book.pass_time(hours=-2)
    assert lights()["时钟"] is Light.BAD
    done = guiju("doctor", "--json")
    assert done.exit_code == 1
    assert {"name", "light", "told", "remedy"} == set(json.loads(done.output)[0])
