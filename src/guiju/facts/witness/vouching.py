"""How far the witnesses vouch for the ledger, read from the signatures that were taken in and checked again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.outside.cosignature import Cosignature, Witnesses

_LAST = (
    "SELECT p.size, p.text, c.witness, c.signed_at, c.signature FROM cosignature c "
    "JOIN (SELECT witness, max(checkpoint) AS checkpoint FROM cosignature GROUP BY witness) m "
    "ON m.witness = c.witness AND m.checkpoint = c.checkpoint JOIN checkpoint p ON p.number = c.checkpoint"
)


@dataclass(frozen=True, slots=True)
class WitnessState:
    """What one witness signed last: size and its own time; None where nothing of it is held that holds."""

    key_id: str
    name: str
    size: int | None = None
    signed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far enough witnesses vouch for the ledger: the size, and the oldest of the signatures that this rests on."""

    states: Sequence[WitnessState]
    need: int
    size: int | None
    since: int | None


def standing(witnesses: Witnesses) -> Standing:
    """What each witness has signed last, and what follows for the whole.

    Law:    docs/ledger-format.md §7: whoever signs a larger tree vouches for the smaller ones.
    Clock:  elapsed; each witness's own.
    """
    ring = KeyRing(witnesses.publics.values())
    last = {one.key_id: (size, one.signed_at) for size, text, one in _last() if one.holds(ring, text)}
    states = [WitnessState(key_id, name, *last.get(key_id, ())) for key_id, name in sorted(witnesses.names.items())]
    size = witnesses.covered({key_id: found for key_id, (found, _) in last.items()})
    times = sorted((at for key_id, (found, at) in last.items() if size is not None and found >= size), reverse=True)
    return Standing(states, witnesses.need, size, times[witnesses.need - 1] if times else None)


def last_sizes() -> dict[str, int]:
    """The size that each witness signed last, by its key id, as the rows say it."""
    return {one.key_id: size for size, _, one in _last()}


def cosignatures_of(size: int) -> list[Cosignature]:
    """The signatures of witnesses under the checkpoint of this size."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.witness, c.signed_at, c.signature FROM cosignature c "
            "JOIN checkpoint p ON p.number = c.checkpoint WHERE p.size = %s ORDER BY c.witness", (size,),
        )  # fmt: skip
        return [Cosignature(witness, at, bytes(proof)) for witness, at, proof in cursor.fetchall()]


def _last() -> list[tuple[int, bytes, Cosignature]]:
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        rows = cursor.fetchall()
    return [(size, bytes(text), Cosignature(witness, at, bytes(proof))) for size, text, witness, at, proof in rows]
