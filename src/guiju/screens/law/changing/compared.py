"""Two texts of a page side by side: what stays, what goes, what comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 3
"""So many lines that stay are shown before and after a change."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of both texts; a number is 0 where the side has none. ``is_gap``: lines that stay were left out."""

    old_number: int
    old: str
    new_number: int
    new: str
    is_changed: bool = False
    is_gap: bool = False


def side_by_side(old: str, new: str) -> list[Row]:
    """The lines of both texts beside each other, without the long stretches in which nothing is changed."""
    before, after = old.splitlines(), new.splitlines()
    found: list[Row] = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(AROUND):
        if found:
            found.append(Row(0, "", 0, "", is_gap=True))
        for kind, start, end, begins, ends in group:
            found += _rows(kind != "equal", before[start:end], start, after[begins:ends], begins)
    return found


def _rows(is_changed: bool, old: list[str], start: int, new: list[str], begins: int) -> Iterator[Row]:
    for number in range(max(len(old), len(new))):
        stood = (start + number + 1, old[number]) if number < len(old) else (0, "")
        stands = (begins + number + 1, new[number]) if number < len(new) else (0, "")
        yield Row(*stood, *stands, is_changed)
