"""Uploads on their way in: what does not fit into memory lies in a file without a name, under a key nobody keeps."""

import tempfile
from io import RawIOBase
from os import urandom
from typing import IO, Any, cast

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 128 * 1024 * 1024
"""Of a larger upload only so much is kept: its size says that it is refused."""
_BLOCK = 16


class LockedFile(RawIOBase):
    """A temporary file whose bytes are of no use to whoever finds them on the disk; written once, then read."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 — it lives as long as this one
        self._key, self._begin = urandom(32), int.from_bytes(urandom(_BLOCK), "big")
        self._writing = self._cipher(0)

    def write(self, data: Any) -> int:
        """Append bytes."""
        self._file.write(self._writing.update(bytes(data)))
        return len(data)

    def read(self, size: int = -1) -> bytes:
        """The bytes from where the reading stands."""
        start = self._file.tell()
        ahead = start % _BLOCK
        cipher = self._cipher(start // _BLOCK)
        cipher.update(b"\0" * ahead)
        return bytes(cipher.update(self._file.read(size)))

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where the reading stands."""
        return self._file.tell()

    def close(self) -> None:
        """Let go of the bytes."""
        self._file.close()
        super().close()

    def _cipher(self, block: int) -> Any:
        # The counter runs round, as AES-CTR's own does.
        begin = (self._begin + block) % 2 ** (8 * _BLOCK)
        return Cipher(AES(self._key), CTR(begin.to_bytes(_BLOCK, "big"))).encryptor()


class LockedUploads(FileUploadHandler):
    """Takes what is too large for memory, up to a bound."""

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Begin a file."""
        super().new_file(*arguments, **named)
        self.file = LockedFile()
        self.kept = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece; beyond the bound it is only counted."""
        if self.kept < MOST_BYTES:
            self.kept += self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        """The whole file, with its true size."""
        self.file.seek(0)
        file = cast("IO[bytes]", self.file)
        return UploadedFile(file, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)

    def upload_interrupted(self) -> None:
        """Let go of what came."""
        if hasattr(self, "file"):
            self.file.close()
