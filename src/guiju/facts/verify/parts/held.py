"""Checkpoints that others hold: a witness's, a receipt's, one typed in from paper."""

import json
import re
from typing import Any, NamedTuple

from guiju.facts.verify.parts.checkpoint import Checkpoint, read_checkpoint
from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.problems import Unreadable

_HELD_FORM = re.compile(
    rb"(guiju-checkpoint-1\n(?:[a-z_]+: [^\n]*\n){8})((?:signature: [0-9a-f]{16} [0-9a-f]+(?:\n|\Z))*)"
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

    def holds(self, ring: KeyRing) -> bool:
        """Whether no signature of a trusted key fails; a text without one is taken at its holder's word."""
        return all(ring.fault(*pair, self.text) != "checkpoint.signature" for pair in self.signatures)

    def vouched(self, ring: KeyRing) -> bool:
        """Whether one of the signatures is that of a trusted key."""
        return any(not ring.fault(*pair, self.text) for pair in self.signatures)


def read_held(data: bytes) -> list[Held]:
    """The checkpoints of a file: texts, each with lines ``signature: key_id hex`` after it, or receipts as JSON.

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
            found = [_from_text(match[1], match[2]) for match in _HELD_FORM.finditer(plain)]
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


def _from_text(text: bytes, lines: bytes) -> Held:
    words = [line.split() for line in lines.decode().splitlines()]
    return Held(text, read_checkpoint(text), tuple((key_id, bytes.fromhex(value)) for _, key_id, value in words))
