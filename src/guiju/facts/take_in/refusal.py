"""The book of refused rows: each with its number in the file and one reason."""

import numpy as np

from guiju.facts.take_in.columns import EMPTY, RawColumn


class Refusal:
    """Which rows are out, and why: the first reason found stands."""

    def __init__(self, count: int, refused: list[tuple[int, str]]) -> None:
        self.refused = refused
        self.reasons: list[str] = []
        self.code = np.full(count, EMPTY, dtype=np.int32)

    def add(self, rows: np.ndarray, reason: str) -> None:
        """Refuse the marked rows, unless they are out already."""
        fresh = rows & (self.code == EMPTY)
        if fresh.any():
            self.code[fresh] = len(self.reasons)
            self.reasons.append(reason)

    def add_values(self, column: RawColumn, reasons: dict[int, str]) -> None:
        """Refuse the rows that hold any of the values, each for its own reason."""
        if not reasons:
            return
        table = np.full(len(column.values), EMPTY, dtype=np.int32)
        for code, reason in reasons.items():
            table[code] = len(self.reasons)
            self.reasons.append(reason)
        found = column.look_up(table, EMPTY)
        fresh = (self.code == EMPTY) & (found != EMPTY)
        self.code[fresh] = found[fresh]

    def listed(self, row: np.ndarray, case: RawColumn | None) -> list[tuple[int, str, str]]:
        """All refused rows with their reasons and, where it can be read, their case, in the order of the file."""
        found = [(number, reason, "") for number, reason in self.refused]
        for index in np.flatnonzero(self.code != EMPTY).tolist():
            code = EMPTY if case is None else int(case.codes[index])
            whose = "" if case is None or code == EMPTY else str(case.values[code])
            found.append((int(row[index]), self.reasons[self.code[index]], whose))
        return sorted(found)
