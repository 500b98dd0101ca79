"""A file under lock: what was uploaded lies encrypted until it is imported, in pieces that cannot be moved or left out.

Each file has a key of its own, drawn from the secret and a salt; the number of a piece, and whether it is the last, are
its nonce: a piece that is missing, doubled or elsewhere does not open.
"""

from collections.abc import Iterable, Iterator
from os import urandom
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from guiju.values.errors import GuijuError

PIECE = 1024 * 1024
_SALT, _TAG = 32, 16


class SealedFileRefused(GuijuError):
    """The bytes do not open: another key, another name, or somebody changed them."""

    code = "keys.sealed_file"
    remedy = "请重新上传该文件。"


def seal_file(secret: bytes, path: Path, chunks: Iterable[bytes], *, bound: bytes) -> int:
    """Write the content under lock; how many bytes it has. ``bound`` is what it belongs to.

    Raises:
        OSError: the disk does not take it.
    """
    salt, number, size = urandom(_SALT), 0, 0
    cipher = _cipher(secret, salt)
    with path.open("xb") as file:
        file.write(salt)
        rest = b""
        for chunk in chunks:
            size += len(chunk)
            rest += chunk
            # The last piece is told from the others, so one is always held back.
            while len(rest) > PIECE:
                file.write(cipher.encrypt(_nonce(number, is_last=False), rest[:PIECE], bound))
                rest, number = rest[PIECE:], number + 1
        file.write(cipher.encrypt(_nonce(number, is_last=True), rest, bound))
    return size


def unseal_file(secret: bytes, path: Path, *, bound: bytes) -> Iterator[bytes]:
    """The content, piece by piece.

    Raises:
        SealedFileRefused: it does not open, or is cut short.
    """
    with path.open("rb") as file:
        cipher, number = _cipher(secret, file.read(_SALT)), 0
        piece = file.read(PIECE + _TAG)
        while True:
            following = file.read(PIECE + _TAG)
            try:
                yield cipher.decrypt(_nonce(number, is_last=not following), piece, bound)
            except (InvalidTag, ValueError) as error:
                raise SealedFileRefused("暂存的文件打不开：密钥已更换，或文件被改动过。") from error
            if not following:
                return
            piece, number = following, number + 1


def _cipher(secret: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"guiju sealed file 1").derive(secret))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
