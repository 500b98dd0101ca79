"""A ledger to be attacked: built once, copied for every attack, with what a witness holds of it outside."""

import hashlib
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.databases import Cluster, using
from tests.ledgers import CLERK, SHANGHAI, Book, ledger_on, moment

from guiju.facts.draft import Actor, Draft
from guiju.facts.events import IMPORT_BEGUN
from guiju.facts.keys.signer import Signer
from guiju.facts.proof.dump import write_dump
from guiju.facts.proof.snapshot import snapshot
from guiju.facts.proof.verifier import TOOL, key_lines, write_tool
from guiju.facts.seal.memory import last_signed
from guiju.facts.seal.sealer import seal
from guiju.facts.verify.parts.outside.cosignature import Witnesses, cosigned_text
from guiju.facts.wiring import SHA256
from guiju.facts.witness.asking import take_answer

SEALED, WAITING, STREAMS = 300, 4, 11
"""A full tile has 256 leaves; so many wait for their first checkpoint when the attack comes."""
BEGUN = (20, 200)
"""The events that begin the imports of one source."""
SOURCE = Actor("import:办案系统", "import")
Copy = Callable[[str], str]
"""Copies the database at an address and gives the address of the copy."""
WITNESS = Signer.of(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"witness").digest()))
"""Signs outside, as the one-file witness would; its key is not the forger's to steal."""
COSIGNED = 3
"""Every so many checkpoints the witness is asked."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One ledger at rest: its address, an older copy of it, who signs, the sizes signed, and a folder of its own."""

    address: str
    older: str
    folder: Path
    signer: Signer
    sizes: tuple[int, ...]

    def pair(self, index: int | None) -> tuple[int, int | None]:
        """The sizes of the two checkpoints that an index lies between; the last and none for what is unsealed."""
        if index is None or index >= self.sizes[-1]:
            return self.sizes[-1], None
        after = next(at for at, size in enumerate(self.sizes) if size > index)
        return self.sizes[after - 1], self.sizes[after]

    def at(self, address: str) -> "Sample":
        """The same, at a copy."""
        return replace(self, address=address)


def build(address: str, folder: Path, seed: int, copy: Copy, *, hash_name: str = SHA256) -> Sample:
    """Write a ledger: several streams, corrections, uneven checkpoints, an older copy, a few unsealed events."""
    draw = random.Random(seed)
    held: list[dict[str, Any]] = []
    older = ""
    with ledger_on(address, folder, hash_name=hash_name) as book:
        written: list[int] = []
        for number in range(SEALED):
            written.append(_write(book, draw, number, written))
            if draw.random() < 0.05 or number in (SEALED // 2, SEALED - 1):
                _seal(book, draw, held)
            if number == SEALED // 2:
                older = copy(address)
        for number in range(SEALED, SEALED + WAITING):
            _write(book, draw, number, written)
        signer = book.signer
    (folder / "held.json").write_text(json.dumps(held), encoding="utf-8")
    (folder / "keys.txt").write_text(key_lines({signer.key_id: signer.public}), encoding="ascii")
    (folder / "witnesses.txt").write_text(f"need 1\n{WITNESS.key_id} {WITNESS.public.hex()} 上级\n", encoding="utf-8")
    (folder / "empty").mkdir()
    write_tool(folder / "empty" / TOOL)
    return Sample(address, older, folder, signer, (0, *(one["size"] for one in held)))


def _write(book: Book, draw: random.Random, number: int, written: list[int]) -> int:
    """One event; now and then a correction of one of the first ten of every thirty, or what an import brings."""
    case = f"A{draw.randrange(STREAMS)}"
    fields = {"case": case, "nth": number, "place": f"第{number}室", "officer": ("P1", f"P{draw.randrange(2, 9)}")}
    book.pass_time(seconds=draw.randrange(5, 40))
    actor, name, more = CLERK, "cases.accepted", dict[str, Any]()
    begun = sum(one < number for one in BEGUN)
    if number % 30 == 17:
        more = {"corrects": written[number - 10], "reason": "时间录错", "approver": "法制员"}
    elif number in BEGUN:
        actor, name, more = SOURCE, IMPORT_BEGUN, {"stream": SOURCE.name}
    elif begun and number % 10 == 3:
        actor, more = SOURCE, {"batch": written[BEGUN[begun - 1]], "begun": begun, "row": number}
    draft = Draft.of(name, moment("2026-03-01T10:00"), fields, local=SHANGHAI, unit_as_of="U1", **more)
    return book.write(draft, key=f"K{number}", actor=actor).ids[0]


def _seal(book: Book, draw: random.Random, held: list[dict[str, Any]]) -> None:
    book.pass_time(seconds=draw.randrange(100, 400))
    seal()
    held.append(last_signed().to_json())
    if len(held) % COSIGNED == 1:
        _cosign(held[-1], last_signed().said.sealed_at + 1)
    book.pass_time(seconds=draw.randrange(100, 400))


def _cosign(checkpoint: dict[str, Any], signed_at: int) -> None:
    proof = WITNESS.sign(cosigned_text(checkpoint["text"].encode(), signed_at)).hex()
    cosignature = {"key_id": WITNESS.key_id, "signed_at": signed_at, "signature": proof}
    said = {"guiju": "witness-answer-1", "refused": None, "checkpoint": checkpoint, "cosignature": cosignature}
    take_answer(json.dumps(said).encode(), Witnesses(1, {WITNESS.key_id: WITNESS.public}, {WITNESS.key_id: "上级"}))


def verify(sample: Sample, name: str = "dump") -> tuple[int, Mapping[str, Any]]:
    """Dump the database as it is and check it as a witness would: bare Python, an empty folder, keys, checkpoints."""
    dump = sample.folder / name
    with using(sample.address), snapshot() as source, dump.open("w", encoding="utf-8", newline="\n") as out:
        write_dump(source, {sample.signer.key_id: sample.signer.public}, out)
    return check(sample, dump)


def check(sample: Sample, file: Path) -> tuple[int, Mapping[str, Any]]:
    """Run the one file in an empty folder."""
    words = [
        "-I",
        "-S",
        TOOL,
        str(file),
        "--key",
        "../keys.txt",
        "--checkpoint",
        "../held.json",
        "--json",
        "--witness",
        "../witnesses.txt",
    ]
    done = subprocess.run(
        [sys.executable, *words, "--limit", "1000"], cwd=sample.folder / "empty", env={}, capture_output=True
    )
    return done.returncode, json.loads(done.stdout or b"{}")


class Files:
    """Copies of SQLite files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._made = folder, 0

    def __call__(self, address: str) -> str:
        """A copy of the file, when nobody is writing."""
        self._made += 1
        path = self._folder / f"copy-{self._made}.sqlite3"
        before = Path(address.removeprefix("sqlite:///"))
        for tail in ("", "-wal"):
            if before.with_name(before.name + tail).exists():
                shutil.copy(before.with_name(before.name + tail), path.with_name(path.name + tail))
        return f"sqlite:///{path}"


class Databases:
    """Copies of databases of one PostgreSQL server."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def __call__(self, address: str) -> str:
        """A copy; PostgreSQL wants nobody else connected to the original."""
        from django.db import connections

        connections["default"].close()
        name = urlsplit(address).path.strip("/")
        return self._cluster.address(self._cluster.create(name))
