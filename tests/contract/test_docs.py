"""The documents say what the code says, and their links lead somewhere."""

import re
import tomllib
from pathlib import Path

import pytest

from guiju.project.docs import DOCUMENTS

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_generated_document_equals_the_committed_one(name):
    committed = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert committed == DOCUMENTS[name](), "run: .venv/bin/python -m guiju.project.docs"


def test_every_link_in_a_document_leads_to_a_file(tracked):
    pages = [path for path in tracked if path.suffix == ".md"]
    assert ROOT / "README.md" in pages
    broken = []
    for page in pages:
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []


def test_decisions_are_numbered_without_a_gap():
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04d}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_what_and_why(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]} · ")
    assert "\n## 决定 Decision\n" in text
    assert "\n## 理由 Reasons\n" in text


def test_every_dependency_has_its_reason():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *declared["project"]["dependencies"],
        *(one for group in declared["dependency-groups"].values() for one in group),
    ]
    text = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8").lower()
    names = {re.split(r"[<>=~!; \[]", requirement)[0].lower() for requirement in wanted}
    assert {name for name in names if f"`{name}`" not in text} == set()
