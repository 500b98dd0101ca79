"""Visits to a witness: its folder, its clock as the test sets it, and requests as docs/ledger-format.md §7 has them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.unit.verify.dumps import SECOND, Ledger, plain, root_of

from guiju.facts.verify.parts.outside.cosignature import Witnesses, read_witness_file
from guiju.facts.witness.parts.main import main


def consistency(old: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """RFC 6962 §2.1.2, as it stands there."""
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if old <= k:
        return [*consistency(old, leaves[:k], whole), root_of(leaves[k:])]
    return [*consistency(old - k, leaves[k:], False), root_of(leaves[:k])]


def grown(ledger: Ledger, count: int = 5) -> Ledger:
    """The ledger with some more events, sealed."""
    for _ in range(count):
        ledger.append("case:A1", {"case": "A1", "nth": len(ledger.events)})
    ledger.seal()
    return ledger


def request_of(ledger: Ledger, *sizes: int, checkpoint: int = -1) -> dict[str, Any]:
    """A request for one of the ledger's checkpoints, with proofs from these sizes."""
    row = plain(ledger.checkpoints[checkpoint])
    leaves = [leaf["hash"] for leaf in ledger.leaves][: row["size"]]
    proofs = {str(size): [step.hex() for step in consistency(size, leaves)] for size in sizes}
    return {"guiju": "witness-request-1", "ledger": ledger.name, "checkpoint": row, "proofs": proofs}


@dataclass
class Witness:
    """A witness in a folder of its own; ``now`` is its clock."""

    home: Path
    now: int = 0

    def __call__(self, *words: object) -> int:
        """Run a verb."""
        verb, *rest = map(str, words)
        return main([verb, "--home", str(self.home), *rest], lambda: self.now)

    def trust(self, ledger: str, key_file: str) -> int:
        """Register a ledger's keys."""
        path = self.home.parent / "ledger.keys"
        path.write_text(key_file, encoding="ascii")
        return self("trust", "--ledger", ledger, path)

    def sign(self, request: dict[str, Any], *words: object) -> tuple[int, dict[str, Any]]:
        """Hand in a request: exit status and answer."""
        asked, out = self.home.parent / "request.json", self.home.parent / "answer.json"
        asked.write_text(json.dumps(request), encoding="utf-8")
        status = self("sign", asked, "--out", out, *words)
        return status, json.loads(out.read_text(encoding="utf-8"))

    def visit(self, ledger: Ledger, *sizes: int, **words: Any) -> str:
        """Ask for a plain ledger's last checkpoint at its own time; the code of the refusal, or nothing."""
        self.now = ledger.now + 2 * SECOND
        refused = self.sign(request_of(ledger, *sizes), *(f"--{name}={value}" for name, value in words.items()))[1]
        return refused["refused"]["code"] if refused["refused"] else ""

    def listed(self, need: int = 1) -> Witnesses:
        """The list on which this witness stands alone."""
        return read_witness_file(self.line(need))

    def line(self, need: int = 1) -> str:
        """The text of that list."""
        return f"need {need}\n{(self.home / 'witness.pub').read_text().strip()} 上级法制部门\n"


def witness_in(folder: Path, name: str = "witness") -> Witness:
    """A witness that has just drawn its key."""
    (folder / name).mkdir(parents=True)
    made = Witness(folder / name / "home")
    assert made("init") == 0
    return made
