"""What a Word paper says and how it stands, as plain values: its print and its preview are set from them.

So there is one text: what stands in Word stands in PDF and on the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Length
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from guiju.facts.papers.producing.package import BROKEN, MOST_PARAGRAPHS, W, parts_of
from guiju.facts.papers.sniffing import PaperRefused

LEFT, CENTRE, RIGHT = "left", "center", "right"
_ALIGNED = {"center": CENTRE, "right": RIGHT, "end": RIGHT}
_SIZE, LARGE = 10.5, 18.0
LARGEST_BODY = 4 * 1024 * 1024
_PARAGRAPH = re.compile(rb"<w:p[ />]")
_GRID = "请在 Word 或 WPS 里检查该表格的合并单元格，重新画好这个表格后再试；或改附 PDF。"
_FONTS = {"title": ("标宋", "小标"), "head": ("黑体", "Hei")}


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one look; ``font`` is "body", "title" or "head". Unit: ``size`` in points."""

    text: str
    size: float
    is_bold: bool = False
    is_underlined: bool = False
    font: str = "body"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. Unit: ``indent`` of the first line, ``before``, ``after`` and ``leading`` in points."""

    align: str
    indent: float
    before: float
    after: float
    leading: float
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_large(self) -> bool:
        """Whether it is a heading by its size."""
        return any(piece.size >= LARGE for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, over so many columns and rows."""

    across: int
    down: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the widths of its columns, in parts, and its rows of cells."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A paper: what stands above, on and below its pages."""

    head: tuple[Paragraph, ...]
    blocks: tuple[Paragraph | Grid, ...]
    foot: tuple[Paragraph, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything it says, paragraph by paragraph, in its order."""
        told = [*self.head]
        for block in self.blocks:
            if isinstance(block, Paragraph):
                told.append(block)
            else:
                told += [one for row in block.rows for cell in row for one in cell.paragraphs]
        return tuple(one.text for one in (*told, *self.foot))


def content_of(data: bytes) -> Content:
    """What a Word file says.

    Raises:
        PaperRefused: it is none, or says something in a way that could not be printed.
    """
    body = parts_of(data).get("word/document.xml", b"")
    if len(body) > LARGEST_BODY or len(_PARAGRAPH.findall(body)) > MOST_PARAGRAPHS:
        raise PaperRefused("文件太长，不能在本页查看或转成 PDF。", remedy="请下载 Word 文件查看。")
    try:
        document = Document(BytesIO(data))
        section = document.sections[0]
        read = Content(
            _paragraphs(section.header.paragraphs), tuple(_blocks(document)), _paragraphs(section.footer.paragraphs)
        )
    except BROKEN as error:
        raise PaperRefused("文件不是完好的 Word 文档。") from error
    said = "".join(one.text or "" for one in document.element.body.iter(f"{W}t"))
    shown = "".join("".join(read.texts[len(read.head) : len(read.texts) - len(read.foot)]).split())
    if "".join(said.split()) != shown:
        raise PaperRefused(
            "文档里有打印时会漏掉的文字。", remedy="请把文本框、内容控件里的文字改写成普通段落或表格后再试。"
        )
    return read


def _blocks(document: WordDocument) -> Iterator[Paragraph | Grid]:
    for one in document.iter_inner_content():
        yield _grid(one) if isinstance(one, WordTable) else _paragraph(one)


def _grid(table: WordTable) -> Grid:
    widths = tuple(int(column.width or 1) for column in table.columns)
    rows: list[list[Cell]] = []
    open_down: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(table.rows):
        cells: list[Cell] = []
        place = 0
        for element in row._tr.tc_lst:
            across = element.grid_span
            merge = element.vMerge
            if merge == "continue" and place in open_down:
                top, at = open_down[place]
                rows[top][at] = replace(rows[top][at], down=number - top + 1)
            else:
                open_down.pop(place, None)
                if merge == "restart":
                    open_down[place] = (number, len(cells))
                cells.append(Cell(across, 1, _paragraphs(WordCell(element, table).paragraphs)))
            place += across
        if place > len(widths):
            raise PaperRefused("表格里有一行的格数超出了表格的列数。", remedy=_GRID)
        rows.append(cells)
    return Grid(widths, tuple(tuple(row) for row in rows))


def _paragraphs(found: list[WordParagraph]) -> tuple[Paragraph, ...]:
    return tuple(_paragraph(one) for one in found)


def _paragraph(one: WordParagraph) -> Paragraph:
    element: CT_P = one._p
    shape = one.paragraph_format
    align = element.find(f"{W}pPr/{W}jc")
    runs = [WordRun(run, one) for run in element.iter(f"{W}r")]
    pieces = tuple(_piece(run, one) for run in runs if run.text)
    size = max((piece.size for piece in pieces), default=_size(None, one))
    spacing = shape.line_spacing
    leading = float(spacing.pt) if hasattr(spacing, "pt") else size * 1.3 * float(spacing or 1)
    indent = shape.first_line_indent
    return Paragraph(
        _ALIGNED.get("" if align is None else str(align.get(qn("w:val"))), LEFT), _points(indent),
        _points(shape.space_before), _points(shape.space_after), max(leading, size * 1.1), pieces,
    )  # fmt: skip


def _points(length: Length | None) -> float:
    return 0.0 if length is None else length.pt


def _piece(run: WordRun, within: WordParagraph) -> Piece:
    fonts = run._r.find(f"{W}rPr/{W}rFonts")
    name = "" if fonts is None else str(fonts.get(qn("w:eastAsia")) or fonts.get(qn("w:ascii")) or "")
    font = next((kind for kind, words in _FONTS.items() if any(word in name for word in words)), "body")
    return Piece(run.text, _size(run, within), bool(run.bold), bool(run.underline), font)


def _size(run: WordRun | None, within: WordParagraph) -> float:
    """The size of a text: its own, else that of its paragraph's style and of those which that is made from."""
    if run is not None and run.font.size is not None:
        return run.font.size.pt
    style, seen = within.style, set[str]()
    # A style that is made from itself would be asked for ever.
    while style is not None and style.style_id not in seen:
        if style.font.size is not None:
            return style.font.size.pt
        seen.add(style.style_id)
        style = style.base_style
    return _SIZE
