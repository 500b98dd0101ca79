"""The text of a checkpoint, written and read to the byte (docs/ledger-format.md §4)."""

import re
from typing import NamedTuple

from guiju.facts.verify.parts.digests import DIGESTS

_CHECKPOINT_FORM = re.compile(
    rb"guiju-checkpoint-1\nledger: ([0-9a-f]{32})\nepoch: (0|[1-9][0-9]{0,17})\nhash: ([a-z0-9]{1,16})\n"
    rb"size: (0|[1-9][0-9]{0,17})\nroot: ([0-9a-f]{64})\nsealed_at: (0|-?[1-9][0-9]{0,17})\n"
    rb"previous: ([0-9a-f]{64})\nschema: ([0-9a-f]{64})\n"
)


class Checkpoint(NamedTuple):
    """What a checkpoint says; ``sealed_at`` in microseconds since the epoch."""

    ledger: str
    epoch: int
    hash_name: str
    size: int
    root: bytes
    sealed_at: int
    previous: bytes
    schema: bytes


def checkpoint_text(
    *,
    ledger: str,
    epoch: int,
    hash_name: str,
    size: int,
    root: bytes,
    sealed_at: int,
    previous: bytes,
    schema: bytes,
) -> bytes:
    """The exact bytes that are signed.

    Raises:
        ValueError: a value does not fit the format, so that nobody could read the text again.
    """
    text = (
        f"guiju-checkpoint-1\nledger: {ledger}\nepoch: {epoch}\nhash: {hash_name}\nsize: {size}\nroot: {root.hex()}\n"
        f"sealed_at: {sealed_at}\nprevious: {previous.hex()}\nschema: {schema.hex()}\n"
    ).encode()
    read_checkpoint(text)
    return text


def read_checkpoint(text: bytes) -> Checkpoint:
    """What the text says.

    Raises:
        ValueError: it is not a checkpoint of this format, to the byte.
    """
    found = _CHECKPOINT_FORM.fullmatch(text)
    if found is None or found[3].decode() not in DIGESTS:
        raise ValueError("not a checkpoint of format 1")
    ledger, epoch, hash_name, size, root, sealed_at, previous, schema = (group.decode() for group in found.groups())
    return Checkpoint(
        ledger,
        int(epoch),
        hash_name,
        int(size),
        bytes.fromhex(root),
        int(sealed_at),
        bytes.fromhex(previous),
        bytes.fromhex(schema),
    )
