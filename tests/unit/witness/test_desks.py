"""The verbs: from the request to the signature in the ledger, the warning after a day, and the page for paper."""

import json
import os
import re
import subprocess
import sys
from contextlib import nullcontext

import pytest
from django.db import connection
from tests.unit.proof.world import bureau_at
from tests.unit.witness.visits import witness_in
from typer.testing import CliRunner

from guiju.facts.seal.memory import last_signed
from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.outside.held import read_held
from guiju.facts.witness.paper import held_text
from guiju.project.cli import app
from guiju.project.ledger import witness_verbs
from guiju.project.ledger.proof.doctor_desk import Light, examine
from guiju.values.clock import to_micros


@pytest.fixture
def bureau(book, tmp_path, monkeypatch):
    """A ledger with a few events and one witness on its list."""
    made = bureau_at(book, tmp_path, monkeypatch)
    made.fill(5)
    witness = witness_in(tmp_path)
    witness.trust(book.name, f"{book.signer.key_id} {book.signer.public.hex()}\n")
    (tmp_path / "witnesses").write_text(witness.line(), encoding="utf-8")
    monkeypatch.setenv("GUIJU_WITNESSES", str(tmp_path / "witnesses"))
    # The ledger is open already, with the clock of the test.
    monkeypatch.setattr(witness_verbs, "opened_ledger", nullcontext)
    return made, witness, tmp_path


def guiju(*words):
    connection.close()
    return CliRunner().invoke(app, [str(word) for word in words])


def carry(bureau):
    """The request carried to the witness, and the answer back."""
    made, witness, folder = bureau
    asked = guiju("witness", "request", folder / "request.json", "--by", "甲")
    assert (asked.exit_code, f"账本 {made.book.name}" in asked.output) == (0, True)
    made.book.pass_time(minutes=1)
    witness.now = to_micros(made.book.now)
    return witness("sign", folder / "request.json", "--out", folder / "answer.json")


def light():
    return next(one for one in examine() if one.name == "见证方")


def test_from_the_request_to_the_signature_in_the_ledger(bureau):
    made, _, folder = bureau
    assert guiju("witness", "status").exit_code == 1
    assert light().light is Light.WARN
    assert carry(bureau) == 0
    taken = guiju("witness", "take", folder / "answer.json")
    assert (taken.exit_code, "“上级法制部门”签认至大小 6" in taken.output) == (0, True)
    assert "签名早已在账本里" in guiju("witness", "take", folder / "answer.json").output
    told = guiju("witness", "status")
    assert (told.exit_code, "须有 1 个见证方：已签认至大小 6" in told.output) == (0, True)
    assert light().light is Light.OK
    checked = guiju("verify")
    assert (checked.exit_code, "已签认到大小 6" in checked.output) == (0, True)


def test_a_signature_older_than_a_day_is_warned_of(bureau):
    made, _, folder = bureau
    carry(bureau)
    guiju("witness", "take", folder / "answer.json")
    made.book.pass_time(hours=23)
    assert guiju("witness", "status").exit_code == 0
    made.book.pass_time(hours=2)
    told = guiju("witness", "status")
    assert (told.exit_code, "最近一次签认已超过一天" in told.output) == (1, True)
    assert light().light is Light.WARN


def test_a_refusal_ends_with_1_and_says_why(bureau):
    made, witness, folder = bureau
    guiju("witness", "request", folder / "request.json")
    witness.now = to_micros(made.book.now) + 10 * 60_000_000
    assert witness("sign", folder / "request.json", "--out", folder / "answer.json") == 1
    taken = guiju("witness", "take", folder / "answer.json")
    assert (taken.exit_code, "相差超过五分钟" in taken.output) == (1, True)


@pytest.mark.parametrize("text", [None, "", "need 1\nnonsense\n"])
def test_without_a_list_of_witnesses_nothing_is_taken_and_the_doctor_says_so(bureau, monkeypatch, text):
    _, _, folder = bureau
    carry(bureau)
    if text is None:
        monkeypatch.delenv("GUIJU_WITNESSES")
    else:
        (folder / "witnesses").write_text(text, encoding="utf-8")
    for words in (("take", folder / "answer.json"), ("status",)):
        done = guiju("witness", *words)
        assert (done.exit_code, "GUIJU_WITNESSES" in done.output) == (2, True)
    assert (light().light, "GUIJU_WITNESSES" in light().remedy) == (Light.WARN, True)


def test_the_tool_is_written_whole(bureau):
    from guiju.facts.witness.tool import build

    _, _, folder = bureau
    done = guiju("witness", "tool", folder / "guiju-witness.py")
    assert (done.exit_code, "guiju-witness.py init" in done.output) == (0, True)
    assert (folder / "guiju-witness.py").read_text(encoding="utf-8") == build()
    assert guiju("witness", "tool", folder / "nowhere" / "x.py").exit_code == 2


def test_the_page_for_paper_says_what_the_checkpoint_says_and_loads_nothing(bureau):
    made, _, folder = bureau
    carry(bureau)
    guiju("witness", "take", folder / "answer.json")
    done = guiju("witness", "paper", folder / "root.html")
    assert (done.exit_code, "检查点大小 6" in done.output) == (0, True)
    page = (folder / "root.html").read_text(encoding="utf-8")
    plain = re.sub(r"</?span>|\s", "", page)
    signed = last_signed()
    assert signed.said.root.hex() in plain
    assert made.book.name in page
    assert "2026-03-02 09:02:00（北京时间）" in page, "when it was sealed, as people here read it"
    assert "上级法制部门" in page
    assert re.findall(r"(?:src|href)=\"(?!data:)", page) == []
    assert "default-src 'none'" in page


def test_what_the_qr_code_says_is_read_as_a_checkpoint_held_outside(bureau):
    made, _, _ = bureau
    (one,) = read_held(held_text(last_signed()).encode())
    assert one.said.size == 5
    assert one.vouched(KeyRing([made.book.signer.public]), KeyRing([]))


def test_the_request_holds_nothing_of_what_was_recorded(bureau):
    _, _, folder = bureau
    carry(bureau)
    said = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    assert set(said) == {"guiju", "ledger", "checkpoint", "proofs"}
    assert set(said["checkpoint"]) == {"size", "text", "signature", "key_id"}


@pytest.mark.slow
def test_from_an_empty_folder_to_a_witnessed_ledger_with_nothing_but_the_commands(tmp_path):
    environment = {
        **os.environ, "GUIJU_HOME": str(tmp_path / "home"), "GUIJU_KEYS": str(tmp_path / "keys"),
        "GUIJU_WITNESSES": str(tmp_path / "witnesses"), "GUIJU_DATABASE": "",
    }  # fmt: skip

    def run(*words, status=0):
        done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == status, done.stderr
        return done.stdout

    def guiju(*words, status=0):
        return run(sys.executable, "-c", "from guiju.project.cli import app; app()", *words, status=status)

    def witness(verb, *words):
        return run(sys.executable, "-I", "-S", "guiju-witness.py", verb, "--home", "outside", *words)

    name = re.search("[0-9a-f]{32}", guiju("open"))[0]
    guiju("witness", "tool", "guiju-witness.py")
    (tmp_path / "witnesses").write_text(f"need 1\n{witness('init').strip()} 上级\n", encoding="utf-8")
    witness("trust", "--ledger", name, "keys/seal.pub")
    for size in (1, 2):
        guiju("witness", "request", "request.json")
        witness("sign", "request.json", "--out", "answer.json")
        assert f"签认至大小 {size}" in guiju("witness", "take", "answer.json")
    assert "已签认至大小 2" in guiju("witness", "status")
    (tmp_path / "held").write_text(witness("held"), encoding="utf-8")
    assert "账本完好" in guiju("verify", "--held", "held")
