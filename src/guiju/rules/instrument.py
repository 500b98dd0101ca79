"""The texts that pages cite: laws, rules, internal documents."""

from dataclasses import dataclass

from guiju.values.clock import Clock


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an instrument, in force on the days [``from_day``, ``to_day``); None where a day is not known."""

    from_day: int | None
    to_day: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, rule or document that pages may cite: its names, rank, texts, clock, and which limits are working days.

    ``superseded_by`` names what overrides it, in whole or in part.
    """

    name: str
    clock: Clock | None = None
    workdays: frozenset[int] = frozenset()
    workdays_up_to: int = 0
    full_name: str = ""
    rank: str = ""
    versions: tuple[Version, ...] = ()
    superseded_by: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_policy(self) -> bool:
        """Whether it is an internal document and no law."""
        return self.rank == "policy"

    def turns_to_workdays(self, days: int) -> bool:
        """Whether a limit of so many days under this instrument means working days."""
        return days in self.workdays or days <= self.workdays_up_to
