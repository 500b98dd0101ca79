"""guiju corrections … as two people meet it: one proposes, the other looks, and signs what he saw."""

import re

import openpyxl
import pytest
import typer
from tests.unit.bureau.conftest import EAST_STATION
from tests.unit.importing.mending.conftest import HEARD
from typer.testing import CliRunner

from guiju.facts.histories import history
from guiju.project import env
from guiju.project.ledger import opening
from guiju.project.ledger.bureau_desks.correction_verbs import register


@pytest.fixture
def guiju(watched, monkeypatch):
    """The verbs on this test's ledger, at its clock."""
    from contextlib import nullcontext

    monkeypatch.setattr(opening, "opened_ledger", nullcontext)
    monkeypatch.setattr(env, "now", lambda: watched.book.now)
    app = typer.Typer()
    register(app)

    def run(*words, status=0):
        done = CliRunner().invoke(app, ["corrections", *words], env={"COLUMNS": "220"}, catch_exceptions=False)
        assert done.exit_code == status, done.output
        return done.output

    return run


def test_one_records_late_and_another_approves_what_he_was_shown(guiju, tmp_path):
    words = ["--at", "2026-02-20T10:00", "--set", "案件编号=C1", "--set", f"unit={EAST_STATION}", "--set", "民警=A1"]
    told = guiju("record", HEARD, *words, "--reason", "当日断网", "--as", "li")
    number = re.search(r"编号 (\d+)", told)[1]
    assert "待批准" in guiju("list", "--as", "boss", "--xlsx", str(tmp_path / "待办.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "待办-提请.xlsx").active.max_row > 4
    shown = guiju("show", number, "--as", "boss")
    assert "补录为：" in shown
    assert "案件编号 C1" in shown
    digest = re.search(r"内容摘要：(\w{64})", shown)[1]
    guiju("release", number, "--as", "boss", status=2)
    guiju("release", number, "--as", "li", "--hash", digest, status=2)
    assert "已批准" in guiju("release", number, "--as", "boss", "--hash", digest, "--reason", "原始登记簿核对无误")
    [one] = history("case", "C1")
    assert (one.actor, one.actor_kind, one.event.officers) == ("li", "operator", ("A1",))
    assert "已批准" in guiju("show", number, "--as", "li")
    assert "没有等待批准的提请" in guiju("list", "--as", "boss")


@pytest.mark.slow
def test_a_correction_keeps_what_it_does_not_mention_and_can_be_refused(guiju, watched):
    first = watched.office.event(HEARD, "2026-03-01T10:00", unit=EAST_STATION, case="C1", person="P1", actor="li")
    told = guiju("correct", str(first), "--at", "2026-03-01T11:00", "--reason", "时间写错", "--as", "li")
    number = re.search(r"编号 (\d+)", told)[1]
    shown = guiju("show", number, "--as", "legal")
    assert f"原记录 {first}" in shown
    assert shown.count("人员编号 P1") == 2
    guiju("correct", str(first), "--set", "person", "--reason", "漏写", "--as", "li", status=2)
    assert "账本不变" in guiju("refuse", number, "--reason", "与原始文书不符", "--as", "legal")
    assert [one.id for one in history("case", "C1")] == [first]
