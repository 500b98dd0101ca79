"""Opening a folder of law with the words that the subjects bring."""

from difflib import get_close_matches
from pathlib import Path

from guiju.project.catalogue import VOCABULARY
from guiju.project.env import decisions_file, shipped_law
from guiju.rules.load import Folder, load_folder
from guiju.rules.model import Pack


def nearest(word: str, known: list[str]) -> str:
    """The question whether another word was meant, or nothing."""
    close = get_close_matches(word, known, n=1, cutoff=0.4)
    return f"是否应为“{close[0]}”？" if close else ""


def open_law(folder: Path | None, decisions: Path | None = None) -> Pack:
    """The pack in ``folder``, or the shipped one, as ``decisions`` (else the bureau's own) have it.

    Raises:
        LawRefused: a page or a file beside the pages is not fully understood.
    """
    return open_folder(folder, decisions).pack


def open_folder(folder: Path | None = None, decisions: Path | None = None) -> Folder:
    """The same, for whoever puts the pages beside it that the bureau has published.

    Raises:
        LawRefused: a page or a file beside the pages is not fully understood.
    """
    taken = decisions or decisions_file()
    return load_folder(folder or shipped_law(), shipped=shipped_law(), vocabulary=VOCABULARY, decisions=taken)
