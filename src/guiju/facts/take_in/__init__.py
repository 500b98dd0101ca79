"""Files come in here: one file and its mapping become an event table, or are refused with a reason."""

from typing import TYPE_CHECKING

from guiju.facts.take_in.caps import Caps, TakeInRefused
from guiju.facts.take_in.mapping import Mapping, load_mapping

if TYPE_CHECKING:
    from guiju.facts.take_in.door import Taken, take_in

__all__ = ["Caps", "Mapping", "TakeInRefused", "Taken", "load_mapping", "take_in"]


def __getattr__(name: str) -> object:
    """The door itself, on first use: the reading process passes here too, needs no door, and must start fast."""
    if name in ("Taken", "take_in"):
        from guiju.facts.take_in import door

        return getattr(door, name)
    raise AttributeError(name)
