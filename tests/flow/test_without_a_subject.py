"""Whichever subject a bureau does without: the law that speaks of it is left out by name, the rest still works."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.ledgers import SHANGHAI, ledger_on, moment
from tests.unit.ledger.conftest import empty_sqlite

from guiju.findings.agenda import judge_due
from guiju.findings.commands import report_findings
from guiju.findings.follower import follow_findings
from guiju.findings.law import LawInForce, install_law
from guiju.findings.rebuild import check_findings
from guiju.project.catalogue import EVERY_SUBJECT, vocabulary_of
from guiju.project.env import shipped_law
from guiju.rules.lint import lint
from guiju.rules.load import load
from guiju.values.clock import to_micros

__all__ = ["empty_sqlite"]
CASE = {"case": "A1", "person": "P1", "unit": "U1", "officer": ("O1", "O2")}


def happenings(book):
    """One event of every subject, each a suspected breach or the start of a duty somewhere in the shipped law."""
    book.record("cases.accepted", "2026-02-02T08:00", kind="criminal", **CASE)
    book.record("custody.detained", "2026-02-02T09:00", kind="criminal", **CASE)
    book.record("calls.received", "2026-02-02T07:00", call="J1", unit="U1")
    book.record("property.seized", "2026-02-02T10:00", item="W1", **CASE)
    book.record("recordings.started", "2026-02-02T10:00", recording="L1", **CASE)
    book.record("credentials.granted", "2026-01-01T08:00", officer="O1", name="基本级执法资格", until="2030-01-01")
    book.record("training.attended", "2026-01-05T08:00", officer="O1", training_days=3)
    book.record("conduct.complaint_received", "2026-01-05T08:00", unit="U1", officer="O1")
    book.record("evaluation.unit_enrolled", "2026-01-05T08:00", unit="U1")
    book.record("publicity.unit_listed", "2026-01-05T08:00", unit="U1")


@pytest.mark.slow
@pytest.mark.parametrize("gone", EVERY_SUBJECT, ids=lambda subject: subject.name)
def test_everything_else_works_without(gone, tmp_path, empty_sqlite):
    vocabulary = vocabulary_of([subject for subject in EVERY_SUBJECT if subject is not gone])
    pack = load(shipped_law(), shipped=shipped_law(), vocabulary=vocabulary)
    assert [name for name in pack.left_out if name.startswith(f"{gone.name}.")]
    assert not [rule.id for rule in pack.rules if rule.id.startswith(f"{gone.name}.")]
    assert lint(pack).failures == []
    shutil.copy(empty_sqlite, tmp_path / "guiju.sqlite3")
    with ledger_on(f"sqlite:///{tmp_path / 'guiju.sqlite3'}", tmp_path) as book:
        install_law(LawInForce(pack, SHANGHAI))
        book.follow(follow_findings)
        happenings(book)
        book.now = moment("2026-04-01T08:00")
        assert judge_due(to_micros(book.now), nightly=True)
        assert report_findings(at=to_micros(book.now))
        assert check_findings(to_micros(book.now)) == []


@pytest.mark.slow
def test_the_command_line_does_without_what_the_bureau_has_switched_off(tmp_path):
    environment = {**os.environ, "GUIJU_WITHOUT": "custody", "GUIJU_HOME": str(tmp_path / "home")}
    guiju = str(Path(sys.executable).with_name("guiju"))
    for words in (["law", "lint"], ["open"], ["judge"], ["rebuild", "--check"]):
        done = subprocess.run([guiju, *words], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
