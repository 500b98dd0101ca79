"""A receipt: one event, its place in the tree, and the checkpoint that covers it (docs/ledger-format.md §6)."""

import json
from collections.abc import Sequence
from typing import Any

from guiju.facts.verify.parts.checkpoint import read_checkpoint
from guiju.facts.verify.parts.digests import DIGESTS
from guiju.facts.verify.parts.event_leaf import short_code
from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.outside.held import Held
from guiju.facts.verify.parts.outside.origins import QUOTED, QuotedLeaf
from guiju.facts.verify.parts.problems import Boundary, Report
from guiju.facts.verify.parts.rows import EventColumns
from guiju.facts.verify.parts.saying import Unreadable, utc
from guiju.facts.verify.parts.tree import inclusion_holds

_EVENT_COLUMNS = (
    "stream", "seq", "type", "schema", "happened_at", "recorded_at", "actor", "actor_kind", "on_behalf", "unit_as_of",
    "idem_key", "body", "prev", "leaf", "keys",
)  # fmt: skip


def verify_bundle(data: bytes, publics: Sequence[bytes] | None, held: Sequence[Held] = ()) -> Report:
    """Check a receipt; ``publics`` is None where the keys within it are to be believed.

    Raises:
        Unreadable: it is no receipt of this format.
    """
    try:
        said = json.loads(data)
        return _verify(said, publics, held)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise Unreadable("不是本格式的回执。", "This is no receipt of this format.") from error


def _verify(said: dict[str, Any], publics: Sequence[bytes] | None, held: Sequence[Held]) -> Report:
    if said["guiju"] != "receipt-1":
        raise ValueError("another format")
    event, index, told = said["event"], said["index"], said["checkpoint"]
    text = told["text"].encode()
    checkpoint = read_checkpoint(text)
    digest = DIGESTS[checkpoint.hash_name]
    keys = publics if publics is not None else [bytes.fromhex(value) for value in said["keys"].values()]
    ring = KeyRing(keys)
    report = Report()
    report.subject, report.ledger = "receipt", checkpoint.ledger
    report.boundaries = [Boundary(checkpoint.size, checkpoint.sealed_at)]
    columns = EventColumns(digest)
    columns.take(["event", index, event["leaf"], 0, *(event[name] for name in _EVENT_COLUMNS)], 3)
    _, stream, seq, recorded_at, _, leaf, _, _ = columns.taken[0]
    record = {"index": index, "stream": stream, "seq": seq}
    for _, kind, detail in columns.faults:
        report.add(kind, index, **record, column=detail, schema=detail)
    for event_id, _, _, corrected in columns.corrections:
        if not corrected:
            report.add("correction.leaf", index, **record, event=event_id)
    _check_quoted(columns, report, record)
    proof = [bytes.fromhex(step) for step in said["proof"]]
    if not inclusion_holds(leaf, index, checkpoint.size, proof, checkpoint.root, digest):
        report.add("receipt.proof", index, **record)
    if recorded_at > checkpoint.sealed_at:
        report.add("time.bounds", index, **record, recorded_at=utc(recorded_at))
    size = {"size": checkpoint.size, "key_id": told["key_id"]}
    if fault := ring.fault(told["key_id"], bytes.fromhex(told["signature"]), text):
        report.add(fault, checkpoint.size - 0.5, **size)
    if told["size"] != checkpoint.size:
        report.add("checkpoint.size", checkpoint.size - 0.5, **size)
    if (said["ledger"], said["hash"]) != (checkpoint.ledger, checkpoint.hash_name):
        report.add("checkpoint.ledger", checkpoint.size - 0.5, **size)
    for one in held:
        if (one.said.ledger, one.said.size) == (checkpoint.ledger, checkpoint.size) and one.text != text:
            same = one.said.root == checkpoint.root
            report.add("held.text" if same else "held.root", checkpoint.size - 0.4, **size)
    report.last = {"size": checkpoint.size, "root": checkpoint.root.hex(), "sealed_at": checkpoint.sealed_at}
    code = short_code(leaf)
    report.notes.append((f"短码 {code}", f"short code {code}"))
    return report


def _check_quoted(columns: EventColumns, report: Report, record: dict[str, Any]) -> None:
    """Name a record that quotes one of another ledger and does not say the same."""
    for quoted in (QuotedLeaf(*told) for _, kind, told in columns.origins if kind == QUOTED):
        if not quoted.is_sound:
            report.add("origin.record", record["index"], **record, ledger=quoted.ledger, number=quoted.place)
