"""`guiju ledger repair` and `guiju ledger restore-accept`: what two persons do when the ledger was damaged."""

from dataclasses import dataclass
from pathlib import Path

from guiju.facts.keys.signer import public_keys
from guiju.facts.proof.repairing import Repaired, repair
from guiju.facts.proof.restoring import accept_restore
from guiju.facts.proof.snapshot import snapshot
from guiju.facts.seal.sealer import seal
from guiju.project import env
from guiju.project.ledger.database import as_owner
from guiju.project.ledger.proof.backup_desk import must_be_whole, newest
from guiju.project.ledger.proof.dumping import checked, dump_to, scratch


@dataclass(frozen=True, slots=True)
class Mended:
    """What was put back, how many problems are left, and where the damaged state is kept as evidence."""

    repaired: Repaired
    left: int
    evidence: Path


def mend(folder: Path, *, by: str, approver: str, reason: str) -> Mended:
    """Put back what the newest backup of a folder holds and the ledger lacks; the damaged state is dumped first.

    Raises:
        NoBackup, BackupDamaged, BackupUnfit: there is no backup to trust.
        TwoNamesNeeded: reason or second name is missing.
        NotOwner: this role may not switch off the triggers.
    """
    backup = newest(folder)
    must_be_whole(backup)
    publics = public_keys(env.keys_folder())
    kept = env.home() / "evidence"
    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    evidence = kept / f"before-repair-{env.now():%Y%m%dT%H%M%S%fZ}.dump"
    with snapshot() as source:
        dump_to(evidence, source, publics)
    digest = str(backup.said["dump"]["sha256"])
    with as_owner():
        repaired = repair(evidence, backup.dump, by=by, approver=approver, reason=reason, digest=digest)
    while seal():
        pass
    with scratch() as place:
        with snapshot() as source:
            dump_to(place / "dump", source, publics)
        answer = checked(place / "dump", publics)
    left = sum(answer.said.get("counts", {"unreadable": 1}).values())
    return Mended(repaired, left, evidence)


def accept(*, by: str, approver: str, reason: str) -> tuple[int, int]:
    """Go on from an older database in a new epoch; the sizes from which it goes on and which had been signed."""
    return accept_restore(env.keys_folder(), by=by, approver=approver, reason=reason)
