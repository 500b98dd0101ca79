"""Signing with Ed25519 (RFC 8032 §5.1.6), in Python alone.

It is not constant-time: who can measure how long a signature takes, thousands of times and closely, may learn the key.
So it may run where it signs a few times an hour, on the witness's own machine and account, with nobody else's programs
beside it. Guiju's own key is never used with it.
"""

import hashlib

from guiju.facts.verify.parts.curves.ed25519 import (
    ED_BASE,
    ED_L,
    ED_P,
    ED_ZERO,
    Ed25519Key,
    Extended,
    ed_add,
)
from guiju.facts.verify.parts.keys import key_id_of
from guiju.facts.verify.parts.saying import Unreadable


def _ed_times(scalar: int) -> bytes:
    """The encoded multiple of the base point."""
    x, y = ED_BASE
    doubled: Extended = (x, y, 1, x * y % ED_P)
    point = ED_ZERO
    for bit in range(256):
        added = ed_add(point, doubled)
        # Both are computed for every bit, though Python's numbers take their time as they please.
        point = added if scalar >> bit & 1 else point
        doubled = ed_add(doubled, doubled)
    px, py, pz, _ = point
    inverse = pow(pz, -1, ED_P)
    return ((py * inverse % ED_P) | (px * inverse % ED_P & 1) << 255).to_bytes(32, "little")


def _ed_challenge(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ED_L


class SigningKey:
    """A private key: 32 bytes drawn at random.

    Raises:
        ValueError: the seed is not 32 bytes.
    """

    def __init__(self, seed: bytes) -> None:
        if len(seed) != 32:
            raise ValueError("a private key is 32 bytes")
        digest = hashlib.sha512(seed).digest()
        self._scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
        self._prefix = digest[32:]
        self.public = _ed_times(self._scalar)
        self.key_id = key_id_of(self.public)

    def sign(self, message: bytes) -> bytes:
        """The signature over the exact bytes, checked before it is handed out: a wrong one could give the key away.

        Raises:
            Unreadable: the machine computed it wrongly.
        """
        secret = _ed_challenge(self._prefix, message)
        point = _ed_times(secret)
        scalar = (secret + _ed_challenge(point, self.public, message) * self._scalar) % ED_L
        signature = point + scalar.to_bytes(32, "little")
        if not Ed25519Key(self.public).holds(signature, message):
            raise Unreadable(
                "本机算出的签名不成立，机器可能有故障。", "The signature computed does not hold: a faulty machine?"
            )
        return signature
