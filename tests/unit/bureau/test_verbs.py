"""guiju bureau … as an operator meets it: lists in, two signatures, and a permission that somebody edited."""

import os
import subprocess
import sys

import pytest

from guiju.bureau.permission_key import PermissionKeyRefused, create_permission_key, open_permission_key

UNITS = """单位代码,单位名称,上级单位代码,单位类型,编制,成立日期
990000000000,青墟市公安局,,公安局,,
990151000000,东圩派出所,990000000000,派出所,12,2020-05-01
12,坏行,990000000000,派出所,,
"""
ROSTER = """警号,姓名,人员类别,单位代码,岗位,任职日期
0151001,甲某,民警,990151000000,所队长,2021-03-01
F0151001,丙某,辅警,东圩派出所,辅警,2021-03-01
0151003,丁某,特警,990151000000,办案民警,2021-03-01
"""


def test_the_permission_key_is_drawn_once_and_never_replaced(tmp_path):
    key = create_permission_key(tmp_path / "keys")
    assert len(key) == 32
    assert open_permission_key(tmp_path / "keys") == key
    assert (tmp_path / "keys" / "permission.key").stat().st_mode & 0o077 == 0
    with pytest.raises(PermissionKeyRefused):
        create_permission_key(tmp_path / "keys")
    assert open_permission_key(tmp_path / "keys") == key


@pytest.mark.parametrize("text", ["", "zz", "00" * 31], ids=["empty", "no number", "too short"])
def test_a_permission_key_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "permission.key").write_text(text, encoding="ascii")
    with pytest.raises(PermissionKeyRefused):
        open_permission_key(tmp_path)


@pytest.mark.slow
def test_an_operator_sets_up_a_bureau(tmp_path):
    def guiju(*words, status=0):
        done = subprocess.run(
            [sys.executable, "-c", "from guiju.project.cli import app; app()", *words],
            capture_output=True, text=True, env={**os.environ, "GUIJU_HOME": str(tmp_path / "home"), "COLUMNS": "200"},
        )  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="gb18030")
    guiju("open")
    assert "第 4 行" in guiju("bureau", "units", str(tmp_path / "units.csv"), status=1)
    assert "新记录 0 条" in guiju("bureau", "units", str(tmp_path / "units.csv"), status=1)
    assert "特警" in guiju("bureau", "roster", str(tmp_path / "roster.csv"), status=1)
    assert "东圩派出所" in guiju("bureau", "list", "--search", "东圩")
    people = guiju("bureau", "list", "--people", "--unit", "990151000000", "--xlsx", str(tmp_path / "people.xlsx"))
    assert "甲某" in people
    assert (tmp_path / "people.xlsx").stat().st_size > 0
    guiju("bureau", "found", "--system", "S", "--security", "A", "--security", "B", "--audit", "C")
    guiju("bureau", "account", "li", "--officer", "0151001", "--as", "S")
    said = guiju("bureau", "propose", "li", "unit_chief", "--unit", "990151000000", "--as", "A")
    number = said.split("编号 ")[1].split("。")[0]
    assert "不同的人" in guiju("bureau", "grant", number, "--as", "A", status=2)
    guiju("bureau", "grant", number, "--as", "B")
    assert "所队长" in guiju("bureau", "grants", "li")
    assert "一致" in guiju("bureau", "check")
