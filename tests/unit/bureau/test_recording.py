"""Every role, every relation of units: a step is recorded for a unit that a role answers for, and of its kinds."""

import pytest
from tests.ledgers import SHANGHAI, moment
from tests.unit.bureau.land import RELATIONS, Land

from guiju.bureau.commands.recording import open_case, record_step
from guiju.facts.draft import Draft
from guiju.project.catalogue import VOCABULARY
from guiju.project.roles import ROLES
from guiju.values.errors import GuijuError

pytestmark = pytest.mark.slow
RECORDERS = {
    "lead_officer": ("cases.", "custody.", "property."), "legal_officer": ("cases.", "custody.", "property."),
    "unit_chief": ("cases.", "custody.", "property."), "custodian": ("property.",), "area_warden": ("custody.",),
}  # fmt: skip
"""Who records what, written down once more and not read from the roles."""
KINDS = ("cases.receipt_given", "custody.detained", "property.seized")


def refused(attempt):
    try:
        attempt()
    except GuijuError:
        return True
    return False


def test_no_role_records_what_is_not_its_own(office):
    land = Land(office)
    wrong = []
    for role in ROLES:
        for relation, unit in RELATIONS.items():
            within = relation == "own" or (relation == "child" and ROLES[role].is_subtree)
            for kind in KINDS:
                case = f"C-{relation}"
                draft = Draft.of(kind, moment("2026-03-01T12:00"), {"case": case}, local=SHANGHAI, unit_as_of=unit)
                words = {"case": case, "known": VOCABULARY, **office.words(land.accounts[role])}
                is_done = not refused(lambda draft=draft, words=words: record_step([draft], **words))
                if is_done != (within and kind.startswith(RECORDERS.get(role, ("-",)))):
                    wrong.append((role, relation, kind))
            new = f"N-{role}-{relation}"
            draft = Draft.of(
                "cases.accepted", moment("2026-03-01T12:00"), {"case": new}, local=SHANGHAI, unit_as_of=unit
            )
            words = {"case": new, "known": VOCABULARY, **office.words(land.accounts[role])}
            is_done = not refused(lambda draft=draft, words=words: open_case([draft], **words))
            if is_done != (within and "cases." in RECORDERS.get(role, ())):
                wrong.append((role, relation, "new"))
    assert wrong == []


def test_a_number_is_taken_once(office):
    land = Land(office)
    at, unit = moment("2026-03-01T12:00"), "990100000000"
    draft = Draft.of("cases.accepted", at, {"case": "N1"}, local=SHANGHAI, unit_as_of=unit)
    words = {"case": "N1", "known": VOCABULARY, **office.words(land.accounts["lead_officer"])}
    first = open_case([draft], **words)
    assert (open_case([draft], **words).ids, open_case([draft], **words).is_repeat) == (first.ids, True)
    other = {**words, **office.words(land.accounts["unit_chief"])}
    assert refused(lambda: open_case([draft], **other))
