"""What happened: the one noun every other package speaks about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

KEYS = ("case", "person", "item", "act", "call", "room", "recording", "officer", "unit", "plan")
"""What an event can be about. Every event may name an officer and a unit; the others are declared per type."""

COMMON_KEYS = ("officer", "unit")
ENTERED_AT, ENTERED_LATE = "entered_at", "entered_late"
"""When a source says that it took a row in, and whether that was later than its type allows; see ``timeliness``."""

IDENTIFYING = ("person_name", "document_number", "phone", "home_address", "birth_date")
"""Attributes that say who somebody of the public is: personal whatever event carries them."""
DESTROYED, KEY_MISSING = "〔已销毁〕", "〔密钥缺失〕"
"""What stands in the place of a personal value that cannot be read: its key is destroyed, or was not restored."""
UNREADABLE = frozenset({DESTROYED, KEY_MISSING})

Scalar = str | int | float | bool
FieldValue = Scalar | tuple[str, ...]

_NOTHING: Mapping[str, FieldValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class EventType:
    """A word in a vocabulary, always in the past tense.

    ``keys`` and ``attributes`` are the fields a row of this type may carry; a declared field that is
    empty in a row makes that row *unclear*, an undeclared one is simply not its business.
    ``standing`` attributes are read from the latest earlier row of the same case and person when the row
    itself is silent; ``flags`` are false when absent. ``recorded_within`` is a limit such as ``24 hours``.
    ``retention`` names the class that decides how long the event is kept. ``personal`` are the attributes that belong
    to the natural person whom the event is about: they are stored sealed with that person's key, and destroying the
    key erases them. ``is_receipted`` events are sealed before they are answered, with a receipt.
    ``is_internal`` ones are recorded by the machine alone, or by a signed act: no file may bring them.
    """

    name: str
    label: str
    keys: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    recorded_within: str = ""
    retention: str = ""
    personal: tuple[str, ...] = ()
    is_receipted: bool = False
    is_internal: bool = False

    def carries(self, key: str) -> bool:
        """Tell whether rows of this type are about a ``key`` at all."""
        return key in self.keys or key in COMMON_KEYS

    def may_say(self, field: str) -> bool:
        """Tell whether rows of this type may carry a key or attribute of that name."""
        is_timed = bool(self.recorded_within) and field in (ENTERED_AT, ENTERED_LATE)
        return is_timed or field in self.keys or field in self.attributes


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as recorded; never edited, only followed by another event.

    ``at`` counts microseconds since 1970-01-01T00:00Z; ``day`` is the proleptic ordinal of the local day and
    ``second`` the local second of that day, both fixed once at import; ``seq`` is the order of recording and
    decides between equal instants. ``fields`` holds keys and attributes; an absent or empty field is missing.
    ``officer`` is always a sorted tuple.
    """

    type: str
    at: int
    day: int
    second: int
    seq: int
    fields: Mapping[str, FieldValue] = field(default_factory=lambda: _NOTHING)
    recorded_at: int | None = None

    def get(self, name: str) -> FieldValue | None:
        """The value of a key or attribute, or None where the row is silent."""
        value = self.fields.get(name)
        return None if value == "" or value == () else value

    @property
    def officers(self) -> tuple[str, ...]:
        """The officers who did it; empty where the row does not say."""
        value = self.fields.get("officer", ())
        return value if isinstance(value, tuple) else (str(value),) if value else ()
