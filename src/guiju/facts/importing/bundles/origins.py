"""Which other ledgers this one believes, by which keys, and how much of each it holds: told by its own events alone.

Law: ledger.md. A key is believed only when two have said so, and another key needs two again.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from guiju.facts.commands import Appended, append
from guiju.facts.draft import Actor, Draft
from guiju.facts.events import BUNDLE_TAKEN, ORIGIN_CONFIRMED, ORIGIN_PROPOSED
from guiju.facts.importing.order import ORIGIN, actor_of
from guiju.facts.tables.places import paths_of
from guiju.facts.take_in.mapping import DEFAULT_ZONE
from guiju.facts.verify.parts.digests import DIGESTS, Digest
from guiju.facts.verify.parts.keys import key_id_of
from guiju.facts.verify.parts.outside.origins import mark_of
from guiju.facts.verify.parts.tree import Peaks
from guiju.facts.wiring import wiring
from guiju.values.clock import LocalTime, from_micros
from guiju.values.errors import GuijuError
from guiju.values.event import FieldValue
from guiju.values.unit_code import read_unit_code

STREAM = "ledger:origins"
_LEDGER, _KEY_BYTES = 32, (32, 64)
_FIELDS = ("origin_ledger", "origin_unit", "origin_hash", "origin_key", "origin_key_id")


class OriginRefused(GuijuError):
    """Another ledger cannot be believed like this."""

    code = "bundle.origin"
    remedy = "请核对下级单位用 guiju bundle card 写出的信任卡和单位代码。"


class OriginUnknown(GuijuError):
    """Nobody has said that this ledger is to be believed."""

    code = "bundle.unknown_origin"
    remedy = "请先由两人分别执行 guiju bundle trust 和 guiju bundle confirm，确认下级账本的公钥。"


@dataclass(frozen=True, slots=True)
class Card:
    """What a ledger is known by: its name, its hash, its public key in hexadecimal."""

    ledger: str
    hash_name: str
    public: str

    @property
    def key_id(self) -> str:
        """The id of the key."""
        return key_id_of(bytes.fromhex(self.public))


@dataclass(frozen=True, slots=True)
class TrustProposal:
    """What one person has proposed to believe; ``number`` is the id of the event."""

    number: int
    leaf: str
    by: str
    unit: str
    card: Card


@dataclass(frozen=True, slots=True)
class Taken:
    """A bundle that was taken in whole: where the origin's tree stood then, and what signed it."""

    number: int
    first: int
    size: int
    digest: str
    checkpoint: bytes
    subtrees: tuple[str, ...]

    def peaks(self, digest: Digest) -> Peaks:
        """The origin's tree as it stood."""
        tree = Peaks(digest)
        for said in self.subtrees:
            level, _, root = said.partition(":")
            tree.append_subtree(bytes.fromhex(root), int(level))
        return tree


@dataclass(frozen=True, slots=True)
class Origin:
    """A ledger that is believed: the unit whose it is, the keys that were confirmed in their order, what is held."""

    ledger: str
    unit: str
    hash_name: str
    publics: tuple[str, ...]
    taken: tuple[Taken, ...]

    @property
    def source(self) -> str:
        """The name under which the journal of imports and the stream of its imports know it."""
        return f"{ORIGIN}{self.unit}"

    @property
    def actor(self) -> Actor:
        """Who writes what it reports."""
        return actor_of(self.source)

    @property
    def mark(self) -> str:
        """What stands before its numbers here: the digits of its unit's code that tell it from others."""
        return mark_of(self.unit)

    @property
    def held(self) -> int:
        """How many of its leaves are held here."""
        return self.taken[-1].size if self.taken else 0

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that its unit ever had."""
        return paths_of(self.unit)

    @property
    def digest(self) -> Digest:
        """Its hash."""
        return DIGESTS[self.hash_name]


def own_card(ledger: str) -> Card:
    """What this ledger is known by elsewhere."""
    hand = wiring()
    return Card(ledger, hand.hash_name, hand.signer.public.hex())


def checked_card(said: Mapping[str, Any]) -> Card:
    """The card that a file holds.

    Raises:
        OriginRefused: it is none, or its id is not that of its key.
    """
    try:
        card = Card(str(said["ledger"]), str(said["hash"]), str(said["public"]))
        is_sound = (
            said["guiju"] == "origin-1"
            and len(bytes.fromhex(card.ledger)) * 2 == _LEDGER
            and card.hash_name in DIGESTS
            and len(bytes.fromhex(card.public)) in _KEY_BYTES
            and card.key_id == said["key_id"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise OriginRefused("文件不是信任卡。") from error
    if not is_sound:
        raise OriginRefused("信任卡写的内容不能用，或者编号与公钥不符。")
    return card


def propose_origin(card: Card, unit: str, *, actor: Actor, at: int, idem_key: str) -> Appended:
    """Ask that a ledger's key be believed, as that of a unit; the id of the event is the proposal's number.

    Raises:
        OriginRefused: the unit is not known, reports by another ledger, or the key is believed already.
    """
    code = read_unit_code(unit)
    if not paths_of(code):
        raise OriginRefused(f"没有登记单位“{code}”。", remedy="请先登记单位，再确认它的账本。")
    _check_place(card, code)
    return append([local_draft(ORIGIN_PROPOSED, _said(card, code), at)], actor=actor, idem_key=idem_key)


def confirm_origin(proposal: TrustProposal, *, actor: Actor, at: int, idem_key: str) -> Appended:
    """The second signature, under exactly what was proposed.

    Raises:
        OriginRefused: it is whoever proposed it; or the unit or the ledger was given away since it was proposed.
    """
    if actor.name == proposal.by:
        raise OriginRefused("提请人不能自己确认。", remedy="请由另一人凭自己取得的信任卡确认。")
    _check_place(proposal.card, proposal.unit)
    fields = _said(proposal.card, proposal.unit) | {"proposal": proposal.number, "proposal_leaf": proposal.leaf}
    return append([local_draft(ORIGIN_CONFIRMED, fields, at)], actor=actor, idem_key=idem_key)


def _check_place(card: Card, unit: str) -> None:
    for one in list_origins():
        if _contradicts(one, card.ledger, unit, card.hash_name):
            raise OriginRefused("这个单位已有另一本账，或者这本账已属另一个单位。", remedy="一个单位只信任一本账。")
        if one.ledger == card.ledger and one.publics[-1] == card.public:
            raise OriginRefused("这把公钥已经确认过。")


def _contradicts(known: Origin, ledger: str, unit: str, hash_name: str) -> bool:
    """Whether a ledger cannot be that of a unit beside one that is believed: one unit, one ledger, one hash."""
    is_same = known.ledger == ledger
    return (known.unit == unit) != is_same or (is_same and known.hash_name != hash_name)


def find_trust_proposal(number: int) -> TrustProposal | None:
    """A proposal that nobody has confirmed yet."""
    proposed, confirmed = {}, set()
    for event, leaf, kind, actor, said in _told(STREAM, (ORIGIN_PROPOSED, ORIGIN_CONFIRMED)):
        if kind == ORIGIN_PROPOSED:
            card = Card(said["origin_ledger"], said["origin_hash"], said["origin_key"])
            proposed[event] = TrustProposal(event, leaf, actor, said["origin_unit"], card)
        else:
            confirmed.add(said["proposal_leaf"])
    found = proposed.get(number)
    return None if found is None or found.leaf in confirmed else found


def list_origins() -> list[Origin]:
    """The ledgers that are believed.

    A confirmation counts where it bears the leaf of a proposal of somebody else that said the same, and contradicts
    none before it.
    """
    proposed: dict[str, tuple[str, tuple[Any, ...]]] = {}
    found: dict[str, Origin] = {}
    for _, leaf, kind, actor, said in _told(STREAM, (ORIGIN_PROPOSED, ORIGIN_CONFIRMED)):
        words = tuple(said[name] for name in _FIELDS)
        if kind == ORIGIN_PROPOSED:
            proposed[leaf] = actor, words
            continue
        before = proposed.get(said["proposal_leaf"])
        if before is None or before[0] == actor or before[1] != words:
            continue
        ledger, unit, hash_name, public, _ = words
        if any(_contradicts(one, ledger, unit, hash_name) for one in found.values()):
            continue
        known = found.get(ledger)
        publics = (*(one for one in known.publics if one != public), public) if known else (public,)
        found[ledger] = Origin(ledger, unit, hash_name, publics, ())
    return [Origin(*_words(one), _taken_of(one)) for one in found.values()]


def find_origin(ledger: str) -> Origin:
    """The ledger of that name.

    Raises:
        OriginUnknown: it is not believed.
    """
    found = next((one for one in list_origins() if one.ledger == ledger), None)
    if found is None:
        raise OriginUnknown(f"账本“{ledger[:32]}”没有经两人确认。")
    return found


def _words(one: Origin) -> tuple[str, str, str, tuple[str, ...]]:
    return one.ledger, one.unit, one.hash_name, one.publics


def _taken_of(one: Origin) -> tuple[Taken, ...]:
    return tuple(
        Taken(
            said["bundle_number"], said["first_size"], said["tree_size"], said["bundle_digest"],
            said["origin_checkpoint"].encode(), tuple(said["subtree_roots"]),
        )
        for *_, said in _told(one.actor.name, (BUNDLE_TAKEN,))
        if said["origin_ledger"] == one.ledger
    )  # fmt: skip


def _told(stream: str, types: tuple[str, ...]) -> Iterator[tuple[int, str, str, str, Mapping[str, Any]]]:
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(types))
        cursor.execute(
            f"SELECT id, leaf, type, actor, body FROM event WHERE stream = %s AND type IN ({marks}) ORDER BY seq",
            (stream, *types),
        )
        rows = cursor.fetchall()
    for event, leaf, kind, actor, body in rows:
        yield event, bytes(leaf).hex(), kind, actor, json.loads(bytes(body))["fields"]


def _said(card: Card, unit: str) -> dict[str, FieldValue]:
    words = (card.ledger, unit, card.hash_name, card.public, card.key_id)
    return dict(zip(_FIELDS, words, strict=True))


def local_draft(kind: str, fields: Mapping[str, FieldValue], at: int) -> Draft:
    """Something about the ledgers that are believed, on the stream that tells of them."""
    local = LocalTime(ZoneInfo(DEFAULT_ZONE))
    return Draft.of(kind, from_micros(at, local.zone), fields, local=local, stream=STREAM)
