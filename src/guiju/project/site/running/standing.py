"""How the service stands: whether it can record, and if not, what is to be done. Every page may ask."""

from dataclasses import dataclass
from threading import Lock

from guiju.facts.seal.sealer import TreeAltered
from guiju.facts.turns import DatabaseLost, DiskFull
from guiju.values.errors import GuijuError

_BARRING = (DiskFull, DatabaseLost, TreeAltered)
"""Where one of these stands nothing is recorded: pages show what there is and take nothing in."""


@dataclass(frozen=True, slots=True)
class State:
    """Whether nothing can be recorded at present, and the sentence and remedy that a page shows then."""

    is_read_only: bool = False
    sentence: str = ""
    remedy: str = ""


_door = Lock()
_troubles: dict[str, GuijuError] = {}


def note(part: str, trouble: GuijuError | None) -> None:
    """Say that a part of the service is in trouble, or that it no longer is."""
    with _door:
        if trouble is None:
            _troubles.pop(part, None)
        else:
            _troubles[part] = trouble


def is_troubled(part: str) -> bool:
    """Whether this part last said that it is in trouble."""
    with _door:
        return part in _troubles


def state() -> State:
    """How the service stands at present."""
    with _door:
        barring = [one for one in _troubles.values() if isinstance(one, _BARRING)]
        told: list[GuijuError] = [*barring, *_troubles.values()]
        return State(bool(barring), told[0].sentence, told[0].remedy) if told else State()
