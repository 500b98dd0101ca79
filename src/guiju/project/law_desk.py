"""The law as the command line shows it."""

from pathlib import Path

from guiju.project.catalogue import VOCABULARY
from guiju.project.env import shipped_law
from guiju.rules.lint import LintReport, lint
from guiju.rules.load import load
from guiju.rules.model import Pack
from guiju.rules.pages.refusal import LawRefused


def open_law(folder: Path | None) -> Pack:
    """The pack in ``folder``, or the shipped one.

    Raises:
        LawRefused: a page or a file beside the pages is not fully understood.
    """
    return load(folder or shipped_law(), shipped=shipped_law(), vocabulary=VOCABULARY)


def lint_folder(folder: Path | None) -> tuple[LintReport, list[LawRefused]]:
    """Load every page and run every worked case, going on after each refusal."""
    refused: list[LawRefused] = []
    try:
        pack = load(folder or shipped_law(), shipped=shipped_law(), vocabulary=VOCABULARY, on_refusal=refused.append)
    except LawRefused as whole:
        return LintReport(), [whole]
    return lint(pack), refused
