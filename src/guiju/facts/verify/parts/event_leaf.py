"""From the columns of an event to its leaf, as docs/ledger-format.md §2 writes it."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guiju.facts.verify.parts.digests import Digest, sha256

KEY_KINDS = ("act", "call", "case", "item", "officer", "person", "plan", "recording", "room", "unit")
"""What an event can be about, sorted."""
NOTHING_BEFORE = bytes(32)
"""``prev`` of a stream's first event."""

_MARK = "\0\0\0\x0dguiju-event-1"
_SHORT = tuple("\0\0\0" + chr(length) for length in range(128))
_LENGTHS = tuple(struct.pack(">I", length) for length in range(1024))
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def header_bytes(row: Sequence[Any], prev: bytes, keys: Sequence[tuple[str, str]]) -> bytes:
    """The header of an event.

    ``row`` is stream, seq, type, schema, happened_at, recorded_at, actor, actor_kind, on_behalf, unit_as_of and
    idem_key, in this order; ``keys`` are pairs of kind and value in any order.
    """
    # In ASCII a text is as long as its bytes, and below 128 its length is four characters, too: one formatting does.
    p = _SHORT
    try:
        a, seq, c, schema, happened_at, recorded_at, g, h, i, j, k = row
        b, d, e, f, m = str(seq), str(schema), str(happened_at), str(recorded_at), str(len(keys))
        before = (
            f"{_MARK}{p[len(a)]}{a}{p[len(b)]}{b}{p[len(c)]}{c}{p[len(d)]}{d}{p[len(e)]}{e}{p[len(f)]}{f}{p[len(g)]}{g}"
            f"{p[len(h)]}{h}{p[len(i)]}{i}{p[len(j)]}{j}{p[len(k)]}{k}{p[len(prev)]}"
        )
        after = "".join([f"{p[len(kind)]}{kind}{p[len(value)]}{value}" for kind, value in sorted(keys)])
        if before.isascii() and after.isascii():
            return before.encode() + prev + f"{p[len(m)]}{m}{after}".encode()
    except IndexError:
        pass
    return plain_header_bytes(row, prev, keys)


def plain_header_bytes(row: Iterable[Any], prev: bytes, keys: Sequence[tuple[str, str]]) -> bytes:
    """The header of any event, a field at a time: what ``header_bytes`` is short for."""
    values = [_MARK[4:].encode(), *[str(value).encode() for value in row], prev, b"%d" % len(keys)]
    # By code point is by UTF-8 byte.
    for kind, text in sorted(keys):
        values += (kind.encode(), text.encode())
    return b"".join([_LENGTHS[len(value)] + value if len(value) < 1024 else _long(value) for value in values])


def _long(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


def leaf_hash(
    row: Sequence[Any], prev: bytes, keys: Sequence[tuple[str, str]], body: bytes, digest: Digest = sha256
) -> bytes:
    """The leaf of an event: H(0x00, header, H(body)); ``row``, ``prev`` and ``keys`` as in ``header_bytes``."""
    return digest(b"\x00" + header_bytes(row, prev, keys) + digest(body))


def keys_in_body(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The keys that a body's ``fields`` say, sorted: what the rows of ``event_key`` must be a copy of.

    Empty values are no keys. Raises ``ValueError`` where a key is neither a scalar nor a list of scalars.
    """
    pairs = []
    for kind in KEY_KINDS:
        if kind in fields:
            value = fields[kind]
            if type(value) is str and value:
                pairs.append((kind, value))
            elif type(value) is list and set(map(type, value)) == {str} and "" not in value:
                pairs += [(kind, text) for text in sorted(set(value))]
            else:
                pairs += [(kind, text) for text in _texts(value)]
    return pairs


def _texts(value: object) -> list[str]:
    texts = set()
    for one in value if isinstance(value, list) else (value,):
        if isinstance(one, str | int | float):
            texts.add(str(one))
        elif one is not None:
            raise ValueError("not a key")
    return sorted(texts - {""})


def short_code(leaf: bytes) -> str:
    """The short code of a receipt: it finds an event, it does not prove it."""
    number = int.from_bytes(leaf[:10], "big")
    text = "".join(_CROCKFORD[number >> shift & 31] for shift in range(75, -1, -5))
    return "G1-" + "-".join(text[start : start + 4] for start in range(0, 16, 4))
