"""The one file, run as its owner runs it: bare Python, an empty folder, another account than the ledger's."""

import ast
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.unit.verify.dumps import Ledger, sample
from tests.unit.witness.visits import grown, request_of

from guiju.facts.proof.verifier import run_verifier
from guiju.facts.witness.tool import TOOL, build

pytestmark = pytest.mark.slow

KEEPER, STRANGER = "nobody", "daemon"
"""Accounts that every Unix has: whose the witness is, and somebody who is neither root nor the witness."""
IS_ROOT = os.geteuid() == 0


def as_account(account, *words, cwd):
    """Run a command as that account where this process may; else as itself."""
    before = ["runuser", "-u", account, "--"] if IS_ROOT else []
    return subprocess.run([*before, *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=120)


class Place:
    """The witness's own folder, the spool, and the tool in an otherwise empty folder."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.tool, self.keep, self.spool = folder / "tool", folder / "keep", folder / "spool"
        for path in (self.tool, self.keep, self.spool, self.spool / "requests", self.spool / "answers"):
            path.mkdir(mode=0o755)
        if IS_ROOT:
            for path in (self.keep, self.spool / "answers"):
                shutil.chown(path, KEEPER)
        self.home = self.keep / "home"
        (self.tool / TOOL).write_text(build(), encoding="utf-8")

    def __call__(self, verb, *words):
        """Run a verb as the witness's account."""
        python = shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable
        words = [python, "-I", "-S", "-B", TOOL, verb, "--home", self.home, *words]
        return as_account(KEEPER, *words, cwd=self.tool)

    def hand_in(self, name, said):
        """Put a request into the spool."""
        (self.spool / "requests" / name).write_text(json.dumps(said), encoding="utf-8")

    def answer(self, name):
        """What lies in the spool as an answer."""
        return json.loads((self.spool / "answers" / name).read_text(encoding="utf-8"))


@pytest.fixture
def place():
    """A place outside the folders that belong to this test's own account alone."""
    with tempfile.TemporaryDirectory(prefix="guiju-witness-") as folder:
        made = Place(Path(folder))
        begun = made("init")
        assert (begun.returncode, begun.stderr) == (0, "")
        yield made


@pytest.fixture
def ledger(place):
    """A ledger of this minute that the witness knows."""
    made = Ledger(1, now=time.time_ns() // 1_000 - 60_000_000)
    (place.spool / "ledger.keys").write_text(made.key_file(), encoding="ascii")
    assert place("trust", "--ledger", made.name, place.spool / "ledger.keys").returncode == 0
    return grown(made, 20)


def test_the_file_runs_alone_signs_growth_and_refuses_the_rest(place, ledger):
    place.hand_in("1.json", request_of(ledger))
    done = place("serve", "--spool", place.spool, "--once")
    assert (done.returncode, done.stderr) == (0, "")
    assert place.answer("1.json")["refused"] is None
    place.hand_in("2.json", request_of(grown(ledger), 20))
    place.hand_in("3.json", request_of(ledger, checkpoint=-3))
    place.hand_in("4.json", {"guiju": "nothing"})
    done = place("serve", "--spool", place.spool, "--once")
    codes = [(place.answer(f"{number}.json")["refused"] or {"code": ""})["code"] for number in (2, 3, 4)]
    assert codes == ["", "witness.rollback", "witness.unreadable"]
    assert [line.split()[-1] for line in done.stdout.splitlines()] == ["signed", *codes[1:]]
    assert place("serve", "--spool", place.spool, "--once").stdout == "", "an answered request is answered once"
    assert sorted(path.name for path in place.tool.iterdir()) == [TOOL]


def test_what_it_holds_is_read_by_the_verifier_against_a_ledger_that_was_cut(place, ledger):
    place.hand_in("1.json", request_of(ledger))
    place("serve", "--spool", place.spool, "--once")
    (place.tool / "held").write_text(place("held").stdout, encoding="utf-8")
    (place.tool / "dump").write_bytes(ledger.dump())
    public = {ledger.key_id: ledger.public}
    assert run_verifier(place.tool / "dump", public, [place.tool / "held"]).status == 0
    del ledger.checkpoints[1:], ledger.events[:], ledger.leaves[:], ledger.keys[:]
    (place.tool / "dump").write_bytes(ledger.dump())
    answer = run_verifier(place.tool / "dump", public, [place.tool / "held"])
    assert [(one["kind"], one["size"]) for one in answer.problems] == [("held.ahead", 20)]


def test_nobody_but_its_owner_reads_or_writes_what_the_witness_keeps(place, ledger):
    place.hand_in("1.json", request_of(ledger))
    place("serve", "--spool", place.spool, "--once")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (place.home, *place.home.iterdir())}
    assert modes == {"home": 0o700, "witness.key": 0o600, "witness.pub": 0o644, "witness.sqlite3": 0o600}
    owners = {path.owner() for path in (place.home, *place.home.iterdir())}
    assert owners == {KEEPER if IS_ROOT else Path.home().owner()}
    if IS_ROOT:
        before = (place.home / "witness.sqlite3").read_bytes()
        attempts = ("cat witness.key", "cp /dev/null witness.sqlite3", "rm witness.sqlite3", "touch x", "ls")
        for attempt in attempts:
            done = as_account(STRANGER, "sh", "-c", f"cd {place.home} && {attempt}", cwd="/")
            assert done.returncode != 0, attempt
        assert (place.home / "witness.sqlite3").read_bytes() == before


def test_its_own_database_forgets_nothing_by_accident(place, ledger):
    import sqlite3

    place.hand_in("1.json", request_of(ledger))
    place("serve", "--spool", place.spool, "--once")
    raw = sqlite3.connect(place.home / "witness.sqlite3")
    for statement in ("DELETE FROM signed", "UPDATE trusted SET ledger = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="forgets nothing"):
            raw.execute(statement)
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    raw.close()


def test_links_pipes_and_floods_in_the_spool_are_answered_without_being_read(place, ledger):
    asked = place.spool / "requests"
    (asked / "link.json").symlink_to(place.home / "witness.key")
    os.mkfifo(asked / "pipe.json")
    (asked / "long.json").write_bytes(b"[" * 1_100_000)
    (asked / "deep.json").write_bytes(b"[" * 900_000)
    (asked / "..x.json").write_text("{}", encoding="utf-8")
    done = place("serve", "--spool", place.spool, "--once")
    assert (done.returncode, done.stderr) == (0, "")
    names = ("link.json", "pipe.json", "long.json", "deep.json")
    assert {place.answer(name)["refused"]["code"] for name in names} == {"witness.unreadable"}
    assert not (place.spool / "answers" / "..x.json").exists()
    assert place("sign", asked / "link.json").returncode == 2


def test_it_draws_its_key_once_and_uses_none_that_others_can_read(place):
    again = place("init")
    assert (again.returncode, "没有另建" in again.stderr) == (2, True)
    (place.home / "witness.key").chmod(0o644)
    done = place("serve", "--spool", place.spool, "--once")
    assert (done.returncode, "别人也能读" in done.stderr) == (2, True)


def test_a_folder_without_a_witness_is_refused(place, ledger):
    (place.home / "witness.key").unlink()
    place.hand_in("1.json", request_of(ledger))
    assert place("serve", "--spool", place.spool, "--once").returncode == 2
    assert place("show").returncode == 2
    (place.home / "witness.sqlite3").unlink()
    assert place("held").returncode == 2


def test_two_ledgers_are_told_apart(place, ledger):
    other = sample(2)
    (place.spool / "other.keys").write_text(other.key_file(), encoding="ascii")
    assert place("trust", "--ledger", other.name, place.spool / "other.keys").returncode == 0
    assert place("held").returncode == 2, "of which ledger must be said"
    assert "尚未" not in place("show").stdout
    place.hand_in("1.json", request_of(ledger))
    place("serve", "--spool", place.spool, "--once")
    assert place("held", "--ledger", ledger.name).returncode == 0
    assert place("trust", "--ledger", "short", place.spool / "other.keys").returncode == 2


def test_the_built_file_needs_nothing_but_python_and_gives_no_name_twice():
    joined = ast.parse(build())
    assert build() == build()
    modules = {
        name.split(".")[0]
        for node in joined.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert modules <= sys.stdlib_module_names
    names = Counter()
    for node in joined.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names[node.name] += 1
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names.update(leaf.id for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names.update(alias.asname or alias.name for alias in node.names)
    assert {name for name, count in names.items() if count > 1} == set()
    assert len(build().splitlines()) < 2_000
