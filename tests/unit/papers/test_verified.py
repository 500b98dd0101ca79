"""The one-file verifier counts the papers, and names the record whose paper is missing or changed."""

import json
import subprocess
import sys

from guiju.facts.proof.dump import write_dump
from guiju.facts.proof.snapshot import snapshot
from guiju.facts.proof.verifier import TOOL, key_lines, write_tool
from guiju.facts.seal.sealer import seal


def verify(book, folder, shelf):
    while seal():
        pass
    write_tool(folder / TOOL)
    (folder / "trusted").write_text(key_lines({book.signer.key_id: book.signer.public}))
    with snapshot() as source, (folder / "dump").open("w", encoding="utf-8", newline="\n") as out:
        write_dump(source, {}, out)
    words = [sys.executable, "-I", "-S", TOOL, "dump", "--key", "trusted", "--json", "--papers", str(shelf.folder)]
    done = subprocess.run(words, cwd=folder, env={}, capture_output=True)
    said = json.loads(done.stdout)
    return done.returncode, said["figures"]["papers"], [(one["kind"], one["id"]) for one in said["problems"]]


def test_a_missing_and_a_changed_paper_are_named_by_the_verifier(book, safe, shelf, attach, tmp_path):
    arrived = book.record("custody.arrived", "2026-03-01T10:00", case="A1", person="P1")
    first, second = attach(arrived), attach(arrived, b"%PDF-1.4 other %%EOF", idem_key="k2")
    assert verify(book, tmp_path, shelf) == (0, 2, [])
    ours = [path for path in shelf.folder.rglob("*") if path.is_file()]
    ours[0].unlink()
    ours[1].write_bytes(b"x")
    status, count, problems = verify(book, tmp_path, shelf)
    assert (status, count) == (1, 2)
    assert sorted(kind for kind, _ in problems) == ["paper.changed", "paper.missing"]
    assert {number for _, number in problems} == {first, second}
