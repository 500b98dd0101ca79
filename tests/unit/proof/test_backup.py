"""A backup that was never tried is none: copy, dump, manifest, and the drill that brings it back."""

import json

import pytest
from django.db import connection
from tests.unit.proof.world import bureau_at

from guiju.facts.proof.snapshot import snapshot
from guiju.facts.seal.memory import last_signed
from guiju.project.ledger.proof.backup_desk import BackupDamaged, NoBackup, back_up, drill, newest
from guiju.project.ledger.proof.mending_desk import mend


@pytest.fixture
def bureau(book, tmp_path, monkeypatch):
    """The ledger as the desks find it: keys, home and address as settings."""
    return bureau_at(book, tmp_path, monkeypatch)


def noted():
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, actor FROM event WHERE stream = 'ledger:itself' ORDER BY id")
        return cursor.fetchall()


def test_a_backup_holds_database_dump_keys_and_the_last_checkpoint(bureau, tmp_path):
    bureau.fill(12)
    made = back_up(tmp_path / "backups", by="甲")
    said = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    assert (said["records"], said["checkpoint"]["size"], said["ledger"]) == (12, 12, bureau.book.name)
    for name in ("database", "dump", "keys"):
        path = made.folder / said[name]["file"]
        assert path.stat().st_size == said[name]["bytes"]
        assert path.stat().st_mode & 0o077 == 0, "a backup is for its owner's eyes"
    assert noted() == [("ledger.backup_made", "甲")]
    assert last_signed().said.size == 13, "the note of the backup does not wait unsealed"


def test_a_drill_brings_the_newest_backup_back_with_an_equal_root(bureau, tmp_path):
    bureau.fill(5)
    back_up(tmp_path / "backups", by="甲")
    bureau.fill(5, start=5)
    made = back_up(tmp_path / "backups", by="甲")
    found = drill(tmp_path / "backups", by="乙")
    assert found.backup == made
    assert f"root: {found.root}\n" in made.said["checkpoint"]["text"]
    assert found.records == 11
    assert noted()[-1] == ("ledger.drill_finished", "乙")


@pytest.mark.parametrize("name", ["database", "dump", "keys"])
def test_a_backup_that_was_altered_does_not_pass_a_drill(bureau, tmp_path, name):
    bureau.fill(5)
    made = back_up(tmp_path / "backups", by="甲")
    path = made.folder / made.said[name]["file"]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(BackupDamaged):
        drill(tmp_path / "backups", by="乙")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event WHERE type = 'ledger.drill_finished'")
        [(body,)] = cursor.fetchall()
    assert json.loads(bytes(body))["fields"]["drill_passed"] is False


def test_a_forged_backup_with_a_manifest_that_fits_does_not_verify(bureau, tmp_path):
    from guiju.project.ledger.proof.backup_desk import _file

    bureau.fill(5)
    made = back_up(tmp_path / "backups", by="甲")
    made.dump.write_text(made.dump.read_text(encoding="utf-8").replace('nth\\":3', 'nth\\":4'), encoding="utf-8")
    said = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    assert _file(made.dump) != said["dump"]
    (made.folder / "manifest.json").write_text(json.dumps({**said, "dump": _file(made.dump)}), encoding="utf-8")
    with pytest.raises(BackupDamaged, match="没有通过核对"):
        drill(tmp_path / "backups", by="乙")


def test_where_there_is_no_whole_backup_it_says_so(bureau, tmp_path):
    with pytest.raises(NoBackup):
        newest(tmp_path)
    (tmp_path / ".20260101.partial").mkdir()
    (tmp_path / ".20260101.partial" / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(NoBackup):
        newest(tmp_path)


def test_a_ledger_is_mended_from_its_backup_and_the_damage_is_kept_as_evidence(bureau, tmp_path):
    from tests.unit.tamper.hand import hand_on

    bureau.fill(9)
    back_up(tmp_path / "backups", by="甲")
    connection.close()
    with hand_on(bureau.book.address) as hand:
        hand("UPDATE event SET actor = 'nobody' WHERE id = 4")
        hand("DELETE FROM event_key WHERE event = 7")
        hand("DELETE FROM event WHERE id = 7")
    done = mend(tmp_path / "backups", by="甲", approver="乙", reason="被删改")
    assert (done.repaired.indices, done.left) == ([3, 6], 0)
    assert '"nobody"' in done.evidence.read_text(encoding="utf-8")
    with snapshot() as source:
        assert len(list(source.rows("SELECT * FROM event WHERE actor = 'nobody'"))) == 0
