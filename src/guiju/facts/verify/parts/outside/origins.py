"""What other ledgers have reported: that each record quotes what was sealed there, and that none of it is missing.

The leaves of another ledger stand here in its own order: in the records that quote them, and in lists of those that
were not brought. They must lead to each of its checkpoints that was taken in.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from guiju.facts.verify.parts.checkpoint import read_checkpoint
from guiju.facts.verify.parts.digests import DIGESTS
from guiju.facts.verify.parts.event_leaf import KEY_KINDS, keys_in_body, leaf_hash
from guiju.facts.verify.parts.keys import KeyRing
from guiju.facts.verify.parts.saying import Unreadable
from guiju.facts.verify.parts.tree import Peaks

ORIGIN_CONFIRMED, BUNDLE_LEAVES = "ledger.origin_confirmed", "ledger.bundle_leaves_noted"
BUNDLE_TAKEN, QUOTED = "ledger.bundle_taken", "quoted"
ABOUT_ORIGINS = frozenset((ORIGIN_CONFIRMED, BUNDLE_LEAVES, BUNDLE_TAKEN))
"""What is told of other ledgers, beside the records that quote them."""
_WRITER, _OWN_WORDS, _BEGUN = "import:下级账本 ", "ledger.", "ledger.import_begun"
"""So begins the name of who writes what another ledger reports; what he may say without quoting, but for one type."""
_SAME_EVERYWHERE = ("officer", "unit")
_ADDED_HERE = "entered_at"
_AT_ONCE = 4_096
_BESIDE_FIELDS = ("day", "second", "offset", "personal", "reason", "approver")
_ORIGIN_FAULTS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


class QuotedLeaf(NamedTuple):
    """A record of another ledger: which ledger, its hash, its place and leaf there, whether it says here the same.

    ``mark`` stands before that ledger's numbers, ``actor`` is who wrote it here.
    """

    ledger: str
    hash_name: str
    place: int
    leaf: str
    is_sound: bool
    mark: str
    actor: str


class Standing(NamedTuple):
    """The columns in which a record that quotes another one stands here."""

    stream: str
    kind: str
    happened_at: int
    actor: str
    unit_as_of: str


def mark_of(unit: str) -> str:
    """A unit's code without the pairs of zeros at its end.

    >>> mark_of("990100000000")
    '9901'
    """
    while unit.endswith("00"):
        unit = unit[:-2]
    return unit


def stream_here(stream: str, mark: str) -> str:
    """Where a record of another ledger's stream stands here.

    >>> stream_here("case:A1", "9901")
    'case:9901:A1'
    """
    before, _, after = stream.partition(":")
    return f"{before}:{mark}:{after}"


def is_unquoted(kind: str, writer: str) -> bool:
    """Whether a record that quotes nothing speaks for another ledger all the same."""
    return writer.startswith(_WRITER) and (kind == _BEGUN or not kind.startswith(_OWN_WORDS))


def quoted_leaf(here: Standing, said: Mapping[str, Any]) -> QuotedLeaf:
    """What the body of a record quotes of another ledger.

    Raises ``ValueError``, ``KeyError`` or ``TypeError`` where it is not of this format.
    """
    told = said["origin"]
    header, body, mark = told["header"], told["body"], str(told["mark"])
    place = (here.actor, "") if here.kind == _BEGUN else (stream_here(header[0], mark), header[9])
    there = json.loads(body)
    keys = keys_in_body(there["fields"])
    made = leaf_hash(header, bytes.fromhex(told["prev"]), keys, body.encode(), DIGESTS[told["hash"]])
    is_sound = (
        made.hex() == told["leaf"]
        and (header[2], header[4]) == (here.kind, here.happened_at)
        and (here.stream, here.unit_as_of) == place
        and all(said.get(name) == there.get(name) for name in _BESIDE_FIELDS)
        and _says_the_same(said["fields"], there["fields"], mark, is_imported=header[7] == "import")
    )
    ledger, hash_name, index, leaf = str(told["ledger"]), str(told["hash"]), int(told["index"]), str(told["leaf"])
    return QuotedLeaf(ledger, hash_name, index, leaf, is_sound, mark, here.actor)


def _says_the_same(here: Mapping[str, Any], there: Mapping[str, Any], mark: str, *, is_imported: bool) -> bool:
    """Whether the fields are those of the other ledger, its numbers with its mark before them.

    When something was entered stands here of what was written there; of what a file brought, the file says it.
    """
    for name in {*here, *there} - (set() if is_imported else {_ADDED_HERE}):
        value = there.get(name)
        if name in KEY_KINDS and name not in _SAME_EVERYWHERE:
            value = [f"{mark}:{one}" for one in value] if isinstance(value, list) else f"{mark}:{value}"
        if here.get(name) != value:
            return False
    return True


class _Reported:
    """One other ledger as its leaves arrive: the tree so far, and those that came before their turn."""

    def __init__(self, hash_name: str) -> None:
        self.size = 0
        self.refused: dict[int, bytes] = {}
        self._tree = Peaks(DIGESTS[hash_name])
        self._ahead: dict[int, bytes] = {}
        self._row: list[bytes] = []

    def put(self, index: int, leaf: bytes) -> bool:
        """Take a leaf; whether it may stand there."""
        if index < self.size:
            return self.refused.pop(index, b"") == leaf
        if self._ahead.setdefault(index, leaf) != leaf:
            return False
        while self.size in self._ahead:
            self._row.append(self._ahead.pop(self.size))
            self.size += 1
        if len(self._row) >= _AT_ONCE:
            self.root()
        return True

    def root(self) -> bytes:
        """The root over all leaves that arrived in their turn."""
        self._tree.extend(self._row)
        self._row.clear()
        return self._tree.root()


class Origins:
    """The fold over what was told of other ledgers, in the order in which it was sealed here."""

    def __init__(self) -> None:
        self._reported: dict[str, _Reported] = {}
        self._keys: dict[str, list[bytes]] = {}
        self._hashes: dict[str, str] = {}
        self._units: dict[str, str] = {}

    def take(self, kind: str, told: Any) -> tuple[str, dict[str, object]] | None:
        """Go on with one record; what is wrong with it, if something is: the kind of problem, and its details."""
        try:
            if kind == QUOTED:
                quoted = QuotedLeaf(*told)
                is_placed = self._of(quoted.ledger, quoted.hash_name).put(quoted.place, bytes.fromhex(quoted.leaf))
                if not quoted.is_sound or not self._is_whose(quoted):
                    return "origin.record", {"ledger": quoted.ledger, "number": quoted.place}
                return None if is_placed else ("origin.place", {"ledger": quoted.ledger, "number": quoted.place})
            ledger = str(told["origin_ledger"])
            if kind == ORIGIN_CONFIRMED:
                self._confirm(ledger, str(told["origin_unit"]), told)
                return None
            reported = self._of(ledger, self._hashes.get(ledger, "sha256"))
            return self._take_leaves(reported, told) if kind == BUNDLE_LEAVES else self._take_end(reported, told)
        except (*_ORIGIN_FAULTS, Unreadable):
            return "origin.form", {}

    def _confirm(self, ledger: str, unit: str, told: Mapping[str, Any]) -> None:
        """Believe another key; one unit has one ledger, and what was confirmed first stands."""
        hash_name = str(told["origin_hash"])
        if ledger not in self._units and unit not in self._units.values():
            self._units[ledger], self._hashes[ledger] = unit, hash_name
        if (self._units.get(ledger), self._hashes.get(ledger)) == (unit, hash_name):
            self._keys.setdefault(ledger, []).append(bytes.fromhex(told["origin_key"]))

    def _is_whose(self, quoted: QuotedLeaf) -> bool:
        """Whether a record is written for the unit whose ledger it quotes, under that unit's mark."""
        unit = self._units.get(quoted.ledger)
        return unit is not None and (quoted.mark, quoted.actor) == (mark_of(unit), f"{_WRITER}{unit}")

    def _of(self, ledger: str, hash_name: str) -> _Reported:
        return self._reported.setdefault(ledger, _Reported(hash_name))

    def _take_leaves(self, reported: _Reported, told: Mapping[str, Any]) -> tuple[str, dict[str, object]] | None:
        for name in ("refused_leaves", "kept_leaves"):
            for one in told.get(name, ()):
                index, _, leaf = one.partition(":")
                if name == "refused_leaves":
                    reported.refused[int(index)] = bytes.fromhex(leaf)
                if not reported.put(int(index), bytes.fromhex(leaf)):
                    return "origin.place", {"ledger": told["origin_ledger"], "number": int(index)}
        return None

    def _take_end(self, reported: _Reported, told: Mapping[str, Any]) -> tuple[str, dict[str, object]] | None:
        """Hold what has arrived against the checkpoint with which the bundle ended."""
        text, ledger, size = told["origin_checkpoint"].encode(), told["origin_ledger"], told["tree_size"]
        said, details = read_checkpoint(text), {"ledger": ledger, "size": size}
        fault = KeyRing(self._keys.get(ledger, [])).fault(
            told["origin_key_id"], bytes.fromhex(told["origin_signature"]), text
        )
        if fault or (said.ledger, said.size) != (ledger, size):
            return "origin.signature", details
        if reported.size != size:
            return "origin.missing", {**details, "number": reported.size}
        return None if reported.root() == said.root else ("origin.root", details)
