"""The keys that sign checkpoints: a store of their own, outside the database."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from guiju.values.errors import GuijuError

PRIVATE, PUBLIC = "seal.key", "seal.pub"


class KeyStoreRefused(GuijuError):
    """The store of the signing keys cannot be used as it is."""

    code = "ledger.keys"
    remedy = "请检查密钥目录及其权限；密钥丢失时请从密钥备份恢复，不要新建。"


@dataclass(frozen=True, slots=True)
class Signer:
    """One signing key; ``key_id`` is the first 16 hexadecimal digits of SHA-256 of its public half."""

    key: Ed25519PrivateKey
    public: bytes
    key_id: str

    @classmethod
    def of(cls, key: Ed25519PrivateKey) -> "Signer":
        """The signer that holds ``key``."""
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return cls(key, public, hashlib.sha256(public).hexdigest()[:16])

    def sign(self, text: bytes) -> bytes:
        """Ed25519 over the exact bytes."""
        return self.key.sign(text)


def create_keys(folder: Path) -> Signer:
    """Draw a new key into an empty store; the private half is readable by its owner alone.

    Raises:
        KeyStoreRefused: the store holds a key already.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    signer = Signer.of(Ed25519PrivateKey.generate())
    path = folder / PRIVATE
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            file.write(signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    except FileExistsError as error:
        raise KeyStoreRefused("密钥目录里已经有签名密钥，没有另建。") from error
    with (folder / PUBLIC).open("a", encoding="ascii") as file:
        file.write(f"{signer.key_id} {signer.public.hex()}\n")
    return signer


def open_keys(folder: Path) -> Signer:
    """The signer whose key lies in ``folder``.

    Raises:
        KeyStoreRefused: there is none, or it cannot be read.
    """
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key((folder / PRIVATE).read_bytes(), password=None)
    except FileNotFoundError as error:
        raise KeyStoreRefused("密钥目录里没有签名密钥。") from error
    except (OSError, ValueError) as error:
        raise KeyStoreRefused("签名密钥读不出来。") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyStoreRefused("签名密钥不是 Ed25519 密钥。")
    return Signer.of(key)


def public_keys(folder: Path) -> dict[str, bytes]:
    """Every public key that this store has ever signed with, by its id."""
    try:
        lines = (folder / PUBLIC).read_text(encoding="ascii").split("\n")
    except OSError as error:
        raise KeyStoreRefused("密钥目录里没有公钥清单。") from error
    return {name: bytes.fromhex(value) for name, value in (line.split() for line in lines if line.strip())}
