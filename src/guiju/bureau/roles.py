"""What a role is. Which roles there are, and what each may do, `project/roles.py` says: it may name subjects."""

from collections.abc import Mapping
from dataclasses import dataclass

KEEP_UNITS = "keep_units"
KEEP_ROSTER = "keep_roster"
KEEP_ACCOUNTS = "keep_accounts"
RESET_SECOND_FACTOR = "reset_second_factor"
READ_ACCOUNTS, READ_ROLES, READ_REGISTERS = "read_accounts", "read_roles", "read_registers"
READ_AUDIT, READ_LOOKS = "read_audit", "read_looks"
"""They open pages; what stands on them, the scope decides."""
READ_CASES = "read_cases"
"""Everybody's who is no administrator: he has at least the records of cases that he took part in."""
PROPOSE_ROLE = "propose_role"
GRANT_ROLE = "grant_role"
RECORD = "record"
"""To enter what happened, step by step, for the cases of one's unit; the kinds of one's role bound which steps."""
READ_BURDEN = "read_burden"
"""To read how much the site itself asks people to type, by unit and form, never by person."""
KEEP_TEMPLATES = "keep_templates"
"""To bring the Word templates of the bureau's papers, and to approve those that another brought."""
CORRECT = "correct"
APPROVE_CORRECTION = "approve_correction"
EXPORT = "export"
IMPORT_FILES = "import_files"
TRUST_ORIGIN = "trust_origin"
"""To say by which key the ledger of a unit below is known; it takes two."""
PROPOSE_DESTRUCTION, CONFIRM_DESTRUCTION, HOLD_DATA = "propose_destruction", "confirm_destruction", "hold_data"

SYSTEM, SECURITY, AUDIT, CASE = "system", "security", "audit", "case"
ADMINISTRATORS = (SYSTEM, SECURITY, AUDIT)
"""The three administrators: nobody is two of them, and none of them holds a role of work."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: what its holder sees (beginnings of event names), for which purposes, and what he may do.

    ``capacity`` is one of the three administrators, or ``case`` for every role of work. A role without ``subtree``
    ends at the unit it was granted for. ``longest_days`` bounds the term of seats that must expire.
    Whoever does not stand in the line of command, nor looks after legality, sees no suspected finding.
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
    sees_suspected: bool = True
    is_delegable: bool = True

    @property
    def is_administrator(self) -> bool:
        """Whether this is one of the three administrators."""
        return self.capacity in ADMINISTRATORS


Roles = Mapping[str, Role]
