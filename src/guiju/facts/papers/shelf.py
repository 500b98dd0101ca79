"""Where the bytes of papers lie: beside the database, sealed, each under the hash of what lies there."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from guiju.values.errors import GuijuError

_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NEW = ".new-"


class ShelfRefused(GuijuError):
    """The folder of the papers cannot be written or read."""

    code = "papers.shelf"
    remedy = "请检查材料目录的权限和磁盘空间；没有记账，重复提交不会记两次。"


def is_name(name: str) -> bool:
    """Whether a file's name is the hash of something."""
    return _NAME.fullmatch(name) is not None


class Shelf:
    """The papers in one folder; nobody ever names a file there but by its hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Lay bytes down, on the disk for sure, and give their hash; what lies there already stays as it is.

        Raises:
            ShelfRefused: they cannot be written.
        """
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        try:
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == name:
                # It may have lain there as an orphan: from now on an upload is under way that is going to name it.
                os.utime(path)
                return name
            for folder in (self.folder, path.parent):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            new = self.folder / f"{_NEW}{secrets.token_hex(8)}"
            with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
            for folder in (path.parent, self.folder):
                _sync(folder)
        except OSError as error:
            raise ShelfRefused(f"材料没有存成：{error.strerror}。") from error
        return name

    def find(self, name: str) -> bytes | None:
        """The bytes under a hash; None where they are not there.

        Raises:
            ShelfRefused: they cannot be read.
        """
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ShelfRefused(f"材料读不出来：{error.strerror}。") from error

    def is_whole(self, name: str) -> bool | None:
        """Whether what lies under a hash has it; None where nothing does."""
        data = self.find(name)
        return None if data is None else hashlib.sha256(data).hexdigest() == name

    def names(self) -> Iterator[str]:
        """Everything that lies there, half-written files by their own names."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() or path.is_symlink():
                yield path.name if path == self._path_or_none(path.name) else str(path.relative_to(self.folder))

    def age(self, name: str, at: int) -> int:
        """How long ago something was laid down. Unit: seconds; ``at`` seconds since the epoch."""
        return at - int(self._anything(name).lstat().st_mtime)

    def remove(self, name: str) -> None:
        """Take something away that no event speaks of."""
        self._anything(name).unlink(missing_ok=True)

    def _anything(self, name: str) -> Path:
        return self._path_or_none(name) or self.folder / name

    def _path_or_none(self, name: str) -> Path | None:
        return self.folder / name[:2] / name if is_name(name) else None

    def _path(self, name: str) -> Path:
        path = self._path_or_none(name)
        if path is None:
            raise ShelfRefused("材料的编号不成形。")
        return path


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
