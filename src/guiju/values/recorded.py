"""An event as the ledger holds it, and what hears of it in the same transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from guiju.values.event import KEYS, Event, FieldValue


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded event: ``event`` is what rules judge, the rest is who wrote it, when, and in whose place.

    ``first`` is the id of the first version where this one corrects another, else its own; ``event.seq`` is that id, so
    that a corrected row keeps the identity of the first. ``recorded_at`` and ``first_recorded_at`` are microseconds
    since the epoch. ``actor_kind``: person, system, import or operator. ``batch`` is the event id of the import that
    brought it, or None where it was written here. ``leaf`` is its hash: what another event names it by, for ids are
    not hashed.
    """

    id: int
    stream: str
    seq: int
    event: Event
    recorded_at: int
    actor: str
    actor_kind: str
    unit_as_of: str
    batch: int | None
    corrects: int | None
    first: int
    leaf: bytes

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """What it is about: pairs of kind and value, several officers as several pairs."""
        return keys_of(self.event.fields)


_SORTED_KEYS = tuple(sorted(KEYS))
Follower = Callable[[Sequence[Recorded]], None]
"""Told of newly recorded events inside their transaction. It writes only its own tables and never appends."""


def keys_of(fields: Mapping[str, FieldValue]) -> tuple[tuple[str, str], ...]:
    """The pairs of kind and value among ``fields``, sorted as bytes, without empty ones."""
    pairs: list[tuple[str, str]] = []
    for kind in _SORTED_KEYS:
        value = fields.get(kind)
        if isinstance(value, tuple):
            # By code point is by UTF-8 byte.
            pairs += [(kind, one) for one in sorted({str(one) for one in value} - {""})]
        elif value is not None and value != "":
            pairs.append((kind, str(value)))
    return tuple(pairs)
