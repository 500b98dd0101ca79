"""Files come in here: one file and its mapping become an event table, or are refused with a reason."""

from guiju.facts.take_in.caps import Caps, TakeInRefused
from guiju.facts.take_in.door import Taken, take_in
from guiju.facts.take_in.mapping import Mapping, load_mapping

__all__ = ["Caps", "Mapping", "TakeInRefused", "Taken", "load_mapping", "take_in"]
