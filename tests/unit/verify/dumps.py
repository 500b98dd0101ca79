"""A ledger as plain tables and its dump, written after docs/ledger-format.md alone: nothing of the verifier is used."""

import hashlib
import json
import random
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SECOND = 1_000_000
START = 1_700_000_000 * SECOND
COLUMNS = (
    "stream", "seq", "type", "schema", "happened_at", "recorded_at", "actor", "actor_kind", "on_behalf", "unit_as_of",
    "idem_key",
)  # fmt: skip
KINDS = ("case", "person", "item", "act", "call", "room", "recording", "officer", "unit", "plan")


def h(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def field_of(value: object) -> bytes:
    data = value if isinstance(value, bytes) else str(value).encode()
    return len(data).to_bytes(4, "big") + data


def leaf_of(event: dict[str, Any], keys: list[tuple[str, str]]) -> bytes:
    header = field_of("guiju-event-1") + b"".join(field_of(event[name]) for name in COLUMNS) + field_of(event["prev"])
    header += field_of(len(keys))
    for kind, value in sorted((kind.encode(), value.encode()) for kind, value in keys):
        header += field_of(kind) + field_of(value)
    return h(b"\x00" + header + h(event["body"]))


def root_of(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, as it stands there."""
    if not leaves:
        return h(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return h(b"\x01" + root_of(leaves[:k]) + root_of(leaves[k:]))


def path_of(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962 §2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if index < k:
        return [*path_of(index, leaves[:k]), root_of(leaves[k:])]
    return [*path_of(index - k, leaves[k:]), root_of(leaves[:k])]


@dataclass
class Ledger:
    """The tables; a test edits them as somebody with the database's password would."""

    seed: int = 0
    now: int = START
    events: list[dict[str, Any]] = field(default_factory=list)
    keys: list[tuple[int, str, str]] = field(default_factory=list)
    leaves: list[dict[str, Any]] = field(default_factory=list)
    tiles: list[list[Any]] = field(default_factory=list)
    checkpoints: list[dict[str, Any]] = field(default_factory=list)
    outbox: list[int] = field(default_factory=list)
    corrections: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.signer = Ed25519PrivateKey.from_private_bytes(h(b"key %d" % self.seed))
        self.public = self.signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key_id = hashlib.sha256(self.public).hexdigest()[:16]
        self.name = f"{self.random.getrandbits(128):032x}"
        self.checkpoint()

    def append(self, stream: str, fields: dict[str, Any], **said: Any) -> dict[str, Any]:
        """One event at the end of its stream, as Guiju writes it."""
        self.now += SECOND
        number = len(self.events) + 1
        before = [event for event in self.events if event["stream"] == stream]
        more = said.pop("more", {})
        if "corrects" in more:
            target = [event["leaf"] for event in self.events if event["id"] == more["corrects"]]
            more = {"corrects_leaf": target[0].hex() if target else "0" * 64, **more}
        body = {"day": 738000, "fields": fields, "offset": 480, "second": 28800, **more}
        event = {
            "id": number, "stream": stream, "seq": len(before) + 1, "type": "cases.accepted", "schema": 1,
            "happened_at": self.now - 60 * SECOND, "recorded_at": self.now, "actor": "012345", "actor_kind": "person",
            "on_behalf": "", "unit_as_of": "330100000000", "idem_key": f"k{number}",
            "body": json.dumps(body, ensure_ascii=False, sort_keys=True).encode(),
            "prev": before[-1]["leaf"] if before else bytes(32), **said,
        }  # fmt: skip
        pairs = set()
        for kind in KINDS:
            value = fields.get(kind, [])
            pairs |= {(kind, str(one)) for one in (value if isinstance(value, list) else [value])}
        event["leaf"] = leaf_of(event, sorted(pairs))
        self.events.append(event)
        self.keys += [(number, kind, value) for kind, value in sorted(pairs)]
        self.outbox.append(number)
        if "corrects" in body:
            self.corrections.append([body["corrects"], number, body["first"]])
        return event

    def begin_import(self, source: str) -> dict[str, Any]:
        """The event that begins an import, in the stream of its source."""
        writer = f"import:{source}"
        said = {"type": "ledger.import_begun", "actor": writer, "actor_kind": "import"}
        return self.append(writer, {"source_name": source}, **said)

    def bring(self, begun: dict[str, Any], case: str, row: int, **more: Any) -> dict[str, Any]:
        """One event of an import."""
        source = {"batch": begun["id"], "begun": begun["seq"], "row": row}
        said = {"actor": begun["stream"], "actor_kind": "import", "more": {"source": source, **more}}
        return self.append(f"case:{case}", {"case": case}, **said)

    def swap_ids(self, one: int, other: int) -> None:
        """Exchange the numbers of two rows wherever a column holds them; what bodies say stays as it was."""
        other_of = {one: other, other: one}
        for event in self.events:
            event["id"] = other_of.get(event["id"], event["id"])
        for leaf in self.leaves:
            leaf["event"] = other_of.get(leaf["event"], leaf["event"])
        self.keys = [(other_of.get(number, number), kind, value) for number, kind, value in self.keys]
        self.outbox = [other_of.get(number, number) for number in self.outbox]
        self.corrections = [[event, other_of.get(by, by), first] for event, by, first in self.corrections]

    def seal(self) -> None:
        """What waits gets its leaf, and a checkpoint says so."""
        for number in self.outbox:
            event = self.event(number)
            self.leaves.append({"index": len(self.leaves), "event": number, "hash": event["leaf"]})
            for level in (8, 16):
                if len(self.leaves) % (1 << level) == 0:
                    hashes = [leaf["hash"] for leaf in self.leaves[-(1 << level) :]]
                    self.tiles.append([level, (len(self.leaves) >> level) - 1, root_of(hashes)])
        self.outbox.clear()
        self.checkpoint()

    def checkpoint(self, **said: Any) -> None:
        """Sign the tree as it stands."""
        before = self.checkpoints[-1]["text"] if self.checkpoints else None
        lines = {
            "ledger": self.name, "epoch": 0, "hash": "sha256", "size": len(self.leaves),
            "root": root_of([leaf["hash"] for leaf in self.leaves]).hex(), "sealed_at": self.now,
            "previous": "0" * 64 if before is None else h(before).hex(), "schema": "5" * 64, **said,
        }  # fmt: skip
        text = ("guiju-checkpoint-1\n" + "".join(f"{name}: {value}\n" for name, value in lines.items())).encode()
        row = {"size": len(self.leaves), "text": text, "signature": self.signer.sign(text), "key_id": self.key_id}
        self.checkpoints.append(row)

    def event(self, number: int) -> dict[str, Any]:
        """The event with this id."""
        return next(event for event in self.events if event["id"] == number)

    def rows(self) -> list[list[Any]]:
        """The lines of the dump, §5."""
        events = {event["id"]: event for event in self.events}
        keys: dict[int, list[list[str]]] = {}
        for number, kind, value in self.keys:
            keys.setdefault(number, []).append([kind, value])
        out: list[list[Any]] = [["guiju-dump", 1, self.name, "sha256"], ["key", self.key_id, self.public.hex()]]
        out += [["checkpoint", *plain(row).values()] for row in self.checkpoints]
        out += [["tile", level, place, root.hex()] for level, place, root in sorted(self.tiles)]
        for leaf in sorted(self.leaves, key=lambda leaf: leaf["index"]):
            event, index, hashed = events.get(leaf["event"]), leaf["index"], leaf["hash"].hex()
            if event is None:
                out.append(["leaf", index, leaf["event"], hashed])
            else:
                out.append(["event", index, hashed, *plain(event).values(), keys.get(event["id"], [])])
        sealed = {leaf["event"] for leaf in self.leaves}
        waiting = sorted(number for number in events if number not in sealed)
        out += [["unsealed", *plain(events[number]).values(), keys.get(number, [])] for number in waiting]
        out += [["outbox", number] for number in self.outbox]
        out += [["orphan-key", *row] for row in self.keys if row[0] not in events]
        out += [["correction", *row] for row in self.corrections]
        return [*out, ["end", len(self.events), len(self.leaves), len(self.checkpoints)]]

    def dump(self) -> bytes:
        """The whole dump."""
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self.rows()).encode()

    def key_file(self) -> str:
        """What ``--key`` reads."""
        return f"{self.key_id} {self.public.hex()}\n"

    def receipt(self, index: int) -> dict[str, Any]:
        """The proof bundle of §6 for a sealed event."""
        last, leaf = self.checkpoints[-1], self.leaves[index]
        event = self.event(leaf["event"])
        said = plain(event)
        del said["id"]
        said["keys"] = [[kind, value] for number, kind, value in self.keys if number == leaf["event"]]
        return {
            "guiju": "receipt-1", "ledger": self.name, "hash": "sha256", "event": said, "index": index,
            "proof": [step.hex() for step in path_of(index, [one["hash"] for one in self.leaves])],
            "checkpoint": plain(last),
            "keys": {self.key_id: self.public.hex()},
        }  # fmt: skip


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON has it: texts as texts, other bytes as hexadecimal."""
    out = dict(row)
    for name, value in row.items():
        if isinstance(value, bytes):
            try:
                out[name] = value.decode() if name in ("body", "text") else value.hex()
            except UnicodeDecodeError:
                out[name] = {"hex": value.hex()}
    return out


def sample(seed: int = 0, events: int = 40, sealing: int = 7) -> Ledger:
    """A ledger of some cases and rooms, with corrections, sealed every few events; the last ones wait."""
    ledger = Ledger(seed)
    draw = ledger.random
    for number in range(1, events + 1):
        case = f"A{draw.randrange(6)}"
        fields = {"case": case, "person": f"某{draw.randrange(4)}", "officer": ["012345", "023456"], "kind": "criminal"}
        earlier = [event["id"] for event in ledger.events if event["stream"] == f"case:{case}"]
        more = {}
        if earlier and draw.random() < 0.15:
            target = draw.choice(earlier)
            if target not in {row[0] for row in ledger.corrections}:
                first = next((row[2] for row in ledger.corrections if row[1] == target), target)
                more = {"corrects": target, "first": first, "reason": "笔误", "approver": "034567"}
        ledger.append(f"case:{case}", fields, more=more)
        if number % sealing == 0:
            ledger.seal()
    return ledger


def sample_of_imports(seed: int = 0) -> Ledger:
    """A ledger that two sources filled by two imports each, with corrections that they brought; the last rows wait."""
    ledger = Ledger(seed)
    draw = ledger.random
    for turn in range(4):
        begun = ledger.begin_import("办案系统" if turn % 2 else "接警系统")
        for row in range(2, 9):
            brought = ledger.bring(begun, f"A{draw.randrange(6)}", row)
            if row == 5:
                said = {
                    "corrects": brought["id"],
                    "first": brought["id"],
                    "reason": "数据源更正导入",
                    "approver": "034567",
                }
                ledger.bring(begun, json.loads(brought["body"])["fields"]["case"], row, **said)
        ledger.seal()
        ledger.bring(begun, "A7", 9)
    return ledger


def rechain(ledger: Ledger, index: int) -> None:
    """Change an event and recompute all that the database holds of it and after it, but no tile and no signature."""
    ledger.events[index]["happened_at"] -= SECOND
    heads: dict[str, bytes] = {}
    for event in ledger.events:
        said = json.loads(event["body"])
        if "corrects" in said:
            said["corrects_leaf"] = ledger.event(said["corrects"])["leaf"].hex()
            event["body"] = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
        event["prev"] = heads.get(event["stream"], bytes(32))
        event["leaf"] = leaf_of(event, [pair[1:] for pair in ledger.keys if pair[0] == event["id"]])
        heads[event["stream"]] = event["leaf"]
    for leaf in ledger.leaves:
        leaf["hash"] = ledger.event(leaf["event"])["leaf"]


def cut_back(ledger: Ledger) -> Ledger:
    """The ledger as yesterday's backup has it: without the last two sealings."""
    size = ledger.checkpoints[-3]["size"]
    del ledger.checkpoints[-2:]
    del ledger.events[size:]
    del ledger.leaves[size:]
    ledger.keys = [pair for pair in ledger.keys if pair[0] <= size]
    ledger.corrections = [row for row in ledger.corrections if row[1] <= size]
    return ledger
