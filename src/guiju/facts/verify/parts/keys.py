"""The public keys that the reader trusts, and whether a signature is one of theirs."""

from collections.abc import Iterable

from guiju.facts.verify.parts.curves.ed25519 import Ed25519Key
from guiju.facts.verify.parts.curves.sm2 import Sm2Key
from guiju.facts.verify.parts.digests import sha256
from guiju.facts.verify.parts.saying import Unreadable


def key_id_of(public: bytes) -> str:
    """The id of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(public).hex()[:16]


class KeyRing:
    """Trusted public keys by id: 32 bytes are Ed25519, 64 bytes are SM2.

    ``uses`` is about how many signatures will be checked. Raises ``Unreadable`` where a key is none.
    """

    def __init__(self, publics: Iterable[bytes], uses: int = 1) -> None:
        self._keys: dict[str, Ed25519Key | Sm2Key] = {}
        for public in publics:
            try:
                key = Sm2Key(public) if len(public) == 64 else Ed25519Key(public, uses)
            except ValueError as error:
                shown = public.hex()
                raise Unreadable(f"公钥“{shown}”不是可用的公钥。", f"“{shown}” is no usable public key.") from error
            self._keys[key_id_of(public)] = key

    def fault(self, key_id: str, signature: bytes, text: bytes) -> str:
        """Why the signature is not a trusted one: a kind of problem, or nothing where it holds."""
        key = self._keys.get(key_id)
        if key is None:
            return "checkpoint.key"
        return "" if key.holds(signature, text) else "checkpoint.signature"

    def knows(self, key_id: str) -> bool:
        """Whether a key of this id is trusted."""
        return key_id in self._keys


def read_key_file(text: str) -> list[bytes]:
    """The public keys of a file of lines ``key_id hex-public-key``; ``#`` begins a comment.

    Raises:
        Unreadable: a line is something else, or an id is not that of its key.
    """
    publics = []
    for number, line in enumerate(text.split("\n"), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        try:
            key_id, public = words[0], bytes.fromhex(words[1])
            right = len(words) == 2 and key_id_of(public) == key_id
        except (ValueError, IndexError):
            right = False
        if not right:
            raise Unreadable(
                f"公钥文件第 {number} 行不是“编号 公钥”，或编号与公钥不符。",
                f"Line {number} of the key file is not “id public-key”, or the id is not that of the key.",
            )
        publics.append(public)
    if not publics:
        raise Unreadable("公钥文件里没有公钥。", "The key file holds no key.")
    return publics
