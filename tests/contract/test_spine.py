"""The spine speaks of kinds and values, never of a subject."""

import ast
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("path", SPINE, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_spine_file_knows_no_subject(path):
    text = path.read_text(encoding="utf-8")
    assert {name for name in imported(ast.parse(text)) if name.startswith("guiju.subjects")} == set()
    assert {word for word in WORDS if word in text} == set()


def test_the_spine_is_looked_at():
    assert {"values", "rules", "facts", "bureau"} <= {path.relative_to(PACKAGE).parts[0] for path in SPINE}
    assert len(WORDS) >= 100
