"""What a role is. Which roles there are, and what each may do, `project/roles.py` says: it may name subjects."""

from collections.abc import Mapping
from dataclasses import dataclass

KEEP_UNITS = "keep_units"
KEEP_ROSTER = "keep_roster"
KEEP_ACCOUNTS = "keep_accounts"
PROPOSE_ROLE = "propose_role"
GRANT_ROLE = "grant_role"
CORRECT = "correct"
APPROVE_CORRECTION = "approve_correction"

SYSTEM, SECURITY, AUDIT, CASE = "system", "security", "audit", "case"
ADMINISTRATORS = (SYSTEM, SECURITY, AUDIT)
"""The three administrators: nobody is two of them, and none of them holds a role of work."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: what its holder sees (beginnings of event names), for which purposes, and what he may do.

    ``capacity`` is one of the three administrators, or ``case`` for every role of work. A role without ``subtree``
    ends at the unit it was granted for. ``longest_days`` bounds the term of seats that must expire.
    """

    name: str
    label: str
    capacity: str = CASE
    kinds: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    may: frozenset[str] = frozenset()
    is_subtree: bool = True
    longest_days: int | None = None
    handles_withheld: bool = False
    sees_unplaced: bool = False
    is_delegable: bool = True

    @property
    def is_administrator(self) -> bool:
        """Whether this is one of the three administrators."""
        return self.capacity in ADMINISTRATORS


Roles = Mapping[str, Role]
