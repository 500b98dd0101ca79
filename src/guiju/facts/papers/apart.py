"""What is done with Word and Excel files of people is done in a process of its own, under hard limits.

Their parsers are large, and the files come from anywhere: what breaks or eats one process harms nobody else.
"""

import tempfile
from collections.abc import Callable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from guiju.facts.papers.reaching import OFFICE, check_office
from guiju.facts.papers.sniffing import PaperRefused, check_paper
from guiju.facts.take_in.apart import Apart, run_apart
from guiju.facts.take_in.caps import MEBIBYTE, Caps, ReadingStopped
from guiju.values.errors import GuijuError

LIMITS = Caps(memory_bytes=1024 * MEBIBYTE, cpu_seconds=20, wall_seconds=60.0)
"""What one Word file may cost."""


@dataclass(frozen=True, slots=True)
class PaperWork(Apart):
    """One job on the bytes of a file."""

    data: bytes
    refusals: ClassVar[Pairs[str, type[GuijuError]]] = {PaperRefused.code: PaperRefused}

    @property
    def name(self) -> str:
        """What an error calls the file: its own name says nothing that could be trusted."""
        return "该文件"


@dataclass(frozen=True, slots=True)
class _Checked(PaperWork):
    """Whether an office file runs or reaches out."""

    def work(self, progress: Callable[[float], None]) -> None:
        check_office(self.data)
        self.result.write_bytes(b"")


def check_attached(data: bytes, kind: str) -> None:
    """Make sure that a file is what it is said to be, nothing else besides, neither runs nor reaches out.

    Raises:
        PaperRefused: it is not.
    """
    check_paper(data, kind)
    if kind in OFFICE:
        worked(lambda limits, result: _Checked(limits, result, data))


def worked(job: Callable[[Caps, Path], PaperWork]) -> bytes:
    """What a job on a file gives, done in a process of its own.

    Raises:
        PaperRefused: the job refuses the file, or it costs more than a file may.
    """
    with tempfile.TemporaryDirectory(prefix="guiju-") as folder:
        made = job(LIMITS, Path(folder) / "made")
        try:
            run_apart(made, lambda share: None)
        except ReadingStopped as stopped:
            raise PaperRefused("文件过于复杂，处理用时或所需内存超过上限，已停止。") from stopped
        return made.result.read_bytes()
