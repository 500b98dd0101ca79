"""Who may see what: a value that the bureau makes for an account at an instant, and that every query applies."""

from dataclasses import dataclass, replace

ALWAYS, FOREVER = -(2**63), 2**63 - 1
"""The ends of periods that have none; periods are half-open and in microseconds since the epoch."""

PathRange = tuple[str, str]
"""Half-open, in the paths of ``values.unit_code``."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What one role, held on one unit, lets its holder see until it ends.

    ``kinds`` are the beginnings of the names of events ("cases."), "" for all. An event counts to the unit as that
    unit stood in the tree when it happened. ``sees_unplaced``: events that no unit answers for. ``handles_withheld``:
    what is withheld from those concerned is this role's own work. ``sees_suspected``: findings that nobody has verified
    yet. ``on_behalf`` is the account that delegated it.
    """

    role: str
    unit: str = ""
    ranges: tuple[PathRange, ...] = ()
    kinds: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    until: int = FOREVER
    is_everywhere: bool = False
    sees_unplaced: bool = False
    handles_withheld: bool = False
    sees_suspected: bool = True
    on_behalf: str = ""

    def covers(self, path: str) -> bool:
        """Tell whether a unit at this path lies within."""
        return self.is_everywhere or any(low <= path < high for low, high in self.ranges)


@dataclass(frozen=True, slots=True)
class Scope:
    """All that one account may see: its reaches, and the records of its own holder.

    ``officers`` are the holder's own police numbers. ``own_kinds`` is what one sees of oneself and of the cases and
    calls one takes part in; ``withheld`` is what nobody sees of himself.
    """

    account: str
    natural_person: str = ""
    officers: tuple[str, ...] = ()
    at: int = 0
    reaches: tuple[Reach, ...] = ()
    own_kinds: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    def reaches_at(self, now: int, kind: str = "") -> tuple[Reach, ...]:
        """The reaches that have not ended; with ``kind``, those that show such events."""
        return tuple(
            reach
            for reach in self.reaches
            if now < reach.until and (not kind or any(kind.startswith(start) for start in reach.kinds))
        )

    def for_purpose(self, purpose: str) -> "Scope":
        """The same viewer, who looks for one purpose only; his own records need none."""
        return replace(self, reaches=tuple(reach for reach in self.reaches if purpose in reach.purposes))
