"""The single file: built from the parts, it runs alone in an empty folder."""

import ast
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.unit.verify.dumps import sample

from guiju.facts.verify import parts
from guiju.facts.verify.one_file import build

pytestmark = pytest.mark.slow

FOLDER = Path(parts.__path__[0])
TREES = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in FOLDER.rglob("*.py")}


@pytest.fixture
def place(tmp_path):
    """An empty folder with the tool, a sound ledger, its key, and a way to run the one on the other."""
    ledger = sample(1)
    (tmp_path / "guiju-verify.py").write_text(build(), encoding="utf-8")
    (tmp_path / "sound").write_bytes(ledger.dump())
    (tmp_path / "keys").write_text("# 法制支队\n" + ledger.key_file(), encoding="utf-8")

    def run(*arguments):
        command = [sys.executable, "-I", "-S", "guiju-verify.py", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, env={"LC_ALL": "C"})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    run.ledger, run.folder = ledger, tmp_path
    return run


def test_a_sound_ledger_ends_with_0_in_both_languages(place):
    status, out, err = place("sound", "--key", "keys")
    assert (status, err) == (0, "")
    assert "账本完好" in out
    assert "The ledger is in order" in out


def test_an_altered_ledger_ends_with_1_and_names_the_first_record_first(place):
    for index in (30, 17):
        place.ledger.events[index]["unit_as_of"] = "330200000000"
    (place.folder / "altered").write_bytes(place.ledger.dump())
    status, out, _ = place("altered", "--key", "keys")
    assert status == 1
    assert out.index("序号 index 17 · 流 stream case:A") < out.index("序号 index 30 · 流 stream case:A")
    assert "14（2023-11-14 22:13:34.000Z） … 21（2023-11-14 22:13:41.000Z）" in out


def test_the_machine_readable_answer_says_the_same(place):
    place.ledger.events[17]["unit_as_of"] = "330200000000"
    (place.folder / "altered").write_bytes(place.ledger.dump())
    status, out, _ = place("altered", "--key", "keys", "--json")
    said = json.loads(out)
    assert (status, said["result"], said["counts"]) == (1, "problems", {"event.leaf": 1})
    (problem,) = said["problems"]
    assert (problem["kind"], problem["index"], problem["id"]) == ("event.leaf", 17, 18)
    assert [boundary["size"] for boundary in problem["between"]] == [14, 21]


@pytest.mark.parametrize(
    "arguments",
    [
        ("absent", "--key", "keys"),
        ("sound", "--key", "absent"),
        ("sound", "--key", "sound"),
        ("sound",),
        ("keys", "--key", "keys"),
        ("sound", "--key", "keys", "--checkpoint", "keys"),
        ("cut", "--key", "keys"),
        (".", "--key", "keys"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_one_sentence_in_each_language(place, arguments):
    (place.folder / "cut").write_bytes(place.ledger.dump()[:-30])
    status, out, err = place(*arguments)
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    assert len(err.strip().split("\n")) == 2


def test_believing_the_files_own_keys_is_said_loudly(place):
    status, out, err = place("sound", "--trust-first")
    assert status == 0
    assert "WARNING" in out
    assert "WARNING" in err


def test_a_receipt_and_a_held_checkpoint_are_read_by_the_same_tool(place):
    (place.folder / "receipt.json").write_text(json.dumps(place.ledger.receipt(17)), encoding="utf-8")
    status, out, _ = place("receipt.json", "--key", "keys")
    assert (status, "回执成立" in out, "G1-" in out) == (0, True, True)
    assert place("sound", "--key", "keys", "--checkpoint", "receipt.json")[0] == 0
    (place.folder / "other.json").write_text(json.dumps(sample(2).receipt(17)), encoding="utf-8")
    assert place("sound", "--key", "keys", "--checkpoint", "other.json")[0] == 1


def test_the_file_is_the_same_however_often_it_is_built():
    assert build() == build()


def test_the_parts_need_nothing_but_python_and_each_other():
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
                assert all(alias.asname is None for alias in node.names), name
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module]
                assert all(alias.asname is None for alias in node.names), name
            for module in modules:
                own = module.startswith("guiju.facts.verify.parts.")
                assert own or module.split(".")[0] in sys.stdlib_module_names, f"{name}: {module}"


def test_no_name_of_one_part_is_a_name_of_another():
    names = Counter()
    for tree in TREES.values():
        own = set()
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                own.add(node.name)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                own |= {leaf.id for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)}
        names.update(own)
    imported = {
        alias.name
        for tree in TREES.values()
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom) and not (getattr(node, "module", "") or "").startswith("guiju")
        for alias in node.names
    }
    assert [name for name, count in names.items() if count > 1] == []
    assert imported & set(names) == set()
    assert len(names) > 80


def test_the_joined_file_keeps_every_line_of_code_once():
    joined = ast.parse(build())
    defined = Counter(node.name for node in joined.body if isinstance(node, ast.FunctionDef | ast.ClassDef))
    wanted = Counter(
        node.name for tree in TREES.values() for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )
    assert defined == wanted
    assert not any("guiju.facts" in ast.unparse(node) for node in joined.body if isinstance(node, ast.ImportFrom))


def test_a_part_is_no_longer_than_a_file_of_ours_may_be():
    assert {path.stem for path in FOLDER.rglob("*.py") if len(path.read_text("utf-8").splitlines()) > 300} == set()
