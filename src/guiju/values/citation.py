"""Where a duty comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """One article of one instrument; the edition that cites it says from when to when it was in force."""

    instrument: str
    article: str
