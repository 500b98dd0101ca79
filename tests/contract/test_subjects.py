"""A subject is a thin rib: one shape, one prefix, words in the past tense, each with its retention class."""

from collections import Counter
from pathlib import Path

import pytest

import guiju.subjects
from guiju.project.catalogue import SUBJECTS, VOCABULARY
from guiju.values.event import KEYS

FOLDER = Path(guiju.subjects.__file__).parent
FOLDERS = sorted(path for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__")
REQUIRED = {"__init__", "subject", "events"}
ALLOWED = REQUIRED | {
    "readers",
    "commands",
    "queries",
    "models",
    "migrations",
    "projector",
    "sample",
    "screens",
    "reports",
    "templates",
}
IRREGULAR = {
    "begun",
    "brought",
    "drawn",
    "found",
    "frozen",
    "given",
    "held",
    "kept",
    "left",
    "lost",
    "made",
    "paid",
    "put",
    "reset",
    "sent",
    "shown",
    "taken",
    "withdrawn",
    "withheld",
}
# Names that other programs already rely on.
BINDING = {"custody.guardian_present"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_subject_folder_holds_only_the_allowed_files(folder):
    entries = [path for path in folder.iterdir() if path.name != "__pycache__"]
    names = {path.stem for path in entries}
    assert names >= REQUIRED
    assert names <= ALLOWED
    assert {path.suffix for path in entries} <= {".py", ""}


def test_nothing_but_subject_folders_lives_in_subjects():
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == {"__init__.py"}


def test_every_subject_folder_is_in_the_catalogue_and_every_subject_has_a_folder():
    assert sorted(subject.name for subject in SUBJECTS) == [path.name for path in FOLDERS]


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_an_event_carries_its_subject(subject):
    assert subject.events
    assert [kind.name for kind in subject.events if kind.name.split(".")[0] != subject.name] == []


def test_an_event_name_belongs_to_one_subject_only():
    names = Counter(kind.name for subject in SUBJECTS for kind in subject.events)
    assert [name for name, count in names.items() if count > 1] == []


def test_an_event_speaks_of_the_past():
    present = [
        kind.name
        for kind in VOCABULARY.types.values()
        if kind.name not in BINDING
        and not any(word.endswith("ed") or word in IRREGULAR for word in kind.name.split(".")[1].split("_"))
    ]
    assert present == []


def test_an_event_is_declared_whole():
    kinds = VOCABULARY.types.values()
    assert [kind.name for kind in kinds if not kind.retention] == [], "no retention class says how long it is kept"
    assert [kind.name for kind in kinds if not kind.label] == []
    assert [kind.name for kind in kinds if not set(kind.keys) <= set(KEYS)] == []
    beside = {
        kind.name: {*kind.personal, *kind.standing, *kind.flags} - {*kind.attributes, *kind.keys} for kind in kinds
    }
    assert {name: fields for name, fields in beside.items() if fields} == {}


def test_two_events_are_never_shown_under_the_same_label():
    labels = Counter(kind.label for kind in VOCABULARY.types.values())
    assert [label for label, count in labels.items() if count > 1] == []
