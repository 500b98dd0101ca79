"""Exact search without plain text: what is looked for is normalised and keyed, and the key lies outside the database.

No hash of a document number stands anywhere without this key: eighteen digits are guessed in minutes.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from guiju.facts.keys.key_file import KeyFile
from guiju.facts.keys.signer import KeyStoreRefused

BLINDED = "Z"
"""The first letter of a code that stands in the place of a document number."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SHAPE = re.compile(r"[1-9]\d{5}(?:18|19|20)\d{9}[\dX]", re.ASCII)
_COUNTRY = re.compile(r"^(?:\+|00)86(?=1\d{10}$)")


class IndexKeyRefused(KeyStoreRefused):
    """The key of the index is not there, or is none."""

    code = "personal.index_key"
    remedy = "请从密钥备份恢复 index.key；换了密钥，按姓名、证件号码、电话就再也查不到人。"


FILE = "index.key"
_KEY = KeyFile(FILE, "索引密钥", IndexKeyRefused)


@dataclass(frozen=True, slots=True)
class BlindIndex:
    """The digests under one key."""

    key: bytes

    def digest(self, kind: str, text: str) -> str:
        """What the index holds in the place of a name, a document number or a telephone number.

        ``kind`` keeps apart what happens to be written alike.
        """
        return hmac.new(self.key, f"{kind}\x00{normalised(kind, text)}".encode(), sha256).hexdigest()

    def of_bytes(self, label: str, data: bytes) -> str:
        """The keyed digest of anything else that must not be guessed from its hash."""
        return hmac.new(self.key, label.encode() + b"\x00" + data, sha256).hexdigest()

    def code_for(self, number: str) -> str:
        """The code that stands for a person whom a source calls by his document number: always the same."""
        return BLINDED + self.digest("document_number", number)[:24]


def normalised(kind: str, text: str) -> str:
    """How a name or a number is compared: full-width forms, case and spaces make no difference.

    A telephone number counts without the separators and without the country's code.
    """
    told = unicodedata.normalize("NFKC", text).casefold()
    told = "".join(told.split()).translate(_SEPARATORS_OF.get(kind, {}))
    return _COUNTRY.sub("", told) if kind == "phone" else told


_SEPARATORS_OF: dict[str, dict[int, None]] = {
    "person_name": dict.fromkeys(map(ord, "·•・.")),
    "phone": dict.fromkeys(map(ord, "-()")),
    "document_number": dict.fromkeys(map(ord, "-")),
}


def is_document_number(text: str) -> bool:
    """Whether a text can be nothing but a resident's identity number: 18 places, a date, the right check digit."""
    if len(text) < 18:
        return False
    told = unicodedata.normalize("NFKC", text).strip().upper()
    if _SHAPE.fullmatch(told) is None:
        return False
    try:
        date(int(told[6:10]), int(told[10:12]), int(told[12:14]))
    except ValueError:
        return False
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(told, _WEIGHTS, strict=False)) % 11] == told[17]


def create_index_key(folder: Path) -> None:
    """Draw a new key into the store, readable by its owner alone.

    Raises:
        IndexKeyRefused: the store holds one already.
    """
    _KEY.create(folder)


def open_index_key(folder: Path) -> BlindIndex:
    """The index whose key lies in ``folder``.

    Raises:
        IndexKeyRefused: there is none, or it cannot be read.
    """
    return BlindIndex(_KEY.read(folder))
