"""Whatever is recorded, corrected, judged and looked at when: the rows of cases equal those made from the ledger."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.ledgers import SHANGHAI, ledger_on
from tests.property.test_findings_follow import DETAINED, FEW, NOTIFIED, RECORDS, example, pack, play
from tests.unit.ledger.conftest import cluster, empty_postgresql, empty_sqlite
from tests.unit.threads.conftest import wire_threads

from guiju.bureau.wiring import install
from guiju.findings.agenda import judge_due
from guiju.findings.news import let_hear
from guiju.project.ledger.bureau_rules import bureau_wiring
from guiju.screens.threads.whole import check_threads
from guiju.values.clock import to_micros

__all__ = ["cluster", "empty_postgresql", "empty_sqlite", "pack"]


def hold(address, folder, law, told):
    with ledger_on(address, folder) as book:
        install(bureau_wiring(b"k" * 32, SHANGHAI))
        wire_threads(book, law)
        try:
            play(book, told)
            judge_due(to_micros(book.now), nightly=True)
            assert check_threads() == []
        finally:
            let_hear()


@given(told=RECORDS)
@example(told=[("record", *DETAINED), ("pass", 30), ("report",), ("record", *NOTIFIED), ("pass", 24), ("report",)])
@example(told=[("record", *DETAINED), ("pass", 30), ("report",), ("correct", 0, *NOTIFIED), ("report",)])
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_cases_step_by_step_are_those_from_the_ledger(empty_sqlite, pack, told):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty_sqlite, Path(folder) / "guiju.sqlite3")
        hold(f"sqlite:///{folder}/guiju.sqlite3", Path(folder), pack, told)


@pytest.mark.slow
@given(told=RECORDS)
@FEW
def test_cases_step_by_step_are_those_from_the_ledger_on_postgresql(cluster, empty_postgresql, pack, told):
    with tempfile.TemporaryDirectory() as folder:
        hold(cluster.address(cluster.create(empty_postgresql)), Path(folder), pack, told)
