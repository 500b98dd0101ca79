"""How much time a duty leaves: a number and a unit, as the article says it."""

from dataclasses import dataclass

SUBDAY = {"minutes": 60, "hours": 3600}
UNITS = (*SUBDAY, "days", "workdays", "months", "years")
LONGEST = {"minutes": 999_999, "hours": 999_999, "days": 99_999, "workdays": 25_000, "months": 1_200, "years": 100}
"""More than any law gives; beyond it dates would leave the calendar."""


@dataclass(frozen=True, slots=True)
class Limit:
    """``amount`` of one ``unit`` (see ``UNITS``); hours and minutes are elapsed time on every clock."""

    amount: int
    unit: str

    @property
    def is_elapsed(self) -> bool:
        """True where instants decide, not local days."""
        return self.unit in SUBDAY

    @property
    def micros(self) -> int:
        """The elapsed length in microseconds. Unit: only for hours and minutes."""
        return self.amount * SUBDAY[self.unit] * 1_000_000

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"
