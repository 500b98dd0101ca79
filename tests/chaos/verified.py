"""What anybody outside would be told of this ledger: its dump, checked by the one-file verifier."""

import tempfile
from pathlib import Path

from guiju.facts.keys.signer import Signer
from guiju.facts.proof.dump import write_dump
from guiju.facts.proof.snapshot import snapshot
from guiju.facts.proof.verifier import CLEAN, run_verifier

SHOWN = 5


def verified(signer: Signer) -> list[str]:
    """Every problem that the verifier names, and its refusal to say that the ledger is whole."""
    publics = {signer.key_id: signer.public}
    with tempfile.TemporaryDirectory(prefix="guiju-dump-") as folder:
        path = Path(folder) / "ledger.dump"
        with path.open("w", encoding="utf-8") as out, snapshot() as source:
            write_dump(source, publics, out)
        answer = run_verifier(path, publics)
    print(f"   guiju-verify, python -I -S on the dump: exit {answer.status}", flush=True)
    problems = [f"verifier: {one}"[:300] for one in answer.problems[:SHOWN]]
    return problems or ([] if answer.status == CLEAN else [f"verifier: exit {answer.status}"])
