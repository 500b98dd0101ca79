"""Filling in a template and reading a Word file, in a process of its own: back come bytes and plain words only."""

import json
from collections.abc import Callable
from collections.abc import Mapping as Pairs
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from guiju.facts.papers.apart import PaperWork, worked
from guiju.facts.papers.producing.content import Cell, Content, Grid, Paragraph, Piece, content_of
from guiju.facts.papers.producing.filling import TemplateRefused, Values, filled
from guiju.facts.papers.producing.forms import PaperForm
from guiju.facts.papers.sniffing import PaperRefused
from guiju.values.errors import GuijuError


@dataclass(frozen=True, slots=True)
class _Filled(PaperWork):
    """A template to be filled in; ``is_read``: it must also be readable, as its print needs it."""

    form: PaperForm
    values: Values
    is_read: bool
    refusals: ClassVar[Pairs[str, type[GuijuError]]] = {
        PaperRefused.code: PaperRefused,
        TemplateRefused.code: TemplateRefused,
    }

    def work(self, progress: Callable[[float], None]) -> None:
        made = filled(self.data, self.form, self.values)
        if self.is_read:
            content_of(made)
        self.result.write_bytes(made)


@dataclass(frozen=True, slots=True)
class _Read(PaperWork):
    """A Word file to be read."""

    def work(self, progress: Callable[[float], None]) -> None:
        self.result.write_text(json.dumps(asdict(content_of(self.data))), encoding="utf-8")


def fill_in(template: bytes, form: PaperForm, values: Values, *, is_read: bool = False) -> bytes:
    """A paper: the template with its blanks filled; ``is_read``: refused also where it could not be printed.

    Raises:
        PaperRefused, TemplateRefused: as ``filled`` and ``content_of``; or it costs more than a file may.
    """
    return worked(lambda limits, result: _Filled(limits, result, template, form, values, is_read))


def read_content(data: bytes) -> Content:
    """What a Word file says.

    Raises:
        PaperRefused: as ``content_of``; or it costs more than a file may.
    """
    said = json.loads(worked(lambda limits, result: _Read(limits, result, data)))
    blocks = tuple(_grid(one) if "rows" in one else _paragraph(one) for one in said["blocks"])
    return Content(_paragraphs(said["head"]), blocks, _paragraphs(said["foot"]))


def _paragraphs(said: list[dict[str, Any]]) -> tuple[Paragraph, ...]:
    return tuple(_paragraph(one) for one in said)


def _paragraph(said: dict[str, Any]) -> Paragraph:
    return Paragraph(**{**said, "pieces": tuple(Piece(**piece) for piece in said["pieces"])})


def _grid(said: dict[str, Any]) -> Grid:
    rows = [
        tuple(Cell(cell["across"], cell["down"], _paragraphs(cell["paragraphs"])) for cell in row)
        for row in said["rows"]
    ]
    return Grid(tuple(said["widths"]), tuple(rows))
