"""One secret key in a file of its own, outside the database and readable by its owner alone."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from guiju.values.errors import GuijuError

BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Where a key lies: the name of its file, what people call it, and how its absence is refused."""

    file: str
    label: str
    refused: type[GuijuError]

    def create(self, folder: Path) -> bytes:
        """Draw a new key into the store.

        Raises:
            GuijuError: as ``refused``: the store holds one already.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = secrets.token_bytes(BYTES)
        try:
            with (folder / self.file).open("x", encoding="ascii") as file:
                (folder / self.file).chmod(0o600)
                file.write(key.hex() + "\n")
        except FileExistsError as error:
            raise self.refused(f"密钥目录里已经有{self.label}，没有另建。") from error
        return key

    def read(self, folder: Path) -> bytes:
        """The key of a store.

        Raises:
            GuijuError: as ``refused``: there is none, or it cannot be read.
        """
        try:
            key = bytes.fromhex((folder / self.file).read_text(encoding="ascii").strip())
        except (OSError, ValueError) as error:
            raise self.refused(f"{self.label}读不出来。") from error
        if len(key) != BYTES:
            raise self.refused(f"{self.label}的长度不对。")
        return key
