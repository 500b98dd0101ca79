"""Names, papers and keys from the command line, as an operator would do it."""

import os
import subprocess
import sys

import pytest

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
ROWS = """case,person,type,happened_at,unit,person_name,document_number
A1,11010519491231002X,cases.accepted,2026-03-01T10:00+08:00,990100000000,,
A1,11010519491231002X,parties.identified,2026-03-01T10:00+08:00,990100000000,某甲,11010519491231002X
"""


@pytest.fixture
def guiju(tmp_path):
    home = {**os.environ, "GUIJU_HOME": str(tmp_path / "home"), "GUIJU_KEYS": str(tmp_path / "keys")}

    def run(*words, status=0):
        command = [sys.executable, "-c", "from guiju.project.cli import app; app()", *map(str, words)]
        done = subprocess.run(command, env=home, capture_output=True, text=True, cwd=tmp_path)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


@pytest.mark.slow
def test_a_bureau_keeps_names_and_papers_sealed(guiju, tmp_path):
    guiju("open")
    (tmp_path / "a.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(PDF)
    assert "新记录 2" in guiju("import", tmp_path / "a.csv", "--source", "办案系统", "--by", "甲")
    stored = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert "某甲".encode() not in stored
    assert b"11010519491231002X" not in stored
    assert "编号" in guiju("papers", "attach", 2, tmp_path / "a.pdf", "--as", "")
    assert "用途" in guiju("privacy", "find", "--name", "某甲", "--as", "", "--purpose", "x", status=2)
    guiju("privacy", "backup", tmp_path / "copies")
    guiju("backup", tmp_path / "backups")
    assert "演练通过" in guiju("backup", "drill", tmp_path / "backups")
    [paper] = [path for path in (tmp_path / "home" / "papers").rglob("*") if path.is_file()]
    paper.unlink()
    assert "的材料缺失" in guiju("verify", status=1)
    assert "材料：1 份中缺失 1 份" in guiju("doctor", status=1)
