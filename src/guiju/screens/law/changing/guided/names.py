"""How the fields of the guided form are called, and how many rows of each there are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from guiju.findings.lawmaking.drafting import MOST_CONDITIONS

MOST_CASES, MOST_ROWS, LEAST_ROWS = 12, 8, 2
CONDITIONS = tuple(f"{group}{number}" for group in ("only", "need") for number in range(1, MOST_CONDITIONS + 1))
ANSWER_ONLY = "answer_only"
PARTS_OF_CONDITION = ("field", "comparison", "value")
SAYS = "says_"
_ROW = re.compile(r"case(\d{1,2})_row(\d)_(\w+)")


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows each worked case has; as many entries as there are cases."""

    rows: tuple[int, ...]

    def with_case(self) -> "Size":
        """With one worked case more, up to the most that a form has."""
        return Size((*self.rows, LEAST_ROWS)[:MOST_CASES])

    def with_row(self, case: int) -> "Size":
        """With one row more in a worked case, counted from 1."""
        return Size(tuple(min(n + (place == case), MOST_ROWS) for place, n in enumerate(self.rows, 1)))


def size_of(names: Iterable[str], least_cases: int) -> Size:
    """How many rows a form had whose fields bear these names."""
    rows: dict[int, int] = {}
    for name in names:
        found = _ROW.fullmatch(name)
        if found is not None and 0 < int(found[1]) <= MOST_CASES and 0 < int(found[2]) <= MOST_ROWS:
            rows[int(found[1])] = max(rows.get(int(found[1]), 0), int(found[2]))
    cases = max([least_cases, *rows])
    return Size(tuple(max(LEAST_ROWS, rows.get(number, 0)) for number in range(1, cases + 1)))


def said_names(names: Iterable[str]) -> set[str]:
    """What rows of worked cases are asked for beside step and time: keys and fields of events."""
    found = (_ROW.fullmatch(name) for name in names)
    return {one[3].removeprefix(SAYS) for one in found if one is not None and one[3].startswith(SAYS)}
