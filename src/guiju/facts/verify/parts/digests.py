"""SHA-256 and SM3 as plain functions from bytes to 32 bytes."""

import hashlib
import struct
from collections.abc import Callable

Digest = Callable[[bytes], bytes]

_SM3_START = bytes.fromhex("7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e")
_SM3_MASK = 0xFFFFFFFF
_SM3_SELF_TEST = (b"", b"abc", b"abcd" * 16, bytes(range(256)))


def sha256(data: bytes) -> bytes:
    """SHA-256 of ``data``."""
    return hashlib.sha256(data).digest()


def _turn(word: int, by: int) -> int:
    return ((word << by) | (word >> (32 - by))) & _SM3_MASK


_SM3_ROUND = tuple(_turn(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32) for j in range(64))


def _sm3_words(block: bytes) -> list[int]:
    w = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _turn(w[j - 3], 15)
        w.append(x ^ _turn(x, 15) ^ _turn(x, 23) ^ _turn(w[j - 13], 7) ^ w[j - 6])
    return w


def _sm3_compress(state: list[int], block: bytes) -> list[int]:
    w = _sm3_words(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        a12 = _turn(a, 12)
        ss1 = _turn((a12 + e + _SM3_ROUND[j]) & _SM3_MASK, 7)
        if j < 16:
            ff, gg = a ^ b ^ c, e ^ f ^ g
        else:
            ff, gg = (a & b) | (a & c) | (b & c), (e & f) | (~e & g)
        tt1 = (ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4])) & _SM3_MASK
        tt2 = (gg + h + ss1 + w[j]) & _SM3_MASK
        a, b, c, d = tt1, a, _turn(b, 9), c
        e, f, g, h = tt2 ^ _turn(tt2, 9) ^ _turn(tt2, 17), e, _turn(f, 19), g
    return [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True)]


def plain_sm3(data: bytes) -> bytes:
    """SM3 of ``data`` (GB/T 32905), in Python alone."""
    state = list(struct.unpack(">8I", _SM3_START))
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + struct.pack(">Q", 8 * len(data))
    for start in range(0, len(padded), 64):
        state = _sm3_compress(state, padded[start : start + 64])
    return struct.pack(">8I", *state)


def _library_sm3(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def _choose_sm3() -> Digest:
    """The library's SM3 is a hundred times faster; it is used only where it exists and says the same."""
    try:
        same = all(_library_sm3(sample) == plain_sm3(sample) for sample in _SM3_SELF_TEST)
    except ValueError:
        same = False
    return _library_sm3 if same else plain_sm3


sm3 = _choose_sm3()

DIGESTS: dict[str, Digest] = {"sha256": sha256, "sm3": sm3}
"""What may stand after ``hash:`` in a checkpoint."""
