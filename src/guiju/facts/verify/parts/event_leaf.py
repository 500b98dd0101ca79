"""From the columns of an event to its leaf, as docs/ledger-format.md §2 writes it."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guiju.facts.verify.parts.digests import Digest, sha256

KEY_KINDS = ("case", "person", "item", "act", "call", "room", "recording", "officer", "unit", "plan")
NOTHING_BEFORE = bytes(32)
"""``prev`` of a stream's first event."""

_LENGTH = tuple(struct.pack(">I", length) for length in range(1024))
_MARK = b"\x00\x00\x00\x0eguiju-event-1"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def header_bytes(row: Iterable[str | int], prev: bytes, keys: Sequence[tuple[str, str]]) -> bytes:
    """The header of an event.

    ``row`` is stream, seq, type, schema, happened_at, recorded_at, actor, actor_kind, on_behalf, unit_as_of and
    idem_key, in this order; ``keys`` are pairs of kind and value in any order.
    """
    length = _LENGTH
    values = [value.encode() if isinstance(value, str) else b"%d" % value for value in row]
    values += (prev, b"%d" % len(keys))
    # By code point is by UTF-8 byte.
    for kind, text in sorted(keys):
        values += (kind.encode(), text.encode())
    out = [_MARK]
    for value in values:
        size = len(value)
        out += (length[size] if size < 1024 else struct.pack(">I", size), value)
    return b"".join(out)


def leaf_hash(
    row: Iterable[str | int], prev: bytes, keys: Sequence[tuple[str, str]], body: bytes, digest: Digest = sha256
) -> bytes:
    """The leaf of an event: H(0x00, header, H(body)); ``row``, ``prev`` and ``keys`` as in ``header_bytes``."""
    return digest(b"\x00" + header_bytes(row, prev, keys) + digest(body))


def keys_in_body(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The keys that a body's ``fields`` say: what the rows of ``event_key`` must be a copy of. Empty values are none.

    Raises:
        ValueError: a key is neither a scalar nor a list of scalars.
    """
    pairs = []
    for kind in KEY_KINDS:
        if kind in fields:
            value = fields[kind]
            for one in value if type(value) is list else (value,):
                if one is None or one == "":
                    continue
                if not isinstance(one, str | int | float):
                    raise ValueError(f"{kind} is no key")
                pairs.append((kind, str(one)))
    return sorted(set(pairs))


def short_code(leaf: bytes) -> str:
    """The short code of a receipt: it finds an event, it does not prove it."""
    number = int.from_bytes(leaf[:10], "big")
    text = "".join(_CROCKFORD[number >> shift & 31] for shift in range(75, -1, -5))
    return "G1-" + "-".join(text[start : start + 4] for start in range(0, 16, 4))
