"""What a ledger hands its witness: a checkpoint, its signature, and the proof that the tree has only grown."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from guiju.facts.verify.parts.checkpoint import Checkpoint, read_checkpoint
from guiju.facts.verify.parts.saying import Unreadable

REQUEST_AT_MOST = 1_000_000
"""Bytes of a request: a proof has some forty steps for each witness; more is no request."""
_PROOFS_AT_MOST, _STEPS_AT_MOST = 64, 128


class Request(NamedTuple):
    """A request as it was read; nothing of it is believed yet. ``proofs`` are by the size that they begin with."""

    text: bytes
    said: Checkpoint
    signature: bytes
    key_id: str
    proofs: Mapping[int, tuple[bytes, ...]]


def read_request(data: bytes) -> Request:
    """The request that these bytes are.

    Raises:
        Unreadable: they are none.
    """
    try:
        if len(data) > REQUEST_AT_MOST:
            raise ValueError("too long")
        return _read_said(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("不是送签请求文件。", "This is no request to a witness.") from error


def _read_said(said: Mapping[str, Any]) -> Request:
    if said["guiju"] != "witness-request-1":
        raise ValueError("another format")
    checkpoint = said["checkpoint"]
    text = checkpoint["text"].encode()
    proofs = {int(size): tuple(map(bytes.fromhex, steps)) for size, steps in said["proofs"].items()}
    if len(proofs) > _PROOFS_AT_MOST or any(len(steps) > _STEPS_AT_MOST for steps in proofs.values()):
        raise ValueError("too many proofs")
    if any(len(step) != 32 for steps in proofs.values() for step in steps):
        raise ValueError("no digest")
    return Request(
        text, read_checkpoint(text), bytes.fromhex(checkpoint["signature"]), str(checkpoint["key_id"]), proofs
    )
