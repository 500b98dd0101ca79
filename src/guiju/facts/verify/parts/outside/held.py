"""Checkpoints that others hold: a witness's, a receipt's, one read from paper (docs/ledger-format.md §4)."""

import json
import re
from typing import Any, NamedTuple

from guiju.facts.verify.parts.checkpoint import Checkpoint, read_checkpoint
from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.outside.cosignature import Cosignature
from guiju.facts.verify.parts.saying import Unreadable

_HELD_FORM = re.compile(
    rb"(guiju-checkpoint-1\n(?:[a-z_]+: [^\n]*\n){8})((?:signature: [0-9a-f]{16} [0-9a-f]+\n)*)"
    rb"((?:cosignature: [0-9a-f]{16} -?[0-9]{1,19} [0-9a-f]+\n)*)"
)
_HELD_WRONG = Unreadable(
    "外部检查点文件不是检查点文本，也不是带有检查点的回执。",
    "The file of checkpoints holds neither texts of checkpoints nor receipts that carry one.",
)


class Held(NamedTuple):
    """A checkpoint held outside, and the signatures that came with it."""

    text: bytes
    said: Checkpoint
    signatures: tuple[tuple[str, bytes], ...]
    cosignatures: tuple[Cosignature, ...] = ()

    def holds(self, ring: KeyRing, witnesses: KeyRing) -> bool:
        """Whether no signature of a trusted key fails; a text without one is taken at its holder's word."""
        return all(ring.fault(*pair, self.text) != "checkpoint.signature" for pair in self.signatures) and all(
            one.holds(witnesses, self.text) for one in self.cosignatures if witnesses.knows(one.key_id)
        )

    def vouched(self, ring: KeyRing, witnesses: KeyRing) -> bool:
        """Whether one of the signatures is that of a trusted key."""
        return any(not ring.fault(*pair, self.text) for pair in self.signatures) or any(
            one.holds(witnesses, self.text) for one in self.cosignatures
        )


def read_held(data: bytes) -> list[Held]:
    """The checkpoints of a file: receipts as JSON, or texts, each with its lines of signatures after it.

    ``signature: key_id hex`` is the ledger's, ``cosignature: key_id signed_at hex`` a witness's.

    Raises:
        Unreadable: it holds something else, be it beside checkpoints.
    """
    plain = data.replace(b"\r\n", b"\n").lstrip()
    try:
        if plain[:1] in (b"{", b"["):
            said = json.loads(plain)
            found = [_from_json(one) for one in (said if isinstance(said, list) else [said])]
        else:
            if not plain.endswith(b"\n"):
                plain += b"\n"
            found = [_from_text(match[1], match[2], match[3]) for match in _HELD_FORM.finditer(plain)]
            if _HELD_FORM.sub(b"", plain).strip():
                raise _HELD_WRONG
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _HELD_WRONG from error
    if not found:
        raise _HELD_WRONG
    return found


def _from_json(said: Any) -> Held:
    one = said.get("checkpoint", said)
    text = one["text"].encode()
    signatures = ((one["key_id"], bytes.fromhex(one["signature"])),) if "signature" in one else ()
    return Held(text, read_checkpoint(text), signatures)


def _from_text(text: bytes, lines: bytes, witnessed: bytes) -> Held:
    words = [line.split() for line in lines.decode().splitlines()]
    signatures = tuple((key_id, bytes.fromhex(value)) for _, key_id, value in words)
    words = [line.split() for line in witnessed.decode().splitlines()]
    cosignatures = tuple(Cosignature(key_id, int(at), bytes.fromhex(value)) for _, key_id, at, value in words)
    return Held(text, read_checkpoint(text), signatures, cosignatures)
