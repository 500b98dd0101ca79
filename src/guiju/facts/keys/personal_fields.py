"""What of a record is personal, how it is sealed with its owner's key, and how it is read again.

Law: docs/ledger-format.md §8. The leaf commits to the sealed bytes; without the key they say nothing, and still verify.
"""

import base64
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from guiju.facts.keys.blind_index import BlindIndex
from guiju.facts.keys.person_keys import PersonKey, PersonKeys
from guiju.values.errors import GuijuError
from guiju.values.event import DESTROYED, IDENTIFYING, KEY_MISSING, EventType, FieldValue

NONCE, PADDED = 12, 64
"""Bytes of a nonce; to so many bytes a sealed text is filled up, so that its length tells little."""
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True).encode
_NONE: Mapping[str, frozenset[str]] = {}
_IDENTIFYING = frozenset(IDENTIFYING)


class PersonalAltered(GuijuError):
    """Sealed data does not open with its own key: the bytes, the type, the instant or the owner were changed."""

    code = "personal.altered"
    remedy = "请执行 guiju verify，查明这条记录何时被改动。"


@dataclass(frozen=True, slots=True)
class PersonalHand:
    """The keys of the persons, the blind index, and which attributes of which type of event are personal.

    What identifies somebody is personal whatever event carries it; ``declared`` holds it for every type it names.
    """

    keys: PersonKeys
    index: BlindIndex
    declared: Mapping[str, frozenset[str]] = field(default_factory=lambda: _NONE)

    @classmethod
    def of(cls, keys: PersonKeys, index: BlindIndex, types: Iterable[EventType] = ()) -> "PersonalHand":
        """The hand for a vocabulary."""
        return cls(keys, index, {kind.name: _IDENTIFYING | {*kind.personal} for kind in types if kind.personal})

    def names(self, type_name: str, fields: Mapping[str, FieldValue]) -> list[str]:
        """The personal ones among the filled fields of an event, in alphabetical order."""
        wanted = self.declared.get(type_name, _IDENTIFYING)
        if wanted.isdisjoint(fields):
            return []
        return sorted(name for name in wanted.intersection(fields) if fields[name] not in ("", (), None))

    def seal(
        self, type_name: str, at: int, owner: str, names: Sequence[str], fields: Mapping[str, FieldValue]
    ) -> dict[str, Any]:
        """What stands in a body in the place of personal fields.

        Unit: ``at`` microseconds since the epoch.
        """
        key = self.keys.keys_of([owner])[owner]
        plain = _encode({name: fields[name] for name in names}).encode()
        bound = framed("guiju-personal-1", type_name, str(at), owner, key.id)
        data = enclose(key, plain + b" " * (-len(plain) % PADDED), bound)
        return {"data": base64.b64encode(data).decode(), "fields": list(names), "key": key.id, "of": owner}

    def unseal(self, type_name: str, at: int, sealed: Mapping[str, Any]) -> dict[str, FieldValue]:
        """The personal fields of a body; a word in their place where the key is destroyed or missing.

        Raises:
            PersonalAltered: they do not open with their own key.
        """
        try:
            key_id, names, owner = str(sealed["key"]), [str(name) for name in sealed["fields"]], str(sealed["of"])
            data = base64.b64decode(sealed["data"], validate=True)
        except (KeyError, TypeError, ValueError) as error:
            raise PersonalAltered("加密的个人信息不成形：内容被改动过。") from error
        try:
            key = self.keys.find(key_id)
        except KeyError:
            return dict.fromkeys(names, KEY_MISSING)
        if key is None:
            return dict.fromkeys(names, DESTROYED)
        said = json.loads(disclose(key, data, framed("guiju-personal-1", type_name, str(at), owner, key_id)))
        return {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}


def enclose(key: PersonKey, plain: bytes, bound: bytes) -> bytes:
    """Nonce and ciphertext (AES-256-GCM); ``bound`` is what the text belongs to.

    The nonce is made of key, text and what it is bound to: the same submission twice gives the same bytes, and no nonce
    ever serves two texts.
    """
    nonce = hmac.new(_nonce_key(key.key), bound + plain, sha256).digest()[:NONCE]
    return nonce + AESGCM(key.key).encrypt(nonce, plain, bound)


def disclose(key: bytes, data: bytes, bound: bytes) -> bytes:
    """The plain text of what ``enclose`` made.

    Raises:
        PersonalAltered: it was not made with this key, or belongs to something else.
    """
    try:
        return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], bound)
    except (InvalidTag, ValueError) as error:
        raise PersonalAltered("加密的个人信息与密钥不符：内容被改动过。") from error


def framed(*parts: str) -> bytes:
    """Texts with their lengths before them, so that no two lists of texts give the same bytes."""
    told = [part.encode() for part in parts]
    return b"".join([len(part).to_bytes(4, "big") + part for part in told])


def owner_of(keys: Sequence[tuple[str, str]], kinds: Sequence[str]) -> str:
    """Whose a record's personal data is: the person's, else what the record is about first among ``kinds``."""
    named = dict(reversed(keys))
    for kind in ("person", *kinds):
        if kind in named:
            return f"{kind}:{named[kind]}"
    return ""


def opened_fields(hand: PersonalHand | None, type_name: str, at: int, said: Mapping[str, Any]) -> dict[str, FieldValue]:
    """All fields of a body that was read as JSON; what nobody can open shows as a word in its place.

    Unit: ``at`` microseconds since the epoch.
    """
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in said["fields"].items()}
    sealed = said.get("personal")
    return fields if sealed is None else {**fields, **open_sealed(hand, type_name, at, sealed)}


def open_sealed(hand: PersonalHand | None, type_name: str, at: int, sealed: Mapping[str, Any]) -> dict[str, FieldValue]:
    """The personal fields of a body; a word in their place where there is no key, or nobody who has it."""
    if hand is None:
        return dict.fromkeys(sealed["fields"], KEY_MISSING)
    return hand.unseal(type_name, at, sealed)


def without(fields: Mapping[str, FieldValue], names: Sequence[str]) -> dict[str, FieldValue]:
    """The fields that are not personal."""
    return {name: value for name, value in fields.items() if name not in names}


def _nonce_key(key: bytes) -> bytes:
    return hmac.new(key, b"guiju-nonce-1", sha256).digest()
