"""What takes a viewer or an actor and is no query and no command: each is named here with the test that watches it.

A new one fails until somebody has said who stands before it.
"""

import importlib
import inspect
import pkgutil
from pathlib import Path

import guiju

UNIT = Path(__file__).parents[1]
LAYERS = ("facts", "findings", "actions")
WATCHED = {
    "importing/mending/test_imported.py": (
        "facts.importing.mending.lists.list_held", "facts.importing.mending.lists.count_held",
        "facts.importing.mending.lists.get_held",
    ),
    "importing/mending/test_proposals.py": (
        "facts.importing.mending.lists.list_proposals", "facts.importing.mending.lists.count_proposals",
        "facts.importing.mending.lists.get_proposal",
    ),
    "importing/test_import.py": ("facts.importing.lists.list_batches", "facts.importing.lists.find_batch"),
    "importing/test_refused.py": ("facts.importing.lists.list_refused",),
    "importing/test_corrections.py": (
        "facts.importing.lists.list_held", "facts.importing.lists.count_held", "facts.importing.lists.list_missing",
    ),
    "papers/test_papers.py": ("facts.papers.reading.list_papers", "facts.papers.reading.read_paper"),
    "papers/conftest.py": ("facts.papers.attaching.attach_paper",),
    "privacy/test_destruction.py": (
        "facts.privacy.destruction.list_destructions_seen", "facts.privacy.holds.lift_hold",
        "facts.privacy.retention.list_destroyable", "facts.privacy.key_copies.copy_keys",
    ),
    "privacy/test_finding_persons.py": ("facts.privacy.finding.find_persons",),
    "findings/lawmaking/test_outlook.py": ("findings.lawmaking.outlook.what_if",),
    "findings/lawmaking/test_signing.py": (
        "findings.lawmaking.proposals.get_proposal", "findings.lawmaking.proposals.list_page_proposals",
    ),
    "findings/lawmaking/test_packs.py": ("findings.lawmaking.packs.take_in_pack",),
    "privacy/test_looking.py": (
        "facts.privacy.looked.count_looks",
        "facts.privacy.looked.list_looks", "facts.privacy.looked.list_outliers", "facts.privacy.looked.who_looked",
        "facts.privacy.reads.unmask",
    ),
    "screens/findings/test_lists.py": ("findings.duties.list_duties", "findings.duties.count_duties"),
    "privacy/conftest.py": (
        "facts.privacy.holds.place_hold", "facts.privacy.retention.fix_term", "facts.privacy.destruction.propose",
        "facts.privacy.destruction.decide",
    ),
}  # fmt: skip
"""By the file that calls it, or by the fixtures of its folder."""
UNDER = {
    "facts.appending.write": "append alone calls it",
    "facts.draft.check_hand": "append alone calls it",
    "facts.proof.answering.append_sealed": "append, and the seal: the command that calls it stands before it",
    "facts.papers.producing.making.attach_made": "bureau.commands.papers.attach_made stands before it",
    "facts.papers.producing.templates.propose": "bureau.commands.papers.propose_template stands before it",
    "facts.papers.producing.templates.decide": "bureau.commands.papers.decide_template stands before it",
    "facts.papers.attaching.recorded_with": "which event one's own submission recorded",
    "facts.proof.lateness.record": "bureau.commands.recording.record_step stands before it",
    "facts.importing.bundles.origins.propose_origin": "bureau.commands.origins.propose_origin stands before it",
    "facts.importing.bundles.origins.confirm_origin": "bureau.commands.origins.confirm_origin stands before it",
    "facts.importing.known.each_fact": "an import asks what it has brought itself",
    "facts.importing.known.has_facts": "an import asks what it has brought itself",
    "facts.importing.known.known_facts": "an import asks what it has brought itself",
    "facts.importing.missing.note_missing": "an import alone calls it",
    "facts.importing.occurrences.settle_occurrences": "an import alone calls it",
    "facts.importing.mending.deciding.propose": "bureau.commands.mending.propose_records stands before it",
    "facts.importing.mending.opening.ask_to_open": "bureau.commands.mending.propose_records stands before it",
    "facts.importing.mending.proposals.find_sent": "what one's own submission asked for",
    "facts.importing.mending.deciding.approve": "bureau.commands.approve_record stands before it",
    "facts.importing.mending.deciding.refuse": "bureau.commands.refuse_record stands before it",
    "facts.importing.lists.count_batches": "the rows of list_batches, counted",
    "facts.importing.lists.count_refused": "the rows of list_refused, counted",
    "findings.lawmaking.proposals.count_page_proposals": "the rows of list_page_proposals, counted",
    "facts.privacy.looked.audits_looks": "a question about the viewer alone",
    "facts.privacy.reads.for_purpose": "narrows the viewer",
    "facts.privacy.reads.note_read": "records a look before it is answered; unmask and read_paper stand before it",
    "facts.tables.seeing.visible_events": "the condition by which the queries show",
    "findings.seeing.visible": "the condition by which the queries show",
    "findings.seeing.not_withheld": "the condition by which the queries show",
    "findings.duties.list_duty_places": "the rows of list_duties, by unit",
    "findings.explaining.explain": "of a duty or finding that the viewer is shown by the queries first",
    "findings.life.deciding.decided_by": "every decision of tests/unit/actions/test_matrix.py passes through it",
    "findings.life.deciding.standing_for": "every decision of tests/unit/actions/test_matrix.py passes through it",
    "findings.life.entitlement.hand_for": "every decision of tests/unit/actions/test_matrix.py passes through it",
    "findings.life.entitlement.reaches_for": "every decision of tests/unit/actions/test_matrix.py passes through it",
    "findings.life.entitlement.scope_for": "every decision of tests/unit/actions/test_matrix.py passes through it",
    "findings.life.recording.need_person": "every decision of tests/unit/actions/test_matrix.py passes through it",
    "findings.life.recording.record": "every decision of tests/unit/actions/test_matrix.py passes through it",
}
"""What has somebody standing before it."""
WITHIN = ("actions.asking.", "actions.proof.", "actions.unit_acts.", "actions.waiting.")
"""What commands and queries of actions are made of: every one of them is tried by tests/unit/actions/test_matrix.py."""


def found():
    """Public functions of these layers that take a viewer or an actor, outside modules of queries and commands."""
    for module in pkgutil.walk_packages(guiju.__path__, "guiju."):
        _, *parts = module.name.split(".")
        if parts[0] in LAYERS and not {"queries", "commands", "migrations"} & set(parts):
            home = importlib.import_module(module.name)
            for name, function in inspect.getmembers(home, inspect.isfunction):
                is_own = function.__module__ == module.name and not name.startswith("_")
                if is_own and {"viewer", "actor"} & set(inspect.signature(function).parameters):
                    yield f"{'.'.join(parts)}.{name}"


def test_whatever_takes_a_viewer_or_an_actor_is_named_with_who_watches_it():
    named = {name for names in WATCHED.values() for name in names} | set(UNDER)
    assert {name for name in found() if not name.startswith(WITHIN)} == named


def test_the_test_that_is_to_watch_a_function_calls_it():
    silent = [
        (file, name) for file, names in WATCHED.items() for name in names
        if f"{name.rpartition('.')[2]}(" not in (UNIT / file).read_text(encoding="utf-8")
    ]  # fmt: skip
    assert silent == []
