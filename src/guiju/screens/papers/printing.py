"""A Word paper as PDF: what it says and how it stands is read from the file and set by the server, as one text."""

from pathlib import Path
from typing import Any

from guiju.facts.papers.producing.apart import read_content
from guiju.facts.papers.producing.content import Content, Grid, Paragraph
from guiju.scores.reports.visible_text import visible
from guiju.screens.kit.print import set_in_print

TEMPLATE = Path(__file__).with_name("paper.typ")
LOOSEST = 1.25
"""Lines stand no further apart than by so many times their size: Word counts the line, print the gap between lines."""


def pdf_of_paper(title: str, data: bytes) -> bytes:
    """A Word paper as PDF.

    Raises:
        PaperRefused: it is no Word file, or says something that print would leave out.
        PrintNotPossible: no font for Chinese, or the page could not be set.
    """
    return set_in_print(TEMPLATE, set_as(title, read_content(data)))


def set_as(title: str, content: Content) -> dict[str, Any]:
    """What the print is given: every word of the paper, and how it stands."""
    return {
        "title": visible(title),
        "head": [_paragraph(one) for one in content.head if one.pieces],
        "foot": [_paragraph(one) for one in content.foot if one.pieces],
        "blocks": [_grid(one) if isinstance(one, Grid) else _paragraph(one) for one in content.blocks],
    }


def _paragraph(one: Paragraph) -> dict[str, Any]:
    size = max((piece.size for piece in one.pieces), default=one.leading / 1.8)
    return {
        "kind": "paragraph", "align": one.align, "indent": one.indent, "before": one.before, "after": one.after,
        # A font's own line is about one and a half of its size high.
        "gap": max(0.0, min(one.leading, size * 1.8) - size * 1.45), "empty": size * LOOSEST,
        "pieces": [
            {
                "text": _seen(piece.text), "size": piece.size, "bold": piece.is_bold,
                "underlined": piece.is_underlined, "font": piece.font,
            }
            for piece in one.pieces
        ],
    }  # fmt: skip


def _seen(text: str) -> str:
    return "\n".join(visible(line) for line in text.replace("\t", "    ").split("\n"))


def _grid(one: Grid) -> dict[str, Any]:
    rows = [
        [
            {"across": cell.across, "down": cell.down, "paragraphs": [_paragraph(part) for part in cell.paragraphs]}
            for cell in row
        ]
        for row in one.rows
    ]
    return {"kind": "grid", "widths": list(one.widths), "rows": rows}
