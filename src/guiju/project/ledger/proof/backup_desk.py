"""`guiju backup`: a copy of the database, a dump that anybody can check, the public keys, and what belongs together."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from guiju.facts.events import BACKUP_MADE, DRILL_FINISHED
from guiju.facts.keys.signer import public_keys
from guiju.facts.papers.census import copy_papers, count_whole
from guiju.facts.papers.shelf import Shelf
from guiju.facts.proof.notes import note
from guiju.facts.proof.verifier import CLEAN, key_lines, run_verifier
from guiju.facts.seal.sealer import seal
from guiju.facts.verify.parts.keys import key_id_of, read_key_file
from guiju.facts.verify.parts.outside.held import read_held
from guiju.facts.verify.parts.saying import Unreadable
from guiju.project import env
from guiju.project.ledger.proof.copies import copied, set_up
from guiju.project.ledger.proof.dumping import NotWritten, dump_to, scratch
from guiju.values.errors import GuijuError

MANIFEST, DUMP, KEYS, CHECKPOINT, PAPERS = "manifest.json", "dump", "keys.txt", "checkpoint.json", "papers"
_BLOCK = 1 << 20


class NoBackup(GuijuError):
    """There is no whole backup in the folder."""

    code = "backup.none"
    remedy = "请先执行 guiju backup 目录；写到一半的备份（以 . 开头）不算。"


class BackupDamaged(GuijuError):
    """A file of the backup is not what the manifest says, or does not verify."""

    code = "backup.damaged"
    remedy = "不要用它恢复。请换一份备份，并立即重新做一份。"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: its folder, and what its manifest says."""

    folder: Path
    said: Mapping[str, Any]

    @property
    def size(self) -> int:
        """The number of leaves of its last checkpoint."""
        return int(self.said["checkpoint"]["size"])

    @property
    def database(self) -> Path:
        """The copy of the database."""
        return self.folder / str(self.said["database"]["file"])

    @property
    def dump(self) -> Path:
        """The dump of the same moment."""
        return self.folder / DUMP


@dataclass(frozen=True, slots=True)
class Drill:
    """What a drill showed: the backup, the root that came back, and how long it took."""

    backup: Backup
    root: str
    records: int
    seconds: float


def back_up(folder: Path, *, by: str) -> Backup:
    """Seal what waits, copy the database, dump the same moment, and write the manifest last.

    Raises:
        NotWritten: the folder cannot be written.
        ToolMissing, CopyFailed: the database cannot be copied.
    """
    while seal():
        pass
    publics = public_keys(env.keys_folder())
    partial = folder / f".{env.now():%Y%m%dT%H%M%S%fZ}.partial"
    try:
        partial.mkdir(parents=True, mode=0o700)
        with copied(partial) as (name, source):
            told = dump_to(partial / DUMP, source, publics)
        (partial / KEYS).write_text(key_lines(publics), encoding="ascii")
        if told.last is None:
            raise BackupDamaged("账本里没有可读的检查点。")
        papers = copy_papers(Shelf(env.papers_folder()), partial / PAPERS)
        said = {
            "guiju": "backup-1",
            "ledger": told.last.ledger,
            "made_at": env.now().isoformat(),
            "checkpoint": _checkpoint_of(partial / DUMP, told.last.size),
            "records": told.events,
            "database": _file(partial / name),
            "dump": _file(partial / DUMP),
            "keys": _file(partial / KEYS),
            "papers": papers,
        }
        (partial / CHECKPOINT).write_text(json.dumps(said["checkpoint"]), encoding="utf-8")
        _write_manifest(partial, said)
        whole = folder / f"{partial.name.strip('.').removesuffix('.partial')}-{told.last.size}"
        partial.rename(whole)
        _sync(folder)
    except OSError as error:
        raise NotWritten(f"备份目录写不进去：{error.strerror}。") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    made = Backup(whole, said)
    note(BACKUP_MADE, {"tree_size": made.size, "dump_digest": str(made.said["dump"]["sha256"])}, by=by)
    seal()
    return made


def drill(folder: Path, *, by: str, into: str = "") -> Drill:
    """Set the newest backup up again, verify it, and compare it with what was backed up; recorded either way.

    Raises:
        NoBackup: there is none.
        BackupDamaged: it does not come back as it was.
        ToolMissing, CopyFailed: it cannot be set up here.
    """
    begun = perf_counter()
    backup = newest(folder)
    try:
        found = _try_out(backup, into, begun)
    except BackupDamaged:
        _note_drill(backup, by, has_passed=False)
        raise
    _note_drill(backup, by, has_passed=True)
    return found


def _note_drill(backup: Backup, by: str, *, has_passed: bool) -> None:
    note(DRILL_FINISHED, {"tree_size": backup.size, "drill_passed": has_passed}, by=by)
    seal()


def newest(folder: Path) -> Backup:
    """The newest whole backup in a folder, or the one that the folder itself is.

    Raises:
        NoBackup: there is none.
        BackupDamaged: its manifest cannot be read.
    """
    own = (
        [folder] if (folder / MANIFEST).is_file() else sorted(path.parent for path in folder.glob(f"[!.]*/{MANIFEST}"))
    )
    if not own:
        raise NoBackup("目录里没有完整的备份。")
    try:
        said = json.loads((own[-1] / MANIFEST).read_text(encoding="utf-8"))
        found = Backup(own[-1], said)
        if said["guiju"] != "backup-1" or found.size < 0 or not found.database.name == said["database"]["file"]:
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupDamaged("备份的清单读不出来。") from error
    return found


def must_be_whole(backup: Backup) -> None:
    """Make sure that each file is what the manifest says, and that the dump verifies with this bureau's keys.

    Raises:
        BackupDamaged: it is not.
    """
    for what, path in (("database", backup.database), ("dump", backup.dump), ("keys", backup.folder / KEYS)):
        if not path.is_file() or _file(path) != backup.said[what]:
            raise BackupDamaged(f"备份中的“{path.name}”缺失，或与清单不符。")
    if count_whole(Shelf(backup.folder / PAPERS)) < int(backup.said.get("papers", 0)):
        raise BackupDamaged("备份中的材料缺失，或被改动过。")
    _must_verify(backup.dump, backup)


def _try_out(backup: Backup, into: str, begun: float) -> Drill:
    must_be_whole(backup)
    with scratch() as place:
        restored = place / DUMP
        with set_up(backup.database, place, into) as source:
            told = dump_to(restored, source, _keys_of(backup))
        if _file(restored)["sha256"] != backup.said["dump"]["sha256"] or told.last is None:
            raise BackupDamaged("恢复出来的账本与备份时的导出不一致。")
        _must_verify(restored, backup)
    return Drill(backup, told.last.root.hex(), told.events, perf_counter() - begun)


def _must_verify(dump: Path, backup: Backup) -> None:
    answer = run_verifier(dump, public_keys(env.keys_folder()), [backup.folder / CHECKPOINT])
    if answer.status != CLEAN:
        first = next(iter(answer.problems), answer.said)
        raise BackupDamaged(f"备份里的账本没有通过核对：{first.get('zh', '')}")


def _keys_of(backup: Backup) -> dict[str, bytes]:
    try:
        return {key_id_of(one): one for one in read_key_file((backup.folder / KEYS).read_text(encoding="utf-8"))}
    except Unreadable as error:
        raise BackupDamaged(error.zh) from error


def _checkpoint_of(dump: Path, size: int) -> dict[str, Any]:
    """The checkpoint of that size as the dump has it, in the form in which the verifier takes what others hold."""
    with dump.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row[0] == "checkpoint" and row[1] == size:
                said = dict(zip(("size", "text", "signature", "key_id"), row[1:], strict=True))
                read_held(json.dumps(said).encode())
                return said
    raise BackupDamaged("导出文件里没有最后的检查点。")


def _file(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return {"file": path.name, "bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _write_manifest(folder: Path, said: Mapping[str, Any]) -> None:
    for path in (path for path in folder.iterdir() if path.is_file()):
        path.chmod(0o600)
        _sync(path)
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
