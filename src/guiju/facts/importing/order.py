"""What is to be imported, by whom, under which name of its source."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from guiju.facts.draft import LONGEST_UNIT, Actor
from guiju.facts.take_in.caps import FileRefused
from guiju.facts.take_in.mapping import Mapping
from guiju.values.errors import GuijuError
from guiju.values.event_table import EventTable
from guiju.values.vocabulary import Vocabulary

LONGEST_SOURCE = 100
ORIGIN = "下级账本 "
"""So begins the source of what other ledgers report; no file may pass for one."""


class SourceRefused(GuijuError):
    """The name of the source, the unit or the person cannot be used."""

    code = "import.source"
    remedy = "数据源名称应简短固定，例如“办案系统”；同一系统的每次导出都用同一个名称。"


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """One file to be imported.

    ``mapping_digest`` is SHA-256 of the mapping file's bytes, ``known`` says which event names mean something and which
    of them no file may bring, ``unit`` is the unit of every row that names none, ``by`` the person who imports.
    ``check`` looks at the rows before anything is recorded, and raises where this person may not bring them.

    Raises:
        SourceRefused: a name is empty, too long or holds control characters.
    """

    path: Path
    source: str
    by: str
    mapping: Mapping = field(default_factory=Mapping.canonical)
    mapping_digest: str = hashlib.sha256(b"").hexdigest()
    unit: str = ""
    known: Vocabulary = field(kw_only=True)
    check: Callable[[EventTable], None] | None = None

    def __post_init__(self) -> None:
        for label, name, most in (("数据源名称", self.source, LONGEST_SOURCE), ("导入人", self.by, 160)):
            if not name or name != name.strip() or len(name) > most or not name.isprintable():
                raise SourceRefused(f"{label}为空、太长或含有不可见字符。")
        if self.source.startswith(ORIGIN.strip()):
            raise SourceRefused(f"数据源名称不能以“{ORIGIN.strip()}”开头：这是报送包专用的。")
        if len(self.unit) > LONGEST_UNIT or not self.unit.isprintable():
            raise SourceRefused("单位代码太长或含有不可见字符。")


def actor_of(source: str) -> Actor:
    """Who writes what a source brings."""
    return Actor(f"import:{source}", "import")


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes: all that is kept of it.

    Raises:
        FileRefused: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileRefused(f"读不出文件“{path.name}”。", remedy="请核对路径和读取权限。") from error
