"""The papers that records name: counted always, and held against a folder of sealed files where one is given."""

import hashlib
import json
import os
from collections.abc import Sequence

PAPERS = ("papers.attached", "papers.withheld", "papers.template_proposed")
"""The types of the events that name a paper by the hash of its sealed bytes (docs/ledger-format.md §9)."""
_BLOCK = 1 << 20


def paper_in(body: object) -> str:
    """The hash of the paper that a body names; nothing where it names none in that form."""
    try:
        name = json.loads(body)["fields"]["paper"] if type(body) is str else ""
        return name if len(bytes.fromhex(name)) == 32 and name == name.lower() else ""
    except (ValueError, KeyError, TypeError):
        return ""


class Shelf:
    """A folder of sealed papers, each under its hash in a folder of the hash's first two digits."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def problem(self, name: str) -> str:
        """What is wrong with a paper: nothing, or the kind of problem."""
        if not name:
            return "paper.form"
        digest = hashlib.sha256()
        try:
            with open(os.path.join(self._folder, name[:2], name), "rb") as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
        except FileNotFoundError:
            return "paper.missing"
        return "" if digest.hexdigest() == name else "paper.changed"


def wrong_papers(shelf: Shelf | None, names: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Which of some papers are wrong, by the offset of their records, and how; none where no folder was given."""
    if shelf is None:
        return []
    told = [(at, shelf.problem(name)) for at, name in names]
    return [(at, kind) for at, kind in told if kind]
