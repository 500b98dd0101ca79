"""What no file may bring, and how long the rows that were refused for it are kept."""

import pytest
from tests.ledgers import SHANGHAI
from tests.unit.importing.conftest import facts

from guiju.bureau.events import PERMISSION_TYPES, UNIT_OPENED
from guiju.facts.events import EVENTS
from guiju.facts.importing.lists import list_refused
from guiju.findings.events import SUSPECTED, WITHDRAWN
from guiju.findings.law import LawInForce, install_law
from guiju.project import env
from guiju.project.law_folder import open_law
from guiju.project.ledger.judging_desk import tick
from guiju.project.ledger.viewer import operator

LEDGER = [kind.name for kind in EVENTS if kind.is_internal]
pytestmark = pytest.mark.usefixtures("personal_keys")
ACCEPTED = ("A1", "P1", "cases.accepted", "2026-03-01 08:00", "criminal", "U1")


@pytest.mark.parametrize(
    "name", [*LEDGER, *PERMISSION_TYPES, SUSPECTED, WITHDRAWN, "ledger.yet_unknown", "findings.yet_unknown"]
)
def test_no_file_brings_what_only_the_machine_or_a_signature_may_record(bring, export, name):
    done = bring(export(ACCEPTED, ("A3", "", name, "2026-03-01 08:00", "", "U1")))
    assert (done.batch.recorded, done.batch.refused) == (1, 1)
    assert name in list_refused(operator(), done.batch.event)[0].reason
    assert [kind for _, kind, _ in facts()] == ["cases.accepted"]


def test_no_correction_turns_a_row_into_what_only_the_machine_may_record(bring, export):
    header = ("case", "type", "happened_at", "source_id")
    bring(export(("A1", "cases.accepted", "2026-03-01 08:00", "7"), header=header))
    again = bring(export(("A1", SUSPECTED, "2026-03-01 08:00", "7"), header=header, name="b.csv"))
    assert (again.batch.held, again.batch.refused) == (0, 1)


def test_a_file_may_still_bring_what_happened_to_units_and_officers(bring, export):
    done = bring(export(("", "", UNIT_OPENED, "2020-05-01 00:00", "", "U1")))
    assert (done.batch.recorded, done.batch.refused) == (1, 0)


def test_only_the_nightly_tick_lets_go_of_refused_rows_and_only_after_thirty_days(book, bring, export, monkeypatch):
    number = bring(export(ACCEPTED, ("A2", "", "cases.accepted", "昨天", "", "U1"))).batch.event
    monkeypatch.setattr(env, "now", lambda: book.now)
    install_law(LawInForce(open_law(None), SHANGHAI))

    def kept(days, **how):
        book.pass_time(days=days)
        tick(lambda stage, share: None, **how)
        return len(list_refused(operator(), number))

    assert kept(30, nightly=True) == 1
    assert kept(1) == 1
    assert kept(0, nightly=True) == 0
