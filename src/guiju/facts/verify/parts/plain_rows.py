"""A row of a dump that holds no event, and the numbers that every row must have."""

from typing import Any

from guiju.facts.verify.parts.checkpoint import read_checkpoint
from guiju.facts.verify.parts.digests import Digest
from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.saying import Unreadable

Run = tuple[str, Any]
"""Consecutive lines of one kind: the kind, and what they say."""

_WIDTHS = {
    "guiju-dump": 4, "key": 3, "tile": 4, "leaf": 4, "outbox": 2, "orphan-key": 4, "correction": 4, "end": 4,
    "checkpoint": 5, "cosignature": 5,
}  # fmt: skip
_NUMBERS = {"checkpoint": 1, "tile": 2, "leaf": 1, "outbox": 1, "correction": 3, "end": 3}
"""How many columns, from the first, are whole numbers."""
SEALED, WAITING = 3, 1
STARTS = {"event": SEALED, "unsealed": WAITING}
"""Where an event's own columns begin, after the kind of line."""
SHOWN = 200
"""How many characters of a row are shown that has something else where a number belongs."""


def is_whole(value: object) -> bool:
    """Whether it is an integer that a column of numbers can hold."""
    return type(value) is int and -(1 << 63) <= value < 1 << 63


def bytes_of(value: object) -> bytes | None:
    """The bytes that a hexadecimal string stands for; None where it is none."""
    try:
        return bytes.fromhex(value) if type(value) is str else None
    except ValueError:
        return None


def _read_checkpoint_row(row: list[Any], ring: KeyRing, digest: Digest) -> tuple[Any, ...]:
    """Size as the row says it, what the text says, the text's digest, the fault if there is one, and the key's id."""
    _, size, text, signature, key_id = row
    try:
        raw = text.encode()
        said = tuple(read_checkpoint(raw))
    except (ValueError, AttributeError):
        return size if is_whole(size) else -1, None, b"", "checkpoint.form", str(key_id)
    fault = ring.fault(str(key_id), bytes_of(signature) or b"", raw)
    return size if is_whole(size) else said[3], said, digest(raw), fault, str(key_id)


def take_plain(name: str, row: list[Any], ring: KeyRing, digest: Digest) -> tuple[Any, ...]:
    """What a row without an event says."""
    if name == "checkpoint":
        return _read_checkpoint_row(row, ring, digest)
    if name in ("tile", "leaf"):
        return row[1], row[2] if is_whole(row[2]) else None, bytes_of(row[3]) or b""
    if name == "orphan-key":
        return row[1], str(row[2]), str(row[3])
    return tuple(row[1:])


def is_odd(name: str, row: list[Any]) -> bool:
    """Whether an id, a place or a size is no whole number: a database may hold anything anywhere.

    Raises:
        Unreadable: the row is not as wide as the dump writes it.
    """
    start = STARTS.get(name)
    if len(row) != (_WIDTHS[name] if start is None else start + 16):
        raise Unreadable("栏数不对。", "has the wrong number of columns.")
    if start is not None:
        return not (is_whole(row[1]) and is_whole(row[start]))
    return any(not is_whole(number) for number in row[1 : 1 + _NUMBERS.get(name, 0)])


def told_of_odd(name: str, number: int, row: list[Any], line: str) -> Run:
    """A row with something else in the place of a number: its kind and line, and what of it can still be used."""
    place, event, leaf = None, None, b""
    if name == "event":
        place, event, leaf = row[1], row[SEALED], bytes_of(row[2]) or b""
    elif name == "unsealed":
        event, leaf = row[WAITING], bytes_of(row[15]) or b""
    used = [one if is_whole(one) else None for one in (place, event)]
    return "odd", (number, name, line[:SHOWN], *used, leaf)
