"""What takes a viewer or an actor and is no query and no command: each is named here with the test that watches it.

A new one fails until somebody has said who stands before it.
"""

import importlib
import inspect
import pkgutil
from pathlib import Path

import guiju

UNIT = Path(__file__).parents[1]
LAYERS = ("facts", "findings", "actions", "screens")
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
    "privacy/conftest.py": ("facts.privacy.holds.place_hold", "facts.privacy.retention.fix_term"),
    "privacy/test_finding_persons.py": ("facts.privacy.finding.find_persons",),
    "privacy/test_looking.py": (
        "facts.privacy.looked.list_looks", "facts.privacy.looked.list_outliers", "facts.privacy.looked.who_looked",
        "facts.privacy.reads.unmask",
    ),
    "screens/findings/test_lists.py": ("findings.duties.list_duties", "findings.duties.count_duties"),
}  # fmt: skip
"""By the test that asks with another viewer, or as another actor."""
