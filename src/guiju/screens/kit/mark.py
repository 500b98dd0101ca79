"""The mark on whatever leaves the site: who took it, of which unit, when, and under which number."""

import secrets
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guiju.screens.kit.figures import said_instant
from guiju.screens.kit.visit import Visit


@dataclass(frozen=True, slots=True)
class Mark:
    """Stands on every page and above every table; ``number`` is also what the read log keeps."""

    who: str
    unit: str
    at: int
    number: str
    warning: str = ""

    @property
    def line(self) -> str:
        """All of it in one line."""
        return " · ".join(part for part in (self.who, self.unit, said_instant(self.at), self.number) if part)


def mark_of(visit: Visit, warning: str = "") -> Mark:
    """A new mark for this visitor, with a number of its own."""
    holder = visit.holder
    who = f"{holder.name}（{holder.officer}）" if holder.officer else holder.name
    return Mark(
        who, holder.unit_name, visit.at, f"GJ-{secrets.token_hex(6).upper()}", warning or _("内部资料，按权限使用")
    )
