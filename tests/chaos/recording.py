"""A SQLite file system that writes down every write, truncation, sync and deletion of the real library.

The files are real; what is kept beside them is the order in which the library asked for what.
"""

from dataclasses import dataclass, field
from pathlib import Path

import apsw

NAME = "guiju-recording"


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at an offset of a file."""

    file: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncation:
    """A file cut to a size."""

    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """What was asked of a file before this has reached the disk."""

    file: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """A file removed; on the disk so too where the folder was synced."""

    file: str
    is_synced: bool


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Not of the library: at this point somebody was told that these marks, or this checkpoint, stand."""

    marks: tuple[str, ...] = ()
    sealed: int = 0


Step = Write | Truncation | Sync | Deletion | Acknowledged


@dataclass
class Log:
    """What happened, in order."""

    steps: list[Step] = field(default_factory=list)

    def acknowledge(self, marks: tuple[str, ...] = (), sealed: int = 0) -> None:
        """Note that somebody has been answered."""
        self.steps.append(Acknowledged(marks, sealed))


class _File(apsw.VFSFile):
    def __init__(self, log: Log, name: "str | apsw.URIFilename | None", flags: list[int]) -> None:
        super().__init__("", name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._log, self._name = log, Path(path or "").name

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 — SQLite's name
        super().xWrite(data, offset)
        self._log.steps.append(Write(self._name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 — SQLite's name
        super().xTruncate(newsize)
        self._log.steps.append(Truncation(self._name, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802 — SQLite's name
        super().xSync(flags)
        self._log.steps.append(Sync(self._name))


class RecordingSystem(apsw.VFS):
    """The machine's own file system of SQLite, overheard."""

    def __init__(self, log: Log) -> None:
        super().__init__(NAME, "")
        self._log = log

    def xOpen(self, name: "str | apsw.URIFilename | None", flags: list[int]) -> _File:  # noqa: N802 — SQLite's name
        return _File(self._log, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 — SQLite's name
        super().xDelete(filename, syncdir)
        self._log.steps.append(Deletion(Path(filename).name, syncdir))
