"""The spine speaks of kinds and values, never of a subject."""

import ast
from pathlib import Path

import guiju
from guiju.project.catalogue import SUBJECTS

PACKAGE = Path(guiju.__file__).parent
FREE = {"subjects", "project"}
SPINE = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in FREE)
WORDS = {kind.name for subject in SUBJECTS for kind in subject.events}


def imported(tree: ast.AST) -> set[str]:
    """The modules that a file names in its imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_no_spine_file_imports_a_subject():
    astray = {}
    for path in SPINE:
        # Only what spells the package can import from it.
        text = path.read_text(encoding="utf-8")
        named = imported(ast.parse(text)) if "subjects" in text else set()
        if found := {name for name in named if name.startswith("guiju.subjects")}:
            astray[str(path.relative_to(PACKAGE))] = found
    assert astray == {}


def test_no_spine_file_knows_an_event_of_a_subject():
    astray, prefixes = {}, {word.split(".")[0] + "." for word in WORDS}
    for path in SPINE:
        text = path.read_text(encoding="utf-8")
        near = tuple(prefix for prefix in prefixes if prefix in text)
        if found := {word for word in WORDS if near and word.startswith(near) and word in text}:
            astray[str(path.relative_to(PACKAGE))] = found
    assert astray == {}


def test_the_spine_is_looked_at():
    assert {"values", "rules", "facts", "bureau"} <= {path.relative_to(PACKAGE).parts[0] for path in SPINE}
    assert len(WORDS) >= 100
