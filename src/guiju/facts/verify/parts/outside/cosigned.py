"""The cosignatures of a dump, held against the witnesses that the reader trusts."""

from collections.abc import Mapping, Sequence
from typing import Any

from guiju.facts.verify.parts.checkpoint import Checkpoint, checkpoint_text
from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.outside.cosignature import Cosignature, Witnesses, largest
from guiju.facts.verify.parts.problems import Report
from guiju.facts.verify.parts.saying import utc

UNWITNESSED = 86_400_000_000
"""Microseconds that a checkpoint may wait for its witnesses: a day."""


class Cosigned:
    """The rows of cosignatures; what they are worth is said when all checkpoints are known."""

    def __init__(self, report: Report, witnesses: Witnesses | None, uses: int) -> None:
        self._report, self._witnesses = report, witnesses
        self._ring = None if witnesses is None else KeyRing(witnesses.publics.values(), uses)
        self._rows: list[tuple[Any, ...]] = []

    def take(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Remember the next rows: size, witness, signature and instant as they stand in the dump."""
        self._rows += rows

    def close(self, good: Sequence[Checkpoint], by_row: Mapping[int, Checkpoint | None]) -> None:
        """Name every cosignature that does not hold, and say how far enough witnesses vouch for the ledger.

        ``by_row`` says by the size in a checkpoint's row which of the ``good`` ones it is, if it is one.
        """
        signed = []
        for size, witness, signature, signed_at in self._rows:
            said = by_row.get(size) if type(size) is int else None
            if type(size) is not int or size not in by_row:
                self._name("cosignature.checkpoint", size, witness)
            elif not _is_whole_instant(signed_at) or not _is_signature(signature):
                self._name("cosignature.form", size, witness)
            elif self._ring is not None and said is not None:
                one = Cosignature(str(witness), signed_at, bytes.fromhex(signature))
                if not self._ring.knows(one.key_id):
                    self._name("cosignature.key", size, witness)
                elif not one.holds(self._ring, checkpoint_text(**said._asdict())):
                    self._name("cosignature.signature", size, witness)
                else:
                    signed.append((one.key_id, said.size))
        if self._witnesses is not None:
            self._tell(self._witnesses, self._witnesses.covered(largest(signed)), good)
        elif self._rows:
            number = len(self._rows)
            self._report.notes.append(
                (
                    f"有 {number} 个见证签名没有核对：没有用 --witness 给出见证方名单。",
                    f"{number} cosignatures were not checked: no witnesses were given with --witness.",
                )
            )

    def _name(self, kind: str, size: Any, witness: Any) -> None:
        place = size - 0.35 if type(size) is int else -1
        # A dump has no size where the row of the checkpoint is gone.
        self._report.add(kind, place, size="?" if size is None else size, key_id=str(witness))

    def _tell(self, witnesses: Witnesses, covered: int | None, good: Sequence[Checkpoint]) -> None:
        self._report.figures["witnessed"] = covered or 0
        waiting = [one for one in good if covered is None or one.size > covered]
        need = witnesses.need
        self._report.notes.append(
            (
                f"须有 {need} 个见证方签认：已签认到大小 {covered or 0}，此后有 {len(waiting)} 个检查点尚未签认。",
                f"{need} witnesses needed: they vouch up to size {covered or 0}; {len(waiting)} checkpoints wait.",
            )
        )
        if waiting and good[-1].sealed_at - waiting[0].sealed_at > UNWITNESSED:
            size, sealed_at = waiting[0].size, utc(waiting[0].sealed_at)
            self._report.notes.append(
                (
                    f"警告：大小为 {size} 的检查点（{sealed_at}）超过一天仍没有 {need} 个见证方签认。",
                    f"WARNING: the checkpoint of size {size} ({sealed_at}) is older than a day, and {need} "
                    "witnesses have not signed it or a later one.",
                )
            )


def _is_whole_instant(value: object) -> bool:
    return type(value) is int and -(1 << 63) <= value < 1 << 63


def _is_signature(value: object) -> bool:
    try:
        return type(value) is str and len(bytes.fromhex(value)) == 64
    except ValueError:
        return False
